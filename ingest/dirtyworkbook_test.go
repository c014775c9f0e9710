package ingest_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"picreport/ingest"
	"picreport/ingest/annotate"
	"picreport/ingest/contact"
	"picreport/ingest/finding"
)

// dirtyHead are the headers of a newcomer's workbook.
var dirtyHead = []any{
	"Contact ID", "Client ID", "Contact Date", "Date of Birth", "Age", "Gender", "Source", "Services", "Date Entered", "Name",
}

// dirtyRow is a row of it, and what is wrong with it: a code at a cell, as the rules say and not as the reader does. A column that a row
// leaves out is as in a clean row.
type dirtyRow struct {
	cells  map[string]any // by column
	faults map[string]string
}

var dirtyRows = []dirtyRow{
	{map[string]any{"B": ""}, map[string]string{"B": "client-id-missing"}},
	{map[string]any{"B": "Unknown"}, map[string]string{"B": "client-id-missing"}},
	{map[string]any{"B": "John Doe"}, map[string]string{"B": "client-id-missing"}},
	{map[string]any{"B": "N/A"}, map[string]string{"B": "client-id-missing"}},
	{map[string]any{"B": 0}, map[string]string{"B": "client-id-missing"}},
	{map[string]any{"B": 9999999}, map[string]string{"B": "client-id-missing"}},
	{map[string]any{"B": true}, map[string]string{"B": "client-id-converted"}},
	{map[string]any{"B": "12-Mar"}, map[string]string{"B": "client-id-converted"}},
	{map[string]any{"B": "#N/A"}, map[string]string{"B": "error-cell-needed"}},
	{map[string]any{"B": "WPC-0001; WPC-0002"}, map[string]string{"B": "client-ids-in-one-cell"}},
	{map[string]any{"B": "wpc-0003 "}, map[string]string{"B": "client-id-spelling"}},
	{map[string]any{"B": "WPC0004"}, map[string]string{"B": "client-id-look-alike"}},
	{map[string]any{"C": ""}, map[string]string{"C": "contact-date-missing"}},
	{map[string]any{"C": "unknown"}, map[string]string{"C": "contact-date-missing"}},
	{map[string]any{"C": "July 2024"}, map[string]string{"C": "contact-date-ambiguous"}},
	{map[string]any{"C": "07/14"}, map[string]string{"C": "contact-date-ambiguous"}},
	{map[string]any{"C": "2024-13-01"}, map[string]string{"C": "contact-date-unreadable"}},
	{map[string]any{"C": "2024-02-30"}, map[string]string{"C": "contact-date-unreadable"}},
	{map[string]any{"C": "last Tuesday"}, map[string]string{"C": "contact-date-unreadable"}},
	{map[string]any{"C": "2025-07-01"}, map[string]string{"C": "contact-date-future"}},
	{map[string]any{"C": "2023-07-01"}, map[string]string{"C": "contact-date-before-inception"}},
	{map[string]any{"C": "0024-07-01"}, map[string]string{"C": "contact-date-before-inception"}},
	{map[string]any{"C": "#REF!"}, map[string]string{"C": "error-cell-needed"}},
	{map[string]any{"D": "1990"}, map[string]string{"D": "birth-date-unreadable"}},
	{map[string]any{"D": "spring 1990"}, map[string]string{"D": "birth-date-unreadable"}},
	{map[string]any{"D": "2090-01-01"}, map[string]string{"D": "birth-date-future"}},
	{map[string]any{"D": "2024-08-20"}, map[string]string{"D": "birth-date-after-contact"}},
	{map[string]any{"D": "1850-01-01"}, map[string]string{"D": "birth-date-implausible"}},
	{map[string]any{"C": "2024-07-09", "D": "2024-07-09"}, map[string]string{"D": "birth-date-of-entry"}},
	{map[string]any{"D": "", "E": "adult"}, map[string]string{"E": "age-unreadable"}},
	{map[string]any{"D": "", "E": "34M"}, map[string]string{"E": "age-unreadable"}},
	{map[string]any{"D": "", "E": 340}, map[string]string{"E": "age-out-of-range"}},
	{map[string]any{"D": "", "E": -4}, map[string]string{"E": "age-out-of-range"}},
	{map[string]any{"D": "", "E": "Under 18"}, map[string]string{"E": "age-group-in-no-band"}},
	{map[string]any{"E": 70}, map[string]string{"E": "age-birth-date-mismatch"}},
	{map[string]any{"D": "", "E": "#VALUE!"}, map[string]string{"E": "error-cell"}},
	{map[string]any{"F": "Purpel"}, map[string]string{"F": "gender-unknown"}},
	{map[string]any{"F": "Femal"}, map[string]string{"F": "gender-unknown"}},
	{map[string]any{"G": "Carrier pigeon"}, map[string]string{"G": "source-unknown"}},
	{map[string]any{"G": "Cals for service"}, map[string]string{"G": "source-unknown"}},
	{map[string]any{"H": "Magic"}, map[string]string{"H": "service-unknown"}},
	{map[string]any{"H": "De-escalation; Tea"}, map[string]string{"H": "service-unknown"}},
	{map[string]any{"I": "2024-07-01"}, map[string]string{"I": "recorded-before-contact"}},
	{map[string]any{"I": "whenever"}, map[string]string{"I": "recorded-on-unreadable"}},
	{map[string]any{"C": "2024-03-05", "I": "2024-09-30"}, map[string]string{"I": "entry-lag"}},
	{map[string]any{"K": "beyond the headers"}, map[string]string{"K": "row-width"}},
	{map[string]any{"A": "C-0002", "B": "WPC-0090", "C": "2024-08-15", "I": "2024-08-15"}, map[string]string{"A": "contact-id-two-contacts"}},
	{map[string]any{"B": "WPC-0005", "D": "1971-02-03"}, map[string]string{"D": "client-birth-dates"}},
	{map[string]any{"B": "WPC-0006", "F": "Male"}, map[string]string{"F": "client-genders"}},
	{map[string]any{"J": "Ana Roe 7", "D": "1980-01-08"}, map[string]string{"B": "person-two-ids"}},
}

