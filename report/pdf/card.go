package pdf

import (
	"picreport/report"
	"picreport/report/pdf/internal/tagged"
)

// A card.
const (
	cardPad      = 18.0
	cardTitleTop = 7.0  // from the padding to the title's first baseline
	cardTitleGap = 17.0 // from the title's last baseline to the capitals of the first row
	countSize    = 22.0
	countLeast   = 9.0
	countNarrow  = 30.0 // the least width of the numbers' column
	countGap     = 10.0 // between a number and its label
	countPitch   = 28.0
	labelSize    = 10.5
	labelLead    = 13.0
	labelNarrow  = 60.0 // the least width that a label is given
)

// card is a table of counts, measured for a number of columns.
type card struct {
	p *pages
	report.CountTable
	columns int
	body    float64 // width of the rows without wrapping
	natural float64 // width without wrapping, title and all
	width   float64 // given by whoever places the card
}

func newCard(p *pages, t report.CountTable, columns int) card {
	labels := 0.0
	for _, r := range t.Rows {
		labels = max(labels, p.textWidth(labelStyle(p), r.Label))
	}
	title := p.textWidth(cardTitleStyle(p), p.upper(bold, t.Title))
	column := countWidth(p, t.Rows, p.measure()/4) + countGap + labels
	body := float64(columns)*column + float64(columns-1)*columnGap
	return card{p: p, CountTable: t, columns: columns, body: body, natural: max(title, body) + 2*cardPad + 1}
}

// cardTitleStyle is that of the titles of cards and of tables.
func cardTitleStyle(p *pages) tagged.Style {
	return tagged.Style{Font: bold, Size: eyebrowSize, Tracking: 0.07 * eyebrowSize, Color: p.look.Accent}
}

func labelStyle(p *pages) tagged.Style {
	return tagged.Style{Font: regular, Size: labelSize, Color: p.look.Text}
}

// count sets a number, smaller where it is wider than width.
func count(p *pages, text string, width float64) ([]line, tagged.Style) {
	return p.fit(tagged.Style{Font: extraBold, Size: countSize, Color: p.look.Primary}, text, width, countLeast)
}

// countWidth is the width of the numbers' column.
func countWidth(p *pages, rows []report.CountRow, most float64) float64 {
	w := countNarrow
	for _, r := range rows {
		lines, _ := count(p, r.Text, most)
		w = max(w, widest(lines))
	}
	return w
}

// grid is a card's rows in their columns, measured.
type grid struct {
	entries []report.CountRow
	rows    int // in a column
	counts  float64
	column  float64 // from one column to the next
	labels  [][]line
	heights []float64 // of each row
	title   []line
	total   float64 // height of the whole card
}

// grid measures the card with these rows; a later part of a card that flows over has no title.
func (c card) grid(rows []report.CountRow, titled bool) grid {
	inner := c.width - 2*cardPad
	g := grid{entries: rows, rows: (len(rows) + c.columns - 1) / c.columns}
	g.column = (inner + columnGap) / float64(c.columns)
	own := g.column - columnGap
	g.counts = countWidth(c.p, c.Rows, max(own*0.5, own-countGap-labelNarrow))
	g.heights = make([]float64, g.rows)
	for i, r := range rows {
		lines := c.p.wrapText(labelStyle(c.p), r.Label, own-g.counts-countGap)
		g.labels = append(g.labels, lines)
		number, st := count(c.p, r.Text, g.counts)
		extra := max(float64(len(lines)-1)*labelLead, float64(len(number)-1)*st.Size)
		g.heights[i%g.rows] = max(g.heights[i%g.rows], countPitch+max(extra, 0))
	}
	g.total = cardPad
	if titled {
		g.title = c.p.wrapText(cardTitleStyle(c.p), c.p.upper(bold, c.Title), inner)
		g.total += cardTitleTop + float64(len(g.title)-1)*labelLead + cardTitleGap
	}
	for _, h := range g.heights {
		g.total += h
	}
	g.total += cardPad - (countPitch - capHeight*countSize)
	return g
}

func (c card) height() float64 { return c.grid(c.Rows, true).total }

// least is the height of the card on the page where it begins: all of it, or what is over where it
// is higher than a page.
func (c card) least() float64 {
	height := c.height()
	if page := c.p.bodyHeight(); height > page {
		return height - page
	}
	return height
}

// drawWhole draws the card as high as the others in its row, with its left edge at x.
func (c card) drawWhole(x, height float64) {
	g := c.grid(c.Rows, true)
	g.total = height
	c.draw(g, x, c.begin())
}

// flow draws the card down the page; its rows flow over to the next one.
func (c card) flow() {
	p := c.p
	p.need(c.least())
	t := c.begin()
	rows := c.Rows
	for titled := true; titled || len(rows) > 0; titled = false {
		if !titled {
			p.newPage()
		}
		n := len(rows)
		g := c.grid(rows, titled)
		for n > 1 && g.total > p.room() {
			n = max(1, min(n-1, (g.rows-1)*c.columns))
			g = c.grid(rows[:n], titled)
		}
		c.draw(g, p.left(), t)
		p.advance(p.y + g.total)
		rows = rows[n:]
	}
}

// countTable is the structure of a card.
type countTable struct {
	elem, header *tagged.Elem
}

func (c card) begin() *countTable {
	elem := c.p.w.Root().Add("Table")
	elem.Summary = joinNonEmpty(", ", oneLine(c.Columns[0]), oneLine(c.Columns[1]))
	return &countTable{elem: elem}
}

// draw draws the card, or its continuation, with its left edge at x. Its title heads both columns
// of the table.
func (c card) draw(g grid, x float64, t *countTable) {
	p := c.p
	p.fill(p.look.Panel, tagged.Rect{X: x, Y: p.y, W: c.width, H: g.total}, panelRadius, "card")
	y := p.y + cardPad
	x += cardPad
	if len(g.title) > 0 {
		t.header = t.elem.Add("TR").Add("TH")
		t.header.Scope, t.header.Span = "Column", 2
		p.lines(t.header, g.title, x, y+cardTitleTop, labelLead)
		y += cardTitleTop + float64(len(g.title)-1)*labelLead + cardTitleGap
	}
	top := y
	for i := range g.entries {
		if i%g.rows == 0 && i > 0 {
			y = top
			x += g.column
		}
		c.drawRow(t, g, i, x, y+capHeight*countSize)
		y += g.heights[i%g.rows]
	}
}

// drawRow draws a row of the grid, on baseline base.
func (c card) drawRow(t *countTable, g grid, i int, x, base float64) {
	tr := t.elem.Add("TR")
	td, th := tr.Add("TD"), tr.Add("TH")
	th.Scope = "Row"
	td.Headers = append(td.Headers, th)
	if t.header != nil {
		td.Headers = append(td.Headers, t.header)
	}
	number, st := count(c.p, g.entries[i].Text, g.counts)
	c.p.linesRight(td, number, x+g.counts, base, st.Size)
	c.p.lines(th, g.labels[i], x+g.counts+countGap, base, labelLead)
}
