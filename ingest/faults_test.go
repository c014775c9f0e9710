package ingest_test

import (
	"cmp"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"picreport/ingest/finding"
)

// fault is something wrong in one cell of the workbook that faultyBook makes, and the code of the
// finding that it deserves.
type fault struct {
	cell string // on the sheet Contacts
	code string
	text string
}

// faults has one fault a row, each of a rule of its own, or another way to break it.
var faults = []fault{
	{"B6", "client-id-missing", ""},
	{"B7", "client-id-missing", "N/A"},
	{"B8", "client-id-look-alike", "0104"},
	{"B9", "client-id-look-alike", "K1O5"},
	{"B10", "client-id-spelling", "k105 "},
	{"B11", "error-cell-needed", "#REF!"},
	{"C12", "contact-date-missing", ""},
	{"C13", "contact-date-unreadable", "31 February 2024"},
	{"C14", "contact-date-unreadable", "7/41/2024"},
	{"C15", "contact-date-ambiguous", "July 2024"},
	{"C16", "contact-date-future", "2024-10-02"},
	{"C17", "contact-date-before-inception", "2/29/2024"},
	{"C18", "error-cell-needed", "#N/A"},
	{"A20", "contact-id-shared", "N19"},
	{"D21", "birth-date-unreadable", "13/13/1990"},
	{"D22", "birth-date-future", "2034-01-01"},
	{"D23", "birth-date-after-contact", "2024-09-09"},
	{"D24", "birth-date-implausible", "1/1/1890"},
	{"D25", "error-cell", "#VALUE!"},
	{"E26", "age-unreadable", "grown up"},
	{"E27", "age-out-of-range", "121"},
	{"E28", "age-birth-date-mismatch", "43"},
	{"F29", "gender-unknown", "Femail"},
	{"G30", "source-unknown", "Walk in"},
	{"H31", "service-unknown", "De-escalation; Lunch"},
	{"F32", "unusual-characters", "Fe\u200bmale"},
	{"F33", "values-not-reported", "Prefer not to say"},
	{"I34", "recorded-before-contact", "6/1/2024"},
	{"I35", "entry-lag", "8/31/2024"},
	{"I36", "recorded-on-unreadable", "last week"},
	{"D37", "client-birth-dates", "1991-05-05"},
	{"F38", "client-genders", "Male"},
	{"C39", "date-serial", "45488"},
	{"B40", "person-two-ids", "K999"},
	{"L41", "row-width", "see the file"},
}

// faultyBook makes a workbook with all faults, a total row, a hidden row, a formula that was never
// computed and a roster with two faults.
func faultyBook(f *excelize.File) {
	must(f.SetSheetName("Sheet1", "Contacts"))
	sheet(f, "Contacts", []any{"Partners in Care"}, nil,
		[]any{"Contact No.", "Client ID", "Contact date", "DOB", "Age", "Sex", "Source", "Services", "Date entered", "Client name", "Remark"})
	roster := [][]any{{"Client ID", "Gender"}, {"K999", "Female"}}
	for row := 4; row <= 43; row++ {
		client := any(fmt.Sprintf("K%d", 100+row))
		switch row {
		case 4:
			client = 104
		case 37, 38:
			client = "K105"
		}
		name := fmt.Sprintf("Jo N%v", client)
		if row == 40 {
			name = "N104, Jo" // that of the client of row 4
		}
		cell := fmt.Sprintf("A%d", row)
		must(f.SetSheetRow("Contacts", cell, &[]any{
			fmt.Sprintf("N%d", row), client, time.Date(2024, 7, 15, 9, 30, 0, 0, time.UTC), time.Date(1990, 4, 12, 0, 0, 0, 0, time.UTC), 34, "Female",
			"911", "De-escalation", "7/16/2024", name,
		}))
		if row != 37 && row != 38 && row != 43 {
			roster = append(roster, []any{client, "Female"})
		}
	}
	for _, x := range faults {
		must(f.SetCellStr("Contacts", x.cell, x.text))
	}
	must(f.SetCellStr("Contacts", "D27", "")) // else the age would be at odds with it
	must(f.SetCellValue("Contacts", "E42", nil))
	must(f.SetCellFormula("Contacts", "E42", "=2024-1990"))
	must(f.SetRowVisible("Contacts", 42, false))
	must(f.SetSheetRow("Contacts", "A44", &[]any{"Total", 40}))
	sheet(f, "Roster", append(roster, []any{"K120", "Female"})...)
	sheet(f, "Notes", []any{"Remember to call"})
}

// wantedFindings are those of faultyBook, in file order.
func wantedFindings() []string {
	want := []string{
		"sheet-not-read Notes!", "formula-without-value Contacts!E42", "rows-hidden Contacts!42", "total-row Contacts!44",
		"columns-not-read Contacts!3",
		// mistyped, so not in it
		"client-not-in-roster Contacts!B8", "client-not-in-roster Contacts!B9", "client-not-in-roster Contacts!B43",
	}
	for _, x := range faults {
		want = append(want, x.code+" Contacts!"+x.cell)
	}
	return append(want, "roster-client-twice Roster!A40")
}

// TestPlantedFaults holds that every fault of a workbook is found at its cell, and nothing else. To
// look at the workbook, name a file to save it to in PICREPORT_FAULTS.
func TestPlantedFaults(t *testing.T) {
	if path := os.Getenv("PICREPORT_FAULTS"); path != "" {
		f := excelize.NewFile()
		faultyBook(f)
		must(f.SaveAs(path))
	}
	contacts, sum := readFiles(t, options(), book(faultyBook))
	var got []string
	for _, f := range sum.Findings {
		where := f.Cell
		if where == "" && f.Row > 0 {
			where = fmt.Sprint(f.Row)
		}
		got = append(got, f.Code+" "+f.Sheet+"!"+where)
		if f.Value != "" || f.Message == "" {
			t.Errorf("finding %+v", f)
		}
	}
	if !slices.IsSortedFunc(sum.Findings, func(a, b finding.Finding) int {
		return cmp.Or(cmp.Compare(strings.Index("Contacts Roster Notes", a.Sheet), strings.Index("Contacts Roster Notes", b.Sheet)), a.Row-b.Row)
	}) {
		t.Errorf("the findings are not in file order: %q", got)
	}
	want := wantedFindings()
	slices.Sort(got)
	slices.Sort(want)
	if d := gocmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	dated := 0
	for _, c := range contacts {
		if c.Date != 0 {
			dated++
		}
	}
	if rejected := sum.Exports[0].Rejected; rejected != 10 || dated != 30 {
		t.Errorf("%d contacts and %d rejected rows, want 30 and 10", dated, rejected)
	}
	if len(sum.NotRun) > 0 { // the contacts have every column, if the roster has not
		t.Errorf("not run: %+v", sum.NotRun)
	}
}
