package ledger

import (
	"fmt"
	"strings"

	"picreport/ingest/contact"
	"picreport/ingest/dedup"
	"picreport/ingest/finding"
	"picreport/ingest/ledger/internal/engine"
)

// ContactIDError says that rows of a ledger's sources have one contact ID and are several contacts:
// which of them to count cannot be told.
type ContactIDError struct {
	Path      string
	Rows      int              // that cannot be counted
	Conflicts []ContactIDClash // the first of them
	Changed   bool             // false where an ingest was undone
}

// ContactIDClash is a row whose contact ID an earlier one has for another contact.
type ContactIDClash struct {
	Row, Before contact.Place
	OneClient   bool // they are of one client, on two dates
}

// maxClashes is how many clashes an error names.
const maxClashes = 5

func (e *ContactIDError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "ledger %s: contact IDs are used again, in %s that cannot be counted",
		e.Path, finding.Counted(e.Rows, "row", "rows"))
	for i, c := range e.Conflicts {
		sep := "; "
		if i == 0 {
			sep = ": "
		}
		what := "another client and date"
		if c.OneClient {
			what = "another date of the same client"
		}
		fmt.Fprintf(&b, "%s%s has the contact ID of %s, which has %s", sep, placeText(c.Row), placeText(c.Before), what)
	}
	if e.Rows > len(e.Conflicts) {
		b.WriteString("; and others")
	}
	b.WriteString(". ")
	if !e.Changed {
		b.WriteString("Nothing was changed. ")
	}
	b.WriteString("Where the column does not number contacts, set columns: {HEADER: ignore} for its header; where the " +
		"last row of an ID corrects those before it, set contact_ids: corrections; then ingest all exports again")
	return b.String()
}

// placeText says where a row stands: "contacts.csv: row 12", "contacts.xlsx: July: row 12".
func placeText(p contact.Place) string {
	if p.Sheet != "" {
		return fmt.Sprintf("%s: %s: row %d", p.File, p.Sheet, p.Row)
	}
	return fmt.Sprintf("%s: row %d", p.File, p.Row)
}

// clashes collects the rows whose contact IDs stand for several contacts, by the places of rows in
// the order in which they are numbered.
type clashes struct {
	rows  int
	first []dedup.Decision
}

func (c *clashes) add(d dedup.Decision) {
	if !d.Relation.IsError() {
		return
	}
	c.rows++
	if len(c.first) < maxClashes {
		c.first = append(c.first, d)
	}
}

// isRecordKey reports whether a contact ID is what places a row in its REDCap record, which is
// unique: record, event, instrument and instance.
func isRecordKey(id string) bool {
	return strings.Count(id, "/") >= 2 || strings.Contains(id, "/") && strings.Contains(id, "_arm_")
}

// clashError makes an error of clashes, nil of none. The rows are numbered from 1 through all
// sources of the snapshot.
func (s *Snapshot) clashError(c *clashes) error {
	if c.rows == 0 {
		return nil
	}
	e := &ContactIDError{Path: s.path, Rows: c.rows, Changed: true}
	for _, d := range c.first {
		clash := ContactIDClash{OneClient: d.Before.Client == d.Now.Client}
		var err error
		if clash.Row, err = s.placeOf(d.Now.At); err != nil {
			return err
		}
		if clash.Before, err = s.placeOf(d.Before.At); err != nil {
			return err
		}
		e.Conflicts = append(e.Conflicts, clash)
	}
	return e
}

// placeOf returns the place of a row.
func (s *Snapshot) placeOf(row dedup.Row) (at contact.Place, err error) {
	index := int64(row) - 1
	for i := range s.Sources {
		src := &s.Sources[i]
		n := int64(src.Contacts + src.Roster)
		if index >= n {
			index -= n
			continue
		}
		at.File = src.Name
		d, err := newDecoder(s.t, newDictionary(nil))
		if err != nil {
			return at, err
		}
		from, _ := engine.RecordRange(src.id)
		return at, s.t.Records(from+index, from+index, 1, func(r *engine.Record) error {
			at.Sheet, _ = d.labels.at(r.Sheet)
			at.Row = int(r.Row)
			return nil
		})
	}
	return at, nil
}

// checkContactIDs returns a *ContactIDError where the sources that a transaction has written use
// contact IDs again. Of the sources that were there before nothing is asked: what they are to each
// other is said when they are counted.
func (l *Ledger) checkContactIDs(t engine.Tx, written map[string]bool) error {
	s, err := snapshotOf(t, l.path)
	if err != nil {
		return err
	}
	of, err := s.Of(l.program)
	if err != nil {
		return err
	}
	n := newNumberer(false)
	d, err := newDecoder(t, n.dict)
	if err != nil {
		return err
	}
	var found clashes
	for i := range of.Sources {
		src := &of.Sources[i]
		err := of.source(d, src, func(c *stored) bool {
			n.number(c)
			return true
		})
		if err != nil {
			return err
		}
		n.endSource()
		if written[src.Name] {
			found = clashes{found.rows + n.clashes.rows, append(found.first, n.clashes.first...)}
		}
		n.clashes = clashes{}
	}
	found.first = found.first[:min(len(found.first), maxClashes)]
	err = of.clashError(&found)
	if clash, ok := err.(*ContactIDError); ok { //nolint:errorlint // it was made here
		clash.Changed = false
	}
	return err
}
