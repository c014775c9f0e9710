package ingest

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"picreport/ingest/finding"
	"picreport/ingest/internal/value"
)

// nearFields are the fields of which a header that is nearly theirs is reported: those that figures
// rest on.
var nearFields = []field{
	fieldContactID, fieldClientID, fieldContactDate, fieldBirthDate, fieldAge, fieldGender, fieldSource, fieldServices,
}

// findNear finds the columns that no field claims, whose header is nearly one that is understood:
// misspelt (Genderr, Sorce), two of one field at once (Sex/Gender), or one with further
// words whose values leave no doubt (Sex at birth). Only a field that no column has is looked for,
// and what the column holds must not speak against it.
func (r *Reader) findNear(l *layout, below []headRow) {
	if l.role == roleNone {
		return
	}
	for _, col := range l.free {
		if l.isMasked(col) || len([]rune(l.texts[col])) > maxHeader {
			continue
		}
		header, _, isBox := cutBox(l.texts[col])
		f, like := r.nearField(header)
		if f == noField {
			f, like = r.evidentField(header, col, below)
		}
		if f != noField && !l.has(f) && !l.near[f] && r.mayBeOf(f, l, col, isBox, below) {
			l.near[f] = true
			l.found = append(l.found, nearNote(f, col, header, like))
		}
	}
}

// mayBeOf reports whether the sheet may have a field, and what the column holds does not speak
// against it.
func (r *Reader) mayBeOf(f field, l *layout, col int, isBox bool, below []headRow) bool {
	if isBox {
		return l.role == roleContacts && f.hasLabels()
	}
	return (l.role == roleContacts || f.isDemographic()) && r.mayHold(f, col, below)
}

// nearNote is the finding of a column whose header is nearly one of a field.
func nearNote(f field, col int, header, like string) note {
	return note{
		at: place{col: int32(col + 1)}, rule: finding.HeaderNear, field: f,
		text: fmt.Sprintf("the column %q was not read; %s", header, like),
		hint: fmt.Sprintf("set columns: {%q: %s} in picreport.yaml, or {%q: ignore} if it is something else",
			header, f, header),
	}
}

// nearField returns the field to which a header is near by its letters, and says why, or noField.
func (r *Reader) nearField(header string) (f field, like string) {
	if name, _, found := strings.Cut(header, "("); found {
		if f, like = r.nearField(name); f != noField {
			return f, like
		}
	}
	if f := r.oneFieldOf(header); f != noField {
		return f, "its header names " + f.String() + " twice"
	}
	tokens := headerTokens(header)
	if known, ok := r.corrected(tokens); ok {
		if c, ok := r.claim(known); ok && slices.Contains(nearFields, c.field) {
			return c.field, "its header is nearly one of " + c.field.String()
		}
	}
	if len(tokens) == 1 {
		if f := r.nearlyKnown(tokens[0]); f != noField {
			return f, "its header is nearly one of " + f.String()
		}
	}
	return noField, ""
}

// oneFieldOf returns the field that each part of a header claims that has several, as in
// Sex/Gender, or noField.
func (r *Reader) oneFieldOf(header string) field {
	parts := strings.FieldsFunc(strings.ReplaceAll(header, " or ", "/"), func(c rune) bool { return c == '/' || c == '|' || c == ',' })
	if len(parts) < 2 {
		return noField
	}
	f := noField
	for _, part := range parts {
		c, ok := r.claim(value.Key(part))
		if !ok || f != noField && c.field != f {
			return noField
		}
		f = c.field
	}
	if !slices.Contains(nearFields, f) {
		return noField
	}
	return f
}

// corrected returns the words of a header as one key, with those that are misspelt corrected, and
// whether there are any.
func (r *Reader) corrected(tokens []string) (key string, ok bool) {
	var b strings.Builder
	for _, token := range tokens {
		if word := correctedWord(token); word != "" {
			token, ok = word, true
		}
		b.WriteString(token)
	}
	return b.String(), ok
}

