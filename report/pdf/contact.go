package pdf

import (
	"strings"

	"picreport/report"
	"picreport/report/brand"
	"picreport/report/pdf/internal/tagged"
)

// The block at the foot of the last page.
const (
	contactPad   = 36.0 // from its edge to the first baseline
	contactGap   = 24.0 // between addresses that stand side by side
	contactTight = 0.88 // how much smaller they are set to stand so
	contactLead  = 23.0
	phoneSize    = 18.0
	phoneLeast   = 10.0
	addressSize  = 10.6
	addressLeast = 8.0
	fundingSize  = 8.0
	fundingLead  = 12.4
)

// contactRow is one line of the block: a telephone number, or addresses side by side.
type contactRow struct {
	runs  []report.Run
	lines [][]line // of each run; more than one only where the run has the row for itself
}

// contactBlock is the block, measured.
type contactBlock struct {
	rows    []contactRow
	funding []line
	height  float64
}

// contact draws the block that closes the report, at the foot of the page that has room for it.
func (l *layout) contact(b report.Closing) {
	c := l.contactBlock(b)
	if c.empty() {
		return
	}
	if l.y > l.contactLimit(c) && !l.fresh {
		l.newPage()
	}
	top := l.height - c.height
	l.fill(l.look.Primary, tagged.Rect{Y: top, W: l.width, H: c.height}, 0, "contact")
	sect := l.w.Root().Add("Sect")
	if title := l.plain(b.Heading); title != "" {
		sect.Title = title
		l.w.Bookmark(title, top)
	}
	y := top + contactPad
	for _, row := range c.rows {
		y = l.contactRow(sect, row, y)
	}
	if len(c.funding) > 0 {
		if len(c.rows) > 0 {
			l.rule(l.look.OnPrimaryRule, tagged.Rect{X: l.left(), Y: y - 9, W: l.measure(), H: 0.6})
		}
		l.lines(sect.Add("P"), c.funding, l.left(), y+9, fundingLead)
	}
	l.contactFooter()
	l.open = false // the block stands where the footer would
	l.advance(l.height)
}

func (c contactBlock) empty() bool { return len(c.rows) == 0 && len(c.funding) == 0 }

// contactLimit is how far down the body may reach on the page that the block closes.
func (l *layout) contactLimit(c contactBlock) float64 { return l.height - c.height + blockGap - endGap }

func (l *layout) contactBlock(b report.Closing) contactBlock {
	c := contactBlock{rows: l.contactRows(b.Lines)}
	c.funding = l.one(tagged.Style{Font: regular, Size: fundingSize, Color: l.look.OnPrimary}, b.Funding, l.measure())
	c.height = contactPad + float64(len(c.funding))*fundingLead + 30
	for _, row := range c.rows {
		c.height += row.height()
	}
	return c
}

// contactRows gives each telephone number a row, and the addresses after it one where they fit side by side.
func (l *layout) contactRows(runs []report.Run) []contactRow {
	var rows []contactRow
	var addresses []report.Run
	flush := func() {
		rows = append(rows, l.addressRows(addresses)...)
		addresses = nil
	}
	for _, r := range runs {
		switch {
		case l.plain(r.Text) == "":
		case strings.HasPrefix(r.Link, "tel:"):
			flush()
			lines, _ := l.fit(tagged.Style{Font: extraBold, Size: phoneSize, Color: brand.White}, r.Text, l.measure(), phoneLeast)
			rows = append(rows, contactRow{runs: []report.Run{r}, lines: [][]line{lines}})
		default:
			addresses = append(addresses, r)
		}
	}
	flush()
	return rows
}

// addressRows sets addresses side by side, a little smaller where that makes them fit, else below each other.
func (l *layout) addressRows(runs []report.Run) []contactRow {
	st := tagged.Style{Font: semiBold, Size: addressSize, Color: brand.White}
	width := 0.0
	for _, r := range runs {
		width += l.w.Width(st, l.drawable(st.Font, l.plain(r.Text)))
	}
	room := l.measure() - contactGap*float64(len(runs)-1)
	side := len(runs) > 1 && room >= contactTight*width
	if side && room < width {
		st.Size *= 0.999 * room / width
	}
	var rows []contactRow
	for _, r := range runs {
		lines, _ := l.fit(st, r.Text, l.measure(), addressLeast)
		if side && len(rows) > 0 {
			rows[0].runs, rows[0].lines = append(rows[0].runs, r), append(rows[0].lines, lines)
			continue
		}
		rows = append(rows, contactRow{runs: []report.Run{r}, lines: [][]line{lines}})
	}
	return rows
}

func (r contactRow) height() float64 {
	most := 0
	for _, lines := range r.lines {
		most = max(most, len(lines))
	}
	return float64(most) * contactLead
}

// contactRow draws a row from baseline y down and returns the baseline of the next.
func (l *layout) contactRow(sect *tagged.Elem, row contactRow, y float64) float64 {
	x := l.left()
	for i, lines := range row.lines {
		l.pen(sect.Add("P"), row.runs[i:i+1]).draw(lines, x, y, contactLead)
		x += widest(lines) + contactGap
	}
	return y + row.height()
}

// contactFooter draws the page's number within the block, where the other pages have it.
func (l *layout) contactFooter() {
	_, page := l.footerLines()
	for i := range page {
		for j := range page[i].pieces {
			page[i].pieces[j].style.Color = l.look.OnPrimary
		}
	}
	l.running("Footer", page, l.right(), l.height-footGap+24.3, footerLeading, true)
}
