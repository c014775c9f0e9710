package ledger

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"slices"

	"picreport/ingest/contact"
	"picreport/ingest/ledger/internal/engine"
)

// Batch is what is to stand for a source from now on.
type Batch struct {
	// Source says what was read. Contacts, Roster, Ingested and Seq are the ledger's to fill in,
	// and so is Rows where it is 0; else it must not be more than they are together.
	Source Source
	// Contacts are the contacts and roster rows, each with the source's name as its Place.File.
	// They are read once. An error undoes the ingest.
	Contacts iter.Seq2[*contact.Contact, error]
	// Finish is called once Contacts has ended, to fill in what only a read to the end tells: all
	// but the name. An error undoes the ingest. It may be nil.
	Finish func(*Source) error
	// Replaces are the names of further sources that it takes the place of.
	Replaces []string
}

// IngestOptions say what an ingest may do.
type IngestOptions struct {
	AllowShrink bool // a source may lose more than half of its contacts, or of its roster
	Corrections bool // all rows of a contact ID are one contact, of which the last stands
}

// Change is what an ingest did to a source.
type Change struct {
	Source   Source
	Tally             // of contacts
	Roster   Tally    // of roster rows
	Replaced []string // names of further sources that it took the place of
	Notes    []string // of contacts that it has in common with others: whether they count once or twice
}

// Ingest puts the rows of each batch in place of the earlier ones of the source of its name, which
// becomes the last in the order of ingest. All batches are one transaction: on an error nothing has
// changed. A source that shrinks too far is a *ShrinkError, one whose contact IDs another source has
// for other contacts a *ContactIDError, one that is a copy of another but for some contacts an
// *OverlapError, and a wait for another writer that took too long an *Error of Kind Busy.
func (l *Ledger) Ingest(ctx context.Context, batches []Batch, o IngestOptions) ([]Change, error) {
	names := map[string]bool{}
	for i := range batches {
		name := batches[i].Source.Name
		if name == "" || names[name] {
			return nil, fmt.Errorf("ledger %s: ingest: the source name %q is empty or given twice", l.path, name)
		}
		names[name] = true
	}
	if err := l.read(ctx, func(t engine.Tx) error {
		_, err := l.begun(t) // before anything is read in vain
		return err
	}); err != nil {
		return nil, err
	}
	spooled, closeAll, err := spoolAll(ctx, batches)
	defer closeAll()
	if err != nil {
		return nil, err
	}
	changes := make([]Change, len(batches))
	withIDs := slices.ContainsFunc(spooled, func(in incoming) bool { return in.contactIDs })
	locks := make([]engine.Lock, len(batches))
	for i := range batches {
		locks[i] = engine.Lock{Program: l.program, Source: batches[i].Source.Name}
		for _, name := range batches[i].Replaces {
			locks = append(locks, engine.Lock{Program: l.program, Source: name})
		}
	}
	err = l.eng.Write(ctx, locks, func(t engine.Tx) error {
		if err := l.begin(t); err != nil {
			return err
		}
		notes, err := l.checkOverlaps(t, spooled)
		if err != nil {
			return err
		}
		w := newRecordWriter(t)
		for i := range spooled {
			if changes[i], err = l.replace(t, w, spooled[i], o); err != nil {
				return err
			}
			changes[i].Notes = notes[i]
		}
		if o.Corrections || !withIDs {
			return nil
		}
		return l.checkContactIDs(t, names)
	})
	if err != nil {
		return nil, err
	}
	return changes, nil
}

// incoming is a source that is to be written: complete, but for what the transaction gives it.
type incoming struct {
	source Source
	rows   iter.Seq2[*stored, error] // can be read again

	contactIDs bool     // some rows have one
	replaces   []string // names of further sources
}

// spoolAll reads the contacts of batches, each once, so that a transaction that must be run again
// need not. closeAll forgets them.
func spoolAll(ctx context.Context, batches []Batch) (all []incoming, closeAll func(), err error) {
	var spools []*spool
	closeAll = func() {
		for _, s := range spools {
			s.close()
		}
	}
	for i := range batches {
		s := newSpool(batches[i].Source.Name)
		spools = append(spools, s)
		source, err := spoolBatch(ctx, s, &batches[i])
		if err != nil {
			return nil, closeAll, err
		}
		all = append(all, incoming{source, s.contacts(), s.contactIDs, batches[i].Replaces})
	}
	return all, closeAll, nil
}

