package brand

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"os"
	"slices"
	"strings"
	"testing"
)

var gold = color.NRGBA{0xE8, 0xB0, 0x20, 0xFF}

func builtIn(t testing.TB) Fonts {
	t.Helper()
	read := func(name string) []byte {
		data, err := os.ReadFile("../../templates/fonts/PublicSans-" + name + ".ttf")
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	return Fonts{Regular: read("Regular"), SemiBold: read("SemiBold"), Bold: read("Bold"), ExtraBold: read("ExtraBold")}
}

// picture is a PNG with a colour for each pixel.
func picture(t testing.TB, size image.Rectangle, at func(x, y int) color.Color) []byte {
	t.Helper()
	img := image.NewNRGBA(size)
	for y := size.Min.Y; y < size.Max.Y; y++ {
		for x := size.Min.X; x < size.Max.X; x++ {
			img.Set(x, y, at(x, y))
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// fault is a change of a brand, and parts of the messages that it gives, one for each.
type fault struct {
	name   string
	change func(*Brand)
	want   []string
}

// colorFaults are changes of colours and of paper, and some that are none.
var colorFaults = []fault{
	{"defaults", func(*Brand) {}, nil},
	{"defaults spelt out", func(b *Brand) { b.Colors = DefaultColors() }, nil},
	{"short colour", func(b *Brand) { b.Colors.Primary = "#024" }, nil},
	{
		"paper",
		func(b *Brand) { b.Paper = "legal" },
		[]string{`brand.paper: unknown paper "legal"; use letter or a4`},
	},
	{
		"no colour",
		func(b *Brand) { b.Colors.Bar = "teal" },
		[]string{`brand.colors.bar: cannot read the colour "teal"`},
	},
	{
		"colour cut short",
		func(b *Brand) { b.Colors.Bar = "#55" },
		[]string{`brand.colors.bar: cannot read the colour "#55"`},
	},
	{
		"pale accent",
		func(b *Brand) { b.Colors.Accent = "#1A8A8F" },
		[]string{
			"brand.colors.accent: #1A8A8F and white have a contrast of 4.1:1, text needs 4.5:1; " +
				"the nearest colour that passes is #",
		},
	},
	{
		"pale band",
		func(b *Brand) { b.Colors.Primary = "#8899CC" },
		[]string{"brand.colors.primary: #8899CC and white"},
	},
	{
		"dark panel",
		func(b *Brand) { b.Colors.Panel = "#3A4A5A" },
		[]string{"brand.colors.panel: #3A4A5A and brand.colors.primary #12284C"},
	},
	{"pale bar", func(b *Brand) { b.Colors.Bar = "#A0C0C4" }, []string{"a graphic needs 3.0:1"}},
}

// fontFaults are changes of fonts.
var fontFaults = []fault{
	{"no font", func(b *Brand) { b.Fonts.Bold = nil }, []string{"brand.fonts.bold: there is no font"}},
	{
		"font cut short",
		func(b *Brand) { b.Fonts.Bold = b.Fonts.Bold[:len(b.Fonts.Bold)/2] },
		[]string{"brand.fonts.bold: the font file is cut short"},
	},
	{
		"PostScript font", func(b *Brand) { b.Fonts.Regular = append([]byte("OTTO"), b.Fonts.Regular[4:]...) },
		[]string{"brand.fonts.regular: this is an OpenType font with PostScript outlines"},
	},
	{
		"web font",
		func(b *Brand) { b.Fonts.Regular = append([]byte("wOF2"), b.Fonts.Regular[4:]...) },
		[]string{"brand.fonts.regular: this is a web font"},
	},
	{
		"no font at all",
		func(b *Brand) { b.Fonts.SemiBold = []byte(strings.Repeat("text", 99)) },
		[]string{"brand.fonts.semibold: this is no font"},
	},
	{"several", func(b *Brand) { b.Paper, b.Fonts.Bold = "x", nil }, []string{"brand.paper", "brand.fonts.bold"}},
}

func logoFaults(png []byte) []fault {
	return []fault{
		{"four logos", func(b *Brand) {
			lg := Logo{Name: "a.png", Data: png, Alt: "A"}
			b.Logos = []Logo{lg, lg, lg, lg}
		}, []string{"brand.logos: there are 4 logos; the cover has room for 3"}},
		{
			"no alt text",
			func(b *Brand) { b.Logos = []Logo{{Name: "a.png", Data: png, Alt: " "}} },
			[]string{"brand.logos[0]: a.png has no alt text"},
		},
		{
			"not a picture", func(b *Brand) { b.Logos = []Logo{{Name: "a.svg", Data: []byte("<svg/>"), Alt: "A"}} },
			[]string{"brand.logos[0]: a.svg is no PNG or JPEG picture"},
		},
		{
			"damaged picture", func(b *Brand) { b.Logos = []Logo{{Name: "a.png", Data: png[:len(png)/2], Alt: "A"}} },
			[]string{"brand.logos[0]: a.png is damaged"},
		},
	}
}

// TestCheck sees each fault told under its key.
func TestCheck(t *testing.T) {
	png := picture(t, image.Rect(0, 0, 50, 50), func(int, int) color.Color { return gold })
	for _, tt := range slices.Concat(colorFaults, logoFaults(png), fontFaults) {
		t.Run(tt.name, func(t *testing.T) {
			b := Brand{Fonts: builtIn(t)}
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
