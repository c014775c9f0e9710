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
// one is none above a column of dates or numbers. A row with a value in it is told only where the
// columns below hold what its known headers say; what may be a value is masked then all the same.
func (r *Reader) findNameable(l *layout, row headRow, below []headRow) {
	if r.hasData(row) {
		l.nameable = r.isTable(l, below)
	} else {
		l.nameable = l.fields > 1 || r.hasStrongHeader(l) || l.fields == 1 && r.isAboveData(row, below)
	}
	l.masked = make([]bool, len(row.texts))
	for col, text := range row.texts {
		_, _, problem := value.ParseDate(text, r.opts.DateOrder, r.pivot)
		l.masked[col] = !l.nameable || row.dates[col] || problem != value.NotADate || mayBeData(text)
	}
}

// isTable reports whether a sheet holds what its known headers say: client IDs and, by the day of
// the contact or what a roster says, dates or values that are read.
func (r *Reader) isTable(l *layout, below []headRow) bool {
	holds := func(f field) bool {
		if l.col[f] < 0 {
			return false
		}
		filled, dates, texts := columnTexts(l.col[f], below)
		if f == fieldClientID {
			return len(texts) > 0 && !slices.ContainsFunc(texts, r.isKnownHeader)
		}
		return filled > 0 && (dates*2 > filled || f != fieldContactDate && f != fieldBirthDate && r.mayHold(f, l.col[f], below))
	}
	if l.role == roleContacts {
		return holds(fieldClientID) && holds(fieldContactDate)
	}
	return l.role == roleRoster && holds(fieldClientID) && (holds(fieldBirthDate) || holds(fieldAge) || holds(fieldGender))
}

// isKnownHeader reports whether a field claims a text as its header.
func (r *Reader) isKnownHeader(text string) bool {
	_, ok := r.claim(value.Key(text))
	return ok
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
	shown := l.shownNames()
	hidden := plural(len(l.names())-len(shown), "cell") + " that may hold data, which --show-values shows"
	switch {
	case len(shown) == 0:
		return hidden
	case len(shown) == len(l.names()):
		return quoted(shortened(shown))
	}
	return quoted(shortened(shown)) + " and " + hidden
}

// shownNames returns the headers that messages may name.
func (l *layout) shownNames() []string {
	var names []string
	for col, text := range l.texts {
		if text != "" && !l.isMasked(col) {
			names = append(names, text)
		}
	}
	return names
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
