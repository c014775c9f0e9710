package table

import (
	"bytes"
	"io"
	"strings"
)

// namespace is what the names of elements and attributes belong to, whatever prefix stands for it.
type namespace uint8

const (
	noNamespace     namespace = iota
	otherNamespace            // one that is not read
	mainNamespace             // of sheets, styles and texts, strict or transitional
	officeRelations           // of the attributes that name a relation, strict or transitional
	packRelations             // of the parts that list relations
	packTypes                 // of the part that lists content types
	compatibility             // of alternatives
)

// namespaceOf returns the namespace of a URI (ECMA-376 part 1, annex A; part 2, annex C; part 3).
func namespaceOf(uri []byte) namespace {
	switch string(uri) {
	case "":
		return noNamespace
	case "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
		"http://purl.oclc.org/ooxml/spreadsheetml/main":
		return mainNamespace
	case "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
		"http://purl.oclc.org/ooxml/officeDocument/relationships":
		return officeRelations
	case "http://schemas.openxmlformats.org/package/2006/relationships":
		return packRelations
	case "http://schemas.openxmlformats.org/package/2006/content-types":
		return packTypes
	case "http://schemas.openxmlformats.org/markup-compatibility/2006":
		return compatibility
	}
	return otherNamespace
}

// scope is what the elements that are open declare.
type scope struct {
	own      namespace // of the part; noNamespace where its root has none
	fallback namespace // of names without a prefix
	prefixes []prefixed
	names    []byte // of the open elements, one after the other, with their prefixes
	starts   []int  // of each in names
	closed   bool   // the root has ended
	checks   bool   // that the text is UTF-8 has to be checked
}

// prefixed is a prefix, or "" for names without one, with what it stands for in an element.
type prefixed struct {
	prefix string
	is     namespace
	depth  int // of the element that declares it
}

// push notes that an element begins.
func (s *scope) push(name []byte) {
	s.starts = append(s.starts, len(s.names))
	s.names = append(s.names, name...)
}

// pop notes that the element that began last ends, and reports whether it has that name.
func (s *scope) pop(name []byte) bool {
	last := len(s.starts) - 1
	if last < 0 || !bytes.Equal(s.names[s.starts[last]:], name) {
		return false
	}
	s.names, s.starts = s.names[:s.starts[last]], s.starts[:last]
	return true
}

// leave forgets what an element declared that has ended; depth is that of the one around it.
func (s *scope) leave(depth int) {
	s.closed = depth == 0
	n := len(s.prefixes)
	if n == 0 || s.prefixes[n-1].depth <= depth {
		return
	}
	for n > 0 && s.prefixes[n-1].depth > depth {
		n--
	}
	s.prefixes = s.prefixes[:n]
	s.fallback, _ = s.find("")
}

// declare notes the namespaces that the attributes of an element declare.
func (s *scope) declare(attrs []byte, depth int) {
	for name, value, rest := nextAttr(attrs); name != nil; name, value, rest = nextAttr(rest) {
		prefix, local := splitName(name)
		switch {
		case string(name) == "xmlns":
			s.fallback = namespaceOf(appendAttr(nil, value))
			s.prefixes = append(s.prefixes, prefixed{"", s.fallback, depth})
		case string(prefix) == "xmlns":
			s.prefixes = append(s.prefixes, prefixed{string(local), namespaceOf(appendAttr(nil, value)), depth})
		}
	}
}

// find returns what a prefix stands for, and whether anything declares it.
func (s *scope) find(prefix string) (namespace, bool) {
	for i := len(s.prefixes) - 1; i >= 0; i-- {
		if s.prefixes[i].prefix == prefix {
			return s.prefixes[i].is, true
		}
	}
	if prefix == "xml" {
		return otherNamespace, true
	}
	return noNamespace, prefix == ""
}

