package pdf

import (
	"math"

	"picreport/report"
	"picreport/report/pdf/internal/tagged"
)

// The panel by the numbers.
const (
	panelRadius = 8.64
	panelPad    = 28.0
	panelEdge   = 2*panelPad - 4 // above and below what stands in the panel
	panelGap    = 6.0            // above, beyond the gap between blocks
	panelBelow  = 20.0
	totalSize   = 82.0
	totalLeast  = 18.0
	captionLead = 14.6
	titleLead   = 15.0
)

// numbers is the panel of clients since inception and of new clients by quarter. Its rows are
// tightened before they go over to the next page.
type numbers struct {
	p       *pages
	b       report.Numbers
	heading []line
	total   numbersTotal
	title   []line // of the rows, with its note
	x, w    float64
	sets    []rowSet // the rows in each style, the roomiest first

	table   *tagged.Elem // once it is begun
	headers []*tagged.Elem
}

// numbersTotal is the panel's left column: the total and its caption, below the heading of the
// panel.
type numbersTotal struct {
	number, caption []line
	size            float64
}

func newNumbers(p *pages, b report.Numbers) block {
	inner := p.measure() - 2*panelPad
	n := &numbers{p: p, b: b, x: p.left() + panelPad + 0.475*inner, w: 0.525 * inner}
	large := tagged.Style{Font: extraBold, Size: headingSize, Color: p.look.Primary}
	n.heading = p.wrapText(large, p.upper(extraBold, b.Heading), inner)
	n.total = newNumbersTotal(p, b, 0.345*inner)
	n.title = newNumbersTitle(p, b, n.w)
	for _, st := range rowStyles {
		n.sets = append(n.sets, newRowSet(p, b.Rows, st, n.w))
	}
	return n
}

func newNumbersTotal(p *pages, b report.Numbers, width float64) numbersTotal {
	large := tagged.Style{Font: extraBold, Size: totalSize, Tracking: -0.01 * totalSize, Color: p.look.Accent}
	number, st := p.fit(large, b.Total, width, totalLeast)
	caption := p.even(tagged.Style{Font: regular, Size: 10.3, Color: p.look.Text}, b.Caption, width)
	return numbersTotal{number: number, caption: caption, size: st.Size}
}

func (t numbersTotal) height() float64 {
	return float64(len(t.number))*t.size + float64(len(t.caption))*captionLead - 2
}

// newNumbersTitle wraps the title with its note, which are two runs: they head the table's two
// columns.
func newNumbersTitle(p *pages, b report.Numbers, width float64) []line {
	runs := []report.Run{{Text: p.upper(bold, b.Title) + " ", Bold: true}, {Text: b.Note}}
	return p.wrap(runs, func(r report.Run) tagged.Style {
		if r.Bold {
			return tagged.Style{Font: extraBold, Size: 11, Tracking: 0.5, Color: p.look.Primary}
		}
		return tagged.Style{Font: regular, Size: 10.3, Color: p.look.Text}
	}, width)
}

func (b *numbers) headingHeight() float64 { return float64(len(b.heading))*headingLead + 17 }

func (b *numbers) titleHeight() float64 { return float64(len(b.title))*titleLead + 8 }

// height is the panel's, with these rows.
func (b *numbers) height(rows []numberRow) float64 {
	right := b.titleHeight() + rowsHeight(rows)
	return panelPad + b.headingHeight() + max(b.total.height(), right) + panelPad - 4
}

// least is the height of the whole panel, set as tight as it goes, or of its first part where no
// page has room for it.
func (b *numbers) least() float64 {
	height := math.Inf(1)
	for _, set := range b.sets {
		height = min(height, b.height(set.rows))
	}
	if height > b.p.bodyHeight() {
		height = b.partLeast()
	}
	return panelGap + height
}

// partLeast is the height of the panel's part on the page where it begins, with a few of its rows.
func (b *numbers) partLeast() float64 { return b.height(nil) + 3*b.sets[len(b.sets)-1].pitch }

// fitting is the roomiest set of rows with which the whole panel is no higher than room; without
// one, it is the tightest there is.
func (b *numbers) fitting(room float64) (rowSet, bool) {
	for _, set := range b.sets {
		if b.height(set.rows) <= room {
			return set, true
		}
	}
	return b.sets[len(b.sets)-1], false
}

