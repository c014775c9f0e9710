package job

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
)

// readerFunc is a reader that is a function.
type readerFunc func(p []byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

// TestInterruptible reads as its reader does until the context ends, and then leaves the caller's
// bytes alone.
func TestInterruptible(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	if err := iotest.TestReader(interruptible{ctx, strings.NewReader("some text")}, []byte("some text")); err != nil {
		t.Error(err)
	}
	broken := errors.New("broken pipe")
	p := make([]byte, 4)
	breaks := readerFunc(func(p []byte) (int, error) { return copy(p, "ab"), broken })
	if n, err := (interruptible{ctx, breaks}).Read(p); n != 2 || !errors.Is(err, broken) || string(p[:n]) != "ab" {
		t.Errorf("a reader that fails with its last bytes: %d, %v, %q", n, err, p)
	}

	release, read := make(chan struct{}), make(chan struct{})
	late := readerFunc(func(p []byte) (int, error) {
		defer close(read)
		cancel()
		<-release
		return copy(p, "late"), nil
	})
	clear(p)
	if n, err := (interruptible{ctx, late}).Read(p); n != 0 || !errors.Is(err, context.Canceled) {
		t.Errorf("an interrupted read: %d, %v", n, err)
	}
	close(release)
	<-read
	if !slices.Equal(p, make([]byte, 4)) {
		t.Errorf("a read that was left waiting wrote %q into the caller's bytes", p)
	}
}
