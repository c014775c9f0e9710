package pdf

import (
	"math"

	"picreport/report"
)

// What must not part at the foot of a page: a heading and the block after it, and a paragraph and the list that it introduces.

// start is the least height that blocks take on the page where they begin: of the first one alone where what follows may go over to
// the next page, else with the start of what follows. It is 0 where nothing is drawn, or a new page is asked for.
func (l *layout) start(blocks []report.Block) float64 {
	if len(blocks) == 0 {
		return 0
	}
	height, rest := 0.0, blocks[1:]
	switch b := blocks[0].(type) {
	case report.Eyebrow:
		height = float64(len(l.eyebrowLines(b)))*eyebrowLead + l.start(rest)
	case report.Heading:
		height = l.headingLines(b).height() + l.start(rest)
	case report.Paragraph:
		height = l.paragraphStart(l.wrap(b.Runs, l.body(bodySize), l.measure()), l.introduced(rest))
	case report.List:
		height = l.listStart(b)
	case report.Numbers:
		height = l.numbersStart(b)
	case report.Demographics:
		height = l.demographicsStart(b)
	case report.Table:
		height = l.tableStart(b)
	case report.Closing:
		height = l.contactStart(b)
	case report.PageBreak:
		return 0
	}
	if height == 0 {
		return l.start(rest)
	}
	return height
}

// needWith starts a new page unless height is left on this one together with the start of the blocks that follow. Where no page holds
// both, it is as with a few lines of text.
func (l *layout) needWith(height float64, following []report.Block) {
	start := l.start(following)
	if height+start > l.bodyHeight() {
		start = 3 * bodyLeading
	}
	l.need(height + start)
}

// introduced is the least height below a paragraph for the list that it introduces, 0 where none follows.
func (l *layout) introduced(following []report.Block) float64 {
	if len(following) == 0 {
		return 0
	}
	b, ok := following[0].(report.List)
	if !ok {
		return 0
	}
	start := l.listStart(b)
	if start == 0 {
		return 0
	}
	return blockGap + start
}

// longParagraph is the lines of a paragraph that can be parted: two on either page.
const longParagraph = 4

// paragraphStart is the least height of a paragraph's first part, or of the whole of a short one with what it introduces.
func (l *layout) paragraphStart(lines []line, introduced float64) float64 {
	n := len(lines)
	if introduced > 0 && n > 0 && n < longParagraph {
		return float64(n)*bodyLeading + introduced
	}
	return float64(min(n, 2)) * bodyLeading
}

// listStart is the height of a list's first item and of the first lines of its second, at the most half a page.
func (l *layout) listStart(b report.List) float64 {
	items := l.wrapItems(b, l.measure())
	height := 0.0
	switch {
	case len(items) > 1:
		height = items[0].height() + items[1].least()
	case len(items) == 1:
		height = items[0].least()
	}
	return min(height, l.bodyHeight()/2)
}

// numbersStart is the height of the whole panel, set as tight as it goes, or of its first part where no page holds it.
func (l *layout) numbersStart(b report.Numbers) float64 {
	p := l.numbersPanel(b)
	var set rowSet
	height := math.Inf(1)
	for _, st := range rowStyles {
		set = l.rowSet(b.Rows, st, p.rightW)
		height = min(height, p.height(set, set.rows))
	}
	if height > l.bodyHeight() {
		height = p.least(set)
	}
	return panelGap + height
}

// demographicsStart is the height of the cards side by side, or of as much of the first one as flowCard asks for.
func (l *layout) demographicsStart(b report.Demographics) float64 {
	if len(b.Tables) == 0 {
		return 0
	}
	if _, height, side := l.sideBySide(b.Tables); side {
		return demographicsGap + height
	}
	c := l.wideCard(b.Tables[0])
	return demographicsGap + l.cardStart(l.cardHeight(c, c.Rows))
}

// tableStart is the height of the whole table, or of its head and first rows where no page holds it.
func (l *layout) tableStart(b report.Table) float64 {
	if len(b.Columns) == 0 {
		return 0
	}
	return tableGap + l.tableHeight(l.measureTable(b))
}

// contactStart is what the block at the foot of the page takes of the body: it stands over the footer.
func (l *layout) contactStart(b report.Closing) float64 {
	c := l.contactBlock(b)
	if c.empty() {
		return 0
	}
	return max(0, l.bottom()-l.contactLimit(c))
}
