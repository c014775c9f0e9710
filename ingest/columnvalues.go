package ingest

import (
	"slices"
	"strings"

	"picreport/ingest/contact"
	"picreport/ingest/internal/value"
)

// columnTexts returns what a column holds in the rows below the headers that were looked at: how
// many of its cells are filled, how many of these are dates, and the texts of the others.
func columnTexts(col int, below []headRow) (filled, dates int, texts []string) {
	for _, row := range below {
		switch {
		case col >= len(row.texts):
		case row.dates[col]:
			dates++
		case row.texts[col] != "":
			texts = append(texts, row.texts[col])
		}
	}
	return dates + len(texts), dates, texts
}

// mayHold reports whether what a column holds does not speak against a field: more than half of its
// filled cells have to be such values. A blank column may hold anything.
func (r *Reader) mayHold(f field, col int, below []headRow) bool {
	filled, dates, texts := columnTexts(col, below)
	fit := 0
	for _, text := range texts {
		if r.fits(f, text) {
			fit++
		}
	}
	switch f {
	case fieldBirthDate, fieldContactDate:
		fit = dates
	case fieldContactID:
		distinct := slices.Compact(slices.Sorted(slices.Values(texts)))
		fit = min(fit, len(distinct))
	}
	return filled == 0 || fit*2 > filled
}

// fits reports whether a text may be a value of a field.
func (r *Reader) fits(f field, text string) bool {
	key := value.Key(text)
	_, number := value.Digits(text)
	switch f {
	case fieldGender:
		return r.isGender(text) || notReported[key] || number && len(text) == 1
	case fieldAge:
		age, ok := value.ParseAge(text)
		return ok && age[1] <= contact.MaxAge || notReported[key]
	case fieldSource, fieldServices:
		return r.spellings[f].byKey[key] != "" || (!number || len(text) < 3) && !isTruthValue(key)
	case fieldContactID, fieldClientID:
		return !isTruthValue(key) && !r.isGender(text) && len(text) <= 40 && strings.Count(text, " ") < 3
	}
	return true
}

// isGender reports whether a text is a spelling of a gender.
func (r *Reader) isGender(text string) bool {
	return r.spellings[fieldGender].byKey[value.Key(text)] != ""
}

// isTruthValue reports whether a key says yes or no.
func isTruthValue(key string) bool {
	return slices.Contains([]string{"y", "n", "yes", "no", "true", "false", "x", "checked", "unchecked"}, key)
}

// evidentField returns the field that a column is of by a word of its header and by what it holds:
// the sex of whatever is not of somebody else, above genders; a birth, above dates.
func (r *Reader) evidentField(header string, col int, below []headRow) (f field, like string) {
	tokens := headerTokens(header)
	if slices.ContainsFunc(tokens, func(t string) bool { return notOfClients[strings.TrimSuffix(t, "s")] }) {
		return noField, ""
	}
	has := func(words ...string) bool {
		return slices.ContainsFunc(tokens, func(t string) bool { return slices.Contains(words, t) })
	}
	filled, dates, texts := columnTexts(col, below)
	switch {
	case filled < 2:
	case has("gender", "sex"):
		genders := 0
		for _, text := range texts {
			if r.isGender(text) {
				genders++
			}
		}
		if genders*5 >= filled*4 {
			return fieldGender, "its header speaks of gender, and it holds values of gender"
		}
	case has("dob", "birth", "birthday", "birthdate", "born") && dates*5 >= filled*4:
		return fieldBirthDate, "its header speaks of birth, and it holds dates"
	}
	return noField, ""
}

// notOfClients are words in headers of what is known of other people.
var notOfClients = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields("officer staff clinician worker caller reporter partner spouse child children " +
		"sibling parent mother father guardian baby infant offender offense offence offender suspect perpetrator abuser " +
		"responder interviewer provider preferred preference counselor manager husband wife household member emergency " +
		"referrer") {
		m[w] = true
	}
	return m
}()
