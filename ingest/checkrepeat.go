package ingest

import (
	"fmt"

	"picreport/ingest/contact"
	"picreport/ingest/dedup"
	"picreport/ingest/finding"
)

// checkRepeat reports a contact ID, of which it takes the hash, that was used for something else,
// and counts equal rows of contacts without one until endSheet.
func (r *Reader) checkRepeat(c *contact.Contact, hash dedup.IDHash, row *rowPlaces) {
	if c.ID == "" {
		c.IDNumber = 0
		r.countRow(c, row.ref(), row.further)
		return
	}
	number, used := r.contactIDs.Number(hash)
	c.IDNumber = number
	now, before := r.contactIDs.Replace(number, c.Hash, c.Client, row.ref())
	if used {
		r.checkReuse(before, now, c.ID)
	}
}

// checkReuse reports what a contact ID was used for before.
func (r *Reader) checkReuse(use, now dedup.Use, id string) {
	here, before := r.at(now.At, fieldContactID), r.at(use.At, fieldContactID)
	n := note{at: here, field: fieldContactID, value: id}
	same := use.Content == now.Content && use.Client == now.Client
	switch earlier := r.found.where(before, here); {
	case same && before == here:
		n.rule = finding.SameContactTwice
		n.text = "the row has one contact date twice; it counts once"
	case same && before.export == here.export:
		n.rule = finding.SameContactTwice
		n.text = "this row has the contact ID and the content of " + earlier + "; they count once"
	case same:
		return
	case use.Client != now.Client:
		n.rule = finding.ContactIDReused
		n.text = "this contact ID stands for another client in " + earlier + ", which does not count now"
	case before.export == here.export:
		n.rule = finding.ContactIDReused
		n.text = "this contact ID has other content in " + earlier + ", which does not count now"
	default:
		n.rule = finding.ContactCorrected
		n.text = "this contact had other content in " + earlier
	}
	r.found.add(n)
}

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
			n.text = fmt.Sprintf("the row has one contact date twice; %d contacts are equal in all, and each is counted", e.Count)
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
