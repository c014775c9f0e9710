package annotate

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"picreport/ingest/finding"
)

var date = time.Date(2024, 10, 7, 9, 30, 0, 0, time.UTC)

// write annotates a file and opens the copy.
func write(t *testing.T, path string, findings []finding.Finding, o Options) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(writeBytes(t, path, findings, o)), excelize.Options{Password: o.Password})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

func writeBytes(t *testing.T, path string, findings []finding.Finding, o Options) []byte {
	t.Helper()
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := Write(t.Context(), &out, path, findings, o); err != nil {
		t.Fatal(err)
	}
	if after, _ := os.ReadFile(path); !bytes.Equal(before, after) {
		t.Error("the source was changed")
	}
	return out.Bytes()
}

// must stops a test at an error of its own making.
func must[T any](t *testing.T) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func check(t *testing.T, errs ...error) {
	t.Helper()
	for _, err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
}

func save(t *testing.T, f *excelize.File, name string, o ...excelize.Options) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	check(t, f.SaveAs(path, o...), f.Close())
	return path
}

func saveText(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	check(t, os.WriteFile(path, []byte(text), 0o600))
	return path
}

// newBook is a workbook as an analyst would have it: a formatted header, dates, a formula, and a
// second sheet in front.
func newBook(t *testing.T) *excelize.File {
	t.Helper()
	f := excelize.NewFile()
	const sheet = "It's Q3"
	check(t, f.SetSheetName("Sheet1", sheet))
	check(t, f.SetSheetRow(sheet, "A1", &[]any{"Client ID", "Date", "Age", "Twice"}))
	check(t, f.SetSheetRow(sheet, "A2", &[]any{"C-1", 45500, 30}))
	check(t, f.SetSheetRow(sheet, "B3", &[]any{45501, 31}))
	check(t, f.SetCellFormula(sheet, "D2", "C2*2"))
	head := must[int](t)(f.NewStyle(&excelize.Style{
		Font: &excelize.Font{Bold: true, Color: "FFFFFF"}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"1F3864"}},
	}))
	custom := `dd"/"mmm"/"yyyy`
	day := must[int](t)(f.NewStyle(&excelize.Style{
		CustomNumFmt: &custom, Font: &excelize.Font{Italic: true, Family: "Georgia", Size: 13, Color: "7030A0"},
		Border:    []excelize.Border{{Type: "bottom", Style: 2, Color: "00B050"}},
		Alignment: &excelize.Alignment{Horizontal: "center", TextRotation: 15},
	}))
	check(t, f.SetCellStyle(sheet, "A1", "D1", head), f.SetCellStyle(sheet, "B2", "B3", day))
	must[int](t)(f.NewSheet("Notes"))
	f.SetActiveSheet(1)
	return f
}

func at(code string, severity finding.Severity, sheet, cell string) finding.Finding {
	f := finding.Finding{Code: code, Severity: severity, Sheet: sheet, Cell: cell, Message: "the " + code, Hint: "mend the " + code}
	if cell != "" {
		col, row, _ := excelize.CellNameToCoordinates(cell)
		f.Column, _ = excelize.ColumnNumberToName(col)
		f.Row = row
	}
	return f
}

// fillAt returns the fill colour of a cell, "" for none.
func fillAt(t *testing.T, f *excelize.File, sheet, cell string) string {
	t.Helper()
	style := must[*excelize.Style](t)(f.GetStyle(must[int](t)(f.GetCellStyle(sheet, cell))))
	if len(style.Fill.Color) == 0 {
		return ""
	}
	return style.Fill.Color[0]
}

// comments returns the texts of a sheet's comments by cell.
func comments(t *testing.T, f *excelize.File, sheet string) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, c := range must[[]excelize.Comment](t)(f.GetComments(sheet)) {
		text := c.Text
		for _, p := range c.Paragraph {
			text += p.Text
		}
		if _, twice := out[c.Cell]; twice {
			t.Errorf("%s has two comments", c.Cell)
		}
		out[c.Cell] = text
	}
	return out
}

