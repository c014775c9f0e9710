package ledger

import (
	"context"
	"fmt"
	"time"

	"picreport/ingest/ledger/internal/engine"
)

// NoteKind is what a note says of a publication.
type NoteKind string

// The kinds of notes.
const (
	Withdrawn NoteKind = "withdrawn" // it was taken back
	Opened    NoteKind = "opened"    // a gate was opened for it
	Accepted  NoteKind = "accepted"  // warnings were accepted in what it was counted from
)

// Note is what somebody decided about a publication, and why. It holds no value of a cell.
type Note struct {
	Kind   NoteKind
	Name   string // of the gate, or the code of the finding; "" of one that was withdrawn
	Count  int    // how many warnings; else 0
	By     string
	Reason string // "" for none
	At     time.Time
}

// repeats reports whether another note says the same, whenever that was.
func (n Note) repeats(other Note) bool {
	n.At, other.At = time.Time{}, time.Time{}
	return n == other
}

// Withdrawn returns the note of who took the publication back, nil where it stands.
func (p *Published) Withdrawn() *Note {
	for i := range p.Notes {
		if p.Notes[i].Kind == Withdrawn {
			return &p.Notes[i]
		}
	}
	return nil
}

// Withdraw takes publications back, all or none: they stay, with a note that says who did so, when
// and why. One that is not there, or was withdrawn before, is an error.
func (l *Ledger) Withdraw(ctx context.Context, ids []int64, by, reason string) error {
	note := Note{Kind: Withdrawn, By: by, Reason: reason, At: l.now()}
	return l.eng.Write(ctx, []engine.Lock{{}}, func(t engine.Tx) error {
		all, err := readPublished(t, l.program, "")
		if err != nil {
			return err
		}
		standing := map[int64]bool{}
		for i := range all {
			standing[all[i].ID] = all[i].Withdrawn() == nil
		}
		for _, id := range ids {
			if !standing[id] {
				return fmt.Errorf("ledger %s: withdraw: somebody else has withdrawn it at the same time", l.path)
			}
			if err := addNote(t, id, note); err != nil {
				return err
			}
			standing[id] = false
		}
		return nil
	})
}

func noteOf(r engine.Row) Note {
	return Note{
		Kind: NoteKind(r.Text(1)), Name: r.Text(2), Count: int(r.Int(3)), By: r.Text(4), Reason: r.Text(5), At: fromStamp(r.Int(6)),
	}
}

func addNote(t engine.Tx, publication int64, n Note) error {
	return t.Query(engine.SQLAddNote, nil, publication, string(n.Kind), n.Name, n.Count, n.By, n.Reason, n.At.UnixMicro())
}
