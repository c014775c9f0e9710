package workbook

import (
	"archive/zip"
	"bytes"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"picreport/ingest/contact"
	"picreport/ingest/contact/contacttest"
	"picreport/report"
)

var out = flag.String("out", "", "write the workbook of the sample into this file, to look at")

// sample are figures of three quarters, 2024Q1 (March alone) to 2024Q3, in which labels try to be
// formulas.
func sample(t testing.TB) *report.Figures {
	t.Helper()
	data, err := os.ReadFile("../../templates/words.en.yaml")
	if err != nil {
		t.Fatal(err)
	}
	words, err := report.ParseWords("words.en.yaml", data)
	if err != nil {
		t.Fatal(err)
	}
	o := report.Options{
		Program:   report.Program{Name: "=Partners in Care"},
		Inception: contact.MakeDate(2024, time.March, 1),
		Genders:   []report.Gender{{Label: "Male", Always: true}, {Label: "Female", Always: true}},
		Sources:   []report.Source{{Label: "=1+1"}, {Label: "@SUM(A1)"}, {Label: "Calls for service"}},
		Services:  []string{"+cmd|' /C calc'!A0", "De-escalation"},
		Words:     words,
	}
	a := report.NewAggregator(contact.MakeQuarter(2024, 3), o)
	made := contacttest.New()
	for i, n := range []int{5, 87, 115} {
		for k := range n {
			a.Add(made.Contact(contacttest.Row{
				Client: fmt.Sprint(i, "-", k), Date: contact.MakeDate(2024, time.Month(3*i+3), 1),
				Gender: o.Genders[k%2].Label, Source: o.Sources[k%3].Label, Services: o.Services[:k%3],
				Age: contact.Age{Low: int16(k), High: int16(k), Known: k%9 > 0},
			}))
		}
	}
	f, err := a.Figures()
	if err != nil {
		t.Fatal(err)
	}
	f.Clients.CarriedOver, f.Clients.Served = 13, 128
	f.Data = report.Data{Rows: 1402, Contacts: 1380, Roster: 1, Rejected: 3, Duplicates: 18}
	return &f
}

func write(t testing.TB, f *report.Figures) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, f, Options{Date: time.Date(2024, 10, 8, 9, 0, 0, 0, time.UTC)}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func open(t testing.TB, data []byte) *excelize.File {
	t.Helper()
	book, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { book.Close() })
	return book
}

