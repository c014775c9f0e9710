package html

import (
	"flag"
	"image/color"
	"os"
	"path/filepath"
	"testing"

	"picreport/report"
	"picreport/report/brand"
)

var out = flag.String("out", "", "write every variant of the page into this folder, for validators and for looking at")

// TestVariants renders every kind of page twice, which must give the same bytes.
func TestVariants(t *testing.T) {
	empty := report.Document{Lang: "en", Title: "An empty report", Cover: report.Cover{Title: "An empty report"}}
	unbranded := branded(t, color.White)
	unbranded.Logos, unbranded.Fonts = nil, brand.Fonts{}
	a4 := branded(t, color.NRGBA{0x20, 0x20, 0x60, 0xFF})
	a4.Paper = "a4"
	a4.Colors = brand.Colors{Primary: "#4A148C", Accent: "#8E24AA", Bar: "#7E57C2", Panel: "#F3E5F5"}
	for name, c := range map[string]struct {
		doc   report.Document
		brand brand.Brand
	}{
		"seed":      {document(t, 5, 87, 115), branded(t, color.White)},
		"unbranded": {document(t, 5), unbranded},
		"long":      {long(t), branded(t, color.NRGBA{0xFF, 0xD0, 0x40, 0xFF})},
		"a4":        {document(t, 5, 87, 115, 108, 0, 99), a4},
		"years":     {document(t, someQuarters(40)...), branded(t, color.White)},
		"rollup":    {rollup(t, 60), branded(t, color.White)},
		"empty":     {empty, unbranded},
	} {
		page, err := Render(c.doc, Options{Brand: c.brand})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		again, err := Render(c.doc, Options{Brand: c.brand})
		if err != nil || string(again) != string(page) {
			t.Errorf("%s: rendered twice, the bytes differ (%v)", name, err)
		}
		if *out != "" {
			if err := os.WriteFile(filepath.Join(*out, name+".html"), page, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}
