package table

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strconv"
)

// sheetReader reads the cells of one sheet from its XML.
type sheetReader struct {
	book   *workbook
	xml    io.Closer
	x      *xmlReader
	name   string // of the sheet
	part   string
	place  sheetPlace
	merges merges
	totals []totals
	hidden []span // hidden columns

	row     Row
	cells   []Cell
	text    []byte // of the row's values that are not shared strings
	own     []ownText
	value   []byte // of the cell being read
	notices []Notice
	widest  int // columns that hold a value
	read    int // rows, blank ones included

	unvalued      int // rows that hold nothing but formulas without a value
	firstUnvalued Notice
}

// sheetPlace is the element that the reader is in.
type sheetPlace uint8

const (
	beforeSheet sheetPlace = iota
	inSheet
	inColumns
	inRows
)

// ownText says that the cell of a column holds text[from:to].
type ownText struct{ col, from, to int }

// span is a range of columns, both included.
type span struct{ from, to int }

// openSheet begins to read a sheet.
func (b *workbook) openSheet(ctx context.Context, sheet int) (*sheetReader, error) {
	part := b.sheetOf[sheet]
	xml, merged, err := b.unpackSheet(ctx, part)
	if err != nil {
		return nil, err
	}
	return &sheetReader{
		book: b, name: b.list[sheet].Name, part: part, xml: xml, merges: merged, x: newXMLReader(ctxReader{ctx, xml}, mainNamespace),
		totals: b.totalsOf(ctx, part),
	}, nil
}

// next returns the next row that holds something, valid until the next call, or io.EOF.
func (s *sheetReader) next(ctx context.Context) (Row, error) {
	found, err := s.walk(ctx)
	switch {
	case err != nil:
		return Row{}, partError(s.part, s.row.Num, err)
	case found:
		return s.row, nil
	}
	if err := s.book.in.unchanged(); err != nil {
		return Row{}, err
	}
	return Row{}, io.EOF
}

// walk walks through the sheet's elements to the end of the next row that holds something, and
// reports whether there is one.
func (s *sheetReader) walk(ctx context.Context) (bool, error) {
	for {
		t, err := s.x.next()
		if err != nil || t == endOfXML {
			return false, err
		}
		if t == endTag {
			s.place = min(s.place-1, inSheet)
		}
		if t != startTag {
			continue
		}
		found, err := s.element(ctx)
		if found || err != nil {
			return found, err
		}
	}
}

// element takes an element of the sheet outside rows, and reports whether it is a row that holds
// something.
func (s *sheetReader) element(ctx context.Context) (bool, error) {
	name := string(s.x.name)
	switch {
	case s.place == beforeSheet:
		if !s.x.own || name != "worksheet" {
			return false, errRoot
		}
		s.place = inSheet
		return false, nil
	case !s.x.own:
	case s.place == inSheet && name == "cols":
		s.place = inColumns
		return false, nil
	case s.place == inSheet && name == "sheetData":
		s.place = inRows
		return false, nil
	case s.place == inColumns && name == "col":
		s.column()
	case s.place == inRows && name == "row":
		if s.read++; s.read%contextRows == 0 && ctx.Err() != nil {
			return false, context.Cause(ctx)
		}
		err := s.readRow()
		return err == nil && s.finishRow(), err
	}
	return false, s.x.skip()
}

// column notes a hidden range of columns.
func (s *sheetReader) column() {
	if !isTrue(s.x.attr("hidden")) {
		return
	}
	from, err1 := strconv.Atoi(s.x.attr("min"))
	to, err2 := strconv.Atoi(s.x.attr("max"))
	if err1 == nil && err2 == nil && from >= 1 && to >= from && to <= MaxColumns && len(s.hidden) < MaxColumns {
		s.hidden = append(s.hidden, span{from - 1, to - 1})
	}
}

