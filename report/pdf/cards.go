package pdf

import (
	"picreport/report"
)

// How cards stand on the page.
const (
	cardGap    = 18.0
	cardsGap   = 3.0 // above, beyond the gap between blocks
	cardsBelow = 23.0

	rowsOneColumn = 4 // rows that stand in one column
	columnsMost   = 3
)

// cards are tables of counts: cards side by side where they fit, else below each other.
type cards struct {
	p      *pages
	row    []card // side by side; nil where they are wider than the page
	height float64
	wide   []card // each as wide as the page
}

func newCards(p *pages, b report.Demographics) block {
	if len(b.Tables) == 0 {
		return nil
	}
	c := cards{p: p}
	c.row, c.height = newCardRow(p, b.Tables)
	for _, t := range b.Tables {
		c.wide = append(c.wide, newWideCard(p, t))
	}
	return c
}

// newCardRow gives each table its columns and width in one row of cards, and the row its height; it
// is nil where they do not fit the measure.
func newCardRow(p *pages, tables []report.CountTable) ([]card, float64) {
	row := make([]card, len(tables))
	room := p.measure() - cardGap*float64(len(tables)-1)
	free, columns := room, 0
	for i, t := range tables {
		row[i] = newCard(p, t, columnsFor(len(t.Rows)))
		free -= row[i].natural
		columns += row[i].columns
	}
	if free < 0 {
		return nil, 0
	}
	height := 0.0
	for i := range row {
		row[i].width = row[i].natural + free*float64(row[i].columns)/float64(columns)
		height = max(height, row[i].height())
	}
	return row, height
}

// columnsFor is how many columns show n rows well.
func columnsFor(n int) int {
	if n <= rowsOneColumn {
		return 1
	}
	return 2
}

// newWideCard is a card as wide as the measure.
func newWideCard(p *pages, t report.CountTable) card {
	c := newCard(p, t, 1)
	for n := min(columnsMost, max(1, len(t.Rows)/2)); n > 1; n-- {
		if more := newCard(p, t, n); more.body+2*cardPad <= p.measure() {
			c = more
			break
		}
	}
	c.width = p.measure()
	return c
}

// sideBySide reports whether the cards stand in a row: where that fits a page.
func (b cards) sideBySide() bool { return b.row != nil && b.height <= b.p.bodyHeight() }

// least is the height of the row of cards, or of as much of the first one as begins on a page.
func (b cards) least() float64 {
	if b.sideBySide() {
		return cardsGap + b.height
	}
	return cardsGap + b.wide[0].least()
}

func (b cards) draw() {
	p := b.p
	p.space(cardsGap)
	if b.sideBySide() {
		p.need(b.height)
		x := p.left()
		for _, c := range b.row {
			c.drawWhole(x, b.height)
			x += c.width + cardGap
		}
		p.advance(p.y + b.height)
		p.advance(p.y + cardsBelow)
		return
	}
	for _, c := range b.wide {
		c.flow()
		p.advance(p.y + cardGap)
	}
	p.advance(p.y + cardsBelow - cardGap)
}
