package ingest

import (
	"fmt"
	"slices"
	"strings"

	"picreport/ingest/contact"
	"picreport/ingest/finding"
	"picreport/ingest/internal/value"
	"picreport/ingest/table"
)

// unreadColumn is a column that nothing reads, and that may hold the days of contacts by what its
// header says. Its dates are compared with those that are read, row by row.
type unreadColumn struct {
	dateHeader
	col      int
	isSpare  bool // it is read where the row has no other contact date
	inSeries bool // it is one of several headers that differ by their number alone
}

// unreadDates are what the rows say of an unread column.
type unreadDates struct {
	rows   int // that have a date in it or in the column that is read
	dates  int
	others int // that have a text that is no date
	differ int // whose date is another one than that which is read, also where none is
}

func (u *unreadDates) add(more unreadDates) {
	u.rows += more.rows
	u.dates += more.dates
	u.others += more.others
	u.differ += more.differ
}

// findUnread finds the unread columns to compare, by the headers and the first rows below them.
func (r *Reader) findUnread(l *layout, rows []headRow) {
	if l.role != roleContacts || l.col[fieldContactDate] < 0 {
		return
	}
	for col, text := range l.texts {
		isSpare := slices.Contains(l.spareDates, col)
		if text == "" || l.uses(col) && !isSpare || r.isClaimedByOther(text) {
			continue
		}
		h := readDateHeader(text)
		if !h.ofContact && (l.redcap == nil || !h.ofRedcap) && !isSeriesOf(h) || !mayHoldDates(h, col, rows) {
			continue
		}
		l.unread = append(l.unread, unreadColumn{dateHeader: h, col: col, isSpare: isSpare})
	}
	for i := range l.unread {
		l.unread[i].inSeries = l.isInSeries(l.unread[i].col, l.dateColumns())
	}
}

// isSeriesOf reports whether a header may be one of several of follow-up contacts: they speak of
// contacts where there is a number.
func isSeriesOf(h dateHeader) bool { return h.ofRedcap && h.number > 0 }

// isClaimedByOther reports whether a header stands for another field than the contact date, or is
// not to be read.
func (r *Reader) isClaimedByOther(text string) bool {
	c, ok := r.claim(value.Key(text))
	return ok && c.field != fieldContactDate
}

// mayHoldDates reports whether the first rows of a column leave it open that it holds dates.
func mayHoldDates(h dateHeader, col int, rows []headRow) bool {
	dates, others := countDates(col, rows)
	return dates >= others || h.named
}

// countDates counts the dates and the other texts of a column in the first rows.
func countDates(col int, rows []headRow) (dates, others int) {
	for _, row := range rows {
		switch {
		case col >= len(row.texts):
		case row.dates[col]:
			dates++
		case row.texts[col] != "":
			others++
		}
	}
	return dates, others
}

// dateColumns returns the columns that are read as the contact date, and those that are compared
// with them.
func (l *layout) dateColumns() []int {
	var cols []int
	if col := l.col[fieldContactDate]; col >= 0 {
		cols = append(cols, col)
	}
	cols = append(cols, l.moreDates...)
	for _, c := range l.unread {
		cols = append(cols, c.col)
	}
	return cols
}

// compareDates compares the unread columns of the row with its contact date, 0 for none. A row
// whose contact date is wrong is not compared.
//
// Rows of a group of REDCap without one are for the findings of the group: the bits that are
// returned say which of the columns they fill.
func (p *rowParser) compareDates(read contact.Date, isWrong bool) (filled uint32) {
	ofGroup := read == 0 && p.layout.redcap != nil && p.redcapGroup() != ""
	for i := range p.layout.unread {
		c := &p.layout.unread[i]
		u := &p.out.unread[i]
		if c.col >= len(p.cells) || p.cells[c.col].Text == "" {
			if read != 0 {
				u.rows++
			}
			continue
		}
		cell := p.cells[c.col]
		day := read
		if !p.isReadDay(cell, read) {
			if day = p.dayIn(cell, c.named, read); day == 0 {
				u.others++
				continue
			}
		}
		u.dates++
		if ofGroup {
			filled |= 1 << min(i, 31)
			continue
		}
		u.rows++
		if day != read && !isWrong && !p.isReadElsewhere(day) {
			u.differ++
		}
	}
	return filled
}

