package ingest

import (
	"time"

	"picreport/ingest/contact"
	"picreport/ingest/internal/value"
	"picreport/ingest/table"
)

// dateStats are what the cells of a column of dates say of all of it: of the order of day and
// month, of dates that Excel has swapped, of times of UTC.
type dateStats struct {
	either, dotted tally    // texts that both orders can read, of the second with points: 3.4.2024
	month, day     tally    // texts that only month first, only day first can read
	realLow        cellList // dates that the workbook has as such, with a day up to 12, while there is none above
	realHigh       int      // those with a day above 12
	localTimes     int      // times of day that are not of UTC
	utcTimes       int      // those of UTC
	utcMidnights   int      // of these at 00:00:00
	otherDay       tally    // of these on another day in Options.Zone
}

// ofOrder returns how many texts can only be read in an order.
func (d *dateStats) ofOrder(order value.DateOrder) int {
	if order == value.DMY {
		return d.day.n
	}
	return d.month.n
}

// add adds the cells of later rows, which count from a row.
func (d *dateStats) add(more *dateStats, before int32) {
	d.either.addAll(more.either, before)
	d.dotted.addAll(more.dotted, before)
	d.month.addAll(more.month, before)
	d.day.addAll(more.day, before)
	if d.realHigh += more.realHigh; d.realHigh == 0 {
		d.realLow.addAll(&more.realLow, before)
	}
	d.localTimes += more.localTimes
	d.utcTimes += more.utcTimes
	d.utcMidnights += more.utcMidnights
	d.otherDay.addAll(more.otherDay, before)
}

// addEvidence counts what a text shows of the order.
func (d *dateStats) addEvidence(evidence value.OrderEvidence, at place) {
	switch evidence {
	case value.EitherOrder:
		d.either.add(at)
	case value.EitherDotted:
		d.dotted.add(at)
	case value.MonthFirst:
		d.month.add(at)
	case value.DayFirst:
		d.day.add(at)
	}
}

// addReal counts a date that the workbook has as such, by its day of the month.
func (d *dateStats) addReal(at place, day int) {
	switch {
	case day > 12:
		d.realHigh++
		d.realLow = cellList{}
	case d.realHigh == 0:
		d.realLow.add(at)
	}
}

// addClock counts the time of day that stands beside a date. A zone that is nil is that of the
// times.
func (d *dateStats) addClock(day contact.Date, c value.Clock, zone *time.Location, at place) {
	if !c.UTC {
		d.localTimes++
		return
	}
	d.utcTimes++
	if c.Minute == 0 && c.Second == 0 {
		d.utcMidnights++
	}
	if zone == nil {
		return
	}
	there := day.Time().Add(time.Duration(c.Minute)*time.Minute + time.Duration(c.Second)*time.Second).In(zone)
	if contact.DateOf(there) != day {
		d.otherDay.add(at)
	}
}

// realDay counts a cell that is a date in the workbook itself.
func (p *rowParser) realDay(f field, c table.Cell) {
	if (c.Kind == table.Date || c.Kind == table.DateTime) && len(c.Text) >= len(time.DateOnly) {
		p.out.stats[f].dates.addReal(p.of(f), int(c.Text[8]-'0')*10+int(c.Text[9]-'0'))
	}
}