// rows reads a sheet, as Excel shows it or, raw, as the file holds it.
func rows(t testing.TB, book *excelize.File, sheet string, raw bool) [][]string {
	t.Helper()
	r, err := book.GetRows(sheet, excelize.Options{RawCellValue: raw})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestSheets(t *testing.T) {
	f := sample(t)
	data := write(t, f)
	if *out != "" {
		if err := os.WriteFile(*out, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	book := open(t, data)
	if diff := cmp.Diff(
		[]string{"Figures", "New by quarter", "Demographics", "Sources", "Services"}, book.GetSheetList(),
	); diff != "" {
		t.Fatalf("sheets (-want +got):\n%s", diff)
	}
	want := [][]string{
		{"Figure", "Value"},
		{"Program", "=Partners in Care"},
		{"Quarter", "2024Q3"},
		{"Period", "July–September 2024"},
		{"First day", "2024-07-01"},
		{"Last day", "2024-09-30"},
		{"Partial quarter", "FALSE"},
		{"Inception", "2024-03"},
		{"Individuals served since inception", "207"},
		{"Individuals served", "128"},
		{"New clients", "115"},
		{"Carried-over clients", "13"},
		{"Previous quarter", "2024Q2"},
		{"New clients in the previous quarter", "87"},
		{"Change in new clients", "32%"},
		{"Change in new clients, exact", "32.18%"},
		{"Contacts", "115"},
		{"Rows read", "1,402"},
		{"Contacts read", "1,380"},
		{"Roster rows read", "1"},
		{"Rows left out", "3"},
		{"Duplicate rows", "18"},
	}
	if diff := cmp.Diff(want, rows(t, book, "Figures", false)); diff != "" {
		t.Errorf("figures (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([][]string{
		{"Quarter", "Period", "Partial quarter", "New clients"},
		{"2024Q1", "March 2024", "TRUE", "5"},
		{"2024Q2", "April–June 2024", "FALSE", "87"},
		{"2024Q3", "July–September 2024", "FALSE", "115"},
	}, rows(t, book, "New by quarter", false)); diff != "" {
		t.Errorf("new by quarter (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([][]string{
		{"Source", "Contacts"}, {"=1+1", "39"}, {"@SUM(A1)", "38"}, {"Calls for service", "38"},
	}, rows(t, book, "Sources", true)); diff != "" {
		t.Errorf("sources (-want +got):\n%s", diff)
	}
}

// TestSums adds up what the sheets hold: each is a whole of the figures.
func TestSums(t *testing.T) {
	f := sample(t)
	book := open(t, write(t, f))
	sum := func(sheet, first string, column int) int {
		total := 0
		for _, r := range rows(t, book, sheet, true)[1:] {
			n := 0
			if _, err := fmt.Sscan(r[column], &n); err != nil {
				t.Errorf("%s: %q is no number", sheet, r[column])
			}
			if first == "" || r[0] == first {
				total += n
			}
		}
		return total
	}
	for _, c := range []struct {
		sheet, first string
		column, want int
	}{
		{"New by quarter", "", 3, 207},
		{"Demographics", "Gender", 3, 115},
		{"Demographics", "Age", 3, 115},
		{"Sources", "", 1, 115},
		{"Services", "", 1, 38 + 2*38}, // one service at every third contact, two at another third
	} {
		if got := sum(c.sheet, c.first, c.column); got != c.want {
			t.Errorf("%s %s: the sum is %d, not %d", c.sheet, c.first, got, c.want)
		}
	}
}

// TestTypes holds numbers to being numbers and text to being text, never a formula.
func TestTypes(t *testing.T) {
	book := open(t, write(t, sample(t)))
	for _, c := range []struct {
		sheet, cell string
		want        excelize.CellType
	}{
		{"Figures", "B2", excelize.CellTypeSharedString},
		{"Figures", "B5", excelize.CellTypeUnset}, // a number: the type that a cell has without saying so
		{"Figures", "B9", excelize.CellTypeUnset},
		{"New by quarter", "C2", excelize.CellTypeBool},
		{"New by quarter", "D2", excelize.CellTypeUnset},
		{"Sources", "A2", excelize.CellTypeSharedString},
		{"Services", "A2", excelize.CellTypeSharedString},
	} {
		if got, err := book.GetCellType(c.sheet, c.cell); err != nil || got != c.want {
			t.Errorf("%s!%s has the type %d, not %d (%v)", c.sheet, c.cell, got, c.want, err)
		}
	}
	for _, sheet := range book.GetSheetList() {
		for r, row := range rows(t, book, sheet, true) {
			for c := range row {
				if formula, _ := book.GetCellFormula(sheet, cell(c+1, r+1)); formula != "" {
					t.Errorf("%s!%s is the formula %q", sheet, cell(c+1, r+1), formula)
				}
			}
		}
		if panes, err := book.GetPanes(sheet); err != nil || !panes.Freeze || panes.YSplit != 1 {
			t.Errorf("%s: the header is not frozen", sheet)
		}
	}
}

// parts are the files within a workbook.
func parts(t testing.TB, data []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		all[f.Name] = string(b)
	}
	return all
}

func TestCharts(t *testing.T) {
	all := parts(t, write(t, sample(t)))
	for i, want := range []struct{ title, kind, alt, labels, values string }{
		{
			"New clients by quarter", `<barDir val="bar">`, "B2:D4",
			"'New by quarter'!$B$2:$B$4", "'New by quarter'!$D$2:$D$4",
		},
		{"New clients by age", `<barDir val="col">`, "B4:D9", "'Demographics'!$B$4:$B$9", "'Demographics'!$D$4:$D$9"},
		{"Contacts by source", `<barDir val="bar">`, "A2:B4", "'Sources'!$A$2:$A$4", "'Sources'!$B$2:$B$4"},
		{"Contacts by service", `<barDir val="bar">`, "A2:B3", "'Services'!$A$2:$A$3", "'Services'!$B$2:$B$3"},
	} {
		chart := strings.ReplaceAll(all[fmt.Sprintf("xl/charts/chart%d.xml", i+1)], "&#39;", "'")
		for _, part := range []string{
			">" + want.title + "<", want.kind, `<min val="0">`,
			"<f>" + want.labels + "</f>", "<f>" + want.values + "</f>",
		} {
			if !strings.Contains(chart, part) {
				t.Errorf("chart %q has no %q", want.title, part)
			}
		}
		alt := `descr="` + want.title + ": a bar chart of the numbers in cells " + want.alt + ` of this sheet."`
		if drawing := all[fmt.Sprintf("xl/drawings/drawing%d.xml", i+1)]; !strings.Contains(drawing, alt) {
			t.Errorf("chart %q has no alt text %q", want.title, alt)
		}
	}
}

// TestEmpty writes a quarter without a contact: headers alone, and no chart of nothing.
func TestEmpty(t *testing.T) {
	f := sample(t)
	f.Contacts, f.ChangeInNew = report.ContactCounts{}, nil
	data := write(t, f)
	if got := rows(t, open(t, data), "Sources", false); len(got) != 1 {
		t.Errorf("%d rows of sources, not the header alone", len(got))
	}
	if _, ok := parts(t, data)["xl/charts/chart3.xml"]; ok {
		t.Error("a chart of nothing was drawn")
	}
	for row, label := range map[int]string{15: "Change in new clients", 17: "Contacts"} {
		if got := rows(t, open(t, data), "Figures", false)[row-1][0]; got != label {
			t.Errorf("row %d is %q, not %q", row, got, label)
		}
	}
}

// TestPartialBefore leaves the whole percentage out after a partial quarter, as the text does.
func TestPartialBefore(t *testing.T) {
	f := sample(t)
	f.ChangeInNew.Percent = nil
	got := rows(t, open(t, write(t, f)), "Figures", false)
	if diff := cmp.Diff(
		[][]string{{"Change in new clients"}, {"Change in new clients, exact", "32.18%"}}, got[14:16],
	); diff != "" {
		t.Errorf("change (-want +got):\n%s", diff)
	}
}

func TestSameBytes(t *testing.T) {
	f := sample(t)
	first := write(t, f)
	for range 5 {
		if !bytes.Equal(first, write(t, f)) {
			t.Fatal("the same figures give other bytes")
		}
	}
	props, err := open(t, first).GetDocProps()
	if err != nil {
		t.Fatal(err)
	}
	if props.Title != "=Partners in Care – Figures, July–September 2024" ||
		props.Created != "2024-10-08T09:00:00Z" ||
		props.Modified != props.Created {
		t.Errorf("properties: %+v", props)
	}
	var b bytes.Buffer
	if err := Write(&b, f, Options{}); err != nil {
		t.Fatal(err)
	}
	if props, err := open(t, b.Bytes()).GetDocProps(); err != nil || props.Created != "2024-09-30T00:00:00Z" {
		t.Errorf("without a date: created %q (%v)", props.Created, err)
	}
}
