package main

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"picreport/ingest"
)

// documentSheet is a sheet of a file in the findings document.
type documentSheet struct {
	Sheet     string  `json:"sheet,omitempty"`
	ReadAs    *string `json:"read_as"` // contacts, roster, or null where nothing was counted
	HeaderRow int     `json:"header_row"`
}

// documentColumn is a column of a file in the findings document.
type documentColumn struct {
	Sheet  string  `json:"sheet,omitempty"`
	Letter string  `json:"letter"`
	Header string  `json:"header"`
	Masked bool    `json:"masked,omitempty"` // the header may be data of a client, and is left out
	Field  *string `json:"field"`            // null where the column is not read
}

// documentColumns returns what became of the sheets of an export, and of their columns.
func documentColumns(e ingest.Export) (sheets []documentSheet, columns []documentColumn) {
	sheets, columns = []documentSheet{}, []documentColumn{}
	for _, s := range e.Sheets {
		sheets = append(sheets, documentSheet{s.Name, orNull(s.ReadAs), s.Row})
		for _, c := range s.Columns {
			columns = append(columns, documentColumn{s.Name, c.Letter, c.Header, c.Masked, orNull(c.Field)})
		}
	}
	return sheets, columns
}

// orNull returns nil for "".
func orNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// printColumns writes for a person what became of each column. Sheets whose columns are the same
// are listed above them together: a file a month is usual.
func printColumns(w io.Writer, exports []ingest.Export) {
	type group struct {
		names []string
		sheet ingest.Sheet
	}
	var groups []*group
	for _, e := range exports {
		for _, s := range e.Sheets {
			name := e.Name
			if s.Name != "" {
				name += ": " + s.Name
			}
			alike := func(g *group) bool { return g.sheet.ReadAs == s.ReadAs && slices.Equal(g.sheet.Columns, s.Columns) }
			i := slices.IndexFunc(groups, alike)
			if i < 0 {
				i = len(groups)
				groups = append(groups, &group{sheet: s})
			}
			groups[i].names = append(groups[i].names, name+": "+readAsText(s))
		}
	}
	for _, g := range groups {
		for _, name := range g.names {
			fmt.Fprintln(w, name)
		}
		printSheet(w, g.sheet)
		fmt.Fprintln(w)
	}
}

// readAsText says what a sheet was read as.
func readAsText(s ingest.Sheet) string {
	switch s.ReadAs {
	case ingest.ReadAsContacts:
		return fmt.Sprintf("read as contacts, with the headers in row %d", s.Row)
	case ingest.ReadAsRoster:
		return fmt.Sprintf("read as a roster, with the headers in row %d: it says who clients are, and has no contacts",
			s.Row)
	}
	return fmt.Sprintf("not counted; what was taken as headers, in row %d, is", s.Row)
}

// printSheet writes a line a column: its letter, its header, and the field that reads it.
func printSheet(w io.Writer, s ingest.Sheet) {
	lines := make([][3]string, len(s.Columns))
	wide := [2]int{}
	for i, c := range s.Columns {
		lines[i] = [3]string{c.Letter, headerText(c), fieldText(c.Field)}
		for k := range wide {
			wide[k] = max(wide[k], utf8.RuneCountInString(lines[i][k]))
		}
	}
	for _, line := range lines {
		fmt.Fprint(w, " ")
		for k := range wide {
			fmt.Fprint(w, " ", line[k], strings.Repeat(" ", wide[k]-utf8.RuneCountInString(line[k])+1))
		}
		fmt.Fprintln(w, "", line[2])
	}
}

// headerText is a header for a line of text, with control characters escaped.
func headerText(c ingest.Column) string {
	switch {
	case c.Masked:
		return "(masked: --show-values shows it)"
	case c.Header == "":
		return "(no header)"
	case strings.ContainsFunc(c.Header, func(r rune) bool { return !unicode.IsPrint(r) }):
		return strconv.Quote(c.Header)
	}
	return c.Header
}

// fieldText says in words what reads a column.
func fieldText(field string) string {
	switch field {
	case "":
		return "not read"
	case ingest.PlaceInRecord:
		return "the place in the record of REDCap"
	}
	return field
}
