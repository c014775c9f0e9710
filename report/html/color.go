package html

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// rgb is a colour of sRGB.
type rgb struct{ r, g, b uint8 }

var white = rgb{0xFF, 0xFF, 0xFF}

// into sets the colours of l, and the tints that are mixed from them.
func (c Colors) into(l *look) error {
	for _, k := range []struct {
		name, value, preset string
		to                  *string
	}{
		{"primary", c.Primary, "#12284C", &l.Primary},
		{"accent", c.Accent, "#0F6F74", &l.Accent},
		{"decoration", c.Decoration, "#1A8A8F", &l.Decoration},
		{"bar", c.Bar, "#558C92", &l.Bar},
		{"panel", c.Panel, "#EEF4F6", &l.Panel},
		{"text", c.Text, "#1D2733", &l.Text},
		{"muted", c.Muted, "#5B6875", &l.Muted},
	} {
		if k.value == "" {
			k.value = k.preset
		}
		color, err := parseColor(k.value)
		if err != nil {
			return fmt.Errorf("brand.colors.%s: %w", k.name, err)
		}
		*k.to = color.String()
	}
	primary, _ := parseColor(l.Primary)
	panel, _ := parseColor(l.Panel)
	l.OnPrimary = mix(white, primary, 0.14).String()
	l.OnPrimaryRule = mix(white, primary, 0.68).String()
	l.Hairline = mix(white, primary, 0.2).String()
	l.PanelRule = mix(panel, primary, 0.18).String()
	return nil
}

func parseColor(s string) (rgb, error) {
	hex, ok := strings.CutPrefix(strings.TrimSpace(s), "#")
	if len(hex) == 3 {
		hex = string([]byte{hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]})
	}
	n, err := strconv.ParseUint(hex, 16, 24)
	if !ok || err != nil || len(hex) != 6 {
		return rgb{}, fmt.Errorf("cannot read the colour %q; write it as \"#12284C\"", s)
	}
	return rgb{uint8(n >> 16), uint8(n >> 8), uint8(n)}, nil
}

func (c rgb) String() string { return fmt.Sprintf("#%02X%02X%02X", c.r, c.g, c.b) }

// mix is a with the given part of b.
func mix(a, b rgb, part float64) rgb {
	m := func(x, y uint8) uint8 { return uint8(math.Round(float64(x) + (float64(y)-float64(x))*part)) }
	return rgb{m(a.r, b.r), m(a.g, b.g), m(a.b, b.b)}
}

// contrast is the ratio of WCAG 2.1, from 1 to 21.
func contrast(a, b rgb) float64 {
	x, y := a.luminance(), b.luminance()
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// luminance is the relative luminance of WCAG 2.1, from 0 to 1.
func (c rgb) luminance() float64 {
	linear := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(c.r) + 0.7152*linear(c.g) + 0.0722*linear(c.b)
}
