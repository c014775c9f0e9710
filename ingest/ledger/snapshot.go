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
	Sources []Source // in the order of ingest
	Entry   int64    // the journal's last entry; 0 for none

	path string
	t    tx
}

// Snapshot returns the state of the ledger as it is now. ctx holds for all that is read from it.
func (l *Ledger) Snapshot(ctx context.Context) (*Snapshot, error) {
	t, err := l.eng.begin(ctx, false)
	if err != nil {
		return nil, err
	}
	s := &Snapshot{path: l.path, t: t}
	if s.Sources, err = readSources(t); err == nil {
		s.Entry, err = lastEntry(t)
	}
	if err != nil {
		t.rollback()
		return nil, err
	}
	return s, nil
}

// Close ends the snapshot.
func (s *Snapshot) Close() { s.t.rollback() }

// Contacts yields the contacts and roster rows of all sources in the order of ingest, each source's in the order of its rows, as they
// were ingested and before merging. An error ends them; one of Kind Damaged may come after rows that are wrong, so nothing may be
// made of the contacts before all were read. A contact is valid until the next is asked for, and is not to be changed.
func (s *Snapshot) Contacts() iter.Seq2[*ingest.Contact, error] {
	return func(yield func(*ingest.Contact, error) bool) {
		d, err := newDecoder(s.t)
		for i := 0; err == nil && i < len(s.Sources); i++ {
			err = s.source(d, &s.Sources[i], func(c *ingest.Contact) bool { return yield(c, nil) })
		}
		if err != nil && !errors.Is(err, errStopped) {
			yield(nil, err)
		}
	}
}

var errStopped = errors.New("stopped")

// source yields the contacts of a source, and returns an error where they are not what was ingested.
func (s *Snapshot) source(d *decoder, src *Source, yield func(*ingest.Contact) bool) error {
	var c ingest.Contact
	var sum digest
	rows, sound := 0, true
	from, to := recordRange(src.id)
	err := s.t.records(from, to, math.MaxInt, func(r *record) error {
		sound = d.decode(r, src.Name, &c) && sound
		sum.add(&c)
		rows++
		if !yield(&c) {
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
