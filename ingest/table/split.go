package table

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"unsafe"
)

const (
	firstBlock = 16 << 10  // bytes of the first block of a CSV: who only wants the headers need not wait for more
	blockSize  = 256 << 10 // bytes of the others
)

// cutter cuts a UTF-8 text into blocks of whole records.
//
// Where all quotes are as they should be, the ends of records are found by looking at nothing but
// quotes and line ends. At any other quote, and at a record that is longer than a block, it lets
// records go on for some rows.
type cutter struct {
	r     io.Reader
	delim byte
	buf   []byte // what was read and not cut yet
	last  bool   // the text ends with buf
	err   error  // of r; comes after the records before it
	size  int    // of a block
	first bool   // nothing was read yet
	skip  bool   // the first line is not to be cut, but left out
	pass  int    // rows up to this one are not wanted, and come in a block of their own
}

func newCutter(r io.Reader, d dialect, pass int) *cutter {
	return &cutter{r: r, delim: d.delimiter, size: blockSize, first: true, skip: d.sepLine, pass: pass}
}

// next cuts a block, or returns io.EOF or what stopped the reading. The block's own error is one of
// its rows.
func (c *cutter) next(b *block) error {
	c.fill()
	if c.skip {
		c.skipLine()
	}
	if len(c.buf) == 0 {
		if c.err != nil {
			return atRow(unpackError(c.err), 1)
		}
		return io.EOF
	}
	if c.pass > 0 {
		b.pass = c.pass
		c.records(b, func(p *records) bool { return p.num >= c.pass })
		c.pass = 0
		return nil
	}
	if end := c.regularEnd(); end > 0 {
		b.raw = append(b.raw[:0], c.buf[end:]...)
		b.raw, c.buf = c.buf[:end], b.raw
		return nil
	}
	c.records(b, func(*records) bool { return b.full(fullBatch) })
	return nil
}

// fill reads until the buffer holds a block.
func (c *cutter) fill() {
	size := c.size
	if c.first {
		size, c.first = min(size, firstBlock), false
	}
	n := len(c.buf)
	if n >= size || c.last || c.err != nil {
		return
	}
	if cap(c.buf) < c.size {
		c.buf = append(make([]byte, 0, c.size), c.buf...)
	}
	read := 0
	read, c.last, c.err = readFull(c.r, c.buf[n:size])
	c.buf = c.buf[:n+read]
}

// skipLine leaves out the first line.
func (c *cutter) skipLine() {
	c.skip = false
	for len(c.buf) > 0 {
		end := bytes.IndexAny(c.buf, "\r\n")
		if end >= 0 {
			c.drop(end)
			break
		}
		c.drop(len(c.buf))
	}
	for _, b := range [...]byte{'\r', '\n'} {
		if len(c.buf) > 0 && c.buf[0] == b {
			c.drop(1)
		}
	}
}

// drop leaves out bytes, and reads on where none are left.
func (c *cutter) drop(n int) {
	c.buf = c.buf[:copy(c.buf, c.buf[n:])]
	if len(c.buf) == 0 {
		c.fill()
	}
}

// regularEnd returns where the last record ends before which all quotes open and close whole
// fields; 0 where there is none.
func (c *cutter) regularEnd() int {
	text := c.buf
	switch c.delim {
	case ',', ';', '\t', '|':
	default:
		if bytes.IndexByte(text, '"') >= 0 {
			return 0
		}
	}
	end, pos := 0, 0
	for {
		open := bytes.IndexByte(text[pos:], '"')
		if open < 0 && c.last {
			return len(text)
		}
		outside := text[pos:]
		if open >= 0 {
			outside = outside[:open]
		}
		if line := bytes.LastIndexByte(outside, '\n'); line >= 0 {
			end = pos + line + 1
		}
		if open < 0 {
			return end
		}
		open += pos
		if open > 0 && !c.endsField(text[open-1]) {
			return end
		}
		pos = closing(text, open) + 1
		if pos == 0 || pos == len(text) && !c.last || pos < len(text) && !c.endsField(text[pos]) {
			return end
		}
	}
}

func (c *cutter) endsField(b byte) bool { return b == c.delim || b == '\n' || b == '\r' }