func TestWorkbook(t *testing.T) {
	const sheet = "It's Q3"
	path := save(t, newBook(t), "contacts.xlsx")
	row := at("row-width", finding.Warning, sheet, "")
	row.Row = 3
	empty := at("total-row", finding.Info, sheet, "")
	empty.Row = 9
	f := write(t, path, []finding.Finding{
		at("file-oddity", finding.Info, "", ""),
		at("duplicate-header", finding.Warning, sheet, "D1"),
		at("date-serial", finding.Info, sheet, "B2"),
		at("contact-date-future", finding.Error, sheet, "B2"),
		at("age-out-of-range", finding.Warning, sheet, "D2"),
		row, empty,
		at("elsewhere", finding.Error, "Gone", "A1"),
	}, Options{Date: date})

	for cell, want := range map[string]string{"D1": "FFEB9C", "B2": "FFC7CE", "D2": "FFEB9C", "B3": "FFEB9C", "A9": "DDEBF7", "A2": ""} {
		if got := fillAt(t, f, sheet, cell); got != want {
			t.Errorf("fill of %s is %q, want %q", cell, got, want)
		}
	}
	want := map[string]string{
		"D1": "Warning: The duplicate-header\nMend the duplicate-header",
		"B2": "Error: The contact-date-future\nMend the contact-date-future\n\nInfo: The date-serial\nMend the date-serial",
		"D2": "Warning: The age-out-of-range\nMend the age-out-of-range",
		"B3": "Warning: The row-width\nMend the row-width",
		"A9": "Info: The total-row\nMend the total-row",
	}
	if diff := cmp.Diff(want, comments(t, f, sheet)); diff != "" {
		t.Errorf("comments (-want +got):\n%s", diff)
	}
	if got := must[string](t)(f.GetCellFormula(sheet, "D2")); got != "C2*2" {
		t.Errorf("formula is %q", got)
	}
	if got := f.GetSheetName(f.GetActiveSheetIndex()); got != "Notes" {
		t.Errorf("active sheet is %q", got)
	}
	if diff := cmp.Diff([]string{sheet, "Notes", "Findings"}, f.GetSheetList()); diff != "" {
		t.Errorf("sheets (-want +got):\n%s", diff)
	}
	if got := must[*excelize.DocProperties](t)(f.GetDocProps()).Modified; got != "2024-10-07T09:30:00Z" {
		t.Errorf("modified %s", got)
	}
}

func TestStylesKept(t *testing.T) {
	const sheet = "It's Q3"
	path := save(t, newBook(t), "contacts.xlsx")
	f := write(t, path, []finding.Finding{
		at("a", finding.Error, sheet, "B2"), at("b", finding.Warning, sheet, "A1"),
	}, Options{})
	source := must[*excelize.File](t)(excelize.OpenFile(path))
	defer source.Close()
	style := func(f *excelize.File, cell string) *excelize.Style {
		return must[*excelize.Style](t)(f.GetStyle(must[int](t)(f.GetCellStyle(sheet, cell))))
	}
	want := style(source, "B2")
	want.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"FFC7CE"}}
	if diff := cmp.Diff(want, style(f, "B2")); diff != "" {
		t.Errorf("style of B2 (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(style(source, "B3"), style(f, "B3")); diff != "" {
		t.Errorf("style of B3, which has no finding (-want +got):\n%s", diff)
	}
	if font := style(f, "A1").Font; !font.Bold || font.Color != "000000" {
		t.Errorf("white header on a light fill has the font %+v, want it bold and black", font)
	}
	if font := style(f, "C1").Font; font.Color != "FFFFFF" {
		t.Errorf("header without a finding has the font %+v", font)
	}
}

func TestFindingsSheet(t *testing.T) {
	const sheet = "It's Q3"
	src := newBook(t)
	must[int](t)(src.NewSheet("FINDINGS"))
	path := save(t, src, "contacts.xlsx")
	withValue := at("age-unreadable", finding.Warning, sheet, "C2")
	withValue.Field, withValue.Value = "age", "=1+1"
	column := finding.Finding{Code: "column-not-used", Severity: finding.Info, Sheet: sheet, Column: "D", Message: "unused"}
	f := write(t, path, []finding.Finding{column, withValue}, Options{})
	const list = "Findings (2)"
	want := [][]string{
		{"Severity", "Code", "Sheet", "Cell", "Field", "Message", "Hint", "Value"},
		{"Info", "column-not-used", sheet, "column D", "", "Unused"},
		{"Warning", "age-unreadable", sheet, "C2", "age", "The age-unreadable", "Mend the age-unreadable", "=1+1"},
	}
	if diff := cmp.Diff(want, must[[][]string](t)(f.GetRows(list))); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
	if formula := must[string](t)(f.GetCellFormula(list, "H3")); formula != "" {
		t.Errorf("the value became the formula %q", formula)
	}
	for row, want := range map[int]float64{2: 15, 3: 15} {
		if got := must[float64](t)(f.GetRowHeight(list, row)); got != want {
			t.Errorf("row %d of one line is %v points high", row, got)
		}
	}
	if linked, link, err := f.GetCellHyperLink(list, "D3"); !linked || link != "'It''s Q3'!C2" || err != nil {
		t.Errorf("link is %v %q, %v", linked, link, err)
	}
	if linked, _, _ := f.GetCellHyperLink(list, "D2"); linked {
		t.Error("a finding about a column has a link")
	}
	if p := must[excelize.Panes](t)(f.GetPanes(list)); !p.Freeze || p.YSplit != 1 {
		t.Errorf("panes are %+v", p)
	}
	if !bytes.Contains(part(t, f, "xl/worksheets/sheet4.xml"), []byte(`<autoFilter ref="$A$1:$H$3"`)) {
		t.Error("there is no autofilter over the list")
	}
	if style := must[*excelize.Style](t)(f.GetStyle(must[int](t)(f.GetCellStyle(list, "A1")))); !style.Font.Bold {
		t.Error("the header is not bold")
	}
}

