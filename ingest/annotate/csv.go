package annotate

import (
	"cmp"
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"unicode"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"picreport/ingest/finding"
	"picreport/ingest/table"
)

// copyCSV makes a workbook of the rows of a CSV, at the same row numbers and columns. Every value
// is a text, in cells that are formatted as text: leading zeros stay, and nothing is run as a
// formula, even after it is edited.
func (b *book) copyCSV(ctx context.Context, path string, _ Options) error {
	b.f = excelize.NewFile()
	sheet := sheetName(path)
	if err := b.f.SetSheetName("Sheet1", sheet); err != nil {
		return err
	}
	marks, err := b.marks(ctx, 0, b.src.Sheets()[0].Name, sheet)
	if err != nil {
		return err
	}
	if err := b.comment(ctx, sheet, marks); err != nil { // before the rows, which are streamed
		return err
	}
	c := &csvCopy{b: b, marks: marks}
	if c.textStyle, err = b.f.NewStyle(&excelize.Style{NumFmt: 49}); err != nil { // the number format @
		return err
	}
	if c.w, err = b.f.NewStreamWriter(sheet); err != nil {
		return err
	}
	if err := c.w.SetColWidth(1, table.MaxColumns, 16); err != nil {
		return err
	}
	for row, err := range b.src.Rows(ctx, 0) {
		if err != nil {
			return err
		}
		if err := c.add(row); err != nil {
			return err
		}
	}
	if err := c.marked(table.MaxRows + 1); err != nil {
		return err
	}
	if c.cut > 0 {
		b.remark("%s longer than a cell can hold; this copy has the first %d characters of each",
			finding.Counted(c.cut, "value is", "values are"), table.MaxCellText)
	}
	return c.w.Flush()
}

// csvCopy writes the rows of a CSV in ascending order.
type csvCopy struct {
	b         *book
	w         *excelize.StreamWriter
	textStyle int     // style
	marks     []*mark // those not yet written
	cut       int     // values that are longer than a cell can hold
	out       []any
}

// add writes a row, and before it the marks on rows that the source does not yield because they are
// blank.
func (c *csvCopy) add(row table.Row) error {
	if row.Num > table.MaxRows {
		return fmt.Errorf("the file has more rows than the %d that a sheet holds; split it to annotate it",
			table.MaxRows)
	}
	if len(row.Cells) > table.MaxColumns {
		return fmt.Errorf("row %d has more columns than the %d that a sheet holds", row.Num, table.MaxColumns)
	}
	if err := c.marked(row.Num); err != nil {
		return err
	}
	c.out = c.out[:0]
	for _, cell := range row.Cells {
		if cell.Text == "" {
			c.out = append(c.out, nil)
			continue
		}
		if len(cell.Text) > table.MaxCellText && len(utf16.Encode([]rune(cell.Text))) > table.MaxCellText {
			c.cut++
		}
		c.out = append(c.out, excelize.Cell{StyleID: c.textStyle, Value: cell.Text})
	}
	return c.write(row.Num)
}

// marked writes the marks on rows before a row.
func (c *csvCopy) marked(before int) error {
	for len(c.marks) > 0 && c.marks[0].row < before {
		c.out = c.out[:0]
		if err := c.write(c.marks[0].row); err != nil {
			return err
		}
	}
	return nil
}

// write fills the marked cells of the row in c.out and writes it.
func (c *csvCopy) write(row int) error {
	for ; len(c.marks) > 0 && c.marks[0].row == row; c.marks = c.marks[1:] {
		m := c.marks[0]
		for len(c.out) < m.col {
			c.out = append(c.out, nil)
		}
		style, err := c.b.filled(c.textStyle, m.severity())
		if err != nil {
			return err
		}
		cell, _ := c.out[m.col-1].(excelize.Cell)
		cell.StyleID = style
		c.out[m.col-1] = cell
	}
	at, err := excelize.CoordinatesToCellName(1, row)
	if err != nil {
		return err
	}
	return c.w.SetRow(at, c.out)
}

// sheetName makes a name that Excel allows of a file's: at most 31 UTF-16 units, without []:*?/\
// and control characters, no apostrophe at its ends, and not History, which Excel keeps to itself.
func sheetName(path string) string {
	name := strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\`, r) || unicode.IsControl(r) || r == unicode.ReplacementChar {
			return '_'
		}
		return r
	}, table.WithoutTextEnding(filepath.Base(path)))
	units := 0
	for i, r := range name {
		if units += utf16.RuneLen(r); units > 31 {
			name = name[:i]
			break
		}
	}
	name = cmp.Or(strings.Trim(name, "' "), "Export")
	if strings.EqualFold(name, "History") {
		name += "_"
	}
	return name
}
