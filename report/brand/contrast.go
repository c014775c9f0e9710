package brand

import (
	"fmt"
	"math"
)

// pair is a colour that must stand out from another, by their places in colorNames.
type pair struct {
	front, ground int
	least         float64
}

// pairs are all that outputs draw on each other. A new one belongs here before anything draws it.
var pairs = []pair{
	{paper, primary, TextContrast}, // on bands, header rows and the headers of a workbook
	{primary, paper, TextContrast},
	{primary, panel, TextContrast},
	{accent, paper, TextContrast}, // and the bars of a workbook's charts
	{accent, panel, TextContrast},
	{text, paper, TextContrast},
	{text, panel, TextContrast},
	{muted, paper, TextContrast},
	{bar, panel, GraphicContrast},
}

// swatches are the colours of a palette by their places, while pairs are measured.
type swatches [colors]RGB

func (s swatches) at(i int) RGB {
	if i == paper {
		return White
	}
	return s[i]
}

// ratio is the contrast of a pair. Text on bands is measured at its quieter tint, which stands out
// less than white.
func (s swatches) ratio(p pair) float64 {
	front, ground := s.at(p.front), s.at(p.ground)
	if p.front == paper {
		front = blend(White, ground, quiet)
	}
	return Contrast(front, ground)
}

// contrastProblems are the pairs with too little contrast, at most one for each colour. The colour
// to change is the one that the configuration sets, where it sets only one of the two.
func contrastProblems(palette *Palette, chosen [colors]string) []*Problem {
	var s swatches
	for i, c := range palette.chosen() {
		s[i] = *c
	}
	given := func(i int) bool { return i != paper && chosen[i] != "" }
	var problems []*Problem
	named := map[int]bool{}
	for _, p := range pairs {
		ratio := s.ratio(p)
		if ratio >= p.least {
			continue
		}
		change, other := p.front, p.ground
		if p.front == paper || given(p.ground) && !given(p.front) {
			change, other = p.ground, p.front
		}
		if !named[change] {
			named[change] = true
			problems = append(problems, &Problem{colorKey(change), s.contrastError(change, other, ratio, p.least)})
		}
	}
	return problems
}

func (s swatches) contrastError(change, other int, ratio, least float64) error {
	use := "text"
	if least == GraphicContrast {
		use = "a graphic"
	}
	against := "white"
	if other != paper {
		against = fmt.Sprintf("%s %s", colorKey(other), s.at(other))
	}
	msg := fmt.Sprintf("%s and %s have a contrast of %.1f:1, %s needs %.1f:1",
		s.at(change), against, math.Floor(ratio*10)/10, use, least)
	if near, ok := s.nearest(change); ok {
		return fmt.Errorf("%s; the nearest colour that passes is %s", msg, near)
	}
	return fmt.Errorf("%s; no shade of it passes beside the other colours, choose those again", msg)
}

// nearest is the shade of a colour, made darker or lighter in the smallest step, that passes every
// pair it stands in.
func (s swatches) nearest(i int) (RGB, bool) {
	own := s[i]
	for step := range 256 {
		part := float64(step) / 255
		for _, toward := range []RGB{{}, White} {
			s[i] = blend(own, toward, part)
			if s.passes(i) {
				return s[i], true
			}
		}
	}
	return own, false
}

// passes reports whether a colour has enough contrast in every pair it stands in.
func (s swatches) passes(i int) bool {
	for _, p := range pairs {
		if (p.front == i || p.ground == i) && s.ratio(p) < p.least {
			return false
		}
	}
	return true
}
