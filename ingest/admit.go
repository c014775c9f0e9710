package ingest

import (
	"picreport/ingest/contact"
	"picreport/ingest/finding"
	"picreport/ingest/internal/clients"
	"picreport/ingest/table"
)

// admitBatch takes the rows of a batch in their order: it finds what they are to the rows before,
// and yields the contacts. It reports whether more is wanted.
func (s *sheetReader) admitBatch(batch table.Batch[*parsedBatch], yield func(*contact.Contact, error) bool) bool {
	b := batch.Ready
	before := int32(batch.Before)
	for i := range b.notes {
		b.notes[i].at.row += before
		s.r.found.add(b.notes[i])
		if b.notes[i].rule == finding.TotalRow {
			s.lastNote = b.notes[i].at.row
		}
	}
	s.hidden.addAll(b.hidden, before)
	s.prepared.addAll(b.prepared, before)
	for f := range b.stats {
		s.stats[f].add(&b.stats[f], before)
	}
	for i := range b.unknown {
		b.unknown[i].of.add(&b.unknown[i], before)
	}
	for i := range b.unread {
		s.unread[i].add(b.unread[i])
	}
	width := len(s.r.dict.Attributes)
	var found [clients.PrefetchMost]clients.Found
	opened := 0
	for i := range b.rows {
		if i%clients.PrefetchMost == 0 {
			s.prefetch(b, i, &found)
		}
		row := admittedRow{parsedRow: &b.rows[i], batch: b, index: i, found: found[i%clients.PrefetchMost]}
		switch {
		case row.kind == rowOpen:
			if opened++; !s.addOpen(b.open[opened-1], before, yield) {
				return false
			}
			continue
		case len(s.open) > 0 && !s.admitOpen(yield):
			return false
		}
		s.lastRow = row.num + before
		s.row.at.row = row.num + before
		s.out.Values = b.values[i*width : (i+1)*width : (i+1)*width]
		if s.layout.carriesClient() {
			row.carried = s.carriedID(&row)
		}
		if s.admit(&row) && !yield(&s.out, nil) {
			return false
		}
	}
	return len(s.doubtful.batch.rows) < doubtfulMost || s.endDoubtful(yield)
}

// prefetch looks up the clients and the contact IDs of the next rows ahead of their use.
func (s *sheetReader) prefetch(b *parsedBatch, from int, found *[clients.PrefetchMost]clients.Found) {
	to := min(from+clients.PrefetchMost, len(b.rows))
	var hashes [clients.PrefetchMost]uint32
	for i := range b.rows[from:to] {
		hashes[i] = b.rows[from+i].client.Hash
	}
	s.r.clients.Prefetch(hashes[:to-from], found[:to-from])
	if len(b.ids) > 0 {
		for i := range b.ids[from:to] {
			s.r.contactIDs.Prefetch(b.ids[from+i].hash)
		}
	}
}

// admittedRow is a row that is being admitted.
type admittedRow struct {
	*parsedRow
	batch *parsedBatch
	index int
	found clients.Found

	carried carriedID // where a row may have its client ID from another row
}

// admit takes one row into s.out but for its values, which stand there, counts it, and reports
// whether it is to be yielded.
func (s *sheetReader) admit(row *admittedRow) bool {
	if row.kind == rowLeftOut {
		if row.is&isEarly != 0 {
			s.early.addCell(s.row.of(fieldContactDate))
		} else {
			s.leftOut.addCell(s.row.of(fieldClientID))
		}
		s.r.exports[s.at.export].LeftOut++
		return false
	}
	if !s.doubtful.decided && s.isDoubtful(row) {
		s.doubtful.add(row, s.row.at.row, s.out.Values)
		return false
	}
	e := &s.r.exports[s.at.export]
	if row.is&isFurther == 0 {
		e.Rows++
		s.rows++
	}
	c := &s.out
	c.Client, c.Date, c.Place.Row = 0, row.date, int(s.row.at.row)
	kind := row.kind
	switch {
	case row.is&isAnonymous != 0:
		c.Client = s.anonymous()
	case s.layout.carriesClient():
		c.Client = s.carriedClient(row)
	case row.is&hasClient != 0:
		c.Client = s.client(row.client, row.found, row.batch.text(row.text))
	}
	if c.Client == 0 {
		kind = rowRejected
	}
	if s.layout.redcap != nil && s.layout.role == roleContacts {
		if row.is&isFurther == 0 {
			s.countGroup(row)
		}
		kind = s.redcapKind(row, c, kind)
	}
	switch kind {
	case rowUndated:
		s.keepUndated(row, c)
		return false
	case rowContact:
		if !s.admitContact(row, c) {
			e.Rejected++
			return false
		}
		e.Contacts++
	case rowRoster:
		e.Roster++
		s.admitRoster(c, row.person())
	default:
		e.Rejected++
		return false
	}
	return true
}

// admitContact checks a contact against the rows before, and reports whether it can be counted.
func (s *sheetReader) admitContact(row *admittedRow, c *contact.Contact) bool {
	id, text := row.batch.id(row.index)
	c.ID, c.Hash = text, s.r.hasher.Of(row.said, c.Client)
	if s.layout.restColumns != nil {
		c.Rest = row.batch.restOf(row.index, s.layout.restColumns)
	}
	s.row.further = row.is&isFurther != 0
	s.last = lastContact{c.Client, text, c.Date}
	if c.ID == "" {
		c.IDNumber = 0
		s.r.countRow(c, s.row.ref(), s.row.further)
	} else if !s.r.checkContactID(c, id.hash, &s.row, row.is&hasKey != 0) {
		return false
	}
	s.r.contactIDs.CountDay(c.Date)
	if !c.IsAnonymous() {
		s.r.checkClient(c, &s.row)
		s.r.checkPerson(c.Client, row.person(), &s.row)
	}
	s.addToExtent(c)
	return true
}

// admitRoster makes of a row what a roster says of a client, and checks it against the rows before.
func (s *sheetReader) admitRoster(c *contact.Contact, person uint64) {
	c.ID, c.IDNumber, c.Hash, c.Rest = "", 0, 0, contact.Rest{}
	s.row.further = false
	contact.RosterValues(s.r.dict.Attributes, c.Values)
	s.r.checkRosterClient(c.Client, &s.row, s.layout.redcap != nil)
	s.r.checkClient(c, &s.row)
	s.r.checkPerson(c.Client, person, &s.row)
}

// person returns the hash of the row's name and birth date, 0 for none.
func (r *admittedRow) person() uint64 {
	if len(r.batch.persons) == 0 {
		return 0
	}
	return r.batch.persons[r.index]
}

// missing reports a needed field that is blank.
func (s *sheetReader) missing(f field, rule finding.ID) {
	s.r.found.add(note{at: s.row.of(f), rule: rule, field: f, text: "the " + f.title() + " is blank"})
}