// isReadDay reports whether a cell has the row's contact date at a glance: the same text or, where
// that is a day such as 2024-07-01, it with a time.
func (p *rowParser) isReadDay(c table.Cell, read contact.Date) bool {
	if read == 0 {
		return false
	}
	text := p.cells[p.col[fieldContactDate]].Text
	return c.Text == text || p.day != 0 && len(c.Text) > len(text) && c.Text[:len(text)] == text && !value.IsDigit(c.Text[len(text)])
}

// isReadElsewhere reports whether another column of contact dates has a day.
func (p *rowParser) isReadElsewhere(day contact.Date) bool {
	return slices.ContainsFunc(p.layout.moreDates, func(col int) bool {
		return col < len(p.cells) && p.cells[col].Text != "" && p.dayIn(p.cells[col], true, day) == day
	})
}

// dayIn returns the day of a cell of a column that is not read, or 0: in the other date order where
// that makes it a given one. Numbers are days only under a header that speaks of dates.
func (p *rowParser) dayIn(c table.Cell, named bool, read contact.Date) contact.Date {
	if d := isoDay(c); d != 0 {
		return d
	}
	text, kind, _ := readCell(c)
	switch kind {
	case table.Blank, table.Time, table.Bool, table.ErrorValue:
		return 0
	}
	if strings.Trim(text, "0123456789.") == "" && !strings.Contains(strings.Trim(text, "."), ".") {
		if !named {
			return 0
		}
		if d := serial(fieldContactDate, text, kind, p.date1904); d != 0 {
			return d
		}
	}
	d, evidence, problem := value.ParseDate(text, p.r.opts.DateOrder, p.r.pivot)
	if problem == 0 && (d == read || evidence != value.EitherOrder) {
		return d
	}
	if problem != 0 && problem != value.OtherDateOrder {
		return 0
	}
	other, _, _ := value.ParseDate(text, otherOrder(p.r.opts.DateOrder), p.r.pivot)
	if problem != 0 || other == read {
		return other
	}
	return d
}

func otherOrder(order value.DateOrder) value.DateOrder {
	if order == value.DMY {
		return value.MDY
	}
	return value.DMY
}

// reportUnreadDates makes the findings of the unread columns of dates that differ from the contact
// dates that were read.
func (s *sheetReader) reportUnreadDates() {
	var series []unreadColumn
	for i, c := range s.layout.unread {
		u := s.unread[i]
		switch {
		case u.dates <= u.others, u.differ == 0:
		case c.inSeries:
			series = append(series, c)
		case (c.ofContact || c.isSpare) && u.differ*10 > u.rows:
			s.r.found.add(s.unreadNote(c, u))
		}
	}
	if len(series) > 0 {
		s.r.found.add(s.seriesNote(series[0]))
	}
}

// unreadNote says that an unread column has other days than the one that is read.
func (s *sheetReader) unreadNote(c unreadColumn, u unreadDates) note {
	l := s.layout
	read := l.col[fieldContactDate]
	at := s.at
	at.col = int32(c.col) + 1
	n := note{at: at, rule: finding.ContactDatesNotRead, field: fieldContactDate}
	n.text = fmt.Sprintf("the dates of %s are not read, and in %d of %s they are other days than those of %s, which are",
		l.columns([]int{c.col}), u.differ, plural(u.rows, "row"), l.columns([]int{read}))
	if isBareDate(l.texts[read]) && !l.mapped[fieldContactDate] && !c.isSide {
		n.rule = finding.ContactDateDoubtful
	}
	n.hint = "say which with columns: in picreport.yaml"
	if l.canName(c.col, read) {
		mine, other := l.texts[c.col], l.texts[read]
		n.hint = fmt.Sprintf("if %s has the days of the contacts, set %s in picreport.yaml; if %s has, %s",
			quote(mine), columnsLine(mine, "contact_date", other, "ignore"), quote(other), columnsLine(mine, "ignore"))
		if n.rule == finding.ContactDatesNotRead {
			n.hint += "; if each is a contact, " + columnsLine(other, "contact_date", mine, "contact_date")
		}
	}
	return n
}

// readDates returns the columns that are read as contact dates.
func (l *layout) readDates() []int {
	if l.col[fieldContactDate] < 0 {
		return l.moreDates
	}
	return append([]int{l.col[fieldContactDate]}, l.moreDates...)
}

// mapAll writes the line of a configuration that maps each of some columns to a field.
func (l *layout) mapAll(cols []int, f field) string {
	var pairs []string
	for _, col := range cols {
		pairs = append(pairs, l.texts[col], f.String())
	}
	return columnsLine(pairs...)
}
