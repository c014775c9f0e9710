// Package atomicfile writes files so that at any moment each is the old one or the whole new one,
// several of them together or not at all, and keeps two runs from writing the same files at the
// same time.
package atomicfile

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"

	"picreport/cmd/picreport/internal/failure"
)

// errFolder says that a folder is where a file is to be.
var errFolder = errors.New("is a folder; name a file")

// Write puts data at path: written beside it, synced and renamed into place, so that at any moment
// path is the old file or the whole new one. A new file gets the mode, as far as the umask lets it;
// an old one keeps its own. Nothing is left behind on failure. A link stays, and what it leads to
// is replaced; a device or a pipe is written to as it is. (The libraries that do this do not
// support Windows or do not sync.)
func Write(path string, data []byte, mode fs.FileMode) error {
	return WriteAll(context.Background(), []File{{path, data}}, mode)
}

// WriteNew writes a file that must not be there yet. A failure leaves nothing.
func WriteNew(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	if _, err = f.Write(data); err == nil {
		err = f.Sync()
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		_ = os.Remove(path)
	}
	return err
}

// createBeside creates a new file in the folder of path, with a mode from which the system takes
// the user's umask, as os.CreateTemp does not let it.
func createBeside(path string, mode fs.FileMode) (*os.File, error) {
	for {
		name := filepath.Join(filepath.Dir(path), fmt.Sprintf(".%s.%08x.tmp", filepath.Base(path), rand.Uint32()))
		f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
		if !errors.Is(err, fs.ErrExist) {
			return f, err
		}
	}
}

// syncFolder makes a rename last. Not every system can sync a folder, and the file itself is whole
// either way.
func syncFolder(dir string) {
	if d, err := os.Open(dir); err == nil {
		_ = d.Sync()
		_ = d.Close()
	}
}

// CannotWrite says in the words of a user why a file could not be written.
func CannotWrite(path string, err error) error {
	var pe *fs.PathError
	var le *os.LinkError
	switch {
	case errors.Is(err, errFolder):
		return fmt.Errorf("%s: %w", path, err)
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%s: cannot write: there is no folder %s; create it, or choose another with --output",
			path, filepath.Dir(path))
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("%s: cannot write: no permission, or the file is open in another program; close it, or choose "+
			"another with --output", path)
	case errors.As(err, &pe):
		err = pe.Err
	case errors.As(err, &le):
		err = le.Err
	}
	return fmt.Errorf("%s: cannot write: %w", path, err)
}

// CheckOutputs refuses outputs that are inputs, or one another.
func CheckOutputs(outputs, inputs []string) error {
	for i, out := range outputs {
		for _, in := range inputs {
			if in != "-" && SamePath(out, in) {
				return failure.Usagef("%s: the output is one of the inputs; choose another with --output", out)
			}
		}
		for _, other := range outputs[:i] {
			if SamePath(out, other) {
				return failure.Usagef("%s: two outputs would be written to this file; choose another name with --output", out)
			}
		}
	}
	return nil
}

// SamePath says whether two paths name one file, through links too.
func SamePath(a, b string) bool {
	ai, aerr := os.Stat(a)
	bi, berr := os.Stat(b)
	if aerr == nil && berr == nil {
		return os.SameFile(ai, bi)
	}
	aa, aerr := filepath.Abs(a)
	ba, berr := filepath.Abs(b)
	return aerr == nil && berr == nil && aa == ba
}