// spoolBatch reads the contacts of a batch into a spool, and returns its source.
func spoolBatch(ctx context.Context, to *spool, b *Batch) (Source, error) {
	s := b.Source
	s.Contacts, s.Roster = 0, 0
	var sum digest
	for c, err := range b.Contacts {
		if err == nil {
			row := newStored(c) // its texts are made once
			if err = checkContact(c, row.client, s.Name); err == nil {
				err = to.add(&row)
			}
			sum.add(&row.Contact, row.client, row.given)
		}
		if err == nil && s.Contacts+s.Roster == engine.MaxRows {
			err = fmt.Errorf("a source can have no more than %d rows", engine.MaxRows)
		}
		if err != nil {
			return s, fmt.Errorf("ingest %s: %w", s.Name, err)
		}
		if c.Date == 0 {
			s.Roster++
		} else {
			s.Contacts++
		}
	}
	if err := ctx.Err(); err != nil {
		return s, fmt.Errorf("ingest %s: %w", s.Name, err)
	}
	s.digest, s.whole = sum.sum, true
	return s, finish(b, &s)
}

// finish lets a batch complete its source.
func finish(b *Batch, s *Source) error {
	rows := s.Rows
	if b.Finish != nil {
		said := *s
		if err := b.Finish(&said); err != nil {
			return err
		}
		said.id, said.digest, said.whole = s.id, s.digest, s.whole
		said.Name, said.Contacts, said.Roster = s.Name, s.Contacts, s.Roster
		said.Ingested, said.Seq = s.Ingested, s.Seq
		*s, rows = said, said.Rows
	}
	most := s.Contacts + s.Roster + s.Rejected // fewer where a row holds several contacts
	if s.Rows = cmp.Or(rows, most); rows > most {
		return fmt.Errorf("ingest %s: has %d rows, but %d contacts, %d rows of a roster and "+
			"%d rejected rows; nothing was changed",
			s.Name, rows, s.Contacts, s.Roster, s.Rejected)
	}
	return nil
}

// replace puts a source in place of the one of its name.
func (l *Ledger) replace(t engine.Tx, w *recordWriter, in incoming, o IngestOptions) (Change, error) {
	s := in.source
	old, found, err := l.replaced(t, in, o)
	if err != nil {
		return Change{}, err
	}
	if found {
		if err := t.Query(engine.SQLRemoveSource, nil, old.id); err != nil {
			return Change{}, err
		}
	}
	at := l.stamp()
	if s.id, err = addSource(t, l.program, s.Name); err != nil {
		return Change{}, err
	}
	c := newComparison(t, old)
	if err := writeRows(w, s.id, in.rows, c.add); err != nil {
		return Change{}, fmt.Errorf("ingest %s: %w", s.Name, err)
	}
	if err := c.end(); err != nil {
		return Change{}, fmt.Errorf("ingest %s: %w", s.Name, err)
	}
	if err := dropSource(t, old); err != nil {
		return Change{}, err
	}
	s.Ingested = fromStamp(at)
	if s.Seq, err = c.record(at, l.program, s.Name, Ingested); err != nil {
		return Change{}, err
	}
	return Change{Source: s, Tally: c.contacts, Roster: c.roster, Replaced: in.replaces}, setSource(t, s)
}

// writeRows writes the rows of a source that has none yet, and calls each with them.
func writeRows(w *recordWriter, source int64, rows iter.Seq2[*stored, error], each func(*stored) error) error {
	id, _ := engine.RecordRange(source)
	for row, err := range rows {
		if err == nil {
			err = w.add(id, row)
		}
		if err == nil {
			err = each(row)
		}
		if err != nil {
			return err
		}
		id++
	}
	return w.flush()
}

// checkShrink returns a *ShrinkError where a source loses more than half of what it had.
func checkShrink(old, s Source) error {
	if 2*s.Contacts < old.Contacts {
		return &ShrinkError{Source: s.Name, Rows: "contacts", Old: old.Contacts, New: s.Contacts}
	}
	if 2*s.Roster < old.Roster {
		return &ShrinkError{Source: s.Name, Rows: "rows of a roster", Old: old.Roster, New: s.Roster}
	}
	return nil
}

func addSource(t engine.Tx, program, name string) (id int64, err error) {
	return id, t.Query(engine.SQLAddSource, func(r engine.Row) error {
		id = r.Int(0)
		return nil
	}, program, name)
}

func setSource(t engine.Tx, s Source) error {
	return t.Query(engine.SQLSetSource, nil, s.Seq, s.Path, s.Size, s.SHA256, s.Reading,
		s.Rows, s.Contacts, s.Roster, s.Rejected,
		s.Errors, s.Warnings, s.Infos, s.Ingested.UnixMicro(), int64(s.digest), number(s.whole), s.id)
}

// number writes a truth value.
func number(b bool) int {
	if b {
		return 1
	}
	return 0
}
