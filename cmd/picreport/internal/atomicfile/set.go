package atomicfile

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// File is a file to be written.
type File struct {
	Path string
	Data []byte
}

// WriteAll puts files in place, all of them or none: each is written beside its place and synced
// before the first is renamed, and where a rename fails, or ctx is done before, everything is as it
// was. Only a kill between two renames leaves some files old and some new, each of them whole.
func WriteAll(ctx context.Context, files []File, mode fs.FileMode) (err error) {
	var all []*staged
	defer func() {
		for i := len(all) - 1; i >= 0; i-- {
			all[i].end(err != nil)
		}
	}()
	for _, f := range files {
		s, err := stage(f, mode)
		if err != nil {
			return CannotWrite(f.Path, err)
		}
		all = append(all, s)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if len(all) > 1 {
		for _, s := range all {
			if err := s.keepOld(); err != nil {
				return CannotWrite(s.Path, err)
			}
		}
	}
	for _, s := range all {
		if err := s.commit(); err != nil {
			return CannotWrite(s.Path, err)
		}
	}
	return nil
}

// staged is a file that was written beside its place.
type staged struct {
	File
	target string // where a link leads
	tmp    string // beside the target; "" for a device or pipe, which is written to as it is
	old    string // what was at the target, by another name; "" where nothing was, or it need not be kept
	done   bool   // it is in place
}

// stage writes a file beside its place, with the mode of the file that it is to replace.
func stage(f File, mode fs.FileMode) (*staged, error) {
	s := &staged{File: f, target: f.Path}
	info, err := os.Stat(f.Path)
	switch {
	case err == nil && info.IsDir():
		return nil, errFolder
	case err == nil && !info.Mode().IsRegular():
		return s, nil
	}
	if target, err := filepath.EvalSymlinks(f.Path); err == nil { // else it is not there yet
		s.target = target
	}
	tmp, err := createBeside(s.target, mode)
	if err != nil {
		return nil, err
	}
	s.tmp = tmp.Name()
	if err = writeSynced(tmp, f.Data, info); err != nil {
		s.end(true)
		return nil, err
	}
	return s, nil
}

// writeSynced fills a new file and closes it. It gets the mode of the old file, where there is one.
func writeSynced(f *os.File, data []byte, old fs.FileInfo) (err error) {
	defer func() { err = errors.Join(err, f.Close()) }()
	if old != nil {
		if err := f.Chmod(old.Mode().Perm()); err != nil {
			return err
		}
	}
	if _, err := f.Write(data); err != nil {
		return err
	}
	return f.Sync()
}

// keepOld gives what is at the target another name, so that it can be put back.
func (s *staged) keepOld() error {
	if s.tmp == "" {
		return nil
	}
	old := s.tmp + ".old"
	err := os.Link(s.target, old)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err == nil:
		s.old = old
		return nil
	}
	info, err := os.Stat(s.target) // a file system without links
	if err != nil {
		return err
	}
	data, err := os.ReadFile(s.target)
	if err != nil {
		return err
	}
	s.old = old
	return os.WriteFile(old, data, info.Mode().Perm())
}

// commit puts the file in place.
func (s *staged) commit() error {
	if s.tmp == "" {
		return os.WriteFile(s.target, s.Data, 0)
	}
	if err := os.Rename(s.tmp, s.target); err != nil {
		return err
	}
	s.done = true
	syncFolder(filepath.Dir(s.target))
	return nil
}

// end removes what was only for the time of writing; where writing failed, it puts back what was
// there before.
func (s *staged) end(failed bool) {
	switch {
	case s.tmp == "":
	case !s.done:
		_ = os.Remove(s.tmp)
	case failed && s.old != "":
		_ = os.Rename(s.old, s.target)
		return
	case failed:
		_ = os.Remove(s.target)
	}
	if s.old != "" {
		_ = os.Remove(s.old)
	}
}
