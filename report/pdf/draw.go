package pdf

import (
	"strings"

	"picreport/report"
	"picreport/report/pdf/internal/tagged"
)

// pen draws lines of text as content of one element. The parts of the text that are links become Link elements below it.
type pen struct {
	l     *layout
	elem  *tagged.Elem
	runs  []report.Run
	links map[int]*tagged.Elem
	under bool // links are underlined: in running text their colour alone would tell them apart
}

// pen returns a pen for the text of elem. runs are what the lines were wrapped from, nil for text without links.
func (l *layout) pen(elem *tagged.Elem, runs []report.Run) *pen {
	return &pen{l: l, elem: elem, runs: runs, links: map[int]*tagged.Elem{}}
}

// draw sets lines with their left edge at x, the first on baseline y. They stand on one page.
func (p *pen) draw(lines []line, x, y, leading float64) {
	var owner *tagged.Elem
	for i, ln := range lines {
		base := y + float64(i)*leading
		at := x
		for _, pc := range ln.pieces {
			if e := p.owner(pc.run); e != owner {
				if owner != nil {
					p.l.w.End()
				}
				p.l.w.Mark(e)
				owner = e
			}
			p.l.w.Text(pc.style, at, base, pc.text)
			at += pc.width
		}
		p.l.keepLine(ln, x, base)
	}
	if owner != nil {
		p.l.w.End()
	}
	for i, ln := range lines {
		p.annotate(ln, x, y+float64(i)*leading)
	}
}

// owner is the element that a run's text belongs to.
func (p *pen) owner(run int) *tagged.Elem {
	if run >= len(p.runs) || p.runs[run].Link == "" {
		return p.elem
	}
	if p.links[run] == nil {
		p.links[run] = p.elem.Add("Link")
	}
	return p.links[run]
}

// annotate lays link annotations over a line's links: one a line, so that a link that wraps can be clicked wherever it shows.
func (p *pen) annotate(ln line, x, base float64) {
	for _, pc := range ln.pieces {
		w := p.l.w.Width(pc.style, strings.TrimRight(pc.text, " "))
		if e := p.links[pc.run]; e != nil {
			size := pc.style.Size
			run := p.runs[pc.run]
			p.l.w.Link(e, run.Link, p.l.plain(run.Text), tagged.Rect{X: x, Y: base - ascent*size, W: w, H: (ascent + descent) * size})
			if p.under {
				p.l.rule(pc.style.Color, tagged.Rect{X: x, Y: base + 0.14*size, W: w, H: 0.055 * size})
			}
		}
		x += pc.width
	}
}

// keepLine records the box of a line.
func (l *layout) keepLine(ln line, x, base float64) {
	size := 0.0
	for _, pc := range ln.pieces {
		size = max(size, pc.style.Size)
	}
	l.keep(tagged.Rect{X: x, Y: base - capHeight*size, W: ln.width, H: (capHeight + descent) * size}, ln.text(), false)
}

// block draws text without links as a new element below parent; there is none for no text.
func (l *layout) block(parent *tagged.Elem, kind string, lines []line, x, y, leading float64) {
	if len(lines) > 0 {
		l.lines(parent.Add(kind), lines, x, y, leading)
	}
}

// lines draws text without links as content of elem.
func (l *layout) lines(elem *tagged.Elem, lines []line, x, y, leading float64) {
	l.pen(elem, nil).draw(lines, x, y, leading)
}

// linesRight is lines with the right edge of each at x.
func (l *layout) linesRight(elem *tagged.Elem, lines []line, x, y, leading float64) {
	p := l.pen(elem, nil)
	for i, ln := range lines {
		p.draw([]line{ln}, x-ln.width, y+float64(i)*leading, leading)
	}
}

// running draws lines of a header or footer, as an artifact; right sets their right edge at x.
func (l *layout) running(kind string, lines []line, x, y, leading float64, right bool) {
	l.w.Pagination(kind)
	for i, ln := range lines {
		at, base := x, y+float64(i)*leading
		if right {
			at -= ln.width
		}
		l.keepLine(ln, at, base)
		for _, pc := range ln.pieces {
			l.w.Text(pc.style, at, base, strings.TrimRight(pc.text, " "))
			at += pc.width
		}
	}
	l.w.End()
}
