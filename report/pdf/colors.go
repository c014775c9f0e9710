package pdf

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"picreport/report/pdf/internal/tagged"
)

// Colors are the colours of a brand, written "#12284C" or "#1AF"; "" is the default of each.
type Colors struct {
	Primary    string `yaml:"primary"`    // bands, headings and figures
	Accent     string `yaml:"accent"`     // the one big figure, the eyebrow, the bar of the reported quarter, links
	Decoration string `yaml:"decoration"` // the rule under a band, which carries no meaning
	Bar        string `yaml:"bar"`        // the bars of earlier quarters
	Panel      string `yaml:"panel"`      // the ground of panels and cards
	Text       string `yaml:"text"`       // running text
	Muted      string `yaml:"muted"`      // the footer
}

// DefaultColors are the colours of picreport's own look.
func DefaultColors() Colors {
	return Colors{
		Primary: "#12284C", Accent: "#0F6F74", Decoration: "#1A8A8F", Bar: "#558C92",
		Panel: "#EEF4F6", Text: "#1D2733", Muted: "#5B6875",
	}
}

// palette is the colours that are drawn with.
type palette struct {
	primary, accent, decoration, bar, panel, text, muted tagged.RGB

	onPrimary                          tagged.RGB // quieter text on bands
	onPrimaryRule, hairline, panelRule tagged.RGB
}

var white = tagged.RGB{R: 0xFF, G: 0xFF, B: 0xFF}

// key is one colour by its name in the config.
type key struct {
	name      string
	value     string
	preset    string
	into      *tagged.RGB
	userGiven bool
}

func (c Colors) keys(p *palette) []key {
	d := DefaultColors()
	keys := []key{
		{name: "primary", value: c.Primary, preset: d.Primary, into: &p.primary},
		{name: "accent", value: c.Accent, preset: d.Accent, into: &p.accent},
		{name: "decoration", value: c.Decoration, preset: d.Decoration, into: &p.decoration},
		{name: "bar", value: c.Bar, preset: d.Bar, into: &p.bar},
		{name: "panel", value: c.Panel, preset: d.Panel, into: &p.panel},
		{name: "text", value: c.Text, preset: d.Text, into: &p.text},
		{name: "muted", value: c.Muted, preset: d.Muted, into: &p.muted},
	}
	for i := range keys {
		k := &keys[i]
		k.userGiven = k.value != ""
		if !k.userGiven {
			k.value = k.preset
		}
	}
	return keys
}

// palette reads the colours; the first that is not one is the error.
func (c Colors) palette() (palette, error) {
	var p palette
	for _, k := range c.keys(&p) {
		rgb, err := parseColor(k.value)
		if err != nil {
			return p, fmt.Errorf("brand.colors.%s: %w", k.name, err)
		}
		*k.into = rgb
	}
	p.onPrimary = mix(white, p.primary, 0.14)
	p.onPrimaryRule = mix(white, p.primary, 0.68)
	p.hairline = mix(white, p.primary, 0.2)
	p.panelRule = mix(p.panel, p.primary, 0.18)
	return p, nil
}

func parseColor(s string) (tagged.RGB, error) {
	hex, ok := strings.CutPrefix(strings.TrimSpace(s), "#")
	if len(hex) == 3 {
		hex = string([]byte{hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]})
	}
	n, err := strconv.ParseUint(hex, 16, 24)
	if !ok || err != nil || len(hex) != 6 {
		return tagged.RGB{}, fmt.Errorf("cannot read the colour %q; write it as \"#12284C\"", s)
	}
	return tagged.RGB{R: uint8(n >> 16), G: uint8(n >> 8), B: uint8(n)}, nil
}

func formatColor(c tagged.RGB) string { return fmt.Sprintf("#%02X%02X%02X", c.R, c.G, c.B) }

// mix is a with the given part of b.
func mix(a, b tagged.RGB, part float64) tagged.RGB {
	m := func(x, y uint8) uint8 { return uint8(math.Round(float64(x) + (float64(y)-float64(x))*part)) }
	return tagged.RGB{R: m(a.R, b.R), G: m(a.G, b.G), B: m(a.B, b.B)}
}
