package brand

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// RGB is an opaque colour of sRGB.
type RGB struct{ R, G, B uint8 }

// White is the colour of paper, and of text on bands.
var White = RGB{0xFF, 0xFF, 0xFF}

// String writes the colour as a configuration and a style sheet have it: "#12284C".
func (c RGB) String() string { return "#" + c.Hex() }

// Hex is the colour's six hexadecimal digits.
func (c RGB) Hex() string { return fmt.Sprintf("%02X%02X%02X", c.R, c.G, c.B) }

// parseColor reads "#12284C" or, in short, "#1AF".
func parseColor(s string) (RGB, error) {
	hex, ok := strings.CutPrefix(strings.TrimSpace(s), "#")
	if len(hex) == 3 {
		hex = string([]byte{hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]})
	}
	n, err := strconv.ParseUint(hex, 16, 24)
	if !ok || err != nil || len(hex) != 6 {
		return RGB{}, fmt.Errorf("cannot read the colour %q; write it as \"#12284C\"", s)
	}
	return RGB{R: uint8(n >> 16), G: uint8(n >> 8), B: uint8(n)}, nil
}

// blend is a with the given part of b, from 0 to 1.
func blend(a, b RGB, part float64) RGB {
	channel := func(x, y uint8) uint8 {
		return uint8(math.Round(float64(x) + (float64(y)-float64(x))*part))
	}
	return RGB{R: channel(a.R, b.R), G: channel(a.G, b.G), B: channel(a.B, b.B)}
}

// Colors are the colours that a programme can choose, written "#12284C" or "#1AF"; "" is the
// default of each.
type Colors struct {
	Primary    string `yaml:"primary"`    // bands, headings and figures
	Accent     string `yaml:"accent"`     // the one big figure, the eyebrow, the reported quarter's bar, links
	Decoration string `yaml:"decoration"` // the rule under a band and the bullets, which carry no meaning
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

// Palette is every colour that outputs draw with, but for White.
type Palette struct {
	Primary, Accent, Decoration, Bar, Panel, Text, Muted RGB // see Colors

	OnPrimary     RGB // quieter text on bands
	OnPrimaryRule RGB // a thin line on bands
	Hairline      RGB // a thin line on paper
	PanelRule     RGB // a thin line on panels
}

// quiet is how far text on a band leans to the colour of the band.
const quiet = 0.14

// Palette is the colours, with the tints that are made of them. It is an error, with a Problem for
// each fault, if a colour cannot be read, or if a pair of them has too little contrast.
func (c Colors) Palette() (Palette, error) {
	p, problems := c.palette()
	return p, join(problems)
}

func (c Colors) palette() (Palette, []*Problem) {
	var p Palette
	var problems []*Problem
	chosen, defaults := c.values(), DefaultColors().values()
	for i, to := range p.chosen() {
		value := chosen[i]
		if value == "" {
			value = defaults[i]
		}
		var err error
		if *to, err = parseColor(value); err != nil {
			problems = append(problems, &Problem{colorKey(i), err})
		}
	}
	if len(problems) == 0 {
		problems = contrastProblems(&p, chosen)
	}
	p.OnPrimary = blend(White, p.Primary, quiet)
	p.OnPrimaryRule = blend(White, p.Primary, 0.68)
	p.Hairline = blend(White, p.Primary, 0.2)
	p.PanelRule = blend(p.Panel, p.Primary, 0.18)
	return p, problems
}

// The colours of a configuration, by their place in colorNames, values and chosen.
const (
	primary = iota
	accent
	decoration
	bar
	panel
	text
	muted
	colors

	paper = -1 // White, which nobody chooses
)

var colorNames = [colors]string{"primary", "accent", "decoration", "bar", "panel", "text", "muted"}

// colorKey is the key of the configuration that sets a colour.
func colorKey(i int) string { return "brand.colors." + colorNames[i] }

func (c Colors) values() [colors]string {
	return [colors]string{c.Primary, c.Accent, c.Decoration, c.Bar, c.Panel, c.Text, c.Muted}
}

// chosen are the colours that a configuration sets.
func (p *Palette) chosen() [colors]*RGB {
	return [colors]*RGB{&p.Primary, &p.Accent, &p.Decoration, &p.Bar, &p.Panel, &p.Text, &p.Muted}
}
