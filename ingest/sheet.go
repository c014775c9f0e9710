package ingest

import (
	"context"
	"fmt"

	"picreport/ingest/internal/value"
	"picreport/ingest/table"
)

// sheetReader reads the rows of one sheet.
type sheetReader struct {
	r        *Reader
	lay      *layout
	at       place // the sheet
	sheet    table.Sheet
	index    int
	rows     int // of the table
	hidden   tally
	stats    [numFields]columnStats
	maybe    []int32             // rows of numbers without client ID and date: a total, if no other row follows
	rec      record              // REDCap
	undate   map[string]*undated // REDCap: by instrument
	date1904 bool
	row      rowPlaces
	foreseen *foreseen
	out      Contact // the last one
	cells    []table.Cell
	names    []string
	list     []string
}

// columnStats are what one finding says of a whole column.
type columnStats struct {
	unusual, serial    tally
	shortened          tally // IDs such as 1.02E+09
	either, month, day tally // dates by what they say of the order of day and month
	wordForUnknown     tally
	blanks             int
}

// tally counts cells, and keeps the place of the first.
type tally struct {
	n     int
	first place
}

func (t *tally) add(at place) {
	if t.n == 0 {
		t.first = at
	}
	t.n++
}

// rowPlaces are the places of a row's cells.
type rowPlaces struct {
	row  place // its col is 0
	lay  *layout
	base ref // the last row of the sheets that were read before
}

// ref returns the row.
func (p *rowPlaces) ref() ref { return p.base + ref(p.row.row) }

// of returns the place of a field's cell; without a column it is the row's.
func (p *rowPlaces) of(f field) place {
	at := p.row
	at.col = int32(p.lay.col[f] + 1)
	return at
}

func (r *Reader) newSheetReader(export int32, c candidate) *sheetReader {
	s := &sheetReader{r: r, lay: c.layout, at: r.sheetPlace(export, c), sheet: c.sheet, index: c.index, undate: map[string]*undated{}}
	s.row = rowPlaces{row: s.at, lay: s.lay}
	return s
}

// read yields the contacts of the sheet. It reports whether more is wanted.
func (s *sheetReader) read(ctx context.Context, file *table.File, yield func(*Contact, error) bool) (more bool, err error) {
	s.date1904 = file.Date1904()
	s.row.base = s.r.lastRow
	s.r.units = append(s.r.units, s)
	s.out = Contact{from: s.r, Place: Place{File: s.r.exports[s.at.export].Name, Sheet: s.r.found.sheets[s.at.sheet]}}
	s.start()
	for batch, err := range file.Batches(ctx, s.index, s.newForesight) {
		if err != nil {
			s.r.lastRow = s.row.ref()
			return s.end(yield), err
		}
		if !s.readBatch(batch, yield) {
			return false, nil
		}
	}
	s.r.lastRow = s.row.ref()
	if more = s.end(yield); s.rows == 0 {
		at := s.at
		at.row = int32(s.lay.row)
		s.r.found.add(note{at: at, rule: ruleRowsMissing, text: "there are no rows below the headers"})
	}
	return more, nil
}

// readBatch reads the rows of a batch, from the headers on. It reports whether more is wanted.
func (s *sheetReader) readBatch(batch table.Batch, yield func(*Contact, error) bool) bool {
	ready, kept := batch.Ready.(*foreseenBatch), batch.Rows
	for i := range ready.rows {
		if i%foreseenAtOnce == 0 {
			s.r.lookUp(ready, i)
		}
		f := &ready.rows[i]
		num := batch.Before + int(f.num)
		s.row.row.row = int32(num)
		var row *table.Row
		if f.is&isKept != 0 {
			row, kept = &kept[0], kept[1:]
			s.cells = row.Cells
		}
		switch {
		case num < s.lay.row:
		case f.is&isPlain == 0:
			if s.foreseen = f; !s.readRow(row, yield) {
				return false
			}
		case num > s.lay.row:
			id, text := ready.id(i)
			if !yield(s.plainRow(num, f, id, text), nil) {
				return false
			}
		}
	}
	return true
}

// readRow reads a row that is not plain. It reports whether more is wanted.
func (s *sheetReader) readRow(row *table.Row, yield func(*Contact, error) bool) bool {
	for _, n := range row.Notices {
		at := s.row.row
		at.col = int32(n.Col + 1)
		s.r.notice(at, n, s.lay)
	}
	if row.Num == s.lay.row {
		return true
	}
	return !s.take(row) || yield(&s.out, nil)
}

// start reports what is known of the sheet before its rows.
func (s *sheetReader) start() {
	if s.lay.role == roleRoster {
		s.r.hasRoster = true
	}
	if s.sheet.Hidden {
		s.r.found.add(note{at: s.at, rule: ruleSheetHidden, text: fmt.Sprintf("the rows come from the hidden sheet %q", s.sheet.Name)})
	}
}

