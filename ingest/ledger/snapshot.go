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
// made of the contacts before all were read. A contact is valid until the next is asked for, and is not to be changed.
func (s *Snapshot) Contacts() iter.Seq2[*ingest.Contact, error] {
	return func(yield func(*ingest.Contact, error) bool) {
		numberer := ingest.NewNumberer(len(s.Sources) == 1)
		for b, err := range s.ahead() {
			for i := range b.contacts {
				numberer.Number(&b.contacts[i], b.labels[i])
				if !yield(&b.contacts[i], nil) {
					return
				}
			}
			if err != nil {
				yield(nil, err)
				return
			}
		}
	}
}

var errStopped = errors.New("stopped")

// contacts are some that were read ahead of their use, by a goroutine of its own: to read them from the database takes longer than to count
// them.
type contacts struct {
	contacts []ingest.Contact
	labels   []ingest.Labels
}

const (
	contactsAhead = 256 // contacts in one hand-over
	handOvers     = 4
)

// ahead yields the contacts of all sources, some at a time, and after the last the error that ended them.
func (s *Snapshot) ahead() iter.Seq2[*contacts, error] {
	return func(yield func(*contacts, error) bool) {
		full, free, stop := make(chan *contacts, handOvers), make(chan *contacts, handOvers), make(chan struct{})
		for range handOvers {
			free <- &contacts{}
		}
		var err error // looked at once full is closed
		go func() {
			defer close(full)
			err = s.handOver(full, free, stop)
		}()
		defer func() { // the transaction is for one goroutine
			close(stop)
			for range full {
			}
		}()
		for b := range full {
			if !yield(b, nil) {
				return
			}
			b.contacts, b.labels = b.contacts[:0], b.labels[:0]
			free <- b
		}
		if err != nil {
			yield(&contacts{}, err)
		}
	}
}

// handOver reads the contacts of all sources into what is free, until stop is closed.
func (s *Snapshot) handOver(full, free chan *contacts, stop chan struct{}) error {
	d, err := newDecoder(s.t)
	b := <-free
	for i := 0; err == nil && i < len(s.Sources); i++ {
		err = s.source(d, &s.Sources[i], func(c *ingest.Contact, labels ingest.Labels) bool {
			b.contacts, b.labels = append(b.contacts, *c), append(b.labels, labels)
			if len(b.contacts) < contactsAhead {
				return true
			}
			full <- b
			select {
			case b = <-free:
				return true
			case <-stop:
				b = &contacts{}
				return false
			}
		})
	}
	if errors.Is(err, errStopped) {
		return nil
	}
	full <- b
	return err
}

// source yields the contacts of a source, and returns an error where they are not what was ingested.
func (s *Snapshot) source(d *decoder, src *Source, yield func(*ingest.Contact, ingest.Labels) bool) error {
	var c ingest.Contact
	var sum digest
	rows, sound := 0, true
	from, to := recordRange(src.id)
	err := s.t.records(from, to, math.MaxInt, func(r *record) error {
		sound = d.decode(r, src.Name, &c) && sound
		sum.add(&c)
		rows++
		if !yield(&c, ingest.Labels{Gender: r.gender, Source: r.source, Services: r.services}) {
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
