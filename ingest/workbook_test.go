package ingest_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"picreport/ingest"
	"picreport/ingest/dedup"
	"picreport/ingest/finding"
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
		sheets   []string
		contacts string
		codes    []string
	}{
		{nil, "", []string{"sheets-with-contacts "}},
		{
			[]string{"*"},
			",a1,,,Male,,|,a1,,,Female,,|,a1,2024-07-01,,,,|,a9,2024-07-09,,,,|,a1,2024-07-01,,,,",
			[]string{"sheet-not-read ", "sheet-hidden ", "client-not-in-roster A3", "roster-client-twice A3", "client-genders B3", "sheet-contacts-not-read "},
		},
		{[]string{"contacts"}, ",a1,2024-07-01,,,,", nil},
		{[]string{"Old"}, ",a1,2024-07-01,,,,|,a9,2024-07-09,,,,", []string{"sheet-hidden "}},
		{[]string{"Roster", " contacts"}, ",a1,,,Male,,|,a1,,,Female,,|,a1,2024-07-01,,,,", []string{"roster-client-twice A3", "client-genders B3"}},
		{[]string{"Visits"}, "", []string{"column-missing "}},
		{[]string{"Contacts", "Visits"}, "", []string{"column-missing "}},
		{[]string{"Contact"}, "", []string{"sheet-unknown "}},
		{[]string{"Contacts", "Contact", "Ol"}, "", []string{"sheet-unknown ", "sheet-unknown "}},
	}
	for _, tt := range tests {
		t.Run(strings.Join(tt.sheets, "+"), func(t *testing.T) {
			contacts, sum := readFiles(t, with(func(o *ingest.Options) { o.Sheets = tt.sheets }), files)
			if got := strings.Join(lines(contacts), "|"); got != tt.contacts {
				t.Errorf("contacts %s, want %s", got, tt.contacts)
			}
			if d := cmp.Diff(tt.codes, codes(sum)); d != "" {
				t.Error(d)
			}
		})
	}
}

// Several sheets with contacts are asked for, and never chosen from: however they are told from
// sheets that hold something else.
func TestSheetsWithContacts(t *testing.T) {
	type tab struct {
		name string
		rows [][]any
	}
	july := tab{"July 2024", [][]any{{"Client ID", "Contact Date", "Sex"}, {"A1", "2024-07-01", "M"}, {"A2", "2024-07-02", "F"}}}
	august := tab{"August", [][]any{{"Client ID", "Contact Date", "Sex"}, {"A3", "2024-08-01", "M"}, {"A2", "2024-07-02", "F"}}}
	lookup := tab{"Lists", [][]any{{"Source", "Meaning"}, {"911", "Calls for service"}}}
	pivot := tab{"Pivot", [][]any{{"Row Labels", "Count of Client ID"}, {"M", 1}, {"F", 1}, {"Grand Total", 2}}}
	roster := tab{"People", [][]any{{"Client ID", "DOB"}, {"A1", "1990-01-01"}}}
	prepared := tab{"October", [][]any{{"Client ID", "Contact Date", "Sex"}}}
	otherHeader := tab{"September", [][]any{{"Client ID", "Day seen", "Sex"}, {"A4", "2024-09-01", "M"}}}
	otherHeaders := tab{"September", [][]any{{"Client No.", "When", "Gender"}, {"A4", "2024-09-01", "M"}}}
	intake := tab{"Intake", [][]any{{"Client", "Opened on", "DOB", "Housing", "County", "Sex"}, {"A1", "2024-07-01", "1990-01-01", "x", "y", "M"}}}
	noHeader := tab{"September", [][]any{{"A4", "2024-09-01", "M"}, {"A5", "2024-09-02", "M"}}}
	holidays := tab{"Holidays", [][]any{{"Holiday", "Day"}, {"Independence Day", "2024-07-04"}, {"Labor Day", "2024-09-02"}}}
	tests := []struct {
		name  string
		tabs  []tab
		all   bool
		stops string // the code
		rows  int    // contacts
	}{
		{name: "months", tabs: []tab{july, august}, stops: "sheets-with-contacts"},
		{name: "months, all", tabs: []tab{july, august}, all: true, rows: 4},
		{name: "one month", tabs: []tab{july, lookup, pivot, roster, holidays}, rows: 2},
		{name: "one month, all", tabs: []tab{lookup, july, pivot, roster, holidays}, all: true, rows: 2},
		{name: "a month prepared", tabs: []tab{prepared, july}, rows: 2},
		{name: "a month with another header", tabs: []tab{july, otherHeader}, stops: "sheets-with-contacts"},
		{name: "a month with another header, all", tabs: []tab{july, otherHeader}, all: true, stops: "column-missing"},
		{name: "a month with other headers of all fields", tabs: []tab{july, otherHeaders}, stops: "sheets-with-contacts"},
		{name: "intakes", tabs: []tab{july, intake}, rows: 2},
		{name: "a month without headers", tabs: []tab{july, noHeader}, stops: "sheets-with-contacts"},
		{name: "a month without headers, all", tabs: []tab{july, noHeader}, all: true, stops: "header-missing"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			files := book(func(f *excelize.File) {
				for _, tab := range tt.tabs {
					sheet(f, tab.name, tab.rows...)
				}
				must(f.DeleteSheet("Sheet1"))
			})
			o := options()
			if tt.all {
				o.Sheets = []string{"'*'"} // as the shell of Windows leaves it
			}
			_, sum := readFiles(t, o, files)
			var stops []string
			for _, f := range sum.Findings {
				if f.Severity == finding.Error {
					stops = append(stops, f.Code)
				}
			}
			if got := strings.Join(stops, " "); got != tt.stops || sum.Exports[0].Contacts != tt.rows {
				t.Errorf("stops %q with %d contacts, want %q, %d", got, sum.Exports[0].Contacts, tt.stops, tt.rows)
			}
		})
	}
}

// Without contact IDs the sheets of a workbook are exports of their own: a row that was copied from
// one to another counts once, and two equal rows of one sheet are two.
func TestEqualRowsOfSheets(t *testing.T) {
	files := book(func(f *excelize.File) {
		sheet(f, "Sheet1", []any{"Client ID", "Contact Date"}, []any{"A1", "2024-07-01"}, []any{"A1", "2024-07-01"}, []any{"A2", "2024-07-02"})
		sheet(f, "August", []any{"Client ID", "Contact Date"}, []any{"A1", "2024-07-01"}, []any{"A3", "2024-08-02"}, []any{"A4", "2024-08-03"})
	})
	r, err := ingest.NewReader(with(func(o *ingest.Options) { o.Sheets = []string{ingest.AllSheets} }))
	must(err)
	var got []string
	for c, err := range dedup.Merge(r.Read(context.Background(), inputs(t, files))).Contacts() {
		must(err)
		got = append(got, c.ClientID())
	}
	if d := cmp.Diff([]string{"a1", "a1", "a2", "a3", "a4"}, got); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]string{"same-contact-twice A3"}, codes(r.Summary())); d != "" {
		t.Error(d)
	}
}