func (b *numbers) draw() {
	p := b.p
	p.space(panelGap)
	set, ok := b.fitting(p.room())
	if !ok && !p.fresh {
		if onNext, fits := b.fitting(p.bodyHeight()); fits {
			p.newPage()
			set, ok = onNext, true
		}
	}
	if !ok {
		p.need(b.partLeast())
	}
	n := b.rowsFitting(set.rows, panelEdge+(b.headingHeight()+b.titleHeight()))
	b.drawFirst(set, set.rows[:n], n == len(set.rows))
	for rest := set.rows[n:]; len(rest) > 0; rest = rest[n:] {
		p.newPage()
		b.x, b.w = p.left()+panelPad, p.measure()-2*panelPad
		set = newRowSet(p, b.b.Rows, set.rowStyle, b.w)
		n = b.rowsFitting(rest, panelEdge)
		b.drawNext(set, rest[:n], n == len(rest))
	}
	p.advance(p.y + panelBelow)
}

// rowsFitting is how many rows the page has room for beside what else stands in the panel, at least
// one.
func (b *numbers) rowsFitting(rows []numberRow, beside float64) int {
	n := 0
	for n < len(rows) && beside+rowsHeight(rows[:n+1]) <= b.p.room() {
		n++
	}
	return max(n, min(1, len(rows)))
}

// drawFirst draws the panel with these rows; last says that no others follow on the next page.
func (b *numbers) drawFirst(set rowSet, rows []numberRow, last bool) {
	p, top := b.p, b.p.y
	height := b.height(rows)
	p.fill(p.look.Panel, tagged.Rect{X: p.left(), Y: top, W: p.measure(), H: height}, panelRadius, "panel")
	y := b.drawHead(top+panelPad, top+height)
	b.drawRows(set, rows, y)
	b.drawBars(set, rows, y, last)
	p.advance(top + height)
}

// drawNext draws the panel as it goes on, on a later page.
func (b *numbers) drawNext(set rowSet, rows []numberRow, last bool) {
	p, top := b.p, b.p.y
	height := panelEdge + rowsHeight(rows)
	p.fill(p.look.Panel, tagged.Rect{X: p.left(), Y: top, W: p.measure(), H: height}, panelRadius, "panel")
	b.drawRows(set, rows, top+panelPad)
	b.drawBars(set, rows, top+panelPad, last)
	p.advance(top + height)
}

// drawHead draws the left column and the title of the rows, and returns where the rows begin. end
// is where the panel ends.
func (b *numbers) drawHead(y, end float64) float64 {
	p := b.p
	x, root := p.left()+panelPad, p.w.Root()
	p.level = 2
	if title := oneLine(b.b.Heading); title != "" {
		p.w.Bookmark(title, y)
	}
	p.element(root, "H2", b.heading, x, y+0.62*headingLead, headingLead)
	y += b.headingHeight()
	base := y + capHeight*b.total.size
	p.element(root, "P", b.total.number, x, base, b.total.size)
	base += float64(max(len(b.total.number)-1, 0))*b.total.size + 27
	p.element(root, "P", b.total.caption, x, base, captionLead)
	p.rule(p.look.PanelRule, tagged.Rect{X: b.x - 28, Y: y - 4, W: 0.8, H: end - panelPad + 4 - y})

	b.table = root.Add("Table")
	b.table.Summary = joinNonEmpty(", ", oneLine(b.b.Columns[0]), oneLine(b.b.Columns[1]))
	b.drawHeaders(y + 8)
	return y + b.titleHeight()
}

// drawHeaders draws the title and its note as the headers of the table's columns.
func (b *numbers) drawHeaders(base float64) {
	row := b.table.Add("TR")
	for _, part := range splitRuns(b.title) {
		if part == nil {
			continue
		}
		th := row.Add("TH")
		th.Scope = "Column"
		b.headers = append(b.headers, th)
		for _, s := range part {
			b.p.lines(th, []line{s.line}, b.x+s.x, base+float64(s.row)*titleLead, titleLead)
		}
	}
	if len(b.headers) == 1 {
		b.headers[0].Span = 2
	}
}
