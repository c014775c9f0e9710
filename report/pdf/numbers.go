package pdf

import (
	"picreport/report"
	"picreport/report/pdf/internal/tagged"
)

// The panel by the numbers.
const (
	panelRadius = 8.64
	panelPad    = 28.0
	panelGap    = 6.0 // above, beyond the gap between blocks
	totalSize   = 82.0
	totalLeast  = 18.0
	captionLead = 14.6
	barHeight   = 7.7
	barLeast    = 2.0 // width of the bar of a number above zero
	foldGap     = 6.0 // between what was folded and the quarters, beyond the pitch
)

// rowStyle is how the rows by quarter are set: the roomiest that fits is taken.
type rowStyle struct {
	pitch   float64 // from one row's baseline to the next
	number  float64 // sizes
	label   float64
	leading float64 // of a label that wraps
	beside  bool    // the bar stands beside its label, not below it
}

var rowStyles = []rowStyle{
	{pitch: 38, number: 23, label: 10.3, leading: 13},
	{pitch: 32, number: 21, label: 10.3, leading: 13},
	{pitch: 27, number: 17, label: 9.8, leading: 12.5, beside: true},
	{pitch: 22, number: 15, label: 9.5, leading: 12, beside: true},
	{pitch: 18, number: 12.5, label: 9, leading: 11.5, beside: true},
	{pitch: 14.5, number: 10.5, label: 8.5, leading: 11, beside: true},
}

// numberRow is a row by quarter, measured.
type numberRow struct {
	report.NumberRow
	number, label []line
	height        float64
}

// rowSet is all rows in one style, for one width.
type rowSet struct {
	rowStyle
	rows                   []numberRow
	numberWidth, labelFrom float64 // from the left edge of the rows
	barFrom, barWidth      float64
	most                   int // the largest value that has a bar
}

func (s rowSet) height(rows []numberRow) float64 {
	h := 0.0
	for _, r := range rows {
		h += r.height
	}
	return h
}

// numbersPanel is the panel as it is being drawn.
type numbersPanel struct {
	b             report.Numbers
	left          numbersLeft
	leftW, rightW float64
	table         *tagged.Elem
	headers       []*tagged.Elem
	title         []line
	rightX        float64
	titleHeight   float64
}

// numbersLeft is the panel's left column: the total and its caption, below the heading of the panel.
type numbersLeft struct {
	heading, total, caption []line
	totalSize               float64
	headingHeight           float64
	height                  float64 // of total and caption
}

// numbers draws the panel. Its rows are tightened before they go over to the next page.
func (l *layout) numbers(b report.Numbers) {
	p := l.numbersPanel(b)
	if !l.fresh {
		l.y += panelGap
	}
	set, ok := l.tightest(p, l.room())
	if !ok && !l.fresh {
		if onNext, fits := l.tightest(p, l.bodyHeight()); fits {
			l.newPage()
			set, ok = onNext, true
		}
	}
	rows := set.rows
	if !ok {
		l.need(p.least(set))
	}
	first := true
	for first || len(rows) > 0 {
		if !first {
			l.newPage()
			p.rightX, p.rightW = l.left()+panelPad, l.measure()-2*panelPad
			set = l.rowSet(b.Rows, set.rowStyle, p.rightW)
		}
		n := p.fitting(set, rows, l.room(), first)
		l.numbersPart(p, set, rows[:n], first, n == len(rows))
		rows = rows[n:]
		first = false
	}
	l.advance(l.y + 20)
}

// numbersPanel measures the panel.
func (l *layout) numbersPanel(b report.Numbers) *numbersPanel {
	inner := l.measure() - 2*panelPad
	p := &numbersPanel{b: b, leftW: 0.345 * inner, rightX: l.left() + panelPad + 0.475*inner, rightW: 0.525 * inner}
	p.left = l.numbersLeft(b, p.leftW)
	p.title = l.numbersTitle(b, p.rightW)
	p.titleHeight = float64(len(p.title))*15 + 8
	return p
}

// tightest is the roomiest set of rows with which the whole panel is no higher than room; without one, it is the tightest there is.
func (l *layout) tightest(p *numbersPanel, room float64) (rowSet, bool) {
	var set rowSet
	for _, st := range rowStyles {
		set = l.rowSet(p.b.Rows, st, p.rightW)
		if p.height(set, set.rows) <= room {
			return set, true
		}
	}
	return set, false
}

// height is the panel's, with these rows.
func (p *numbersPanel) height(set rowSet, rows []numberRow) float64 {
	right := p.titleHeight + set.height(rows)
	return panelPad + p.left.headingHeight + max(p.left.height, right) + panelPad - 4
}

