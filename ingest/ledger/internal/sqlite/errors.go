package sqlite

import (
	"context"
	"errors"
	"path/filepath"

	"zombiezen.com/go/sqlite"

	"picreport/ingest/ledger/internal/engine"
)

// failed makes an Error of what SQLite says. An interrupt is the context's error.
func (e *Engine) failed(ctx context.Context, err error) error {
	var known *engine.Error
	if errors.As(err, &known) {
		return err
	}
	out := &engine.Error{Path: e.path, Kind: engine.Failed, What: "could not be used", Err: err}
	switch code := sqlite.ErrCode(err); code.ToPrimary() {
	case sqlite.ResultInterrupt:
		if ctx.Err() != nil {
			return ctx.Err()
		}
	case sqlite.ResultNotADB:
		out.Kind, out.What = engine.NotLedger, "is not a database"
		out.Hint = "name another file with --ledger, or, if this was the ledger, restore a backup; the file was left as it is"
	case sqlite.ResultCorrupt:
		out.Kind, out.What, out.Hint = engine.Damaged, "is damaged", engine.RestoreHint
	case sqlite.ResultBusy:
		out.Kind, out.What, out.Err = engine.Busy, e.busyText(), nil
		out.Hint = engine.BusyHint
	case sqlite.ResultFull:
		out.Kind, out.What, out.Hint = engine.DiskFull, "cannot be written: the disk is full", engine.FullHint
	case sqlite.ResultReadOnly:
		out.Kind, out.What = engine.ReadOnly, "cannot be written"
		out.Hint = "check the permissions of the file and of its folder"
	case sqlite.ResultPerm, sqlite.ResultAuth:
		out.Kind, out.What = engine.NoPermission, "may not be used"
		out.Hint = "check the permissions of the file and of its folder"
	case sqlite.ResultCantOpen:
		out.What, out.Hint = "cannot be opened", "check that the file and its folder can be read and written"
	case sqlite.ResultIOErr:
		e.ioError(code, out)
	}
	return out
}

// ioError says what an error of input or output most likely is.
func (e *Engine) ioError(code sqlite.ResultCode, out *engine.Error) {
	switch {
	case code == sqlite.ResultIOErrShortRead:
		out.Kind, out.What, out.Hint = engine.Damaged, "is cut short", engine.RestoreHint
	case isFull(filepath.Dir(e.file)):
		out.Kind, out.What, out.Hint = engine.DiskFull, "cannot be written: the disk is full", engine.FullHint
	default:
		out.What, out.Hint = "could not be read or written", "check the disk, and run ledger check"
	}
}

func (e *Engine) busyText() string {
	if who := holder(e.file); who != "" {
		return "is being written by " + who
	}
	return "is being written by another program"
}
