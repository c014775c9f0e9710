package brand

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	_ "image/jpeg" // the two formats of a logo
	_ "image/png"
	"strings"
)

// Logo is a picture on the cover.
type Logo struct {
	Name string // of the file, for messages
	Data []byte // PNG or JPEG
	Alt  string // what it shows, for a reader who does not see it; never empty
}

const (
	logoPixels = 40 << 20 // the most pixels that are read
	logoSide   = 600      // the most pixels of a side that are drawn: over 300 an inch on the cover
)

// Picture is a logo as outputs draw it.
type Picture struct {
	Image image.Image // at most 600 pixels a side
	Alt   string      // as configured

	Data          []byte // the file as it was configured, for outputs that carry it whole
	Format        string // of Data: png or jpeg
	Width, Height int    // of Data, in pixels

	Plate bool // it is set on a white plate, since it would be hard to see on the band
}

// picture reads the logo. band is the colour that it stands on.
func (lg Logo) picture(band RGB) (Picture, error) {
	if strings.TrimSpace(lg.Alt) == "" {
		const advice = `say in alt: what the logo shows, such as "City of Wilmington seal"`
		return Picture{}, fmt.Errorf("%s has no alt text; %s", lg.name(), advice)
	}
	size, format, err := image.DecodeConfig(bytes.NewReader(lg.Data))
	if errors.Is(err, image.ErrFormat) {
		return Picture{}, fmt.Errorf("%s is no PNG or JPEG picture; export the logo as PNG", lg.name())
	}
	if err != nil {
		return Picture{}, fmt.Errorf("%s is damaged; export the logo again: %w", lg.name(), err)
	}
	if size.Width*size.Height > logoPixels || size.Width < 1 || size.Height < 1 {
		return Picture{}, fmt.Errorf("%s has %d × %d pixels; export the logo at about %d pixels a side",
			lg.name(), size.Width, size.Height, logoSide)
	}
	img, _, err := image.Decode(bytes.NewReader(lg.Data))
	if err != nil {
		return Picture{}, fmt.Errorf("%s is damaged; export the logo again: %w", lg.name(), err)
	}
	img = shrink(img, logoSide)
	return Picture{
		Image: img, Alt: lg.Alt,
		Data: lg.Data, Format: format, Width: size.Width, Height: size.Height,
		Plate: hardToSee(img, band),
	}, nil
}

func (lg Logo) name() string {
	if lg.Name == "" {
		return "the logo"
	}
	return lg.Name
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
			cell := image.Rect(x*b.Dx()/w, y*b.Dy()/h, (x+1)*b.Dx()/w, (y+1)*b.Dy()/h)
			out.SetRGBA64(x, y, average(img, cell.Add(b.Min)))
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

// opaque is the mean opacity from which a picture hides the band behind it.
const opaque = 0xFA00

// hardToSee reports whether a picture that lets the band shine through stands out from it less than
// a graphic should, by the mean colour of what it shows. The mean is taken over every pixel: of a
// few of them, a pattern of dots could show nothing or everything.
func hardToSee(img image.Image, band RGB) bool {
	mean := average(img, img.Bounds())
	if mean.A > opaque || mean.A == 0 {
		return false
	}
	c := color.NRGBAModel.Convert(mean).(color.NRGBA)
	return Contrast(RGB{R: c.R, G: c.G, B: c.B}, band) < GraphicContrast
}
