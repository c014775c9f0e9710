package ingest

import (
	"fmt"
	"strings"

	"picreport/ingest/contact"
	"picreport/ingest/finding"
	"picreport/ingest/internal/value"
	"picreport/ingest/table"
)

// openRow is a row that would be an error where a row of the table follows it, and that is none of
// the table where what follows says so: a row prepared for entry, a total without a word, a note, a
// row of another table below. It has a copy of its cells.
type openRow struct {
	num    int32
	hidden bool
	cells  []table.Cell
}

// maxOpenTable is how many open rows with more than one cell are kept: a table below the table is
// not longer.
const maxOpenTable = 1000

// preparedLeast is how many rows in a run it takes for what they have in common to be prepared for
// entry.
const preparedLeast = 3

// keepOpen keeps a row as it is.
func (p *rowParser) keepOpen(row *table.Row) {
	kept := openRow{num: p.here.row, hidden: row.Hidden}
	for col, c := range row.Cells {
		if c.Kind == table.Blank {
			continue
		}
		for len(kept.cells) < col {
			kept.cells = append(kept.cells, table.Cell{})
		}
		kept.cells = append(kept.cells, table.Cell{Kind: c.Kind, Text: strings.Clone(c.Text)})
	}
	p.out.open = append(p.out.open, kept)
}

// addOpen takes an open row, and rejects all of them where there are too many for what they could
// be. It reports whether more is wanted.
func (s *sheetReader) addOpen(row openRow, before int32, yield func(*contact.Contact, error) bool) bool {
	row.num += before
	s.open = append(s.open, row)
	if len(row.cells) > 1 && row.cells[0].Kind != table.Blank {
		s.openFull++
	}
	return s.openFull <= maxOpenTable || s.admitOpen(yield)
}

// admitOpen takes the open rows for rows of the table, which are errors. It reports whether more is
// wanted.
func (s *sheetReader) admitOpen(yield func(*contact.Contact, error) bool) bool {
	rows := s.open
	s.open, s.openFull = nil, 0
	if len(rows) == 0 {
		return true
	}
	if s.openParser == nil {
		s.openParser = s.parser()
		s.openParser.closed = true
	}
	s.openParser.Begin(nil)
	for _, row := range rows {
		s.openParser.Row(&table.Row{Num: int(row.num), Cells: row.cells, Hidden: row.hidden})
	}
	return s.admitBatch(table.Batch[*parsedBatch]{Ready: s.openParser.End()}, yield)
}

// endOpen finds which of the open rows at the end of the sheet are none of the table, says so, and
// admits the others. It reports whether more is wanted.
func (s *sheetReader) endOpen(yield func(*contact.Contact, error) bool) bool {
	all := make([]openShape, len(s.open))
	for i := range s.open {
		all[i] = s.openShape(&s.open[i])
	}
	end := len(all)
	for end > 0 {
		n := s.skipOpen(all[:end])
		if n == 0 {
			break
		}
		end -= n
	}
	s.open = s.open[:end]
	return s.admitOpen(yield)
}

// skipOpen returns how many of the last rows are none of the table, and says so.
func (s *sheetReader) skipOpen(rows []openShape) int {
	last := rows[len(rows)-1]
	at := s.at
	if n := s.preparedRun(rows); n > 0 {
		at.row = rows[len(rows)-n].num
		s.r.found.add(note{
			at: at, rule: finding.RowsPrepared, text: fmt.Sprintf("%s at the end of the table prepared for entry: nothing "+
				"but column %s is filled, by a number that runs on or a formula; this is the first",
				plural(n, "row"), table.ColumnName(last.col)),
		})
		return n
	}
	at.row = last.num
	switch {
	case last.isNumbers():
		s.r.found.add(note{at: at, rule: finding.TotalRow, text: "the last row has numbers, but no client ID, and was " +
			"taken as a total"})
		return 1
	case s.isLoneNote(last):
		s.r.found.add(note{at: at, rule: finding.TotalRow, text: "the row stands among the notes below the table, and was " +
			"not counted"})
		return 1
	}
	n := s.tableBelow(rows)
	if n > 0 {
		at.row = rows[len(rows)-n].num
		s.r.found.add(note{
			at: at, rule: finding.TableBelow,
			text: plural(n, "row") + " of another table below the table, which has no contact date; this is the first",
		})
		s.lastNote = at.row // of which a title may stand above
	}
	return n
}

// openShape is the shape of an open row.
type openShape struct {
	rowShape
	num          int32
	firstCol     int
	client, date string
	col          int // of the last cell that means something
	text         string
}

func (s *sheetReader) openShape(row *openRow) openShape {
	o := openShape{num: row.num, firstCol: -1}
	for col, c := range row.cells {
		text, number := filledText(c)
		if text == "" {
			continue
		}
		if o.filled++; o.filled == 1 {
			o.first, o.firstCol = text, col
		}
		if number {
			o.numbers++
		}
		if s.layout.meansSomething(col, c.Kind, text) {
			o.read++
			o.col, o.text = col, text
		}
		switch col {
		case s.layout.col[fieldClientID]:
			o.client = text
		case s.layout.col[fieldContactDate]:
			o.date = text
		}
	}
	return o
}

