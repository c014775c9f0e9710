package workbook

import (
	"time"

	"github.com/xuri/excelize/v2"
)

// styles are the formats of cells.
type styles struct{ head, yesNo, count, percent, exact, day int }

func newStyles(book *excelize.File, l look) (styles, error) {
	var s styles
	const whole, percent, exact = 3, 9, 10 // built-in formats: #,##0 and 0% and 0.00%
	day := "yyyy-mm-dd"
	yesNo := `"TRUE";"TRUE";"FALSE"` // LibreOffice shows numbers without it
	for _, k := range []struct {
		to    *int
		style excelize.Style
	}{
		{&s.head, excelize.Style{
			Font:      &excelize.Font{Bold: true, Family: l.headFamily, Size: 11, Color: l.white},
			Fill:      excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{l.primary}},
			Alignment: &excelize.Alignment{Vertical: "center", ShrinkToFit: l.shrink},
		}},
		{&s.yesNo, excelize.Style{CustomNumFmt: &yesNo}},
		{&s.count, excelize.Style{NumFmt: whole}},
		{&s.percent, excelize.Style{NumFmt: percent}},
		{&s.exact, excelize.Style{NumFmt: exact}},
		{&s.day, excelize.Style{CustomNumFmt: &day}},
	} {
		id, err := book.NewStyle(&k.style)
		if err != nil {
			return s, err
		}
		*k.to = id
	}
	return s, nil
}

// sheet writes one table, row by row. The first error stays, and all after it does nothing.
type sheet struct {
	book   *excelize.File
	name   string
	look   look
	styles styles
	row    int // the last that was written
	err    error
}

func newSheet(book *excelize.File, name string, l look, s styles) *sheet {
	sh := &sheet{book: book, name: name, look: l, styles: s}
	_, sh.err = book.NewSheet(name) // one that is there already stays
	return sh
}

// head writes the headers, sets the widths of their columns (in characters) and keeps them in
// sight.
func (sh *sheet) head(headers []string, widths []float64) {
	cells := make([]any, len(headers))
	for i, h := range headers {
		cells[i] = h
	}
	sh.add(cells...)
	sh.try(func() error { return sh.book.SetCellStyle(sh.name, "A1", cell(len(headers), 1), sh.styles.head) })
	sh.try(func() error { return sh.book.SetRowHeight(sh.name, 1, 20) })
	for i, w := range widths {
		column, _ := excelize.ColumnNumberToName(i + 1)
		sh.try(func() error { return sh.book.SetColWidth(sh.name, column, column, w) })
	}
	sh.try(func() error {
		return sh.book.SetPanes(sh.name, &excelize.Panes{
			Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft",
			Selection: []excelize.Selection{{SQRef: "A2", ActiveCell: "A2", Pane: "bottomLeft"}},
		})
	})
}

// paperA4 is A4 among the sizes of ECMA-376, part 1, 18.3.1.63.
const paperA4 = 9

// page prints the sheet across, no wider than one page, its header on every page.
func (sh *sheet) page() {
	fit, across, width, height := true, "landscape", 1, 0 // pages; 0 is as many as it takes
	layout := excelize.PageLayoutOptions{Orientation: &across, FitToWidth: &width, FitToHeight: &height}
	if sh.look.a4 {
		size := paperA4
		layout.Size = &size
	}
	sh.try(func() error { return sh.book.SetSheetProps(sh.name, &excelize.SheetPropsOptions{FitToPage: &fit}) })
	sh.try(func() error { return sh.book.SetPageLayout(sh.name, &layout) })
	sh.try(func() error {
		return sh.book.SetDefinedName(&excelize.DefinedName{
			Name: "_xlnm.Print_Titles", RefersTo: "'" + sh.name + "'!$1:$1", Scope: sh.name,
		})
	})
}

// share is a part of one, shown as a whole percent; exactShare with two decimals.
type (
	share      float64
	exactShare float64
)

// add writes the next row: text, a bool, an int, a share, a day, or nil for an empty cell. Text is
// never taken as a formula.
func (sh *sheet) add(cells ...any) {
	sh.row++
	for i, v := range cells {
		sh.try(func() error { return sh.set(cell(i+1, sh.row), v) })
	}
}

func (sh *sheet) set(at string, v any) error {
	style := 0
	var err error
	switch v := v.(type) {
	case string:
		return sh.book.SetCellStr(sh.name, at, v)
	case bool:
		style, err = sh.styles.yesNo, sh.book.SetCellBool(sh.name, at, v)
	case int:
		style, err = sh.styles.count, sh.book.SetCellInt(sh.name, at, int64(v))
	case share:
		style, err = sh.styles.percent, sh.book.SetCellFloat(sh.name, at, float64(v), -1, 64)
	case exactShare:
		style, err = sh.styles.exact, sh.book.SetCellFloat(sh.name, at, float64(v), -1, 64)
	case time.Time:
		style, err = sh.styles.day, sh.book.SetCellValue(sh.name, at, v)
	default: // nil
		return nil
	}
	if err != nil {
		return err
	}
	return sh.book.SetCellStyle(sh.name, at, at, style)
}

func (sh *sheet) try(do func() error) {
	if sh.err == nil {
		sh.err = do()
	}
}

// cell is the name of a cell: column 1 of row 1 is A1.
func cell(column, row int) string {
	name, _ := excelize.CoordinatesToCellName(column, row) // no table is as large as a sheet
	return name
}
