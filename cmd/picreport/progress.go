package main

import (
	"fmt"
	"io"
	"iter"
	"sync/atomic"
	"time"

	"picreport/ingest/contact"
)

// How long reading may take before it is shown, and how often what is shown is drawn anew.
const (
	progressDelay = time.Second
	progressStep  = 150 * time.Millisecond
)

// spinner is what turns while contacts are read, in the characters that every terminal has.
const spinner = `|/-\`

// eraseLine goes to the beginning of a terminal's line and erases it, by the escape codes of
// ECMA-48.
const eraseLine = "\r\x1b[K"

// counted passes contacts on and writes to a terminal how many there were so far, once that takes a
// while. The line is gone in the end.
func counted(contacts iter.Seq2[*contact.Contact, error], terminal io.Writer) iter.Seq2[*contact.Contact, error] {
	return func(yield func(*contact.Contact, error) bool) {
		var n atomic.Int64
		end, ended := make(chan struct{}), make(chan struct{})
		go func() {
			defer close(ended)
			drawCount(terminal, &n, end)
		}()
		defer func() {
			close(end)
			<-ended
		}()
		for c, err := range contacts {
			n.Add(1)
			if !yield(c, err) {
				return
			}
		}
	}
}

// drawCount draws the count from progressDelay on until end is closed, and then erases it.
func drawCount(terminal io.Writer, n *atomic.Int64, end <-chan struct{}) {
	tick := time.NewTimer(progressDelay)
	defer tick.Stop()
	for frame := 0; ; frame++ {
		select {
		case <-end:
			if frame > 0 {
				fmt.Fprint(terminal, eraseLine)
			}
			return
		case <-tick.C:
			fmt.Fprintf(terminal, "%sreading %c %d contacts", eraseLine, spinner[frame%len(spinner)], n.Load())
			tick.Reset(progressStep)
		}
	}
}
