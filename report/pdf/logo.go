package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	_ "image/jpeg" // the two formats of a logo
	_ "image/png"
	"strings"

	"picreport/report/internal/wcag"
	"picreport/report/pdf/internal/tagged"
)

// Logo is a picture on the cover.
type Logo struct {
	Name string // of the file, for messages
	Data []byte // PNG or JPEG
	Alt  string // what it shows, for a reader who does not see it; never empty
}

const (
	logoPixels = 40 << 20 // the most pixels that are read
	logoSide   = 600      // the most pixels of a side that are kept: over 300 a inch at the size that logos are drawn
)

// check reports what keeps the logo from being used.
func (lg Logo) check() error {
	if strings.TrimSpace(lg.Alt) == "" {
		return fmt.Errorf("%s has no alt text; say in alt: what the logo shows, such as \"City of Wilmington seal\"", lg.name())
	}
	_, err := lg.decode()
	return err
}

func (lg Logo) name() string {
	if lg.Name == "" {
		return "the logo"
	}
	return lg.Name
}

// decode reads the picture, and makes it smaller where it has more pixels than are seen.
func (lg Logo) decode() (image.Image, error) {
	conf, _, err := image.DecodeConfig(bytes.NewReader(lg.Data))
	if errors.Is(err, image.ErrFormat) {
		return nil, fmt.Errorf("%s is no PNG or JPEG picture; export the logo as PNG", lg.name())
	}
	if err != nil {
		return nil, fmt.Errorf("%s is damaged; export the logo again: %w", lg.name(), err)
	}
	if conf.Width*conf.Height > logoPixels || conf.Width < 1 || conf.Height < 1 {
		return nil, fmt.Errorf("%s has %d × %d pixels; export the logo at about %d pixels a side",
			lg.name(), conf.Width, conf.Height, logoSide)
	}
	img, _, err := image.Decode(bytes.NewReader(lg.Data))
	if err != nil {
		return nil, fmt.Errorf("%s is damaged; export the logo again: %w", lg.name(), err)
	}
	return shrink(img, logoSide), nil
}

// shrink averages img down to at most side pixels a side.
func shrink(img image.Image, side int) image.Image {
	b := img.Bounds()
	longest := max(b.Dx(), b.Dy())
	if longest <= side {
		return img
	}
	w, h := max(1, b.Dx()*side/longest), max(1, b.Dy()*side/longest)
	out := image.NewRGBA64(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			cell := image.Rect(b.Min.X+x*b.Dx()/w, b.Min.Y+y*b.Dy()/h, b.Min.X+(x+1)*b.Dx()/w, b.Min.Y+(y+1)*b.Dy()/h)
			out.SetRGBA64(x, y, average(img, cell))
		}
	}
	return out
}

// average is the mean colour of a part of img, weighted by opacity.
func average(img image.Image, part image.Rectangle) color.RGBA64 {
	var r, g, b, a uint64
	for y := part.Min.Y; y < part.Max.Y; y++ {
		for x := part.Min.X; x < part.Max.X; x++ {
			pr, pg, pb, pa := img.At(x, y).RGBA()
			r, g, b, a = r+uint64(pr), g+uint64(pg), b+uint64(pb), a+uint64(pa)
		}
	}
	n := uint64(max(1, part.Dx()*part.Dy()))
	return color.RGBA64{R: uint16(r / n), G: uint16(g / n), B: uint16(b / n), A: uint16(a / n)}
}

// tooDark reports whether a logo that lets the band shine through would be hard to see on it: where its own colour, on the mean,
// stands out less than a graphic should.
func tooDark(img image.Image, band tagged.RGB) bool {
	b := img.Bounds()
	mean := average(img, b)
	if mean.A > 0xFA00 || mean.A == 0 {
		return false
	}
	c := color.NRGBAModel.Convert(mean).(color.NRGBA)
	return wcag.Contrast(wcag.RGB{R: c.R, G: c.G, B: c.B}, wcag.RGB(band)) < wcag.Graphic
}
