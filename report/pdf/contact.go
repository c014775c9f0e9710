package pdf

import (
	"strings"

	"picreport/report"
	"picreport/report/pdf/internal/tagged"
)

// The block at the foot of the last page.
const (
	contactPad   = 34.0 // from its edge to the first baseline
	contactGap   = 16.0 // between lines that stand side by side
	contactTight = 0.88 // how much smaller they are set to stand so
	contactLead  = 22.0
	phoneSize    = 16.0
	addressSize  = 10.6
	addressLeast = 8.0
	fundingSize  = 8.0
	fundingLead  = 12.4
)

// contactBlock is the block, measured.
type contactBlock struct {
	runs    []report.Run
	lines   [][]line // of each run
	side    bool     // all on one baseline
	funding []line
	rows    int // lines below each other where they are not side by side
	height  float64
}

// contact draws the block that closes the report, at the foot of the page that has room for it.
func (l *layout) contact(b report.ContactLines) {
	c := l.contactBlock(b)
	if len(c.runs) == 0 && len(c.funding) == 0 {
		return
	}
	if l.y-blockGap+endGap > l.height-c.height && !l.fresh {
		l.newPage()
	}
	top := l.height - c.height
	l.fill(l.look.primary, tagged.Rect{Y: top, W: l.width, H: c.height}, 0, "contact")
	sect := l.w.Root().Add("Sect")
	if title := l.plain(b.Heading); title != "" {
		sect.Title = title
		l.w.Bookmark(title, top)
	}
	y := l.contactLines(sect, c, top+contactPad)
	if len(c.funding) > 0 {
		if len(c.runs) > 0 {
			l.rule(l.look.onPrimaryRule, tagged.Rect{X: l.left(), Y: y - 8, W: l.measure(), H: 0.6})
		}
		l.block(sect, "P", c.funding, l.left(), y+9, fundingLead)
	}
	l.contactFooter()
	l.open = false // the block stands where the footer would
	l.advance(l.height)
}

func (l *layout) contactBlock(b report.ContactLines) contactBlock {
	c := contactBlock{}
	for _, r := range b.Lines {
		if strings.TrimSpace(r.Text) != "" {
			c.runs = append(c.runs, r)
		}
	}
	if width := l.contactWidth(c.runs); width > 0 {
		room := l.measure() - contactGap*float64(len(c.runs)-1)
		scale := min(1, room/width)
		c.side = scale >= contactTight
		if !c.side {
			scale = 1
		}
		for _, r := range c.runs {
			st := contactStyle(r)
			st.Size *= scale * 0.999
			lines, _ := l.fit(st, r.Text, l.measure(), addressLeast)
			c.lines = append(c.lines, lines)
			c.rows += len(lines)
		}
	}
	if c.side {
		c.rows = 1
	}
	st := tagged.Style{Font: regular, Size: fundingSize, Color: l.look.onPrimary}
	c.funding = l.one(st, b.Funding, l.measure())
	c.height = contactPad + float64(c.rows)*contactLead + float64(len(c.funding))*fundingLead + 30
	return c
}

// contactStyle sets a telephone number larger than addresses.
func contactStyle(r report.Run) tagged.Style {
	if strings.HasPrefix(r.Link, "tel:") {
		return tagged.Style{Font: extraBold, Size: phoneSize, Color: white}
	}
	return tagged.Style{Font: semiBold, Size: addressSize, Color: white}
}

// contactWidth is how wide the lines are at their full size, one after the other.
func (l *layout) contactWidth(runs []report.Run) float64 {
	width := 0.0
	for _, r := range runs {
		st := contactStyle(r)
		width += l.w.Width(st, l.drawable(st.Font, l.plain(r.Text)))
	}
	return width
}

// contactLines draws the lines from baseline y down and returns the baseline after them.
func (l *layout) contactLines(sect *tagged.Elem, c contactBlock, y float64) float64 {
	free, x := l.measure(), l.left()
	for _, lines := range c.lines {
		free -= widest(lines)
	}
	gap := min(2*contactGap, free)
	if len(c.runs) > 2 {
		gap = free / float64(len(c.runs)-1)
	}
	for i, lines := range c.lines {
		p := l.pen(sect.Add("P"), c.runs[i:i+1])
		p.draw(lines, x, y, contactLead)
		if c.side {
			x += widest(lines) + gap
		} else {
			y += float64(len(lines)) * contactLead
		}
	}
	if c.side && c.rows > 0 {
		y += contactLead
	}
	return y
}

// contactFooter draws the page's number within the block, where the other pages have it.
func (l *layout) contactFooter() {
	_, page := l.footerLines()
	for i := range page {
		for j := range page[i].pieces {
			page[i].pieces[j].style.Color = l.look.onPrimary
		}
	}
	l.running("Footer", page, l.right(), l.height-footGap+24.3, footerLeading, true)
}
