package pdf

import (
	"picreport/report"
	"picreport/report/pdf/internal/tagged"
)

const (
	barHeight = 7.7
	barLeast  = 2.0 // width of the bar of a number above zero
	barRadius = 1.8
	foldGap   = 6.0 // between what was folded and the quarters, beyond the pitch
)

// rowStyle is how the rows by quarter are set.
type rowStyle struct {
	pitch   float64 // from one row's baseline to the next
	number  float64 // sizes
	label   float64
	leading float64 // of a label that wraps
	beside  bool    // the bar stands beside its label, not below it
}

// rowStyles are all styles: the roomiest with which the panel fits is taken.
var rowStyles = []rowStyle{
	{pitch: 38, number: 23, label: 10.3, leading: 13},
	{pitch: 32, number: 21, label: 10.3, leading: 13},
	{pitch: 27, number: 17, label: 9.8, leading: 12.5, beside: true},
	{pitch: 22, number: 15, label: 9.5, leading: 12, beside: true},
	{pitch: 18, number: 12.5, label: 9, leading: 11.5, beside: true},
	{pitch: 14.5, number: 10.5, label: 8.5, leading: 11, beside: true},
}

// numberRow is a row by quarter, measured.
type numberRow struct {
	report.NumberRow
	number, label []line
	height        float64
}

func rowsHeight(rows []numberRow) float64 {
	h := 0.0
	for _, r := range rows {
		h += r.height
	}
	return h
}

// rowSet is all rows in one style, for one width.
type rowSet struct {
	rowStyle
	rows                   []numberRow
	numberWidth, labelFrom float64 // from the left edge of the rows
	barFrom, barWidth      float64
	most                   int // the largest value that has a bar
}

// newRowSet measures the rows in a style, for a column of the given width.
func newRowSet(p *pages, rows []report.NumberRow, st rowStyle, width float64) rowSet {
	set := rowSet{rowStyle: st}
	for _, r := range rows {
		large := tagged.Style{Font: numberFont(r), Size: st.number, Color: p.look.Primary}
		number, _ := p.fit(large, r.Text, width*0.42, min(9, st.number))
		set.rows = append(set.rows, numberRow{NumberRow: r, number: number})
		set.numberWidth = max(set.numberWidth, widest(number))
		if !r.Folded {
			set.most = max(set.most, r.Value)
		}
	}
	set.numberWidth = max(set.numberWidth, 40)
	set.labelFrom = set.numberWidth + 12
	labels := set.addLabels(p, width-set.labelFrom)
	set.barFrom, set.barWidth = set.labelFrom, width-set.labelFrom
	if st.beside {
		set.barFrom += labels + 12
		set.barWidth = width - set.barFrom
	}
	return set
}

// addLabels measures the labels, which decide the heights of the rows, and returns the width of the
// widest. room is what labels and bars have.
func (s *rowSet) addLabels(p *pages, room float64) float64 {
	if s.beside {
		room *= 0.62
	}
	labels := 0.0
	for i := range s.rows {
		r := &s.rows[i]
		st := tagged.Style{Font: labelFont(r.NumberRow), Size: s.label, Color: p.look.Text}
		r.label = p.wrapText(st, r.Label, room)
		labels = max(labels, widest(r.label))
		r.height = s.pitch + float64(max(len(r.label)-1, 0))*s.leading
		if extra := float64(len(r.number)-1) * s.number; extra > r.height-s.pitch {
			r.height = s.pitch + extra
		}
		if i+1 < len(s.rows) && r.Folded && !s.rows[i+1].Folded {
			r.height += foldGap
		}
	}
	return labels
}

// numberFont sets what was folded quieter than the quarters.
func numberFont(r report.NumberRow) int {
	if r.Folded {
		return regular
	}
	return extraBold
}

func labelFont(r report.NumberRow) int {
	if r.Current {
		return semiBold
	}
	return regular
}

// drawRows draws rows from height y down, with a hairline between what was folded and the quarters.
func (b *numbers) drawRows(set rowSet, rows []numberRow, y float64) {
	p := b.p
	for i, r := range rows {
		if i > 0 && rows[i-1].Folded && !r.Folded {
			at := y - (foldGap+set.pitch-0.7*set.number)/2
			p.rule(p.look.PanelRule, tagged.Rect{X: b.x, Y: at, W: b.w, H: 0.8})
		}
		base := y + 0.7*set.number
		tr := b.table.Add("TR")
		td, th := tr.Add("TD"), tr.Add("TH")
		th.Scope = "Row"
		td.Headers = append(td.Headers, th)
		if len(b.headers) > 0 {
			td.Headers = append(td.Headers, b.headers[0])
		}
		p.linesRight(td, r.number, b.x+set.numberWidth, base, set.number)
		p.lines(th, r.label, b.x+set.labelFrom, base, set.leading)
		y += r.height
	}
}

// drawBars draws the bars of rows, to scale from zero. Those that stand with the last rows are the
// Figure, which follows the table in reading order too; what it says is true of all, so the others
// are decoration.
func (b *numbers) drawBars(set rowSet, rows []numberRow, y float64, last bool) {
	p := b.p
	for len(rows) > 0 && rows[0].Folded { // the Figure begins where the first bar may stand
		y += rows[0].height
		rows = rows[1:]
	}
	if set.most <= 0 || len(rows) == 0 {
		return
	}
	if b.b.Alt == "" || !last {
		p.w.Decoration()
	} else {
		fig := p.w.Root().Add("Figure")
		fig.Alt = oneLine(b.b.Alt)
		fig.Box = &tagged.Rect{X: b.x + set.barFrom, Y: y, W: set.barWidth, H: rowsHeight(rows)}
		p.w.Mark(fig)
	}
	for _, r := range rows {
		if r.Value > 0 && !r.Folded {
			b.drawBar(set, r, y)
		}
		y += r.height
	}
	p.w.End()
}

func (b *numbers) drawBar(set rowSet, r numberRow, y float64) {
	base := y + 0.7*set.number
	width := max(barLeast, set.barWidth*float64(r.Value)/float64(set.most))
	box := tagged.Rect{X: b.x + set.barFrom, W: width, H: barHeight}
	box.Y = base + float64(max(len(r.label)-1, 0))*set.leading + 5.2
	if set.beside {
		box.Y = base - 0.35*set.label - barHeight/2
	}
	color := b.p.look.Bar
	if r.Current {
		color = b.p.look.Accent
	}
	b.p.w.Fill(color, box, barRadius)
	b.p.record(box, "bar", false)
}
