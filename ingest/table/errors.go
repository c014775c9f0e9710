package table

import (
	"errors"
	"fmt"
	"io/fs"
	"runtime"
	"syscall"
)

// Error is what stops the reading of a file. Its text does not name the file: the caller knows
// which one it asked for.
type Error struct {
	Kind ErrorKind
	Msg  string // one clear sentence without a full stop: "this is a PDF document, not a CSV or XLSX file"
	Hint string // what to do about it, likewise; "" where nothing is certain
	Row  int    // the row of a sheet or CSV at which reading stopped; 0 for none
	Err  error  // what lies beneath; nil for none
}

// ErrorKind tells the errors apart.
type ErrorKind string

// The kinds of error.
const (
	Missing           ErrorKind = "missing"            // there is no such file
	Directory         ErrorKind = "directory"          // it is a directory
	NoPermission      ErrorKind = "no-permission"      // the system forbids reading it
	Locked            ErrorKind = "locked"             // another program keeps it to itself
	Unreadable        ErrorKind = "unreadable"         // reading failed, or the file changed meanwhile
	Empty             ErrorKind = "empty"              // it has no content
	WrongType         ErrorKind = "wrong-type"         // it is something else; Msg says what
	PasswordNeeded    ErrorKind = "password-needed"    // an encrypted workbook, and no password was given
	WrongPassword     ErrorKind = "wrong-password"     // an encrypted workbook, and the password does not open it
	UnknownEncryption ErrorKind = "unknown-encryption" // encrypted in a way that cannot be read
	Damaged           ErrorKind = "damaged"            // cut off or broken
	TooLarge          ErrorKind = "too-large"          // beyond one of the limits
	NoSheets          ErrorKind = "no-sheets"          // a workbook without a sheet of cells
)

// Error returns the message with what lies beneath it.
func (e *Error) Error() string {
	if e.Err != nil {
		return e.Msg + ": " + e.Err.Error()
	}
	return e.Msg
}

// Unwrap returns what lies beneath.
func (e *Error) Unwrap() error { return e.Err }

// damaged is the error of a part of a file that breaks the rules of its format.
func damaged(row int, err error, format string, args ...any) *Error {
	return &Error{
		Kind: Damaged, Row: row, Err: err, Msg: fmt.Sprintf(format, args...),
		Hint: "export the file again, or open it in Excel and save it anew",
	}
}

// sharingViolation and lockViolation are what Windows says of a file that another program keeps to
// itself.
const (
	sharingViolation syscall.Errno = 32
	lockViolation    syscall.Errno = 33
)

// readError says why the system would not open or read a file.
func readError(err error) *Error {
	var own *Error
	if errors.As(err, &own) {
		return own
	}
	var path *fs.PathError
	if errors.As(err, &path) {
		err = path.Err // the caller names the file
	}
	var code syscall.Errno
	errors.As(err, &code)
	switch {
	case runtime.GOOS == "windows" && (code == sharingViolation || code == lockViolation):
		return &Error{
			Kind: Locked, Msg: "another program has the file open",
			Hint: "close it in Excel and try again", Err: err,
		}
	case errors.Is(err, fs.ErrNotExist):
		return &Error{Kind: Missing, Msg: "there is no such file", Hint: "check the path"}
	case errors.Is(err, fs.ErrPermission):
		return &Error{Kind: NoPermission, Msg: "no permission to read the file", Hint: "ask its owner for read access"}
	case code == syscall.EISDIR:
		return errDirectory()
	}
	return &Error{Kind: Unreadable, Msg: "cannot read the file", Err: err}
}

func errDirectory() *Error {
	return &Error{
		Kind: Directory, Msg: "this is a directory",
		Hint: "name the files in it, or use a pattern such as *.csv",
	}
}

// atRow tells an error where reading stopped.
func atRow(err error, row int) error {
	var own *Error
	if !errors.As(err, &own) || own.Row != 0 {
		return err
	}
	at := *own
	at.Row = row
	return &at
}
