package ledger

import (
	"cmp"
	"context"
	"fmt"
	"iter"

	"picreport/ingest/contact"
)

// Batch is what is to stand for a source from now on.
type Batch struct {
	// Source says what was read. Contacts, Roster, Ingested and Seq are the ledger's to fill in, and so is Rows where it is 0; else it
	// must agree with them.
	Source Source
	// Contacts are the contacts and roster rows, each with the source's name as its Place.File. They are read once. An error
	// undoes the ingest.
	Contacts iter.Seq2[*contact.Contact, error]
	// Finish is called once Contacts has ended, to fill in what only a read to the end tells: all but the name. An error undoes the
	// ingest. It may be nil.
	Finish func(*Source) error
}

// IngestOptions say what an ingest may do.
type IngestOptions struct {
	AllowShrink bool // a source may lose more than half of its contacts, or of its roster
}

// Change is what an ingest did to a source.
type Change struct {
	Source Source
	Tally        // of contacts
	Roster Tally // of roster rows
}

// Ingest puts the rows of each batch in place of the earlier ones of the source of its name, which becomes the last in the order of
// ingest. All batches are one transaction: on an error nothing has changed. A source that shrinks too far is a *ShrinkError, and a
// wait for another writer that took too long an *Error of Kind Busy.
func (l *Ledger) Ingest(ctx context.Context, batches []Batch, o IngestOptions) ([]Change, error) {
	names := map[string]bool{}
	for i := range batches {
		name := batches[i].Source.Name
		if name == "" || names[name] {
			return nil, fmt.Errorf("ledger %s: ingest: the source name %q is empty or given twice", l.path, name)
		}
		names[name] = true
	}
	if err := l.read(ctx, func(t tx) error {
		_, err := l.begun(t) // before anything is read in vain
		return err
	}); err != nil {
		return nil, err
	}
	changes := make([]Change, len(batches))
	locks := make([]lock, len(batches))
	for i := range batches {
		locks[i] = lock{l.program, batches[i].Source.Name}
	}
	err := l.load(ctx, batches, locks, func(t tx, place placer) error {
		if err := l.begin(t); err != nil {
			return err
		}
		for i := range batches {
			var err error
			if changes[i], err = l.replace(t, i, batches[i].Source, o, place); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return changes, nil
}

// replace puts a batch in place of the source of its name.
func (l *Ledger) replace(t tx, batch int, s Source, o IngestOptions, place placer) (Change, error) {
	old, found, err := findSource(t, l.program, s.Name)
	if err != nil {
		return Change{}, err
	}
	if found {
		if err := t.query(sqlRemoveSource, nil, old.id); err != nil {
			return Change{}, err
		}
	}
	at := l.stamp()
	if s.id, err = addSource(t, l.program, s.Name); err != nil {
		return Change{}, err
	}
	c, err := place(batch, &s, old)
	if err != nil {
		return Change{}, err
	}
	if err := checkShrink(old, s); err != nil && !o.AllowShrink {
		return Change{}, err
	}
	if err := dropSource(t, old); err != nil {
		return Change{}, err
	}
	s.Ingested = fromStamp(at)
	if s.Seq, err = c.record(at, l.program, s.Name, Ingested); err != nil {
		return Change{}, err
	}
	return Change{Source: s, Tally: c.contacts, Roster: c.roster}, setSource(t, s)
}

// addContacts stores the contacts of a batch, compares them with the old ones, and completes the source.
func addContacts(ctx context.Context, to recorder, e *encoder, c *comparison, b *Batch, s *Source) error {
	var sum digest
	var r record
	r.id, _ = recordRange(s.id)
	rows := s.Rows
	s.Contacts, s.Roster = 0, 0
	for row, err := range b.Contacts {
		if err == nil {
			err = e.encode(row, &r)
		}
		if err == nil {
			err = checkContact(row, r.client, s.Name)
		}
		if err == nil && s.Contacts+s.Roster == maxRows {
			err = fmt.Errorf("a source can have no more than %d rows", maxRows)
		}
		if err == nil {
			err = to.addRecord(&r)
		}
		if err == nil {
			err = c.add(row, r.client, sum.add(row, r.client, cmp.Or(r.given, r.client)))
		}
		if err != nil {
			return fmt.Errorf("ingest %s: %w", s.Name, err)
		}
		r.id++
		if row.Date == 0 {
			s.Roster++
		} else {
			s.Contacts++
		}
	}
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("ingest %s: %w", s.Name, err)
	}
	s.digest = sum.sum
	return finish(c, b, s, rows)
}

// finish ends the comparison, and lets the batch complete its source.
func finish(c *comparison, b *Batch, s *Source, rows int) error {
	if err := c.end(); err != nil {
		return fmt.Errorf("ingest %s: %w", s.Name, err)
	}
	if b.Finish != nil {
		said := *s
		said.Rows = rows
		if err := b.Finish(&said); err != nil {
			return err
		}
		said.id, said.digest = s.id, s.digest
		said.Name, said.Contacts, said.Roster, said.Ingested, said.Seq = s.Name, s.Contacts, s.Roster, s.Ingested, s.Seq
		*s, rows = said, said.Rows
	}
	s.Rows = s.Contacts + s.Roster + s.Rejected
	if rows != 0 && rows != s.Rows {
		return fmt.Errorf("ingest %s: has %d rows, but %d contacts, %d rows of a roster and %d rejected rows; nothing was changed",
			s.Name, rows, s.Contacts, s.Roster, s.Rejected)
	}
	return nil
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

func addSource(t tx, program, name string) (id int64, err error) {
	return id, t.query(sqlAddSource, func(r row) error {
		id = r.int(0)
		return nil
	}, program, name)
}

func setSource(t tx, s Source) error {
	return t.query(sqlSetSource, nil, s.Seq, s.Path, s.Size, s.SHA256, s.Reading, s.Rows, s.Contacts, s.Roster, s.Rejected,
		s.Errors, s.Warnings, s.Infos, s.Ingested.UnixMicro(), int64(s.digest), s.id)
}