// part returns a part of an opened workbook as it was stored.
func part(t *testing.T, f *excelize.File, name string) []byte {
	t.Helper()
	raw, ok := f.Pkg.Load(name)
	if !ok {
		t.Fatalf("there is no part %s", name)
	}
	return raw.([]byte)
}

func TestMergedCellsAndRowStyles(t *testing.T) {
	src := excelize.NewFile()
	check(t, src.SetCellStr("Sheet1", "A2", "C-1"), src.MergeCell("Sheet1", "A2", "A4"))
	bold := must[int](t)(src.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}}))
	check(t, src.SetRowStyle("Sheet1", 7, 7, bold))
	f := write(t, save(t, src, "m.xlsx"), []finding.Finding{
		at("a", finding.Error, "Sheet1", "A3"), at("b", finding.Info, "Sheet1", "A4"), at("c", finding.Info, "Sheet1", "B7"),
	}, Options{})
	if got := fillAt(t, f, "Sheet1", "A2"); got != "FFC7CE" {
		t.Errorf("the first cell of the merged range has the fill %q", got)
	}
	want := map[string]string{"A2": "Error: The a\nMend the a\n\nInfo: The b\nMend the b", "B7": "Info: The c\nMend the c"}
	if diff := cmp.Diff(want, comments(t, f, "Sheet1")); diff != "" {
		t.Errorf("comments (-want +got):\n%s", diff)
	}
	if got := must[string](t)(f.GetCellValue("Findings", "D2")); got != "A3" {
		t.Errorf("the list names %s, want the finding's own cell", got)
	}
	if style := must[*excelize.Style](t)(f.GetStyle(must[int](t)(f.GetCellStyle("Sheet1", "B7")))); !style.Font.Bold {
		t.Error("the style of the row is lost")
	}
}

func TestSameBytes(t *testing.T) {
	findings := []finding.Finding{at("a", finding.Error, "It's Q3", "B2"), at("b", finding.Info, "It's Q3", "C3")}
	path := save(t, newBook(t), "contacts.xlsx")
	csv := saveText(t, "c.csv", "Client ID,Date\n007,2024-07-01\n")
	inCSV := []finding.Finding{at("a", finding.Error, "", "B2"), at("b", finding.Info, "", "A2")}
	for range 3 {
		if !bytes.Equal(writeBytes(t, path, findings, Options{Date: date}), writeBytes(t, path, findings, Options{Date: date})) {
			t.Fatal("two copies of a workbook differ")
		}
		if !bytes.Equal(writeBytes(t, csv, inCSV, Options{Date: date}), writeBytes(t, csv, inCSV, Options{Date: date})) {
			t.Fatal("two copies of a CSV differ")
		}
	}
}

func TestPassword(t *testing.T) {
	found := []finding.Finding{at("a", finding.Error, "It's Q3", "B2")}
	locked := save(t, newBook(t), "locked.xlsx", excelize.Options{Password: "s3cret"})
	copied := writeBytes(t, locked, found, Options{Password: "s3cret"})
	if bytes.HasPrefix(copied, []byte("PK")) {
		t.Fatal("the copy of an encrypted workbook is not encrypted")
	}
	f := write(t, locked, found, Options{Password: "s3cret"})
	if got := fillAt(t, f, "It's Q3", "B2"); got != "FFC7CE" {
		t.Errorf("fill is %q", got)
	}
	plain := save(t, newBook(t), "plain.xlsx")
	if !bytes.HasPrefix(writeBytes(t, plain, found, Options{Password: "s3cret"}), []byte("PK")) {
		t.Error("the copy of a plain workbook is encrypted")
	}
	var out bytes.Buffer
	err := Write(t.Context(), &out, locked, found, Options{Password: "wrong"})
	if err == nil || !strings.Contains(err.Error(), "the password does not open the workbook") || out.Len() > 0 {
		t.Errorf("wrong password: %v, %d bytes", err, out.Len())
	}
}

