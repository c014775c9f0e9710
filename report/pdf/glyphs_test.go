package pdf

import (
	"fmt"
	"regexp"
	"strconv"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
	"golang.org/x/image/font/sfnt"
)

// embeddedFont is a font as the file holds it.
type embeddedFont struct {
	glyphs  []byte // the CIDToGIDMap
	outline *sfnt.Font
	ranges  [][3]int // of the ToUnicode map: from, to, first character
}

// glyphs checks that each character on a page has a glyph in an embedded font, and a way back to
// Unicode that is the character itself.
func (c *checker) glyphs(page int) {
	fonts := c.dict(c.dict(c.pages[page]["Resources"])["Font"])
	if fonts == nil { // inherited from the page tree
		fonts = c.dict(c.dict(c.dict(c.pages[page]["Parent"])["Resources"])["Font"])
	}
	told := map[string]bool{}
	for _, m := range c.content[page] {
		for _, s := range m.shown {
			f, err := c.font(fonts[s.font])
			if err != nil {
				if msg := fmt.Sprintf("font %s: %v", s.font, err); !told[msg] {
					c.problem("%s", msg)
					told[msg] = true
				}
				continue
			}
			for _, code := range s.codes {
				c.glyph(page, f, code)
			}
		}
	}
}

func (c *checker) glyph(page int, f *embeddedFont, code uint16) {
	at := 2 * int(code)
	if at+1 >= len(f.glyphs) || f.glyphs[at] == 0 && f.glyphs[at+1] == 0 {
		c.problem("page %d: U+%04X has no glyph", page+1, code)
		return
	}
	if gid := int(f.glyphs[at])<<8 | int(f.glyphs[at+1]); gid >= f.outline.NumGlyphs() {
		c.problem("page %d: U+%04X has glyph %d of %d", page+1, code, gid, f.outline.NumGlyphs())
	}
	for _, r := range f.ranges {
		if int(code) >= r[0] && int(code) <= r[1] {
			if r[2]+int(code)-r[0] != int(code) {
				c.problem("page %d: U+%04X reads as another character", page+1, code)
			}
			return
		}
	}
	c.problem("page %d: U+%04X cannot be read", page+1, code)
}

var bfrange = regexp.MustCompile(`(?m)^<([0-9A-F]{4})> <([0-9A-F]{4})> <([0-9A-F]{4})>$`)

// font reads a font once.
func (c *checker) font(o types.Object) (*embeddedFont, error) {
	if f := c.fonts[object(o)]; f != nil {
		return f, nil
	}
	d := c.dict(o)
	descendants := c.list(d["DescendantFonts"])
	if len(descendants) != 1 {
		return nil, fmt.Errorf("not a composite font")
	}
	cid := c.dict(descendants[0])
	if !regexp.MustCompile(`^[A-Z]{6}\+`).MatchString(c.name(cid["BaseFont"])) {
		return nil, fmt.Errorf("%s is not named as a subset", c.name(cid["BaseFont"]))
	}
	data, err := c.stream(c.dict(cid["FontDescriptor"])["FontFile2"])
	if err != nil {
		return nil, fmt.Errorf("not embedded: %w", err)
	}
	f := &embeddedFont{}
	if f.outline, err = sfnt.Parse(data); err != nil {
		return nil, fmt.Errorf("font program: %w", err)
	}
	if f.glyphs, err = c.stream(cid["CIDToGIDMap"]); err != nil {
		return nil, err
	}
	cmap, err := c.stream(d["ToUnicode"])
	if err != nil {
		return nil, fmt.Errorf("no ToUnicode: %w", err)
	}
	for _, m := range bfrange.FindAllSubmatch(cmap, -1) {
		var r [3]int
		for i := range r {
			n, _ := strconv.ParseUint(string(m[i+1]), 16, 16)
			r[i] = int(n)
		}
		if r[0]>>8 != r[1]>>8 || r[0] > r[1] {
			c.problem("font: ToUnicode range %04X to %04X is illegal", r[0], r[1])
		}
		f.ranges = append(f.ranges, r)
	}
	c.fonts[object(o)] = f
	return f, nil
}
