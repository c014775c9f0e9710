//go:build unix

package engine

import (
	"errors"
	"syscall"
)

// IsReadOnlyFS reports whether an error is that of a file system that takes no writes.
func IsReadOnlyFS(err error) bool { return errors.Is(err, syscall.EROFS) }
