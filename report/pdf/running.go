package pdf

import (
	"strconv"
	"strings"

	"picreport/report/brand"
	"picreport/report/pdf/internal/tagged"
)

// runningHead is the slim band of the pages after the first: the cover in its short form.
type runningHead struct {
	height      float64
	left, right []line
}

const (
	headRule    = 3.5
	headLeading = 13.0
)

func (p *pages) newRunningHead() runningHead {
	half := p.measure()/2 - 10
	c := p.doc.Cover
	left, _ := p.fit(tagged.Style{Font: bold, Size: 10, Color: brand.White}, c.Title, half, 7.5)
	short := joinNonEmpty(" · ", c.Subtitle, c.Period)
	right, _ := p.fit(tagged.Style{Font: regular, Size: 10, Color: brand.White}, short, half, 7.5)
	n := max(len(left), len(right), 1)
	return runningHead{height: 35.5 + float64(n-1)*headLeading, left: left, right: right}
}

func (p *pages) drawRunningHead() {
	p.band(p.head.height, headRule)
	p.running("Header", p.head.left, p.left(), 19.5, headLeading, false)
	p.running("Header", p.head.right, p.right(), 19.5, headLeading, true)
}

// band paints the head of a page: the primary colour over a rule.
func (p *pages) band(height, rule float64) {
	p.fill(p.look.Primary, tagged.Rect{W: p.width, H: height - rule}, 0, "band")
	p.rule(p.look.Decoration, tagged.Rect{Y: height - rule, W: p.width, H: rule})
}

// footer is the foot of a page: what the report is, and the page's number.
type footer struct{ text, number []line }

const footerLeading = 10.5

// newFooter is the footer of the current page.
func (p *pages) newFooter() footer {
	number := strings.NewReplacer(
		"{n}", strconv.Itoa(p.w.Page()), "{m}", strconv.Itoa(max(p.total, p.w.Page())),
	).Replace(p.doc.Page)
	st := tagged.Style{Font: regular, Size: 8, Color: p.look.Muted}
	var f footer
	f.number, _ = p.fit(st, number, p.measure()/4, 6.5)
	f.text, _ = p.fit(st, p.doc.Footer, p.measure()*3/4-12, 6.5)
	return f
}

// extra is the height that the footer takes beyond one line.
func (f footer) extra() float64 {
	return float64(max(len(f.text), len(f.number), 1)-1) * footerLeading
}

func (p *pages) drawFooter() {
	top := p.height - footGap - p.foot.extra()
	p.rule(p.look.Hairline, tagged.Rect{X: p.left(), Y: top, W: p.measure(), H: 0.8})
	p.running("Footer", p.foot.text, p.left(), top+12.3, footerLeading, false)
	p.running("Footer", p.foot.number, p.right(), top+12.3, footerLeading, true)
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
