package ingest

import (
	"fmt"
	"math"
	"strings"
	"time"

	"picreport/ingest/finding"
	"picreport/ingest/internal/value"
)

// reportDates makes the findings about a whole column of dates.
func (s *sheetReader) reportDates(f field) {
	d := &s.stats[f].dates
	swap := d.swap()
	switch {
	case swap == swapSure && f != fieldRecordedOn:
		s.reportSwapped(f, d)
	case d.ofOrder(s.otherOrder()) > 0:
		s.reportContradiction(f, d, swap)
	case swap != swapNone && f != fieldRecordedOn:
		s.r.found.add(note{
			at: s.columnAt(d.realLow.cells[0], f), rule: finding.DateOrderUnproven, field: f,
			text: fmt.Sprintf("%s of the workbook with a day up to 12 beside %s with a part above 12: too few to tell "+
				"whether Excel has swapped day and month", plural(d.realLow.n, "date"), plural(d.month.n+d.day.n, "text date")),
			hint: "look whether these dates are right; if not, " + swapHint,
		})
	case d.month.n+d.day.n == 0 && d.either.n+d.dotted.n > 0 && f != fieldRecordedOn && !s.r.opts.DateOrderSet:
		s.reportUnproven(f, d)
	}
	if f == fieldContactDate {
		s.reportUTC(f, d)
	}
}

func (s *sheetReader) order() value.DateOrder {
	if s.r.opts.DateOrder == value.DMY {
		return value.DMY
	}
	return value.MDY
}

func (s *sheetReader) otherOrder() value.DateOrder {
	if s.order() == value.DMY {
		return value.MDY
	}
	return value.DMY
}

// columnAt returns the place of a cell of a field's column.
func (s *sheetReader) columnAt(c cellPlace, f field) place {
	at := s.at
	at.row, at.col = c.row, int32(s.layout.col[f]+1)
	return at
}

// swapping says whether Excel has swapped day and month of a column's dates. A CSV whose days stand
// first, opened by an Excel that takes months first, has dates with a day up to 12 as real dates,
// swapped, and the others as text; and the other way round.
type swapping uint8

const (
	swapNone     swapping = iota
	swapPossible          // too few cells
	swapSure
)

// mostChance is how likely a column without a fault may be to look swapped.
const mostChance = 0.1

// swap says how the column looks. Of all days of a year 12 in 30.4 are up to 12.
func (d *dateStats) swap() swapping {
	low, above := float64(d.realLow.n), float64(d.month.n+d.day.n)
	if d.realHigh > 0 || low == 0 || above == 0 || d.month.n > 0 && d.day.n > 0 || d.either.n+d.dotted.n > 0 {
		return swapNone
	}
	const share = 12 / 30.4
	if math.Pow(share, low)*math.Pow(1-share, above) > mostChance {
		return swapPossible
	}
	return swapSure
}

// swapHint is how to mend dates that Excel has swapped.
const swapHint = "export again, and format the column as text (Data > From Text/CSV) before Excel reads it, or hand " +
	"picreport the CSV itself; date_order: does not mend it"

// reportSwapped reports a column whose real dates Excel has swapped. Its figures would be wrong
// whatever rows are left out, so that the finding is about the column, not a row.
func (s *sheetReader) reportSwapped(f field, d *dateStats) {
	at := s.columnAt(cellPlace{}, f)
	other := "the day first"
	if d.month.n > 0 {
		other = "the month first"
	}
	names := d.realLow.names()
	listed := strings.Join(names[:min(len(names), 5)], ", ")
	if more := d.realLow.n - 5; more > 0 {
		listed += fmt.Sprintf(" and %d more", more)
	}
	s.r.found.add(note{
		at: at, rule: finding.DatesSwapped, field: f, hint: swapHint,
		text: fmt.Sprintf("Excel has swapped day and month of %s (%s): none has a day above 12, and %s, which Excel left as "+
			"text, have %s", plural(d.realLow.n, "real date"), listed, plural(d.month.n+d.day.n, "date"), other),
	})
	s.rewriteOrderHints(f, "Excel has swapped day and month of the other dates of the column; "+swapHint)
}

