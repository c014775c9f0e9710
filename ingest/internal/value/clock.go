package value

import "strings"

// Clock is the time of day that stands beside a date. The zero Clock is none.
type Clock struct {
	Minute int16 // of the day, up to 24*60
	Second int16
	Known  bool
	UTC    bool // it is a time of UTC: "Z", "GMT", "+00:00"
}

// parseClock reads a time of day as it may follow a day: "T13:45:00Z", " 1:45 PM",
// ", 13:45:00.000 -0400", " 1345", " 02.30.00 PM", ":13:45:00". Four digits alone are a military
// time where something parts them from the day.
func parseClock(s string) (c Clock, ok bool) {
	s, parted := clockStart(s)
	hour, minute, second, s, ok := clockParts(s, parted)
	if !ok {
		return c, false
	}
	s = withoutHours(strings.TrimLeft(s, " "))
	rest, half := halfOfDay(s)
	if half && (hour > 12 || hour == 0 && minute < 0) || !half && minute < 0 {
		return c, false
	}
	if half {
		hour %= 12
		if s[0]|0x20 == 'p' {
			hour += 12
		}
	}
	utc, ok := parseZone(rest)
	return Clock{Minute: int16(hour*60 + max(minute, 0)), Second: int16(second), Known: true, UTC: utc}, ok
}

// isTime reports whether s is a time of day, as it may follow a day.
func isTime(s string) bool {
	_, ok := parseClock(s)
	return ok
}

// clockStart takes off what parts a time of day from the day, and reports whether anything does.
func clockStart(s string) (rest string, parted bool) {
	rest = strings.TrimLeft(s, " ,")
	parted = len(rest) < len(s)
	switch {
	case len(rest) > 1 && (rest[0]|0x20 == 't' || rest[0] == ':') && IsDigit(rest[1]):
		return rest[1:], true
	case len(rest) > 3 && strings.EqualFold(rest[:3], "at "):
		return strings.TrimLeft(rest[3:], " "), true
	case len(rest) > 6 && strings.EqualFold(rest[:6], "a las "), len(rest) > 6 && strings.EqualFold(rest[:5], "a la "):
		return strings.TrimLeft(rest[5:], " "), true
	}
	return rest, parted
}

// clockParts takes the hour, the minute and the second off the front of s. The minute is -1 where
// there is an hour alone.
func clockParts(s string, parted bool) (hour, minute, second int, rest string, ok bool) {
	digits := 0
	for digits < len(s) && IsDigit(s[digits]) {
		digits++
	}
	if digits == 4 || digits == 6 {
		hour, _ = Digits(s[:2])
		minute, _ = Digits(s[2:4])
		if digits == 6 {
			second, _ = Digits(s[4:6])
		}
		ok = parted && isClock(hour, minute, second)
		return hour, minute, second, withoutFraction(s[digits:]), ok
	}
	hour, s, ok = timePart(s, 24)
	if !ok || s == "" {
		return hour, -1, 0, s, ok
	}
	separator := s[0]
	if separator != ':' && (separator != '.' || !hasDottedClock(s)) {
		return hour, -1, 0, s, true
	}
	if minute, s, ok = timePart(s[1:], 59); !ok {
		return 0, 0, 0, s, false
	}
	if s != "" && s[0] == separator {
		if second, s, ok = timePart(s[1:], 60); !ok {
			return 0, 0, 0, s, false
		}
	}
	return hour, minute, second, withoutFraction(s), isClock(hour, minute, 0)
}

func isClock(hour, minute, second int) bool {
	return hour < 24 && minute < 60 && second <= 60 || hour == 24 && minute == 0 && second == 0
}

// hasDottedClock reports whether s goes on as a time of Oracle, ".30.00".
func hasDottedClock(s string) bool {
	return len(s) >= 6 && IsDigit(s[1]) && IsDigit(s[2]) && s[3] == '.' && IsDigit(s[4]) && IsDigit(s[5])
}

// withoutFraction takes a fraction of a second off the front of s.
func withoutFraction(s string) string {
	if len(s) > 1 && (s[0] == '.' || s[0] == ',') && IsDigit(s[1]) {
		return strings.TrimLeft(s[1:], "0123456789")
	}
	return s
}

// timePart takes a number of one or two digits off s; it is at most limit.
func timePart(s string, limit int) (n int, rest string, ok bool) {
	i := 0
	for i < len(s) && i < 2 && IsDigit(s[i]) {
		i++
	}
	n, ok = Digits(s[:i])
	return n, s[i:], ok && n <= limit
}

// withoutHours takes the word for hours, as in "1345 hrs" and "13:45 h", off the front of s.
func withoutHours(s string) string {
	i := 0
	for i < len(s) && IsLetter(s[i]) {
		i++
	}
	for _, word := range [...]string{"h", "hr", "hrs", "hs", "hours", "horas"} {
		if strings.EqualFold(s[:i], word) {
			return strings.TrimLeft(s[i:], " .")
		}
	}
	return s
}

// halfOfDay takes "AM", "p.m.", "p. m." and the like off the front of s.
func halfOfDay(s string) (rest string, ok bool) {
	if s == "" || s[0]|0x20 != 'a' && s[0]|0x20 != 'p' {
		return s, false
	}
	t := strings.TrimPrefix(s[1:], ".")
	if len(t) < len(s)-1 {
		t = strings.TrimLeft(t, " ")
	}
	if t == "" || t[0]|0x20 != 'm' || len(t) > 1 && IsLetter(t[1]) {
		return s, false
	}
	return strings.TrimLeft(strings.TrimPrefix(t[1:], "."), " "), true
}
