package brand

import "math"

// The least contrasts of WCAG 2.2, level AA (https://www.w3.org/TR/WCAG22/).
const (
	// TextContrast is that of text of any size: success criterion 1.4.3, without its exception for
	// large text.
	TextContrast = 4.5
	// GraphicContrast is that of a graphic that carries meaning: success criterion 1.4.11.
	GraphicContrast = 3.0
)

// Contrast is the contrast ratio of two colours in either order, from 1 to 21
// (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio).
func Contrast(a, b RGB) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// luminance is the relative luminance of a colour, from 0 (black) to 1 (white)
// (https://www.w3.org/TR/WCAG22/#dfn-relative-luminance).
func luminance(c RGB) float64 {
	return 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B)
}

// linear takes the gamma of sRGB off a channel.
func linear(v uint8) float64 {
	s := float64(v) / 255
	if s <= 0.04045 {
		return s / 12.92
	}
	return math.Pow((s+0.055)/1.055, 2.4)
}
