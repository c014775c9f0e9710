package job

import (
	"context"
	"io"
)

// interruptible is a reader that a context can end while a read waits for a terminal or a pipe.
type interruptible struct {
	ctx context.Context
	r   io.Reader
}

// Read reads as r does, or returns the context's error. A read that is left waiting keeps its own
// buffer until the process ends.
func (i interruptible) Read(p []byte) (int, error) {
	type result struct {
		n   int
		err error
	}
	done := make(chan result, 1)
	buf := make([]byte, len(p))
	go func() {
		n, err := i.r.Read(buf)
		done <- result{n, err}
	}()
	select {
	case r := <-done:
		return copy(p, buf[:r.n]), r.err
	case <-i.ctx.Done():
		return 0, i.ctx.Err()
	}
}
