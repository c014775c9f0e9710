package ingest

import (
	"strconv"

	"picreport/ingest/contact"
)

// A row may have several contact dates, in columns of their own: one client with all contacts, or
// one record of REDCap with an instrument for each kind of contact. The row is then a contact for
// each date that it fills, with the row's values. Where its columns are only spare ones, it is the
// contact of the first that it fills.

// hasManyDates reports whether more than one column may hold the contact date.
func (l *layout) hasManyDates() bool { return len(l.moreDates)+len(l.spareDates) > 0 }

// firstFilled returns the column of the row's first contact date: the column of the layout where
// none is filled.
func (p *rowParser) firstFilled() int {
	first := p.layout.col[fieldContactDate]
	if p.isFilled(first) {
		return first
	}
	for _, cols := range [...][]int{p.layout.moreDates, p.layout.spareDates} {
		for _, col := range cols {
			if p.isFilled(col) {
				return col
			}
		}
	}
	return first
}

// isFilled reports whether the row has a text in a column.
func (p *rowParser) isFilled(col int) bool { return p.plainAt(col) != "" }

// furtherContacts adds a contact for each contact date of the row after its first, of which the
// parts are given.
func (p *rowParser) furtherContacts(id parsedID, person uint64, redcap redcapParts) {
	width := len(p.none)
	first := p.out.rows[len(p.out.rows)-1]
	if first.is&isNoContact != 0 {
		return
	}
	days := []contact.Date{first.date}
	of := len(p.out.values) - width
	isAfter := p.col[fieldContactDate] == p.layout.col[fieldContactDate]
	for _, col := range p.layout.moreDates {
		if !isAfter || !p.isFilled(col) {
			isAfter = isAfter || col == p.col[fieldContactDate]
			continue
		}
		p.col[fieldContactDate] = col
		p.readDay()
		row := first
		row.date, _ = p.contactDate()
		row.is |= isFurther | isDated
		row.kind = rowRejected
		if row.date != 0 && (p.carries || row.is&hasClient != 0) {
			row.kind = rowContact
		}
		p.out.values = append(p.out.values, p.out.values[of:of+width]...)
		p.values = p.out.values[len(p.out.values)-width:]
		row.said = p.said(row.date)
		p.out.rows = append(p.out.rows, row)
		p.addParts(p.idOn(id, row.date, &days), person, redcap)
	}
}

// idOn returns the contact ID of a further date of a row: that of the row for a day that it had
// already, else the ID with the number of the day, since one ID on several days of one row is no ID
// that was used again.
func (p *rowParser) idOn(id parsedID, day contact.Date, days *[]contact.Date) parsedID {
	if id.text.from == id.text.to || day == 0 {
		return id
	}
	n := 0
	for n < len(*days) && (*days)[n] != day {
		n++
	}
	if n == len(*days) {
		*days = append(*days, day)
	}
	if n == 0 {
		return id
	}
	from := len(p.texts)
	p.texts = append(p.texts, p.texts[id.text.from:id.text.to]...)
	p.texts = append(p.texts, " [date "...)
	p.texts = strconv.AppendInt(p.texts, int64(n+1), 10)
	p.texts = append(p.texts, ']')
	return parsedID{p.r.contactIDs.Hash(p.texts[from:]), textSpan{uint32(from), uint32(len(p.texts))}}
}
