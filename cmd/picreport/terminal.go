package main

import (
	"bufio"
	"fmt"
	"io"
	"os"

	"github.com/inconshreveable/mousetrap"
	"golang.org/x/term"
)

// isTerminal says whether what is written to w is seen on a terminal at once.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// colors says whether what is written to w may have colours: on a terminal, unless --no-color or NO_COLOR (https://no-color.org) is set.
func (a *app) colors(w io.Writer) bool {
	if unwanted, ok := a.lookupEnv("NO_COLOR"); a.noColor || ok && unwanted != "" {
		return false
	}
	return isTerminal(w)
}

// holdWindow keeps the window open that Windows makes for a double click, until the user has read what is in it.
func (a *app) holdWindow(args []string) {
	if len(args) > 0 || !mousetrap.StartedByExplorer() {
		return
	}
	fmt.Fprint(a.stderr, "\npicreport is used in a command prompt. Press Enter to close this window.")
	_, _ = bufio.NewReader(a.stdin).ReadString('\n')
}
