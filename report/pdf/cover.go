package pdf

import (
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
	plateEdge   = 6.0 // width of the white around a logo on a plate
)

// cover draws the first page's band: title, subtitle and period at the left, logos at the right.
func (p *pages) cover() {
	row := p.newLogoRow(p.look.Pictures)
	width := p.measure()
	if row.width > 0 {
		width -= row.width + 2*logoGap
	}
	c := p.doc.Cover
	large := tagged.Style{Font: extraBold, Size: titleSize, Tracking: -0.012 * titleSize, Color: brand.White}
	title, st := p.fit(large, c.Title, width, titleLeast)
	subtitle, _ := p.fit(tagged.Style{Font: semiBold, Size: 15.5, Color: brand.White}, c.Subtitle, width, 11)
	period, _ := p.fit(tagged.Style{Font: regular, Size: 15.5, Color: p.look.OnPrimary}, c.Period, width, 11)
	leading := st.Size * 1.08
	titleBase := coverTop + capHeight*titleSize
	subBase := titleBase + float64(len(title)-1)*leading + 38
	periodBase := subBase + float64(len(subtitle))*19
	end := periodBase + float64(len(period)-1)*19 + 25.5
	height := max(coverHeight, end+coverRule)

	p.band(height, coverRule)
	root := p.w.Root()
	p.element(root, "H1", title, p.left(), titleBase, leading)
	p.element(root, "P", subtitle, p.left(), subBase, 19)
	p.element(root, "P", period, p.left(), periodBase, 19)
	p.drawLogos(row, (height-coverRule)/2)
	p.begin(height)
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

func (p *pages) newLogoRow(logos []brand.Picture) logoRow {
	var row logoRow
	gaps := logoGap * float64(max(0, len(logos)-1))
	widest := (p.measure()*logoShare - gaps) / float64(max(1, len(logos)))
	for _, lg := range logos {
		placed := placedLogo{image: p.w.AddImage(lg.Image), alt: oneLine(lg.Alt), plate: lg.Plate}
		roomW, roomH := widest, logoHeight
		if placed.plate {
			roomW, roomH = roomW-2*plateEdge, roomH-2*plateEdge
		}
		b := lg.Image.Bounds()
		k := min(roomW/float64(b.Dx()), roomH/float64(b.Dy()))
		placed.w, placed.h = float64(b.Dx())*k, float64(b.Dy())*k
		row.logos = append(row.logos, placed)
		row.width += placed.w
		if placed.plate {
			row.width += 2 * plateEdge
		}
	}
	row.width += gaps
	return row
}

// drawLogos sets the logos against the right margin, their middle at height y.
func (p *pages) drawLogos(row logoRow, y float64) {
	x := p.right() - row.width
	for _, lg := range row.logos {
		if lg.plate {
			plate := tagged.Rect{X: x, Y: y - lg.h/2 - plateEdge, W: lg.w + 2*plateEdge, H: lg.h + 2*plateEdge}
			p.fill(brand.White, plate, 4, "plate")
			x += plateEdge
		}
		box := tagged.Rect{X: x, Y: y - lg.h/2, W: lg.w, H: lg.h}
		fig := p.w.Root().Add("Figure")
		fig.Alt, fig.Box = lg.alt, &box
		p.w.Mark(fig)
		p.w.Image(lg.image, box)
		p.w.End()
		p.record(box, "logo", false)
		x += lg.w + logoGap
		if lg.plate {
			x += plateEdge
		}
	}
}
