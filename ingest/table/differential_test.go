package table

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// Every workbook that excelize writes reads cell for cell as excelize reads it, raw.
func TestXLSXDifferential(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 4))
	for n := range 12 {
		f := excelize.NewFile()
		date, _ := f.NewStyle(&excelize.Style{NumFmt: 14})
		for row := 1; row <= 60; row++ {
			for col := 1; col <= 1+rnd.IntN(30); col++ {
				ref, _ := excelize.CoordinatesToCellName(col, row)
				var v any
				switch rnd.IntN(9) {
				case 0:
					continue
				case 1:
					v = rnd.IntN(1e6)
				case 2:
					v = rnd.Float64() * 1000
				case 3:
					v = rnd.IntN(2) == 0
				case 4:
					v = time.Date(2024, 1, 1+rnd.IntN(400), 0, 0, 0, 0, time.UTC)
				case 5:
					v = fmt.Sprintf("<text & \"%d\"> _x000D_ \t é😀 ", rnd.IntN(40))
				case 6:
					v = "00" + fmt.Sprint(rnd.IntN(100))
				case 7:
					_ = f.SetCellRichText("Sheet1", ref, []excelize.RichTextRun{{Text: "a "}, {Text: "b"}})
					continue
				case 8:
					v = strings.Repeat("long ", rnd.IntN(50))
				}
				_ = f.SetCellValue("Sheet1", ref, v)
				if _, ok := v.(time.Time); ok {
					_ = f.SetCellStyle("Sheet1", ref, ref, date)
				}
			}
		}
		compareToExcelize(t, fmt.Sprint("workbook ", n), saved(t, f))
	}
}

func TestTestdataDifferential(t *testing.T) {
	paths, err := filepath.Glob("../../testdata/*.xlsx")
	if err != nil || len(paths) == 0 {
		t.Fatal("no workbooks: ", err)
	}
	for _, path := range paths {
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.HasPrefix(raw, []byte("PK")) {
			compareToExcelize(t, path, raw)
		}
	}
}

// compareToExcelize reads a workbook both ways.
func compareToExcelize(t *testing.T, name string, raw []byte) {
	t.Helper()
	x, err := excelize.OpenReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	f := openBook(t, raw, Options{})
	for i, sheet := range f.Sheets() {
		want, err := x.GetRows(sheet.Name, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		merged := mergedCells(t, x, sheet.Name)
		for row, err := range f.Rows(t.Context(), i) {
			if err != nil {
				t.Fatal(err)
			}
			for col, c := range row.Cells {
				w := ""
				if row.Num <= len(want) && col < len(want[row.Num-1]) {
					w = want[row.Num-1][col]
				}
				if merged[fmt.Sprint(ColumnName(col), row.Num)] {
					continue
				}
				if got := rawText(t, c); got != digits15(w, c.Kind) {
					t.Errorf("%s: %s!%s%d is %q, excelize has %q", name, sheet.Name, ColumnName(col), row.Num, got, w)
				}
			}
			if row.Num <= len(want) {
				for _, w := range want[row.Num-1][min(len(row.Cells), len(want[row.Num-1])):] {
					if w != "" {
						t.Errorf("%s: %s row %d: excelize has more: %q", name, sheet.Name, row.Num, w)
					}
				}
				want[row.Num-1] = nil
			}
		}
		for n, left := range want {
			if strings.TrimSpace(strings.Join(left, "")) != "" {
				t.Errorf("%s: %s row %d was not read: %q", name, sheet.Name, n+1, left)
			}
		}
	}
}

// mergedCells returns the cells of merged ranges, whose values are filled in on purpose.
func mergedCells(t *testing.T, x *excelize.File, sheet string) map[string]bool {
	t.Helper()
	ranges, err := x.GetMergeCells(sheet)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	for _, r := range ranges {
		col, top, _ := cellOf(r.GetStartAxis())
		_, bottom, _ := cellOf(r.GetEndAxis())
		for row := top + 1; row <= bottom; row++ {
			found[fmt.Sprint(ColumnName(col), row)] = true
		}
	}
	return found
}

// rawText is a cell as excelize's raw values have it.
func rawText(t *testing.T, c Cell) string {
	switch c.Kind {
	case Bool:
		return map[string]string{"TRUE": "1", "FALSE": "0"}[c.Text]
	case Number:
		return digits15(c.Text, Number)
	case Date:
		d, err := time.Parse(time.DateOnly, c.Text)
		if err != nil {
			t.Fatal(err)
		}
		return fmt.Sprint(int(d.Sub(from1900).Hours() / 24))
	}
	return c.Text
}

// digits15 brings a number to the fifteen digits that excelize gives.
func digits15(s string, kind Kind) string {
	f, err := strconv.ParseFloat(s, 64)
	if kind != Number || err != nil {
		return s
	}
	return strconv.FormatFloat(f, 'g', 15, 64)
}
