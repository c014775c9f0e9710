package ledger

import (
	"cmp"
	"hash/maphash"
	"slices"

	"picreport/ingest/contact"
	"picreport/ingest/ledger/internal/engine"
)

// Tally counts rows by what an ingest did to them.
type Tally struct{ Added, Changed, Removed, Unchanged int }

// comparison tells what a source's new rows change. Rows that are equal in all but their place are
// unchanged, each paired with one. Of the others, rows with one contact ID, and rows of a roster
// with one client, are changed; what then remains was added or removed.
//
// Old and new rows are walked side by side, so that what is kept grows with the rows that are out
// of step, not with all of them.
type comparison struct {
	t        engine.Tx
	from, to int64 // the IDs of the old records yet to be read
	decoder  *decoder
	ahead    []fingerprint // old rows that were read and not yet walked
	oldLeft  map[[2]uint64]*unpaired
	newLeft  map[[2]uint64]*unpaired

	seeds    [2]maphash.Seed
	bytes    []byte // of the last row that was hashed
	contacts Tally
	roster   Tally
	quarters map[contact.Quarter]*Tally
}

// fingerprint stands for a row.
type fingerprint struct {
	content [2]uint64 // hash of all but the place
	key     uint64    // hash of what makes two unlike rows one that changed; 0 for none
	quarter contact.Quarter
}

// unpaired are equal rows that have no equals on the other side so far.
type unpaired struct {
	fingerprint
	count int
}

// newComparison compares with the rows of a source; the zero Source has none.
func newComparison(t engine.Tx, old Source) *comparison {
	c := &comparison{
		t: t, seeds: [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()},
		oldLeft: map[[2]uint64]*unpaired{}, newLeft: map[[2]uint64]*unpaired{}, quarters: map[contact.Quarter]*Tally{},
	}
	c.from, c.to = engine.RecordRange(old.id)
	if old.id == 0 {
		c.from = c.to + 1
	}
	return c
}

// add walks one new row and one old one.
func (c *comparison) add(row *stored) error {
	old, more, err := c.old()
	if err != nil {
		return err
	}
	if !more && len(c.oldLeft) == 0 {
		c.count(contact.QuarterOf(row.Date)).Added++
		return nil
	}
	p := c.fingerprint(row)
	if more && old.content == p.content {
		c.count(p.quarter).Unchanged++
		return nil
	}
	if more {
		c.pair(old, c.newLeft, c.oldLeft)
	}
	c.pair(p, c.oldLeft, c.newLeft)
	return nil
}

// end walks the old rows that remain, and counts what has no equal.
func (c *comparison) end() error {
	for {
		old, more, err := c.old()
		if err != nil {
			return err
		}
		if !more {
			break
		}
		if len(c.newLeft) == 0 {
			c.count(old.quarter).Removed++
			continue
		}
		c.pair(old, c.newLeft, c.oldLeft)
	}
	c.countLeft(sorted(c.oldLeft), sorted(c.newLeft))
	for q, n := range c.quarters {
		total := &c.contacts
		if q == 0 {
			total = &c.roster
		}
		total.Unchanged += n.Unchanged
		total.Added += n.Added
		total.Removed += n.Removed
		total.Changed += n.Changed
	}
	return nil
}

// old returns the next old row.
func (c *comparison) old() (p fingerprint, more bool, err error) {
	if len(c.ahead) == 0 && c.from <= c.to {
		if err := c.readAhead(); err != nil {
			return fingerprint{}, false, err
		}
	}
	if len(c.ahead) == 0 {
		return fingerprint{}, false, nil
	}
	p, c.ahead = c.ahead[0], c.ahead[1:]
	return p, true, nil
}

// readAhead reads some old rows at once, since a statement that stays open slows down the insertion
// of new ones.
func (c *comparison) readAhead() (err error) {
	const limit = 4096
	if c.decoder == nil {
		if c.decoder, err = newDecoder(c.t, newDictionary(nil)); err != nil {
			return err
		}
	}
	var row stored
	c.ahead = make([]fingerprint, 0, limit)
	err = c.t.Records(c.from, c.to, limit, func(r *engine.Record) error {
		c.decoder.decode(r, "", &row)
		c.ahead = append(c.ahead, c.fingerprint(&row))
		c.from = r.ID + 1
		return nil
	})
	if len(c.ahead) < limit {
		c.from = c.to + 1
	}
	return err
}

func (c *comparison) fingerprint(row *stored) fingerprint {
	content := contact.AppendContentOf(c.bytes[:0], &row.Contact, row.client)
	c.bytes = content
	p := fingerprint{
		content: [2]uint64{maphash.Bytes(c.seeds[0], content), maphash.Bytes(c.seeds[1], content)},
		quarter: contact.QuarterOf(row.Date),
	}
	switch {
	case row.Date == 0:
		p.key = maphash.String(c.seeds[0], row.client) | 1
	case row.ID != "":
		p.key = maphash.String(c.seeds[1], row.ID) | 1
	}
	return p
}

// pair pairs a row with an equal one of the other side, or keeps it.
func (c *comparison) pair(p fingerprint, others, own map[[2]uint64]*unpaired) {
	if o := others[p.content]; o != nil {
		c.count(p.quarter).Unchanged++
		if o.count--; o.count == 0 {
			delete(others, p.content)
		}
		return
	}
	if u := own[p.content]; u != nil {
		u.count++
		return
	}
	own[p.content] = &unpaired{p, 1}
}

// countLeft counts the rows that have no equal, sorted by key.
func (c *comparison) countLeft(old, fresh []fingerprint) {
	for len(old) > 0 && len(fresh) > 0 {
		o, n := old[0], fresh[0]
		switch {
		case o.key == 0 || o.key < n.key:
			c.count(o.quarter).Removed++
			old = old[1:]
		case n.key == 0 || n.key < o.key:
			c.count(n.quarter).Added++
			fresh = fresh[1:]
		default:
			c.countChanged(o.quarter, n.quarter)
			old, fresh = old[1:], fresh[1:]
		}
	}
	for _, o := range old {
		c.count(o.quarter).Removed++
	}
	for _, n := range fresh {
		c.count(n.quarter).Added++
	}
}

// countChanged counts a row that changed. To the quarters it moved between it is a row less and a
// row more.
func (c *comparison) countChanged(from, to contact.Quarter) {
	if from == to {
		c.count(to).Changed++
		return
	}
	c.count(from).Removed++
	c.count(to).Added++
	c.contacts.Removed--
	c.contacts.Added--
	c.contacts.Changed++
}

func (c *comparison) count(q contact.Quarter) *Tally {
	n := c.quarters[q]
	if n == nil {
		n = &Tally{}
		c.quarters[q] = n
	}
	return n
}

// sorted returns the rows by key, those without one first, and by quarter.
func sorted(left map[[2]uint64]*unpaired) []fingerprint {
	var all []fingerprint
	for _, u := range left {
		for range u.count {
			all = append(all, u.fingerprint)
		}
	}
	slices.SortFunc(all, func(a, b fingerprint) int {
		return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.quarter, b.quarter))
	})
	return all
}
