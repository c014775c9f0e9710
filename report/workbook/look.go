package workbook

import (
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"picreport/report/brand"
)

// look is a brand as a workbook takes it: the headers and the charts have its colours and its
// typeface. Cells keep what every workbook has, so that the widths of columns fit.
type look struct {
	primary, accent, text, white string // six hexadecimal digits

	headFamily  string // the typeface of headers
	chartFamily string // and of charts; "" is the workbook's own
	shrink      bool   // headers are set smaller where they do not fit their columns
	a4          bool   // the paper; else it is what a workbook has by default, Letter
}

// commonFamily is the typeface of cells.
const commonFamily = "Calibri"

func newLook(b brand.Brand) (look, error) {
	colors, err := b.Colors.Palette()
	if err != nil {
		return look{}, err
	}
	l := look{
		primary: colors.Primary.Hex(), accent: colors.Accent.Hex(), text: colors.Text.Hex(),
		white: brand.White.Hex(), headFamily: commonFamily, a4: b.Paper == brand.A4,
	}
	family := b.Fonts.Family()
	if family != commonFamily && len(utf16.Encode([]rune(family))) <= excelize.MaxFontFamilyLength {
		l.headFamily, l.chartFamily, l.shrink = family, family, true
	}
	return l, nil
}
