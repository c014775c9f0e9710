package pdf

import (
	"strings"

	"picreport/report/brand"
	"picreport/report/pdf/internal/tagged"
)

// canvas draws on the current page, in the colours of the brand, and records what stands where.
type canvas struct {
	*typesetter
	look  brand.Look
	boxes []box
}

// box is where something was drawn, recorded to prove that nothing is overprinted or cut off.
type box struct {
	tagged.Rect
	page   int
	name   string // the text, or what it is
	ground bool   // a band or a panel, which other boxes may lie within
}

func newCanvas(width, height float64, look brand.Look) (*canvas, error) {
	t, err := newTypesetter(width, height, look.Fonts)
	if err != nil {
		return nil, err
	}
	return &canvas{typesetter: t, look: look}, nil
}

// record records where something was drawn.
func (c *canvas) record(r tagged.Rect, name string, ground bool) {
	c.boxes = append(c.boxes, box{Rect: r, page: c.w.Page(), name: name, ground: ground})
}

// fill paints a ground that text stands on.
func (c *canvas) fill(color brand.RGB, r tagged.Rect, radius float64, name string) {
	c.w.Decoration()
	c.w.Fill(color, r, radius)
	c.w.End()
	c.record(r, name, true)
}

// rule paints a thin line, which no box is recorded for.
func (c *canvas) rule(color brand.RGB, r tagged.Rect) {
	c.w.Decoration()
	c.w.Fill(color, r, 0)
	c.w.End()
}

// recordLine records the box of a line.
func (c *canvas) recordLine(ln line, x, base float64) {
	size := 0.0
	for _, pc := range ln.pieces {
		size = max(size, pc.style.Size)
	}
	c.record(
		tagged.Rect{X: x, Y: base - capHeight*size, W: ln.width, H: (capHeight + descent) * size}, ln.text(),
		false,
	)
}

// element draws text without links as a new element below parent; there is none for no text.
func (c *canvas) element(parent *tagged.Elem, kind string, lines []line, x, y, leading float64) {
	if len(lines) > 0 {
		c.lines(parent.Add(kind), lines, x, y, leading)
	}
}

// lines draws text without links as content of elem.
func (c *canvas) lines(elem *tagged.Elem, lines []line, x, y, leading float64) {
	c.pen(elem, nil).draw(lines, x, y, leading)
}

// linesRight is lines with the right edge of each at x.
func (c *canvas) linesRight(elem *tagged.Elem, lines []line, x, y, leading float64) {
	p := c.pen(elem, nil)
	for i, ln := range lines {
		p.draw([]line{ln}, x-ln.width, y+float64(i)*leading, leading)
	}
}

// running draws lines of a header or footer, as an artifact; right sets their right edge at x.
func (c *canvas) running(kind string, lines []line, x, y, leading float64, right bool) {
	c.w.Pagination(kind)
	for i, ln := range lines {
		at, base := x, y+float64(i)*leading
		if right {
			at -= ln.width
		}
		c.recordLine(ln, at, base)
		for _, pc := range ln.pieces {
			c.w.Text(pc.style, at, base, strings.TrimRight(pc.text, " "))
			at += pc.width
		}
	}
	c.w.End()
}

// decorate draws lines that were read before, in a column from x on; right sets them to its right
// edge.
func (c *canvas) decorate(lines []line, x, width float64, right bool, y, leading float64) {
	c.w.Decoration()
	for i, ln := range lines {
		at, base := x, y+float64(i)*leading
		if right {
			at += width - ln.width
		}
		c.recordLine(ln, at, base)
		for _, pc := range ln.pieces {
			c.w.Text(pc.style, at, base, pc.text)
			at += pc.width
		}
	}
	c.w.End()
}
