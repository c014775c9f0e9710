package ledger

import (
	"context"
	"errors"
	"path/filepath"

	"zombiezen.com/go/sqlite"
)

const (
	restoreHint = "restore a backup; the file was left as it is"
	fullHint    = "make room and run it again; the ledger is as it was before"
)

// failed makes an Error of what SQLite says. An interrupt is the context's error.
func (e *sqliteEngine) failed(ctx context.Context, err error) error {
	var known *Error
	if errors.As(err, &known) {
		return err
	}
	out := &Error{Path: e.path, Kind: Failed, What: "could not be used", Err: err}
	switch code := sqlite.ErrCode(err); code.ToPrimary() {
	case sqlite.ResultInterrupt:
		if ctx.Err() != nil {
			return ctx.Err()
		}
	case sqlite.ResultNotADB:
		out.Kind, out.What = NotLedger, "is not a database"
		out.Hint = "name another file with --ledger, or, if this was the ledger, restore a backup; the file was left as it is"
	case sqlite.ResultCorrupt:
		out.Kind, out.What, out.Hint = Damaged, "is damaged", restoreHint
	case sqlite.ResultBusy:
		out.Kind, out.What, out.Err = Busy, e.busyText(), nil
		out.Hint = busyHint
	case sqlite.ResultFull:
		out.Kind, out.What, out.Hint = DiskFull, "cannot be written: the disk is full", fullHint
	case sqlite.ResultReadOnly:
		out.Kind, out.What, out.Hint = ReadOnly, "cannot be written", "check the permissions of the file and of its folder"
	case sqlite.ResultPerm, sqlite.ResultAuth:
		out.Kind, out.What, out.Hint = NoPermission, "may not be used", "check the permissions of the file and of its folder"
	case sqlite.ResultCantOpen:
		out.What, out.Hint = "cannot be opened", "check that the file and its folder can be read and written"
	case sqlite.ResultIOErr:
		e.ioError(code, out)
	}
	return out
}

// ioError says what an error of input or output most likely is.
func (e *sqliteEngine) ioError(code sqlite.ResultCode, out *Error) {
	switch {
	case code == sqlite.ResultIOErrShortRead:
		out.Kind, out.What, out.Hint = Damaged, "is cut short", restoreHint
	case isFull(filepath.Dir(e.file)):
		out.Kind, out.What, out.Hint = DiskFull, "cannot be written: the disk is full", fullHint
	default:
		out.What, out.Hint = "could not be read or written", "check the disk, and run ledger check"
	}
}

func (e *sqliteEngine) busyText() string {
	if who := holder(e.file); who != "" {
		return "is being written by " + who
	}
	return "is being written by another program"
}
