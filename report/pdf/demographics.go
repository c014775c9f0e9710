package pdf

import (
	"picreport/report"
	"picreport/report/pdf/internal/tagged"
)

// The cards of demographics.
const (
	cardPad      = 18.0
	cardGap      = 18.0
	cardTitleGap = 17.0 // from the title's last baseline to the capitals of the first row
	countSize    = 22.0
	countLeast   = 9.0
	countGap     = 10.0 // between a number and its label
	countPitch   = 28.0
	labelSize    = 10.5
	labelLead    = 13.0
	rowsPlain    = 4 // rows that stand in one column
	columnsMost  = 3
	labelNarrow  = 60.0 // the least width that a label is given

	demographicsGap = 3.0 // above, beyond the gap between blocks
)

// card is a CountTable, measured for a number of columns.
type card struct {
	report.CountTable
	columns int
	body    float64 // width of the rows without wrapping
	natural float64 // width without wrapping, title and all
	width   float64
}

// demographics draws the tables side by side where they fit, else below each other.
func (l *layout) demographics(b report.Demographics) {
	if len(b.Tables) == 0 {
		return
	}
	if !l.fresh {
		l.y += demographicsGap
	}
	if cards, height, side := l.sideBySide(b.Tables); side {
		l.need(height)
		l.cardsInRow(cards, height)
		l.advance(l.y + 23)
		return
	}
	for _, t := range b.Tables {
		l.flowCard(l.wideCard(t))
		l.advance(l.y + cardGap)
	}
	l.advance(l.y + 5)
}

// sideBySide gives each table its columns and width in one row of cards, and the row its height; it fails where they do not fit the
// measure or a page.
func (l *layout) sideBySide(tables []report.CountTable) (cards []card, height float64, ok bool) {
	cards = make([]card, len(tables))
	room := l.measure() - cardGap*float64(len(tables)-1)
	free, columns := room, 0
	for i, t := range tables {
		cards[i] = l.card(t, columnsFor(len(t.Rows)))
		free -= cards[i].natural
		columns += cards[i].columns
	}
	if free < 0 {
		return nil, 0, false
	}
	for i := range cards {
		cards[i].width = cards[i].natural + free*float64(cards[i].columns)/float64(columns)
		height = max(height, l.cardHeight(cards[i], cards[i].Rows))
	}
	return cards, height, height <= l.bodyHeight()
}

// columnsFor is how many columns show n rows well.
func columnsFor(n int) int {
	if n <= rowsPlain {
		return 1
	}
	return 2
}

// wideCard is a card as wide as the measure.
func (l *layout) wideCard(t report.CountTable) card {
	c := l.card(t, 1)
	for n := min(columnsMost, max(1, len(t.Rows)/2)); n > 1; n-- {
		if wide := l.card(t, n); wide.body+2*cardPad <= l.measure() {
			c = wide
			break
		}
	}
	c.width = l.measure()
	return c
}

func (l *layout) card(t report.CountTable, columns int) card {
	labels := 0.0
	for _, r := range t.Rows {
		labels = max(labels, l.w.Width(l.labelStyle(), l.drawable(regular, l.plain(r.Label))))
	}
	title := l.w.Width(l.cardTitleStyle(), l.drawable(bold, l.plain(l.upper(bold, t.Title))))
	column := l.countWidth(t.Rows, l.measure()/4) + countGap + labels
	body := float64(columns)*column + float64(columns-1)*columnGap
	return card{CountTable: t, columns: columns, body: body, natural: max(title, body) + 2*cardPad + 1}
}

func (l *layout) cardTitleStyle() tagged.Style {
	return tagged.Style{Font: bold, Size: eyebrowSize, Tracking: 0.07 * eyebrowSize, Color: l.look.Accent}
}

func (l *layout) labelStyle() tagged.Style {
	return tagged.Style{Font: regular, Size: labelSize, Color: l.look.Text}
}

// count sets a number, smaller where it is wider than width.
func (l *layout) count(text string, width float64) ([]line, tagged.Style) {
	return l.fit(tagged.Style{Font: extraBold, Size: countSize, Color: l.look.Primary}, text, width, countLeast)
}

// countWidth is the width of the numbers' column.
func (l *layout) countWidth(rows []report.CountRow, most float64) float64 {
	w := 30.0
	for _, r := range rows {
		lines, _ := l.count(r.Text, most)
		w = max(w, widest(lines))
	}
	return w
}

// grid is a card's rows in their columns, measured.
type grid struct {
	rows    int // in a column
	counts  float64
	column  float64 // from one column to the next
	labels  [][]line
	heights []float64 // of each row
	title   []line
	total   float64 // height of the whole card
}

