package pdf

import (
	"strconv"
	"strings"

	"picreport/report/brand"
	"picreport/report/pdf/internal/tagged"
)

// The cover's band.
const (
	coverHeight = 169.2 // with its rule, at the least
	coverRule   = 6.5
	coverTop    = 51.0 // from the page's edge to the title's capitals
	titleSize   = 43.0
	titleLeast  = 24.0
	logoHeight  = 79.0
	logoShare   = 0.45 // of the measure, at the most
	logoGap     = 14.0
)

// cover draws the first page's band: title, subtitle and period at the left, logos at the right.
func (l *layout) cover() {
	row := l.logoRow(l.look.Pictures)
	width := l.measure()
	if row.width > 0 {
		width -= row.width + 2*logoGap
	}
	title, st := l.fit(tagged.Style{Font: extraBold, Size: titleSize, Tracking: -0.012 * titleSize, Color: brand.White}, l.doc.Cover.Title, width, titleLeast)
	subtitle, _ := l.fit(tagged.Style{Font: semiBold, Size: 15.5, Color: brand.White}, l.doc.Cover.Subtitle, width, 11)
	period, _ := l.fit(tagged.Style{Font: regular, Size: 15.5, Color: l.look.OnPrimary}, l.doc.Cover.Period, width, 11)
	leading := st.Size * 1.08
	titleBase := coverTop + capHeight*titleSize
	subBase := titleBase + float64(len(title)-1)*leading + 38
	periodBase := subBase + float64(len(subtitle))*19
	end := periodBase + float64(len(period)-1)*19 + 25.5
	height := max(coverHeight, end+coverRule)

	l.band(height, coverRule)
	root := l.w.Root()
	l.block(root, "H1", title, l.left(), titleBase, leading)
	l.block(root, "P", subtitle, l.left(), subBase, 19)
	l.block(root, "P", period, l.left(), periodBase, 19)
	row.draw(l, (height-coverRule)/2)
	l.begin(height)
}

// band paints the head of a page: the primary colour over a rule.
func (l *layout) band(height, rule float64) {
	l.fill(l.look.Primary, tagged.Rect{W: l.width, H: height - rule}, 0, "band")
	l.rule(l.look.Decoration, tagged.Rect{Y: height - rule, W: l.width, H: rule})
}

// logoRow is the logos side by side, as they fit.
type logoRow struct {
	width float64
	logos []placedLogo
}

type placedLogo struct {
	image int
	alt   string
	w, h  float64
	plate bool // a white ground
}

// plateEdge is the width of the white around a logo on a plate.
const plateEdge = 6.0

func (l *layout) logoRow(logos []brand.Picture) logoRow {
	var row logoRow
	gaps := logoGap * float64(max(0, len(logos)-1))
	widest := (l.measure()*logoShare - gaps) / float64(max(1, len(logos)))
	for _, lg := range logos {
		p := placedLogo{image: l.w.AddImage(lg.Image), alt: l.plain(lg.Alt), plate: lg.Plate}
		roomW, roomH := widest, logoHeight
		if p.plate {
			roomW, roomH = roomW-2*plateEdge, roomH-2*plateEdge
		}
		b := lg.Image.Bounds()
		k := min(roomW/float64(b.Dx()), roomH/float64(b.Dy()))
		p.w, p.h = float64(b.Dx())*k, float64(b.Dy())*k
		row.logos = append(row.logos, p)
		row.width += p.w
		if p.plate {
			row.width += 2 * plateEdge
		}
	}
	row.width += gaps
	return row
}

// draw sets the logos against the right margin, their middle at height y.
func (row logoRow) draw(l *layout, y float64) {
	x := l.right() - row.width
	for _, p := range row.logos {
		if p.plate {
			l.fill(brand.White, tagged.Rect{X: x, Y: y - p.h/2 - plateEdge, W: p.w + 2*plateEdge, H: p.h + 2*plateEdge}, 4, "plate")
			x += plateEdge
		}
		box := tagged.Rect{X: x, Y: y - p.h/2, W: p.w, H: p.h}
		fig := l.w.Root().Add("Figure")
		fig.Alt, fig.Box = p.alt, &box
		l.w.Mark(fig)
		l.w.Image(p.image, box)
		l.w.End()
		l.keep(box, "logo", false)
		x += p.w + logoGap
		if p.plate {
			x += plateEdge
		}
	}
}

// head is the slim band of the pages after the first.
type head struct {
	height      float64
	left, right []line
}

const (
	headRule    = 3.5
	headLeading = 13.0
)

// runningHead is the cover in its short form.
func (l *layout) runningHead() head {
	half := l.measure()/2 - 10
	c := l.doc.Cover
	left, _ := l.fit(tagged.Style{Font: bold, Size: 10, Color: brand.White}, c.Title, half, 7.5)
	right, _ := l.fit(tagged.Style{Font: regular, Size: 10, Color: brand.White}, joinNonEmpty(" · ", c.Subtitle, c.Period), half, 7.5)
	n := max(len(left), len(right), 1)
	return head{height: 35.5 + float64(n-1)*headLeading, left: left, right: right}
}

func (l *layout) drawRunningHead(h head) {
	l.band(h.height, headRule)
	l.running("Header", h.left, l.left(), 19.5, headLeading, false)
	l.running("Header", h.right, l.right(), 19.5, headLeading, true)
}

const footerLeading = 10.5

// footerLines are the footer's text and page number.
func (l *layout) footerLines() (text, page []line) {
	st := tagged.Style{Font: regular, Size: 8, Color: l.look.Muted}
	n := strings.NewReplacer("{n}", strconv.Itoa(l.w.Page()), "{m}", strconv.Itoa(max(l.total, l.w.Page()))).Replace(l.doc.Page)
	page, _ = l.fit(st, n, l.measure()/4, 6.5)
	text, _ = l.fit(st, l.doc.Footer, l.measure()*3/4-12, 6.5)
	return text, page
}

// footerExtra is the height that a footer takes beyond one line.
func (l *layout) footerExtra() float64 {
	text, page := l.footerLines()
	return float64(max(len(text), len(page), 1)-1) * footerLeading
}

func (l *layout) footer() {
	text, page := l.footerLines()
	top := l.height - footGap - l.footerExtra()
	l.rule(l.look.Hairline, tagged.Rect{X: l.left(), Y: top, W: l.measure(), H: 0.8})
	l.running("Footer", text, l.left(), top+12.3, footerLeading, false)
	l.running("Footer", page, l.right(), top+12.3, footerLeading, true)
}

// joinNonEmpty joins the parts that are not empty.
func joinNonEmpty(sep string, parts ...string) string {
	var out []string
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, sep)
}
