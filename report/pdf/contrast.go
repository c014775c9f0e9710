package pdf

import (
	"fmt"
	"math"

	"picreport/report/internal/wcag"
	"picreport/report/pdf/internal/tagged"
)

// pair is a colour that must stand out from another; the white of paper and of text has no name.
type pair struct {
	front, ground string
	least         float64
}

var pairs = []pair{
	{"", "primary", wcag.Text}, // white on the bands, and the quieter text there
	{"primary", "", wcag.Text},
	{"primary", "panel", wcag.Text},
	{"accent", "", wcag.Text},
	{"accent", "panel", wcag.Text},
	{"text", "", wcag.Text},
	{"text", "panel", wcag.Text},
	{"muted", "", wcag.Text},
	{"bar", "panel", wcag.Graphic},
}

// check reports colours that cannot be read and pairs with too little contrast.
func (c Colors) check() []error {
	var p palette
	var errs []error
	byName := map[string]key{"": {into: &white}}
	for _, k := range c.keys(&p) {
		rgb, err := parseColor(k.value)
		if err != nil {
			errs = append(errs, fmt.Errorf("brand.colors.%s: %w", k.name, err))
		}
		*k.into = rgb
		byName[k.name] = k
	}
	if len(errs) > 0 {
		return errs
	}
	told := map[string]bool{}
	for _, pr := range pairs {
		front, ground := byName[pr.front], byName[pr.ground]
		ratio := pr.ratio(*front.into, *ground.into)
		if ratio >= pr.least {
			continue
		}
		blamed, other := front, ground
		if front.name == "" || ground.userGiven && !front.userGiven {
			blamed, other = ground, front
		}
		if !told[blamed.name] {
			told[blamed.name] = true
			errs = append(errs, contrastError(byName, blamed, other, ratio, pr.least))
		}
	}
	return errs
}

// ratio is the pair's contrast. Text on bands is measured at its quieter tint, the harder of the two.
func (pr pair) ratio(front, ground tagged.RGB) float64 {
	if pr.front == "" {
		front = mix(white, ground, 0.14)
	}
	return wcag.Contrast(wcag.RGB(front), wcag.RGB(ground))
}

func contrastError(byName map[string]key, blamed, other key, ratio, least float64) error {
	use := "text"
	if least == wcag.Graphic {
		use = "a graphic"
	}
	against := "white"
	if other.name != "" {
		against = fmt.Sprintf("brand.colors.%s %s", other.name, formatColor(*other.into))
	}
	msg := fmt.Sprintf("brand.colors.%s: %s and %s have a contrast of %.1f:1, %s needs %.1f:1",
		blamed.name, formatColor(*blamed.into), against, math.Floor(ratio*10)/10, use, least)
	if near, ok := nearest(byName, blamed); ok {
		return fmt.Errorf("%s; the nearest colour that passes is %s", msg, formatColor(near))
	}
	return fmt.Errorf("%s; no shade of it passes beside the other colours, choose those again", msg)
}

// nearest is the shade of a colour, made darker or lighter in the smallest step, that passes every pair it stands in.
func nearest(byName map[string]key, k key) (tagged.RGB, bool) {
	own := *k.into
	for step := range 256 {
		part := float64(step) / 255
		for _, toward := range []tagged.RGB{{}, white} {
			if c := mix(own, toward, part); passes(byName, k.name, c) {
				return c, true
			}
		}
	}
	return own, false
}

// passes reports whether c, in place of the colour called name, passes every pair that name stands in.
func passes(byName map[string]key, name string, c tagged.RGB) bool {
	for _, pr := range pairs {
		if pr.front != name && pr.ground != name {
			continue
		}
		front, ground := *byName[pr.front].into, *byName[pr.ground].into
		if pr.front == name {
			front = c
		} else {
			ground = c
		}
		if pr.ratio(front, ground) < pr.least {
			return false
		}
	}
	return true
}
