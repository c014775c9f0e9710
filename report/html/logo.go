package html

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"html/template"
	"image"
	"image/color"
	_ "image/jpeg" // the two formats of a logo
	_ "image/png"
	"strings"

	"picreport/report/internal/wcag"
)

// Logo is a picture at the head of the page. It is carried as it is, so a large file makes a heavy page.
type Logo struct {
	Data []byte // PNG or JPEG
	Alt  string // what it shows, for a reader who does not see it; never empty
}

// logoPixels is the most pixels that are read.
const logoPixels = 40 << 20

// logoView is a logo as the page takes it.
type logoView struct {
	Source        template.URL
	Alt           string
	Width, Height int  // of the picture, in pixels
	Plate         bool // set on white, since it would be lost on the band
}

func (lg Logo) view(band string) (logoView, error) {
	if strings.TrimSpace(lg.Alt) == "" {
		return logoView{}, errors.New(`the logo has no alt text; say in alt: what it shows, such as "City of Wilmington seal"`)
	}
	conf, format, err := image.DecodeConfig(bytes.NewReader(lg.Data))
	switch {
	case errors.Is(err, image.ErrFormat):
		return logoView{}, errors.New("the logo is no PNG or JPEG picture; export it as PNG")
	case err == nil && conf.Width*conf.Height > logoPixels:
		return logoView{}, fmt.Errorf("the logo has %d × %d pixels; export it at about 600 pixels a side", conf.Width, conf.Height)
	}
	img, _, err := image.Decode(bytes.NewReader(lg.Data))
	if err != nil {
		return logoView{}, fmt.Errorf("the logo is damaged; export it again: %w", err)
	}
	ground, err := parseColor(band)
	if err != nil {
		return logoView{}, err
	}
	return logoView{
		Source: template.URL("data:image/" + format + ";base64," + base64.StdEncoding.EncodeToString(lg.Data)),
		Alt:    lg.Alt, Width: conf.Width, Height: conf.Height,
		Plate: lost(img, ground),
	}, nil
}

// lost reports whether a see-through picture stands out from the band, on the mean of what it shows, less than a graphic should
// (WCAG 2.1, success criterion 1.4.11). The picture is sampled: a mean needs no more.
func lost(img image.Image, band wcag.RGB) bool {
	const samples = 100 // a side
	b := img.Bounds()
	var r, g, bl, a, n uint64
	for y := b.Min.Y; y < b.Max.Y; y += 1 + b.Dy()/samples {
		for x := b.Min.X; x < b.Max.X; x += 1 + b.Dx()/samples {
			pr, pg, pb, pa := img.At(x, y).RGBA()
			r, g, bl, a, n = r+uint64(pr), g+uint64(pg), bl+uint64(pb), a+uint64(pa), n+1
		}
	}
	if a == 0 || a > n*0xFA00 {
		return false
	}
	c := color.NRGBAModel.Convert(color.RGBA64{uint16(r / n), uint16(g / n), uint16(bl / n), uint16(a / n)}).(color.NRGBA)
	return wcag.Contrast(wcag.RGB{R: c.R, G: c.G, B: c.B}, band) < wcag.Graphic
}
