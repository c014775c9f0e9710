package tagged

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"strconv"
)

// photo is the size in bytes above which an image is compressed as a photograph.
const photo = 40 << 10

// encoded is an image as PDF keeps it: colours, and transparency apart.
type encoded struct {
	width, height int
	colors        []byte
	filter        string // of colors
	alpha         []byte // a stream like colors, with one channel; nil for an opaque image
}

func imageName(i int) string { return "Image" + strconv.Itoa(i+1) }

// AddImage takes in an image for Image. Transparency is kept. The image must not change until
// Finish.
func (w *Writer) AddImage(img image.Image) int {
	w.images = append(w.images, img)
	return len(w.images) - 1
}

func encode(img image.Image) (encoded, error) {
	b := img.Bounds()
	e := encoded{width: b.Dx(), height: b.Dy()}
	colors := image.NewNRGBA(image.Rect(0, 0, e.width, e.height))
	alpha := image.NewGray(colors.Bounds())
	opaque := true
	for y := range e.height {
		for x := range e.width {
			c := color.NRGBAModel.Convert(img.At(b.Min.X+x, b.Min.Y+y)).(color.NRGBA)
			opaque = opaque && c.A == 0xFF
			alpha.SetGray(x, y, color.Gray{Y: c.A})
			c.A = 0xFF
			colors.SetNRGBA(x, y, c)
		}
	}
	var err error
	if e.colors, err = predicted(colors); err != nil {
		return e, err
	}
	e.filter = predictor(3, e.width)
	if len(e.colors) > photo {
		var j bytes.Buffer
		if err := jpeg.Encode(&j, colors, &jpeg.Options{Quality: 85}); err != nil {
			return e, err
		}
		if j.Len() < len(e.colors) {
			e.colors, e.filter = j.Bytes(), "/Filter /DCTDecode"
		}
	}
	if !opaque {
		e.alpha, err = predicted(alpha)
	}
	return e, err
}

// predicted is the image data of img as a PNG holds it, which is what PDF's PNG predictors read.
func predicted(img image.Image) ([]byte, error) {
	var b bytes.Buffer
	enc := png.Encoder{CompressionLevel: png.BestCompression}
	if err := enc.Encode(&b, img); err != nil {
		return nil, err
	}
	var data []byte
	for p := b.Bytes()[8:]; len(p) >= 12; {
		n := int(binary.BigEndian.Uint32(p))
		if string(p[4:8]) == "IDAT" {
			data = append(data, p[8:8+n]...)
		}
		p = p[12+n:]
	}
	return data, nil
}

func predictor(channels, width int) string {
	return fmt.Sprintf(
		"/Filter /FlateDecode /DecodeParms <</Predictor 15 /Colors %d /BitsPerComponent 8 /Columns %d>>",
		channels, width,
	)
}

var noImages = []byte("/XObject <<\n>>")

// putImages writes the images, in the order they were added, into the resources that all pages
// share.
func (w *Writer) putImages(f *file) error {
	if len(w.images) == 0 {
		return nil
	}
	var names bytes.Buffer
	for i, img := range w.images {
		e, err := encode(img)
		if err != nil {
			return fmt.Errorf("encode image: %w", err)
		}
		head := fmt.Sprintf(
			"/Type /XObject /Subtype /Image /Width %d /Height %d /BitsPerComponent 8", e.width, e.height,
		)
		mask := ""
		if e.alpha != nil {
			mask = " /SMask " + ref(
				f.add(string(stream(head+" /ColorSpace /DeviceGray "+predictor(1, e.width), e.alpha))),
			)
		}
		n := f.add(string(stream(head+mask+" /ColorSpace /DeviceRGB "+e.filter, e.colors)))
		fmt.Fprintf(&names, "/%s %s\n", imageName(i), ref(n))
	}
	for n, o := range f.objs {
		if bytes.Contains(o, noImages) {
			f.objs[n] = bytes.Replace(o, noImages, fmt.Appendf(nil, "/XObject <<\n%s>>", names.Bytes()), 1)
			return nil
		}
	}
	return errors.New("unexpected fpdf output: no resources")
}
