package html

import (
	"image/color"
	"strings"
	"testing"

	"picreport/report"
	"picreport/report/internal/wcag"
)

func TestRenderErrors(t *testing.T) {
	good := report.Document{Lang: "en", Title: "t"}
	linked := good
	linked.Blocks = []report.Block{report.Paragraph{Runs: []report.Run{{Text: "here", Link: "javascript:alert(1)"}}}}
	font := []byte{0}
	for _, c := range []struct {
		doc   report.Document
		brand Brand
		want  string
	}{
		{report.Document{Title: "t"}, Brand{}, "render html: the document needs a language and a title"},
		{linked, Brand{}, `render html: the link of "here" begins with "javascript"; a page links to https:, http:, mailto: and tel: alone`},
		{good, Brand{Paper: "a5"}, `render html: brand.paper: unknown paper "a5"; use letter or a4`},
		{good, Brand{Colors: Colors{Bar: "red;}"}}, `render html: brand.colors.bar: cannot read the colour "red;}"; write it as "#12284C"`},
		{good, Brand{Fonts: Fonts{Regular: font}}, "render html: brand.fonts: regular and extrabold go together; give both or none"},
		{good, Brand{Logos: []Logo{{Data: disc(t, color.White)}}}, "render html: brand.logos[0]: the logo has no alt text"},
		{good, Brand{Logos: []Logo{{Data: []byte("<svg/>"), Alt: "a"}}}, "render html: brand.logos[0]: the logo is no PNG or JPEG picture"},
		{good, Brand{Logos: []Logo{{Data: disc(t, color.White)[:60], Alt: "a"}}}, "render html: brand.logos[0]: the logo is damaged"},
	} {
		if _, err := Render(c.doc, Options{Brand: c.brand}); err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("got the error %v, want %s", err, c.want)
		}
	}
}

func TestPageNumber(t *testing.T) {
	for form, want := range map[string]string{
		"{n} of {m}": `"" counter(page) "\000020\00006F\000066\000020" counter(pages) ""`,
		"":           `""`,
		`"</`:        `"\000022\00003C\00002F"`,
	} {
		if got := string(pageNumber(form)); got != want {
			t.Errorf("%q: got %s, want %s", form, got, want)
		}
	}
}

// TestDefaultContrast holds the built-in colours to the contrasts of WCAG: those of text, and of graphics.
func TestDefaultContrast(t *testing.T) {
	l, err := Brand{}.look()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		front, ground string
		least         float64
	}{
		{l.Text, "#FFF", wcag.Text},
		{l.Text, l.Panel, wcag.Text},
		{l.Accent, "#FFF", wcag.Text},
		{l.Accent, l.Panel, wcag.Text},
		{l.Primary, l.Panel, wcag.Text},
		{l.OnPrimary, l.Primary, wcag.Text},
		{l.Muted, "#FFF", wcag.Text},
		{l.Bar, l.Panel, wcag.Graphic},
	} {
		front, _ := parseColor(c.front)
		ground, _ := parseColor(c.ground)
		if got := wcag.Contrast(front, ground); got < c.least {
			t.Errorf("%s on %s: %.2f:1, less than %.1f:1", c.front, c.ground, got, c.least)
		}
	}
}

// TestPlate sets a logo on white where the band would swallow it.
func TestPlate(t *testing.T) {
	dark, light := color.NRGBA{0x20, 0x20, 0x60, 0xFF}, color.White
	for c, want := range map[color.Color]bool{dark: true, light: false} {
		v, err := Logo{Data: disc(t, c), Alt: "a"}.view("#12284C")
		if err != nil || v.Plate != want {
			t.Errorf("%v: plate %v (%v)", c, v.Plate, err)
		}
	}
}
