package ledger

import (
	"context"
	"errors"
	"iter"
	"math"

	"picreport/ingest/contact"
	"picreport/ingest/dedup"
	"picreport/ingest/internal/clients"
	"picreport/ingest/ledger/internal/engine"
)

// Snapshot is one state of a ledger, whatever is ingested meanwhile. It is for one goroutine, and
// must be closed.
type Snapshot struct {
	Sources  []Source // of the programme, in the order of ingest
	Entry    int64    // the last entry of the programme's journal; 0 for none
	Programs []string // the IDs of all programmes of the ledger, in order
	// Corrections makes all rows of a contact ID one contact, of which the last stands.
	Corrections bool

	path string
	t    engine.Tx
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

// SnapshotAll returns the state of all programmes as it is now: it has no sources of its own, but
// Of gives each programme's. ctx holds for all that is read from it.
func (l *Ledger) SnapshotAll(ctx context.Context) (*Snapshot, error) {
	t, err := l.eng.Begin(ctx)
	if err != nil {
		return nil, err
	}
	s, err := snapshotOf(t, l.path)
	if err != nil {
		t.Rollback()
		return nil, err
	}
	return s, nil
}

// snapshotOf returns the state that a transaction sees.
func snapshotOf(t engine.Tx, path string) (s *Snapshot, err error) {
	s = &Snapshot{path: path, t: t}
	s.Programs, err = readPrograms(t)
	return s, err
}

// Of returns the same state for a programme, or a *ProgramError. It is good until the one it came
// from is closed, and need not be closed itself. One of the two is read at a time.
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
		s.t.Rollback()
	}
}

// Contacts yields the contacts and roster rows of all sources in the order of ingest, each source's
// in the order of its rows, as they were ingested and before merging. An error ends them; one of
// Kind Damaged may come after rows that are wrong, and a *ContactIDError after all, so nothing may
// be made of the contacts before all were read. A contact is valid until the next is asked for, and is not to be changed.
func (s *Snapshot) Contacts() iter.Seq2[*contact.Contact, error] {
	return func(yield func(*contact.Contact, error) bool) {
		n := newNumberer(len(s.Sources) == 1)
		n.ids.Corrections = s.Corrections
		source := "" // of the last row
		for b, err := range s.ahead(n.dict) {
			for i := range b.rows {
				if file := b.rows[i].Place.File; file != source {
					n.endSource()
					source = file
				}
				if !yield(n.number(&b.rows[i]), nil) {
					return
				}
			}
			if err != nil {
				yield(nil, err)
				return
			}
		}
		n.endSource()
		if err := s.clashError(&n.clashes); err != nil {
			yield(nil, err)
		}
	}
}

// numberer numbers the clients and the contact IDs of contacts, in the order in which they come.
type numberer struct {
	dict    *contact.Dictionary
	clients *clients.Set[struct{}]
	ids     *dedup.IDs
	hasher  contact.Hasher
	id      []byte
	row     dedup.Row // the last one
	clashes clashes
}

func newNumberer(oneSource bool) *numberer {
	set := clients.New[struct{}]()
	n := &numberer{
		dict: newDictionary(set), clients: set, ids: dedup.NewIDs(), hasher: contact.Hasher{Mixer: contact.NewMixer()},
	}
	n.dict.OneSource, n.dict.ByID = oneSource, n.ids
	return n
}

// endSource decides of the contact IDs of the source whose rows were numbered last.
func (n *numberer) endSource() {
	n.ids.EndExport(n.row, func(_ int32, d dedup.Decision) { n.clashes.add(d) })
}

func (n *numberer) number(c *stored) *contact.Contact {
	c.Client = n.clients.NumberAs(c.client, c.given)
	if c.client == contact.AnonymousID {
		n.dict.Anonymous = c.Client
	}
	if c.Given = ""; !n.clients.IsGiven(c.Client, c.given) {
		c.Given = c.given
	}
	c.IDNumber, c.Hash = 0, 0
	c.rest()
	if c.Place.Sheet != "" {
		n.dict.OneSource = false // of a workbook, whose sheets may have equal rows
	}
	n.row++
	if c.Date != 0 {
		n.ids.CountDay(c.Date)
	}
	if c.ID != "" {
		n.id = append(n.id[:0], c.ID...)
		var d dedup.Decision
		c.IDNumber, d = n.ids.Add(n.ids.Hash(n.id), dedup.NewUse(0, c.Client, c.Date, n.row), isRecordKey(c.ID))
		n.clashes.add(d)
	} else if !n.dict.OneSource {
		c.Hash = n.hasher.Of(n.hasher.Said(c.Date, c.Values), c.Client)
	}
	return &c.Contact
}

var errStopped = errors.New("stopped")

// storedRows are some that were read ahead of their use, by a goroutine of its own: to read them
// from the database takes longer than to count them.
type storedRows struct {
	rows   []stored
	values []contact.Value // of each row, as many as there are attributes
}

// add adds a copy of a row.
func (b *storedRows) add(c *stored) {
	from := len(b.values)
	b.values = append(b.values, c.Values...)
	b.rows = append(b.rows, *c)
	b.rows[len(b.rows)-1].Values = b.values[from:len(b.values):len(b.values)]
}

const (
	contactsAhead = 256 // contacts in one hand-over
	handOvers     = 4
)

// newStoredRows returns room for one hand-over.
func newStoredRows(attributes int) *storedRows {
	return &storedRows{rows: make([]stored, 0, contactsAhead), values: make([]contact.Value, 0, contactsAhead*attributes)}
}

// ahead yields the contacts of all sources, some at a time, and after the last the error that ended
// them.
func (s *Snapshot) ahead(dict *contact.Dictionary) iter.Seq2[*storedRows, error] {
	return func(yield func(*storedRows, error) bool) {
		full, free, stop := make(chan *storedRows, handOvers), make(chan *storedRows, handOvers), make(chan struct{})
		for range handOvers {
			free <- newStoredRows(len(dict.Attributes))
		}
		var err error // looked at once full is closed
		go func() {
			defer close(full)
			err = s.handOver(dict, full, free, stop)
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
			b.rows, b.values = b.rows[:0], b.values[:0]
			free <- b
		}
		if err != nil {
			yield(&storedRows{}, err)
		}
	}
}

// handOver reads the contacts of all sources into what is free, until stop is closed.
func (s *Snapshot) handOver(dict *contact.Dictionary, full, free chan *storedRows, stop chan struct{}) error {
	d, err := newDecoder(s.t, dict)
	b := <-free
	for i := 0; err == nil && i < len(s.Sources); i++ {
		err = s.source(d, &s.Sources[i], func(c *stored) bool {
			b.add(c)
			if len(b.rows) < contactsAhead {
				return true
			}
			full <- b
			select {
			case b = <-free:
				return true
			case <-stop:
				b = &storedRows{}
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

// source yields the contacts of a source, and returns an error where they are not what was
// ingested.
func (s *Snapshot) source(d *decoder, src *Source, yield func(*stored) bool) error {
	var c stored
	var sum digest
	rows, sound := 0, true
	from, to := engine.RecordRange(src.id)
	err := s.t.Records(from, to, math.MaxInt, func(r *engine.Record) error {
		sound = d.decode(r, src.Name, &c) && sound
		sum.add(&c.Contact, c.client, c.given)
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
