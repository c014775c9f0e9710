// Package failure maps what went wrong to the exit code of the process.
//
// A mistake in flags, arguments or configuration is made with Usagef, data that has errors with
// Dataf; any other error is a failure of the system. What a caller needs to know of an error is its
// code: nobody reads its text.
package failure

import (
	"context"
	"errors"
	"fmt"

	"picreport/ingest/ledger"
	"picreport/report"
)

// The exit codes.
const (
	Done        = 0
	Failed      = 1 // I/O, a locked or damaged file, an internal failure
	Usage       = 2 // wrong flags, arguments or configuration
	Data        = 3 // the data has errors
	Held        = 4 // a gate held the report back
	Interrupted = 130
)

// Codes lists the exit codes, for help.
const Codes = `Exit codes: 0 done; 1 could not (a file that cannot be read or written); 2 wrong usage or configuration;
3 the data has errors; 4 a gate held the report back; 130 interrupted.`

// ErrSaid stands for an error that the user has already been told.
var ErrSaid = errors.New("")

// codedError is an error with an exit code of its own.
type codedError struct {
	code int
	err  error
}

func (e *codedError) Error() string { return e.err.Error() }
func (e *codedError) Unwrap() error { return e.err }

// With gives an error an exit code of its own.
func With(code int, err error) error { return &codedError{code, err} }

// Usagef is a mistake in flags, arguments or configuration.
func Usagef(format string, args ...any) error { return With(Usage, fmt.Errorf(format, args...)) }

// Heldf says that a gate held a report back.
func Heldf(format string, args ...any) error { return With(Held, fmt.Errorf(format, args...)) }

// Dataf says that the data has errors.
func Dataf(format string, args ...any) error { return With(Data, fmt.Errorf(format, args...)) }

// Said is an error that the user has already been told: what is left of it is its exit code.
func Said(code int) error { return With(code, ErrSaid) }

// First returns the error that decides the exit code of two: a failure of the system before one of
// the data. Either may be nil.
func First(a, b error) error {
	if a == nil || b != nil && Code(b) < Code(a) {
		return b
	}
	return a
}

// Code maps what a command returned to the code of the process.
func Code(err error) int {
	var coded *codedError
	var quarter *report.QuarterError
	var text *report.TextError
	var opening *report.OpeningError
	var program *ledger.ProgramError
	var clash *ledger.ContactIDError
	var bad *ledger.Error
	switch {
	case err == nil:
		return Done
	case errors.Is(err, context.Canceled):
		return Interrupted
	case errors.As(err, &coded):
		return coded.code
	case errors.As(err, &quarter), errors.As(err, &text), errors.As(err, &opening), errors.As(err, &program):
		return Usage
	case errors.As(err, &clash):
		return Data
	case errors.As(err, &bad) && bad.Kind == ledger.NoAddress:
		return Usage
	case errors.Is(err, report.ErrNoContacts{}):
		return Data
	}
	return Failed
}
