package ledger

import (
	"context"
	"iter"
	"strings"

	"picreport/ingest/contact"
)

// Copied says what a copy has.
type Copied struct {
	Programs  []string
	Sources   int
	Rows      int // contacts and rows of rosters
	Entries   int // of the journals
	Published int
}

// Copy copies all programmes of a ledger, as they are at one moment, into another one that has none: sources with their rows in the
// order of ingest, journals and what was published. It is one transaction. Before that is committed, verify gets both states, of which
// it must not keep anything; an error of it undoes the copy. It may be nil, and may be called more than once. A ledger that is not
// empty is an *Error of Kind NotEmpty.
func Copy(ctx context.Context, from, to *Ledger, verify func(from, to *Snapshot) error) (Copied, error) {
	old, err := from.SnapshotAll(ctx)
	if err != nil {
		return Copied{}, err
	}
	defer old.Close()
	if err := to.read(ctx, to.mustBeEmpty); err != nil { // before anything is copied in vain
		return Copied{}, err
	}
	c := &copying{from: old, to: to}
	var batches []Batch
	for _, program := range old.Programs {
		of, err := old.Of(program)
		if err != nil {
			return Copied{}, err
		}
		c.programs = append(c.programs, of)
		for _, s := range of.Sources {
			batches = append(batches, Batch{Source: s, Contacts: of.contactsOf(s)})
		}
	}
	err = to.load(ctx, batches, []lock{{}}, func(t tx, place placer) error {
		if err := c.do(t, place); err != nil || verify == nil {
			return err
		}
		copied, err := snapshotOf(t, to.path)
		if err != nil {
			return err
		}
		copied.part = true
		return verify(old, copied)
	})
	return c.done, err
}

// contactsOf yields the contacts of one source.
func (s *Snapshot) contactsOf(source Source) iter.Seq2[*contact.Contact, error] {
	one := *s
	one.Sources = []Source{source}
	return one.Contacts()
}

func (l *Ledger) mustBeEmpty(t tx) error {
	programs, err := readPrograms(t)
	if err != nil || len(programs) == 0 {
		return err
	}
	what := "is not empty: it has the programmes " + strings.Join(programs, ", ")
	if len(programs) == 1 && programs[0] == "" {
		what = "is not empty"
	}
	return &Error{
		Path: l.path, Kind: NotEmpty, What: what,
		Hint: "a copy would have to mix with it; name a ledger that does not exist yet, or another schema with ?search_path=",
	}
}

// copying is a copy being made.
type copying struct {
	from     *Snapshot
	to       *Ledger
	programs []*Snapshot
	done     Copied
}

func (c *copying) do(t tx, place placer) error {
	if err := c.to.mustBeEmpty(t); err != nil {
		return err
	}
	c.done = Copied{Programs: c.from.Programs}
	batch := 0
	for i, program := range c.from.Programs {
		if err := t.query(sqlAddProgram, nil, program); err != nil {
			return err
		}
		for _, old := range c.programs[i].Sources {
			if err := c.source(t, place, program, batch, old); err != nil {
				return err
			}
			batch++
		}
		if err := c.records(t, program); err != nil {
			return err
		}
	}
	return t.copied()
}

// source copies a source. Its rows were held against their digest when they were read, and are again by whoever reads the copy.
func (c *copying) source(t tx, place placer, program string, batch int, old Source) (err error) {
	s := old
	if s.id, err = addSource(t, program, s.Name); err != nil {
		return err
	}
	if _, err := place(batch, &s, Source{}); err != nil {
		return err
	}
	c.done.Sources++
	c.done.Rows += s.Contacts + s.Roster
	return setSource(t, s)
}

// records copies the journal of a programme and what it published. Entries keep their IDs, to which the latter refers.
func (c *copying) records(t tx, program string) error {
	entries, err := readEntries(c.from.t, program, 0)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if err := t.query(sqlCopyEntry, nil, e.ID, e.At.UnixMicro(), program, e.Source, string(e.Act)); err != nil {
			return err
		}
		for _, q := range e.Quarters {
			if err := addCounts(t, e.ID, q); err != nil {
				return err
			}
		}
	}
	published, err := readPublished(c.from.t, program, "")
	if err != nil {
		return err
	}
	for _, p := range published {
		if err := addPublished(t, program, p); err != nil {
			return err
		}
	}
	c.done.Entries += len(entries)
	c.done.Published += len(published)
	return nil
}
