package report

import (
	"fmt"
	"regexp"
	"strconv"
	"time"

	"picreport/ingest/contact"
)

// Calendar are the days on which a programme is closed, so that no contact is to be expected.
type Calendar []Closed

// Closed is a stretch of days on which a programme is closed, once or every year.
type Closed struct {
	from, to contact.Date // once
	yearly   bool
	first    int // of each year: month times 100, plus the day of the month
	last     int // likewise; before first it lies in the next year
}

var (
	closedMonth  = regexp.MustCompile(`^(\d{4}-\d{2})$`)
	closedDays   = regexp.MustCompile(`^(\d{4}-\d{2}-\d{2})(?:\.\.(\d{4}-\d{2}-\d{2}))?$`)
	closedYearly = regexp.MustCompile(`^(\d{2})-(\d{2})\.\.(\d{2})-(\d{2})$`)
)

// ParseClosed reads a stretch of days: a month as 2024-08, a day as 2024-07-04, days as
// 2024-08-05..2024-08-16, or days of every year as 12-20..01-05.
func ParseClosed(s string) (Closed, error) {
	wrong := fmt.Errorf("%q is no time in which a programme is closed: write 2024-08, 2024-08-05..2024-08-16, or for "+
		"every year 12-20..01-05", s)
	if m := closedMonth.FindStringSubmatch(s); m != nil {
		t, err := time.Parse("2006-01", m[1])
		if err != nil {
			return Closed{}, wrong
		}
		from := contact.DateOf(t)
		return Closed{from: from, to: nextMonth(from) - 1}, nil
	}
	if m := closedDays.FindStringSubmatch(s); m != nil {
		var c Closed
		if c.from.UnmarshalText([]byte(m[1])) != nil || c.to.UnmarshalText([]byte(m[2])) != nil {
			return Closed{}, wrong
		}
		if c.to == 0 {
			c.to = c.from
		}
		if c.to < c.from {
			return Closed{}, wrong
		}
		return c, nil
	}
	m := closedYearly.FindStringSubmatch(s)
	if m == nil {
		return Closed{}, wrong
	}
	c := Closed{yearly: true}
	for i, of := range []*int{&c.first, &c.last} {
		month, _ := strconv.Atoi(m[1+2*i]) // digits, by the pattern
		day, _ := strconv.Atoi(m[2+2*i])
		if contact.MakeDate(2024, time.Month(month), day) == 0 { // a leap year
			return Closed{}, wrong
		}
		*of = month*100 + day
	}
	return c, nil
}

// has reports whether the programme is closed on a day.
func (c Calendar) has(d contact.Date) bool {
	for _, closed := range c {
		if closed.has(d) {
			return true
		}
	}
	return false
}

func (c Closed) has(d contact.Date) bool {
	if !c.yearly {
		return d >= c.from && d <= c.to
	}
	_, month, day := d.Date()
	at := int(month)*100 + day
	if c.first <= c.last {
		return at >= c.first && at <= c.last
	}
	return at >= c.first || at <= c.last
}
