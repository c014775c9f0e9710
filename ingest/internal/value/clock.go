package value

import "strings"

// isTime reports whether s is a time of day, as it may follow a day: "T13:45:00Z", " 1:45 PM", ",
// 13:45:00.000 -0400".
func isTime(s string) bool {
	s = strings.TrimLeft(s, " ,")
	if len(s) > 1 && (s[0]|0x20 == 't') && IsDigit(s[1]) {
		s = s[1:]
	} else if len(s) > 3 && strings.EqualFold(s[:3], "at ") {
		s = strings.TrimLeft(s[3:], " ")
	}
	hour, s, ok := timePart(s, 24)
	if !ok {
		return false
	}
	parts := 1
	for ; parts < 3 && s != "" && s[0] == ':'; parts++ {
		if _, s, ok = timePart(s[1:], 59); !ok {
			return false
		}
	}
	if parts > 1 && len(s) > 1 && (s[0] == '.' || s[0] == ',') && IsDigit(s[1]) {
		s = strings.TrimLeft(s[1:], "0123456789")
	}
	s, half := halfOfDay(strings.TrimLeft(s, " "))
	return (parts > 1 || half) && (!half || hour <= 12) && isZone(s)
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

// halfOfDay takes "AM", "p.m." and the like off the front of s.
func halfOfDay(s string) (rest string, ok bool) {
	if s == "" || s[0]|0x20 != 'a' && s[0]|0x20 != 'p' {
		return s, false
	}
	t := strings.TrimPrefix(s[1:], ".")
	if t == "" || t[0]|0x20 != 'm' {
		return s, false
	}
	return strings.TrimLeft(strings.TrimPrefix(t[1:], "."), " "), true
}

// isZone reports whether s is empty or a time zone: "Z", "EST", "+02:00", "-0400", "UTC+2".
func isZone(s string) bool {
	i := 0
	for i < len(s) && i < 5 && IsLetter(s[i]) {
		i++
	}
	s = s[i:]
	if s == "" {
		return true
	}
	if s[0] != '+' && s[0] != '-' {
		return false
	}
	_, s, ok := timePart(s[1:], 14)
	if !ok || s == "" {
		return ok
	}
	_, s, ok = timePart(strings.TrimPrefix(s, ":"), 59)
	return ok && s == ""
}
