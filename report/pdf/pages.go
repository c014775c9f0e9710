package pdf

import (
	"fmt"

	"picreport/report"
	"picreport/report/brand"
)

// pages is where blocks are drawn: a canvas that is cut into pages, each with a head and a footer,
// and a cursor that moves down the current one. All lengths are points.
type pages struct {
	*canvas
	doc           report.Document
	width, height float64
	head          runningHead
	total         int // the pages of the whole report, 0 while they are being counted

	y     float64 // where the next block begins
	fresh bool    // nothing stands below the current page's band yet
	open  bool    // the current page lacks its footer
	foot  footer  // of the current page
	level int     // of the last heading
}

// The grid.
const (
	margin  = 54.0 // left and right
	bodyGap = 31.0 // from a band to the body
	footGap = 39.0 // from the footer's rule to the page's edge
	endGap  = 16.0 // from the body to the footer's rule
)

func newPages(doc report.Document, look brand.Look, total int) (*pages, error) {
	width, height := look.Paper.Size()
	c, err := newCanvas(width, height, look)
	if err != nil {
		return nil, err
	}
	p := &pages{canvas: c, doc: doc, width: width, height: height, total: total, level: 1}
	p.head = p.newRunningHead()
	return p, nil
}

func (p *pages) left() float64    { return margin }
func (p *pages) right() float64   { return p.width - margin }
func (p *pages) measure() float64 { return p.width - 2*margin }

// bottom is where the body of the current page ends.
func (p *pages) bottom() float64 { return p.height - footGap - p.foot.extra() - endGap }

// room is the height left for the body on the current page.
func (p *pages) room() float64 { return p.bottom() - p.y }

// bodyHeight is what room gives on a fresh page.
func (p *pages) bodyHeight() float64 { return p.bottom() - p.head.height - bodyGap }

// need starts a new page unless height is left on this one. Nothing is gained by that on a fresh
// page.
func (p *pages) need(height float64) {
	if height > p.room() && !p.fresh {
		p.newPage()
	}
}

// needWith is need for a block that keeps with the start of the next one. Where no page holds both,
// it is as with a few lines of text.
func (p *pages) needWith(height float64, next block) {
	start := leastOf(next)
	if height+start > p.bodyHeight() {
		start = 3 * bodyLeading
	}
	p.need(height + start)
}

// leastOf is what the next block takes at the least, 0 where there is none.
func leastOf(next block) float64 {
	if next == nil {
		return 0
	}
	return next.least()
}

// begin is called when the page's band is drawn: the body starts under it.
func (p *pages) begin(band float64) {
	p.y = band + bodyGap
	p.fresh = true
	p.open = true
	p.foot = p.newFooter()
}

// space leaves a gap above a block, beyond that between blocks, where something stands above it.
func (p *pages) space(gap float64) {
	if !p.fresh {
		p.y += gap
	}
}

// advance moves on below what was drawn.
func (p *pages) advance(y float64) {
	p.y = y
	p.fresh = false
}

func (p *pages) newPage() {
	p.endPage()
	p.w.AddPage()
	p.drawRunningHead()
	p.begin(p.head.height)
}

// endPage draws the current page's footer, once.
func (p *pages) endPage() {
	if p.open {
		p.drawFooter()
	}
	p.open = false
}

// allOnPage is the last guard against text being cut off: what flows finds room on some page, but a
// title, a footer or a contact line may be longer than a page.
func (p *pages) allOnPage() error {
	const slack = 0.5 // for rounding
	for _, b := range p.boxes {
		if b.X < -slack || b.Y < -slack || b.X+b.W > p.width+slack || b.Y+b.H > p.height+slack {
			const advice = "shorten the title, footer, contact lines or funding statement"
			return fmt.Errorf("page %d: %.60q does not fit the page; %s", b.page, b.name, advice)
		}
	}
	return nil
}
