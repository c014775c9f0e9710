// Package value reads what one cell says: dates, clock times, ages, and text as it is compared. Its
// functions know nothing of columns, rows or findings: what they return depends on the text alone.
package value

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Clean returns the text of a cell without blanks around it, with invisible characters left out and
// with plain blanks, quotation marks and dashes instead of typographic ones. It says whether any
// were there. Plain ASCII is not copied.
func Clean(s string) (text string, unusual bool) {
	for s != "" && asciiSpace(s[0]) {
		s = s[1:]
	}
	for s != "" && asciiSpace(s[len(s)-1]) {
		s = s[:len(s)-1]
	}
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return cleanRunes(s)
		}
	}
	return s, false
}

func asciiSpace(c byte) bool { return c == ' ' || c >= '\t' && c <= '\r' }

// cleanRunes is Clean for text that is not ASCII. Dashes are replaced without being called unusual.
func cleanRunes(s string) (string, bool) {
	unusual := false
	s = strings.Map(func(r rune) rune {
		switch {
		case r < utf8.RuneSelf:
			return r
		case r == '\u2018', r == '\u2019', r == '\u02bc':
			unusual = true
			return '\''
		case r == '\u201c', r == '\u201d':
			unusual = true
			return '"'
		case r >= '\u2010' && r <= '\u2015', r == '\u2212':
			return '-'
		case unicode.Is(unicode.Zs, r):
			unusual = true
			return ' '
		case unicode.Is(unicode.Cf, r):
			unusual = true
			return -1
		}
		return r
	}, s)
	return strings.TrimSpace(s), unusual
}

// Key returns what two headers or two spellings of a label share when they differ only in case,
// blanks, "_", "-" and other punctuation: their letters, digits and the signs + and < and >, which
// tell "60+" from "60". A negative number, such as a code of REDCap, keeps its sign.
func Key(s string) string {
	if _, negative := Digits(strings.TrimPrefix(s, "-")); negative {
		return s
	}
	s = Fold(s)
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || r == '+' || r == '<' || r == '>' {
			return r
		}
		return -1
	}, s)
}

// Fold returns s in Unicode normalisation form C and folded case.
func Fold(s string) string {
	ascii := true
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			ascii = false
			break
		}
	}
	if ascii {
		return strings.ToLower(s)
	}
	return norm.NFC.String(cases.Fold().String(norm.NFC.String(s)))
}
