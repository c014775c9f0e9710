package ingest

import (
	"fmt"

	"picreport/ingest/contact"
	"picreport/ingest/dedup"
	"picreport/ingest/finding"
)

// countRow counts a contact without an ID. The first row of a client, which are nearly half of all,
// is compared on its own.
func (r *Reader) countRow(c *contact.Contact, row dedup.Row, isFurther bool) {
	hash := c.Hash
	if c.Rest.Clock != 0 {
		hash = r.hasher.Pair(hash, uint64(c.Rest.Clock))
	}
	state := r.clients.State(c.Client)
	if state.seen == row && !isFurther {
		state.remember(hash)
		return
	}
	if state.isAsFirst(hash) && state.seen > r.sheetBase {
		r.equal.Add(hash, state.seen)
		state.content = 0
	}
	r.equal.Add(hash, row)
}

// endSheet reports the equal rows of a sheet, once a group, and forgets its rows: the sheets of a
// workbook are exports of their own in this.
func (r *Reader) endSheet(s *sheetReader) {
	r.sheetBase = r.lastRow
	in := "all that is read of a contact"
	if s.layout.countsAll() {
		in = "all columns"
	}
	for _, e := range r.equal.End() {
		second := r.at(e.Second, fieldClientID)
		n := note{at: second, rule: finding.SameContactTwice}
		if e.First == e.Second {
			n.text = fmt.Sprintf("the row has one contact date twice; %d contacts are equal in %s, and each is counted",
				e.Count, in)
		} else {
			earlier := r.found.where(r.at(e.First, fieldClientID), second)
			n.text = fmt.Sprintf("this row equals that of %s; %d rows are equal in %s, and each is counted",
				earlier, e.Count, in)
		}
		r.found.add(n)
	}
}

// where says where a place is, as seen from another: "C14", "Sheet1!C14", "B12 of another file".
func (f *findings) where(at, from place) string {
	text := fmt.Sprintf("row %d", at.row)
	if at.col > 0 {
		text = cellName(at)
	}
	if at.sheet != from.sheet && f.sheets[at.sheet] != "" {
		text = f.sheets[at.sheet] + "!" + text
	}
	if at.export != from.export {
		text += " of " + f.names[at.export]
	}
	return text
}
