package ingest

import "strings"

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// months and weekdays are matched by their first three letters or more, as in "Sept".
var (
	monthNames = [12]string{
		"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
	}
	weekdayNames = [7]string{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}
)

// monthByName returns 1 to 12, or 0.
func monthByName(word string) int {
	for i, name := range monthNames {
		if abbreviates(word, name) {
			return i + 1
		}
	}
	return 0
}

// abbreviates reports whether word is name or its first three letters or more, in any case.
func abbreviates(word, name string) bool {
	return len(word) >= 3 && len(word) <= len(name) && strings.EqualFold(word, name[:len(word)])
}

// withoutWeekday takes a leading weekday, as in "Mon, " or "Monday ", off s.
func withoutWeekday(s string) string {
	i := 0
	for i < len(s) && isLetter(s[i]) {
		i++
	}
	for _, name := range weekdayNames {
		if abbreviates(s[:i], name) {
			return strings.TrimLeft(s[i:], " ,.")
		}
	}
	return s
}

// withoutOrdinal takes the ending of "1st", "2nd", "3rd" or "4th" off the front of s.
func withoutOrdinal(s string) string {
	if len(s) < 2 || len(s) > 2 && isLetter(s[2]) {
		return s
	}
	for _, ending := range [...]string{"st", "nd", "rd", "th"} {
		if strings.EqualFold(s[:2], ending) {
			return s[2:]
		}
	}
	return s
}

// isTime reports whether s is a time of day, as it may follow a day: "T13:45:00Z", " 1:45 PM", ", 13:45:00.000 -0400".
func isTime(s string) bool {
	s = strings.TrimLeft(s, " ,")
	if len(s) > 1 && (s[0]|0x20 == 't') && isDigit(s[1]) {
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
	if parts > 1 && len(s) > 1 && (s[0] == '.' || s[0] == ',') && isDigit(s[1]) {
		s = strings.TrimLeft(s[1:], "0123456789")
	}
	s, half := halfOfDay(strings.TrimLeft(s, " "))
	return (parts > 1 || half) && (!half || hour <= 12) && isZone(s)
}

// timePart takes a number of one or two digits off s; it is at most limit.
func timePart(s string, limit int) (n int, rest string, ok bool) {
	i := 0
	for i < len(s) && i < 2 && isDigit(s[i]) {
		i++
	}
	n, ok = digits(s[:i])
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
	for i < len(s) && i < 5 && isLetter(s[i]) {
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
