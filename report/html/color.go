package html

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"picreport/report/internal/wcag"
)

var white = wcag.RGB{R: 0xFF, G: 0xFF, B: 0xFF}

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
		*k.to = formatColor(color)
	}
	primary, _ := parseColor(l.Primary)
	panel, _ := parseColor(l.Panel)
	l.OnPrimary = formatColor(mix(white, primary, 0.14))
	l.OnPrimaryRule = formatColor(mix(white, primary, 0.68))
	l.Hairline = formatColor(mix(white, primary, 0.2))
	l.PanelRule = formatColor(mix(panel, primary, 0.18))
	return nil
}

func parseColor(s string) (wcag.RGB, error) {
	hex, ok := strings.CutPrefix(strings.TrimSpace(s), "#")
	if len(hex) == 3 {
		hex = string([]byte{hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]})
	}
	n, err := strconv.ParseUint(hex, 16, 24)
	if !ok || err != nil || len(hex) != 6 {
		return wcag.RGB{}, fmt.Errorf("cannot read the colour %q; write it as \"#12284C\"", s)
	}
	return wcag.RGB{R: uint8(n >> 16), G: uint8(n >> 8), B: uint8(n)}, nil
}

func formatColor(c wcag.RGB) string { return fmt.Sprintf("#%02X%02X%02X", c.R, c.G, c.B) }

// mix is a with the given part of b.
func mix(a, b wcag.RGB, part float64) wcag.RGB {
	m := func(x, y uint8) uint8 { return uint8(math.Round(float64(x) + (float64(y)-float64(x))*part)) }
	return wcag.RGB{R: m(a.R, b.R), G: m(a.G, b.G), B: m(a.B, b.B)}
}
