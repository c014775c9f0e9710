package ingest

import (
	"context"
	"fmt"

	"picreport/ingest/contact"
	"picreport/ingest/dedup"
	"picreport/ingest/finding"
	"picreport/ingest/table"
)

// sheetReader reads the rows of one sheet: rowParsers parse them ahead, and it admits them in
// order.
type sheetReader struct {
	r        *Reader
	layout   *layout
	at       place // the sheet
	sheet    table.Sheet
	index    int
	date1904 bool

	rows              int // of the table
	hidden            tally
	stats             [numFields]columnStats
	prepared          tally
	leftOut, early    unknownCells // rows that the configuration leaves out
	open              []openRow    // after which no other row came so far
	openFull          int          // how many of them have more than a cell
	openParser        *rowParser   // of open rows that turn out to be of the table; nil before the first
	last              lastContact
	lastRow, lastNote int32               // of the table, and of the totals and notes
	record            record              // REDCap
	undated           map[string]*undated // REDCap: by instrument
	row               rowPlaces           // of the row that is being admitted
	out               contact.Contact     // the last one
	extent            *dedup.Extent       // to find copies of the export; nil where there is no other
	unread            []unreadDates       // of each unread column of the layout
	groups            redcapGroups        // REDCap: by instrument or event

	fresh    newClients
	doubtful doubtfulRows
	others   *otherIDs // of the clients when it was last looked at; nil before
}

// rowPlaces are the places of a row's cells.
type rowPlaces struct {
	at     place // of the row; its col is 0
	layout *layout
	base   dedup.Row // the last row of the sheets that were read before

	further bool // it is a further contact of its row
}

// ref returns the row.
func (p *rowPlaces) ref() dedup.Row { return p.base + dedup.Row(p.at.row) }

// of returns the place of a field's cell; without a column it is the row's.
func (p *rowPlaces) of(f field) place {
	at := p.at
	at.col = int32(p.layout.col[f] + 1)
	return at
}

func (r *Reader) newSheetReader(export int32, c candidate) *sheetReader {
	s := &sheetReader{
		r: r, layout: c.layout, at: r.sheetPlace(export, c), sheet: c.sheet, index: c.index, undated: map[string]*undated{},
		unread: make([]unreadDates, len(c.layout.unread)),
	}
	s.row = rowPlaces{at: s.at, layout: s.layout}
	s.layout.findReads()
	return s
}

// read yields the contacts of the sheet. It reports whether more is wanted.
func (s *sheetReader) read(
	ctx context.Context, file *table.File, yield func(*contact.Contact, error) bool,
) (more bool, err error) {
	s.date1904 = file.Date1904()
	s.row.base = s.r.lastRow
	s.r.units = append(s.r.units, s)
	s.out = contact.Contact{
		Dict: s.r.dict, Place: contact.Place{File: s.r.exports[s.at.export].Name, Sheet: s.r.found.sheets[s.at.sheet]},
	}
	s.keepExtent()
	s.r.findRest(s.layout)
	s.start()
	for batch, err := range table.Batches(ctx, file, s.index, s.layout.last, s.newRowParser) {
		if err != nil {
			return s.end(yield), err
		}
		if !s.admitBatch(batch, yield) {
			return false, nil
		}
	}
	if more = s.end(yield); s.rows == 0 {
		at := s.at
		at.row = int32(s.layout.row)
		s.r.found.add(note{at: at, rule: finding.RowsMissing, text: "there are no rows below the headers"})
	}
	return more, nil
}

// start reports what is known of the sheet before its rows.
func (s *sheetReader) start() {
	s.r.addSheet(s.at, s.layout, s.layout.readAs())
	if s.layout.role == roleRoster {
		s.r.hasRoster = true
	}
	if s.sheet.Hidden {
		s.r.found.add(note{at: s.at, rule: finding.SheetHidden, text: fmt.Sprintf("the rows come from the hidden sheet %q",
			s.sheet.Name)})
	}
	for _, n := range s.layout.notices {
		if note, ok := noteOf(n, s.layout); ok {
			note.at = s.at
			note.at.row, note.at.col = int32(s.layout.row), int32(n.Col+1)
			s.r.found.add(note)
		}
	}
}

// end makes the findings that need all rows of the sheet. It reports whether more is wanted.
func (s *sheetReader) end(yield func(*contact.Contact, error) bool) bool {
	more := s.endOpen(yield)
	s.r.lastRow = s.row.ref()
	if !more {
		return false
	}
	if !s.endDoubtful(yield) {
		return false
	}
	s.checkRowNumbers()
	s.reportLeftOut()
	if s.prepared.n > 0 {
		s.r.found.add(note{
			at: s.prepared.first, rule: finding.RowsPrepared,
			text: plural(s.prepared.n, "row") + " with nothing in a column that is read; this is the first",
		})
	}
	if s.hidden.n > 0 {
		s.r.found.add(note{at: s.hidden.first, rule: finding.RowsHidden, text: plural(s.hidden.n, "hidden row") + " read; this is the first"})
	}
	for f := noField + 1; f < numFields; f++ {
		s.reportColumn(f, &s.stats[f])
		s.reportDates(f)
	}
	s.reportUnreadDates()
	s.reportRedcapGroups()
	s.r.reportUnread(s.at, s.layout)
	return s.endUndated(yield)
}

// reportColumn makes the findings that are made once a column.
func (s *sheetReader) reportColumn(f field, c *columnStats) {
	add := func(t tally, rule finding.ID, format string, args ...any) {
		if t.n > 0 {
			s.r.found.add(note{at: t.first, rule: rule, field: f, text: plural(t.n, "cell") + fmt.Sprintf(format, args...)})
		}
	}
	add(c.unusual, finding.UnusualCharacters, " of the column with invisible or typographic characters; this is the first")
	add(c.shortened, finding.IDShortened, " of the column with an ID that a spreadsheet has shortened; this is the first")
	add(c.serial, finding.DateSerial, " of the column with a day number, read as a date; this is the first")
	add(c.wordForUnknown, finding.NotReported, " of the column unknown, declined or the like, and %d blank", c.blanks)
}

// title returns the field's name as words.
func (f field) title() string {
	switch f {
	case fieldClientID:
		return "client ID"
	case fieldContactID:
		return "contact ID"
	case fieldBirthDate:
		return "birth date"
	case fieldContactDate:
		return "contact date"
	case fieldRecordedOn:
		return "entry date"
	}
	return f.String()
}
