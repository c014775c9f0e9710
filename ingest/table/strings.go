package table

import (
	"bytes"
	"context"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// stringsChunk is how many bytes of shared strings are one string in memory.
const stringsChunk = 64 << 10

// loadStrings reads the shared strings.
func (b *workbook) loadStrings(ctx context.Context) error {
	if b.stringsPart == "" || b.parts[b.stringsPart] == nil {
		return nil
	}
	var chunk []byte
	var ends []int
	total := 0
	flush := func() {
		s, from := string(chunk), 0
		for _, end := range ends {
			b.strings = append(b.strings, s[from:end])
			from = end
		}
		chunk, ends = chunk[:0], ends[:0]
	}
	err := b.each(ctx, b.stringsPart, xmlRoot{mainNamespace, "sst"}, func(x *xmlReader) error {
		if string(x.name) != "si" {
			return nil
		}
		from := len(chunk)
		var err error
		if chunk, err = appendRichText(x, chunk); err != nil {
			return err
		}
		ends = append(ends, len(chunk))
		if total += len(chunk) - from + 16; total > MaxStrings {
			return &Error{
				Kind: TooLarge, Msg: "the workbook's texts take more than " + bytesText(MaxStrings),
				Hint: "split the export, or save it as CSV",
			}
		}
		if len(chunk) >= stringsChunk {
			flush()
		}
		return nil
	})
	flush()
	return err
}

// appendRichText appends the text of the element that was just started: its t, and those of its
// runs. The phonetic guides of East Asian text (rPh) are no part of it.
func appendRichText(x *xmlReader, dst []byte) ([]byte, error) {
	from := len(dst)
	text := func() (err error) {
		if string(x.name) == "t" {
			dst, err = x.appendElement(dst)
		}
		return err
	}
	err := x.children(func() error {
		if string(x.name) == "r" {
			return x.children(text)
		}
		return text()
	})
	return unescape(dst, from), err
}

// unescape replaces, from the index from on, the _xHHHH_ by which workbooks write UTF-16 units that
// XML cannot hold (ECMA-376 part 1, 22.9.2.19, ST_Xstring).
func unescape(s []byte, from int) []byte {
	if !bytes.Contains(s[from:], []byte("_x")) {
		return s
	}
	out := s[:from] // never longer than what was read
	for in := s[from:]; len(in) > 0; {
		unit, ok := escapedUnit(in)
		if !ok {
			out, in = append(out, in[0]), in[1:]
			continue
		}
		in = in[escapeLen:]
		if utf16.IsSurrogate(unit) {
			if low, ok := escapedUnit(in); ok && utf16.DecodeRune(unit, low) != utf8.RuneError {
				unit = utf16.DecodeRune(unit, low)
				in = in[escapeLen:]
			}
		}
		out = utf8.AppendRune(out, unit)
	}
	return out
}

// escapeLen is the length of _xHHHH_.
const escapeLen = 7

// escapedUnit reads an escape at the start of s.
func escapedUnit(s []byte) (rune, bool) {
	if len(s) < escapeLen || s[0] != '_' || s[1] != 'x' || s[6] != '_' {
		return 0, false
	}
	n, err := strconv.ParseUint(string(s[2:6]), 16, 16)
	return rune(n), err == nil
}
