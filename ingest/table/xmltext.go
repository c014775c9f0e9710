package table

import (
	"bytes"
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// maxDeclaration is within how many bytes the declaration at the start of a part ends.
const maxDeclaration = 1024

// findEncoding finds out how the part is written, and has it read as UTF-8: by its byte order mark,
// by how its first characters are written, or by what its declaration says (XML 1.0, appendix F).
func (x *xmlReader) findEncoding() error {
	for x.end < maxDeclaration && !x.eof {
		if err := x.more(); err != nil && !errors.Is(err, io.EOF) {
			return err
		}
	}
	head := x.buf[:min(x.end, maxDeclaration)]
	big := unicode.UTF16(unicode.BigEndian, unicode.UseBOM)
	switch bom := bomOf(head); {
	case bom == utf8Text:
		x.pos = len(bomUTF8)
	case bom != "", hasPrefix(head, "\x00<\x00?"):
		return x.decode(big)
	case hasPrefix(head, "<\x00?\x00"):
		return x.decode(unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM))
	default:
		name := declaredEncoding(head)
		if e, ok := encodingNamed(name); !ok {
			return errEncoding(name)
		} else if e != nil {
			return x.decode(e)
		}
	}
	x.scope.checks = true
	if !x.wholeText() {
		return errNotUTF8
	}
	return nil
}

// decode has the part read from its start in an encoding.
func (x *xmlReader) decode(e encoding.Encoding) error {
	raw := io.MultiReader(bytes.NewReader(bytes.Clone(x.buf[:x.end])), x.r)
	x.r = transform.NewReader(raw, e.NewDecoder())
	x.end, x.eof = 0, false
	return nil
}

// declaredEncoding returns the encoding that the declaration at the start of a part names, or "".
func declaredEncoding(head []byte) string {
	declaration, _, ok := bytes.Cut(head, []byte("?>"))
	if !ok || !hasPrefix(declaration, "<?xml") {
		return ""
	}
	for name, value, rest := nextAttr(declaration[len("<?xml"):]); name != nil; name, value, rest = nextAttr(rest) {
		if string(name) == "encoding" {
			return string(value)
		}
	}
	return ""
}

// encodingNamed returns the encoding of a name, nil for UTF-8, and whether it is one that is read. A
// part that names UTF-16 and is written in single bytes was encoded anew by a program that left the
// name as it was: into UTF-8, the only other that all XML programs read.
func encodingNamed(name string) (encoding.Encoding, bool) {
	name = strings.ToUpper(name)
	switch name {
	case "", "UTF-8", "UTF8", "US-ASCII", "ASCII", "UTF-16", "UTF-16LE", "UTF-16BE":
		return nil, true
	case "LATIN1", "ISO_8859-1":
		return charmap.ISO8859_1, true
	}
	for _, e := range charmap.All {
		c, ok := e.(*charmap.Charmap)
		if ok && strings.ReplaceAll(strings.ToUpper(c.String()), " ", "-") == name {
			return e, true
		}
	}
	return nil, false
}

// errEncoding is the error of a part in an encoding that is not read.
func errEncoding(name string) *Error {
	return &Error{
		Kind: Damaged, Msg: "a part of the workbook is written in the encoding " + strconv.Quote(name) + ", which is not read",
		Hint: "open it in Excel and save it anew",
	}
}

// errNotUTF8 is the error of a part whose bytes are not in the encoding that it is said to have.
var errNotUTF8 = &Error{
	Kind: Damaged, Msg: "a part of the workbook is said to be UTF-8, and is not",
	Hint: "export the file again, or open it in Excel and save it anew",
}

// appendData appends the text of charData to dst.
func (x *xmlReader) appendData(dst []byte) []byte {
	if x.cdata {
		return appendLines(dst, x.text)
	}
	return appendText(dst, x.text)
}

// appendLines appends text to dst with its line ends as a line feed, as XML wants it (XML 1.0, 2.11).
func appendLines(dst, text []byte) []byte {
	for {
		i := bytes.IndexByte(text, '\r')
		if i < 0 {
			return append(dst, text...)
		}
		dst = append(append(dst, text[:i]...), '\n')
		if text = text[i+1:]; len(text) > 0 && text[0] == '\n' {
			text = text[1:]
		}
	}
}

// appendAttr appends the value of an attribute to dst: like appendText, and with its line ends and
// tabs as blanks (XML 1.0, 3.3.3).
func appendAttr(dst, value []byte) []byte {
	if bytes.ContainsAny(value, "\t\r\n") {
		value = appendLines(nil, value)
		for i, c := range value {
			if c == '\t' || c == '\n' {
				value[i] = ' '
			}
		}
	}
	return appendText(dst, value)
}

// appendText appends text to dst with its entities replaced, and its line ends as a line feed. What
// is no entity stays as it is.
func appendText(dst, text []byte) []byte {
	for {
		i := bytes.IndexByte(text, '&')
		if i < 0 {
			return appendLines(dst, text)
		}
		dst = appendLines(dst, text[:i])
		text = text[i:]
		n := bytes.IndexByte(text[:min(len(text), 12)], ';')
		r, ok := rune(0), false
		if n > 0 {
			r, ok = entity(text[1:n])
		}
		if !ok {
			dst, text = append(dst, '&'), text[1:]
			continue
		}
		dst, text = utf8.AppendRune(dst, r), text[n+1:]
	}
}

// entity returns the character of an entity's name.
func entity(name []byte) (rune, bool) {
	switch string(name) {
	case "amp":
		return '&', true
	case "lt":
		return '<', true
	case "gt":
		return '>', true
	case "quot":
		return '"', true
	case "apos":
		return '\'', true
	}
	if len(name) < 2 || name[0] != '#' {
		return 0, false
	}
	digits, base := name[1:], 10
	if digits[0] == 'x' || digits[0] == 'X' {
		digits, base = digits[1:], 16
	}
	n, err := strconv.ParseUint(string(digits), base, 32)
	return rune(n), err == nil && n <= utf8.MaxRune
}