// closing returns where the quote stands that closes the one at open, which is the first that is
// not doubled, or -1.
func closing(text []byte, open int) int {
	for i := open + 1; ; {
		j := bytes.IndexByte(text[i:], '"')
		if j < 0 {
			return -1
		}
		j += i
		if j+1 == len(text) || text[j+1] != '"' {
			return j
		}
		i = j + 2
	}
}

// records reads rows one by one until there are enough.
func (c *cutter) records(b *block, enough func(*records) bool) {
	rest := c.r
	if c.err != nil {
		rest = failing{c.err}
	} else if c.last {
		rest = strings.NewReader("")
	}
	p := newRecords(io.MultiReader(bytes.NewReader(c.buf), rest), c.delim)
	p.size = max(c.size, len(c.buf)) // so that all of buf is read at once
	b.split = true
	b.take(p, func() bool { return enough(p) })
	c.buf = append(c.buf[:0], p.block[p.pos:]...)
	c.last = p.last
}

// failing is a reader that fails.
type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// splitter splits blocks of whole records into rows.
type splitter struct {
	p       records
	prepare preparer // nil for none
	row     Row      // of lines, with cells that are used again
}

func (c *cutter) splitter(prepare preparer) func(b *block) {
	s := &splitter{p: *newRecords(nil, c.delim), prepare: prepare}
	return s.split
}

// split splits a block: line by line where it can, else record by record.
func (s *splitter) split(b *block) {
	if s.lines(b) {
		return
	}
	b.rows, b.cells, b.size = b.rows[:0], b.cells[:0], 0
	s.p.take(string(b.raw))
	b.take(&s.p, func() bool { return false })
	if s.prepare != nil {
		s.prepare.begin(b.ready) // again, for lines may have come some way
		b.prepare(s.prepare)
	}
}

// text returns the text of the block. Where rows are prepared it must not be kept: with the next
// block the same memory holds another text. To make garbage of all of a file's text takes longer
// than to find the rows in it.
func (s *splitter) text(b *block) string {
	if s.prepare == nil {
		return string(b.raw)
	}
	return unsafe.String(unsafe.SliceData(b.raw), len(b.raw))
}

// take adds rows one by one until they end, one cannot be read, or there are enough.
func (b *block) take(p *records, enough func() bool) {
	for !enough() {
		row, err := p.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			b.err = atRow(unpackError(err), p.num+1)
			break
		}
		b.add(row)
	}
	b.nums, b.dropped = p.num, p.dropped
}

// lines splits a block in which every line is a record and everything between delimiters a cell. It
// reports whether it is such a block. It is what records does, for that case: the tests compare the
// two.
func (s *splitter) lines(b *block) bool {
	text := s.text(b)
	if strings.IndexByte(text, '"') >= 0 || strings.IndexByte(text, 0) >= 0 || strings.Contains(text, lostText) {
		return false
	}
	returns := strings.Count(text, "\r")
	num := 0
	for next := 0; next < len(text); {
		start, end := next, len(text)
		if i := strings.IndexByte(text[start:], '\n'); i >= 0 {
			end = start + i
		}
		next = end + 1
		if returns > 0 && end > start && text[end-1] == '\r' {
			end--
			returns--
		}
		if end-start > MaxCellText {
			return false
		}
		num++
		s.row.Num, s.row.Cells = num, appendCells(s.row.Cells[:0], text[start:end], s.p.delim)
		if len(s.row.Cells) > MaxColumns {
			return false
		}
		switch {
		case blankCells(s.row.Cells):
		case s.prepare != nil:
			s.prepare.row(&s.row)
		default:
			b.add(s.row)
		}
	}
	b.nums = num
	return returns == 0
}

// appendCells appends the cells of a line.
func appendCells(cells []Cell, line string, delim byte) []Cell {
	for {
		end := strings.IndexByte(line, delim)
		if end < 0 {
			return append(cells, textCell(line))
		}
		cells = append(cells, textCell(line[:end]))
		line = line[end+1:]
	}
}

// textCell is a cell of a CSV.
func textCell(text string) Cell {
	if text == "" {
		return Cell{}
	}
	return Cell{Text, text}
}
