package pdf

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/image/font/sfnt"

	"picreport/report"
	"picreport/report/brand"
	"picreport/report/pdf/internal/tagged"
)

// The fonts, in the order of brand.Fonts.Files, in which the writer has them.
const (
	regular = iota
	semiBold
	bold
	extraBold
)

// How far text reaches above and below its baseline, in parts of its size.
const (
	ascent    = 0.76
	capHeight = 0.70
	descent   = 0.23
)

// typesetter measures text and breaks it into lines (wrap.go), and notes what the fonts lack.
type typesetter struct {
	w       *tagged.Writer // measures
	fonts   []*sfnt.Font
	scratch sfnt.Buffer // for reading them
	missing map[rune]bool
}

func newTypesetter(width, height float64, fonts brand.Fonts) (*typesetter, error) {
	t := &typesetter{missing: map[rune]bool{}}
	for _, f := range fonts.Files() {
		parsed, err := sfnt.Parse(f)
		if err != nil {
			return nil, fmt.Errorf("read font: %w", err)
		}
		t.fonts = append(t.fonts, parsed)
	}
	var err error
	t.w, err = tagged.New(width, height, fonts.Files())
	return t, err
}

// oneLine makes s fit for one line of text: blanks collapse, and what does not print is left out.
func oneLine(s string) string {
	return strings.Join(strings.FieldsFunc(strings.Map(visible, s), isBreak), " ")
}

// has reports whether font has a glyph for r that the writer can draw.
func (t *typesetter) has(font int, r rune) bool {
	if r > 0xFFFF {
		return false
	}
	g, err := t.fonts[font].GlyphIndex(&t.scratch, r)
	return err == nil && g != 0
}

// drawable replaces the runes that font lacks by one that shows that something is missing, and
// notes them.
func (t *typesetter) drawable(font int, s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case t.has(font, r):
			return r
		case isBreak(r) || r == '\u00A0' || r == '\u202F' || r == '\u2007':
			return ' '
		}
		t.missing[r] = true
		if t.has(font, utf8.RuneError) {
			return utf8.RuneError
		}
		return '?'
	}, s)
}

// upper sets s in capitals, but for letters whose capital the font lacks.
func (t *typesetter) upper(font int, s string) string {
	return strings.Map(func(r rune) rune {
		if u := unicode.ToUpper(r); t.has(font, u) {
			return u
		}
		return r
	}, s)
}

// missingRunes are the runes that no glyph was found for, sorted.
func (t *typesetter) missingRunes() []rune {
	var out []rune
	for r := range t.missing {
		out = append(out, r)
	}
	slices.Sort(out)
	return out
}

// textWidth is the width of s on one line.
func (t *typesetter) textWidth(st tagged.Style, s string) float64 {
	return t.w.Width(st, t.drawable(st.Font, oneLine(s)))
}

// wrapText is wrap for text in a single style.
func (t *typesetter) wrapText(st tagged.Style, s string, width float64) []line {
	return t.wrap([]report.Run{{Text: s}}, func(report.Run) tagged.Style { return st }, width)
}

// fit sets s on one line of width, smaller where it is too long; at the smallest size it wraps.
func (t *typesetter) fit(st tagged.Style, s string, width, smallest float64) ([]line, tagged.Style) {
	s = t.drawable(st.Font, oneLine(s))
	if w := t.w.Width(st, s); w > width && w > 0 {
		k := max(width/w*0.999, smallest/st.Size)
		st.Size *= min(k, 1)
		st.Tracking *= min(k, 1)
	}
	return t.wrapText(st, s, width), st
}

// even wraps s into as few lines as fit width, of lengths as even as they come.
func (t *typesetter) even(st tagged.Style, s string, width float64) []line {
	lines := t.wrapText(st, s, width)
	for w := width * 0.96; w > width/2 && len(lines) > 1; w -= width * 0.04 {
		narrower := t.wrapText(st, s, w)
		if len(narrower) > len(lines) || widest(narrower) > w {
			break
		}
		lines = narrower
	}
	return lines
}

// widest is the width of the widest line.
func widest(lines []line) float64 {
	w := 0.0
	for _, ln := range lines {
		w = max(w, ln.width)
	}
	return w
}