// readRow reads the row that was just started.
func (s *sheetReader) readRow() error {
	num, cells := s.row.Num+1, 0
	hidden := false
	for name, value, rest := nextAttr(s.x.attrs); name != nil; name, value, rest = nextAttr(rest) {
		switch string(name) {
		case "r":
			n, err := strconv.Atoi(string(value))
			if err != nil || n <= s.row.Num {
				return damaged(num, nil, "the workbook is damaged: rows of sheet %q are out of order", s.name)
			}
			num = n
		case "hidden":
			hidden = isTrue(string(value))
		}
	}
	if num > MaxRows {
		return &Error{Kind: TooLarge, Row: num, Msg: fmt.Sprintf("sheet %q has more than %d rows", s.name, MaxRows)}
	}
	s.row = Row{Num: num, Hidden: hidden}
	s.cells, s.own, s.text, s.notices = s.cells[:0], s.own[:0], s.text[:0], s.notices[:0]
	for {
		usual, err := s.usualCell()
		t := startTag
		if !usual && err == nil {
			t, err = s.x.next()
		}
		switch {
		case err != nil:
			return err
		case t == endTag:
			return nil
		case t == endOfXML:
			return io.ErrUnexpectedEOF
		case t == charData:
		case usual || s.x.own && string(s.x.name) == "c":
			if cells++; cells > MaxColumns { // some may claim one column
				return s.tooManyColumns()
			}
			if !usual {
				if err := s.readCell(); err != nil {
					return err
				}
			}
			if len(s.text) > MaxRecord {
				return &Error{
					Kind: TooLarge, Row: num,
					Msg: fmt.Sprintf("a row of sheet %q is longer than %s", s.name, bytesText(MaxRecord)),
				}
			}
		default:
			if err := s.x.skip(); err != nil {
				return err
			}
		}
	}
}

// cellAttrs are the attributes of a cell.
type cellAttrs struct {
	col   int
	style int
	kind  string
}

// attrsOf reads the attributes of the cell that was just started. A cell without a reference stands
// right of the one before.
func (s *sheetReader) attrsOf() (cellAttrs, error) {
	a := cellAttrs{col: len(s.cells), style: -1}
	for name, value, rest := nextAttr(s.x.attrs); name != nil; name, value, rest = nextAttr(rest) {
		if len(name) != 1 {
			continue
		}
		if err := s.setAttr(&a, name[0], value); err != nil {
			return a, err
		}
	}
	if a.col >= MaxColumns {
		return a, s.tooManyColumns()
	}
	return a, nil
}

// setAttr takes an attribute of a cell, whatever its name.
func (s *sheetReader) setAttr(a *cellAttrs, name byte, value []byte) error {
	switch name {
	case 'r':
		col, ok := columnOf(value)
		if !ok {
			return damaged(s.row.Num, nil, "the workbook is damaged: a cell of sheet %q has no valid reference", s.name)
		}
		a.col = col
	case 's':
		if n, err := strconv.Atoi(string(value)); err == nil {
			a.style = n
		}
	case 't':
		a.kind = cellType(value)
	}
	return nil
}

func (s *sheetReader) tooManyColumns() *Error {
	return &Error{
		Kind: TooLarge, Row: s.row.Num,
		Msg: fmt.Sprintf("sheet %q has more than %d columns", s.name, MaxColumns),
	}
}

// cellType returns the t of a cell without allocating; "" is one that is not known, and reads as a
// number.
func cellType(t []byte) string {
	for _, kind := range [...]string{"s", "str", "b", "n", "inlineStr", "e", "d"} {
		if string(t) == kind {
			return kind
		}
	}
	return ""
}

// columnOf returns the column of a reference such as AB12; 0 is A.
func columnOf(ref []byte) (int, bool) {
	col, i := 0, 0
	for ; i < len(ref) && i < 4; i++ {
		c := ref[i] | 0x20
		if c < 'a' || c > 'z' {
			break
		}
		col = col*26 + int(c-'a') + 1
	}
	return col - 1, i > 0 && col <= MaxColumns
}

// readCell reads the cell that was just started.
func (s *sheetReader) readCell() error {
	a, err := s.attrsOf()
	if err != nil {
		return err
	}
	s.value = s.value[:0]
	stored, inline, formula := false, false, false
	err = s.x.children(func() error {
		switch string(s.x.name) {
		case "v":
			if stored {
				return s.tooManyValues()
			}
			stored = true
			if inline && a.kind == "inlineStr" {
				return nil
			}
			s.value, err = s.x.appendElement(s.value[:0])
		case "is":
			if inline {
				return s.tooManyValues()
			}
			inline = true
			if stored && a.kind != "inlineStr" || a.kind == "s" {
				return nil
			}
			s.value, err = appendRichText(s.x, s.value[:0])
		case "f":
			formula = true
		}
		return err
	})
	if err != nil {
		return err
	}
	s.widen(a.col)
	if formula && (!stored && !inline || len(s.value) == 0 && a.kind != "str") {
		s.notice(FormulaNoValue, a.col, "")
		return nil
	}
	return s.setCell(a)
}

func (s *sheetReader) tooManyValues() *Error {
	return damaged(s.row.Num, nil, "the workbook is damaged: a cell of sheet %q has two values", s.name)
}

