package ingest

import (
	"strings"
	"unicode/utf8"

	"picreport/ingest/finding"
	"picreport/ingest/internal/value"
	"picreport/ingest/table"
)

// isSurelyOfTable reports whether a row has a contact date that says so at a glance: whatever its
// client ID may look like, a day makes the row a contact, unless the headers themselves are one.
func (p *rowParser) isSurelyOfTable() bool {
	return p.day != 0 && !p.datedHeader && !isTotalLabel(p.raw(fieldClientID).Text)
}

// skip reports whether the row is none of the table: the headers again, a total, a note below the
// table. It says so in a finding, except for rows without any text. The kind of a row that is not
// skipped is rowMaybeTotal or nothing yet.
func (p *rowParser) skip() (kind rowKind, skip bool) {
	client, clientKind := p.peek(fieldClientID)
	date, dateKind := p.peek(fieldContactDate)
	if p.isHeader(client, fieldClientID) && (p.layout.col[fieldContactDate] < 0 || p.isHeader(date, fieldContactDate)) {
		if p.isHeaderMoved() {
			p.note(note{at: p.here, rule: finding.HeaderMoved, text: "the row repeats the headers in another order"})
		} else {
			p.note(note{at: p.here, rule: finding.HeaderRepeated, text: "the row repeats the headers"})
		}
		return 0, true
	}
	switch {
	case client != "" && date != "" && !isTotalWord(client) && !isTotalWord(date),
		clientKind == table.ErrorValue, dateKind == table.ErrorValue:
		return 0, false
	}
	filled, numbers, first := p.filled()
	switch {
	case filled == 0:
		return 0, true
	case isTotalWord(first) && !p.hasDay(date, dateKind):
		p.note(note{at: p.here, rule: finding.TotalRow, text: "the row is a total, and was not counted"})
		return 0, true
	case isTotalWord(client) && p.hasFiguresAlone():
		p.note(note{at: p.here, rule: finding.TotalRow, text: "the row is a total, and was not counted"})
		return 0, true
	case filled == 1 && client == "" && isNote(first) || filled == 1 && date == "" && isNote(client):
		p.note(note{at: p.here, rule: finding.TotalRow, text: "the row is a note, and was not counted"})
		return 0, true
	case client == "" && date == "" && numbers == filled && p.layout.redcap == nil:
		return rowMaybeTotal, false
	}
	return 0, false
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

// filled returns how many cells of the row have text, how many of them are numbers, and the text of
// the first.
func (p *rowParser) filled() (filled, numbers int, first string) {
	for _, c := range p.cells {
		if c.Kind == table.Blank {
			continue
		}
		text, _ := value.Clean(c.Text)
		if text == "" {
			continue
		}
		if filled == 0 {
			first = text
		}
		filled++
		if c.Kind == table.Number || strings.Trim(text, "0123456789.,%") == "" {
			numbers++
		}
	}
	return filled, numbers, first
}

// hasFiguresAlone reports whether a row has, beside its client ID, nothing but numbers and dates:
// the last date, how many there are.
func (p *rowParser) hasFiguresAlone() bool {
	for i, c := range p.cells {
		text, _ := value.Clean(c.Text)
		switch {
		case text == "", i == p.layout.col[fieldClientID], c.Kind == table.Date, c.Kind == table.DateTime:
		case strings.Trim(text, "0123456789.,%") == "":
		case i == p.layout.col[fieldContactDate] && p.hasDay(text, c.Kind):
		default:
			return false
		}
	}
	return true
}

// isTotalLabel is isTotalWord for a text that ends in no digit, which is seen at once of nearly all
// client IDs.
func isTotalLabel(text string) bool {
	return text != "" && !value.IsDigit(text[len(text)-1]) && isTotalWord(text)
}

// isTotalWord reports whether a text is the label of a total: "Total", "Grand total:", "Sum",
// "Total contacts: 163", "N = 163".
func isTotalWord(text string) bool {
	if text == "" || len(text) > 60 || !mayBeTotal(text) {
		return false
	}
	word := strings.TrimRight(strings.ToLower(text), " :=.,0123456789")
	switch word {
	case "total", "totals", "grand total", "grand totals", "subtotal", "sub-total", "subtotals", "sum", "count", "overall", "average",
		"mean", "n", "row count", "record count", "count of rows", "number of rows", "number of records":
		return word != "n" || strings.ContainsAny(text, ":=")
	}
	return strings.HasPrefix(word, "total ") || strings.HasPrefix(word, "grand total ") || strings.HasPrefix(word, "subtotal ")
}

// mayBeTotal reports whether a text starts like the label of a total, which next to no client ID
// does.
func mayBeTotal(text string) bool {
	switch text[0] | 0x20 {
	case 'n':
		return true
	case 't', 'g', 's', 'c', 'o', 'a', 'm', 'r':
		return len(text) > 1 && value.IsLetter(text[1])
	}
	return text[0] >= utf8.RuneSelf // whose lower case may be a letter of ASCII
}

// noteStarts begin the notes that programs and people write below a table.
var noteStarts = []string{
	"note", "source:", "source data", "generated", "printed", "report ", "page ", "confidential", "exported", "end of", "*", "applied filters",
	"created by", "run date", "as of ", "prepared", "legend", "data ",
}

// isNote reports whether the only text of a row is a note.
func isNote(text string) bool {
	if !strings.Contains(text, " ") {
		return false
	}
	text = strings.ToLower(text)
	for _, start := range noteStarts {
		if strings.HasPrefix(text, start) {
			return true
		}
	}
	return false
}
