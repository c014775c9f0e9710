package pdf

import (
	"context"
	"fmt"

	"golang.org/x/image/font/sfnt"

	"picreport/report"
	"picreport/report/brand"
	"picreport/report/pdf/internal/tagged"
)

// layout places a document's blocks on pages, top to bottom, and draws them as it goes. All lengths are points.
type layout struct {
	ctx     context.Context
	w       *tagged.Writer
	doc     report.Document
	look    brand.Look
	fonts   []*sfnt.Font
	scratch sfnt.Buffer // for reading them

	width, height float64
	y             float64 // where the next block begins
	fresh         bool    // nothing stands below the current page's band yet
	open          bool    // the current page lacks its footer
	level         int     // of the last heading
	total         int     // the pages of the whole report, 0 while they are being counted
	missing       map[rune]bool
	boxes         []box
}

// box is where something was drawn, kept to prove that nothing is overprinted or cut off.
type box struct {
	tagged.Rect
	page   int
	name   string // the text, or what it is
	ground bool   // a band or a panel, which other boxes may lie within
}

// The grid.
const (
	margin  = 54.0 // left and right
	bodyGap = 31.0 // from a band to the body
	footGap = 39.0 // from the footer's rule to the page's edge
	endGap  = 16.0 // from the body to the footer's rule
)

// The fonts, in the order the writer holds them.
const (
	regular = iota
	semiBold
	bold
	extraBold
)

// lay draws the whole document. total is the number of its pages, 0 to find it.
func lay(ctx context.Context, doc report.Document, look brand.Look, total int) (*layout, error) {
	width, height := look.Paper.Size()
	l := &layout{ctx: ctx, doc: doc, look: look, width: width, height: height, total: total, level: 1, missing: map[rune]bool{}}
	files := look.Fonts.Files()
	var err error
	for _, f := range files {
		parsed, err := sfnt.Parse(f)
		if err != nil {
			return nil, fmt.Errorf("read font: %w", err)
		}
		l.fonts = append(l.fonts, parsed)
	}
	if l.w, err = tagged.New(width, height, files); err != nil {
		return nil, err
	}
	l.w.AddPage()
	l.cover()
	if err := l.blocks(); err != nil {
		return nil, err
	}
	l.endPage()
	return l, l.allOnPage()
}

// allOnPage is the last guard against text being cut off: what flows finds room on some page, but a title, a footer or a contact
// line may be longer than a page.
func (l *layout) allOnPage() error {
	const slack = 0.5 // for rounding
	for _, b := range l.boxes {
		if b.X < -slack || b.Y < -slack || b.X+b.W > l.width+slack || b.Y+b.H > l.height+slack {
			return fmt.Errorf("page %d: %.60q does not fit the page; shorten the title, footer, contact lines or funding statement", b.page, b.name)
		}
	}
	return nil
}

func (l *layout) left() float64    { return margin }
func (l *layout) right() float64   { return l.width - margin }
func (l *layout) measure() float64 { return l.width - 2*margin }

// bottom is where the body of the current page ends.
func (l *layout) bottom() float64 { return l.height - footGap - l.footerExtra() - endGap }

// room is the height left for the body on the current page.
func (l *layout) room() float64 { return l.bottom() - l.y }

// bodyHeight is what room gives on a fresh page.
func (l *layout) bodyHeight() float64 { return l.bottom() - l.runningHead().height - bodyGap }

// need starts a new page unless height is left on this one. Nothing is gained by that on a fresh page.
func (l *layout) need(height float64) {
	if height > l.room() && !l.fresh {
		l.newPage()
	}
}

// begin is called when the page's band is drawn: the body starts under it.
func (l *layout) begin(band float64) {
	l.y = band + bodyGap
	l.fresh = true
	l.open = true
}

// advance moves on below what was drawn.
func (l *layout) advance(y float64) {
	l.y = y
	l.fresh = false
}

func (l *layout) newPage() {
	l.endPage()
	l.w.AddPage()
	h := l.runningHead()
	l.drawRunningHead(h)
	l.begin(h.height)
}

// endPage draws the current page's footer, once.
func (l *layout) endPage() {
	if l.open {
		l.footer()
	}
	l.open = false
}

// keep records where something was drawn.
func (l *layout) keep(r tagged.Rect, name string, ground bool) {
	l.boxes = append(l.boxes, box{Rect: r, page: l.w.Page(), name: name, ground: ground})
}

// fill paints a ground that text stands on.
func (l *layout) fill(c brand.RGB, r tagged.Rect, radius float64, name string) {
	l.w.Decoration()
	l.w.Fill(c, r, radius)
	l.w.End()
	l.keep(r, name, true)
}

// rule paints a thin line, which no box is kept for.
func (l *layout) rule(c brand.RGB, r tagged.Rect) {
	l.w.Decoration()
	l.w.Fill(c, r, 0)
	l.w.End()
}
