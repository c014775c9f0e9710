package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
)

// deliver writes data to a file, whose name it says on standard output, or, where the path is -, to standard output itself.
func (a *app) deliver(path string, data []byte) error {
	if path == "-" {
		if _, err := a.stdout.Write(data); err != nil {
			return cannotWrite("standard output", err)
		}
		return nil
	}
	if err := writeFile(path, data, 0o666); err != nil {
		return err
	}
	if _, err := fmt.Fprintln(a.stdout, path); err != nil {
		return cannotWrite("standard output", err)
	}
	return nil
}

// errFolder says that a folder is where a file is to be.
var errFolder = errors.New("is a folder; name a file")

// writeFile puts data at path: written beside it, synced and renamed into place, so that at any moment path is the old file or the
// whole new one. A new file gets the mode, as far as the umask lets it; an old one keeps its own. Nothing is left behind on failure. A link
// stays, and what it leads to is replaced; a device or a pipe is written to as it is. (The libraries that do this do not support Windows or
// do not sync.)
func writeFile(path string, data []byte, mode fs.FileMode) error {
	return writeFiles(context.Background(), []outFile{{path, data}}, mode)
}

// createBeside creates a new file in the folder of path, with a mode from which the system takes the user's umask, as os.CreateTemp
// does not let it.
func createBeside(path string, mode fs.FileMode) (*os.File, error) {
	for {
		name := filepath.Join(filepath.Dir(path), fmt.Sprintf(".%s.%08x.tmp", filepath.Base(path), rand.Uint32()))
		f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
		if !errors.Is(err, fs.ErrExist) {
			return f, err
		}
	}
}

// syncFolder makes a rename last. Not every system can sync a folder, and the file itself is whole either way.
func syncFolder(dir string) {
	if d, err := os.Open(dir); err == nil {
		_ = d.Sync()
		_ = d.Close()
	}
}

func cannotWrite(path string, err error) error {
	var pe *fs.PathError
	var le *os.LinkError
	switch {
	case errors.Is(err, errFolder):
		return fmt.Errorf("%s: %w", path, err)
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%s: cannot write: there is no folder %s; create it, or choose another with --output", path, filepath.Dir(path))
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("%s: cannot write: no permission, or the file is open in another program; close it, or choose another with --output", path)
	case errors.As(err, &pe):
		err = pe.Err
	case errors.As(err, &le):
		err = le.Err
	}
	return fmt.Errorf("%s: cannot write: %w", path, err)
}

// checkOutputs refuses outputs that are inputs, or one another.
func checkOutputs(outputs, inputs []string) error {
	for i, out := range outputs {
		for _, in := range inputs {
			if in != "-" && samePath(out, in) {
				return usageError("%s: the output is one of the inputs; choose another with --output", out)
			}
		}
		for _, other := range outputs[:i] {
			if samePath(out, other) {
				return usageError("%s: two outputs would be written to this file; choose another name with --output", out)
			}
		}
	}
	return nil
}

// samePath says whether two paths name one file, through links too.
func samePath(a, b string) bool {
	ai, aerr := os.Stat(a)
	bi, berr := os.Stat(b)
	if aerr == nil && berr == nil {
		return os.SameFile(ai, bi)
	}
	aa, aerr := filepath.Abs(a)
	ba, berr := filepath.Abs(b)
	return aerr == nil && berr == nil && aa == ba
}
