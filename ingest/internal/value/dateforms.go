package value

import (
	"strings"
	"time"

	"picreport/ingest/contact"
)

// yearLast reads a day as Java, the shell and git write it, without its weekday: "Jul 01 14:30:00
// EDT 2024", "Jul  1 14:30:00 2024 -0400". It returns 0 for any other text.
func yearLast(s string) (contact.Date, Clock) {
	p := dateParts{rest: s}
	if !p.readPart(&p.part[0]) || !p.part[0].month || !p.skipSeparator(true) || !p.readPart(&p.part[1]) || p.part[1].month {
		return 0, Clock{}
	}
	clockText, year := cutLast(p.rest)
	zone := ""
	if year != "" && (year[0] == '+' || year[0] == '-') {
		zone = year
		clockText, year = cutLast(clockText)
	}
	y, ok := Digits(year)
	if !ok || len(year) != 4 {
		return 0, Clock{}
	}
	clock, ok := parseClock(clockText)
	if !ok {
		return 0, Clock{}
	}
	if zone != "" {
		if clock.UTC, ok = parseZone(zone); !ok {
			return 0, Clock{}
		}
	}
	return contact.MakeDate(y, time.Month(p.part[0].n), p.part[1].n), clock
}

// cutLast cuts the last word off s.
func cutLast(s string) (before, last string) {
	s = strings.TrimRight(s, " ")
	i := strings.LastIndexByte(s, ' ')
	return s[:max(i, 0)], s[i+1:]
}

// isoWeek reads the day of a week of ISO 8601, 2024-W27-1 or 2024W271, at the front of s. It returns
// 0 for any other text.
func isoWeek(s string) (d contact.Date, rest string) {
	year, week, rest, ok := cutWeek(s)
	rest = strings.TrimPrefix(rest, "-")
	if !ok || rest == "" || rest[0] < '1' || rest[0] > '7' {
		return 0, s
	}
	// 4 January is in the first week.
	fourth := contact.MakeDate(year, time.January, 4)
	monday := fourth - contact.Date((int(fourth.Time().Weekday())+6)%7)
	d = monday + contact.Date((week-1)*7+int(rest[0]-'1'))
	if y, w := d.Time().ISOWeek(); y != year || w != week {
		return 0, s
	}
	return d, rest[1:]
}

// isWeekAlone reports whether s is a week without its day.
func isWeekAlone(s string) bool {
	_, _, rest, ok := cutWeek(s)
	return ok && rest == ""
}

// cutWeek takes 2024-W27 or 2024W27 off the front of s.
func cutWeek(s string) (year, week int, rest string, ok bool) {
	if len(s) < len("2024W27") {
		return 0, 0, s, false
	}
	year, ok = Digits(s[:4])
	rest = strings.TrimPrefix(s[4:], "-")
	if !ok || len(rest) < 3 || rest[0]|0x20 != 'w' {
		return 0, 0, s, false
	}
	week, ok = Digits(rest[1:3])
	return year, week, rest[3:], ok && week > 0 && year > 0
}
