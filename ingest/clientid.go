package ingest

import (
	"math/bits"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"picreport/ingest/internal/lanes"
	"picreport/ingest/internal/value"
)

// compareID returns an ID as it is compared: NFC, case-folded, inner blanks collapsed. The text has been through value.Clean.
func compareID(text string) string {
	id := value.Fold(text)
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

// readPlainID reads the text of a plain ID, and reports whether it is one: an ID of up to sixteen characters of ASCII, with a digit among them,
// that is not an error, a word for an unknown value, or a number that a spreadsheet has shortened. It gives the same key, spelling and
// likeness, which is what appendAlikeKey appends, as the functions for any ID, but looks at eight characters at once.
func readPlainID(text string) (key, alike idKey, as spelling, ok bool) {
	n := len(text)
	if n == 0 || n > keyBytes || text[0] == '#' {
		return idKey{}, idKey{}, 0, false
	}
	low, high := lanes.Pair(text)
	if (low | high).NotASCII() != 0 {
		return idKey{}, idKey{}, 0, false
	}
	lettersA, lettersB := (low|lanes.All(0x20)).Between('a', 'z'), (high|lanes.All(0x20)).Between('a', 'z')
	digits := pairBits(low.Between('0', '9'), high.Between('0', '9'))
	all := uint32(1)<<n - 1
	others := all &^ digits &^ pairBits(lettersA, lettersB)
	capitalsA, capitalsB := lettersA&^lanes.Lanes(low<<2), lettersB&^lanes.Lanes(high<<2)
	low, high = low|lanes.Word(capitalsA>>2), high|lanes.Word(capitalsB>>2)
	if digits == 0 || others != 0 && pairBits(plainIDChars(low), plainIDChars(high)) != all {
		return idKey{}, idKey{}, 0, false
	}
	if digits&1 != 0 && low.Equal('e')|high.Equal('e') != 0 { // perhaps a number with an exponent
		return idKey{}, idKey{}, 0, false
	}
	key = idKey{uint64(low), uint64(high)}
	switch {
	case capitalsA|capitalsB == 0:
		as = spelledAsID
	case capitalsA == lettersA && capitalsB == lettersB:
		as = spelledInCapitals
	default:
		as = spelledOtherwise
	}
	if ohs := low.Equal('o'); ohs != 0 {
		low ^= ohs.Bytes() & lanes.All('o'^'0')
		digits |= uint32(ohs.Bits())
	}
	if ohs := high.Equal('o'); ohs != 0 {
		high ^= ohs.Bytes() & lanes.All('o'^'0')
		digits |= uint32(ohs.Bits()) << 8
	}
	zeros := pairBits(low.Equal('0'), high.Equal('0'))
	leading := zeros &^ (zeros + zeros&^(digits<<1))       // the sum carries a bit through the zeros that begin a run of digits
	alike = without(low, high, others|leading&(digits>>1)) // a zero stays where no digit follows
	return key, alike, as, true
}

// plainIDChars returns which characters a plain ID may have.
func plainIDChars(w lanes.Word) lanes.Lanes {
	return w.Between('!', '~') &^ w.Equal('.') &^ w.Equal('+')
}

// pairBits returns a set of the characters of two words as bits.
func pairBits(low, high lanes.Lanes) uint32 { return uint32(low.Bits()) | uint32(high.Bits())<<8 }

// without returns the characters of two words but for some, of which it is given the bits.
func without(low, high lanes.Word, drop uint32) idKey {
	for drop != 0 {
		last := bits.Len32(drop) - 1
		drop &^= 1 << last
		if last >= 8 {
			before := lanes.Word(1)<<(8*(last-8)) - 1
			high = high&before | high>>8&^before
			continue
		}
		before := lanes.Word(1)<<(8*last) - 1
		low = low&before | low>>8&^before | high<<56
		high >>= 8
	}
	return idKey{uint64(low), uint64(high)}
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
		case c >= utf8.RuneSelf, c == '.', c == 'e' && (value.IsDigit(id[0]) || id[0] == '+'): // perhaps a number with an exponent
			key, _ := lookAlikeKey(string(id))
			return append(dst[:start], key...)
		case zeros && !number:
			dst = append(dst, '0')
		}
		zeros, digit = false, number
		if number || value.IsLetter(c) {
			dst = append(dst, c)
		}
	}
	if zeros {
		dst = append(dst, '0')
	}
	return dst
}
