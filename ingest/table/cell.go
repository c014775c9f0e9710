package table

import "bytes"

// usualCell reads the cell that comes next where it is written as nearly all are, <c r="B12" s="1"
// t="s"><v>123</v></c> or <c r="B12" t="inlineStr"><is><t>text</t></is></c>, and stands whole in
// the buffer. It reports whether it did: any other is left to readCell, which takes more than twice
// as long for taking it apart tag by tag. The tests hold the two to the same cells.
func (s *sheetReader) usualCell() (bool, error) {
	w := s.x.buf[s.x.pos:s.x.end]
	if s.x.empty || s.x.scope.fallback != s.x.scope.own || !hasPrefix(w, "<c ") {
		return false, nil
	}
	a := cellAttrs{col: len(s.cells), style: -1}
	i := len("<c ")
	for done := false; !done; {
		// an attribute of one letter, and what follows it
		if len(w) < i+5 || w[i+1] != '=' || w[i+2] != '"' {
			return false, nil
		}
		value := w[i+3:]
		n := bytes.IndexByte(value[:min(len(value), maxUsualAttr)], '"')
		if n < 0 || len(value) < n+2 {
			return false, nil
		}
		if err := s.setAttr(&a, w[i], value[:n]); err != nil {
			return false, err
		}
		switch i += n + 5; value[n+1] {
		case '>':
			done = true
		case ' ':
		default:
			return false, nil
		}
	}
	value, n := usualValue(w[i:], a.kind == "inlineStr")
	if n == 0 {
		return false, nil
	}
	if a.col >= MaxColumns {
		return false, s.tooManyColumns()
	}
	s.x.pos += i + n
	s.widen(a.col)
	scratch := s.value
	s.value = value // which setCell only reads
	err := s.setCell(a)
	s.value = scratch
	return err == nil, err
}

// maxUsualAttr is how long the attribute of a usual cell is at the most, with the quote that ends
// it.
const maxUsualAttr = 16

// usualValue returns the value at the start of what follows a cell's tag, and how long that is to
// the end of the cell; 0 where the value is not text alone.
func usualValue(w []byte, inline bool) (value []byte, n int) {
	before, after := "<v>", "</v></c>"
	if inline {
		before, after = "<is><t>", "</t></is></c>"
	}
	if !hasPrefix(w, before) {
		return nil, 0
	}
	value = w[len(before):]
	end := bytes.IndexByte(value, '<')
	if end < 0 || !hasPrefix(value[end:], after) {
		return nil, 0
	}
	value = value[:end]
	for i, c := range value {
		if c == '&' || c == '\r' || inline && c == '_' && i+1 < len(value) && value[i+1] == 'x' {
			return nil, 0
		}
	}
	return value, len(before) + end + len(after)
}

func hasPrefix(b []byte, prefix string) bool {
	return len(b) >= len(prefix) && string(b[:len(prefix)]) == prefix
}
