package value

import "strings"

// months and weekdays are matched by their first three letters or more, as in "Sept".
var (
	monthNames = [12]string{
		"january", "february", "march", "april", "may", "june",
		"july", "august", "september", "october", "november", "december",
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
	for i < len(s) && IsLetter(s[i]) {
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
	if len(s) < 2 || len(s) > 2 && IsLetter(s[2]) {
		return s
	}
	for _, ending := range [...]string{"st", "nd", "rd", "th"} {
		if strings.EqualFold(s[:2], ending) {
			return s[2:]
		}
	}
	return s
}
