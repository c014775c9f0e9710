package pdf

import (
	"slices"

	"picreport/report"
	"picreport/report/brand"
	"picreport/report/pdf/internal/tagged"
)

// The table with a row for each of many, such as programmes.
const (
	tableSize    = 9.5
	tableLead    = 12.0
	tableLeast   = 6.5 // size of a number too wide for its column
	tableHead    = 8.0 // size of the headers
	tableHeadGap = 10.0
	tablePad     = 6.0  // above and below the lines of a row
	tableSide    = 5.0  // left and right of a cell
	tableColumn  = 36.0 // the least width of a column
	tableWords   = 72.0 // the most of one of words
	tableName    = 0.3  // of the measure, what the first column has at the least
	tableGap     = 3.0  // above, beyond the gap between blocks
	tableBelow   = 20.0
	tableTotal   = 1.4 // thickness of the rule above the total
	tableTitle   = 18.0
	tableFirst   = 3 // rows that stand with the head of a table that no page holds
)

// table is a table down the page. Its rows flow over to the next ones, on each of which the header
// row stands again.
type table struct {
	p       *pages
	caption string // as the table's summary
	title   []line
	columns []column // the headers
	head    float64  // height of the header row
	rows    []tableRow
	total   *tableRow // nil for none

	elem *tagged.Elem // once it is begun
}

// column is a column with its header.
type column struct {
	number   bool // its cells are numbers, and set to the right
	x, width float64
	title    []line
	elem     *tagged.Elem // once the header is drawn
}

// tableRow is a row, wrapped.
type tableRow struct {
	cells  [][]line
	shaded bool
	total  bool
}

func newTable(p *pages, b report.Table) block {
	if len(b.Columns) == 0 {
		return nil
	}
	t := &table{p: p, caption: oneLine(b.Title), columns: newTableColumns(p, b)}
	t.title = p.wrapText(cardTitleStyle(p), p.upper(bold, b.Title), p.measure())
	for i, c := range b.Columns {
		t.columns[i].title = p.wrapText(tableHeadStyle(), c.Title, t.columns[i].width)
		t.head = max(t.head, float64(len(t.columns[i].title))*tableHeadGap+2*tablePad)
	}
	for i, row := range b.Rows {
		t.rows = append(t.rows, tableRow{cells: t.wrapRow(row, false), shaded: i%2 == 1})
	}
	if b.Total != nil {
		t.total = &tableRow{cells: t.wrapRow(b.Total, true), total: true}
	}
	return t
}

// newTableColumns gives each column its width: those after the first as much as they need, unless
// the first would be left with too little.
func newTableColumns(p *pages, b report.Table) []column {
	columns := make([]column, len(b.Columns))
	widest := 0.0
	for i := range columns {
		columns[i].number = b.Columns[i].Number
		if i > 0 {
			columns[i].width = tableColumnWidth(p, b, i)
			widest = max(widest, columns[i].width)
		}
	}
	others := func() float64 { // the width of the columns after the first
		sum := 0.0
		for _, c := range columns[1:] {
			sum += c.width + 2*tableSide
		}
		return sum
	}
	for others() > p.measure()*(1-tableName) && widest > 1 { // the widest give way: they wrap, or are set smaller
		widest--
		for i := range columns {
			columns[i].width = min(columns[i].width, widest)
		}
	}
	columns[0].width = p.measure() - others() - 2*tableSide
	x := p.left()
	for i := range columns {
		columns[i].x = x + tableSide
		x += columns[i].width + 2*tableSide
	}
	return columns
}

// tableColumnWidth is the width of a column's widest cell, or of the widest word of its header.
func tableColumnWidth(p *pages, b report.Table, column int) float64 {
	width := tableColumn
	head := func(report.Run) tagged.Style { return tableHeadStyle() }
	for _, word := range p.words([]report.Run{{Text: b.Columns[column].Title}}, head) {
		width = max(width, word.width)
	}
	for _, row := range append(b.Rows[:len(b.Rows):len(b.Rows)], b.Total) {
		if column >= len(row) {
			continue
		}
		cell := p.textWidth(tableCellStyle(p, column, true), row[column])
		if !b.Columns[column].Number {
			cell = min(cell, tableWords)
		}
		width = max(width, cell)
	}
	return width
}

func tableHeadStyle() tagged.Style {
	return tagged.Style{Font: bold, Size: tableHead, Color: brand.White}
}

// tableCellStyle is that of a cell in a column: names and the total stand out.
func tableCellStyle(p *pages, column int, strong bool) tagged.Style {
	st := tagged.Style{Font: regular, Size: tableSize, Color: p.look.Text}
	if column == 0 {
		st.Font = semiBold
	}
	if strong {
		st.Font, st.Color = extraBold, p.look.Primary
	}
	return st
}

// wrapRow wraps the cells of a row. A number stands on one line, smaller where it has to be.
func (b *table) wrapRow(row []string, total bool) [][]line {
	cells := make([][]line, len(b.columns))
	for i, c := range b.columns {
		if i >= len(row) {
			continue
		}
		if st := tableCellStyle(b.p, i, total); c.number {
			cells[i], _ = b.p.fit(st, row[i], c.width, tableLeast)
		} else {
			cells[i] = b.p.wrapText(st, row[i], c.width)
		}
	}
	return cells
}

