package value

import (
	"strings"
	"unicode/utf8"
)

// Months and weekdays are matched by their first three letters or more, as in "Sept".
var (
	monthNames = [12]string{
		"january", "february", "march", "april", "may", "june",
		"july", "august", "september", "october", "november", "december",
	}
	weekdayNames = [7]string{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}

	spanishMonths = [12]string{
		"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
	}
	spanishWeekdays = [...]string{
		"lunes", "martes", "miércoles", "miercoles", "jueves", "viernes", "sábado", "sabado", "domingo",
	}
)

// monthByName returns 1 to 12, or 0.
func monthByName(word string) int {
	for i, name := range monthNames {
		if abbreviates(word, name) {
			return i + 1
		}
	}
	for i, name := range spanishMonths {
		if abbreviates(word, name) {
			return i + 1
		}
	}
	if abbreviates(word, "setiembre") {
		return 9
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

// withoutSpanishWeekday takes a leading weekday, as in "lun 1 jul 2024" or "martes, ", off s.
func withoutSpanishWeekday(s string) string {
	i := 0
	for i < len(s) && (IsLetter(s[i]) || s[i] >= utf8.RuneSelf) {
		i++
	}
	for _, name := range spanishWeekdays {
		if abbreviates(s[:i], name) {
			return strings.TrimLeft(s[i:], " ,.")
		}
	}
	return s
}

// withoutDe takes the "de" or "del" of "1 de julio del 2024" off the front of s.
func withoutDe(s string) string {
	for _, word := range [...]string{"de ", "del "} {
		if len(s) > len(word) && strings.EqualFold(s[:len(word)], word) {
			return strings.TrimLeft(s[len(word):], " ")
		}
	}
	return s
}

// withoutOrdinal takes the ending of "1st", "2nd", "3rd" or "4th", or of the Spanish "1º" or "1ro",
// off the front of s.
func withoutOrdinal(s string) string {
	for _, sign := range [...]string{"º", ".º", "°"} {
		if rest, ok := strings.CutPrefix(s, sign); ok {
			return rest
		}
	}
	if len(s) < 2 || len(s) > 2 && IsLetter(s[2]) {
		return s
	}
	for _, ending := range [...]string{"st", "nd", "rd", "th", "ro"} {
		if strings.EqualFold(s[:2], ending) {
			return s[2:]
		}
	}
	return s
}