// take reads one row into s.out, counts it, and reports whether it is a contact.
func (s *sheetReader) take(row *table.Row) bool {
	if s.isSkipped() {
		return false
	}
	s.flushMaybe()
	if row.Hidden {
		s.hidden.add(s.row.row)
	}
	s.checkWidth()
	e := &s.r.exports[s.at.export]
	e.Rows++
	s.rows++
	c, is := s.contact()
	switch is {
	case isContact:
		e.Contacts++
	case isRoster:
		e.Roster++
	case isUndated: // counted by endUndated
		return false
	default:
		e.Rejected++
		return false
	}
	c.Place = Place{File: e.Name, Sheet: s.r.found.sheets[s.at.sheet], Row: row.Num}
	s.out = c
	return true
}

// flushMaybe rejects the rows that would have been totals, had no other row followed.
func (s *sheetReader) flushMaybe() {
	here := s.row.row
	for _, row := range s.maybe {
		s.row.row.row = row
		s.r.exports[s.at.export].Rows++
		s.r.exports[s.at.export].Rejected++
		s.missing(fieldClientID, ruleClientIDMissing)
		if s.lay.has(fieldContactDate) {
			s.missing(fieldContactDate, ruleContactDateMissing)
		}
	}
	s.maybe = s.maybe[:0]
	s.row.row = here
}

// missing reports a needed field that is blank.
func (s *sheetReader) missing(f field, rule ruleID) {
	s.r.found.add(note{at: s.row.of(f), rule: rule, field: f, text: "the " + f.title() + " is blank"})
}

// checkWidth reports values to the right of the headers.
func (s *sheetReader) checkWidth() {
	for i := len(s.lay.texts); i < len(s.cells); i++ {
		if text, _ := value.Clean(s.cells[i].Text); text != "" {
			at := s.row.row
			at.col = int32(i + 1)
			s.r.found.add(note{at: at, rule: ruleRowWidth, text: "the row has a value to the right of the last header", value: text})
			return
		}
	}
}

// end makes the findings that need all rows of the sheet. It reports whether more is wanted.
func (s *sheetReader) end(yield func(*Contact, error) bool) bool {
	for _, row := range s.maybe {
		at := s.at
		at.row = row
		s.r.found.add(note{at: at, rule: ruleTotalRow, text: "the last row has numbers, but no client ID, and was taken as a total"})
	}
	if s.hidden.n > 0 {
		s.r.found.add(note{at: s.hidden.first, rule: ruleRowsHidden, text: plural(s.hidden.n, "hidden row") + " read; this is the first"})
	}
	for f := noField + 1; f < numFields; f++ {
		s.reportColumn(f, &s.stats[f])
	}
	return s.endUndated(yield)
}

// reportColumn makes the findings that are made once a column.
func (s *sheetReader) reportColumn(f field, c *columnStats) {
	add := func(t tally, rule ruleID, format string, args ...any) {
		if t.n > 0 {
			s.r.found.add(note{at: t.first, rule: rule, field: f, text: plural(t.n, "cell") + fmt.Sprintf(format, args...)})
		}
	}
	add(c.unusual, ruleUnusualCharacters, " of the column with invisible or typographic characters; this is the first")
	add(c.shortened, ruleIDShortened, " of the column with an ID that a spreadsheet has shortened; this is the first")
	add(c.serial, ruleDateSerial, " of the column with a day number, read as a date; this is the first")
	add(c.wordForUnknown, ruleNotReported, " of the column unknown, declined or the like, and %d blank", c.blanks)
	against, with, order, other := c.day.n, c.month.n, value.MDY, value.DMY
	first := c.day.first
	if s.r.opts.DateOrder == value.DMY {
		against, with, order, other = c.month.n, c.day.n, value.DMY, value.MDY
		first = c.month.first
	}
	if against == 0 {
		return
	}
	s.r.found.add(note{
		at: first, rule: ruleDateOrder, field: f,
		text: fmt.Sprintf("%s of the column can only be read day first, %d only month first and %d either way; the chosen order is %s",
			plural(c.day.n, "date"), c.month.n, c.either.n, order),
		hint: orderHint(against, with, other),
	})
}

// orderHint says what to do about a column of contradicting dates.
func orderHint(against, with int, other value.DateOrder) string {
	if with == 0 {
		return fmt.Sprintf("set date_order: %s", other)
	}
	if against > with {
		return fmt.Sprintf("most dates speak for date_order: %s; correct the others", other)
	}
	return "correct these dates, or write them as 2024-07-01"
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
