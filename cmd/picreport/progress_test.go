package main

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"picreport/ingest/contact"
)

// TestProgress holds that contacts are passed on as they are, that nothing is shown of what is read
// at once, and that what is shown of a longer run is gone in the end.
func TestProgress(t *testing.T) {
	broken := errors.New("broken")
	read := func(pause time.Duration, stopAfter int) (n int, shown string, err error) {
		synctest.Test(t, func(*testing.T) {
			var terminal bytes.Buffer
			contacts := func(yield func(*contact.Contact, error) bool) {
				for range 20 {
					time.Sleep(pause)
					if !yield(&contact.Contact{}, nil) {
						return
					}
				}
				yield(nil, broken)
			}
			for _, e := range counted(contacts, &terminal) {
				if n, err = n+1, e; n == stopAfter {
					break
				}
			}
			shown = terminal.String()
		})
		return n, shown, err
	}
	if n, shown, err := read(time.Millisecond, 0); n != 21 || !errors.Is(err, broken) || shown != "" {
		t.Errorf("at once: %d, %v, %q", n, err, shown)
	}
	for _, stop := range []int{0, 15} {
		_, shown, _ := read(140*time.Millisecond, stop)
		first := eraseLine + "reading | 7 contacts" + eraseLine + "reading / 8 contacts"
		if !strings.HasPrefix(shown, first) || !strings.HasSuffix(shown, " contacts"+eraseLine) {
			t.Errorf("stopped after %d: %q", stop, shown)
		}
	}
}
