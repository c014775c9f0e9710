package pdf

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"strings"
	"testing"

	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
)

func TestBrandCheck(t *testing.T) {
	png := seal(t, 50, 50, gold)
	tests := []struct {
		name   string
		change func(*Brand)
		want   []string // parts of the messages, one for each
	}{
		{"defaults", func(*Brand) {}, nil},
		{"defaults spelt out", func(b *Brand) { b.Colors = DefaultColors() }, nil},
		{"short colour", func(b *Brand) { b.Colors.Primary = "#024" }, nil},
		{"paper", func(b *Brand) { b.Paper = "legal" }, []string{`brand.paper: unknown paper "legal"; use letter or a4`}},
		{"no colour", func(b *Brand) { b.Colors.Bar = "teal" }, []string{`brand.colors.bar: cannot read the colour "teal"`}},
		{"colour cut short", func(b *Brand) { b.Colors.Bar = "#55" }, []string{`brand.colors.bar: cannot read the colour "#55"`}},
		{"pale accent", func(b *Brand) { b.Colors.Accent = "#1A8A8F" }, []string{
			"brand.colors.accent: #1A8A8F and white have a contrast of 4.1:1, text needs 4.5:1; the nearest colour that passes is #",
		}},
		{"pale band", func(b *Brand) { b.Colors.Primary = "#8899CC" }, []string{"brand.colors.primary: #8899CC and white"}},
		{"dark panel", func(b *Brand) { b.Colors.Panel = "#3A4A5A" }, []string{"brand.colors.panel: #3A4A5A and brand.colors.primary #12284C"}},
		{"pale bar", func(b *Brand) { b.Colors.Bar = "#A0C0C4" }, []string{"a graphic needs 3.0:1"}},
		{"four logos", func(b *Brand) {
			lg := Logo{Name: "a.png", Data: png, Alt: "A"}
			b.Logos = []Logo{lg, lg, lg, lg}
		}, []string{"brand.logos: there are 4 logos; the cover has room for 3"}},
		{"no alt text", func(b *Brand) { b.Logos = []Logo{{Name: "a.png", Data: png, Alt: " "}} }, []string{"brand.logos[0]: a.png has no alt text"}},
		{
			"not a picture", func(b *Brand) { b.Logos = []Logo{{Name: "a.svg", Data: []byte("<svg/>"), Alt: "A"}} },
			[]string{"brand.logos[0]: a.svg is no PNG or JPEG picture"},
		},
		{
			"damaged picture", func(b *Brand) { b.Logos = []Logo{{Name: "a.png", Data: png[:len(png)/2], Alt: "A"}} },
			[]string{"brand.logos[0]: a.png is damaged"},
		},
		{"no font", func(b *Brand) { b.Fonts.Bold = nil }, []string{"brand.fonts.bold: there is no font"}},
		{"font cut short", func(b *Brand) { b.Fonts.Bold = b.Fonts.Bold[:len(b.Fonts.Bold)/2] }, []string{"brand.fonts.bold: the font file is cut short"}},
		{
			"PostScript font", func(b *Brand) { b.Fonts.Regular = append([]byte("OTTO"), b.Fonts.Regular[4:]...) },
			[]string{"brand.fonts.regular: this is an OpenType font with PostScript outlines"},
		},
		{"web font", func(b *Brand) { b.Fonts.Regular = append([]byte("wOF2"), b.Fonts.Regular[4:]...) }, []string{"brand.fonts.regular: this is a web font"}},
		{"no font at all", func(b *Brand) { b.Fonts.SemiBold = []byte(strings.Repeat("text", 99)) }, []string{"brand.fonts.semibold: this is no font"}},
		{"several", func(b *Brand) { b.Paper, b.Fonts.Bold = "x", nil }, []string{"brand.paper", "brand.fonts.bold"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := Brand{Fonts: testFonts(t)}
			tt.change(&b)
			got := b.Check()
			if len(got) != len(tt.want) {
				t.Fatalf("got %q, want %q", got, tt.want)
			}
			for i, err := range got {
				if !strings.Contains(err.Error(), tt.want[i]) {
					t.Errorf("got %q, want %q in it", err, tt.want[i])
				}
			}
		})
	}
}

// TestSuggestionPasses follows the advice of each message about contrast.
func TestSuggestionPasses(t *testing.T) {
	keys := map[string]func(*Colors) *string{
		"primary": func(c *Colors) *string { return &c.Primary }, "accent": func(c *Colors) *string { return &c.Accent },
		"text": func(c *Colors) *string { return &c.Text }, "muted": func(c *Colors) *string { return &c.Muted },
		"bar": func(c *Colors) *string { return &c.Bar }, "panel": func(c *Colors) *string { return &c.Panel },
	}
	for name, key := range keys {
		for _, color := range []string{"#FFD200", "#FF0000", "#808080", "#FFFFFF", "#000000", "#7799AA"} {
			var c Colors
			*key(&c) = color
			for _, err := range c.check() {
				_, advice, ok := strings.Cut(err.Error(), "the nearest colour that passes is ")
				if !ok {
					t.Errorf("%s %s: no advice: %v", name, color, err)
					continue
				}
				*key(&c) = advice
				if again := c.check(); len(again) > 0 {
					t.Errorf("%s %s: the advised %s does not pass: %v", name, color, advice, again)
				}
			}
		}
	}
}

func TestOtherFonts(t *testing.T) {
	o := options(t)
	o.Brand.Fonts = Fonts{Regular: goregular.TTF, SemiBold: gobold.TTF, Bold: gobold.TTF, ExtraBold: gobold.TTF}
	r := render(t, sample(), o)
	for _, p := range check(t, r.PDF).problems {
		t.Error(p)
	}
	if len(r.Missing) > 0 {
		t.Errorf("missing %q", r.Missing)
	}
	writeOut(t, "other-fonts", r)
}

func TestPhotographs(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 1500, 1000))
	for i := range img.Pix { // noise, which no compression makes small
		img.Pix[i] = byte(i * i >> 7 * i)
	}
	for i := 3; i < len(img.Pix); i += 4 {
		img.Pix[i] = 0xFF
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	grey := image.NewGray16(image.Rect(0, 0, 3, 400))
	grey.SetGray16(1, 1, color.Gray16{Y: 0x8000})
	var g bytes.Buffer
	if err := jpeg.Encode(&g, grey, nil); err != nil {
		t.Fatal(err)
	}
	o := options(t)
	o.Brand.Logos = []Logo{{Name: "photo.jpg", Data: b.Bytes(), Alt: "A photograph"}, {Name: "thin.jpg", Data: g.Bytes(), Alt: "A line"}}
	r := render(t, sample(), o)
	for _, p := range check(t, r.PDF).problems {
		t.Error(p)
	}
	if len(r.PDF) > 450<<10 {
		t.Errorf("the file has %d bytes", len(r.PDF))
	}
	writeOut(t, "photographs", r)
}
