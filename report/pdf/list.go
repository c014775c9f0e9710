package pdf

import (
	"strconv"

	"picreport/report"
	"picreport/report/pdf/internal/tagged"
)

const (
	itemSize    = 10.5
	itemLeading = 14.2
	itemGap     = 5.5
	itemIndent  = 13.0
	columnGap   = 20.0
	bullet      = "•"
)

// list is a list, in two columns where all of it fits the page that way; they are read one after
// the other.
type list struct {
	p       *pages
	ordered bool
	items   []listItem // as wide as the page
	narrow  []listItem // for two columns; nil where these are not sensible
}

// listItem is one entry of a list, wrapped for its column.
type listItem struct {
	label  []line
	indent float64 // of the text
	runs   []report.Run
	lines  []line
}

func (it listItem) height() float64 { return float64(len(it.lines))*itemLeading + itemGap }

// least is the height of the lines that an item has at the least on the page where it begins.
func (it listItem) least() float64 { return float64(min(2, len(it.lines))) * itemLeading }

func newList(p *pages, b report.List) block {
	l := list{p: p, ordered: b.Ordered, items: newItems(p, b, p.measure())}
	if len(l.items) == 0 {
		return nil
	}
	if narrow := newItems(p, b, l.columnWidth()); suitColumns(b, narrow) {
		l.narrow = narrow
	}
	return l
}

func newItems(p *pages, b report.List, width float64) []listItem {
	mark := tagged.Style{Font: bold, Size: itemSize, Color: p.look.Accent}
	if !b.Ordered {
		mark.Size = 1.6 * itemSize
	}
	var items []listItem
	indent := listIndent(p, b)
	for i, runs := range b.Items {
		label := bullet
		if b.Ordered {
			label = strconv.Itoa(i+1) + "."
		} else if !p.has(mark.Font, '•') {
			label = "-"
		}
		it := listItem{
			label: p.wrapText(mark, label, width), indent: indent,
			runs: runs, lines: p.wrap(runs, bodyStyle(p.look.Palette, itemSize), width-indent),
		}
		if len(it.lines) > 0 {
			items = append(items, it)
		}
	}
	return items
}

// listIndent is how far the text of items stands in.
func listIndent(p *pages, b report.List) float64 {
	if !b.Ordered {
		return itemIndent
	}
	return 10 + p.w.Width(tagged.Style{Font: bold, Size: itemSize}, strconv.Itoa(len(b.Items))+".")
}

// suitColumns reports whether two columns are sensible: not in an ordered list, in a short one, and
// with items of many lines.
func suitColumns(b report.List, items []listItem) bool {
	if b.Ordered || len(items) < 4 {
		return false
	}
	for _, it := range items {
		if len(it.lines) > 2 {
			return false
		}
	}
	return true
}

func (b list) columnWidth() float64 { return (b.p.measure() - columnGap) / 2 }

// least is the height of the first item and of the first lines of the second, at the most half a
// page.
func (b list) least() float64 {
	height := b.items[0].least()
	if len(b.items) > 1 {
		height = b.items[0].height() + b.items[1].least()
	}
	return min(height, b.p.bodyHeight()/2)
}

func (b list) draw() {
	p := b.p
	elem := p.w.Root().Add("L")
	elem.Numbering = "Disc"
	if b.ordered {
		elem.Numbering = "Decimal"
	}
	if split := b.split(); split > 0 {
		top := p.y
		end := b.column(elem, b.narrow[:split], p.left(), top)
		end = max(end, b.column(elem, b.narrow[split:], p.left()+b.columnWidth()+columnGap, top))
		p.advance(end - itemGap + blockGap)
		return
	}
	for _, it := range b.items {
		b.flow(elem, it)
	}
	p.advance(p.y - itemGap + blockGap)
}

// split is how many items stand in the first of two columns, 0 where there are none, or where the
// page is too short for them.
func (b list) split() int {
	total := 0.0
	for _, it := range b.narrow {
		total += it.height()
	}
	first, split := 0.0, 0
	for split < len(b.narrow) && first+b.narrow[split].height()/2 <= total/2 {
		first += b.narrow[split].height()
		split++
	}
	if max(first, total-first) > b.p.room() {
		return 0
	}
	return split
}

// column draws items below each other and returns where they end.
func (b list) column(elem *tagged.Elem, items []listItem, x, y float64) float64 {
	for _, it := range items {
		pen := b.p.pen(b.label(elem, it, x, y), it.runs)
		pen.under = true
		pen.draw(it.lines, x+it.indent, y+0.74*itemLeading, itemLeading)
		y += it.height()
	}
	return y
}

// label draws an item's bullet or number and returns the element for its text.
func (b list) label(elem *tagged.Elem, it listItem, x, y float64) *tagged.Elem {
	li := elem.Add("LI")
	base := y + 0.74*itemLeading
	if size := it.label[0].pieces[0].style.Size; size > itemSize {
		base += 0.3 * (size - itemSize) // keeps the larger bullet at the middle of the letters
	}
	b.p.lines(li.Add("Lbl"), it.label, x, base, itemLeading)
	return li.Add("LBody")
}

// flow draws one item down the page; its lines flow over to the next one.
func (b list) flow(elem *tagged.Elem, it listItem) {
	p := b.p
	p.need(it.least())
	pen := p.pen(b.label(elem, it, p.left(), p.y), it.runs)
	pen.under = true
	p.flow(pen, it.lines, p.left()+it.indent, itemLeading, 0)
	p.advance(p.y + itemGap)
}
