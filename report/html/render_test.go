package html

import (
	"image/color"
	"strings"
	"testing"

	"picreport/report"
	"picreport/report/brand"
)

func TestRenderErrors(t *testing.T) {
	good := report.Document{Lang: "en", Title: "t"}
	linked := good
	linked.Blocks = []report.Block{report.Paragraph{Runs: []report.Run{{Text: "here", Link: "javascript:alert(1)"}}}}
	font := []byte{0}
	for _, c := range []struct {
		doc   report.Document
		brand brand.Brand
		want  string
	}{
		{report.Document{Title: "t"}, brand.Brand{}, "render html: the document needs a language and a title"},
		{
			linked,
			brand.Brand{},
			`render html: the link of "here" begins with "javascript"; a page links to https:, http:, ` +
				`mailto: and tel: alone`,
		},
		{good, brand.Brand{Paper: "a5"}, `render html: brand.paper: unknown paper "a5"; use letter or a4`},
		{
			good,
			brand.Brand{Colors: brand.Colors{Bar: "red;}"}},
			`render html: brand.colors.bar: cannot read the colour "red;}"; write it as "#12284C"`,
		},
		{
			good,
			brand.Brand{Fonts: brand.Fonts{Regular: font}},
			"render html: brand.fonts: regular and extrabold go together; give both or none",
		},
		{
			good,
			brand.Brand{Logos: []brand.Logo{{Data: disc(t, color.White)}}},
			"render html: brand.logos[0]: the logo has no alt text",
		},
		{
			good,
			brand.Brand{Logos: []brand.Logo{{Data: []byte("<svg/>"), Alt: "a"}}},
			"render html: brand.logos[0]: the logo is no PNG or JPEG picture",
		},
		{
			good,
			brand.Brand{Logos: []brand.Logo{{Data: disc(t, color.White)[:60], Alt: "a"}}},
			"render html: brand.logos[0]: the logo is damaged",
		},
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

// TestPlate sets a logo on white where the band would swallow it.
func TestPlate(t *testing.T) {
	dark, light := color.NRGBA{0x20, 0x20, 0x60, 0xFF}, color.White
	for c, want := range map[color.Color]bool{dark: true, light: false} {
		root := parse(t, report.Document{Lang: "en", Title: "t"}, branded(t, c))
		if got := attr(find(root, "img")[0], "class") == "plate"; got != want {
			t.Errorf("%v: plate %v", c, got)
		}
	}
}
