package main

import (
	"context"
	"errors"
	"fmt"

	"picreport/ingest/ledger"
	"picreport/report"
)

// The exit codes.
const (
	exitDone        = 0
	exitFailed      = 1 // I/O, a locked or damaged file, an internal failure
	exitUsage       = 2 // wrong flags, arguments or configuration
	exitData        = 3 // the data has errors
	exitInterrupted = 130
)

const exitCodesHelp = `Exit codes: 0 done; 1 could not (a file that cannot be read or written); 2 wrong usage or configuration;
3 the data has errors; 130 interrupted.`

// errSaid stands for an error that the command has already shown.
var errSaid = errors.New("")

// exitError is an error with an exit code of its own.
type exitError struct {
	code int
	err  error
}

func (e *exitError) Error() string { return e.err.Error() }
func (e *exitError) Unwrap() error { return e.err }

// usageError is a mistake in flags, arguments or configuration.
func usageError(format string, args ...any) error {
	return &exitError{exitUsage, fmt.Errorf(format, args...)}
}

// dataError says that the data has errors.
func dataError(format string, args ...any) error {
	return &exitError{exitData, fmt.Errorf(format, args...)}
}

// exitCode maps what a command returned to the code of the process.
func exitCode(err error) int {
	var coded *exitError
	var quarter *report.QuarterError
	var text *report.TextError
	var program *ledger.ProgramError
	var bad *ledger.Error
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, context.Canceled):
		return exitInterrupted
	case errors.As(err, &coded):
		return coded.code
	case errors.As(err, &quarter), errors.As(err, &text), errors.As(err, &program):
		return exitUsage
	case errors.As(err, &bad) && bad.Kind == ledger.NoAddress:
		return exitUsage
	case errors.Is(err, report.ErrNoContacts{}):
		return exitData
	}
	return exitFailed
}
