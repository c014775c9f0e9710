package pdf

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"testing"

	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"

	"picreport/report/brand"
)

func TestOtherFonts(t *testing.T) {
	o := options(t)
	o.Brand.Fonts = brand.Fonts{Regular: goregular.TTF, SemiBold: gobold.TTF, Bold: gobold.TTF, ExtraBold: gobold.TTF}
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
	o.Brand.Logos = []brand.Logo{
		{Name: "photo.jpg", Data: b.Bytes(), Alt: "A photograph"},
		{Name: "thin.jpg", Data: g.Bytes(), Alt: "A line"},
	}
	r := render(t, sample(), o)
	for _, p := range check(t, r.PDF).problems {
		t.Error(p)
	}
	if len(r.PDF) > 450<<10 {
		t.Errorf("the file has %d bytes", len(r.PDF))
	}
	writeOut(t, "photographs", r)
}
