package engine

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// Kind says what is wrong with a ledger.
type Kind string

// The kinds of Error.
const (
	NoAddress    Kind = "no address"    // what should say where a server is cannot be used
	Missing      Kind = "missing"       // there is no such file, folder or database, or no ledger in the database
	NotLedger    Kind = "not a ledger"  // a file of another kind
	Damaged      Kind = "damaged"       // a ledger whose content cannot be right
	Newer        Kind = "newer"         // of a later version of picreport
	Older        Kind = "older"         // of an earlier version, and opened to be read only
	Busy         Kind = "busy"          // another writer did not end in time
	NoPermission Kind = "no permission" // the user may not read or write it
	ReadOnly     Kind = "read-only"     // the file system, or the way it was opened, allows no writing
	DiskFull     Kind = "disk full"
	Unreachable  Kind = "unreachable" // there is no connection to the server
	NotEmpty     Kind = "not empty"   // a ledger that a copy would have to mix with what is there
	Failed       Kind = "failed"      // anything else, such as an error of the disk
)

// What to do, where engines say the same.
const (
	BusyHint    = "wait for it to end and run it again"
	FullHint    = "make room and run it again; the ledger is as it was before"
	RestoreHint = "restore a backup; the file was left as it is"
)

// Error says what is wrong with a ledger, and what to do.
type Error struct {
	Path string // of the file, or the address of the database without its password
	Kind Kind
	What string // such as "is not a database"
	Hint string // what to do; "" for nothing
	Err  error  // the cause; nil for none
}

func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "ledger %s: %s", e.Path, e.What)
	if e.Err != nil {
		fmt.Fprintf(&b, " (%v)", e.Err)
	}
	if e.Hint != "" {
		b.WriteString("; " + e.Hint)
	}
	return b.String()
}

func (e *Error) Unwrap() error { return e.Err }

// FileError makes an Error of what the operating system says.
func FileError(path string, err error) error {
	out := &Error{Path: path, Kind: Failed, What: "cannot be opened", Err: err}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		out.Kind, out.Err, out.What = Missing, nil, "does not exist"
		out.Hint = "picreport ingest makes one, or name another with --ledger"
		if _, err := os.Stat(filepath.Dir(path)); errors.Is(err, fs.ErrNotExist) {
			out.What = "cannot be made: there is no folder " + filepath.Dir(path)
			out.Hint = "create it, or name another with --ledger"
		}
	case errors.Is(err, fs.ErrPermission):
		out.Kind, out.Err, out.What = NoPermission, nil, "cannot be read and written: no permission"
		out.Hint = "check the permissions of the file and of its folder, in which SQLite keeps two files of its own"
	case IsReadOnlyFS(err):
		out.Kind, out.Err, out.What = ReadOnly, nil, "cannot be written: the file system is read-only"
		out.Hint = "keep the ledger where it can be written, or name another with --ledger"
	case errors.Is(err, syscall.ENOSPC):
		out.Kind, out.Err, out.What, out.Hint = DiskFull, nil, "cannot be written: the disk is full", FullHint
	}
	return out
}
