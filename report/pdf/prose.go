package pdf

import (
	"strconv"

	"picreport/report"
	"picreport/report/brand"
	"picreport/report/pdf/internal/tagged"
)

// Running text.
const (
	bodySize    = 10.8
	bodyLeading = 16.7
	blockGap    = 10.8 // between paragraphs
	headingSize = 17.0
	headingLead = 21.0
	eyebrowLead = 15.5
	headingGap  = 5.0 // below a heading

	subheadingSize = 13.0
	subheadingLead = 17.0

	eyebrowSize  = 9.5
	eyebrowTrack = 0.09 // of its size; wider, and programs that read the text see spaces between the letters
)

// eyebrow is the line above a heading. It keeps with the next block.
type eyebrow struct {
	p     *pages
	lines []line
	next  block
}

func newEyebrow(p *pages, b report.Eyebrow, next block) block {
	st := tagged.Style{Font: bold, Size: eyebrowSize, Tracking: eyebrowTrack * eyebrowSize, Color: p.look.Accent}
	lines := p.wrapText(st, p.upper(bold, b.Text), p.measure())
	if len(lines) == 0 {
		return nil
	}
	return eyebrow{p, lines, next}
}

func (b eyebrow) height() float64 { return float64(len(b.lines)) * eyebrowLead }

func (b eyebrow) least() float64 { return b.height() + leastOf(b.next) }

func (b eyebrow) draw() {
	b.p.needWith(b.height(), b.next)
	b.p.element(b.p.w.Root(), "P", b.lines, b.p.left(), b.p.y+9, eyebrowLead)
	b.p.advance(b.p.y + b.height())
}

// heading is a section's heading. It keeps with the next block.
type heading struct {
	p       *pages
	level   int // as in the document
	title   string
	lines   []line
	leading float64
	next    block
}

func newHeading(p *pages, b report.Heading, next block) block {
	size, leading := headingSize, headingLead
	if b.Level > 2 {
		size, leading = subheadingSize, subheadingLead
	}
	st := tagged.Style{Font: extraBold, Size: size, Color: p.look.Primary}
	lines := p.wrapText(st, p.upper(extraBold, b.Text), p.measure())
	if len(lines) == 0 {
		return nil
	}
	return heading{p: p, level: b.Level, title: oneLine(b.Text), lines: lines, leading: leading, next: next}
}

// height is that of the lines and of the gap below them.
func (b heading) height() float64 { return float64(len(b.lines))*b.leading + headingGap }

func (b heading) least() float64 { return b.height() + leastOf(b.next) }

func (b heading) draw() {
	p := b.p
	p.level = min(max(b.level, 2), p.level+1) // no level is left out
	p.needWith(b.height(), b.next)
	p.w.Bookmark(b.title, p.y)
	p.element(p.w.Root(), "H"+strconv.Itoa(min(p.level, 6)), b.lines, p.left(), p.y+0.72*b.leading, b.leading)
	p.advance(p.y + b.height())
}

// paragraph is sentences, which flow over to the next page line by line.
type paragraph struct {
	p     *pages
	runs  []report.Run
	lines []line
	next  block
}

func newParagraph(p *pages, b report.Paragraph, next block) block {
	lines := p.wrap(b.Runs, bodyStyle(p.look.Palette, bodySize), p.measure())
	if len(lines) == 0 {
		return nil
	}
	return paragraph{p, b.Runs, lines, next}
}

// longParagraph is the lines of a paragraph that can be parted: two on either page.
const longParagraph = 4

// least is the height of the paragraph's first lines, or of the whole of a short one with the start
// of the list that it introduces.
func (b paragraph) least() float64 {
	n := len(b.lines)
	if introduced := b.introduced(); introduced > 0 && n < longParagraph {
		return float64(n)*bodyLeading + introduced
	}
	return float64(min(n, 2)) * bodyLeading
}

// introduced is the least height below the paragraph for the list that it introduces, 0 where none
// follows.
func (b paragraph) introduced() float64 {
	if l, ok := b.next.(list); ok {
		return blockGap + l.least()
	}
	return 0
}

func (b paragraph) draw() {
	b.p.need(b.least())
	pen := b.p.pen(b.p.w.Root().Add("P"), b.runs)
	pen.under = true
	b.p.flow(pen, b.lines, b.p.left(), bodyLeading, b.introduced())
	b.p.advance(b.p.y + blockGap)
}

// bodyStyle is the style of running text.
func bodyStyle(look brand.Palette, size float64) func(report.Run) tagged.Style {
	return func(r report.Run) tagged.Style {
		st := tagged.Style{Font: regular, Size: size, Color: look.Text}
		if r.Bold {
			st.Font = bold
		}
		if r.Link != "" {
			st.Color = look.Accent
		}
		return st
	}
}

// flow draws lines down the page and over to the next ones. The last line has the height called
// below left under it, for what is not to part from it.
func (p *pages) flow(pen *pen, lines []line, x, leading, below float64) {
	for len(lines) > 0 {
		n := min(len(lines), max(1, int((p.room()+0.01)/leading)))
		switch {
		case n == len(lines)-1 && n > 2:
			n-- // no single line goes over alone
		case n == len(lines) && n >= longParagraph && float64(n)*leading+below > p.room()+0.01:
			n -= 2 // two lines go over with what follows
		}
		pen.draw(lines[:n], x, p.y+0.74*leading, leading)
		p.advance(p.y + float64(n)*leading)
		if lines = lines[n:]; len(lines) > 0 {
			p.newPage()
		}
	}
}
