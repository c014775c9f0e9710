package brand

import (
	"image"
	"image/color"
	"testing"
)

// TestPlate sets a logo on white where the band would swallow it.
func TestPlate(t *testing.T) {
	nothing, white := color.NRGBA{}, color.NRGBA{0xFF, 0xFF, 0xFF, 0xFF}
	dark := color.NRGBA{0x20, 0x20, 0x60, 0xFF}
	disc := func(c color.Color) func(x, y int) color.Color {
		return func(x, y int) color.Color {
			if (x-150)*(x-150)+(y-150)*(y-150) < 140*140 {
				return c
			}
			return nothing
		}
	}
	// Dots of one colour on a ground of another: a few pixels at even distances show one of them
	// alone.
	dots := func(step int, dot, ground color.Color) func(x, y int) color.Color {
		return func(x, y int) color.Color {
			if x%step == 0 && y%step == 0 {
				return dot
			}
			return ground
		}
	}
	for name, c := range map[string]struct {
		side int
		at   func(x, y int) color.Color
		want bool
	}{
		"dark on nothing":       {300, disc(dark), true},
		"white on nothing":      {300, disc(white), false},
		"dark, opaque":          {300, func(int, int) color.Color { return dark }, false},
		"nothing at all":        {300, func(int, int) color.Color { return nothing }, false},
		"dark dots on nothing":  {300, dots(2, dark, nothing), true},
		"holes in dark":         {300, dots(2, nothing, dark), true},
		"white dots on nothing": {300, dots(3, white, nothing), false},
		"white dots on dark, with gaps": {300, func(x, y int) color.Color {
			return []color.Color{white, dark, dark, dark, nothing, dark, dark, dark, dark}[x%3*3+y%3]
		}, true},
		"larger than is drawn": {1300, disc(dark), true},
	} {
		t.Run(name, func(t *testing.T) {
			data := picture(t, image.Rect(0, 0, c.side, c.side), c.at)
			l, err := Brand{Logos: []Logo{{Data: data, Alt: "A"}}}.Look()
			if err != nil {
				t.Fatal(err)
			}
			if got := l.Pictures[0].Plate; got != c.want {
				t.Errorf("plate: %v", got)
			}
		})
	}
}

// TestPicture sees what outputs get of a logo: a smaller picture to draw, and the file as it is.
func TestPicture(t *testing.T) {
	data := picture(
		t, image.Rect(0, 0, 1200, 300),
		func(x, _ int) color.Color { return color.Gray{Y: uint8(x % 2 * 0xFF)} },
	)
	l, err := Brand{Logos: []Logo{{Data: data, Alt: "A"}}}.Look()
	if err != nil {
		t.Fatal(err)
	}
	p := l.Pictures[0]
	if got := p.Image.Bounds(); got != image.Rect(0, 0, 600, 150) {
		t.Errorf("the picture to draw is %v", got)
	}
	if r, _, _, a := p.Image.At(9, 9).RGBA(); r < 0x7F00 || r > 0x8000 || a != 0xFFFF {
		t.Errorf("black and white lines become %X, opacity %X, want grey", r, a)
	}
	if p.Width != 1200 || p.Height != 300 || p.Format != "png" || string(p.Data) != string(data) || p.Alt != "A" {
		t.Errorf("the file: %d × %d, %s, %q", p.Width, p.Height, p.Format, p.Alt)
	}
}
