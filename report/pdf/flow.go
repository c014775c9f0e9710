package pdf

import (
	"fmt"
	"strconv"

	"picreport/report"
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

// blocks draws the document's blocks in order.
func (l *layout) blocks() error {
	for i, b := range l.doc.Blocks {
		if err := l.ctx.Err(); err != nil {
			return err
		}
		var next report.Block
		if i+1 < len(l.doc.Blocks) {
			next = l.doc.Blocks[i+1]
		}
		switch b := b.(type) {
		case report.Eyebrow:
			l.eyebrow(b)
		case report.Heading:
			l.heading(b)
		case report.Paragraph:
			_, introduces := next.(report.List)
			l.paragraph(b, introduces)
		case report.List:
			l.list(b)
		case report.Numbers:
			l.numbers(b)
		case report.Demographics:
			l.demographics(b)
		case report.ContactLines:
			l.contact(b)
		case report.PageBreak:
			if !l.fresh {
				l.newPage()
			}
		default:
			return fmt.Errorf("cannot draw a %T", b)
		}
	}
	return nil
}

func (l *layout) eyebrow(b report.Eyebrow) {
	st := tagged.Style{Font: bold, Size: eyebrowSize, Tracking: eyebrowTrack * eyebrowSize, Color: l.look.accent}
	lines := l.one(st, l.upper(bold, b.Text), l.measure())
	if len(lines) == 0 {
		return
	}
	height := float64(len(lines)) * eyebrowLead
	l.need(height + headingLead + 3*bodyLeading) // with its heading, and the start of what that heads
	l.block(l.w.Root(), "P", lines, l.left(), l.y+9, eyebrowLead)
	l.advance(l.y + height)
}

func (l *layout) heading(b report.Heading) {
	if l.plain(b.Text) == "" {
		return
	}
	size, lead := headingSize, headingLead
	if b.Level > 2 {
		size, lead = subheadingSize, subheadingLead
	}
	level := min(max(b.Level, 2), l.level+1) // no level is left out
	l.level = level
	st := tagged.Style{Font: extraBold, Size: size, Color: l.look.primary}
	lines := l.one(st, l.upper(extraBold, b.Text), l.measure())
	height := float64(len(lines)) * lead
	l.need(height + 3*bodyLeading)
	l.w.Bookmark(l.plain(b.Text), l.y)
	l.block(l.w.Root(), "H"+strconv.Itoa(min(level, 6)), lines, l.left(), l.y+0.72*lead, lead)
	l.advance(l.y + height + headingGap)
}

// body is the style of running text.
func (l *layout) body(size float64) func(report.Run) tagged.Style {
	return func(r report.Run) tagged.Style {
		st := tagged.Style{Font: regular, Size: size, Color: l.look.text}
		if r.Bold {
			st.Font = bold
		}
		if r.Link != "" {
			st.Color = l.look.accent
		}
		return st
	}
}

// paragraph draws sentences; they flow over to the next page line by line. introduces says that a list follows, which is not to start
// a page without its introduction.
func (l *layout) paragraph(b report.Paragraph, introduces bool) {
	lines := l.wrap(b.Runs, l.body(bodySize), l.measure())
	if len(lines) == 0 {
		return
	}
	atLeast := min(len(lines), 2)
	if introduces {
		atLeast = min(len(lines), 3) + 1
	}
	l.need(float64(atLeast) * bodyLeading)
	p := l.pen(l.w.Root().Add("P"), b.Runs)
	p.under = true
	l.flow(p, lines, l.left(), bodyLeading)
	l.advance(l.y + blockGap)
}

// flow draws lines down the page and over to the next ones.
func (l *layout) flow(p *pen, lines []line, x, leading float64) {
	for len(lines) > 0 {
		n := min(len(lines), max(1, int((l.room()+0.01)/leading)))
		if n == len(lines)-1 && n > 2 {
			n-- // no single line goes over alone
		}
		p.draw(lines[:n], x, l.y+0.74*leading, leading)
		l.advance(l.y + float64(n)*leading)
		if lines = lines[n:]; len(lines) > 0 {
			l.newPage()
		}
	}
}
