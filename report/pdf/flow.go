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
		following := l.doc.Blocks[i+1:]
		switch b := b.(type) {
		case report.Eyebrow:
			l.eyebrow(b, following)
		case report.Heading:
			l.heading(b, following)
		case report.Paragraph:
			l.paragraph(b, l.introduced(following))
		case report.List:
			l.list(b)
		case report.Numbers:
			l.numbers(b)
		case report.Demographics:
			l.demographics(b)
		case report.Table:
			l.table(b)
		case report.Closing:
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

// eyebrow draws the line above a heading. It keeps with the blocks that follow.
func (l *layout) eyebrow(b report.Eyebrow, following []report.Block) {
	lines := l.eyebrowLines(b)
	if len(lines) == 0 {
		return
	}
	height := float64(len(lines)) * eyebrowLead
	l.needWith(height, following)
	l.block(l.w.Root(), "P", lines, l.left(), l.y+9, eyebrowLead)
	l.advance(l.y + height)
}

func (l *layout) eyebrowLines(b report.Eyebrow) []line {
	st := tagged.Style{Font: bold, Size: eyebrowSize, Tracking: eyebrowTrack * eyebrowSize, Color: l.look.Accent}
	return l.one(st, l.upper(bold, b.Text), l.measure())
}

// headingLines is a heading, wrapped.
type headingLines struct {
	lines   []line
	leading float64
}

// height is that of the lines and of the gap below them.
func (h headingLines) height() float64 {
	if len(h.lines) == 0 {
		return 0
	}
	return float64(len(h.lines))*h.leading + headingGap
}

func (l *layout) headingLines(b report.Heading) headingLines {
	size, lead := headingSize, headingLead
	if b.Level > 2 {
		size, lead = subheadingSize, subheadingLead
	}
	st := tagged.Style{Font: extraBold, Size: size, Color: l.look.Primary}
	return headingLines{lines: l.one(st, l.upper(extraBold, b.Text), l.measure()), leading: lead}
}

// heading draws a heading. It keeps with the blocks that follow.
func (l *layout) heading(b report.Heading, following []report.Block) {
	h := l.headingLines(b)
	if len(h.lines) == 0 {
		return
	}
	level := min(max(b.Level, 2), l.level+1) // no level is left out
	l.level = level
	l.needWith(h.height(), following)
	l.w.Bookmark(l.plain(b.Text), l.y)
	l.block(l.w.Root(), "H"+strconv.Itoa(min(level, 6)), h.lines, l.left(), l.y+0.72*h.leading, h.leading)
	l.advance(l.y + h.height())
}

// body is the style of running text.
func (l *layout) body(size float64) func(report.Run) tagged.Style {
	return func(r report.Run) tagged.Style {
		st := tagged.Style{Font: regular, Size: size, Color: l.look.Text}
		if r.Bold {
			st.Font = bold
		}
		if r.Link != "" {
			st.Color = l.look.Accent
		}
		return st
	}
}

// paragraph draws sentences; they flow over to the next page line by line. introduced is the height that the start of a list takes
// below their last line, 0 for none.
func (l *layout) paragraph(b report.Paragraph, introduced float64) {
	lines := l.wrap(b.Runs, l.body(bodySize), l.measure())
	if len(lines) == 0 {
		return
	}
	l.need(l.paragraphStart(lines, introduced))
	p := l.pen(l.w.Root().Add("P"), b.Runs)
	p.under = true
	l.flow(p, lines, l.left(), bodyLeading, introduced)
	l.advance(l.y + blockGap)
}

// flow draws lines down the page and over to the next ones. The last line has the height called below left under it, for what is not
// to part from it.
func (l *layout) flow(p *pen, lines []line, x, leading, below float64) {
	for len(lines) > 0 {
		n := min(len(lines), max(1, int((l.room()+0.01)/leading)))
		switch {
		case n == len(lines)-1 && n > 2:
			n-- // no single line goes over alone
		case n == len(lines) && n >= longParagraph && float64(n)*leading+below > l.room()+0.01:
			n -= 2 // two lines go over with what follows
		}
		p.draw(lines[:n], x, l.y+0.74*leading, leading)
		l.advance(l.y + float64(n)*leading)
		if lines = lines[n:]; len(lines) > 0 {
			l.newPage()
		}
	}
}
