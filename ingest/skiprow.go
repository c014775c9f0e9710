package ingest

import (
	"slices"
	"strings"

	"picreport/ingest/finding"
	"picreport/ingest/internal/value"
	"picreport/ingest/table"
)

// isSurelyOfTable reports whether a row has a contact date that says so at a glance, and nothing
// that may be the label of a total or a note in the place of its client ID.
func (p *rowParser) isSurelyOfTable() bool {
	client := p.raw(fieldClientID)
	return p.day != 0 && !p.datedHeader && client.Kind != table.Blank && !mayBeLabel(client.Text)
}

// skip reports whether the row is none of the table: the headers again, a total, a note, or a row
// prepared for entry. It says so in a finding, except for rows without any text. A row that is not
// skipped is open where the rows below it tell whether it is one.
func (p *rowParser) skip() (open, skip bool) {
	client, clientKind := p.peek(fieldClientID)
	date, dateKind := p.peek(fieldContactDate)
	if p.isHeader(client, fieldClientID) && (p.layout.col[fieldContactDate] < 0 || p.isHeader(date, fieldContactDate)) {
		p.noteHeader()
		return false, true
	}
	if client != "" && mayBeDay(date) && !mayBeLabel(client) && !mayBeLabel(date) {
		return p.isOpen(client, date, dateKind), false
	}
	s := p.shape()
	switch {
	case s.filled == 0:
		return false, true
	case clientKind == table.ErrorValue, dateKind == table.ErrorValue:
	case p.isTotal(s, client, date, dateKind):
		p.note(note{at: p.here, rule: finding.TotalRow, text: "the row is a total, and was not counted"})
		return false, true
	case p.isNote(s, client, date, dateKind):
		p.note(note{at: p.here, rule: finding.TotalRow, text: "the row is a note, and was not counted"})
		return false, true
	case s.read == 0 && p.layout.redcap == nil:
		p.out.prepared.add(p.here)
		return false, true
	}
	if client == "" && s.read == 1 && p.layout.redcap == nil {
		return true, false
	}
	return p.isOpen(client, date, dateKind), false
}

// hasOwnTotals reports whether the totals of one of the workbook's tables stand in a needed column
// of the row.
func (p *rowParser) hasOwnTotals(notices []table.Notice) bool {
	for _, n := range notices {
		for _, f := range [...]field{fieldClientID, fieldContactDate} {
			if col := p.layout.col[f]; n.Kind == table.TotalsRow && col >= n.Col && col < n.Col+n.Width {
				return true
			}
		}
	}
	return false
}

// isOpen reports whether the rows below a row tell whether it is one: it has no contact date, nor
// anything that could be meant as one, and would be an error. The rows of a REDCap record are all
// rows.
func (p *rowParser) isOpen(client, date string, kind table.Kind) bool {
	if p.layout.redcap != nil {
		return false
	}
	if !p.layout.has(fieldContactDate) {
		return client == ""
	}
	return date == "" || !mayBeDay(date) && !p.hasDay(date, kind)
}

// mayBeDay reports whether a text is long enough for a date and has a digit.
func mayBeDay(text string) bool {
	return len(text) > len("2024") && (value.IsDigit(text[0]) || strings.ContainsAny(text, "0123456789"))
}

// noteHeader says that the row has the headers again.
func (p *rowParser) noteHeader() {
	if p.isHeaderMoved() {
		p.note(note{at: p.here, rule: finding.HeaderMoved, text: "the row repeats the headers in another order"})
		return
	}
	p.note(note{at: p.here, rule: finding.HeaderRepeated, text: "the row repeats the headers"})
}

// isTotal reports whether the row is a total: the first text of the row, the client ID or the
// contact date is the label of one, and what else is read are numbers. That the row has a day, as
// the latest date is one, does not make it a contact, unless it says something else of one: a
// client's ID may have such a word in it.
func (p *rowParser) isTotal(s rowShape, client, date string, dateKind table.Kind) bool {
	first := totalLabelOf(s.first)
	label := max(first, totalLabelOf(client), totalLabelOf(date))
	switch day := label != noTotal && p.hasDay(date, dateKind); {
	case label == noTotal:
		return false
	case day:
		return label >= maybeTotal && !p.saysMore(label)
	case first == sureTotal:
		return true
	}
	texts := 0
	for col, c := range p.cells {
		text, number := filledText(c)
		if !number && p.layout.meansSomething(col, c.Kind, text) && totalLabelOf(text) == noTotal {
			texts++
		}
	}
	return texts == 0 && (label > partTotal || !isSerial(date))
}

