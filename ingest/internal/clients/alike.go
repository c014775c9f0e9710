package clients

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"picreport/ingest/internal/value"
)

// alikeKey returns what IDs share that differ only in leading zeros, O and 0, blanks or
// punctuation, and in being written as 1023, 1023.0 or 1.023e3. Its parts keep one "-" in place of
// each run of blanks and punctuation, to tell 1-12 from 11-2.
func alikeKey(id string) (key, parts string) {
	n, err := strconv.ParseFloat(id, 64)
	if err == nil && n == float64(int64(n)) && n > 0 && n < 1e15 && strings.ContainsAny(id, ".e") {
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

// appendAlikeKey appends the key of alikeKey. Nearly every ID is ASCII, and goes through it once a
// row.
func appendAlikeKey(dst, id []byte) []byte {
	start := len(dst)
	zeros, digit := false, false // as in alikeKey
	for _, c := range id {
		if c == 'o' {
			c = '0'
		}
		if c == '0' && !digit {
			zeros = true
			continue
		}
		number := value.IsDigit(c)
		switch {
		case c >= utf8.RuneSelf, c == '.',
			c == 'e' && (value.IsDigit(id[0]) || id[0] == '+'): // perhaps a number with an exponent
			key, _ := alikeKey(string(id))
			return append(dst[:start], key...)
		case zeros && !number:
			dst = append(dst, '0')
		}
		zeros, digit = false, number
		if number || c|0x20 >= 'a' && c|0x20 <= 'z' {
			dst = append(dst, c)
		}
	}
	if zeros {
		dst = append(dst, '0')
	}
	return dst
}

// Alike returns the earliest other client whose ID looks like that of a new one, 0 for none.
func (s *Set[S]) Alike(client int32, hash uint32) int32 {
	var key, parts string // worked out for the few that share the hash alone
	first := int32(0)
	for other := range s.slots.All(hash) {
		if other == client || first != 0 && other > first {
			continue
		}
		if key == "" {
			if key, parts = alikeKey(s.ID(client)); key == "" {
				return 0
			}
		}
		k, p := alikeKey(s.ID(other))
		if k == key && (p == parts || parts == key || p == key) {
			first = other
		}
	}
	return first
}
