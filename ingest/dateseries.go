package ingest

import (
	"fmt"
	"slices"

	"picreport/ingest/finding"
	"picreport/ingest/internal/value"
)

// A wide table has one row a client and a column for the date of each contact: Contact Date 1,
// Contact Date 2; Visit 1 Date, Visit 2 Date; or a column a month. The headers of such a series
// differ by their numbers alone.

// areSeries reports whether two headers are of one series: they have the same words, and one of them
// a number that says that it is not the only one. "Contact Date" beside "Date of first contact" is
// none.
func areSeries(a, b dateHeader) bool {
	counts := func(h dateHeader) bool { return h.number > 1 || h.number == 1 && !h.isFirst }
	return a.stem == b.stem && a.number != b.number && (counts(a) || counts(b))
}

// isInSeries reports whether a column is of a series with one of others.
func (l *layout) isInSeries(col int, others []int) bool {
	h := readDateHeader(l.texts[col])
	return slices.ContainsFunc(others, func(other int) bool { return areSeries(h, readDateHeader(l.texts[other])) }) ||
		value.IsMonth(l.texts[col]) && slices.ContainsFunc(others, func(other int) bool { return other != col && value.IsMonth(l.texts[other]) })
}

// seriesNote says that the rows have further contact dates in columns of their own.
func (s *sheetReader) seriesNote(first unreadColumn) note {
	at := s.at
	at.col = int32(first.col) + 1
	l := s.layout
	var cols []int
	for _, c := range l.unread {
		if c.inSeries {
			cols = append(cols, c.col)
		}
	}
	all := append(slices.Clone(l.readDates()), cols...)
	slices.Sort(all)
	n := note{at: at, rule: finding.ContactDatesInColumns, field: fieldContactDate}
	n.text = fmt.Sprintf("rows have further dates in %s, which are not read; each may be a contact", l.columns(cols))
	n.hint = "map each column of contact dates with columns: in picreport.yaml, and the others to ignore"
	if l.canName(all...) {
		n.hint = fmt.Sprintf("where each is the date of a contact, set %s in picreport.yaml; where not, %s",
			l.mapAll(all, fieldContactDate), l.mapAll(cols, fieldIgnore))
	}
	return n
}

// suggestDates says how to map the columns that may hold the contact date, where there are several:
// all of those that hold a contact each, else one.
func (l *layout) suggestDates() string {
	cols := slices.Clone(l.dates)
	for _, col := range l.free {
		if !slices.Contains(cols, col) && l.isInSeries(col, l.dates) && l.canName(col) {
			cols = append(cols, col)
		}
	}
	slices.Sort(cols)
	hint := ""
	if all := l.ofContacts(cols); len(all) > 0 {
		hint = "where each is the date of a contact, set " + l.mapAll(all, fieldContactDate) + " in picreport.yaml"
	} else {
		hint = "set the day of the contact, and ignore the others, as in " + l.chooseOne(cols) + " in picreport.yaml"
	}
	if l.role == roleRoster {
		hint += "; if this is a roster, " + l.mapAll(cols, fieldIgnore)
	}
	return hint
}

// ofContacts returns which columns hold the date of a contact each: those of a series and, where
// there is one and in REDCap, those that speak of contacts. Else it returns none.
func (l *layout) ofContacts(cols []int) []int {
	hasSeries := l.redcap != nil
	for _, col := range cols {
		hasSeries = hasSeries || l.isInSeries(col, cols)
	}
	var of []int
	for _, col := range cols {
		if hasSeries && (l.isInSeries(col, cols) || readDateHeader(l.texts[col]).ofRedcap) {
			of = append(of, col)
		}
	}
	return of
}

// chooseOne maps one of several columns to the contact date, if possible one that speaks of
// contacts, and the others to ignore.
func (l *layout) chooseOne(cols []int) string {
	chosen := cols[max(0, slices.IndexFunc(cols, func(col int) bool { return readDateHeader(l.texts[col]).ofContact }))]
	pairs := []string{l.texts[chosen], fieldContactDate.String()}
	for _, col := range cols {
		if col != chosen {
			pairs = append(pairs, l.texts[col], fieldIgnore.String())
		}
	}
	return columnsLine(pairs...)
}