// saysMore reports whether a row with the label of a total and a day says something else of a
// contact. A number alone is a count or an average, unless it is the code of a label or the label
// may be none of a total.
func (p *rowParser) saysMore(label totalLabel) bool {
	for col, c := range p.cells {
		text, number := filledText(c)
		if text == "" || col == p.col[fieldClientID] || col == p.col[fieldContactDate] ||
			!p.layout.meansSomething(col, c.Kind, text) || totalLabelOf(text) != noTotal {
			continue
		}
		if !number || label != sureTotal || p.isCode(col, text) {
			return true
		}
	}
	return false
}

// isCode reports whether a text is a label, or a code for one, of the field that reads a column.
func (p *rowParser) isCode(col int, text string) bool {
	for _, of := range labelFields {
		if col != p.layout.col[of.field] && (of.field != fieldServices || !slices.Contains(p.layout.services, col)) {
			continue
		}
		return p.layout.vars[of.field] != "" || !p.r.spellings[of.field].of(text).unknown
	}
	return p.layout.isBox(col)
}

// isSerial reports whether a text may be the number of a day.
func isSerial(text string) bool {
	return len(text) >= 5 && text[0] >= '2' && strings.Trim(text, "0123456789.") == ""
}

// isNote reports whether the row is a note: its only text, or one that says what the next one is.
func (p *rowParser) isNote(s rowShape, client, date string, dateKind table.Kind) bool {
	switch {
	case s.filled == 1:
		return (client == "" || date == "") && !p.hasDay(date, dateKind) && isNote(s.first)
	case s.filled == 2 && isNoteLabel(s.first):
		return !p.hasDay(date, dateKind) || s.first == client
	}
	return false
}

// peek is cell without its findings.
func (p *rowParser) peek(f field) (string, table.Kind) {
	c := p.raw(f)
	text, _ := value.Clean(c.Text)
	return text, c.Kind
}

// isHeader reports whether a cell repeats its header.
func (p *rowParser) isHeader(text string, f field) bool {
	col := p.col[f]
	return col >= 0 && text != "" && strings.EqualFold(text, p.layout.texts[col])
}

// isHeaderMoved reports whether a row of headers has another one over a column that is read.
func (p *rowParser) isHeaderMoved() bool {
	for _, col := range p.layout.col {
		if col < 0 || col >= len(p.cells) {
			continue
		}
		if text, _ := value.Clean(p.cells[col].Text); text != "" && !strings.EqualFold(text, p.layout.texts[col]) {
			return true
		}
	}
	return false
}

// hasDay reports whether the cell of the contact date, which is given, holds a date.
func (p *rowParser) hasDay(text string, kind table.Kind) bool {
	if text == "" || !p.layout.has(fieldContactDate) {
		return false
	}
	if kind == table.Date || kind == table.DateTime {
		return true
	}
	_, _, problem := value.ParseDate(text, p.r.opts.DateOrder, p.r.pivot)
	return problem == 0
}

// rowShape says what the cells of a row hold, whatever their columns mean.
type rowShape struct {
	filled  int    // cells that have a text
	numbers int    // those of them that are numbers
	read    int    // those of them in columns that are read, if what they hold can mean anything
	first   string // the text of the first
}

func (p *rowParser) shape() (s rowShape) {
	for col, c := range p.cells {
		text, number := filledText(c)
		if text == "" {
			continue
		}
		if s.filled == 0 {
			s.first = text
		}
		s.filled++
		if number {
			s.numbers++
		}
		if p.layout.meansSomething(col, c.Kind, text) {
			s.read++
		}
	}
	return s
}

// filledText returns the text of a cell, and whether it is a number.
func filledText(c table.Cell) (text string, number bool) {
	if c.Kind == table.Blank {
		return "", false
	}
	text, _ = value.Clean(c.Text)
	return text, text != "" && (c.Kind == table.Number || strings.Trim(text, "0123456789.,%") == "")
}