// splitName parts a name into its prefix, nil for none, and its local part.
func splitName(name []byte) (prefix, local []byte) {
	if i := bytes.IndexByte(name, ':'); i >= 0 {
		return name[:i], name[i+1:]
	}
	return nil, name
}

// enter notes the element of a start tag, whose attributes are in x.attrs. A part whose root is of no
// namespace at all is taken for one of its own: nothing in it can be mistaken for something else.
func (x *xmlReader) enter(name []byte) error {
	if !x.empty {
		x.scope.push(name)
	}
	if bytes.Contains(x.attrs, []byte("xmlns")) {
		x.scope.declare(x.attrs, x.depth)
	}
	is := x.scope.fallback
	prefix, local := splitName(name)
	if prefix != nil {
		var ok bool
		if is, ok = x.scope.find(string(prefix)); !ok {
			return errXML
		}
	}
	if x.depth == 1 && is == noNamespace {
		x.scope.own = noNamespace
	}
	x.name, x.own = local, is == x.scope.own
	x.compatible = is == compatibility
	return nil
}

// relation returns the ID of the relation that the start tag names, or "".
func (x *xmlReader) relation() string {
	for name, value, rest := nextAttr(x.attrs); name != nil; name, value, rest = nextAttr(rest) {
		prefix, local := splitName(name)
		if prefix == nil || string(local) != "id" {
			continue
		}
		if is, _ := x.scope.find(string(prefix)); is == officeRelations {
			return string(appendAttr(nil, value))
		}
	}
	return ""
}

// wrap is an open mc:AlternateContent, or that of its alternatives that is read.
type wrap struct {
	depth  int
	choice bool // an alternative, and not the mc:AlternateContent itself
	taken  bool // of an mc:AlternateContent: one of its alternatives was read
}

// next returns the next token. Of an mc:AlternateContent it returns the content of the first
// mc:Choice that requires nothing but namespaces that are read here, or else that of the
// mc:Fallback, as if it stood there alone (ECMA-376 part 3, 7.5 to 7.7).
func (x *xmlReader) next() (token, error) {
	for {
		t, err := x.token()
		if err != nil || t == charData || t == endOfXML {
			return t, err
		}
		n := len(x.wraps)
		switch {
		case t == endTag && n > 0 && x.wraps[n-1].depth > x.depth:
			x.wraps = x.wraps[:n-1]
		case t == startTag && (x.compatible || n > 0 && !x.wraps[n-1].choice && x.wraps[n-1].depth == x.depth-1):
			if err := x.alternative(); err != nil {
				return 0, err
			}
		default:
			return t, nil
		}
	}
}

// alternative takes the start of an element of alternatives, or of one among them: its content is
// read, or it is passed over.
func (x *xmlReader) alternative() error {
	n := len(x.wraps)
	among := n > 0 && !x.wraps[n-1].choice && x.wraps[n-1].depth == x.depth-1
	switch name := string(x.name); {
	case !x.compatible:
	case name == "AlternateContent" && !among:
		x.wraps = append(x.wraps, wrap{depth: x.depth})
		return nil
	case among && !x.wraps[n-1].taken && (name == "Fallback" || name == "Choice" && x.understands(x.attr("Requires"))):
		x.wraps[n-1].taken = true
		x.wraps = append(x.wraps, wrap{depth: x.depth, choice: true})
		return nil
	}
	return x.pass(x.depth)
}

// understands reports whether the prefixes that a choice requires stand for namespaces that are read.
func (x *xmlReader) understands(prefixes string) bool {
	for prefix := range strings.FieldsSeq(prefixes) {
		is, ok := x.scope.find(prefix)
		if !ok || is == otherNamespace || is == noNamespace {
			return false
		}
	}
	return prefixes != ""
}

// pass reads past the end of the element at a depth.
func (x *xmlReader) pass(depth int) error {
	for x.depth >= depth {
		if t, err := x.token(); err != nil {
			return err
		} else if t == endOfXML {
			return io.ErrUnexpectedEOF
		}
	}
	for n := len(x.wraps); n > 0 && x.wraps[n-1].depth > x.depth; n-- {
		x.wraps = x.wraps[:n-1]
	}
	return nil
}