// isNumbers reports whether a row has numbers alone, and neither a client ID nor a contact date.
func (o openShape) isNumbers() bool {
	return o.client == "" && o.date == "" && o.numbers == o.filled
}

// preparedRun returns how many rows at the end have one cell alone that means something, and go on
// by themselves: the number of the last contact runs on in them, or a formula says the same in each.
func (s *sheetReader) preparedRun(rows []openShape) int {
	last := rows[len(rows)-1]
	if last.read != 1 {
		return 0
	}
	n := 1
	isRun := func(goesOn func(before, text string) bool) bool {
		for n = 1; n < len(rows); n++ {
			before := rows[len(rows)-n-1]
			if before.read != 1 || before.col != last.col || !goesOn(before.text, rows[len(rows)-n].text) {
				break
			}
		}
		return n >= preparedLeast
	}
	isKey := last.col == s.layout.col[fieldClientID] || last.col == s.layout.col[fieldContactDate]
	same := func(before, text string) bool { return before == text && (!isKey || isErrorText(text)) }
	if isRun(same) || isRun(s.runsOn(last.col)) && s.continues(last.col, rows[len(rows)-n].text) {
		return n
	}
	return 0
}

// runsOn returns what says whether one text of a column is the next after another.
func (s *sheetReader) runsOn(col int) func(before, text string) bool {
	if col == s.layout.col[fieldContactDate] {
		return func(before, text string) bool { return s.day(before) != 0 && s.day(text) == s.day(before)+1 }
	}
	return runsOn
}

// day returns the day that a text writes, 0 for none.
func (s *sheetReader) day(text string) contact.Date {
	day, _, problem := value.ParseDate(text, s.r.opts.DateOrder, s.r.pivot)
	if problem != 0 {
		return 0
	}
	return day
}

// continues reports whether a text goes on from what the last contact has in a column. Without a
// contact anything does.
func (s *sheetReader) continues(col int, text string) bool {
	switch {
	case s.last.client == 0:
		return true
	case col == s.layout.col[fieldClientID]:
		return runsOn(s.r.clients.ID(s.last.client), text)
	case col == s.layout.col[fieldContactID]:
		return runsOn(s.last.id, text)
	case col == s.layout.col[fieldContactDate]:
		return s.day(text) == s.last.date+1
	}
	return false
}

// lastContact is what the last contact of a sheet has in columns that may run on.
type lastContact struct {
	client int32 // 0 for none
	id     string
	date   contact.Date
}

// isLoneNote reports whether a row is one of the notes below the table: it has one text alone,
// which is unlike the client IDs, and a note that is known for one stands among them.
func (s *sheetReader) isLoneNote(o openShape) bool {
	return o.filled == 1 && o.numbers == 0 && s.lastNote > s.lastRow &&
		(o.firstCol == 0 || o.firstCol == s.layout.col[fieldClientID]) && !s.isLikeID(o.first)
}

// tableBelow returns how many rows at the end are another table below the table: with a blank row
// above, and either headers of its own and numbers below them, or a word and numbers in each row.
func (s *sheetReader) tableBelow(rows []openShape) int {
	from := len(rows) - 1
	for from > 0 && rows[from].num == rows[from-1].num+1 {
		from--
	}
	if from == 0 && rows[0].num <= s.lastRow+1 {
		return 0
	}
	n := len(rows) - from
	rows = rows[from:]
	for len(rows) > 0 && rows[0].filled == 1 && rows[0].numbers == 0 && !s.isLikeID(rows[0].first) {
		rows = rows[1:] // a title
	}
	if len(rows) < 2 {
		return 0
	}
	headed := rows[0].filled > 1 && rows[0].numbers == 0 && !s.isLikeID(rows[0].first)
	if headed {
		rows = rows[1:]
	}
	for _, o := range rows {
		words := o.filled - o.numbers
		if o.numbers == 0 || words > 1 && !headed || !headed && (words == 0 || s.isLikeID(o.first)) {
			return 0
		}
	}
	return n
}

// maxLikeID is how many client IDs a text is compared with.
const maxLikeID = 1000

// isLikeID reports whether a text may be a client ID by the looks of the others: all of them have a
// digit and it has none, or none has a blank inside and it has one.
func (s *sheetReader) isLikeID(text string) bool {
	digit, blank := true, false
	clients := s.r.clients
	for client := int32(1); client <= min(clients.Len(), maxLikeID); client++ {
		id := clients.ID(client)
		digit = digit && strings.ContainsAny(id, "0123456789")
		blank = blank || strings.Contains(id, " ")
	}
	return clients.Len() == 0 ||
		(!digit || strings.ContainsAny(text, "0123456789")) && (blank || !strings.Contains(text, " "))
}
