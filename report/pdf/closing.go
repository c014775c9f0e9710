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

// closing is the block that ends the report, at the foot of the page that has room for it: contact
// lines and the funding statement.
type closing struct {
	p       *pages
	heading string
	rows    []contactRow
	funding []line
	height  float64
}

// contactRow is one line of the block: a telephone number, or addresses side by side.
type contactRow struct {
	runs  []report.Run
	lines [][]line // of each run; more than one only where the run has the row for itself
}

func newClosing(p *pages, b report.Closing) block {
	c := closing{p: p, heading: oneLine(b.Heading), rows: newContactRows(p, b.Lines)}
	c.funding = p.wrapText(fundingStyle(p), b.Funding, p.measure())
	if len(c.rows) == 0 && len(c.funding) == 0 {
		return nil
	}
	c.height = contactPad + float64(len(c.funding))*fundingLead + 30
	for _, row := range c.rows {
		c.height += row.height()
	}
	return c
}

func fundingStyle(p *pages) tagged.Style {
	return tagged.Style{Font: regular, Size: fundingSize, Color: p.look.OnPrimary}
}

// newContactRows gives each telephone number a row, and the addresses after it one where they fit
// side by side.
func newContactRows(p *pages, runs []report.Run) []contactRow {
	var rows []contactRow
	var addresses []report.Run
	flush := func() {
		rows = append(rows, newAddressRows(p, addresses)...)
		addresses = nil
	}
	large := tagged.Style{Font: extraBold, Size: phoneSize, Color: brand.White}
	for _, r := range runs {
		switch {
		case oneLine(r.Text) == "":
		case strings.HasPrefix(r.Link, "tel:"):
			flush()
			lines, _ := p.fit(large, r.Text, p.measure(), phoneLeast)
			rows = append(rows, contactRow{runs: []report.Run{r}, lines: [][]line{lines}})
		default:
			addresses = append(addresses, r)
		}
	}
	flush()
	return rows
}

// newAddressRows sets addresses side by side, a little smaller where that makes them fit, else
// below each other.
func newAddressRows(p *pages, runs []report.Run) []contactRow {
	st := tagged.Style{Font: semiBold, Size: addressSize, Color: brand.White}
	width := 0.0
	for _, r := range runs {
		width += p.textWidth(st, r.Text)
	}
	room := p.measure() - contactGap*float64(len(runs)-1)
	side := len(runs) > 1 && room >= contactTight*width
	if side && room < width {
		st.Size *= 0.999 * room / width
	}
	var rows []contactRow
	for _, r := range runs {
		lines, _ := p.fit(st, r.Text, p.measure(), addressLeast)
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

// limit is how far down the body may reach on the page that the block ends.
func (b closing) limit() float64 { return b.p.height - b.height + blockGap - endGap }

// least is what the block takes of the body: it stands over the footer.
func (b closing) least() float64 { return max(0, b.p.bottom()-b.limit()) }

func (b closing) draw() {
	p := b.p
	if p.y > b.limit() && !p.fresh {
		p.newPage()
	}
	top := p.height - b.height
	p.fill(p.look.Primary, tagged.Rect{Y: top, W: p.width, H: b.height}, 0, "contact")
	sect := p.w.Root().Add("Sect")
	if b.heading != "" {
		sect.Title = b.heading
		p.w.Bookmark(b.heading, top)
	}
	y := top + contactPad
	for _, row := range b.rows {
		b.drawRow(sect, row, y)
		y += row.height()
	}
	if len(b.funding) > 0 {
		if len(b.rows) > 0 {
			p.rule(p.look.OnPrimaryRule, tagged.Rect{X: p.left(), Y: y - 9, W: p.measure(), H: 0.6})
		}
		p.lines(sect.Add("P"), b.funding, p.left(), y+9, fundingLead)
	}
	b.drawPageNumber()
	p.open = false // the block stands where the footer would
	p.advance(p.height)
}

// drawRow draws a row on baseline y.
func (b closing) drawRow(sect *tagged.Elem, row contactRow, y float64) {
	x := b.p.left()
	for i, lines := range row.lines {
		b.p.pen(sect.Add("P"), row.runs[i:i+1]).draw(lines, x, y, contactLead)
		x += widest(lines) + contactGap
	}
}

// drawPageNumber draws the page's number within the block, where the other pages have it.
func (b closing) drawPageNumber() {
	number := b.p.newFooter().number
	for _, ln := range number {
		for i := range ln.pieces {
			ln.pieces[i].style.Color = b.p.look.OnPrimary
		}
	}
	b.p.running("Footer", number, b.p.right(), b.p.height-footGap+24.3, footerLeading, true)
}
