package pdf

import (
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
)

// tableLayout is a table, measured.
type tableLayout struct {
	report.Table
	x, width []float64 // of each column's text
	title    []line
	heads    [][]line
	head     float64 // height of the header row
	elem     *tagged.Elem
	columns  []*tagged.Elem // the header of each column
}

// table draws a table down the page. Its rows flow over to the next ones, on each of which the header row stands again.
func (l *layout) table(b report.Table) {
	if len(b.Columns) == 0 {
		return
	}
	if !l.fresh {
		l.y += tableGap
	}
	t := l.measureTable(b)
	l.need(l.tableHeight(t))
	t.elem = l.w.Root().Add("Table")
	t.elem.Summary = l.plain(b.Title)
	l.tableHeader(t, true)
	for i, row := range b.Rows {
		below := 0.0
		if i == len(b.Rows)-1 && b.Total != nil {
			below = l.rowHeight(t, b.Total, true) // the total does not go over alone
		}
		l.tableRow(t, row, i%2 == 1, false, below)
	}
	if b.Total != nil {
		l.tableRow(t, b.Total, false, true, 0)
	}
	l.advance(l.y + tableBelow)
}

// measureTable gives each column its width: those after the first as much as they need, unless the first would be left with too little.
func (l *layout) measureTable(b report.Table) *tableLayout {
	t := &tableLayout{Table: b, x: make([]float64, len(b.Columns)), width: make([]float64, len(b.Columns))}
	widest := 0.0
	for i := 1; i < len(b.Columns); i++ {
		t.width[i] = l.columnWidth(b, i)
		widest = max(widest, t.width[i])
	}
	for t.others() > l.measure()*(1-tableName) && widest > 1 { // the widest give way: they wrap, or are set smaller
		widest--
		for i := range t.width {
			t.width[i] = min(t.width[i], widest)
		}
	}
	t.width[0] = l.measure() - t.others() - 2*tableSide
	x := l.left()
	for i, c := range b.Columns {
		t.x[i] = x + tableSide
		x += t.width[i] + 2*tableSide
		heads := l.one(l.headStyle(), c.Title, t.width[i])
		t.heads = append(t.heads, heads)
		t.head = max(t.head, float64(len(heads))*tableHeadGap+2*tablePad)
	}
	t.title = l.one(l.cardTitleStyle(), l.upper(bold, b.Title), l.measure())
	return t
}

// others is the width of the columns after the first.
func (t *tableLayout) others() float64 {
	sum := 0.0
	for _, w := range t.width[1:] {
		sum += w + 2*tableSide
	}
	return sum
}

// columnWidth is the width of a column's widest cell, or of the widest word of its header.
func (l *layout) columnWidth(b report.Table, i int) float64 {
	width := tableColumn
	for _, word := range l.words([]report.Run{{Text: b.Columns[i].Title}}, func(report.Run) tagged.Style { return l.headStyle() }) {
		width = max(width, word.width)
	}
	for _, row := range append(b.Rows[:len(b.Rows):len(b.Rows)], b.Total) {
		if i >= len(row) {
			continue
		}
		st := l.cellStyle(i, true)
		cell := l.w.Width(st, l.drawable(st.Font, l.plain(row[i])))
		if !b.Columns[i].Number {
			cell = min(cell, tableWords)
		}
		width = max(width, cell)
	}
	return width
}

func (l *layout) headStyle() tagged.Style {
	return tagged.Style{Font: bold, Size: tableHead, Color: brand.White}
}

// cellStyle is that of a cell in a column: numbers and the total stand out.
func (l *layout) cellStyle(column int, strong bool) tagged.Style {
	st := tagged.Style{Font: regular, Size: tableSize, Color: l.look.Text}
	if column == 0 {
		st.Font = semiBold
	}
	if strong {
		st.Font, st.Color = extraBold, l.look.Primary
	}
	return st
}

// cells are a row's, wrapped. A number stands on one line, smaller where it has to be.
func (l *layout) cells(t *tableLayout, row []string, total bool) [][]line {
	cells := make([][]line, len(t.Columns))
	for i := range t.Columns {
		if i >= len(row) {
			continue
		}
		if st := l.cellStyle(i, total); t.Columns[i].Number {
			cells[i], _ = l.fit(st, row[i], t.width[i], tableLeast)
		} else {
			cells[i] = l.one(st, row[i], t.width[i])
		}
	}
	return cells
}

func tallest(cells [][]line) int {
	n := 1
	for _, c := range cells {
		n = max(n, len(c))
	}
	return n
}

func (l *layout) rowHeight(t *tableLayout, row []string, total bool) float64 {
	return float64(tallest(l.cells(t, row, total)))*tableLead + 2*tablePad
}