// correctedWord returns the known word that a word is a misspelling of, or "".
func correctedWord(token string) (word string) {
	if vocabulary[token] || otherWords[token] {
		return ""
	}
	least := 0
	for _, known := range knownWords {
		if !isTypo(token, known) {
			continue
		}
		if edits := editDistance([]rune(token), []rune(known)); word == "" || edits < least {
			word, least = known, edits
		}
	}
	return word
}

// nearlyKnown returns the field of a known header of several words that a header of one word is
// but for a letter (referalsource), or noField.
func (r *Reader) nearlyKnown(token string) field {
	for _, f := range nearFields {
		for _, known := range headers[f] {
			isNear := len(known) >= longWord && isTypo(token, known) && editDistance([]rune(token), []rune(known)) == 1
			if isNear && !vocabulary[known] && !hasOtherWord(token, known) {
				return f
			}
		}
	}
	return noField
}

// hasOtherWord reports whether a header of one word has a word in it that is none of a known one:
// serviceprovider is not serviceprovided.
func hasOtherWord(token, known string) bool {
	for word := range otherWords {
		if strings.Contains(token, word) && !strings.Contains(known, word) {
			return true
		}
	}
	return false
}

// longWord is from how many letters on a word may be misspelt in any of its letters.
const longWord = 6

// isTypo reports whether a word is another one with a slip of the fingers in it: in a short word a
// letter doubled or two swapped, in one of four or five letters also one left out, in a longer one
// any letter but the first, and in one of eight two.
func isTypo(typed, word string) bool {
	a, b := []rune(typed), []rune(word)
	if len(a) < 3 || len(b) < 3 || len(a) > len(b)+2 || len(b) > len(a)+2 {
		return false
	}
	edits := editDistance(a, b)
	switch {
	case edits == 0 || edits > 2 || strings.ContainsFunc(typed, unicode.IsDigit):
		return false
	case edits == 2:
		return len(a) >= 7 && len(b) >= 8 && a[0] == b[0]
	case len(b) >= longWord:
		return a[0] == b[0] || len(b) >= 9
	case len(a) == len(b):
		return isSwap(a, b)
	case len(a) == len(b)+1:
		return isDoubled(a, b)
	}
	return len(b) > 3 && a[0] == b[0]
}

// isSwap reports whether two words of one length, an edit apart, have two neighbours swapped.
func isSwap(a, b []rune) bool {
	different := 0
	for i := range a {
		if a[i] != b[i] {
			different++
		}
	}
	return different == 2
}

// isDoubled reports whether a word has a letter of another one twice.
func isDoubled(a, b []rune) bool {
	i := 0
	for i < len(b) && a[i] == b[i] {
		i++
	}
	return i > 0 && a[i] == a[i-1]
}

// headerTokens returns the words of a header in small letters, those with an apostrophe as one.
func headerTokens(header string) []string {
	return headerWords(strings.NewReplacer("'", "", "’", "").Replace(header))
}

// knownWords are the words of the built-in headers that may be misspelt.
var knownWords = strings.Fields("gender sex age dob mrn birth birthday birthdate source sources referral referrals " +
	"referred service services provided contact client person patient individual participant consumer subject record " +
	"encounter event incident visit identifier identity number date datetime generated group band range years type " +
	"made seen study")

// vocabulary is all the words of the built-in headers.
var vocabulary = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range knownWords {
		m[w] = true
	}
	for _, w := range strings.Fields("id no of at by in on how and time data entry entered created recorded name full " +
		"first last given surname family case cad yrs personal") {
		m[w] = true
	}
	return m
}()

// otherWords are words in headers that are a letter or two from a known one, and are none.
var otherWords = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields("contract contracts contacts contacted contractor provider providers provides " +
		"provide providing referrer referrers refers referring parent parents prison sender server course resource " +
		"resources score entity identify accident mode male make page stage agency agent dates data dare rate events even " +
		"groups bank bend types tape times clients clinic patients patience persons persona records recorder recording " +
		"numbers members serviced servicing outsource subjects participate participation participants individuals " +
		"incidents consumers consumed encounters counter generates generator identified visits visitor studies ranger " +
		"gendered transgender births sourced") {
		m[w] = true
	}
	return m
}()
