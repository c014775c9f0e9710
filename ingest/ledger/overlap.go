package ledger

import (
	"fmt"
	"hash/maphash"
	"math"
	"slices"
	"strings"

	"picreport/ingest"
	"picreport/ingest/contact"
	"picreport/ingest/dedup"
	"picreport/ingest/finding"
	"picreport/ingest/ledger/internal/engine"
)

// OverlapError is a source that would be a corrected or reformatted copy of others, so that some
// contacts would count twice.
type OverlapError struct {
	Source string        // that was to be ingested
	Path   string        // of its file
	Others []string      // the sources that it is a copy of
	First  dedup.Overlap // with the first of them, whose counts come first
	Older  bool          // by its name it is older than the first of them
}

func (e *OverlapError) Error() string {
	return fmt.Sprintf("%s: %s; nothing was changed; %s", e.Source, ingest.OverlapText(e.Others[0], e.First), e.hint())
}

// hint ends in the line to type.
func (e *OverlapError) hint() string {
	line := "picreport ingest"
	for _, other := range e.Others {
		line += " --replaces " + ingest.Quoted(other)
	}
	line += " " + ingest.Quoted(e.Path)
	if e.Older {
		return fmt.Sprintf("by its name it is the older one, and is to be left out; if not: %s", line)
	}
	return "put it in the place of " + strings.Join(e.Others, ", ") + ": " + line
}

// incomingContacts are the contacts of a source that is to be written, with numbers for its clients
// and contact IDs. What other sources have beside them needs no memory.
type incomingContacts struct {
	extent  *dedup.Extent
	clients map[string]int32
	ids     map[string]int32
	seed    maphash.Seed
	bytes   []byte
}

// readIncoming reads the contacts of a source.
func readIncoming(in incoming) (*incomingContacts, error) {
	c := &incomingContacts{
		extent: &dedup.Extent{}, clients: map[string]int32{}, ids: map[string]int32{}, seed: maphash.MakeSeed(),
	}
	for row, err := range in.rows {
		if err != nil {
			return nil, err
		}
		if row.Date == 0 {
			continue
		}
		m := c.member(row)
		m.Client = numberOf(c.clients, row.client)
		if row.ID != "" {
			m.ID = numberOf(c.ids, row.ID)
		}
		c.extent.Add(m, row.rest())
	}
	return c, nil
}

// numberOf returns the number of a text, from 1, which it gets if it has none.
func numberOf(numbers map[string]int32, text string) int32 {
	n, found := numbers[text]
	if !found {
		n = int32(len(numbers) + 1)
		numbers[strings.Clone(text)] = n
	}
	return n
}

// member is what is kept of a contact, but for its numbers.
func (c *incomingContacts) member(row *stored) dedup.Member {
	said := row.Contact
	said.ID = "" // the Content of a Member is without it
	c.bytes = contact.AppendContentOf(c.bytes[:0], &said, row.client)
	return dedup.Member{Date: row.Date, Content: uint32(maphash.Bytes(c.seed, c.bytes))}
}

// other collects the contacts of another source, to compare it.
type other struct {
	*incomingContacts
	extent *dedup.Extent
	lastID int32
}

func (c *incomingContacts) newOther() *other {
	return &other{c, &dedup.Extent{}, int32(len(c.ids))}
}

// add adds a contact. decode fills in what it says, where that is looked at.
func (o *other) add(client, id string, day contact.Date, decode func() *stored) {
	m := dedup.Member{Client: o.clients[client], ID: o.ids[id]}
	if day == 0 {
		return
	}
	if m.Client == 0 && m.ID == 0 {
		o.extent.AddOther(day)
		return
	}
	row := decode()
	said := o.member(row)
	m.Date, m.Content = said.Date, said.Content
	if m.Client == 0 {
		m.Client = -1 // none of the incoming ones
	}
	if m.ID == 0 && id != "" {
		o.lastID++
		m.ID = o.lastID
	}
	o.extent.Add(m, row.rest())
}

// readSource adds the contacts of a source of the ledger.
func (o *other) readSource(t engine.Tx, d *decoder, s Source) error {
	from, to := engine.RecordRange(s.id)
	var row stored
	return t.Records(from, to, math.MaxInt, func(r *engine.Record) error {
		o.add(r.Client, r.ContactID, contact.Date(r.Date), func() *stored {
			d.decode(r, s.Name, &row)
			return &row
		})
		return nil
	})
}

