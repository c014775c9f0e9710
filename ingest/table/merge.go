package table

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// merged is one merged range of cells.
type merged struct {
	top, bottom int // row numbers, both included
	left        int // column
	ref         string
}

// merges are the merged ranges of a sheet. A value that is merged over several rows stands in each
// of them, in the range's first column. One that is merged over several columns stays in the first.
type merges struct {
	count  int
	first  merged
	tall   []merged            // of more than one row, by top
	active map[int]mergedValue // by column; those that the rows have reached
}

// mergedValue is the value of a merged range.
type mergedValue struct {
	bottom int
	cell   Cell
}

// keptSheet is up to what size a sheet's XML is unpacked only once, and kept in memory.
const keptSheet = 64 << 20

// unpacked is what was unpacked of the sheet that was opened last: it is mostly opened twice, for
// its headers and for its rows.
type unpacked struct {
	part   string // "" for none
	text   keptText
	merges merges
}

// unpackSheet returns the XML of a sheet, and its merged ranges, which stand behind the rows in the
// file and are needed before them: the rows are first passed over, which is quick beside reading
// them. A sheet too large to be kept is unpacked again.
func (b *workbook) unpackSheet(ctx context.Context, part string) (io.ReadCloser, merges, error) {
	f := b.parts[part]
	if f == nil {
		return nil, merges{}, errNoPart(part)
	}
	large := f.UncompressedSize64 > keptSheet
	if b.last.part != part {
		r, err := f.Open()
		if err != nil {
			return nil, merges{}, partError(part, 0, err)
		}
		last := unpacked{part: part}
		if large {
			last.merges, err = findMerges(ctxReader{ctx, r})
		} else {
			last.text = keep(ctxReader{ctx, r})
			last.merges, err = findMerges(last.text.reader())
		}
		_ = r.Close() // what it would say was read over, and is met again
		if err != nil {
			return nil, merges{}, err
		}
		if ctx.Err() != nil { // which findMerges takes for damage
			return nil, merges{}, context.Cause(ctx)
		}
		b.last = last
	}
	if !large {
		return io.NopCloser(b.last.text.reader()), b.last.merges, nil
	}
	r, err := f.Open()
	if err != nil {
		return nil, merges{}, partError(part, 0, err)
	}
	return r, b.last.merges, nil
}

// keptText is a text that is kept in memory in pieces: one of many MiB that grows or is cleared at
// once holds up all else.
type keptText struct {
	pieces [][]byte
	broken error // what came after them; nil for the end
}

// keptPiece is how many bytes a piece has.
const keptPiece = 256 << 10

func keep(r io.Reader) (k keptText) {
	for last := false; !last && k.broken == nil; {
		piece := make([]byte, keptPiece)
		var n int
		n, last, k.broken = readFull(r, piece)
		k.pieces = append(k.pieces, piece[:n])
	}
	return k
}

func (k keptText) reader() io.Reader {
	readers := make([]io.Reader, 0, len(k.pieces)+1)
	for _, piece := range k.pieces {
		readers = append(readers, bytes.NewReader(piece))
	}
	if k.broken != nil {
		readers = append(readers, failing{k.broken})
	}
	return io.MultiReader(readers...)
}

// maxMerges is how many merged ranges a sheet may have.
const maxMerges = 1 << 20

// findMerges reads the merged ranges of a sheet. It passes over any damage: reading the rows will
// meet it, and say where.
func findMerges(r io.Reader) (merges, error) {
	var m merges
	var tooMany *Error
	x := newXMLReader(r, mainNamespace)
	x.scope.checks = false // reading the rows does
	add := func() error {
		if string(x.name) == "mergeCell" {
			m.add(x.attr("ref"))
		}
		if m.count > maxMerges {
			tooMany = &Error{
				Kind: TooLarge, Msg: fmt.Sprintf("a sheet has more than %d merged ranges", maxMerges),
				Hint: "save it as CSV",
			}
			return tooMany
		}
		return nil
	}
	if x.root("worksheet") == nil {
		_ = x.children(func() error {
			switch string(x.name) {
			case "sheetData":
				return x.passFast()
			case "mergeCells":
				return x.children(add)
			}
			return nil
		})
	}
	if tooMany != nil {
		return m, tooMany
	}
	slices.SortStableFunc(m.tall, func(a, b merged) int { return a.top - b.top })
	return m, nil
}

// add takes a range such as A2:A4. What is none is passed over.
func (m *merges) add(ref string) {
	from, to, ok := strings.Cut(ref, ":")
	left, top, ok1 := cellOf(from)
	_, bottom, ok2 := cellOf(to)
	if !ok || !ok1 || !ok2 || bottom < top {
		return
	}
	g := merged{top: top, bottom: bottom, left: left, ref: ref}
	if m.count == 0 || top < m.first.top {
		m.first = g
	}
	m.count++
	if bottom > top {
		g.ref = ""
		m.tall = append(m.tall, g)
	}
}

// cellOf reads a reference such as AB12.
func cellOf(ref string) (col, row int, ok bool) {
	ref = strings.ReplaceAll(ref, "$", "")
	col, ok = columnOf([]byte(ref))
	row, err := strconv.Atoi(strings.TrimLeft(ref, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"))
	return col, row, ok && err == nil && row >= 1 && row <= MaxRows
}

// pass is called with every row in order. It remembers the values of ranges that start in the row,
// and fills in those that reach into it.
func (m *merges) pass(row int, cells []Cell) []Cell {
	for col, h := range m.active {
		if cells == nil {
			break
		}
		if row > h.bottom {
			delete(m.active, col)
			continue
		}
		for len(cells) <= col {
			cells = append(cells, Cell{})
		}
		if cells[col].Kind == Blank {
			cells[col] = h.cell
		}
	}
	for len(m.tall) > 0 && m.tall[0].top <= row {
		g := m.tall[0]
		m.tall = m.tall[1:]
		if g.top != row || g.left >= len(cells) || cells[g.left].Kind == Blank {
			continue
		}
		if m.active == nil {
			m.active = map[int]mergedValue{}
		}
		m.active[g.left] = mergedValue{g.bottom, Cell{cells[g.left].Kind, strings.Clone(cells[g.left].Text)}}
	}
	return cells
}

// notice tells of the merged ranges, if there are any.
func (m *merges) notice() (Notice, bool) {
	if m.count == 0 {
		return Notice{}, false
	}
	detail := m.first.ref
	if m.count > 1 {
		detail += fmt.Sprintf(" and %d more", m.count-1)
	}
	return Notice{Kind: MergedCells, Row: m.first.top, Col: m.first.left, Detail: detail}, true
}

// hiddenNotice tells of the hidden columns among the first widest, if there are any.
func hiddenNotice(hidden []span, widest int) (Notice, bool) {
	var names []string
	col := -1
	for _, h := range hidden {
		if h.from >= widest {
			continue
		}
		if col < 0 {
			col = h.from
		}
		name := ColumnName(h.from)
		if to := min(h.to, widest-1); to > h.from {
			name += ":" + ColumnName(to)
		}
		names = append(names, name)
	}
	return Notice{Kind: HiddenColumns, Col: col, Detail: strings.Join(names, ", ")}, col >= 0
}
