package ledger

import (
	"context"
	"fmt"
	"iter"
	"strings"

	"picreport/ingest/contact"
	"picreport/ingest/ledger/internal/engine"
)

// Copied says what a copy has.
type Copied struct {
	Programs  []string
	Sources   int
	Rows      int // contacts and rows of rosters
	Entries   int // of the journals
	Published int
}

// Copy copies all programmes of a ledger, as they are at one moment, into another one that has
// none: sources with their rows in the order of ingest, journals and what was published. It is one
// transaction. Before that is committed, verify gets both states, of which it must not keep
// anything; an error of it undoes the copy. It may be nil, and may be called more than once. A
// ledger that is not empty is an *Error of Kind NotEmpty.
func Copy(ctx context.Context, from, to *Ledger, verify func(from, to *Snapshot) error) (Copied, error) {
	old, err := from.SnapshotAll(ctx)
	if err != nil {
		return Copied{}, err
	}
	defer old.Close()
	empty := func(t engine.Tx) error { return mustBeEmpty(t, to.path) }
	if err := to.read(ctx, empty); err != nil { // before anything is copied in vain
		return Copied{}, err
	}
	c := &copying{from: old, to: to}
	for _, program := range old.Programs {
		of, err := old.Of(program)
		if err != nil {
			return Copied{}, err
		}
		c.programs = append(c.programs, of)
	}
	err = to.eng.Write(ctx, []engine.Lock{{}}, func(t engine.Tx) error {
		if err := c.do(t); err != nil || verify == nil {
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
	one.Sources, one.Corrections = []Source{source}, true // what the rows are to each other is not asked
	return one.Contacts()
}

// mustBeEmpty refuses a ledger that has a programme.
func mustBeEmpty(t engine.Tx, path string) error {
	programs, err := readPrograms(t)
	if err != nil || len(programs) == 0 {
		return err
	}
	what := "is not empty: it has the programmes " + strings.Join(programs, ", ")
	if len(programs) == 1 && programs[0] == "" {
		what = "is not empty"
	}
	return &Error{
		Path: path, Kind: NotEmpty, What: what,
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

func (c *copying) do(t engine.Tx) error {
	if err := mustBeEmpty(t, c.to.path); err != nil {
		return err
	}
	c.done = Copied{Programs: c.from.Programs}
	key, err := readRestKey(c.from.t, c.from.path)
	if err != nil {
		return err
	}
	if err := setRestKey(t, key); err != nil {
		return err
	}
	w := newRecordWriter(t)
	for i, program := range c.from.Programs {
		if err := t.Query(engine.SQLAddProgram, nil, program); err != nil {
			return err
		}
		for _, old := range c.programs[i].Sources {
			if err := c.source(t, w, c.programs[i], program, old); err != nil {
				return err
			}
		}
		if err := c.records(t, program); err != nil {
			return err
		}
	}
	return t.Copied()
}

// source copies a source. Its rows are held against their digest when they are read here, and again
// by whoever reads the copy.
func (c *copying) source(t engine.Tx, w *recordWriter, from *Snapshot, program string, old Source) (err error) {
	s := old
	if s.id, err = addSource(t, program, s.Name); err != nil {
		return err
	}
	if err := writeRows(w, s.id, withTexts(from.contactsOf(old)), func(*stored) error { return nil }); err != nil {
		return fmt.Errorf("ingest %s: %w", s.Name, err)
	}
	c.done.Sources++
	c.done.Rows += s.Contacts + s.Roster
	return setSource(t, s)
}

// withTexts gives contacts the texts of their clients.
func withTexts(contacts iter.Seq2[*contact.Contact, error]) iter.Seq2[*stored, error] {
	return func(yield func(*stored, error) bool) {
		var row stored
		for c, err := range contacts {
			if err != nil {
				yield(nil, err)
				return
			}
			row = newStored(c)
			if !yield(&row, nil) {
				return
			}
		}
	}
}

// records copies the journal of a programme and what it published. Entries keep their IDs, to which
// the latter refers.
func (c *copying) records(t engine.Tx, program string) error {
	entries, err := readEntries(c.from.t, program, 0)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if err := t.Query(engine.SQLCopyEntry, nil, e.ID, e.At.UnixMicro(), program, e.Source, string(e.Act)); err != nil {
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
		if _, err := addPublished(t, program, p); err != nil {
			return err
		}
	}
	c.done.Entries += len(entries)
	c.done.Published += len(published)
	return nil
}
