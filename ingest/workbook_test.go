package ingest_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"picreport/ingest"
)

func TestWorkbook(t *testing.T) {
	build := func(date1904 bool) []file {
		return book(func(f *excelize.File) {
			must(f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &date1904}))
			serial := 45474 // 2024-07-01
			if date1904 {
				serial -= 1462
			}
			style, err := f.NewStyle(&excelize.Style{NumFmt: 14})
			must(err)
			sheet(f, "Sheet1", []any{"Quarterly export"}, nil, []any{"Client ID", "Contact Date", "Age"},
				[]any{1023, serial, 34}, []any{"1023", serial + 1, "34"}, []any{1023, 20240703}, []any{"Total", 3})
			must(f.SetCellStyle("Sheet1", "B4", "B4", style))
			sheet(f, "People", []any{"Client ID", "Sex"}, []any{1023, "F"})
		})
	}
	for _, date1904 := range []bool{false, true} {
		contacts, sum := readFiles(t, options(), build(date1904))
		want := []string{",1023,,,Female,,", ",1023,2024-07-01,,,,", ",1023,2024-07-02,,,,", ",1023,2024-07-03,,,,"}
		got := lines(contacts)
		slices.Sort(got)
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("1904 %t: %s", date1904, d)
		}
		if d := cmp.Diff([]string{"date-serial B5", "total-row "}, codes(sum)); d != "" {
			t.Errorf("1904 %t: %s", date1904, d)
		}
		e := sum.Exports[0]
		if e.Rows != 4 || e.Contacts != 3 || e.Roster != 1 || e.Size == 0 || len(e.SHA256) != 64 {
			t.Errorf("export %+v", e)
		}
	}
}

func TestCellKinds(t *testing.T) {
	_, sum := readFiles(t, options(), book(func(f *excelize.File) {
		day, err := f.NewStyle(&excelize.Style{NumFmt: 14})
		must(err)
		clock, err := f.NewStyle(&excelize.Style{NumFmt: 20})
		must(err)
		sheet(f, "Sheet1", []any{"Client ID", "Contact Date", "Age", "DOB", "Sex"},
			[]any{"A1", 45474.75, 45577, 20000, "M"}, []any{"A2", 0.5, 34, 50, "M"}, []any{"A3", true, true, true, true}, []any{"A4", 7, 34.0, "x", 1},
			[]any{"A5", "45474", "34", "unknown", "#N/A"}, []any{"A6", "#N/A", "unk", "2/29/2023", nil})
		must(f.SetCellStyle("Sheet1", "B2", "D2", day))
		must(f.SetCellStyle("Sheet1", "B3", "B3", clock))
	}))
	want := []string{
		"age-unreadable C2", "contact-date-unreadable B3", "date-serial D3", "birth-date-implausible D3", "contact-date-unreadable B4",
		"age-unreadable C4", "birth-date-unreadable D4", "gender-unknown E4", "contact-date-unreadable B5", "birth-date-unreadable D5", "gender-unknown E5",
		"date-serial B6", "values-not-reported D6", "error-cell E6", "error-cell-needed B7", "values-not-reported C7", "birth-date-unreadable D7",
	}
	if d := cmp.Diff(want, codes(sum)); d != "" {
		t.Error(d)
	}
	checkExports(t, sum)
}

func TestSheets(t *testing.T) {
	contactRows := [][]any{{"Client ID", "Contact Date"}, {"A1", "2024-07-01"}}
	files := book(func(f *excelize.File) {
		sheet(f, "Sheet1", []any{"Read me"})
		sheet(f, "Old", append(slices.Clone(contactRows), []any{"A9", "2024-07-09"})...)
		must(f.SetSheetVisible("Old", false))
		sheet(f, "Contacts", contactRows...)
		sheet(f, "Roster", []any{"Client ID", "Sex"}, []any{"A1", "M"}, []any{"A1", "F"})
		sheet(f, "Visits", []any{"Client ID", "Sex", "Day seen"}, []any{"A1", "M", "2024-07-02"})
	})
	tests := []struct {
		sheet, contacts string
		codes           []string
	}{
		{"", ",a1,,,Male,,|,a1,,,Female,,|,a1,2024-07-01,,,,", []string{"sheet-not-read ", "sheet-contacts-not-read ", "roster-client-twice A3", "client-genders B3", "sheet-not-read "}},
		{"contacts", ",a1,2024-07-01,,,,", nil},
		{"Old", ",a1,2024-07-01,,,,|,a9,2024-07-09,,,,", []string{"sheet-hidden "}},
		{"Visits", "", []string{"column-missing "}},
		{"Contact", "", []string{"sheet-unknown "}},
	}
	for _, tt := range tests {
		t.Run(tt.sheet, func(t *testing.T) {
			contacts, sum := readFiles(t, with(func(o *ingest.Options) { o.Sheet = tt.sheet }), files)
			if got := strings.Join(lines(contacts), "|"); got != tt.contacts {
				t.Errorf("contacts %s, want %s", got, tt.contacts)
			}
			if d := cmp.Diff(tt.codes, codes(sum)); d != "" {
				t.Error(d)
			}
		})
	}
}
