package ingest

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"picreport/ingest/finding"
	"picreport/ingest/internal/value"
	"picreport/ingest/table"
)

// Sheet says what was made of a sheet whose headers were looked at: of a CSV the one that it is.
type Sheet struct {
	Name    string // "" in a CSV
	ReadAs  string // ReadAsContacts, ReadAsRoster, or "" where nothing was counted
	Row     int    // of the headers, as Excel shows it
	Columns []Column
}

// What a sheet was read as.
const (
	ReadAsContacts = "contacts"
	ReadAsRoster   = "roster" // it says something of clients, and has no contacts
)

// Column says what became of a column.
type Column struct {
	Letter string // as Excel shows it
	Header string // "" for none, and where Masked
	Masked bool   // the header may be data of a client, and is shown with Options.ShowValues alone
	Field  string // that reads it: one of Fields, PlaceInRecord, or "" for none
}

// PlaceInRecord stands for a field at the columns by which REDCap places a row in its record.
const PlaceInRecord = "redcap"

// addSheet keeps what became of the columns of a sheet.
func (r *Reader) addSheet(at place, l *layout, as string) {
	if l.row == 0 {
		return
	}
	s := Sheet{Name: r.found.sheets[at.sheet], ReadAs: as, Row: l.row}
	for _, col := range l.present {
		c := Column{Letter: table.ColumnName(col), Masked: l.isMasked(col) && !r.opts.ShowValues, Field: l.reads(col)}
		if !c.Masked {
			c.Header = shortened(l.texts[col : col+1])[0]
		}
		s.Columns = append(s.Columns, c)
	}
	e := &r.exports[at.export]
	e.Sheets = append(e.Sheets, s)
}

// readAs is what a sheet of the layout is read as.
func (l *layout) readAs() string {
	if l.role == roleRoster {
		return ReadAsRoster
	}
	return ReadAsContacts
}

// findPresent lists the columns that a sheet has: those with a header, and those without one that
// have something in the rows below.
func (l *layout) findPresent(head headRow, below []headRow) {
	for col, text := range l.texts {
		filled := func(row headRow) bool { return col < len(row.texts) && (row.texts[col] != "" || row.dates[col]) }
		if text != "" || filled(head) || slices.ContainsFunc(below, filled) {
			l.present = append(l.present, col)
		}
	}
}

// reads returns what reads a column: a field, PlaceInRecord, or "".
func (l *layout) reads(col int) string {
	for f := noField + 1; f < fieldIgnore; f++ {
		if l.role == roleRoster && !f.isDemographic() {
			continue
		}
		inBox := slices.ContainsFunc(l.boxes[f], func(b box) bool { return b.col == col })
		further := f == fieldServices && slices.Contains(l.services, col) ||
			f == fieldContactDate && (slices.Contains(l.moreDates, col) || slices.Contains(l.spareDates, col))
		if l.col[f] == col || inBox || further {
			return f.String()
		}
	}
	if c := l.redcap; c != nil && slices.Contains([]int{c.record, c.event, c.instrument, c.instance}, col) {
		return PlaceInRecord
	}
	return ""
}

// reportUnread names the columns of a sheet that nothing reads, all in one finding, but for those
// of which another finding says so and those that the config ignores.
func (r *Reader) reportUnread(at place, l *layout) {
	said := func(col int) bool {
		return slices.Contains(l.ignored, col) || slices.Contains(l.rosterDates, col) || r.found.isOfColumn(at, l, col)
	}
	var cols []int
	for _, col := range l.present {
		ofRoster := l.role == roleRoster && col == l.col[fieldSource] // which reportLayout says
		if l.reads(col) == "" && !said(col) && !ofRoster {
			cols = append(cols, col)
		}
	}
	if len(cols) == 0 {
		return
	}
	verb := "was"
	if len(cols) > 1 {
		verb = "were"
	}
	at.row = int32(l.row)
	r.found.add(note{
		at: at, rule: finding.ColumnsNotRead, text: fmt.Sprintf("%s %s not read: %s", plural(len(cols), "column"), verb, l.columns(cols)),
	})
}

// isOfColumn reports whether a finding about a whole column of a sheet was made.
func (f *findings) isOfColumn(sheet place, l *layout, col int) bool {
	return slices.ContainsFunc(f.notes, func(n note) bool {
		return int(n.at.col) == col+1 && n.at.export == sheet.export && n.at.sheet == sheet.sheet && int(n.at.row) <= l.row
	})
}

// canName reports whether messages may name the headers of columns.
func (l *layout) canName(cols ...int) bool {
	return l.nameable && !slices.ContainsFunc(cols, l.isMasked)
}

// columns names columns for a message, the first dozen of them: by their headers or, where these
// may be data, by their letters.
func (l *layout) columns(cols []int) string {
	var names []string
	for _, col := range cols[:min(len(cols), maxQuoted)] {
		if l.texts[col] == "" || l.isMasked(col) {
			names = append(names, "column "+table.ColumnName(col))
		} else {
			names = append(names, fmt.Sprintf("%q", shortened(l.texts[col : col+1])[0]))
		}
	}
	text := strings.Join(names, ", ")
	if n := len(cols) - maxQuoted; n > 0 {
		text += fmt.Sprintf(" and %d more", n)
	}
	return text
}

// isMasked reports whether messages must not show the header of a column.
func (l *layout) isMasked(col int) bool {
	return !l.nameable || l.masked[col]
}

// mayBeData reports whether a text in the row of the headers looks like data of a client: an ID, a
// number, an address of e-mail. Numbers of telephones that services are called by are none, nor are
// those of the questions of a survey.
func mayBeData(text string) bool {
	digits, letters := 0, 0
	for _, word := range headerTokens(text) {
		if word == "911" || word == "988" || word == "311" || word == "211" {
			continue
		}
		for _, c := range word {
			if unicode.IsDigit(c) {
				digits++
			} else {
				letters++
			}
		}
	}
	if digits == 0 {
		return strings.Contains(text, "@")
	}
	return digits > 2 || digits >= letters && !isQuestion(text) || strings.Contains(text, "@")
}

// isQuestion reports whether a header is that of a question, as surveys number them: Q7, Q12_3.
func isQuestion(text string) bool {
	number, ok := strings.CutPrefix(strings.ToUpper(text), "Q")
	return ok && number != "" && value.IsDigit(number[0])
}
