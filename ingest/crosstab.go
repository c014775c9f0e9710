package ingest

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"picreport/ingest/finding"
	"picreport/ingest/internal/value"
	"picreport/ingest/table"
)

// findMonths finds the columns of a crosstab: a row a client, a column a month or day, and counts
// or marks in the cells. The table would pass for a roster.
func (l *layout) findMonths(row headRow, rows []headRow) {
	if l.role == roleContacts || !l.has(fieldClientID) {
		return
	}
	for col := range row.texts {
		if (row.dates[col] || value.IsMonth(row.texts[col])) && !l.uses(col) && holdsMarks(col, rows) {
			l.months = append(l.months, col)
		}
	}
	if len(l.months) < 2 {
		l.months = nil
	}
}

// holdsMarks reports whether the cells of a column are counts or marks such as x, as far as they are
// filled.
func holdsMarks(col int, rows []headRow) bool {
	marks, others := 0, 0
	for _, row := range rows {
		switch {
		case col >= len(row.texts):
		case row.dates[col]:
			others++
		case row.texts[col] == "":
		case isMark(row.texts[col]):
			marks++
		default:
			others++
		}
	}
	return marks >= others
}

// isMark reports whether a text is a count or a mark.
func isMark(text string) bool {
	return utf8.RuneCountInString(text) <= 3 || strings.Trim(text, "0123456789.,") == "" || strings.EqualFold(text, "true") ||
		strings.EqualFold(text, "false")
}

// crosstabNote says that a sheet is a crosstab.
func (l *layout) crosstabNote() note {
	first, last := l.months[0], slices.Max(l.months)
	return note{
		rule: finding.Crosstab, field: fieldContactDate,
		text: fmt.Sprintf("the headers of %s are months or days (columns %s to %s): a crosstab, in which no contact has a "+
			"date",
			plural(len(l.months), "column"), table.ColumnName(first), table.ColumnName(last)),
		hint: "export the contacts themselves, a row for each with its date; if this is a roster, map these headers to " +
			"ignore with columns: in picreport.yaml",
	}
}
