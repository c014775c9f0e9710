package annotate

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"picreport/ingest/finding"
)

func TestCSV(t *testing.T) {
	path := saveText(t, "contacts [2024].csv", "sep=;\r\nClient ID;Date;Note\r\n007;2024-07-01;\"two\nlines\"\r\n\r\n  C-2 ;;_x0041_\r\n")
	row := at("row-width", finding.Warning, "", "")
	row.Row = 5
	blank := at("blank", finding.Info, "", "E4")
	f := write(t, path, []finding.Finding{at("contact-date-future", finding.Error, "", "B3"), row, blank}, Options{Date: date})
	const sheet = "contacts _2024_"
	want := map[string]string{
		"A2": "Client ID", "B2": "Date", "C2": "Note",
		"A3": "007", "B3": "2024-07-01", "C3": "two\nlines",
		"A5": "  C-2 ", "B5": "", "C5": "_x0041_", "E4": "",
	}
	got := map[string]string{}
	for cell := range want {
		got[cell] = must[string](t)(f.GetCellValue(sheet, cell))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("cells (-want +got):\n%s", diff)
	}
	for cell, want := range map[string]string{"B3": "FFC7CE", "A5": "FFEB9C", "E4": "DDEBF7", "A3": ""} {
		if got := fillAt(t, f, sheet, cell); got != want {
			t.Errorf("fill of %s is %q, want %q", cell, got, want)
		}
	}
	wantComments := map[string]string{
		"B3": "Error: The contact-date-future\nMend the contact-date-future", "A5": "Warning: The row-width\nMend the row-width",
		"E4": "Info: The blank\nMend the blank",
	}
	if diff := cmp.Diff(wantComments, comments(t, f, sheet)); diff != "" {
		t.Errorf("comments (-want +got):\n%s", diff)
	}
	if _, link, _ := f.GetCellHyperLink("Findings", "D2"); link != "'contacts _2024_'!B3" {
		t.Errorf("link is %q", link)
	}
	if p := must[*excelize.DocProperties](t)(f.GetDocProps()); p.Created != "2024-10-07T09:30:00Z" || p.Creator != "picreport" {
		t.Errorf("properties are %+v", p)
	}
}

// TestHostileValues: values that a spreadsheet would run, or change, stay the text that they are.
func TestHostileValues(t *testing.T) {
	values := []string{"=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "007", "1e5", "TRUE", "=HYPERLINK(\"http://x\")", "<b>&amp;", "#N/A"}
	text := "Client ID;Date\n"
	for _, v := range values {
		text += `"` + strings.ReplaceAll(v, `"`, `""`) + "\";2024-07-01\n"
	}
	path := saveText(t, "h.csv", text)
	one := at("age-unreadable", finding.Warning, "", "A2")
	one.Value, one.Message, one.Hint = "=1+1", "=2+2", "@x"
	raw := writeBytes(t, path, []finding.Finding{one}, Options{})
	f := must[*excelize.File](t)(excelize.OpenReader(bytes.NewReader(raw)))
	defer f.Close()
	for i, want := range values {
		cell := must[string](t)(excelize.CoordinatesToCellName(1, i+2))
		if got := must[string](t)(f.GetCellValue("h", cell)); got != want {
			t.Errorf("%s is %q, want %q", cell, got, want)
		}
		if kind := must[excelize.CellType](t)(f.GetCellType("h", cell)); kind != excelize.CellTypeInlineString {
			t.Errorf("%s has the type %v, want text", cell, kind)
		}
		if style := must[*excelize.Style](t)(f.GetStyle(must[int](t)(f.GetCellStyle("h", cell)))); style.NumFmt != 49 {
			t.Errorf("%s has the number format %d, want text", cell, style.NumFmt)
		}
	}
	for _, name := range []string{"xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"} {
		if bytes.Contains(part(t, f, name), []byte("<f>")) {
			t.Errorf("%s has a formula", name)
		}
	}
}

func TestControlCharactersAndLongValues(t *testing.T) {
	path := saveText(t, "c.csv", "Client ID,Date\nA\x01B,2024-07-01\n"+strings.Repeat("é", 40_000)+",2024-07-02\n")
	f := write(t, path, nil, Options{})
	if got := must[string](t)(f.GetCellValue("c", "A2")); got != "A\uFFFDB" {
		t.Errorf("A2 is %q", got)
	}
	if got := must[string](t)(f.GetCellValue("Findings", "F2")); !strings.HasPrefix(got, "1 value is longer than a cell can hold") {
		t.Errorf("the Findings sheet says %q of the value that was cut", got)
	}
}

func TestTooManyRows(t *testing.T) {
	path := saveText(t, "many.csv", "Client ID,Date\n"+strings.Repeat("\n", 1_048_575)+"C-1,2024-07-01\n")
	err := Write(t.Context(), new(bytes.Buffer), path, nil, Options{})
	if err == nil || !strings.Contains(err.Error(), "more rows than the 1048576 that a sheet holds") {
		t.Errorf("got %v", err)
	}
}

func TestSheetName(t *testing.T) {
	tests := map[string]string{
		"/data/contacts.csv":               "contacts",
		"contacts.CSV.GZ":                  "contacts",
		"a[b]c:d*e?f.csv":                  "a_b_c_d_e_f",
		"'quoted'.csv":                     "quoted",
		".csv":                             "Export",
		"history.csv":                      "history_",
		strings.Repeat("x", 40) + ".csv":   strings.Repeat("x", 31),
		strings.Repeat("x", 30) + "😀y.csv": strings.Repeat("x", 30),
		"2024.Q3 contacts.csv":             "2024.Q3 contacts",
	}
	for path, want := range tests {
		if got := sheetName(path); got != want {
			t.Errorf("sheetName(%q) = %q, want %q", path, got, want)
		}
	}
}
