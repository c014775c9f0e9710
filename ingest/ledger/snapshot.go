package ledger

import (
	"context"
	"errors"
	"iter"
	"math"

	"picreport/ingest"
)

// Snapshot is one state of a ledger, whatever is ingested meanwhile. It is for one goroutine, and must be closed.
type Snapshot struct {
	Sources  []Source // of the programme, in the order of ingest
	Entry    int64    // the last entry of the programme's journal; 0 for none
	Programs []string // the IDs of all programmes of the ledger, in order

	path string
	t    tx
	part bool // another one ends the transaction
}

// Snapshot returns the state of the programme as it is now. ctx holds for all that is read from it.
func (l *Ledger) Snapshot(ctx context.Context) (*Snapshot, error) {
	root, err := l.SnapshotAll(ctx)
	if err != nil {
		return nil, err
	}
	s, err := root.Of(l.program)
	if err != nil {
		root.Close()
		return nil, err
	}
	s.part = false
	return s, nil
}

// SnapshotAll returns the state of all programmes as it is now: it has no sources of its own, but Of gives each programme's. ctx holds
// for all that is read from it.
func (l *Ledger) SnapshotAll(ctx context.Context) (*Snapshot, error) {
	t, err := l.eng.begin(ctx)
	if err != nil {
		return nil, err
	}
	s, err := snapshotOf(t, l.path)
	if err != nil {
		t.rollback()
		return nil, err
	}
	return s, nil
}

// snapshotOf returns the state that a transaction sees.
func snapshotOf(t tx, path string) (s *Snapshot, err error) {
	s = &Snapshot{path: path, t: t}
	s.Programs, err = readPrograms(t)
	return s, err
}

// Of returns the same state for a programme, or a *ProgramError. It is good until the one it came from is closed, and need not be
// closed itself. One of the two is read at a time.
func (s *Snapshot) Of(program string) (of *Snapshot, err error) {
	if err := mustHave(s.t, s.path, program); err != nil {
		return nil, err
	}
	of = &Snapshot{Programs: s.Programs, path: s.path, t: s.t, part: true}
	if of.Sources, err = readSources(s.t, program); err == nil {
		of.Entry, err = lastEntry(s.t, program)
	}
	return of, err
}

// Close ends the snapshot.
func (s *Snapshot) Close() {
	if !s.part {
		s.t.rollback()
	}
}

// Contacts yields the contacts and roster rows of all sources in the order of ingest, each source's in the order of its rows, as they
// were ingested and before merging. An error ends them; one of Kind Damaged may come after rows that are wrong, so nothing may be
// made of the contacts before all were read. Services must not be changed.
func (s *Snapshot) Contacts() iter.Seq2[ingest.Contact, error] {
	return func(yield func(ingest.Contact, error) bool) {
		d, err := newDecoder(s.t)
		for i := 0; err == nil && i < len(s.Sources); i++ {
			err = s.source(d, &s.Sources[i], func(c ingest.Contact) bool { return yield(c, nil) })
		}
		if err != nil && !errors.Is(err, errStopped) {
			yield(ingest.Contact{}, err)
		}
	}
}

var errStopped = errors.New("stopped")

// source yields the contacts of a source, and returns an error where they are not what was ingested.
func (s *Snapshot) source(d *decoder, src *Source, yield func(ingest.Contact) bool) error {
	var c ingest.Contact
	var sum digest
	rows, sound := 0, true
	from, to := recordRange(src.id)
	err := s.t.records(from, to, math.MaxInt, func(r *record) error {
		sound = d.decode(r, src.Name, &c) && sound
		sum.add(&c)
		rows++
		if !yield(c) {
			return errStopped
		}
		return nil
	})
	if err != nil {
		return err
	}
	if !sound || rows != src.Contacts+src.Roster || sum.sum != src.digest {
		return &Error{
			Path: s.path, Kind: Damaged, What: "the rows of " + src.Name + " are not those that were ingested",
			Hint: "restore a backup, or remove and ingest that source again",
		}
	}
	return nil
}
