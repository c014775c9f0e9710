package ingest

import (
	"fmt"
	"slices"
	"strings"

	"picreport/ingest/finding"
	"picreport/ingest/internal/clients"
	"picreport/ingest/internal/value"
)

// redcapColumns are the columns that REDCap adds to an export, 0 is A and -1 is none. A record is a
// row for each event, and a row for each repeated instrument or event, whose instrument and
// instance are filled. The record ID is the first column unless another is named so.
type redcapColumns struct {
	record, event, instrument, instance int
}

// box is a check box: a column of a REDCap export that says of one choice whether it was checked.
type box struct {
	col    int
	choice string // the label, or the code where no dictionary has a label for it
}

// findRedcap returns the columns of a REDCap export, raw (redcap_event_name …) or labelled (Event
// Name …), or nil where the headers are not those of one.
func findRedcap(texts []string) *redcapColumns {
	c := redcapColumns{-1, -1, -1, -1}
	forms := false
	for i, text := range texts {
		switch key := value.Key(text); key {
		case "redcapeventname", "eventname":
			c.event = i
		case "redcaprepeatinstrument", "repeatinstrument":
			c.instrument = i
		case "redcaprepeatinstance", "repeatinstance":
			c.instance = i
		case "recordid":
			c.record = i
		case "complete":
			forms = true
		default:
			forms = forms || strings.HasSuffix(text, "_complete") || strings.Contains(text, "___") || strings.Contains(text, "(choice=")
		}
	}
	rawEvent := c.event >= 0 && strings.EqualFold(texts[c.event], "redcap_event_name")
	if c.instrument < 0 && c.instance < 0 && !rawEvent && (c.record < 0 || c.event < 0 && !forms) {
		return nil
	}
	if c.record < 0 {
		c.record = 0
	}
	return &c
}

// repeats reports whether the export says which event, instrument and instance a row is of.
func (c *redcapColumns) repeats() bool { return c.event >= 0 || c.instrument >= 0 || c.instance >= 0 }

// cutBox parts the header of a check box, such as services___2 or "Services (choice=De-escalation)",
// into the name of its field and its choice, and reports whether it is one. Of any other header the
// name is all.
func cutBox(text string) (name, choice string, isBox bool) {
	if name, choice, isBox = strings.Cut(text, "___"); isBox {
		if code, negative := strings.CutPrefix(choice, "_"); negative { // REDCap writes the code -1 as _1
			choice = "-" + code
		}
		return name, choice, true
	}
	name, choice, isBox = strings.Cut(text, "(choice=")
	if !isBox || !strings.HasSuffix(choice, ")") {
		return text, "", false
	}
	return strings.TrimSpace(name), strings.TrimSuffix(choice, ")"), true
}

// claimBox takes a header as that of a check box of a field with labels.
func (r *Reader) claimBox(l *layout, col int, text string) bool {
	name, choice, isBox := cutBox(text)
	if !isBox {
		return false
	}
	c, ok := r.claim(value.Key(name))
	if !ok || !c.field.hasLabels() {
		return false
	}
	if strings.Contains(text, "___") && r.redcapDictionary != nil {
		if label, ok := r.redcapDictionary.label(r.redcapDictionary.variable(name), choice); ok {
			choice = label
		}
	}
	l.boxes[c.field] = append(l.boxes[c.field], box{col, choice})
	return true
}

// isChecked reports whether the text of a check box says that it is checked: 1, Checked or, where
// labels are exported, the label. 8, 9 and 99 stand for what was not said or not collected (HMIS Data
// Standards, 1.8), and so do negative numbers, missing-data codes and words such as unknown.
func isChecked(text string) bool {
	switch strings.ToLower(text) {
	case "", "0", "unchecked", "no", "false", "n", "8", "9", "99":
		return false
	}
	return text[0] != '-' && !isNotReported(text) && !isErrorText(text)
}

// finishRedcap settles what is particular to REDCap. Instruments have dates of their own, so that a
// second column that could be the contact date is not passed over, as the rows of its instrument
// would be, unless the config says which instruments are contacts; and the record is a client where
// nothing else is.
func (l *layout) finishRedcap(dates []claimed, areChosen bool) {
	l.found = slices.DeleteFunc(l.found, func(n note) bool {
		return n.rule == finding.ColumnNotUsed && (n.field == fieldContactDate || int(n.at.col) == l.redcap.record+1)
	})
	if l.col[fieldClientID] < 0 && l.redcap.repeats() {
		l.col[fieldClientID] = l.redcap.record
	}
	if len(dates) < 2 || dates[0].rank == -1 {
		return
	}
	var names, pairs []string
	for _, d := range dates {
		names = append(names, l.texts[d.col])
		pairs = append(pairs, l.texts[d.col], fieldContactDate.String())
	}
	if areChosen {
		for _, d := range dates[1:] {
			l.spareDates = append(l.spareDates, d.col)
		}
		return
	}
	l.fatal = true
	l.found = append(l.found, note{
		rule: finding.ColumnAmbiguous, field: fieldContactDate,
		text: fmt.Sprintf("%s could each be the contact date", quoted(names)),
		hint: fmt.Sprintf("where each is the date of a contact, set %s in picreport.yaml; map the others to ignore",
			columnsLine(pairs...)),
	})
}

// redcapID returns the contact ID of a row that has none of its own: record, event, instrument and
// instance.
func (l *layout) redcapID(cell func(col int) string) string {
	c := l.redcap
	if !c.repeats() {
		return ""
	}
	parts := []string{cell(c.record)}
	for _, col := range [...]int{c.event, c.instrument, c.instance} {
		if col >= 0 {
			parts = append(parts, cell(col))
		}
	}
	return clients.Compared(strings.Join(parts, "/"))
}
