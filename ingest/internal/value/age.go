package value

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"picreport/ingest/contact"
)

// ParseAge reads an age in English or Spanish: "34", "34 years 5 months", "35 y.o.", "18-24", "18 to
// 24", "60+", "over 60", "<13", "8 months", "30s", "de 13 a 17 años". It returns the two ends, which
// are equal for one number, in years that the caller cuts down to completed ones, so that "18
// months" is 1. It reports whether the text is an age at all; the age may be out of range. "34M" is
// none: it may be months, or a man. The text has been through Clean.
func ParseAge(text string) (age [2]float64, ok bool) {
	if _, inside, found := strings.Cut(text, "("); found && strings.HasSuffix(inside, ")") && !strings.ContainsAny(text[:len(text)-len(inside)], "0123456789") {
		text = strings.TrimSuffix(inside, ")") // Adult (18-59)
	}
	r := ageReader{words: ageWordsOf(text)}
	prefix := r.prefix()
	if len(r.words) == 1 && slices.Contains(newborns, r.words[0]) {
		return age, prefix == ""
	}
	low, ok := r.quantity()
	if !ok {
		return age, false
	}
	if len(r.words) == 1 && r.words[0] == "s" && prefix == "" && int(low)%10 == 0 { // 30s
		return [2]float64{low, low + 9}, low >= 10
	}
	if prefix == "" || prefix == "between" {
		if r.takeRange() {
			high, ok := r.quantity()
			return [2]float64{low, high}, ok && high >= low && len(r.words) == 0
		}
	}
	suffix, ok := r.suffix()
	switch {
	case !ok, suffix != "" && prefix != "", prefix == "between":
		return age, false
	}
	switch prefix + suffix {
	case ">":
		return [2]float64{math.Floor(low + 1), contact.MaxAge}, true
	case "+":
		return [2]float64{low, contact.MaxAge}, true
	case "<":
		return [2]float64{0, max(math.Ceil(low)-1, 0)}, true
	case "-":
		return [2]float64{0, low}, true
	}
	return [2]float64{low, low}, true
}

// ageWordsOf returns the words, numbers and signs of a text, in lower case.
func ageWordsOf(text string) []string {
	text = ageSpellings.Replace(Fold(text))
	var words []string
	kindOf := func(c rune) int {
		switch {
		case c == ' ':
			return 0
		case unicode.IsLetter(c):
			return 1
		case c >= '0' && c <= '9' || c == '.':
			return 2
		}
		return 3
	}
	last := 0
	for _, c := range text {
		kind := kindOf(c)
		switch {
		case kind != 0 && kind == last && kind != 3:
			words[len(words)-1] += string(c)
		case kind != 0:
			words = append(words, string(c))
		}
		last = kind
	}
	for i := range words { // of "yrs."
		if trimmed := strings.TrimRight(words[i], "."); words[i] != trimmed && trimmed == "" {
			words[i] = ""
		}
	}
	return slices.DeleteFunc(words, func(word string) bool { return word == "" })
}

// ageSpellings makes one of several ways to write a word or a sign.
var ageSpellings = strings.NewReplacer(
	"y.o.", "yo", "y.o", "yo", "y/o", "yo", "'s", "s", "’s", "s", "&", " and ", "–", "-", "—", "-", ">=", "≥", "<=", "≤",
)

var newborns = []string{"newborn", "infant", "neonate"}

// agePrefixes come before a number, and say whether the age is above it (>), at least (+), below (<)
// or at most (-). Longer ones stand before those that they start with.
var agePrefixes = [...]struct {
	words []string
	means string
}{
	{[]string{"≥"}, "+"},
	{[]string{">"}, ">"},
	{[]string{"over"}, ">"},
	{[]string{"above"}, ">"},
	{[]string{"older", "than"}, ">"},
	{[]string{"more", "than"}, ">"},
	{[]string{"mayor", "de"}, ">"},
	{[]string{"mayores", "de"}, ">"},
	{[]string{"más", "de"}, ">"},
	{[]string{"at", "least"}, "+"},
	{[]string{"desde"}, "+"},
	{[]string{"≤"}, "-"},
	{[]string{"up", "to"}, "-"},
	{[]string{"hasta"}, "-"},
	{[]string{"<"}, "<"},
	{[]string{"under"}, "<"},
	{[]string{"younger", "than"}, "<"},
	{[]string{"less", "than"}, "<"},
	{[]string{"below"}, "<"},
	{[]string{"menor", "de"}, "<"},
	{[]string{"menores", "de"}, "<"},
	{[]string{"menos", "de"}, "<"},
	{[]string{"between"}, "between"},
	{[]string{"entre"}, "between"},
	{[]string{"ages"}, ""},
	{[]string{"aged"}, ""},
	{[]string{"age"}, ""},
	{[]string{"edad"}, ""},
	{[]string{"from"}, ""},
	{[]string{"de"}, ""},
}