// readIncoming adds the contacts of another source that is to be written.
func (o *other) readIncoming(in incoming) error {
	for row, err := range in.rows {
		if err != nil {
			return err
		}
		o.add(row.client, row.ID, row.Date, func() *stored { return row })
	}
	return nil
}

// compare adds a source to the others of an error, where the incoming one is a copy of it. Else it
// returns what is to be said of contacts that both have, "" for nothing.
func (e *OverlapError) compare(s Source, o *other) (note string) {
	overlap, copies := dedup.Compare(o.extent, o.incomingContacts.extent)
	if !copies {
		return commonNote(e.Source, s, overlap)
	}
	if len(e.Others) == 0 {
		e.First, e.Older = overlap, ingest.CompareNames(e.Path, s.Path, ingest.MDY) < 0
	}
	e.Others = append(e.Others, s.Name)
	return ""
}

// checkOverlaps returns an *OverlapError where a source that is to be written is a copy of one that
// stays, or of another one that is to be written, and of each what is to be said of contacts that it
// has in common with others.
func (l *Ledger) checkOverlaps(t engine.Tx, all []incoming) (notes [][]string, err error) {
	notes = make([][]string, len(all))
	sources, err := readSources(t, l.program)
	if err != nil {
		return nil, err
	}
	stay := slices.DeleteFunc(sources, func(s Source) bool {
		return s.Contacts == 0 || slices.ContainsFunc(all, func(in incoming) bool {
			return in.source.Name == s.Name || slices.Contains(in.replaces, s.Name)
		})
	})
	if len(stay) == 0 && len(all) == 1 {
		return notes, nil
	}
	d, err := newDecoder(t, newDictionary(nil))
	if err != nil {
		return nil, err
	}
	for i, in := range all {
		if notes[i], err = checkOverlap(t, d, in, all[:i], stay); err != nil {
			return nil, fmt.Errorf("ingest %w", err)
		}
	}
	return notes, nil
}

// checkOverlap compares a source that is to be written with those that are written before it, and
// with those that stay.
func checkOverlap(t engine.Tx, d *decoder, in incoming, before []incoming, stay []Source) (notes []string, err error) {
	c, err := readIncoming(in)
	if err != nil {
		return nil, err
	}
	say := func(note string) {
		if note != "" {
			notes = append(notes, note)
		}
	}
	found := &OverlapError{Source: in.source.Name, Path: in.source.Path}
	for _, s := range stay {
		o := c.newOther()
		if err := o.readSource(t, d, s); err != nil {
			return nil, err
		}
		say(found.compare(s, o))
	}
	for _, b := range before {
		o := c.newOther()
		if err := o.readIncoming(b); err != nil {
			return nil, err
		}
		say(found.compare(b.source, o))
	}
	if len(found.Others) > 0 {
		return nil, found
	}
	return notes, nil
}

// commonNote says of contacts that two sources have whether they count once or twice, where that
// goes by columns that are not read; "" for nothing.
func commonNote(source string, other Source, o dedup.Overlap) string {
	agree := func(n int) string {
		return fmt.Sprintf("%s: %s of %s in all that is read", source,
			finding.Counted(n, "contact agrees with one", "contacts agree with some"), other.Name)
	}
	switch {
	case o.Alike > 0:
		return agree(o.Alike) + ", but not in a column that is not read, so that each is counted. Where that column says nothing of a " +
			"contact, map it to ignore and ingest both again"
	case o.Fields && o.Near > o.Same:
		return fmt.Sprintf("%s: %s of %s in client and day, and each is counted: one of the two has columns that the other "+
			"has not, so that they may be the same contacts. To read both files in one run, as with picreport validate, tells",
			source, finding.Counted(o.Near-o.Same, "contact agrees with one", "contacts agree with some"), other.Name)
	case o.Untold > 0 && !other.whole:
		return agree(o.Untold) + ", which is counted once. " + other.Name + " was ingested when no other columns were compared: " +
			"ingest it again, so that those with other texts there count each"
	case o.Untold > 0:
		return agree(o.Untold) + ", which is counted once: the two have not the same unread columns, so that a ledger cannot " +
			"compare them there. Read both files in one run to do so, as with picreport validate"
	}
	return ""
}
