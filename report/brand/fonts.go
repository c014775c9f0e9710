package brand

import (
	"encoding/binary"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/image/font/sfnt"
)

// Fonts are the four weights of the report's typeface, each a static TrueType font file. They are
// not written to.
type Fonts struct {
	Regular, SemiBold, Bold, ExtraBold []byte
}

var fontNames = []string{"regular", "semibold", "bold", "extrabold"}

// Files are the fonts from Regular to ExtraBold.
func (f Fonts) Files() [][]byte { return [][]byte{f.Regular, f.SemiBold, f.Bold, f.ExtraBold} }

// Check is an error, with a Problem for each fault, if one of the weights is missing or cannot be
// embedded in a document.
func (f Fonts) Check() error { return join(f.problems()) }

func (f Fonts) problems() []*Problem {
	var problems []*Problem
	for i, data := range f.Files() {
		if err := checkFont(data); err != nil {
			problems = append(problems, &Problem{"brand.fonts." + fontNames[i], err})
		}
	}
	return problems
}

const (
	builtInFamily = "Public Sans" // the typeface that picreport comes with
	commonFamily  = "Calibri"     // one that computers with a spreadsheet have
)

// Family names the typeface for documents that carry no fonts in themselves, such as workbooks. The
// programme's own computers have the typeface that it chose; hardly one has the built-in one, which
// a common one stands for.
func (f Fonts) Family() string {
	font, err := sfnt.Parse(f.Regular)
	if err != nil {
		return commonFamily
	}
	name, err := font.Name(nil, sfnt.NameIDFamily)
	if err != nil || strings.TrimSpace(name) == "" || name == builtInFamily {
		return commonFamily
	}
	return name
}

// Licence bits of the OS/2 table's fsType (OpenType 1.9): restricted, no subsetting, bitmaps only.
const noEmbedding = 0x0002 | 0x0100 | 0x0200

// checkFont reports what keeps a font file from being embedded.
func checkFont(data []byte) error {
	const export = "choose a static TrueType font (.ttf)"
	if len(data) < 12 {
		return errors.New("there is no font; " + export)
	}
	switch string(data[:4]) {
	case "OTTO":
		return errors.New("this is an OpenType font with PostScript outlines; " + export)
	case "ttcf":
		return errors.New("this is a font collection; " + export)
	case "wOFF", "wOF2":
		return errors.New("this is a web font; " + export)
	case "\x00\x01\x00\x00", "true":
	default:
		return errors.New("this is no font; " + export)
	}
	tables, err := fontTables(data)
	if err != nil {
		return err
	}
	if tables["fvar"] != nil {
		return errors.New("this is a variable font; " + export)
	}
	if t := tables["OS/2"]; len(t) < 10 || binary.BigEndian.Uint16(t[8:])&noEmbedding != 0 {
		return errors.New("its licence bits do not allow a part of it to be embedded; choose another font")
	}
	if t := tables["name"]; len(t) < 6 || binary.BigEndian.Uint16(t) != 0 {
		return errors.New("its name table is of a format that cannot be read; " + export)
	}
	return everyGlyph(data)
}

// fontTables are the tables of a font file, each within the file.
func fontTables(data []byte) (map[string][]byte, error) {
	tables := map[string][]byte{}
	for i := range int(binary.BigEndian.Uint16(data[4:])) {
		if len(data) < 12+16*(i+1) {
			return nil, errors.New("the font file is cut short; copy it again")
		}
		rec := data[12+16*i:]
		from, size := uint64(binary.BigEndian.Uint32(rec[8:])), uint64(binary.BigEndian.Uint32(rec[12:]))
		if from+size > uint64(len(data)) {
			return nil, errors.New("the font file is cut short; copy it again")
		}
		tables[string(rec[:4])] = data[from : from+size]
	}
	for _, name := range []string{"OS/2", "cmap", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "name", "post"} {
		if tables[name] == nil {
			return nil, fmt.Errorf("the font has no %q table; choose a static TrueType font (.ttf)", name)
		}
	}
	return tables, nil
}

// everyGlyph loads each glyph once: a damaged font is found here, and not halfway through a report.
func everyGlyph(data []byte) error {
	f, err := sfnt.Parse(data)
	if err != nil {
		return fmt.Errorf("the font cannot be read; choose another: %w", err)
	}
	var buf sfnt.Buffer
	for g := range f.NumGlyphs() {
		if _, err := f.LoadGlyph(&buf, sfnt.GlyphIndex(g), 1000, nil); err != nil {
			return fmt.Errorf("the font is damaged at glyph %d; choose another: %w", g, err)
		}
	}
	return nil
}
