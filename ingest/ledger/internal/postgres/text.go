package postgres

import (
	"encoding/hex"
	"strings"
	"unicode/utf8"
)

// PostgreSQL takes no text with a NUL or with bytes that are not UTF-8, SQLite does. Names of files
// can have such bytes. They are stored as the control character SUB and two hexadecimal digits, and
// SUB itself likewise; every other text as it is.
const sub = '\x1a'

func storedText(s string) string {
	if utf8.ValidString(s) && strings.IndexByte(s, 0) < 0 && strings.IndexByte(s, sub) < 0 {
		return s
	}
	var b strings.Builder
	for len(s) > 0 {
		r, n := utf8.DecodeRuneInString(s)
		if r == 0 || r == sub || r == utf8.RuneError && n == 1 {
			b.WriteByte(sub)
			b.WriteString(hex.EncodeToString([]byte{s[0]}))
		} else {
			b.WriteString(s[:n])
		}
		s = s[n:]
	}
	return b.String()
}

// givenText is the inverse of storedText. What storedText cannot have made stands as it is.
func givenText(s string) string {
	if strings.IndexByte(s, sub) < 0 {
		return s
	}
	var b strings.Builder
	for len(s) > 0 {
		if s[0] == sub && len(s) > 2 {
			if c, err := hex.DecodeString(s[1:3]); err == nil {
				b.WriteByte(c[0])
				s = s[3:]
				continue
			}
		}
		b.WriteByte(s[0])
		s = s[1:]
	}
	return b.String()
}
