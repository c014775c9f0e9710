package ingest

import (
	"strconv"
	"strings"

	"picreport/ingest/internal/value"
	"picreport/ingest/table"
)

// meansSomething reports whether the text of a cell can mean anything: whether the column is read,
// and the text is not what stands in rows that are prepared for entry.
func (l *layout) meansSomething(col int, kind table.Kind, text string) bool {
	if text == "" || col >= len(l.readCols) || !l.readCols[col] {
		return false
	}
	switch {
	case kind == table.Bool, strings.EqualFold(text, "false"):
		return !strings.EqualFold(text, "false")
	case l.isBox(col):
		return isChecked(text)
	case col == l.col[fieldClientID], col == l.col[fieldContactDate]:
		return !isPrompt(text)
	case kind == table.ErrorValue, isErrorText(text):
		return false
	case col == l.col[fieldAge]:
		age, ok := value.Digits(text)
		return !ok || age <= highPlausibleAge // a formula makes the age of a blank birth date 124
	case col == l.col[fieldBirthDate]:
		return !isDayZero(text)
	}
	return !isPrompt(text)
}

// isDayZero reports whether a text is what a formula makes of a date that is blank.
func isDayZero(text string) bool {
	for _, zero := range [...]string{"0", "1900-01-00", "1899-12-30", "1899-12-31", "1900-01-01", "1/0/1900", "1/1/1900", "12/30/1899", "12/31/1899"} {
		if text == zero || strings.HasPrefix(text, zero) && strings.IndexByte(" T", text[len(zero)]) >= 0 {
			return true
		}
	}
	return false
}

// prompts are the texts of drop-down lists from which nothing was chosen, as value.Key writes them.
var prompts = wordSet("select", "selectone", "selectanoption", "selectoption", "selectavalue", "selectvalue", "selectfromlist", "selectfromthelist",
	"selectanitem", "pleaseselect", "pleaseselectone", "pleaseselectanoption", "choose", "chooseone", "chooseanitem", "chooseanoption",
	"pleasechoose", "pleasechooseone", "pickone", "pickfromlist", "clicktoselect", "clickortaptoentertext", "clickortaptoenteradate",
	"enterdate", "entertext")

// isPrompt reports whether a text asks to choose one from a list: "Select...", "-- Choose one --".
func isPrompt(text string) bool {
	if len(text) < len("choose") || len(text) > maxLabel {
		return false
	}
	switch text[0] | 0x20 {
	case 's', 'p', 'c', 'e', '-', '<', '(', '[', '{', '*':
		return prompts[value.Key(strings.Trim(text, "<>- "))]
	}
	return false
}

// isBox reports whether a column is a check box.
func (l *layout) isBox(col int) bool {
	for _, boxes := range l.boxes {
		for _, b := range boxes {
			if b.col == col {
				return true
			}
		}
	}
	return false
}

// runsOn reports whether one text is the next after another in a column that is numbered: P03 after
// P02, 10 after 9.
func runsOn(before, text string) bool {
	prefix, number, width := splitNumber(before)
	nextPrefix, next, nextWidth := splitNumber(text)
	return width > 0 && nextWidth > 0 && next == number+1 && strings.EqualFold(prefix, nextPrefix) &&
		(width == nextWidth || len(strconv.Itoa(next)) == nextWidth && len(strconv.Itoa(number)) == width)
}

// splitNumber splits a text before the number at its end, and returns how many digits that has.
func splitNumber(text string) (prefix string, number, width int) {
	prefix = strings.TrimRight(text, "0123456789")
	width = len(text) - len(prefix)
	if width > 9 {
		return text, 0, 0
	}
	number, _ = value.Digits(text[len(prefix):])
	return prefix, number, width
}
