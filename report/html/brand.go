package html

import (
	"encoding/base64"
	"errors"
	"fmt"
	"html/template"
)

// Brand is how a programme's page looks. Its zero value is the look that picreport comes with, in the reader's own typeface.
//
// Whether text stands out enough from its ground is checked where the brand is read; here colours only have to be colours.
type Brand struct {
	Colors Colors
	Logos  []Logo
	Fonts  Fonts
	Paper  string // for printing: letter or a4; "" is letter
}

// Colors are the colours of a brand, written "#12284C" or "#1AF"; "" is the default of each.
type Colors struct {
	Primary    string // bands, headings and figures
	Accent     string // the one big figure, the eyebrow, the bar of the reported quarter, links
	Decoration string // the rule under a band and the bullets, which carry no meaning
	Bar        string // the bars of earlier quarters
	Panel      string // the ground of panels and cards
	Text       string // running text
	Muted      string // the footer of a printed page
}

// Fonts are TrueType fonts that the page carries in itself: both or none. Each makes the page larger by a third more than its size,
// which is why there are two: ExtraBold sets every text that is bold. Without them the page is set in the reader's system typeface.
type Fonts struct{ Regular, ExtraBold []byte }

// look is a brand as the style sheet takes it.
type look struct {
	Primary, Accent, Decoration, Bar, Panel, Text, Muted string

	OnPrimary                          string // quieter text on bands
	OnPrimaryRule, Hairline, PanelRule string
	Regular, ExtraBold                 template.CSS // src of the fonts; "" for none
	Paper                              string
	Logos                              []logoView
}

func (b Brand) look() (look, error) {
	l := look{Paper: b.Paper}
	switch b.Paper {
	case "":
		l.Paper = "letter"
	case "letter", "a4":
	default:
		return l, fmt.Errorf("brand.paper: unknown paper %q; use letter or a4", b.Paper)
	}
	if err := b.Colors.into(&l); err != nil {
		return l, err
	}
	if (b.Fonts.Regular == nil) != (b.Fonts.ExtraBold == nil) {
		return l, errors.New("brand.fonts: regular and extrabold go together; give both or none")
	}
	l.Regular, l.ExtraBold = fontSource(b.Fonts.Regular), fontSource(b.Fonts.ExtraBold)
	for i, lg := range b.Logos {
		v, err := lg.view(l.Primary)
		if err != nil {
			return l, fmt.Errorf("brand.logos[%d]: %w", i, err)
		}
		l.Logos = append(l.Logos, v)
	}
	return l, nil
}

// fontSource is safe as CSS: base64 has no character that ends a url().
func fontSource(ttf []byte) template.CSS {
	if ttf == nil {
		return ""
	}
	return template.CSS("url(data:font/ttf;base64," + base64.StdEncoding.EncodeToString(ttf) + ") format('truetype')")
}