// tableHeight is the height of the whole table or, where that is more than a page has, of its head and first rows.
func (l *layout) tableHeight(t *tableLayout) float64 {
	head := t.titleHeight() + t.head
	height := head
	for i, row := range t.Rows {
		height += l.rowHeight(t, row, false)
		if i == 2 {
			head = height
		}
	}
	if t.Total != nil {
		height += l.rowHeight(t, t.Total, true)
	}
	if height > l.bodyHeight() {
		return min(head, l.bodyHeight())
	}
	return height
}

func (t *tableLayout) titleHeight() float64 {
	if len(t.title) == 0 {
		return 0
	}
	return float64(len(t.title)-1)*labelLead + tableTitle
}

// tableHeader draws the title and the header row, or on a later page the header row again, which is then not read again.
func (l *layout) tableHeader(t *tableLayout, first bool) {
	if first && len(t.title) > 0 {
		l.lines(t.elem.Add("Caption"), t.title, l.left(), l.y+9, labelLead)
		l.advance(l.y + t.titleHeight())
	}
	l.fill(l.look.Primary, tagged.Rect{X: l.left(), Y: l.y, W: l.measure(), H: t.head}, 0, "header row")
	base := l.y + t.head - tablePad - 0.26*tableHeadGap // the last line of each header
	var tr *tagged.Elem
	if first {
		tr = t.elem.Add("TR")
	}
	for i, lines := range t.heads {
		y := base - float64(max(len(lines)-1, 0))*tableHeadGap
		if !first {
			l.again(t, i, lines, y)
			continue
		}
		th := tr.Add("TH")
		th.Scope = "Column"
		t.columns = append(t.columns, th)
		l.cell(t, th, i, lines, y, tableHeadGap)
	}
	l.advance(l.y + t.head)
}

// again draws a header that was read before.
func (l *layout) again(t *tableLayout, column int, lines []line, y float64) {
	l.w.Decoration()
	for i, ln := range lines {
		x, base := t.x[column], y+float64(i)*tableHeadGap
		if t.Columns[column].Number {
			x += t.width[column] - ln.width
		}
		l.keepLine(ln, x, base)
		for _, pc := range ln.pieces {
			l.w.Text(pc.style, x, base, pc.text)
			x += pc.width
		}
	}
	l.w.End()
}

// cell draws the lines of a cell; numbers are set to the right.
func (l *layout) cell(t *tableLayout, elem *tagged.Elem, column int, lines []line, y, leading float64) {
	if t.Columns[column].Number {
		l.linesRight(elem, lines, t.x[column]+t.width[column], y, leading)
		return
	}
	l.lines(elem, lines, t.x[column], y, leading)
}

// tableRow draws a row, whole or, where no page holds the lines of its name, in parts; below is what has to stand on the same page under
// it.
func (l *layout) tableRow(t *tableLayout, row []string, shaded, total bool, below float64) {
	cells := l.cells(t, row, total)
	if height := float64(tallest(cells))*tableLead + 2*tablePad; height+below > l.room()+0.01 {
		l.tablePage(t)
	}
	tr := t.elem.Add("TR")
	elems := make([]*tagged.Elem, len(cells))
	for i := range cells {
		kind := "TD"
		if i == 0 {
			kind = "TH"
		}
		elems[i] = tr.Add(kind)
		if i == 0 {
			elems[i].Scope = "Row"
			continue
		}
		elems[i].Headers = []*tagged.Elem{elems[0], t.columns[i]}
	}
	for len(cells[0]) > 0 && float64(len(cells[0]))*tableLead+2*tablePad > l.bodyHeight()-t.head {
		n := min(len(cells[0])-1, max(1, int((l.room()-2*tablePad)/tableLead)))
		l.rowPart(t, elems[:1], [][]line{cells[0][:n]}, shaded, total)
		cells[0] = cells[0][n:]
		l.tablePage(t)
	}
	l.rowPart(t, elems, cells, shaded, total)
}

// rowPart draws cells side by side, on a ground as high as the tallest.
func (l *layout) rowPart(t *tableLayout, elems []*tagged.Elem, cells [][]line, shaded, total bool) {
	box := tagged.Rect{X: l.left(), Y: l.y, W: l.measure(), H: float64(tallest(cells))*tableLead + 2*tablePad}
	if shaded || total {
		l.fill(l.look.Panel, box, 0, "row")
	}
	if total {
		l.rule(l.look.Primary, tagged.Rect{X: box.X, Y: box.Y, W: box.W, H: tableTotal})
	} else {
		l.rule(l.look.Hairline, tagged.Rect{X: box.X, Y: box.Y + box.H - 0.5, W: box.W, H: 0.5})
	}
	for i, lines := range cells {
		if len(lines) > 0 {
			l.cell(t, elems[i], i, lines, l.y+tablePad+0.74*tableLead, tableLead)
		}
	}
	l.advance(l.y + box.H)
}

// tablePage goes on with the table on a new page.
func (l *layout) tablePage(t *tableLayout) {
	l.newPage()
	l.tableHeader(t, false)
}
