package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"picreport/ingest/ledger/internal/engine"
)

// Check runs SQLite's checks of the file and of references between tables.
func (e *Engine) Check(ctx context.Context) (problems []string, err error) {
	c, err := e.conn(ctx)
	if err != nil {
		return nil, err
	}
	defer e.put(c)
	err = sqlitex.Execute(c, "PRAGMA integrity_check", &sqlitex.ExecOptions{ResultFunc: func(s *sqlite.Stmt) error {
		if text := s.ColumnText(0); text != "ok" {
			problems = append(problems, "the file is damaged: "+text)
		}
		return nil
	}})
	if err == nil {
		err = sqlitex.Execute(c, "PRAGMA foreign_key_check", &sqlitex.ExecOptions{ResultFunc: func(s *sqlite.Stmt) error {
			problems = append(problems, fmt.Sprintf("row %d of table %s refers to a %s that is not there",
				s.ColumnInt64(1), s.ColumnText(0), s.ColumnText(2)))
			return nil
		}})
	}
	if err == nil {
		return problems, nil
	}
	var bad *engine.Error
	if err = e.failed(ctx, err); errors.As(err, &bad) && bad.Kind == engine.Damaged {
		return append(problems, bad.What), nil
	}
	return problems, err
}

// CheckBackup refuses a path for a backup at which anything but an earlier backup stands. ledger is
// the path of the ledger, "" where it is in no file.
func CheckBackup(ctx context.Context, ledger, path string, busy time.Duration) error {
	const elsewhere = "name another file for the backup"
	if engine.IsAddress(path) {
		return &engine.Error{
			Path: engine.Name(path), Kind: engine.Failed,
			What: "is the address of a server, and a backup is a file",
			Hint: "picreport ledger copy copies to a server",
		}
	}
	info, err := os.Stat(path)
	switch {
	case ledger != "" && slices.Contains(
		[]string{ledger + "-wal", ledger + "-shm", ledger + "-journal"}, filepath.Clean(path)):
		return &engine.Error{
			Path: path, Kind: engine.Failed,
			What: "is a file that SQLite keeps beside the ledger",
			Hint: elsewhere,
		}
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return engine.FileError(path, err)
	}
	if ledger != "" {
		own, err := os.Stat(ledger)
		if err != nil {
			return engine.FileError(ledger, err)
		}
		if os.SameFile(own, info) {
			return &engine.Error{
				Path: path, Kind: engine.Failed,
				What: "is the ledger itself, which cannot be its own backup",
				Hint: elsewhere,
			}
		}
	}
	if _, err := os.Stat(path + "-wal"); err == nil {
		return &engine.Error{Path: path, Kind: engine.Busy, What: "is in use as a ledger", Hint: elsewhere}
	}
	earlier, err := Open(ctx, path, engine.Options{ReadOnly: true, Busy: busy})
	var bad *engine.Error
	if errors.As(err, &bad) {
		if bad.Kind == engine.Older {
			return nil
		}
		return &engine.Error{
			Path: path, Kind: bad.Kind,
			What: "exists and is not a backup that may be replaced",
			Hint: "delete it or " + elsewhere,
			Err:  bad,
		}
	}
	if err != nil {
		return err
	}
	return earlier.Close()
}

// CopyTo has SQLite write the copy, and syncs it. A copy made by VACUUM has no deleted rows.
func (e *Engine) CopyTo(ctx context.Context, path, shown string) (done bool, err error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err != nil {
		return false, engine.FileError(shown, err)
	}
	defer f.Close()
	if err := makePrivate(path); err != nil {
		return false, engine.FileError(shown, err)
	}
	c, err := e.conn(ctx)
	if err != nil {
		return false, err
	}
	defer e.put(c)
	if err := sqlitex.Execute(c, "VACUUM INTO ?", &sqlitex.ExecOptions{Args: []any{path}}); err != nil {
		target := &Engine{path: shown, file: path}
		if code := sqlite.ErrCode(err).ToPrimary(); code == sqlite.ResultFull || code == sqlite.ResultIOErr {
			return false, target.failed(ctx, err)
		}
		return false, e.failed(ctx, err)
	}
	if err := f.Sync(); err != nil {
		return false, engine.FileError(shown, err)
	}
	return true, nil
}