// rewriteOrderHints puts another hint in place of those that would set the date order.
func (s *sheetReader) rewriteOrderHints(f field, hint string) {
	hint = s.r.found.intern(hint)
	for i := range s.r.found.notes {
		n := &s.r.found.notes[i]
		isOfColumn := n.at.export == s.at.export && n.at.sheet == s.at.sheet && n.field == f
		if isOfColumn && (n.hint == hintDMY || n.hint == hintMDY) {
			n.hint = hint
		}
	}
}

// reportContradiction reports a column with dates that the chosen order cannot read.
func (s *sheetReader) reportContradiction(f field, d *dateStats, swap swapping) {
	against, first := d.month.n, d.month.first
	if s.order() == value.MDY {
		against, first = d.day.n, d.day.first
	}
	hint := orderHint(against, d.ofOrder(s.order()), s.otherOrder())
	if swap == swapPossible {
		hint = fmt.Sprintf("set date_order: %s only if the real dates of the column are right; if Excel has swapped them, %s",
			s.otherOrder(), swapHint)
		s.rewriteOrderHints(f, hint)
	}
	s.r.found.add(note{
		at: first, rule: finding.DateOrder, field: f, hint: hint,
		text: fmt.Sprintf("%s of the column can only be read day first, %d only month first and %d either way; the chosen "+
			"order is %s", plural(d.day.n, "date"), d.month.n, d.either.n+d.dotted.n, s.order()),
	})
}

// orderHint says what to do about a column of contradicting dates.
func orderHint(against, with int, other value.DateOrder) string {
	if with == 0 {
		return fmt.Sprintf("set date_order: %s", other)
	}
	if against > with {
		return fmt.Sprintf("most dates speak for date_order: %s; correct the others", other)
	}
	return "correct these dates, or write them as 2024-07-01"
}

// reportUnproven reports a column whose dates both orders can read, each of them, where no other
// column of the sheet shows the order either. Dates with points are usual where days come first, so
// that the chosen order is a guess.
func (s *sheetReader) reportUnproven(f field, d *dateStats) {
	chosen, other, proof := 0, 0, noField
	for _, column := range [...]field{fieldContactDate, fieldBirthDate, fieldRecordedOn} {
		stats := &s.stats[column].dates
		if n := stats.ofOrder(s.otherOrder()); n > 0 && stats.swap() != swapSure {
			other, proof = other+n, column
		}
		chosen += stats.ofOrder(s.order())
	}
	n := note{at: d.either.first, rule: finding.DateOrderUnproven, field: f}
	count := plural(d.either.n+d.dotted.n, "date")
	switch {
	case other > 0 && chosen == 0 && f == fieldContactDate:
		n.at, n.rule = s.columnAt(cellPlace{}, f), finding.DateOrderUnknown
		n.text = fmt.Sprintf("%s of the column can be read with the day or the month first, and the column of the %s can "+
			"only be read in the order %s", count, proof.title(), s.otherOrder())
	case chosen > 0 && other == 0:
		return
	case d.dotted.n > 0:
		n.at, n.rule = s.columnAt(cellPlace{}, f), finding.DateOrderUnknown
		n.text = fmt.Sprintf("nothing in the column shows whether the day or the month comes first in its %s: one "+
			"such as 7.1.2024 would be July 1 with date_order: mdy, and 7 January with date_order: dmy", count)
	default:
		n.text = fmt.Sprintf("nothing in the column shows whether the day or the month comes first in its %s; they "+
			"were read in the order %s", count, s.order())
	}
	s.r.found.add(n)
}

// reportUTC reports a column whose times are all of UTC, where some are on another day at the
// programme's place. Midnights alone are no times.
func (s *sheetReader) reportUTC(f field, d *dateStats) {
	if d.localTimes > 0 || d.otherDay.n == 0 || d.utcMidnights == d.utcTimes {
		return
	}
	s.r.found.add(note{
		at: d.otherDay.first, rule: finding.DatesUTC, field: f,
		text: fmt.Sprintf("all %s of the column are of UTC, and %d of them are on another day in %s; this is the first",
			plural(d.utcTimes, "time"), d.otherDay.n, zoneName(s.r.opts.Zone)),
	})
}

// zoneName names a time zone for a message.
func zoneName(zone *time.Location) string {
	if zone == time.Local {
		return "the time zone of this machine"
	}
	return zone.String()
}
