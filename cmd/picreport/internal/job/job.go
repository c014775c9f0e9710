// Package job is the run of a report: contacts from files or from the ledger, the figures, the
// restatements of what was published, the rendered files; of one programme, or of several with a
// roll-up. The shorter runs are here too: exports into a ledger, exports looked at, one figure
// explained, a ledger copied.
//
// Which findings stop a run is decided by finding.Policy; policy.go puts it into words and exit
// codes. gates.go says what else holds a report back. Nothing here knows a command line or a terminal: messages go to a logger, findings to
// whoever is to show them.
package job

import (
	"fmt"
	"io"
	"iter"
	"log/slog"
	"os"
	"strconv"
	"strings"
	"time"

	"picreport/cmd/picreport/internal/atomicfile"
	"picreport/cmd/picreport/internal/config"
	"picreport/cmd/picreport/internal/failure"
	"picreport/ingest/contact"
	"picreport/ingest/finding"
)

// ProgramKey is the attribute of a message that is about one programme of several.
const ProgramKey = "program"

// Env is what a job needs of the run that it is part of. All of it is needed but the names of
// files.
type Env struct {
	Stdin     io.Reader
	Stdout    io.Writer // for the names of the files that were written, or the one report that goes there
	Now       func() time.Time
	LookupEnv func(name string) (string, bool)
	Log       *slog.Logger
	Quiet     bool // do not show the findings that were allowed

	// Show shows findings; program is the programme that they are of, where there are several, else
	// "".
	Show func(program string, findings []finding.Finding)
	// Progress passes contacts on, and may show how many there were.
	Progress func(iter.Seq2[*contact.Contact, error]) iter.Seq2[*contact.Contact, error]

	Config  string // path of the configuration; "" looks for one
	Ledger  string // path or address of the ledger, which may hold a password; "" is the one beside the configuration
	Program string // ID of the programme in the ledger; "" is the configuration's

	about string // the programme that is worked on, where there are several
}

// of is env for the work on one of several programmes: its messages name the programme.
func (env Env) of(program string) Env {
	env.about, env.Log = program, env.Log.With(ProgramKey, program)
	return env
}

func (env Env) config() (*config.Config, error) { return config.Load(env.Config, ".") }

// Date is the creation date of documents: SOURCE_DATE_EPOCH where it is set
// (https://reproducible-builds.org/specs/source-date-epoch/), else the clock's.
func (env Env) Date() (time.Time, error) {
	epoch, ok := env.LookupEnv("SOURCE_DATE_EPOCH")
	if !ok || epoch == "" {
		return env.Now(), nil
	}
	seconds, err := strconv.ParseInt(epoch, 10, 64)
	if err != nil {
		return time.Time{}, failure.Usagef("SOURCE_DATE_EPOCH: %q is not a number of seconds", epoch)
	}
	return time.Unix(seconds, 0).UTC(), nil
}

// password returns the password of encrypted workbooks, or "".
func (env Env) password(file string) (string, error) {
	if file == "" {
		password, _ := env.LookupEnv("PICREPORT_PASSWORD")
		return password, nil
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return "", failure.Usagef("--password-file: %w", err)
	}
	return strings.TrimRight(string(data), "\r\n"), nil
}

// Deliver writes data to a file, whose name it says on standard output, or, where the path is -, to
// standard output itself.
func (env Env) Deliver(path string, data []byte) error {
	if path == "-" {
		if _, err := env.Stdout.Write(data); err != nil {
			return atomicfile.CannotWrite("standard output", err)
		}
		return nil
	}
	if err := atomicfile.Write(path, data, 0o666); err != nil {
		return err
	}
	return env.sayWritten(path)
}

func (env Env) sayWritten(path string) error {
	if _, err := fmt.Fprintln(env.Stdout, path); err != nil {
		return atomicfile.CannotWrite("standard output", err)
	}
	return nil
}
