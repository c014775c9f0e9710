package ledger

import (
	"context"
	"maps"
	"slices"
	"time"

	"picreport/ingest/ledger/internal/engine"
)

// Act is what was done to a source.
type Act string

// The acts.
const (
	Ingested Act = "ingested"
	Removed  Act = "removed"
)

// Entry is one line of the journal: what was done to a source, and how many rows of which quarter
// that changed.
type Entry struct {
	ID       int64 // grows with every entry
	At       time.Time
	Source   string
	Act      Act
	Quarters []QuarterTally // only those in which something changed, in order
}

// QuarterTally counts the contacts of a quarter that an entry changed. A contact whose date moved
// to another quarter was removed from the one and added to the other. Unchanged is 0.
type QuarterTally struct {
	Quarter string // "2024Q3"; "" for rows of a roster
	Tally
}

// Journal returns the entries after an ID, in order; 0 is before the first. An ingest that found
// the file unchanged has none.
func (l *Ledger) Journal(ctx context.Context, after int64) (entries []Entry, err error) {
	err = l.read(ctx, func(t engine.Tx) error {
		if err = mustHave(t, l.path, l.program); err == nil {
			entries, err = readEntries(t, l.program, after)
		}
		return err
	})
	return entries, err
}

func readEntries(t engine.Tx, program string, after int64) (entries []Entry, err error) {
	err = t.Query(engine.SQLEntries, func(r engine.Row) error {
		entries = append(entries, Entry{ID: r.Int(0), At: fromStamp(r.Int(1)), Source: r.Text(2), Act: Act(r.Text(3))})
		return nil
	}, program, after)
	if err != nil {
		return nil, err
	}
	i := 0
	return entries, t.Query(engine.SQLCounts, func(r engine.Row) error {
		for entries[i].ID < r.Int(0) { // every count is of an entry, and both are in order
			i++
		}
		n := Tally{Added: int(r.Int(2)), Changed: int(r.Int(3)), Removed: int(r.Int(4))}
		entries[i].Quarters = append(entries[i].Quarters, QuarterTally{r.Text(1), n})
		return nil
	}, program, after)
}

// record writes a comparison that has ended into the journal of a programme, and returns the
// entry's ID.
func (c *comparison) record(at int64, program, source string, act Act) (entry int64, err error) {
	if err := c.t.Turn(); err != nil {
		return 0, err
	}
	err = c.t.Query(engine.SQLAddEntry, func(r engine.Row) error {
		entry = r.Int(0)
		return nil
	}, at, program, source, string(act))
	if err != nil {
		return 0, err
	}
	for _, q := range slices.Sorted(maps.Keys(c.quarters)) {
		n := c.quarters[q]
		if n.Added == 0 && n.Changed == 0 && n.Removed == 0 {
			continue
		}
		if err := addCounts(c.t, entry, QuarterTally{q.String(), *n}); err != nil {
			return 0, err
		}
	}
	return entry, nil
}

func addCounts(t engine.Tx, entry int64, n QuarterTally) error {
	return t.Query(engine.SQLAddCounts, nil, entry, n.Quarter, n.Added, n.Changed, n.Removed)
}

// lastEntry returns the ID of the last entry of a programme's journal, 0 for none.
func lastEntry(t engine.Tx, program string) (id int64, err error) {
	return id, t.Query(engine.SQLLastEntry, func(r engine.Row) error {
		id = r.Int(0)
		return nil
	}, program)
}
