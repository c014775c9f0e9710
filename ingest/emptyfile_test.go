package ingest

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"picreport/ingest/finding"
)

// A file is called empty only where it is: of any other it is said what it holds, and where it was
// looked.
func TestWhatAFileHolds(t *testing.T) {
	unknown := "Klient,Besuchstag\n1000,2024-07-01\n1001,2024-07-02\n"
	type tab struct{ name, csv string }
	tests := []struct {
		name  string
		tabs  []tab
		sheet string
		code  string
		says  []string
	}{
		{name: "empty", tabs: []tab{{"Contacts", ""}}, code: "file-empty", says: []string{"there is no row that holds anything"}},
		{name: "two empty sheets", tabs: []tab{{"A", ""}, {"B", ""}}, code: "file-empty"},
		{name: "a report date above unknown headers", tabs: []tab{{"Contacts", "2024-09-30\n" + unknown}}, code: "header-missing", says: []string{"the likeliest, row 2, has"}},
		{name: "dates and a title above unknown headers", tabs: []tab{{"Contacts", "Report,2024-09-30\n\n" + unknown}}, code: "header-missing", says: []string{"row 3"}},
		{name: "an empty cover, then unknown headers", tabs: []tab{{"Cover", ""}, {"Daten", unknown}}, code: "header-missing", says: []string{"Daten", "row 1"}},
		{name: "an empty sheet behind them", tabs: []tab{{"Daten", unknown}, {"Sheet2", ""}}, code: "header-missing", says: []string{"Daten"}},
		{name: "an empty cover that is asked for", tabs: []tab{{"Cover", ""}, {"Daten", unknown}}, sheet: "Cover", code: "header-missing", says: []string{`the sheet "Cover" holds nothing`}},
		{name: "dates alone", tabs: []tab{{"Contacts", "2024-09-30\n2024-10-01\n"}}, code: "header-missing", says: []string{"no text that may be a header", "row 1"}},
		{name: "headers from row 25 on", tabs: []tab{{"Contacts", strings.Repeat("\n", 24) + "Client ID,Date\nA1,2024-07-01\n"}}, code: "header-missing", says: []string{"the first 20 rows are blank", "row 25"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := excelize.NewFile()
			for i, tab := range tt.tabs {
				if i == 0 {
					_ = f.SetSheetName("Sheet1", tab.name)
				} else if _, err := f.NewSheet(tab.name); err != nil {
					t.Fatal(err)
				}
				fillTab(t, f, tab.name, tab.csv)
			}
			var raw bytes.Buffer
			if err := f.Write(&raw); err != nil {
				t.Fatal(err)
			}
			o := Options{}
			if tt.sheet != "" {
				o.Sheets = []string{tt.sheet}
			}
			all := stopsOf(t, raw.Bytes(), o)
			if len(all) != 1 || all[0].Code != tt.code {
				t.Fatalf("findings %+v", all)
			}
			said := all[0].Sheet + ": " + all[0].Message
			for _, want := range tt.says {
				if !strings.Contains(said, want) {
					t.Errorf("%q does not say %q", said, want)
				}
			}
		})
	}
}

// fillTab writes a table into a sheet: dates as dates, the rest as text.
func fillTab(t *testing.T, f *excelize.File, sheet, csv string) {
	t.Helper()
	day, err := f.NewStyle(&excelize.Style{NumFmt: 14})
	if err != nil {
		t.Fatal(err)
	}
	for r, line := range strings.Split(csv, "\n") {
		for c, text := range strings.Split(line, ",") {
			if text == "" {
				continue
			}
			cell, _ := excelize.CoordinatesToCellName(c+1, r+1)
			if strings.HasPrefix(text, "2024-") {
				err = errors.Join(f.SetCellInt(sheet, cell, 45474), f.SetCellStyle(sheet, cell, cell, day))
			} else {
				err = f.SetCellStr(sheet, cell, text)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
}

// stopsOf reads a workbook and returns the findings that are errors.
func stopsOf(t *testing.T, raw []byte, o Options) []finding.Finding {
	t.Helper()
	r, err := NewReader(o)
	if err != nil {
		t.Fatal(err)
	}
	for _, err := range r.Read(t.Context(), []Input{{Name: "a.xlsx", Stdin: bytes.NewReader(raw)}}) {
		if err != nil {
			t.Fatal(err)
		}
	}
	var out []finding.Finding
	for _, f := range r.Summary().Findings {
		if f.Severity == finding.Error {
			out = append(out, f)
		}
	}
	return out
}