// cardGrid measures the card with these rows; a later part of a card that flows over has no title.
func (l *layout) cardGrid(c card, rows []report.CountRow, titled bool) grid {
	inner := c.width - 2*cardPad
	g := grid{rows: (len(rows) + c.columns - 1) / c.columns}
	g.column = (inner + columnGap) / float64(c.columns)
	own := g.column - columnGap
	g.counts = l.countWidth(c.Rows, max(own*0.5, own-countGap-labelNarrow))
	g.heights = make([]float64, g.rows)
	for i, r := range rows {
		lines := l.one(l.labelStyle(), r.Label, own-g.counts-countGap)
		g.labels = append(g.labels, lines)
		count, st := l.count(r.Text, g.counts)
		extra := max(float64(len(lines)-1)*labelLead, float64(len(count)-1)*st.Size)
		g.heights[i%g.rows] = max(g.heights[i%g.rows], countPitch+max(extra, 0))
	}
	g.total = cardPad
	if titled {
		g.title = l.one(l.cardTitleStyle(), l.upper(bold, c.Title), inner)
		g.total += 7 + float64(len(g.title)-1)*labelLead + cardTitleGap
	}
	for _, h := range g.heights {
		g.total += h
	}
	g.total += cardPad - (countPitch - capHeight*countSize)
	return g
}

func (l *layout) cardHeight(c card, rows []report.CountRow) float64 {
	return l.cardGrid(c, rows, true).total
}

// cardsInRow draws cards of one height side by side.
func (l *layout) cardsInRow(cards []card, height float64) {
	x := l.left()
	for _, c := range cards {
		g := l.cardGrid(c, c.Rows, true)
		g.total = height
		l.drawCard(c, c.Rows, g, x, l.tableOf(c.CountTable))
		x += c.width + cardGap
	}
	l.advance(l.y + height)
}

// flowCard draws a card down the page; its rows flow over to the next one.
func (l *layout) flowCard(c card) {
	l.need(l.cardStart(l.cardHeight(c, c.Rows)))
	t := l.tableOf(c.CountTable)
	rows := c.Rows
	for titled := true; titled || len(rows) > 0; titled = false {
		if !titled {
			l.newPage()
		}
		n := len(rows)
		g := l.cardGrid(c, rows, titled)
		for n > 1 && g.total > l.room() {
			n = max(1, min(n-1, (g.rows-1)*c.columns))
			g = l.cardGrid(c, rows[:n], titled)
		}
		l.drawCard(c, rows[:n], g, l.left(), t)
		l.advance(l.y + g.total)
		rows = rows[n:]
	}
}

// cardStart is the least height of a card of the given height on the page where it begins: all of it, or what is over where it is
// higher than a page.
func (l *layout) cardStart(height float64) float64 {
	if page := l.bodyHeight(); height > page {
		return height - page
	}
	return height
}

// countTable is the structure of a card.
type countTable struct {
	elem, header *tagged.Elem
}

func (l *layout) tableOf(t report.CountTable) *countTable {
	elem := l.w.Root().Add("Table")
	elem.Summary = joinNonEmpty(", ", l.plain(t.Columns[0]), l.plain(t.Columns[1]))
	return &countTable{elem: elem}
}

// drawCard draws a card, or its continuation, with its left edge at x. Its title heads both columns of the table.
func (l *layout) drawCard(c card, rows []report.CountRow, g grid, x float64, t *countTable) {
	l.fill(l.look.Panel, tagged.Rect{X: x, Y: l.y, W: c.width, H: g.total}, panelRadius, "card")
	y := l.y + cardPad
	x += cardPad
	if len(g.title) > 0 {
		t.header = t.elem.Add("TR").Add("TH")
		t.header.Scope, t.header.Span = "Column", 2
		l.lines(t.header, g.title, x, y+7, labelLead)
		y += 7 + float64(len(g.title)-1)*labelLead + cardTitleGap
	}
	top := y
	for i, r := range rows {
		if i%g.rows == 0 && i > 0 {
			y = top
			x += g.column
		}
		l.countRow(t, r, g, g.labels[i], x, y+capHeight*countSize)
		y += g.heights[i%g.rows]
	}
}

func (l *layout) countRow(t *countTable, r report.CountRow, g grid, label []line, x, base float64) {
	tr := t.elem.Add("TR")
	td, th := tr.Add("TD"), tr.Add("TH")
	th.Scope = "Row"
	td.Headers = append(td.Headers, th)
	if t.header != nil {
		td.Headers = append(td.Headers, t.header)
	}
	count, st := l.count(r.Text, g.counts)
	l.linesRight(td, count, x+g.counts, base, st.Size)
	l.lines(th, label, x+g.counts+countGap, base, labelLead)
}
