package table

import (
	"bytes"
	"errors"
	"io"
	"unicode/utf8"
)

// token is the kind of a piece of XML.
type token uint8

const (
	endOfXML token = iota
	startTag
	endTag
	charData
)

// errXML is what breaks the rules of XML, and errRoot is XML of another kind than it should be.
var (
	errXML  = errors.New("broken XML")
	errRoot = errors.New("it holds something else than it should")
)

// xmlReader takes XML apart. An element is told by its namespace and its local name, whatever its
// prefix, and of the alternatives of mc:AlternateContent only one is seen. An empty element is a
// start and an end. It is written by hand because encoding/xml takes some thirty times as long; it
// checks no more than reading needs. Its slices are valid until the next call of next.
type xmlReader struct {
	r        io.Reader
	broken   error // what keeps the text from being read at all; nil for nothing
	buf      []byte
	pos, end int
	checked  int // bytes of buf that are known to be whole UTF-8
	eof      bool
	depth    int
	empty    bool // the end of an empty element is due
	scope    scope
	wraps    []wrap // open elements of alternatives, which next passes over

	name       []byte // of a start or end tag, without its prefix
	own        bool   // the element of a start tag is of the part's own namespace
	compatible bool   // it is one of alternatives
	attrs      []byte // of a start tag, as they stand
	text       []byte // of charData, as it stands
	cdata      bool   // text is literal, without entities
}

// newXMLReader reads a part whose own namespace is given, in the encoding that it is written in.
func newXMLReader(r io.Reader, own namespace) *xmlReader {
	x := &xmlReader{r: r, buf: make([]byte, 64<<10), scope: scope{own: own}}
	x.broken = x.findEncoding()
	return x
}

// more reads on, keeping what is not yet consumed. At the end of the input it returns io.EOF.
func (x *xmlReader) more() error {
	if x.eof {
		return io.EOF
	}
	if x.pos > 0 {
		x.checked = max(x.checked-x.pos, 0)
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
	}
	if x.scope.checks && !x.wholeText() {
		return errNotUTF8
	}
	if n == 0 && x.eof {
		return io.EOF
	}
	return err
}

// wholeText reports whether what was read is UTF-8, but for a character at its end that may go on.
func (x *xmlReader) wholeText() bool {
	fresh := x.buf[x.checked:x.end]
	rest := 0
	if !x.eof {
		rest = partialRune(fresh)
	}
	x.checked = x.end - rest
	return utf8.Valid(fresh[:len(fresh)-rest])
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

// token returns the next token, those of alternatives included.
func (x *xmlReader) token() (token, error) {
	if x.broken != nil {
		return 0, x.broken
	}
	if x.empty {
		x.empty = false
		x.depth--
		x.scope.leave(x.depth)
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
	name := trimRight(x.buf[x.pos+2 : x.pos+n])
	x.pos += n + 1
	if x.depth--; x.depth < 0 || !x.scope.pop(name) {
		return 0, errXML
	}
	_, x.name = splitName(name)
	x.scope.leave(x.depth)
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
	if x.depth == 0 && x.scope.closed || i == 0 {
		return 0, errXML // a second root, or no name
	}
	x.attrs = tag[i:]
	x.depth++
	if err := x.enter(tag[:i]); err != nil {
		return 0, err
	}
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

// nextAttr takes the first attribute off attrs. Its name has its prefix; it is nil after the last
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
	name = trimRight(attrs[i : i+eq])
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

// attr returns the decoded value of an attribute without a prefix of the start tag, or "".
func (x *xmlReader) attr(want string) string {
	for name, value, rest := nextAttr(x.attrs); name != nil; name, value, rest = nextAttr(rest) {
		if string(name) == want {
			return string(appendAttr(nil, value))
		}
	}
	return ""
}

// skip reads past the end of the element that was just started.
func (x *xmlReader) skip() error { return x.pass(x.depth) }
