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
	state := r.clients.State(c.Client)
	if state.seen == row && !isFurther {
		state.remember(c.Hash)
		return
	}
	if state.isAsFirst(c.Hash) && state.seen > r.sheetBase {
		r.equal.Add(c.Hash, state.seen)
		state.content = 0
	}
	r.equal.Add(c.Hash, row)
}

// endSheet reports the equal rows of a sheet, once a group, and forgets its rows: the sheets of a
// workbook are exports of their own in this.
func (r *Reader) endSheet() {
	r.sheetBase = r.lastRow
	for _, e := range r.equal.End() {
		second := r.at(e.Second, fieldClientID)
		n := note{at: second, rule: finding.SameContactTwice}
		if e.First == e.Second {
			n.text = fmt.Sprintf("the row has one contact date twice; %d contacts are equal in all, and each is counted",
				e.Count)
		} else {
			earlier := r.found.where(r.at(e.First, fieldClientID), second)
			n.text = fmt.Sprintf("this row equals that of %s; %d rows are equal in all, and each is counted", earlier, e.Count)
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
