//go:build unix

package sqlite

import (
	"io/fs"
	"os"

	"golang.org/x/sys/unix"
)

// access returns why a file cannot be written, nil if it can, and an error where it cannot even be
// read. It does not open it.
func access(path string) (unwritable, err error) {
	if err := unix.Access(path, unix.R_OK); err != nil {
		return nil, &fs.PathError{Op: "open", Path: path, Err: err}
	}
	return unix.Access(path, unix.W_OK), nil
}

// folderAccess returns why no files can be made in a folder, nil if they can.
func folderAccess(path string) error { return unix.Access(path, unix.W_OK|unix.X_OK) }

// isFull reports whether the file system of a folder has next to no room left.
func isFull(folder string) bool {
	var s unix.Statfs_t
	if unix.Statfs(folder, &s) != nil {
		return false
	}
	return uint64(s.Bavail)*uint64(s.Bsize) < 1<<16 //nolint:unconvert // signed on some systems
}

// makePrivate lets nobody but the owner use a file.
func makePrivate(path string) error { return os.Chmod(path, 0o600) }
