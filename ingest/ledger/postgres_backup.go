package ledger

import (
	"context"
	"errors"
	"os"
	"path/filepath"
)

// backup copies the ledger into a SQLite file, which is what picreport can restore and read without a server. It is made in a folder of
// its own beside its place, and gets there when it is whole and checked.
func (e *postgresEngine) backup(ctx context.Context, path string) error {
	if err := checkBackup(ctx, "", path, e.busy); err != nil {
		return err
	}
	dir, err := os.MkdirTemp(filepath.Dir(path), "."+filepath.Base(path)+".*.new")
	if err != nil {
		return fileError(path, err)
	}
	defer os.RemoveAll(dir)
	made := filepath.Join(dir, filepath.Base(path))
	to, err := Open(ctx, made, Options{Create: true, Now: e.now})
	if err != nil {
		return err
	}
	from := &Ledger{path: e.name, eng: e, now: e.now}
	_, err = Copy(ctx, from, to, nil)
	if err = errors.Join(err, to.Close()); err != nil {
		return err
	}
	if err := checkCopy(ctx, made, e.name); err != nil {
		return err
	}
	if err := os.Rename(made, path); err != nil {
		return fileError(path, err)
	}
	return syncFolder(filepath.Dir(path))
}
