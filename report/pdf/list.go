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

// item is one entry of a list, wrapped for its column.
type item struct {
	label  []line
	indent float64 // of the text
	runs   []report.Run
	lines  []line
}

func (it item) height() float64 { return float64(len(it.lines))*itemLeading + itemGap }

// least is the height of the lines that an item has at the least on the page where it begins.
func (it item) least() float64 { return float64(min(2, len(it.lines))) * itemLeading }

// list draws a list, in two columns where all of it fits the page that way; they are read one after the other.
func (l *layout) list(b report.List) {
	wide := l.wrapItems(b, l.measure())
	if len(wide) == 0 {
		return
	}
	elem := l.w.Root().Add("L")
	elem.Numbering = "Disc"
	if b.Ordered {
		elem.Numbering = "Decimal"
	}
	columnWidth := (l.measure() - columnGap) / 2
	if items, split := l.columns(b, columnWidth); split > 0 {
		top := l.y
		end := l.items(elem, items[:split], l.left(), top)
		end = max(end, l.items(elem, items[split:], l.left()+columnWidth+columnGap, top))
		l.advance(end - itemGap + blockGap)
		return
	}
	for _, it := range wide {
		l.flowItem(elem, it)
	}
	l.advance(l.y - itemGap + blockGap)
}

// columns wraps the list for two columns and says how many items stand in the first, 0 where two columns are not sensible: in an
// ordered list, in a short one, with items of many lines, and on a page too short for them.
func (l *layout) columns(b report.List, width float64) ([]item, int) {
	items := l.wrapItems(b, width)
	if b.Ordered || len(items) < 4 {
		return nil, 0
	}
	total := 0.0
	for _, it := range items {
		if len(it.lines) > 2 {
			return nil, 0
		}
		total += it.height()
	}
	first, split := 0.0, 0
	for split < len(items) && first+items[split].height()/2 <= total/2 {
		first += items[split].height()
		split++
	}
	if max(first, total-first) > l.room() {
		return nil, 0
	}
	return items, split
}

func (l *layout) wrapItems(b report.List, width float64) []item {
	mark := tagged.Style{Font: bold, Size: itemSize, Color: l.look.Accent}
	if !b.Ordered {
		mark.Size = 1.6 * itemSize
	}
	var items []item
	indent := l.indent(b)
	for i, runs := range b.Items {
		label := bullet
		if b.Ordered {
			label = strconv.Itoa(i+1) + "."
		} else if !l.has(mark.Font, '•') {
			label = "-"
		}
		it := item{label: l.one(mark, label, width), indent: indent, runs: runs, lines: l.wrap(runs, l.body(itemSize), width-indent)}
		if len(it.lines) > 0 {
			items = append(items, it)
		}
	}
	return items
}

// indent is how far the text of items stands in.
func (l *layout) indent(b report.List) float64 {
	if !b.Ordered {
		return itemIndent
	}
	return 10 + l.w.Width(tagged.Style{Font: bold, Size: itemSize}, strconv.Itoa(len(b.Items))+".")
}

// items draws items below each other and returns where they end.
func (l *layout) items(elem *tagged.Elem, items []item, x, y float64) float64 {
	for _, it := range items {
		p := l.pen(l.label(elem, it, x, y), it.runs)
		p.under = true
		p.draw(it.lines, x+it.indent, y+0.74*itemLeading, itemLeading)
		y += it.height()
	}
	return y
}

// label draws an item's bullet or number and returns the element for its text.
func (l *layout) label(elem *tagged.Elem, it item, x, y float64) *tagged.Elem {
	li := elem.Add("LI")
	base := y + 0.74*itemLeading
	if size := it.label[0].pieces[0].style.Size; size > itemSize {
		base += 0.3 * (size - itemSize) // keeps the larger bullet at the middle of the letters
	}
	l.lines(li.Add("Lbl"), it.label, x, base, itemLeading)
	return li.Add("LBody")
}

// flowItem draws one item down the page; its lines flow over to the next one.
func (l *layout) flowItem(elem *tagged.Elem, it item) {
	l.need(it.least())
	p := l.pen(l.label(elem, it, l.left(), l.y), it.runs)
	p.under = true
	l.flow(p, it.lines, l.left()+it.indent, itemLeading, 0)
	l.advance(l.y + itemGap)
}
