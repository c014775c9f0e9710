package value

import (
	"strconv"
	"strings"

	"picreport/ingest/contact"
)

// ParseAge reads an age: "34", "34.5 yrs", "18-24", "18 to 24", "60+", "over 60", "<13", "8
// months". It returns the two ends, which are equal for one number, in years that the caller cuts
// down to completed ones, so that "18 months" is 1. It reports whether the text is an age at all;
// the age may be out of range. The text has been through Clean.
func ParseAge(text string) (age [2]float64, ok bool) {
	s := strings.ToLower(text)
	prefix := ""
	for _, p := range agePrefixes {
		if rest, found := strings.CutPrefix(s, p.text); found {
			prefix, s = p.means, strings.TrimLeft(rest, " ")
			break
		}
	}
	switch s {
	case "newborn", "infant", "neonate":
		return [2]float64{}, prefix == ""
	}
	low, s, ok := ageNumber(s)
	if !ok {
		return age, false
	}
	high, single := low, true
	if rest, found := cutRange(s); found && prefix == "" {
		if high, s, ok = ageNumber(rest); !ok || high < low {
			return age, false
		}
		single = false
	}
	suffix, years := ageUnit(s)
	if years == 0 {
		return age, false
	}
	low, high = low*years, high*years
	switch {
	case suffix == "" && prefix == "":
		return [2]float64{low, high}, true
	case !single || suffix != "" && prefix != "":
		return age, false
	}
	switch prefix + suffix {
	case ">":
		return [2]float64{low + 1, contact.MaxAge}, true
	case "+":
		return [2]float64{low, contact.MaxAge}, true
	case "<":
		return [2]float64{0, max(low-1, 0)}, true
	default: // "-"
		return [2]float64{0, low}, true
	}
}

// agePrefixes come before a number. Longer ones stand before those that they start with.
var agePrefixes = [...]struct{ text, means string }{
	{">=", "+"},
	{"≥", "+"},
	{">", ">"},
	{"over", ">"},
	{"older than", ">"},
	{"at least", "+"},
	{"<=", "-"},
	{"≤", "-"},
	{"<", "<"},
	{"under", "<"},
	{"younger than", "<"},
	{"less than", "<"},
	{"below", "<"},
	{"up to", "-"},
	{"age ", ""},
	{"aged ", ""},
}

// ageNumber takes a decimal number off the front of s.
func ageNumber(s string) (float64, string, bool) {
	i := 0
	if i < len(s) && s[i] == '-' {
		i++
	}
	for i < len(s) && i < 8 && (IsDigit(s[i]) || s[i] == '.') {
		i++
	}
	n, err := strconv.ParseFloat(s[:i], 64)
	return n, strings.TrimLeft(s[i:], " "), err == nil
}

// cutRange takes the sign between the two ends of a band off the front of s.
func cutRange(s string) (string, bool) {
	if rest, ok := strings.CutPrefix(s, "to "); ok {
		return strings.TrimLeft(rest, " "), true
	}
	rest, ok := strings.CutPrefix(s, "-")
	return strings.TrimLeft(rest, " "), ok
}

// ageUnit reads what follows the number: a unit, an open end, or both. Its years are those of one
// unit, 0 where it is none.
func ageUnit(s string) (suffix string, years float64) {
	years = 1
	for s != "" {
		word, rest, _ := strings.Cut(s, " ")
		if w, ok := strings.CutPrefix(s, "+"); ok {
			suffix, s = "+", strings.TrimLeft(w, " ")
			continue
		}
		s = strings.TrimLeft(rest, " ")
		if w, ok := strings.CutSuffix(word, "+"); ok {
			suffix, word = "+", w
		}
		switch strings.TrimRight(word, ".") {
		case "y", "yr", "yrs", "year", "years", "yo", "y/o", "old", "of", "age", "and", "or":
		case "m", "mo", "mos", "month", "months":
			years = 1.0 / 12
		case "w", "wk", "wks", "week", "weeks":
			years = 7 / 365.25
		case "d", "day", "days":
			years = 1 / 365.25
		case "over", "older", "above", "up":
			suffix = "+"
		case "under", "younger", "less", "below":
			suffix = "-"
		default:
			return "", 0
		}
	}
	return suffix, years
}
