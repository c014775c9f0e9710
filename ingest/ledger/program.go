package ledger

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"picreport/ingest"
	"picreport/ingest/ledger/internal/engine"
)

// A ledger holds one programme that has no name, or any number of programmes that have one. Each
// has its sources, its journal and what it published; a programme is there from its first ingest
// on. Client IDs are local to a programme, and nothing compares them across.

var programForm = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,62}$`)

const programHint = "write up to 63 lower-case letters a to z, digits, - and _, " +
	"beginning with a letter or a digit, such as riverton"

// CheckProgram returns what keeps a text from being the ID of a programme, nil for "", which is the
// programme without a name.
func CheckProgram(id string) error {
	if id == "" || programForm.MatchString(id) {
		return nil
	}
	return fmt.Errorf("%q cannot be the ID of a programme; "+programHint, id)
}

// ProgramError is a programme that a ledger does not have, or cannot begin.
type ProgramError struct {
	Path    string // of the ledger
	Program string // "" is the one without a name
	What    string // what is wrong, and what to do
}

func (e *ProgramError) Error() string { return fmt.Sprintf("ledger %s: %s", e.Path, e.What) }

// noProgram is the error for a programme that is not among those of a ledger.
func noProgram(path, program string, programs []string) *ProgramError {
	has := strings.Join(programs, ", ")
	e := &ProgramError{Path: path, Program: program}
	switch near := ingest.Nearest(program, programs); {
	case slices.Contains(programs, ""):
		e.What = fmt.Sprintf("has no programme %q: what it holds is of a programme without a name; if that is the one, "+
			"name it with picreport ledger name-program %[1]s, else give %[1]s a ledger of its own", program)
	case len(programs) == 0:
		e.What = fmt.Sprintf("has no programme %q, and no other; picreport ingest begins it", program)
	case program == "":
		e.What = "every programme in it has a name; choose one with --program or program.id: " + has
	case near != "":
		e.What = fmt.Sprintf("has no programme %q; did you mean %q? It has %s", program, near, has)
	default:
		e.What = fmt.Sprintf("has no programme %q; it has %s", program, has)
	}
	return e
}

// In returns the same ledger for another programme. Only the one that Open returned is closed.
func (l *Ledger) In(program string) *Ledger {
	other := *l
	other.program, other.shared = program, true
	return &other
}

// Programs returns the IDs of the ledger's programmes in order: none for a ledger without any, and
// "" alone for one whose programme has no name.
func (l *Ledger) Programs(ctx context.Context) (programs []string, err error) {
	err = l.read(ctx, func(t engine.Tx) error {
		programs, err = readPrograms(t)
		return err
	})
	return programs, err
}

// NameProgram names the programme that has no name. Where there is none, or the name is taken, that
// is a *ProgramError.
func (l *Ledger) NameProgram(ctx context.Context, id string) error {
	if !programForm.MatchString(id) {
		return &ProgramError{
			Path: l.path, Program: id,
			What: fmt.Sprintf("%q cannot be the ID of a programme; "+programHint, id),
		}
	}
	return l.eng.Write(ctx, []engine.Lock{{}}, func(t engine.Tx) error {
		programs, err := readPrograms(t)
		switch {
		case err != nil:
			return err
		case slices.Contains(programs, id):
			return &ProgramError{Path: l.path, Program: id, What: fmt.Sprintf("has a programme %q already", id)}
		case !slices.Contains(programs, ""):
			return &ProgramError{Path: l.path, What: "has no programme without a name"}
		}
		for _, statement := range []string{
			engine.SQLNameProgram, engine.SQLNameSources, engine.SQLNameJournal, engine.SQLNamePublished,
		} {
			if err := t.Query(statement, nil, id); err != nil {
				return err
			}
		}
		return nil
	})
}

func readPrograms(t engine.Tx) (programs []string, err error) {
	return programs, t.Query(engine.SQLPrograms, func(r engine.Row) error {
		programs = append(programs, r.Text(0))
		return nil
	})
}

// mustHave returns a *ProgramError where the ledger has no such programme. One without a name is in
// every empty ledger.
func mustHave(t engine.Tx, path, program string) error {
	programs, err := readPrograms(t)
	if err != nil || slices.Contains(programs, program) || program == "" && len(programs) == 0 {
		return err
	}
	return noProgram(path, program, programs)
}

// begun reports whether the ledger has its programme, and returns a *ProgramError where it has not
// and cannot. A programme with a name and one without cannot be in one ledger: the one would be the
// other, before somebody set program.id or after somebody forgot to.
func (l *Ledger) begun(t engine.Tx) (bool, error) {
	programs, err := readPrograms(t)
	switch {
	case err != nil || slices.Contains(programs, l.program):
		return true, err
	case len(programs) > 0 && (l.program == "" || slices.Contains(programs, "")):
		return false, noProgram(l.path, l.program, programs)
	}
	return false, nil
}

// begin makes the ledger's programme where it is not there.
func (l *Ledger) begin(t engine.Tx) error {
	begun, err := l.begun(t)
	if err != nil || begun {
		return err
	}
	return t.Query(engine.SQLAddProgram, nil, l.program)
}
