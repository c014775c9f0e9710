package table

import (
	"bytes"
	"errors"
	"io"
	"strconv"
	"unicode/utf8"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// token is the kind of a piece of XML.
type token uint8

const (
	endOfXML token = iota
	startTag
	endTag
	charData
)

// errXML is what breaks the rules of XML.
var errXML = errors.New("broken XML")

// xmlReader takes XML apart, without regard to namespaces: a name is its local part, so that strict
// and transitional workbooks and any prefix read alike. An empty element is a start and an end. It
// is written by hand because encoding/xml takes some thirty times as long; it checks no more than
// reading needs. Its slices are valid until the next call of next.
type xmlReader struct {
	r        io.Reader
	buf      []byte
	pos, end int
	eof      bool
	depth    int
	empty    bool // the end of an empty element is due

	name  []byte // of a start or end tag
	attrs []byte // of a start tag, as they stand
	text  []byte // of charData, as it stands
	cdata bool   // text is literal, without entities
}

// newXMLReader reads UTF-8, or UTF-16 with a byte order mark.
func newXMLReader(r io.Reader) *xmlReader {
	x := &xmlReader{r: r, buf: make([]byte, 64<<10)}
	for x.end < 3 && !x.eof {
		if x.more() != nil {
			return x // the error comes again with the first token
		}
	}
	switch bomOf(x.buf[:x.end]) {
	case utf8Text:
		x.pos = len(bomUTF8)
	case utf16LE, utf16BE:
		raw := io.MultiReader(bytes.NewReader(bytes.Clone(x.buf[:x.end])), r)
		x.r = transform.NewReader(raw, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder())
		x.end, x.eof = 0, false
	}
	return x
}

// more reads on, keeping what is not yet consumed. At the end of the input it returns io.EOF.
func (x *xmlReader) more() error {
	if x.eof {
		return io.EOF
	}
	if x.pos > 0 {
		x.end = copy(x.buf, x.buf[x.pos:x.end])
		x.pos = 0
	}
	if x.end == len(x.buf) {
		if len(x.buf) >= MaxRecord {
			return &Error{Kind: TooLarge, Msg: "a text or tag in the workbook is longer than " + bytesText(MaxRecord)}
		}
		x.buf = append(x.buf, make([]byte, len(x.buf))...)
	}
	n, err := x.r.Read(x.buf[x.end:])
	x.end += n
	if err == io.EOF {
		x.eof = true
		err = nil
		if n == 0 {
			return io.EOF
		}
	}
	return err
}

// find returns how far from pos, but not before skip, what stands; it reads on as far as it needs
// to.
func (x *xmlReader) find(skip int, what string) (int, error) {
	for {
		if window := x.buf[x.pos:x.end]; len(window) > skip {
			var i int
			if len(what) == 1 {
				i = bytes.IndexByte(window[skip:], what[0])
			} else {
				i = bytes.Index(window[skip:], []byte(what))
			}
			if i >= 0 {
				return skip + i, nil
			}
			skip = max(skip, len(window)-len(what)+1)
		}
		if err := x.more(); err != nil {
			return 0, cutOff(err)
		}
	}
}

// cutOff makes the end of the input an unexpected one.
func cutOff(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// next returns the next token.
func (x *xmlReader) next() (token, error) {
	if x.empty {
		x.empty = false
		x.depth--
		return endTag, nil
	}
	for {
		for x.end-x.pos < 2 {
			if err := x.more(); errors.Is(err, io.EOF) {
				if x.depth > 0 {
					return 0, io.ErrUnexpectedEOF
				}
				return endOfXML, nil
			} else if err != nil {
				return 0, err
			}
		}
		if x.buf[x.pos] != '<' {
			n, err := x.find(0, "<")
			if err != nil {
				if errors.Is(err, io.ErrUnexpectedEOF) && x.depth == 0 {
					return endOfXML, nil
				}
				return 0, err
			}
			x.text, x.cdata = x.buf[x.pos:x.pos+n], false
			x.pos += n
			return charData, nil
		}
		switch x.buf[x.pos+1] {
		case '/':
			return x.endTag()
		case '?':
			if err := x.skipPast(2, "?>"); err != nil {
				return 0, err
			}
		case '!':
			if t, err := x.bang(); t != endOfXML || err != nil {
				return t, err
			}
		default:
			return x.startTag()
		}
	}
}

func (x *xmlReader) skipPast(skip int, what string) error {
	n, err := x.find(skip, what)
	x.pos += n + len(what)
	x.pos = min(x.pos, x.end)
	return err
}

// bang reads a comment (endOfXML stands for no token) or a CDATA section. A document type is
// refused: workbooks have none.
func (x *xmlReader) bang() (token, error) {
	for x.end-x.pos < len("<![CDATA[") {
		if err := x.more(); err != nil {
			return 0, cutOff(err)
		}
	}
	switch window := x.buf[x.pos:x.end]; {
	case bytes.HasPrefix(window, []byte("<!--")):
		return endOfXML, x.skipPast(len("<!--"), "-->")
	case bytes.HasPrefix(window, []byte("<![CDATA[")):
		n, err := x.find(len("<![CDATA["), "]]>")
		if err != nil {
			return 0, err
		}
		x.text, x.cdata = x.buf[x.pos+len("<![CDATA["):x.pos+n], true
		x.pos += n + len("]]>")
		return charData, nil
	}
	return 0, errXML
}

func (x *xmlReader) endTag() (token, error) {
	n, err := x.find(2, ">")
	if err != nil {
		return 0, err
	}
	x.name = localName(trimRight(x.buf[x.pos+2 : x.pos+n]))
	x.pos += n + 1
	if x.depth--; x.depth < 0 {
		return 0, errXML
	}
	return endTag, nil
}

func (x *xmlReader) startTag() (token, error) {
	n, err := x.tagEnd()
	if err != nil {
		return 0, err
	}
	tag := x.buf[x.pos+1 : x.pos+n]
	x.pos += n + 1
	if len(tag) > 0 && tag[len(tag)-1] == '/' {
		tag = tag[:len(tag)-1]
		x.empty = true
	}
	i := 0
	for i < len(tag) && tag[i] > ' ' {
		i++
	}
	x.name, x.attrs = localName(tag[:i]), tag[i:]
	x.depth++
	return startTag, nil
}

// tagEnd returns how far from pos the > of a tag is; one within quotes does not count.
func (x *xmlReader) tagEnd() (int, error) {
	i, quote := 1, byte(0)
	for {
		for window := x.buf[x.pos:x.end]; i < len(window); i++ {
			switch c := window[i]; {
			case c == quote:
				quote = 0
			case quote != 0:
			case c == '>':
				return i, nil
			case c == '"' || c == '\'':
				quote = c
			}
		}
		if err := x.more(); err != nil {
			return 0, cutOff(err)
		}
	}
}

// trimRight takes blanks off the end of a name, which nearly always has none.
func trimRight(s []byte) []byte {
	for len(s) > 0 && s[len(s)-1] <= ' ' {
		s = s[:len(s)-1]
	}
	return s
}

// localName takes the prefix off a name.
func localName(name []byte) []byte {
	if i := bytes.LastIndexByte(name, ':'); i >= 0 {
		return name[i+1:]
	}
	return name
}

// nextAttr takes the first attribute off attrs. Name is the local part; it is nil after the last
// one.
func nextAttr(attrs []byte) (name, value, rest []byte) {
	i := 0
	for i < len(attrs) && attrs[i] <= ' ' {
		i++
	}
	eq := bytes.IndexByte(attrs[i:], '=')
	if eq < 0 {
		return nil, nil, nil
	}
	name = localName(trimRight(attrs[i : i+eq]))
	i += eq + 1
	for i < len(attrs) && attrs[i] <= ' ' {
		i++
	}
	if i == len(attrs) || attrs[i] != '"' && attrs[i] != '\'' {
		return nil, nil, nil
	}
	end := bytes.IndexByte(attrs[i+1:], attrs[i])
	if end < 0 {
		return nil, nil, nil
	}
	return name, attrs[i+1 : i+1+end], attrs[i+end+2:]
}

// attr returns the decoded value of an attribute of the start tag, or "".
func (x *xmlReader) attr(want string) string {
	for name, value, rest := nextAttr(x.attrs); name != nil; name, value, rest = nextAttr(rest) {
		if string(name) == want {
			return string(appendText(nil, value))
		}
	}
	return ""
}

// skip reads past the end of the element that was just started.
func (x *xmlReader) skip() error {
	for depth := 1; depth > 0; {
		switch t, err := x.next(); {
		case err != nil:
			return err
		case t == endOfXML:
			return io.ErrUnexpectedEOF
		case t == startTag:
			depth++
		case t == endTag:
			depth--
		}
	}
	return nil
}

// appendData appends the text of charData to dst.
func (x *xmlReader) appendData(dst []byte) []byte {
	if x.cdata {
		return append(dst, x.text...)
	}
	return appendText(dst, x.text)
}

// appendText appends text to dst with its entities replaced. What is no entity stays as it is.
func appendText(dst, text []byte) []byte {
	for {
		i := bytes.IndexByte(text, '&')
		if i < 0 {
			return append(dst, text...)
		}
		dst = append(dst, text[:i]...)
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