// ageUnits are the years in one of each unit.
var ageUnits = func() map[string]float64 {
	units := map[string]float64{}
	for years, names := range map[float64]string{
		1:          "y yr yrs year years yo año años ano anos",
		1.0 / 12:   "mo mos mth mths month months mes meses",
		7 / 365.25: "w wk wks week weeks semana semanas",
		1 / 365.25: "d day days día días dia dias",
	} {
		for name := range strings.FieldsSeq(names) {
			units[name] = years
		}
	}
	return units
}()

// ageReader reads an age word by word.
type ageReader struct {
	words   []string
	between bool // two ends with an "and", or the Spanish y, are to come
}

// take takes words off the front, if they stand there.
func (r *ageReader) take(words ...string) bool {
	if len(r.words) < len(words) || !slices.Equal(r.words[:len(words)], words) {
		return false
	}
	r.words = r.words[len(words):]
	return true
}

// takeAny takes one of several words off the front, if it stands there.
func (r *ageReader) takeAny(words ...string) bool {
	return len(r.words) > 0 && slices.Contains(words, r.words[0]) && r.take(r.words[0])
}

func (r *ageReader) prefix() string {
	means := ""
	for _, p := range agePrefixes {
		if r.take(p.words...) {
			means = p.means
			if r.between = means == "between"; means != "" {
				break
			}
		}
	}
	return means
}

// quantity reads a number with or without a unit, or several: 34 years 5 months.
func (r *ageReader) quantity() (years float64, ok bool) {
	sign := 1.0
	if r.take("-") {
		sign = -1
	}
	n, ok := r.number()
	if !ok {
		return 0, false
	}
	unit := r.unit()
	if unit == 0 {
		return sign * n, true
	}
	years = n * unit
	for {
		rest := r.words
		if !r.takeAny("and", "y", "con") {
			r.take(",")
		}
		n, ok := r.number()
		smaller := 0.0
		if ok {
			if smaller = r.unit(); smaller == 0 && unit == 1 && r.take("m") {
				smaller = 1.0 / 12
			}
		}
		if !ok || smaller == 0 || smaller >= unit {
			r.words = rest
			r.takeAny("old")
			return sign * years, true
		}
		years, unit = years+n*smaller, smaller
	}
}

func (r *ageReader) number() (float64, bool) {
	if len(r.words) == 0 || len(r.words[0]) > 8 || !IsDigit(r.words[0][0]) {
		return 0, false
	}
	n, err := strconv.ParseFloat(strings.TrimSuffix(r.words[0], "."), 64)
	if err == nil {
		r.words = r.words[1:]
	}
	return n, err == nil
}

// unit reads a unit, and returns its years; 0 where there is none. The Spanish y for "and" is none.
func (r *ageReader) unit() float64 {
	if len(r.words) == 0 || r.words[0] == "y" && r.between || r.words[0] == "y" && len(r.words) > 1 && !IsDigit(r.words[1][0]) && r.words[1] != "old" {
		return 0
	}
	years := ageUnits[r.words[0]]
	if years != 0 {
		r.words = r.words[1:]
		r.take(".")
		r.take("old")
		r.take("of", "age")
		r.take("de", "edad")
	}
	return years
}

// takeRange takes what stands between the two ends of a band.
func (r *ageReader) takeRange() bool {
	return r.takeAny("-", "to", "through", "thru", "a") || r.between && r.takeAny("and", "y")
}

// suffix reads what follows the number: an open end, upwards (+) or downwards (-), or nothing.
func (r *ageReader) suffix() (means string, ok bool) {
	for len(r.words) > 0 {
		switch {
		case r.takeAny("and", "or", "y", "o", "u", "old", "years", "yrs", "años", "age", "of"):
		case means == "" && r.takeAny("+", "over", "older", "above", "up", "more", "plus", "más", "mayor", "mayores"):
			means = "+"
		case means == "" && r.takeAny("under", "younger", "less", "below", "menos", "menor", "menores"):
			means = "-"
		default:
			return "", false
		}
	}
	return means, true
}
