package table

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// recordsText is how much text records takes at once. It is one string, and cells are parts of it:
// nothing is allocated by cell.
const recordsText = 256 << 10

// records splits a UTF-8 text into rows, whatever its quotes are like.
type records struct {
	r     io.Reader
	delim byte
	ends  [256]bool // bytes at which the scan of an unquoted field stops

	size  int    // of a block, at least
	buf   []byte // the bytes of block
	block string
	pos   int  // of the next record in block
	last  bool // block ends with the text
	zeros bool // block has zero bytes
	lost  bool // block has U+FFFD
	num   int  // of the row read last

	cells   []Cell
	notices []Notice
	dropped []Notice // the first of each kind of rows that were not yielded
	full    bool     // the record has reached MaxRecord: no quoted field in it goes on
}

func newRecords(r io.Reader, delim byte) *records {
	p := &records{r: r, delim: delim, size: recordsText}
	for _, c := range []byte{delim, '\n', '\r', '"'} {
		p.ends[c] = true
	}
	return p
}

// take begins with a text that is all there is.
func (p *records) take(text string) {
	p.block, p.pos, p.last, p.num, p.dropped, p.full = text, 0, true, 0, nil, false
	p.look()
}

// look finds out what is particular to the block.
func (p *records) look() {
	p.zeros = strings.IndexByte(p.block, 0) >= 0
	p.lost = strings.Contains(p.block, lostText)
}

// next returns the next row that is not blank, or io.EOF.
func (p *records) next() (Row, error) {
	for {
		if p.pos == len(p.block) {
			if p.last {
				return Row{}, io.EOF
			}
			if err := p.fill(); err != nil {
				return Row{}, err
			}
			continue
		}
		end, ok := p.record(p.pos)
		if ok && end-p.pos > MaxRecord {
			return Row{}, errLongRecord()
		}
		if len(p.cells) > MaxColumns {
			return Row{}, errManyColumns()
		}
		if !ok {
			if len(p.block)-p.pos >= MaxRecord {
				if p.full {
					return Row{}, errLongRecord()
				}
				p.full = true
				continue
			}
			if err := p.fill(); err != nil {
				return Row{}, err
			}
			continue
		}
		p.full = false
		p.num++
		if p.zeros {
			p.dropZeros()
		}
		if p.lost {
			p.noteLost()
		}
		p.pos = end
		if !blankCells(p.cells) {
			return p.row(), nil
		}
		p.keepNotices()
	}
}

func errLongRecord() *Error {
	return &Error{
		Kind: TooLarge, Msg: "a row is longer than " + bytesText(MaxRecord),
		Hint: "check that the file is a table with one contact a line",
	}
}

func errManyColumns() *Error {
	return &Error{
		Kind: TooLarge, Msg: fmt.Sprintf("a row has more than %d columns", MaxColumns),
		Hint: "check that the file is a table with one contact a line",
	}
}

// row completes the row that was read last.
func (p *records) row() Row {
	for i, c := range p.cells {
		if detail, long := longText(c.Text); long {
			p.notice(LongText, i, detail)
		}
	}
	for i := range p.notices {
		p.notices[i].Row = p.num
	}
	row := Row{Num: p.num, Cells: p.cells}
	if len(p.notices) > 0 {
		row.Notices = append([]Notice(nil), p.notices...)
	}
	return row
}

// keepNotices keeps the notices of a blank row.
func (p *records) keepNotices() {
	for _, n := range p.notices {
		if !slices.ContainsFunc(p.dropped, func(d Notice) bool { return d.Kind == n.Kind }) {
			n.Row = p.num
			p.dropped = append(p.dropped, n)
		}
	}
}

// fill puts what is left of the block, and at least as much again, into a new block.
func (p *records) fill() error {
	rest := copy(p.buf, p.block[p.pos:])
	size := max(p.size, 2*rest)
	if size > len(p.buf) {
		p.buf = append(p.buf[:rest], make([]byte, size-rest)...)
	}
	n, last, err := readFull(p.r, p.buf[rest:])
	if err != nil {
		return err
	}
	n += rest
	p.last = last
	p.block, p.pos = string(p.buf[:n]), 0
	p.look()
	return nil
}

// record reads the record that starts at pos into p.cells and p.notices and returns where the next
// one starts. It is not ok where the block ends before the record.
func (p *records) record(pos int) (next int, ok bool) {
	s := p.block
	p.cells, p.notices = p.cells[:0], p.notices[:0]
	for {
		var text string
		var end int
		if guarded, after := p.guarded(pos); after > 0 {
			text, end = guarded, after
		} else if open := p.opening(pos); open >= 0 {
			text, end, ok = p.quoted(open)
			if !ok {
				return 0, false
			}
			if end < 0 { // the quote never closes
				p.notice(UnclosedQuote, len(p.cells), "")
				text, end = p.unquoted(pos, open+1)
			} else {
				text = unguard(text)
			}
		} else {
			text, end = p.unquoted(pos, pos)
		}
		if end == len(s) && !p.last {
			return 0, false
		}
		kind := Text
		if text == "" {
			kind = Blank
		}
		p.cells = append(p.cells, Cell{kind, text})
		if end == len(s) || len(p.cells) > MaxColumns { // too many are refused by next
			return end, true
		}
		switch s[end] {
		case p.delim:
			pos = end + 1
		case '\n':
			return end + 1, true
		default: // '\r'
			if end+1 == len(s) {
				return end + 1, p.last
			}
			if s[end+1] == '\n' {
				end++
			}
			return end + 1, true
		}
	}
}

