package job

import (
	"fmt"
	"strings"

	"picreport/ingest/finding"
)

// Cell is the cell of a finding, or its row, or the file where it is of neither.
func Cell(f finding.Finding) string {
	switch {
	case f.Cell != "":
		return f.Cell
	case f.Row > 0:
		return fmt.Sprintf("row %d", f.Row)
	}
	return f.File
}

// Place says where a finding stands: "contacts.xlsx: Sheet1!C14".
func Place(f finding.Finding) string {
	switch {
	case f.Row == 0 && f.Sheet == "":
		return f.File
	case f.Row == 0:
		return f.File + ": " + f.Sheet
	case f.Sheet == "":
		return f.File + ": " + Cell(f)
	case f.Cell == "":
		return f.File + ": " + f.Sheet + ", " + Cell(f)
	}
	return f.File + ": " + f.Sheet + "!" + f.Cell
}

// OneLine says a finding in one line: where, what, and what to do.
func OneLine(f finding.Finding) string {
	text := Place(f) + ": " + f.Message
	if f.Hint != "" {
		text += "; " + strings.TrimSuffix(f.Hint, ".")
	}
	return text
}