// cellsHeight is the height of cells side by side.
func cellsHeight(cells [][]line) float64 {
	n := 1
	for _, c := range cells {
		n = max(n, len(c))
	}
	return float64(n)*tableLead + 2*tablePad
}

func (r tableRow) height() float64 { return cellsHeight(r.cells) }

func (b *table) titleHeight() float64 {
	if len(b.title) == 0 {
		return 0
	}
	return float64(len(b.title)-1)*labelLead + tableTitle
}

func (b *table) least() float64 { return tableGap + b.leastBelow() }

// leastBelow is the height of the whole table or, where that is more than a page has, of its head
// and first rows.
func (b *table) leastBelow() float64 {
	first := b.titleHeight() + b.head
	height := first
	for i, row := range b.rows {
		height += row.height()
		if i == tableFirst-1 {
			first = height
		}
	}
	if b.total != nil {
		height += b.total.height()
	}
	if height > b.p.bodyHeight() {
		return min(first, b.p.bodyHeight())
	}
	return height
}

func (b *table) draw() {
	p := b.p
	p.space(tableGap)
	p.need(b.leastBelow())
	b.elem = p.w.Root().Add("Table")
	b.elem.Summary = b.caption
	b.drawTitle()
	b.drawHeader()
	for i, row := range b.rows {
		below := 0.0
		if i == len(b.rows)-1 && b.total != nil {
			below = b.total.height() // the total does not go over alone
		}
		b.drawRow(row, below)
	}
	if b.total != nil {
		b.drawRow(*b.total, 0)
	}
	p.advance(p.y + tableBelow)
}

func (b *table) drawTitle() {
	if len(b.title) > 0 {
		b.p.lines(b.elem.Add("Caption"), b.title, b.p.left(), b.p.y+9, labelLead)
		b.p.advance(b.p.y + b.titleHeight())
	}
}

// drawHeader draws the header row. On later pages it is decoration, since it was read before.
func (b *table) drawHeader() {
	p := b.p
	p.fill(p.look.Primary, tagged.Rect{X: p.left(), Y: p.y, W: p.measure(), H: b.head}, 0, "header row")
	base := p.y + b.head - tablePad - 0.26*tableHeadGap // the last line of each header
	again := b.columns[0].elem != nil
	var tr *tagged.Elem
	if !again {
		tr = b.elem.Add("TR")
	}
	for i := range b.columns {
		c := &b.columns[i]
		y := base - float64(max(len(c.title)-1, 0))*tableHeadGap
		if again {
			p.decorate(c.title, c.x, c.width, c.number, y, tableHeadGap)
			continue
		}
		c.elem = tr.Add("TH")
		c.elem.Scope = "Column"
		b.drawCell(c.elem, i, c.title, y, tableHeadGap)
	}
	p.advance(p.y + b.head)
}

// drawCell draws the lines of a cell; numbers are set to the right.
func (b *table) drawCell(elem *tagged.Elem, column int, lines []line, y, leading float64) {
	c := b.columns[column]
	if c.number {
		b.p.linesRight(elem, lines, c.x+c.width, y, leading)
		return
	}
	b.p.lines(elem, lines, c.x, y, leading)
}

// drawRow draws a row, whole or, where no page holds the lines of its name, in parts; below is what
// has to stand on the same page under it.
func (b *table) drawRow(row tableRow, below float64) {
	p := b.p
	if row.height()+below > p.room()+0.01 {
		b.newPage()
	}
	cells, elems := slices.Clone(row.cells), b.addRow()
	for len(cells[0]) > 0 && float64(len(cells[0]))*tableLead+2*tablePad > p.bodyHeight()-b.head {
		n := min(len(cells[0])-1, max(1, int((p.room()-2*tablePad)/tableLead)))
		b.drawCells(row, elems[:1], [][]line{cells[0][:n]})
		cells[0] = cells[0][n:]
		b.newPage()
	}
	b.drawCells(row, elems, cells)
}

// addRow adds a row to the structure and returns the elements of its cells.
func (b *table) addRow() []*tagged.Elem {
	tr := b.elem.Add("TR")
	elems := make([]*tagged.Elem, len(b.columns))
	for i, c := range b.columns {
		if i == 0 {
			elems[i] = tr.Add("TH")
			elems[i].Scope = "Row"
			continue
		}
		elems[i] = tr.Add("TD")
		elems[i].Headers = []*tagged.Elem{elems[0], c.elem}
	}
	return elems
}

// drawCells draws cells side by side, on a ground as high as the tallest.
func (b *table) drawCells(row tableRow, elems []*tagged.Elem, cells [][]line) {
	p := b.p
	box := tagged.Rect{X: p.left(), Y: p.y, W: p.measure(), H: cellsHeight(cells)}
	if row.shaded || row.total {
		p.fill(p.look.Panel, box, 0, "row")
	}
	if row.total {
		p.rule(p.look.Primary, tagged.Rect{X: box.X, Y: box.Y, W: box.W, H: tableTotal})
	} else {
		p.rule(p.look.Hairline, tagged.Rect{X: box.X, Y: box.Y + box.H - 0.5, W: box.W, H: 0.5})
	}
	for i, lines := range cells {
		if len(lines) > 0 {
			b.drawCell(elems[i], i, lines, p.y+tablePad+0.74*tableLead, tableLead)
		}
	}
	p.advance(p.y + box.H)
}

// newPage goes on with the table on a new page.
func (b *table) newPage() {
	b.p.newPage()
	b.drawHeader()
}