// guarded reads the field at pos where it is written ="0012", as programs do to keep Excel from
// making a number of it. The end is 0 for any other field.
func (p *records) guarded(pos int) (text string, end int) {
	s := p.block[pos:]
	if !strings.HasPrefix(s, `="`) {
		return "", 0
	}
	n := strings.IndexAny(s[2:], "\"\r\n"+string(rune(p.delim))) + 2
	if n < 2 || s[n] != '"' || n+1 < len(s) && !p.endsField(s[n+1]) {
		return "", 0
	}
	return s[2:n], pos + n + 1
}

// unguard is guarded for the text of a quoted field: "=""0012""".
func unguard(text string) string {
	if len(text) > 2 && strings.HasPrefix(text, `="`) && strings.IndexByte(text[2:], '"') == len(text)-3 {
		return text[2 : len(text)-1]
	}
	return text
}

// opening returns where a quote opens the field at pos, after any blanks, or -1.
func (p *records) opening(pos int) int {
	for pos < len(p.block) && p.block[pos] == ' ' {
		pos++
	}
	if pos < len(p.block) && p.block[pos] == '"' {
		return pos
	}
	return -1
}

// unquoted reads an unquoted field from start to its end. Quotes before from are known to be text.
func (p *records) unquoted(start, from int) (text string, end int) {
	s := p.block
	i := from
	for {
		for i < len(s) && !p.ends[s[i]] {
			i++
		}
		if i == len(s) || s[i] != '"' {
			return s[start:i], i
		}
		p.stray()
		i++
	}
}

// stray notes a stray quote, once a row.
func (p *records) stray() {
	for _, n := range p.notices {
		if n.Kind == StrayQuote {
			return
		}
	}
	p.notice(StrayQuote, len(p.cells), "")
}

func (p *records) notice(kind NoticeKind, col int, detail string) {
	p.notices = append(p.notices, Notice{Kind: kind, Col: col, Detail: detail})
}

// quoted reads the quoted field that opens at open. It is not ok where the block ends before the
// field is settled. The end is
// -1 where the quote never closes.
//
// A quote within the field that is neither doubled nor followed by the field's end is stray. It and
// the field go on where a later quote of the same line can close the field ("said "hi" twice",);
// elsewhere the field ended there, and what follows it belongs to it ("abc" def,). Where a stray
// quote comes after a line break, and it or a doubled one before it stands where a field opens, the
// field had been left open on an earlier line.
func (p *records) quoted(open int) (text string, end int, ok bool) {
	s := p.block
	doubled, reopened := false, false
	seen, line := open, false // whether a line ends before seen
	crossed := func(j int) bool {
		line = line || strings.ContainsAny(s[seen:j], "\r\n")
		seen = j
		return line
	}
	for i := open + 1; ; {
		j := strings.IndexByte(s[i:], '"')
		if j < 0 {
			return "", -1, p.last || p.full
		}
		j += i
		after := j + 1
		for after < len(s) && s[after] == ' ' {
			after++
		}
		if after == len(s) {
			if !p.last {
				return "", -1, p.full
			}
			return unquote(s[open+1:j], doubled), after, true
		}
		switch c := s[j+1]; {
		case c == '"':
			doubled = true
			reopened = reopened || p.startsField(j) && crossed(j)
			i = j + 2
			continue
		case p.endsField(s[after]):
			return unquote(s[open+1:j], doubled), after, true
		}
		later := strings.IndexAny(s[j+1:], "\"\r\n")
		if later < 0 && !p.last {
			return "", -1, p.full
		}
		later += j + 1
		if (reopened || p.startsField(j)) && crossed(j) {
			return "", -1, true
		}
		p.stray()
		if later > j && s[later] == '"' && !p.startsField(later) {
			i = later
			continue
		}
		tail, end := p.unquoted(j+1, j+1)
		return unquote(s[open+1:j], doubled) + tail, end, true
	}
}

// endsField reports whether c ends a field.
func (p *records) endsField(c byte) bool { return c == p.delim || c == '\n' || c == '\r' }

// startsField reports whether a field starts at i.
func (p *records) startsField(i int) bool { return i == 0 || p.endsField(p.block[i-1]) }

// unquote undoubles the quotes of a quoted field.
func unquote(s string, doubled bool) string {
	if !doubled {
		return s
	}
	return strings.ReplaceAll(s, `""`, `"`)
}

// dropZeros takes zero bytes out of the cells.
func (p *records) dropZeros() {
	first := -1
	for i, c := range p.cells {
		if strings.IndexByte(c.Text, 0) < 0 {
			continue
		}
		if first < 0 {
			first = i
		}
		p.cells[i].Text = strings.ReplaceAll(c.Text, "\x00", "")
		if p.cells[i].Text == "" {
			p.cells[i].Kind = Blank
		}
	}
	if first >= 0 {
		p.notice(NULBytes, first, "")
	}
}

// lostText stands where an earlier conversion, or that from damaged UTF-16, lost a character.
const lostText = "\uFFFD"

// noteLost notes lost text, once a row.
func (p *records) noteLost() {
	for i, c := range p.cells {
		if strings.Contains(c.Text, lostText) {
			p.notice(BadText, i, "")
			return
		}
	}
}

// longText reports whether a text is longer than MaxCellText, and how long.
func longText(s string) (detail string, long bool) {
	if len(s) <= MaxCellText {
		return "", false
	}
	n := utf8.RuneCountInString(s)
	return strconv.Itoa(n) + " characters", n > MaxCellText
}

// blankText are the characters that a cell may hold and still show nothing, with the end-of-file
// mark of old programs.
const blankText = " \t\u00a0\x1a"

// blankCells reports whether a row shows nothing.
func blankCells(cells []Cell) bool {
	for _, c := range cells {
		if c.Kind != Blank && (c.Text[0] > ' ' && c.Text[0] < utf8.RuneSelf || strings.Trim(c.Text, blankText) != "") {
			return false
		}
	}
	return true
}
