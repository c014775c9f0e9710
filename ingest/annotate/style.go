package annotate

import (
	"strconv"

	"github.com/xuri/excelize/v2"

	"picreport/ingest/finding"
)

// styleKey is a style with the fill of a severity in the place of its own.
type styleKey struct {
	base     int
	severity finding.Severity
}

// fillColor returns the fill of a severity: light, so that dark text stays legible on it.
func fillColor(s finding.Severity) string {
	switch s {
	case finding.Error:
		return "FFC7CE" // light red
	case finding.Warning:
		return "FFEB9C" // light amber
	}
	return "DDEBF7" // light blue
}

func fillOf(s finding.Severity) excelize.Fill {
	return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{fillColor(s)}}
}

// filled returns a style of the copy that is the base style with another fill. The stored style is
// changed, and not what excelize's GetStyle tells of it, which lacks colours by index, font schemes
// and named styles.
func (b *book) filled(base int, s finding.Severity) (int, error) {
	key := styleKey{base, s}
	if id, ok := b.styles[key]; ok {
		return id, nil
	}
	fill, err := b.fill(s)
	if err != nil {
		return 0, err
	}
	xfs := b.f.Styles.CellXfs
	if base < 0 || base >= len(xfs.Xf) {
		base = 0
	}
	if len(xfs.Xf) >= excelize.MaxCellStyles {
		return 0, excelize.ErrCellStyles
	}
	yes := true
	xf := xfs.Xf[base]
	xf.FillID, xf.ApplyFill = &fill, &yes
	if xf.FontID != nil {
		if font := b.darkFont(*xf.FontID); font != *xf.FontID {
			xf.FontID, xf.ApplyFont = &font, &yes
		}
	}
	xfs.Xf = append(xfs.Xf, xf)
	xfs.Count = len(xfs.Xf)
	b.styles[key] = xfs.Count - 1
	return xfs.Count - 1, nil
}

// fill returns the index of a severity's fill among the fills of the copy.
func (b *book) fill(s finding.Severity) (int, error) {
	if id, ok := b.fills[s]; ok {
		return id, nil
	}
	style, err := b.f.NewStyle(&excelize.Style{Fill: fillOf(s)})
	if err != nil {
		return 0, err
	}
	b.fills[s] = *b.f.Styles.CellXfs.Xf[style].FillID
	return b.fills[s], nil
}

// darkFont returns the font itself, or, where its text is light and would be lost on a light fill,
// the same font in black.
func (b *book) darkFont(id int) int {
	fonts := b.f.Styles.Fonts
	if fonts == nil || id < 0 || id >= len(fonts.Font) || fonts.Font[id] == nil || fonts.Font[id].Color == nil {
		return id
	}
	font := *fonts.Font[id]
	if !isLight(b.f.GetBaseColor(font.Color.RGB, font.Color.Indexed, font.Color.Theme)) {
		return id
	}
	color := *font.Color
	color.RGB, color.Theme, color.Indexed, color.Tint = "FF000000", nil, 0, 0
	font.Color = &color
	fonts.Font = append(fonts.Font, &font)
	fonts.Count = len(fonts.Font)
	return fonts.Count - 1
}

// isLight reports whether a colour, RRGGBB or AARRGGBB, is nearer to white than to black.
func isLight(hex string) bool {
	if len(hex) < 6 {
		return false
	}
	rgb, err := strconv.ParseUint(hex[len(hex)-6:], 16, 32)
	if err != nil {
		return false
	}
	r, g, b := rgb>>16, rgb>>8&0xff, rgb&0xff
	return 299*r+587*g+114*b > 150*1000 // the luma of ITU-R BT.601
}
