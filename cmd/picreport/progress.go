package main

import (
	"iter"
	"time"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"

	"picreport/ingest/contact"
)

// progressDelay is how long reading may take before it is shown.
const progressDelay = time.Second

// progressStep is how many contacts are read between two looks at the bar.
const progressStep = 1 << 10

// progress passes contacts on, and shows how many there were so far: only on a terminal, and only when reading takes a while.
func (a *app) progress(contacts iter.Seq2[*contact.Contact, error]) iter.Seq2[*contact.Contact, error] {
	if a.quiet || a.logFormat == logJSON || !isTerminal(a.stderr) {
		return contacts
	}
	return func(yield func(*contact.Contact, error) bool) {
		show := make(chan any)
		timer := time.AfterFunc(progressDelay, func() { close(show) })
		bars := mpb.New(mpb.WithOutput(a.stderr), mpb.WithWidth(1), mpb.WithRenderDelay(show))
		bar := bars.New(0, mpb.SpinnerStyle(),
			mpb.PrependDecorators(decor.Name("reading ")),
			mpb.AppendDecorators(decor.CurrentNoUnit(" %d contacts")),
			mpb.BarRemoveOnComplete())
		defer func() {
			bar.Abort(true)
			if timer.Stop() {
				close(show)
			}
			bars.Wait()
		}()
		n := 0
		for c, err := range contacts {
			if n++; n%progressStep == 0 {
				bar.IncrBy(progressStep)
			}
			if !yield(c, err) {
				return
			}
		}
	}
}