// least is the height of the panel's part on the page where it begins, with a few of its rows.
func (p *numbersPanel) least(set rowSet) float64 { return p.height(set, nil) + 3*set.pitch }

// fitting is how many rows fit room, at least one.
func (p *numbersPanel) fitting(set rowSet, rows []numberRow, room float64, first bool) int {
	over := 2*panelPad - 4
	if first {
		over += p.left.headingHeight + p.titleHeight
	}
	n := 0
	for n < len(rows) && over+set.height(rows[:n+1]) <= room {
		n++
	}
	return max(n, min(1, len(rows)))
}

func (l *layout) numbersLeft(b report.Numbers, width float64) numbersLeft {
	h := tagged.Style{Font: extraBold, Size: headingSize, Color: l.look.Primary}
	c := numbersLeft{heading: l.one(h, l.upper(extraBold, b.Heading), l.measure()-2*panelPad)}
	c.headingHeight = float64(len(c.heading))*headingLead + 17
	var st tagged.Style
	c.total, st = l.fit(tagged.Style{Font: extraBold, Size: totalSize, Tracking: -0.01 * totalSize, Color: l.look.Accent}, b.Total, width, totalLeast)
	c.totalSize = st.Size
	c.caption = l.even(tagged.Style{Font: regular, Size: 10.3, Color: l.look.Text}, b.Caption, width)
	c.height = float64(len(c.total))*c.totalSize + float64(len(c.caption))*captionLead - 2
	return c
}

// numbersTitle wraps the title with its note, which are two runs: they head the table's two columns.
func (l *layout) numbersTitle(b report.Numbers, width float64) []line {
	runs := []report.Run{{Text: l.upper(bold, b.Title) + " ", Bold: true}, {Text: b.Note}}
	return l.wrap(runs, func(r report.Run) tagged.Style {
		if r.Bold {
			return tagged.Style{Font: extraBold, Size: 11, Tracking: 0.5, Color: l.look.Primary}
		}
		return tagged.Style{Font: regular, Size: 10.3, Color: l.look.Text}
	}, width)
}

// rowSet measures the rows in a style, for a column of the given width.
func (l *layout) rowSet(rows []report.NumberRow, st rowStyle, width float64) rowSet {
	set := rowSet{rowStyle: st}
	for _, r := range rows {
		number, _ := l.fit(tagged.Style{Font: numberFont(r), Size: st.number, Color: l.look.Primary}, r.Text, width*0.42, min(9, st.number))
		set.rows = append(set.rows, numberRow{NumberRow: r, number: number})
		set.numberWidth = max(set.numberWidth, widest(number))
		if !r.Folded {
			set.most = max(set.most, r.Value)
		}
	}
	set.numberWidth = max(set.numberWidth, 40)
	set.labelFrom = set.numberWidth + 12
	room := width - set.labelFrom
	if st.beside {
		room *= 0.62
	}
	labels := 0.0
	for i := range set.rows {
		r := &set.rows[i]
		r.label = l.one(tagged.Style{Font: labelFont(r.NumberRow), Size: st.label, Color: l.look.Text}, r.Label, room)
		labels = max(labels, widest(r.label))
		r.height = st.pitch + float64(max(len(r.label)-1, 0))*st.leading
		if extra := float64(len(r.number)-1) * st.number; extra > r.height-st.pitch {
			r.height = st.pitch + extra
		}
		if i+1 < len(rows) && r.Folded && !rows[i+1].Folded {
			r.height += foldGap
		}
	}
	set.barFrom, set.barWidth = set.labelFrom, width-set.labelFrom
	if st.beside {
		set.barFrom += labels + 12
		set.barWidth = width - set.barFrom
	}
	return set
}

// numberFont sets what was folded quieter than the quarters.
func numberFont(r report.NumberRow) int {
	if r.Folded {
		return regular
	}
	return extraBold
}

func labelFont(r report.NumberRow) int {
	if r.Current {
		return semiBold
	}
	return regular
}

// numbersPart draws the panel, or its continuation on a later page, with these rows.
func (l *layout) numbersPart(p *numbersPanel, set rowSet, rows []numberRow, first, last bool) {
	top := l.y
	height := 2*panelPad - 4 + set.height(rows)
	if first {
		height = p.height(set, rows)
	}
	l.fill(l.look.Panel, tagged.Rect{X: l.left(), Y: top, W: l.measure(), H: height}, panelRadius, "panel")
	y := top + panelPad
	if first {
		y = l.numbersHead(p, y, top+height)
	}
	l.numbersRows(p, set, rows, y)
	l.bars(p, set, rows, y, last)
	l.advance(top + height)
}