// dirtyClean is how many clean rows come first.
const dirtyClean = 40

// fillDirty writes the workbook: clean rows, then one with each fault.
func fillDirty(f *excelize.File) {
	rows := [][]any{dirtyHead}
	for i := range dirtyClean {
		rows = append(rows, cleanRow(i))
	}
	for i, dirty := range dirtyRows {
		row := append(cleanRow(dirtyClean+i), nil)
		for column, value := range dirty.cells {
			row[column[0]-'A'] = value
		}
		rows = append(rows, row)
	}
	sheet(f, "Sheet1", rows...)
}

func cleanRow(i int) []any {
	day := time.Date(2024, 8, 1+i%28, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
	return []any{
		fmt.Sprintf("C-%04d", i), fmt.Sprintf("WPC-%04d", i), day, fmt.Sprintf("1980-01-%02d", 1+i%28), 44, "Female", "911", "De-escalation",
		day, fmt.Sprintf("Ana Roe %d", i),
	}
}

// A newcomer's workbook of fifty faults: each is found at its cell, and an annotated copy marks it there. PICREPORT_DIRTY_KEEP is a
// folder that keeps the copy, to look at.
func TestDirtyWorkbook(t *testing.T) {
	dir := t.TempDir()
	files := book(fillDirty)
	o := with(func(o *ingest.Options) {
		o.AgeBands = []contact.Age{{Low: 0, High: 12, Known: true}, {Low: 13, High: 17, Known: true}, {Low: 18, High: 120, Known: true}}
		o.ShowValues = true
	})
	_, sum := readFiles(t, o, files)
	found := map[string]bool{}
	for _, f := range sum.Findings {
		found[f.Code+" "+f.Cell] = true
	}
	if len(dirtyRows) != 50 {
		t.Errorf("%d faults", len(dirtyRows))
	}
	for i, dirty := range dirtyRows {
		for column, code := range dirty.faults {
			if cell := fmt.Sprintf("%s%d", column, 2+dirtyClean+i); !found[code+" "+cell] {
				t.Errorf("%s is not found at %s, in %v", code, cell, rowFindings(sum.Findings, 2+dirtyClean+i))
			}
		}
	}
	for _, f := range sum.Findings {
		if f.Row > 1 && f.Row < 2+dirtyClean && f.Severity != finding.Info {
			t.Errorf("a clean row has %s at %s: %s", f.Code, f.Cell, f.Message)
		}
	}
	keep := os.Getenv("PICREPORT_DIRTY_KEEP")
	if keep == "" {
		keep = dir
	}
	annotateDirty(t, inputs(t, files)[0].Path, filepath.Join(keep, "annotated.xlsx"), sum.Findings)
}

func rowFindings(all []finding.Finding, row int) []string {
	var out []string
	for _, f := range all {
		if f.Row == row {
			out = append(out, f.Code+" "+f.Cell)
		}
	}
	return out
}

func annotateDirty(t *testing.T, path, to string, findings []finding.Finding) {
	t.Helper()
	w, err := os.Create(to)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if err := annotate.Write(context.Background(), w, path, findings, annotate.Options{}); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenFile(to)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	comments, err := f.GetComments("Sheet1")
	if err != nil {
		t.Fatal(err)
	}
	marked := map[string]bool{}
	for _, c := range comments {
		marked[c.Cell] = true
	}
	for i, dirty := range dirtyRows {
		for column := range dirty.faults {
			if cell := fmt.Sprintf("%s%d", column, 2+dirtyClean+i); !marked[cell] {
				t.Errorf("%s is not marked in the copy", cell)
			}
		}
	}
}
