package ingest

import (
	"strings"
	"unicode/utf8"

	"picreport/ingest/internal/value"
	"picreport/ingest/table"
)

// isSkipped reports whether the row is none of the table: the headers again, a total, a note below the table. It says so in a finding,
// except for rows without any text.
func (s *sheetReader) isSkipped() bool {
	if s.foreseen.contact != 0 && s.foreseen.client != 0 {
		return false // whatever the ID of a client may look like, a day makes the row a contact
	}
	client, clientKind := s.peek(fieldClientID)
	date, dateKind := s.peek(fieldContactDate)
	if s.isHeader(client, fieldClientID) && (s.lay.col[fieldContactDate] < 0 || s.isHeader(date, fieldContactDate)) {
		if s.isHeaderMoved() {
			s.r.found.add(note{at: s.row.row, rule: ruleHeaderMoved, text: "the row repeats the headers in another order"})
		} else {
			s.r.found.add(note{at: s.row.row, rule: ruleHeaderRepeated, text: "the row repeats the headers"})
		}
		return true
	}
	if client != "" && date != "" && !isTotalWord(client) && !isTotalWord(date) || clientKind == table.ErrorValue || dateKind == table.ErrorValue {
		return false
	}
	filled, numbers, first := s.filled()
	switch {
	case filled == 0:
		return true
	case isTotalWord(first) && !s.isDated(date, dateKind):
		s.r.found.add(note{at: s.row.row, rule: ruleTotalRow, text: "the row is a total, and was not counted"})
		return true
	case filled == 1 && client == "" && isNote(first) || filled == 1 && date == "" && isNote(client):
		s.r.found.add(note{at: s.row.row, rule: ruleTotalRow, text: "the row is a note, and was not counted"})
		return true
	case client == "" && date == "" && numbers == filled && s.lay.redcap == nil:
		s.maybe = append(s.maybe, s.row.row.row)
		return true
	}
	return false
}

// peek is cell without its findings.
func (s *sheetReader) peek(f field) (string, table.Kind) {
	col := s.lay.col[f]
	if col < 0 || col >= len(s.cells) {
		return "", table.Blank
	}
	text, _ := value.Clean(s.cells[col].Text)
	return text, s.cells[col].Kind
}

// isHeader reports whether a cell repeats its header.
func (s *sheetReader) isHeader(text string, f field) bool {
	col := s.lay.col[f]
	return col >= 0 && text != "" && strings.EqualFold(text, s.lay.texts[col])
}

// isHeaderMoved reports whether a row of headers has another one over a column that is read.
func (s *sheetReader) isHeaderMoved() bool {
	for _, col := range s.lay.col {
		if col < 0 || col >= len(s.cells) {
			continue
		}
		if text, _ := value.Clean(s.cells[col].Text); text != "" && !strings.EqualFold(text, s.lay.texts[col]) {
			return true
		}
	}
	return false
}

// isDated reports whether the cell of the contact date holds a date.
func (s *sheetReader) isDated(text string, kind table.Kind) bool {
	if text == "" || !s.lay.has(fieldContactDate) {
		return false
	}
	if kind == table.Date || kind == table.DateTime {
		return true
	}
	_, _, problem := value.ParseDate(text, s.r.opts.DateOrder, s.r.pivot)
	return problem == 0
}

// filled returns how many cells of the row have text, how many of them are numbers, and the text of the first.
func (s *sheetReader) filled() (filled, numbers int, first string) {
	for _, c := range s.cells {
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

// isTotalWord reports whether a text is the label of a total: "Total", "Grand total:", "Sum", "Total contacts: 163", "N = 163".
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

// mayBeTotal reports whether a text starts like the label of a total, which next to no client ID does.
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
