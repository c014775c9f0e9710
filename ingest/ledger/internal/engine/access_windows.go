package engine

import (
	"errors"
	"syscall"
)

// IsReadOnlyFS reports whether an error is that of a disk that takes no writes:
// ERROR_WRITE_PROTECT.
func IsReadOnlyFS(err error) bool { return errors.Is(err, syscall.Errno(19)) }
