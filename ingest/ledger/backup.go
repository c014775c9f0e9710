package ledger

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"picreport/ingest/ledger/internal/engine"
	"picreport/ingest/ledger/internal/sqlite"
)

// Backup writes a copy of the ledger as it is at this moment to a path, for the owner only, while
// others may read and ingest. A backup is always a SQLite file, which picreport can restore and
// read without a server. It is made in a folder of its own beside its place, and gets there when it
// is whole and checked; any file at that path but an earlier backup is left alone, which is an
// *Error.
func (l *Ledger) Backup(ctx context.Context, path string) error {
	own := l.path
	if IsAddress(own) {
		own = ""
	}
	if err := sqlite.CheckBackup(ctx, own, path, l.busy); err != nil {
		return err
	}
	dir, err := os.MkdirTemp(filepath.Dir(path), "."+filepath.Base(path)+".*.new")
	if err != nil {
		return engine.FileError(path, err)
	}
	defer os.RemoveAll(dir)
	made := filepath.Join(dir, filepath.Base(path))
	done, err := l.eng.CopyTo(ctx, made, path)
	if err == nil && !done {
		err = copyToFile(ctx, l, made)
	}
	if err == nil {
		err = checkCopy(ctx, made, l.path)
	}
	if err != nil {
		return err
	}
	if err := os.Rename(made, path); err != nil {
		return engine.FileError(path, err)
	}
	return engine.SyncFolder(filepath.Dir(path))
}

// copyToFile copies all programmes row by row into a new file.
func copyToFile(ctx context.Context, l *Ledger, path string) error {
	to, err := Open(ctx, path, Options{Create: true, Now: l.now})
	if err != nil {
		return err
	}
	_, err = Copy(ctx, l, to, nil)
	return errors.Join(err, to.Close())
}

// checkCopy checks a copy of a ledger. Where the ledger is damaged, no earlier backup must give way
// to the copy.
func checkCopy(ctx context.Context, made, path string) error {
	eng, err := sqlite.Open(ctx, made, engine.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	problems, err := (&Ledger{path: made, eng: eng}).Check(ctx)
	if err = errors.Join(err, eng.Close()); err != nil {
		return err
	}
	if len(problems) > 0 {
		what := "is damaged, and was not backed up: " + strings.Join(problems, ", ")
		return &Error{Path: path, Kind: Damaged, What: what, Hint: engine.RestoreHint}
	}
	return nil
}
