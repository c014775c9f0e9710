package ingest

import (
	"maps"
	"slices"
	"strings"
	"unicode"

	"picreport/ingest/internal/value"
)

// strongHeader is from how many letters on a known header is like no name of a person: "Kate" is
// nearly "Date", and "Bob" is nearly "DOB".
const strongHeader = 8

// maxHeader is how many characters of a header a message shows.
const maxHeader = 60

// findNameable settles whether messages may name the headers: an export without headers has a
// client's data in their place. Two known headers are no chance, nor is a long one, nearly; a short
// one is none above a column of dates or numbers. A row with a value in it is never told.
func (r *Reader) findNameable(l *layout, row headRow, below []headRow) {
	l.nameable = !r.hasData(row) && (l.fields > 1 || r.hasStrongHeader(l) || l.fields == 1 && r.isAboveData(row, below))
}

// hasData reports whether a cell of a row may be a value.
func (r *Reader) hasData(row headRow) bool {
	return slices.Contains(row.dates, true) || slices.ContainsFunc(row.texts, r.isValue)
}

// isValue reports whether a text is, or is meant as, a date, a number, an ID, or a gender.
func (r *Reader) isValue(text string) bool {
	if text == "" {
		return false
	}
	if _, _, problem := value.ParseDate(text, r.opts.DateOrder, r.pivot); problem != value.NotADate {
		return true
	}
	digits, letters := 0, 0
	for _, c := range text {
		switch {
		case unicode.IsDigit(c):
			digits++
		case unicode.IsLetter(c):
			letters++
		}
	}
	key := value.Key(text)
	return digits > 2 || digits > 0 && digits >= letters || notReported[key] || r.spellings[fieldGender].byKey[key] != ""
}

// isAboveData reports whether one of the columns that a row has a text for has dates or numbers in
// the rows below.
func (r *Reader) isAboveData(row headRow, below []headRow) bool {
	for col, text := range row.texts {
		for _, b := range below {
			if text != "" && col < len(b.texts) && (b.dates[col] || r.isValue(b.texts[col])) {
				return true
			}
		}
	}
	return false
}

// hasStrongHeader reports whether a header is a long known one of a field that tells clients and
// contacts, but for a letter in eight.
func (r *Reader) hasStrongHeader(l *layout) bool {
	known := slices.Concat(headers[fieldClientID], headers[fieldContactDate], headers[fieldBirthDate], slices.Collect(maps.Keys(r.mapped)))
	return slices.ContainsFunc(l.names(), func(text string) bool {
		key := value.Key(text)
		return slices.ContainsFunc(known, func(k string) bool { return len(k) >= strongHeader && isNear(key, k, len(k)/strongHeader) })
	})
}

// isNear reports whether at most some letters of a key have to change to make it another.
func isNear(key, other string, edits int) bool {
	if len(key) > len(other)+4*edits || len(other) > len(key)+4*edits { // an edit is a letter of up to four bytes
		return false
	}
	return editDistance([]rune(key), []rune(other)) <= edits
}

// listed names the headers for a message, or says how many there are where they may be data.
func (l *layout) listed() string {
	if l.nameable {
		return quoted(shortened(l.names()))
	}
	return plural(len(l.names()), "cell") + " that may hold data, which --show-values shows"
}

// shortened cuts headers for a message at their first line and at maxHeader characters: a quotation
// mark that is not closed may have put rows of data into one.
func shortened(names []string) []string {
	out := make([]string, len(names))
	for i, name := range names {
		line, _, cut := strings.Cut(name, "\n")
		if runes := []rune(line); len(runes) > maxHeader {
			line, cut = string(runes[:maxHeader]), true
		}
		if cut {
			line = strings.TrimSpace(line) + "…"
		}
		out[i] = line
	}
	return out
}