// passFast is pass for the element that was just started, without taking apart what is in it: it
// looks for the end tag of its name alone, and nothing of that name may stand in it.
func (x *xmlReader) passFast() error {
	depth := x.depth
	if x.empty {
		return x.pass(depth)
	}
	end := append([]byte("</"), x.scope.names[x.scope.starts[len(x.scope.starts)-1]:]...)
	for {
		window := x.buf[x.pos:x.end]
		i := indexEndTag(window, end)
		before := window
		if i >= 0 {
			before = window[:i]
		}
		switch skipped, err := x.passMarkup(before); {
		case err != nil:
			return err
		case skipped:
		case i >= 0 && i+len(end) < len(window):
			if c := window[i+len(end)]; c > ' ' && c != '>' {
				x.pos += i + len(end) // a longer name
				continue
			}
			x.pos += i
			return x.pass(depth)
		default:
			x.pos = max(x.pos, x.end-len(end))
			if err := x.more(); err != nil {
				return cutOff(err)
			}
		}
	}
}

// indexEndTag is bytes.Index for an end tag such as </sheetData. It looks for the name without its
// first letter: what comes before is in every cell (<c r="A1" s="1">), and slow to look for.
func indexEndTag(text, tag []byte) int {
	before, rest := tag[:len("</s")], tag[len("</s"):]
	for from := 0; from < len(text); from++ {
		i := bytes.Index(text[from:], rest)
		if i < 0 {
			break
		}
		if from += i; bytes.HasSuffix(text[:from], before) {
			return from - len(before)
		}
	}
	return -1
}

// passMarkup reads past the first comment, literal text or instruction that begins in a piece of text
// at pos, and reports whether there is one.
func (x *xmlReader) passMarkup(text []byte) (bool, error) {
	at := -1
	for _, mark := range [...]byte{'!', '?'} {
		for i := 0; i < len(text); i++ {
			j := bytes.IndexByte(text[i:], mark)
			if j < 0 {
				break
			}
			if i += j; i > 0 && text[i-1] == '<' {
				text, at = text[:i], i-1
				break
			}
		}
	}
	if at < 0 {
		return false, nil
	}
	x.pos += at
	if x.buf[x.pos+1] == '?' {
		return true, x.skipPast(2, "?>")
	}
	_, err := x.bang()
	return true, err
}

// root reads the start of the part's root, which has to be of its own namespace and of that name.
func (x *xmlReader) root(name string) error {
	for {
		switch t, err := x.next(); {
		case err != nil:
			return err
		case t == endOfXML:
			return io.ErrUnexpectedEOF
		case t == startTag:
			if !x.own || string(x.name) != name {
				return errRoot
			}
			return nil
		}
	}
}

// children calls do for each child, of the part's own namespace, of the element that was just
// started. What do leaves of a child is passed over.
func (x *xmlReader) children(do func() error) error {
	for {
		t, err := x.next()
		switch {
		case err != nil:
			return err
		case t == endOfXML:
			return io.ErrUnexpectedEOF
		case t == endTag:
			return nil
		case t == charData:
			continue
		}
		depth := x.depth
		if x.own {
			err = do()
		}
		if err == nil {
			err = x.pass(depth)
		}
		if err != nil {
			return err
		}
	}
}

// appendElement appends the text of the element that was just started to dst, without that of
// elements in it.
func (x *xmlReader) appendElement(dst []byte) ([]byte, error) {
	for {
		switch t, err := x.next(); {
		case err != nil:
			return dst, err
		case t == charData:
			dst = x.appendData(dst)
		case t == startTag:
			if err := x.skip(); err != nil {
				return dst, err
			}
		case t == endOfXML:
			return dst, io.ErrUnexpectedEOF
		default:
			return dst, nil
		}
	}
}
