package ingest

import (
	"slices"
	"strings"

	"picreport/ingest/contact"
	"picreport/ingest/finding"
	"picreport/ingest/internal/clients"
	"picreport/ingest/table"
)

// carriesClient reports whether a row may have its client ID from another row of its record: where
// the client ID is not the record ID, it stands in the base row alone, and the other rows of the
// record leave it blank.
func (l *layout) carriesClient() bool {
	return l.redcap != nil && l.redcap.repeats() && l.redcap.record != l.col[fieldClientID]
}

// redcapParts returns what places the row in its record.
func (p *rowParser) redcapParts(unread uint32) (parts redcapParts) {
	columns := p.layout.redcap
	parts.unread = unread
	parts.group = p.keep(p.redcapGroup())
	parts.record = p.keep(p.plainAt(columns.record))
	instrument := p.plainAt(columns.instrument)
	if instrument == "" && p.plainAt(columns.instance) != "" {
		instrument = p.plainAt(columns.event) // a repeating event
	}
	parts.instrument = p.keep(instrument)
	if p.carries {
		var text string
		text, parts.clientKind = p.cell(fieldClientID)
		parts.client = p.keep(text)
	}
	return parts
}

// record is the REDCap record whose rows are being read.
type record struct {
	id     string // as the cell writes it
	client string // of its base row, for the rows that leave the client ID blank
}

// carriedID is the client ID of a row that may have it from another row.
type carriedID struct {
	text string
	kind table.Kind
}

// carriedID returns the client ID that a row has or leaves to another row of its record.
func (s *sheetReader) carriedID(row *admittedRow) carriedID {
	parts := row.batch.redcap[row.index]
	own := carriedID{row.batch.text(parts.client), parts.clientKind}
	if id := row.batch.text(parts.record); id != s.record.id {
		s.record = record{id: id}
	}
	if own.text == "" && s.record.id != "" && s.record.client != "" {
		return carriedID{s.record.client, table.Text}
	}
	if s.record.client == "" && own.kind != table.ErrorValue {
		s.record.client = own.text
	}
	return own
}

// carriedClient returns the number of the client of a row that may have its ID from another row, or
// 0 with a finding.
func (s *sheetReader) carriedClient(row *admittedRow) int32 {
	text, kind := row.carried.text, row.carried.kind
	if id := clientIDKind(text, kind); id != isID && !id.doubtful() {
		if row.kind == rowContact && s.r.isAnonymous(text, id) {
			return s.anonymous()
		}
		n := clientProblem(text, id)
		n.at = s.row.of(fieldClientID)
		s.r.found.add(n)
		return 0
	}
	if isShortened(text, kind) {
		s.stats[fieldClientID].shortened.add(s.row.of(fieldClientID))
	}
	text = s.r.sameAs(text)
	return s.client(s.r.clientParser.Parse(text), clients.NotLookedUp, text)
}

// redcapKind says what a row is that would be of a kind, and notes that the instrument of a row
// with a contact date is that of contacts. A row without one says something of its client, unless
// it has what only contacts have, or is of a contacts' instrument.
func (s *sheetReader) redcapKind(row *admittedRow, c *contact.Contact, kind rowKind) rowKind {
	instrument := row.batch.text(row.batch.redcap[row.index].instrument)
	dated := row.is&isDated != 0
	switch {
	case row.is&isNoContact != 0:
	case dated:
		if instrument != "" {
			s.instrument(instrument).isContact = true
		}
	case row.is&isOfContact != 0, instrument != "" && s.instrument(instrument).isContact:
		s.missing(fieldContactDate, finding.ContactDateMissing)
		return rowRejected
	case instrument != "" && c.Client != 0:
		return rowUndated
	}
	return kind
}

// undated are rows of one repeated instrument that have no contact date. They are contacts without
// a date if other rows of the instrument have one, and no contacts at all if none has.
type undated struct {
	isContact bool
	rows      []undatedRow
}

// undatedRow is one of them.
type undatedRow struct {
	contact contact.Contact
	person  uint64
}

func (s *sheetReader) instrument(name string) *undated {
	u := s.undated[name]
	if u == nil {
		u = &undated{}
		s.undated[strings.Clone(name)] = u
	}
	return u
}

// keepUndated keeps a row until the end of the sheet.
func (s *sheetReader) keepUndated(row *admittedRow, c *contact.Contact) {
	u := s.instrument(row.batch.text(row.batch.redcap[row.index].instrument))
	u.rows = append(u.rows, undatedRow{c.Clone(), row.person()})
}

// endUndated decides of the rows that were left open, in the order of the sheet. It reports whether
// more is wanted.
func (s *sheetReader) endUndated(yield func(*contact.Contact, error) bool) bool {
	e := &s.r.exports[s.at.export]
	var roster []undatedRow
	for _, u := range s.undated {
		for _, row := range u.rows {
			if !u.isContact {
				roster = append(roster, row)
				continue
			}
			s.row.at.row = int32(row.contact.Place.Row)
			s.missing(fieldContactDate, finding.ContactDateMissing)
			e.Rejected++
		}
	}
	slices.SortFunc(roster, func(a, b undatedRow) int { return a.contact.Place.Row - b.contact.Place.Row })
	for i := range roster {
		c := &roster[i].contact
		s.row.at.row = int32(c.Place.Row)
		e.Roster++
		s.admitRoster(c, roster[i].person)
		if !yield(c, nil) {
			return false
		}
	}
	return true
}
