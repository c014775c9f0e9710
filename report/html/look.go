package html

import (
	"encoding/base64"
	"errors"
	"html/template"

	"picreport/report/brand"
)

// look is a brand as the style sheet and the head of the page take it.
type look struct {
	brand.Look
	Regular, ExtraBold template.CSS // src of the fonts; "" for none
	Logos              []logo
}

// logo is a picture that the page carries as it was configured, so a large file makes a heavy page.
type logo struct {
	brand.Picture
	Source template.URL
}

// newLook takes over a brand. Each font makes the page larger by a third more than its size, which
// is why there are two: ExtraBold sets every text that is bold. Without fonts the page is set in
// the reader's own typeface.
func newLook(b brand.Brand) (look, error) {
	decided, err := b.Look()
	if err != nil {
		return look{}, err
	}
	f := decided.Fonts
	if (f.Regular == nil) != (f.ExtraBold == nil) {
		return look{}, errors.New("brand.fonts: regular and extrabold go together; give both or none")
	}
	l := look{Look: decided, Regular: fontSource(f.Regular), ExtraBold: fontSource(f.ExtraBold)}
	for _, p := range decided.Pictures {
		l.Logos = append(l.Logos, logo{Picture: p, Source: template.URL(dataURI("image/"+p.Format, p.Data))})
	}
	return l, nil
}

// fontSource is safe as CSS: base64 has no character that ends a url().
func fontSource(ttf []byte) template.CSS {
	if ttf == nil {
		return ""
	}
	return template.CSS("url(" + dataURI("font/ttf", ttf) + ") format('truetype')")
}

func dataURI(mediaType string, data []byte) string {
	return "data:" + mediaType + ";base64," + base64.StdEncoding.EncodeToString(data)
}
