package pdf

import (
	"strings"

	"picreport/report"
	"picreport/report/pdf/internal/tagged"
)

// pen draws lines of text as content of one element. The parts of the text that are links become
// Link elements below it.
type pen struct {
	c     *canvas
	elem  *tagged.Elem
	runs  []report.Run
	links map[int]*tagged.Elem
	under bool // links are underlined: in running text their colour alone would tell them apart
}

// pen returns a pen for the text of elem. runs are what the lines were wrapped from, nil for text
// without links.
func (c *canvas) pen(elem *tagged.Elem, runs []report.Run) *pen {
	return &pen{c: c, elem: elem, runs: runs, links: map[int]*tagged.Elem{}}
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
					p.c.w.End()
				}
				p.c.w.Mark(e)
				owner = e
			}
			p.c.w.Text(pc.style, at, base, pc.text)
			at += pc.width
		}
		p.c.recordLine(ln, x, base)
	}
	if owner != nil {
		p.c.w.End()
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

// annotate puts link annotations over a line's links: one a line, so that a link that wraps can be
// clicked wherever it shows.
func (p *pen) annotate(ln line, x, base float64) {
	for _, pc := range ln.pieces {
		w := p.c.w.Width(pc.style, strings.TrimRight(pc.text, " "))
		if e := p.links[pc.run]; e != nil {
			size := pc.style.Size
			run := p.runs[pc.run]
			p.c.w.Link(
				e, run.Link, oneLine(run.Text),
				tagged.Rect{X: x, Y: base - ascent*size, W: w, H: (ascent + descent) * size},
			)
			if p.under {
				p.c.rule(pc.style.Color, tagged.Rect{X: x, Y: base + 0.14*size, W: w, H: 0.055 * size})
			}
		}
		x += pc.width
	}
}
