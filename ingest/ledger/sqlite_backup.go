package ledger

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

// check runs SQLite's checks of the file and of references between tables.
func (e *sqliteEngine) check(ctx context.Context) (problems []string, err error) {
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
	var bad *Error
	if err = e.failed(ctx, err); errors.As(err, &bad) && bad.Kind == Damaged {
		return append(problems, bad.What), nil
	}
	return problems, err
}

// backup writes the copy beside its place, and checks and syncs it before it gets there. A copy made by VACUUM has no deleted rows.
func (e *sqliteEngine) backup(ctx context.Context, path string) error {
	if err := checkBackup(ctx, e.path, path, e.busy); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*.new")
	if err != nil {
		return fileError(path, err)
	}
	defer os.Remove(f.Name())
	if err := errors.Join(makePrivate(f.Name()), f.Close()); err != nil {
		return fileError(path, err)
	}
	if err := e.copyTo(ctx, f.Name(), path); err != nil {
		return err
	}
	if err := checkCopy(ctx, f.Name(), e.path); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return fileError(path, err)
	}
	return syncFolder(filepath.Dir(path))
}

// checkBackup refuses to replace anything but an earlier backup. ledger is the path of the ledger, "" where it is in no file.
func checkBackup(ctx context.Context, ledger, path string, busy time.Duration) error {
	const elsewhere = "name another file for the backup"
	if IsAddress(path) {
		return &Error{Path: Name(path), Kind: Failed, What: "is the address of a server, and a backup is a file", Hint: "picreport ledger copy copies to a server"}
	}
	info, err := os.Stat(path)
	switch {
	case ledger != "" && slices.Contains([]string{ledger + "-wal", ledger + "-shm", ledger + "-journal"}, filepath.Clean(path)):
		return &Error{Path: path, Kind: Failed, What: "is a file that SQLite keeps beside the ledger", Hint: elsewhere}
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fileError(path, err)
	}
	if ledger != "" {
		own, err := os.Stat(ledger)
		if err != nil {
			return fileError(ledger, err)
		}
		if os.SameFile(own, info) {
			return &Error{Path: path, Kind: Failed, What: "is the ledger itself, which cannot be its own backup", Hint: elsewhere}
		}
	}
	if _, err := os.Stat(path + "-wal"); err == nil {
		return &Error{Path: path, Kind: Busy, What: "is in use as a ledger", Hint: elsewhere}
	}
	earlier, err := openSQLite(ctx, path, Options{ReadOnly: true, Busy: busy}, migrations)
	var bad *Error
	if errors.As(err, &bad) {
		if bad.Kind == Older {
			return nil
		}
		return &Error{
			Path: path, Kind: bad.Kind, What: "exists and is not a backup that may be replaced", Hint: "delete it or " + elsewhere, Err: bad,
		}
	}
	if err != nil {
		return err
	}
	return earlier.close()
}

// copyTo writes the committed state to an empty file, and syncs it.
func (e *sqliteEngine) copyTo(ctx context.Context, name, path string) error {
	c, err := e.conn(ctx)
	if err != nil {
		return err
	}
	defer e.put(c)
	if err := sqlitex.Execute(c, "VACUUM INTO ?", &sqlitex.ExecOptions{Args: []any{name}}); err != nil {
		target := &sqliteEngine{path: path, file: name}
		if code := sqlite.ErrCode(err).ToPrimary(); code == sqlite.ResultFull || code == sqlite.ResultIOErr {
			return target.failed(ctx, err)
		}
		return e.failed(ctx, err)
	}
	f, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return fileError(path, err)
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return fileError(path, err)
	}
	return nil
}

// checkCopy checks a copy of a ledger. Where the ledger is damaged, no earlier backup must give way to the copy.
func checkCopy(ctx context.Context, name, path string) error {
	e, err := openSQLite(ctx, name, Options{ReadOnly: true}, migrations)
	if err != nil {
		return err
	}
	problems, err := (&Ledger{path: name, eng: e}).Check(ctx)
	if err = errors.Join(err, e.close()); err != nil {
		return err
	}
	if len(problems) > 0 {
		return &Error{Path: path, Kind: Damaged, What: "is damaged, and was not backed up: " + strings.Join(problems, ", "), Hint: restoreHint}
	}
	return nil
}
