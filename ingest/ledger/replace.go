package ledger

import (
	"slices"

	"picreport/ingest/ledger/internal/engine"
)

// replaced returns the source that a new one is compared with: that of its name or, where there is
// none, the first of those that it takes the place of. The others of these are removed.
func (l *Ledger) replaced(t engine.Tx, in incoming, o IngestOptions) (old Source, found bool, err error) {
	if old, found, err = findSource(t, l.program, in.source.Name); err != nil {
		return old, found, err
	}
	before := old
	var others []Source
	for i, name := range in.replaces {
		if name == in.source.Name || slices.Contains(in.replaces[:i], name) {
			continue
		}
		s, err := l.source(t, name)
		if err != nil {
			return old, found, err
		}
		before.Contacts, before.Roster = max(before.Contacts, s.Contacts), max(before.Roster, s.Roster)
		others = append(others, s)
	}
	if err := checkShrink(before, in.source); err != nil && !o.AllowShrink {
		return old, found, err
	}
	for _, s := range others {
		if !found {
			// its rows are compared and dropped as those of an earlier export of the name
			old, found = s, true
			c := newComparison(t, Source{})
			if _, err := c.record(l.stamp(), l.program, s.Name, Removed); err != nil {
				return old, found, err
			}
			continue
		}
		if err := l.drop(t, s); err != nil {
			return old, found, err
		}
	}
	return old, found, nil
}

// drop removes a source and its rows, and says in the journal what that changed.
func (l *Ledger) drop(t engine.Tx, s Source) error {
	c := newComparison(t, s)
	if err := c.end(); err != nil {
		return err
	}
	if err := dropSource(t, s); err != nil {
		return err
	}
	_, err := c.record(l.stamp(), l.program, s.Name, Removed)
	return err
}
