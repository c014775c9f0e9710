package ingest

import (
	"fmt"
	"slices"

	"picreport/ingest/contact"
	"picreport/ingest/dedup"
	"picreport/ingest/finding"
)

// checkContactID gives a contact that has an ID, of which it takes the hash, its number, reports
// what the row is to earlier ones of the ID, and whether it can be counted. isKey says that the ID
// is REDCap's.
func (r *Reader) checkContactID(c *contact.Contact, hash dedup.IDHash, row *rowPlaces, isKey bool) bool {
	number, d := r.contactIDs.Add(hash, dedup.NewUse(c.Hash, c.Client, c.Date, row.ref()), isKey)
	c.IDNumber = number
	if d.Relation != dedup.FirstOfID && d.Relation != dedup.Undecided {
		r.reportContactID(d, c.ID, isKey)
	}
	return !d.Relation.IsError()
}

// endContactIDs reports what only the end of an export tells of its contact IDs.
func (r *Reader) endContactIDs() {
	r.contactIDs.EndExport(r.lastRow, func(_ int32, d dedup.Decision) {
		r.reportContactID(d, "", false)
		if d.Relation.IsError() { // the row was admitted
			e := &r.exports[r.at(d.Now.At, fieldContactID).export]
			e.Contacts--
			e.Rejected++
		}
	})
	r.repeats.report(r.found)
}

// reportContactID reports what a row is to an earlier use of its contact ID.
func (r *Reader) reportContactID(d dedup.Decision, id string, isKey bool) {
	here, before := r.at(d.Now.At, fieldContactID), r.at(d.Before.At, fieldContactID)
	n := note{at: here, field: fieldContactID, value: id}
	oneExport := before.export == here.export
	sameContent := d.Before.Content == d.Now.Content
	otherClient := d.Before.Client != d.Now.Client
	switch earlier := r.found.where(before, here); d.Relation {
	case dedup.SameRow:
		switch {
		case sameContent && before == here:
			n.rule = finding.SameContactTwice
			n.text = "the row has one contact date twice; it counts once"
		case sameContent && oneExport:
			n.rule = finding.SameContactTwice
			n.text = "this row has the contact ID and the content of " + earlier + "; they count once"
		case sameContent:
			return
		case oneExport:
			n.rule = finding.ContactIDReused
			n.text = "this contact ID has other content in " + earlier + ", which does not count now"
		default:
			n.rule = finding.ContactCorrected
			n.text = "this contact had other content in " + earlier
		}
	case dedup.Correction:
		switch {
		case otherClient:
			n.rule = finding.ContactIDReused
			n.text = "this contact ID stands for another client in " + earlier + ", which does not count now"
		case oneExport:
			n.rule = finding.ContactIDReused
			n.text = "this contact ID has other content in " + earlier + ", which does not count now"
		case isKey || r.contactIDs.Corrections:
			n.rule = finding.ContactCorrected
			n.text = "this contact had other content in " + earlier
		default:
			n.rule = finding.ContactIDReused
			n.text = "this contact ID has another date in " + earlier + ", which does not count now"
		}
	case dedup.AtOneCall:
		n.rule = finding.ContactIDShared
		n.text = "this contact ID stands for another client of the same day in " + earlier + "; both count"
	case dedup.TwoClients:
		n.rule = finding.ContactIDTwoContacts
		n.text = "this contact ID stands for another client and date in " + earlier + "; both count"
	case dedup.CaseNumber:
		n.rule = finding.ContactIDNotUnique
		n.text = "this contact ID has another date of the same client in " + earlier + ": it may be the number of a case"
		n.hint = r.contactIDHint(here, "it numbers cases")
	case dedup.UsedAgain:
		n.rule = finding.ContactIDNotUnique
		n.text = "this contact ID is used again: " + earlier + " has another date"
		if otherClient {
			n.text = "this contact ID is used again: " + earlier + " has another client and date"
		}
		n.hint = r.contactIDHint(here, "each file begins to number anew")
	}
	r.repeats.add(r.found, n)
}

// contactIDHint names the settings under which an ID of several contacts can be read.
func (r *Reader) contactIDHint(at place, why string) string {
	ignore := "contact_ids: ignore"
	if l := r.layoutAt(at); l.col[fieldContactID] >= 0 {
		ignore = "columns: {" + yamlKey(l.texts[l.col[fieldContactID]]) + ": ignore}"
	}
	return fmt.Sprintf("if %s, set %s; if the last row of an ID corrects those before it, set contact_ids: corrections",
		why, ignore)
}

// layoutAt returns the layout of the sheet of a place.
func (r *Reader) layoutAt(at place) *layout {
	i := slices.IndexFunc(r.units, func(s *sheetReader) bool { return s.at.export == at.export && s.at.sheet == at.sheet })
	return r.units[i].layout
}

// repeats makes the findings of contact IDs, of which a column that is none can give one a row:
// beyond some of each rule in an export they are counted, and told of in one.
type repeats struct{ rules map[finding.ID]*repeated }

// repeated are the findings of one rule.
type repeated struct {
	told int
	more int
	next note // the first of those that are only counted
}

// maxRepeats is how many findings of one rule about contact IDs an export has.
const maxRepeats = 200

func (r *repeats) add(found *findings, n note) {
	if r.rules == nil {
		r.rules = map[finding.ID]*repeated{}
	}
	of := r.rules[n.rule]
	if of == nil {
		of = &repeated{}
		r.rules[n.rule] = of
	}
	most := maxRepeats
	if n.rule == finding.ContactIDShared { // which is no fault
		most = 0
	}
	switch {
	case of.told < most:
		of.told++
		found.add(n)
	case of.more == 0:
		of.next, of.more = n, 1
	default:
		of.more++
	}
}

// report tells of those that were only counted, and forgets all.
func (r *repeats) report(found *findings) {
	for rule := finding.ID(0); len(r.rules) > 0; rule++ {
		of := r.rules[rule]
		if of == nil {
			continue
		}
		delete(r.rules, rule)
		if of.more == 0 {
			continue
		}
		n := of.next
		if of.more > 1 {
			n.text += fmt.Sprintf("; likewise %s of the export that %s not listed",
				plural(of.more-1, "further row"), isOrAre(of.more-1))
		}
		found.add(n)
	}
}

func isOrAre(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}