func TestErrors(t *testing.T) {
	macros := newBook(t)
	check(t, macros.AddVBAProject(vbaProject()))
	withMacros := save(t, macros, "m.xlsm")
	plain := save(t, newBook(t), "p.xlsx")
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	found := []finding.Finding{at("a", finding.Error, "It's Q3", "B2")}
	tests := []struct {
		name string
		ctx  context.Context
		path string
		o    Options
		want string
	}{
		{"missing", t.Context(), "no-such.xlsx", Options{}, "annotate no-such.xlsx: there is no such file"},
		{"macros", t.Context(), withMacros, Options{Name: "out.xlsx"}, "ends in .xlsm"},
		{"no macros", t.Context(), plain, Options{Name: "out.XLSM"}, "ends in .xlsx"},
		{"cancelled", cancelled, plain, Options{}, "context canceled"},
		{"html", t.Context(), saveText(t, "x.xlsx", "<html><table></table></html>"), Options{}, "HTML"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var out bytes.Buffer
			err := Write(tt.ctx, &out, tt.path, found, tt.o)
			if err == nil || !strings.Contains(err.Error(), tt.want) || out.Len() > 0 {
				t.Errorf("got %v and %d bytes, want an error with %q", err, out.Len(), tt.want)
			}
		})
	}
	f := write(t, withMacros, found, Options{Name: "out.xlsm"})
	if !bytes.Contains(part(t, f, contentTypes), []byte("macroEnabled")) || part(t, f, "xl/vbaProject.bin") == nil {
		t.Error("the copy lost its macros")
	}
}

func TestRecovered(t *testing.T) {
	err := func() (err error) {
		defer recovered(&err, "odd.xlsx")
		var none []int
		return fmt.Errorf("%d", none[len(t.Name())])
	}()
	if err == nil || !strings.HasPrefix(err.Error(), "annotate odd.xlsx: the workbook has parts that cannot be copied") {
		t.Errorf("a panic became %v", err)
	}
}

// vbaProject is the head of an OLE file, which is all that excelize looks at.
func vbaProject() []byte {
	return append([]byte{0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1}, make([]byte, 512)...)
}

func TestAcceptedFindings(t *testing.T) {
	src := newBook(t)
	path := save(t, src, "contacts.xlsx")
	sheet := src.GetSheetList()[0]
	looked := at("gender-unknown", finding.Warning, sheet, "C2")
	looked.Accepted = true
	beside := at("age-unreadable", finding.Info, sheet, "C2")
	open := at("gender-unknown", finding.Warning, sheet, "C3")
	f := write(t, path, []finding.Finding{beside, looked, open}, Options{})
	rows := must[[][]string](t)(f.GetRows("Findings"))
	if rows[2][0] != "Accepted" || rows[3][0] != "Warning" {
		t.Errorf("the list shows %q and %q, want Accepted and Warning", rows[2][0], rows[3][0])
	}
	fill := func(cell string) string {
		style := must[*excelize.Style](t)(f.GetStyle(must[int](t)(f.GetCellStyle(sheet, cell))))
		return strings.Join(style.Fill.Color, "")
	}
	if got, open := fill("C2"), fill("C3"); got == open || !strings.HasSuffix(got, fillColor(finding.Info)) {
		t.Errorf("the accepted cell has the fill %q, the other %q", got, open)
	}
	text := comments(t, f, sheet)["C2"]
	if at := strings.Index(text, "Accepted: "); at < 0 || at > strings.Index(text, "Info: ") {
		t.Errorf("the comment is %q", text)
	}
}

func TestCellsOfOneFinding(t *testing.T) {
	src := newBook(t)
	must[int](t)(src.NewSheet("B!2"))
	path := save(t, src, "contacts.xlsx")
	sheet := src.GetSheetList()[0]
	f := at("gender-unknown", finding.Warning, sheet, "C2")
	f.File, f.Cells = "contacts.xlsx", []string{"C2", "C5", "contacts.xlsx:B!2!D7", "b.xlsx:C9"}
	out := write(t, path, []finding.Finding{f}, Options{})
	for on, want := range map[string][]string{sheet: {"C2", "C5"}, "B!2": {"D7"}} {
		var got []string
		for cell := range comments(t, out, on) {
			got = append(got, cell)
		}
		slices.Sort(got)
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s: %s", on, d)
		}
	}
}
