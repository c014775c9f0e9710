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

// holdWindow keeps the window open that Windows makes for a double click, until the user has read
// what is in it.
func holdWindow(env *Env, args []string) {
	if len(args) > 0 || !mousetrap.StartedByExplorer() {
		return
	}
	fmt.Fprint(env.Stderr, "\npicreport is used in a command prompt. Press Enter to close this window.")
	_, _ = bufio.NewReader(env.Stdin).ReadString('\n')
}