// numbersHead draws the left column and the title of the rows, and returns where the rows begin.
func (l *layout) numbersHead(p *numbersPanel, y, end float64) float64 {
	x := l.left() + panelPad
	root := l.w.Root()
	l.level = 2
	if title := l.plain(p.b.Heading); title != "" {
		l.w.Bookmark(title, y)
	}
	l.block(root, "H2", p.left.heading, x, y+0.62*headingLead, headingLead)
	y += p.left.headingHeight
	base := y + capHeight*p.left.totalSize
	l.block(root, "P", p.left.total, x, base, p.left.totalSize)
	base += float64(max(len(p.left.total)-1, 0))*p.left.totalSize + 27
	l.block(root, "P", p.left.caption, x, base, captionLead)
	l.rule(l.look.PanelRule, tagged.Rect{X: p.rightX - 28, Y: y - 4, W: 0.8, H: end - panelPad + 4 - y})

	p.table = root.Add("Table")
	p.table.Summary = joinNonEmpty(", ", l.plain(p.b.Columns[0]), l.plain(p.b.Columns[1]))
	l.numbersHeaders(p, y+8)
	return y + p.titleHeight
}

// numbersHeaders draws the title and its note as the headers of the table's columns.
func (l *layout) numbersHeaders(p *numbersPanel, base float64) {
	row := p.table.Add("TR")
	for _, part := range splitRuns(p.title) {
		if part == nil {
			continue
		}
		th := row.Add("TH")
		th.Scope = "Column"
		p.headers = append(p.headers, th)
		for _, s := range part {
			l.lines(th, []line{s.line}, p.rightX+s.x, base+float64(s.row)*15, 15)
		}
	}
	if len(p.headers) == 1 {
		p.headers[0].Span = 2
	}
}

// numbersRows draws rows from height y down, with a hairline between what was folded and the quarters.
func (l *layout) numbersRows(p *numbersPanel, set rowSet, rows []numberRow, y float64) {
	for i, r := range rows {
		if i > 0 && rows[i-1].Folded && !r.Folded {
			l.rule(l.look.PanelRule, tagged.Rect{X: p.rightX, Y: y - (foldGap+set.pitch-0.7*set.number)/2, W: p.rightW, H: 0.8})
		}
		base := y + 0.7*set.number
		tr := p.table.Add("TR")
		td, th := tr.Add("TD"), tr.Add("TH")
		th.Scope = "Row"
		td.Headers = append(td.Headers, th)
		if len(p.headers) > 0 {
			td.Headers = append(td.Headers, p.headers[0])
		}
		l.linesRight(td, r.number, p.rightX+set.numberWidth, base, set.number)
		l.lines(th, r.label, p.rightX+set.labelFrom, base, set.leading)
		y += r.height
	}
}

// bars draws the bars of rows, to scale from zero. Those that stand with the last rows are the Figure, which follows the table in
// reading order too; what it says holds for all, so the others are decoration.
func (l *layout) bars(p *numbersPanel, set rowSet, rows []numberRow, y float64, last bool) {
	for len(rows) > 0 && rows[0].Folded { // the Figure begins where the first bar may stand
		y += rows[0].height
		rows = rows[1:]
	}
	if set.most <= 0 || len(rows) == 0 {
		return
	}
	if p.b.Alt == "" || !last {
		l.w.Decoration()
	} else {
		fig := l.w.Root().Add("Figure")
		fig.Alt = l.plain(p.b.Alt)
		fig.Box = &tagged.Rect{X: p.rightX + set.barFrom, Y: y, W: set.barWidth, H: set.height(rows)}
		l.w.Mark(fig)
	}
	for _, r := range rows {
		if r.Value > 0 && !r.Folded {
			l.bar(p, set, r, y)
		}
		y += r.height
	}
	l.w.End()
}

func (l *layout) bar(p *numbersPanel, set rowSet, r numberRow, y float64) {
	base := y + 0.7*set.number
	box := tagged.Rect{
		X: p.rightX + set.barFrom, W: max(barLeast, set.barWidth*float64(r.Value)/float64(set.most)), H: barHeight,
		Y: base + float64(max(len(r.label)-1, 0))*set.leading + 5.2,
	}
	if set.beside {
		box.Y = base - 0.35*set.label - barHeight/2
	}
	color := l.look.Bar
	if r.Current {
		color = l.look.Accent
	}
	l.w.Fill(color, box, 1.8)
	l.keep(box, "bar", false)
}