// widen makes the row reach to a column.
func (s *sheetReader) widen(col int) {
	for len(s.cells) <= col {
		s.cells = append(s.cells, Cell{})
	}
}

// setCell stores s.value as the cell's type and style want it.
func (s *sheetReader) setCell(a cellAttrs) error {
	from := len(s.text)
	kind := Text
	switch a.kind {
	case "s":
		return s.setShared(a.col)
	case "inlineStr":
		s.text = append(s.text, s.value...)
	case "str":
		s.text = unescape(append(s.text, s.value...), from)
	case "e":
		kind = ErrorValue
		s.text = append(s.text, s.value...)
	case "b":
		kind = Bool
		if v := string(bytes.TrimSpace(s.value)); isTrue(v) {
			s.text = append(s.text, "TRUE"...)
		} else if v != "" {
			s.text = append(s.text, "FALSE"...)
		}
	case "d":
		s.text, kind = appendISO(s.text, string(bytes.TrimSpace(s.value)), s.formatAt(a.style))
	default:
		kind = s.appendNumeric(a.style)
	}
	if len(s.text) == from {
		return nil
	}
	if len(s.text)-from > MaxCellText {
		s.noteLong(a.col, string(s.text[from:]))
	}
	s.cells[a.col].Kind = kind
	s.own = append(s.own, ownText{a.col, from, len(s.text)})
	return nil
}

// setShared stores the shared string whose index is s.value.
func (s *sheetReader) setShared(col int) error {
	if len(s.value) == 0 {
		return nil
	}
	i, err := strconv.Atoi(string(bytes.TrimSpace(s.value)))
	if err != nil || i < 0 || i >= len(s.book.strings) {
		return damaged(s.row.Num, nil,
			"the workbook is damaged: a cell of sheet %q refers to a text that is not there", s.name)
	}
	if text := s.book.strings[i]; text != "" {
		s.cells[col] = Cell{Text, text}
		s.noteLong(col, text)
	}
	return nil
}

// appendNumeric appends a number to s.text: as it is, or as the date or time that the style makes
// of it.
func (s *sheetReader) appendNumeric(style int) Kind {
	f := s.formatAt(style)
	if f == generalFormat && isShortInteger(s.value) {
		s.text = append(s.text, s.value...)
		return Number
	}
	number, ok := parseNumber(bytes.TrimSpace(s.value))
	if !ok {
		s.text = append(s.text, s.value...)
		return Text
	}
	var kind Kind
	if s.text, kind = appendSerial(s.text, number, f, s.book.from1904); kind == Number {
		s.text = appendNumber(s.text, number)
	}
	return kind
}

// formatAt returns the format of a style, the general one where there is no such style.
func (s *sheetReader) formatAt(style int) numberFormat {
	if style < 0 || style >= len(s.book.styles) {
		return generalFormat
	}
	return s.book.styles[style]
}

func (s *sheetReader) notice(kind NoticeKind, col int, detail string) {
	s.notices = append(s.notices, Notice{Kind: kind, Sheet: s.name, Row: s.row.Num, Col: col, Detail: detail})
}

func (s *sheetReader) noteLong(col int, text string) {
	if detail, long := longText(text); long {
		s.notice(LongText, col, detail)
	}
}

// finishRow puts the row together and reports whether it is to be yielded.
func (s *sheetReader) finishRow() bool {
	if len(s.own) > 0 {
		text := string(s.text)
		for _, o := range s.own {
			s.cells[o.col].Text = text[o.from:o.to]
		}
	}
	if blankCells(s.cells) {
		s.merges.pass(s.row.Num, nil)
		if len(s.notices) > 0 {
			if s.unvalued == 0 {
				s.firstUnvalued = s.notices[0]
			}
			s.unvalued++
		}
		return false
	}
	s.cells = s.merges.pass(s.row.Num, s.cells)
	s.widest = max(s.widest, len(s.cells))
	s.row.Cells = s.cells
	s.noteTotals()
	if len(s.notices) > 0 {
		s.row.Notices = append([]Notice(nil), s.notices...)
	}
	return true
}

// closing returns the notices of the sheet as a whole.
func (s *sheetReader) closing() []Notice {
	var all []Notice
	if s.unvalued > 0 {
		s.firstUnvalued.Detail = strconv.Itoa(s.unvalued)
		all = append(all, s.firstUnvalued)
	}
	if n, ok := s.merges.notice(); ok {
		n.Sheet = s.name
		all = append(all, n)
	}
	if n, ok := hiddenNotice(s.hidden, s.widest); ok {
		n.Sheet = s.name
		all = append(all, n)
	}
	return all
}
