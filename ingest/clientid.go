package ingest

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// compareID returns an ID as it is compared: NFC, case-folded, inner blanks collapsed. The text has been through plain.
func compareID(text string) string {
	id := fold(text)
	if strings.Contains(id, "  ") || strings.ContainsAny(id, "\t\n\r") {
		id = strings.Join(strings.Fields(id), " ")
	}
	return id
}

// appendID appends compareID of a text.
func appendID(dst []byte, text string) []byte {
	start := len(dst)
	blank := true
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c >= utf8.RuneSelf || c < ' ' || c == ' ' && blank {
			return append(dst[:start], compareID(text)...)
		}
		blank = c == ' '
		if c >= 'A' && c <= 'Z' {
			c |= 0x20
		}
		dst = append(dst, c)
	}
	return dst
}

// plainID is what one look at a plain ID tells: an ID of up to sixteen characters of ASCII, with a digit among them, that is not an error, a
// word for an unknown value, or a number that a spreadsheet has shortened.
type plainID struct {
	key      idKey
	spelling spelling
	alike    idKey // what appendAlikeKey appends
}

// readPlainID reads a text, and reports whether it is such an ID. It gives the same key, spelling and likeness as the functions for any ID.
func readPlainID(text string, out *plainID) bool {
	if len(text) == 0 || len(text) > keyBytes || text[0] == '#' {
		return false
	}
	var id, alike [keyBytes]byte
	n := 0 // bytes of alike
	zeros, digit, digits, upper, lower := false, false, false, false, false
	for i := range len(text) {
		c := text[i]
		if c <= ' ' || c >= 0x7f || c == '+' || c == '.' {
			return false
		}
		switch {
		case isDigit(c):
			digits = true
		case c >= 'A' && c <= 'Z':
			upper = true
			c |= 0x20
		case c >= 'a' && c <= 'z':
			lower = true
		}
		id[i] = c
		switch { // as in appendAlikeKey
		case c == 'o':
			c = '0'
		case c == 'e' && isDigit(text[0]):
			return false
		}
		if c == '0' && !digit {
			zeros = true
			continue
		}
		number := isDigit(c)
		if zeros && !number {
			alike[n] = '0'
			n++
		}
		zeros, digit = false, number
		if number || isLetter(c) {
			alike[n] = c
			n++
		}
	}
	if zeros {
		alike[n] = '0'
	}
	out.key, out.alike = packed(id), packed(alike)
	switch {
	case !upper:
		out.spelling = spelledAsID
	case !lower:
		out.spelling = spelledInCapitals
	default:
		out.spelling = spelledOtherwise
	}
	return digits
}

// lookAlikeKey returns what IDs share that differ only in leading zeros, O and 0, blanks or punctuation, and in being written as
// 1023, 1023.0 or 1.023e3. Its parts keep one "-" in place of each run of blanks and punctuation, to tell 1-12 from 11-2.
func lookAlikeKey(id string) (key, parts string) {
	if n, err := strconv.ParseFloat(id, 64); err == nil && n == float64(int64(n)) && n > 0 && n < 1e15 && strings.ContainsAny(id, ".e") {
		key = strconv.FormatInt(int64(n), 10)
		return key, key
	}
	var b strings.Builder
	zeros, digit := 0, false // zeros held back at the start of a run of digits; inside such a run
	for _, r := range id {
		if r == 'o' {
			r = '0'
		}
		if r == '0' && !digit {
			zeros++
			continue
		}
		number := unicode.IsDigit(r)
		if zeros > 0 && !number {
			b.WriteByte('0')
		}
		zeros, digit = 0, number
		if number || unicode.IsLetter(r) {
			b.WriteRune(r)
		} else if s := b.String(); s != "" && s[len(s)-1] != '-' {
			b.WriteByte('-')
		}
	}
	if zeros > 0 {
		b.WriteByte('0')
	}
	parts = strings.Trim(b.String(), "-")
	return strings.ReplaceAll(parts, "-", ""), parts
}

// appendAlikeKey appends the key of lookAlikeKey. Nearly every ID is ASCII, and goes through it once a row.
func appendAlikeKey(dst, id []byte) []byte {
	start := len(dst)
	zeros, digit := false, false // as in lookAlikeKey
	for _, c := range id {
		if c == 'o' {
			c = '0'
		}
		if c == '0' && !digit {
			zeros = true
			continue
		}
		number := c >= '0' && c <= '9'
		switch {
		case c >= utf8.RuneSelf, c == '.', c == 'e' && (isDigit(id[0]) || id[0] == '+'): // perhaps a number with an exponent
			key, _ := lookAlikeKey(string(id))
			return append(dst[:start], key...)
		case zeros && !number:
			dst = append(dst, '0')
		}
		zeros, digit = false, number
		if number || isLetter(c) {
			dst = append(dst, c)
		}
	}
	if zeros {
		dst = append(dst, '0')
	}
	return dst
}
