package ingest_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"picreport/ingest"
	"picreport/ingest/dedup"
	"picreport/ingest/finding"
)

const (
	redcapRaw    = "record_id,redcap_repeat_instrument,redcap_repeat_instance,sex,contact_date\n"
	redcapLabels = "Record ID,Repeat Instrument,Repeat Instance,Sex,Contact Date\n"
	full         = "Client ID,Date,Sex,Source,Officer\n"
	numbered     = "Contact ID,Client ID,Date,Sex,Source,Officer\n"
)

// contactRows are rows of made-up contacts, in their order.
func contactRows(from, to int) string {
	var b strings.Builder
	for i := from; i < to; i++ {
		fmt.Fprintf(&b, "A%d,2024-%02d-%02d,F,911,Lee\n", i%7, 4+i/28, 1+i%28)
	}
	return b.String()
}

// numberedRows are the same with a contact ID each.
func numberedRows(from, to int, prefix string) string {
	var b strings.Builder
	for i, row := range strings.SplitAfter(contactRows(from, to), "\n") {
		if row != "" {
			fmt.Fprintf(&b, "%s%d,%s", prefix, from+i, row)
		}
	}
	return b.String()
}

// twice writes each row twice.
func twice(rows string) string {
	var b strings.Builder
	for row := range strings.SplitAfterSeq(rows, "\n") {
		b.WriteString(row + row)
	}
	return b.String()
}

// TestOverlap: copies of an export in which something was corrected, or which have another form,
// and exports that only have something in common.
func TestOverlap(t *testing.T) {
	tests := []struct {
		name   string
		files  []file
		copies int // how many pairs of exports are copies
	}{
		// REDCap: a full download each time.
		{"full downloads", csv(full+contactRows(0, 20), full+contactRows(0, 28), full+contactRows(0, 40)), 0},
		{"full downloads with contact IDs", csv(numbered+numberedRows(0, 20, "N"), numbered+numberedRows(0, 40, "N")), 0},
		{
			"full downloads with contact IDs, of which contacts were corrected", csv(numbered+numberedRows(0, 20, "N"),
				numbered+strings.ReplaceAll(numberedRows(0, 40, "N"), "F,911", "M,911")), 0,
		},
		{"full downloads, rows that are equal", csv(full+twice(contactRows(0, 20)), full+twice(contactRows(0, 28))), 0},
		{"the same file", csv(full+contactRows(0, 20), full+contactRows(0, 20)), 0},
		{
			"a record was merged", csv(redcapRaw+"1,c,1,F,2024-04-01\n2,c,1,M,2024-04-02\n3,c,1,M,2024-05-02\n",
				redcapRaw+"1,c,1,F,2024-04-01\n1,c,2,F,2024-07-01\n2,c,1,M,2024-04-02\n2,c,2,M,2024-05-02\n"), 1,
		},
		{"a client was merged", csv(full+contactRows(0, 20), full+strings.ReplaceAll(contactRows(0, 40), "A3,", "A2,")), 1},
		{"the first contact was deleted", csv(full+contactRows(0, 20), full+contactRows(1, 40)), 1},
		{
			"a contact was deleted, of three downloads", csv(full+contactRows(0, 20), full+contactRows(0, 30),
				full+contactRows(0, 5)+contactRows(6, 40)), 2,
		},
		{"a row less of two that are equal", csv(full+twice(contactRows(0, 20)), full+contactRows(0, 28)), 1},
		// Raw and labelled exports.
		{
			"raw and labelled", csv(redcapRaw+"1,c,1,1,2024-04-01\n2,c,1,2,2024-04-02\n3,c,1,2,2024-05-02\n",
				redcapLabels+"1,Contact,1,Female,2024-04-01\n2,Contact,1,Male,2024-04-02\n3,Contact,1,Male,2024-05-02\n"), 1,
		},
		{
			"labelled, and a later raw one with a merged record", csv(redcapLabels+
				"1,Contact,1,Female,2024-04-01\n2,Contact,1,Male,2024-04-02\n3,Contact,1,Male,2024-05-02\n",
				redcapRaw+"1,c,1,1,2024-04-01\n2,c,1,2,2024-04-02\n2,c,2,2,2024-05-02\n"), 1,
		},
		{
			"without repeats", csv("mrn,visit_date,source\nA1,2024-04-01,1\nA2,2024-04-02,2\nA3,2024-05-02,1\n",
				"MRN,Visit Date,Source\nA1,2024-04-01,911\nA2,2024-04-02,patrol\nA3,2024-05-02,911\n"), 1,
		},
		{"with and without contact IDs", csv(full+contactRows(0, 20), numbered+numberedRows(0, 20, "N")), 1},
		// Corrected copies.
		{"a date was corrected", csv(full+contactRows(0, 4), full+strings.Replace(contactRows(0, 4), "04-02", "04-12", 1)), 1},
		{"a source was filled in", csv(full+contactRows(0, 9), full+strings.Replace(contactRows(0, 9), "911", "", 1)), 1},
		{"all genders were corrected", csv(full+contactRows(0, 9), full+strings.ReplaceAll(contactRows(0, 9), ",F,", ",M,")), 1},
		{"all IDs were numbered anew", csv(numbered+numberedRows(0, 9, "N"), numbered+numberedRows(0, 9, "M")), 1},
		{"half of two", csv(head+"A1,2024-07-01\nA2,2024-07-02\nA3,2024-07-03\nA4,2024-07-04\n", head+"A1,2024-07-01\nA2,2024-07-02\nA5,2024-07-02\nA6,2024-07-04\n"), 1},
		// Exports that have something in common.
		{"months", csv(full+contactRows(0, 28), full+contactRows(28, 56), full+contactRows(56, 84)), 0},
		{"months that overlap by some days", csv(full+contactRows(0, 30), full+contactRows(26, 58), full+contactRows(54, 84)), 0},
		{"months with contact IDs that overlap", csv(numbered+numberedRows(0, 30, "N"), numbered+numberedRows(26, 58, "N")), 0},
		{"a quarter and one of its months", csv(full+contactRows(0, 84), full+contactRows(28, 56)), 0},
		{"one contact of two", csv(head+"A1,2024-07-01\nA2,2024-07-02\n", head+"A1,2024-07-01\nA3,2024-07-02\n"), 0},
		{"a client each month", csv(head+"A1,2024-07-01\nA2,2024-07-02\n", head+"A1,2024-08-01\nA2,2024-08-02\n"), 0},
		{
			"two teams with a client and a day in common", csv(full+"A1,2024-04-02,F,911,Lee\nA2,2024-04-03,F,911,Lee\nA3,2024-04-05,F,911,Lee\n",
				full+"A1,2024-04-02,F,patrol,Kim\nA8,2024-04-03,F,patrol,Kim\n"), 0,
		},
		{
			"two teams with IDs of their own", csv(numbered+"N1,A1,2024-04-02,F,911,Lee\nN2,A2,2024-04-03,F,911,Lee\nN3,A3,2024-04-05,F,911,Lee\nN4,A4,2024-04-06,F,911,Lee\n",
				numbered+"T1,A1,2024-04-02,F,,Kim\nT2,A2,2024-04-03,F,,Kim\nT3,A8,2024-04-05,F,,Kim\nT4,A9,2024-04-06,F,,Kim\n"), 0,
		},
		{"sheets of a workbook", book(monthlySheets(28, 56)), 0},
		{"sheets that overlap by some days", book(monthlySheets(24, 50)), 0},
		{"a sheet of all", book(monthlySheets(0, 56)), 0},
		{"a sheet and its copy", book(monthlySheets(1, 50)), 1},
		{"a roster", csv(full+contactRows(0, 20), "Client ID,Sex\nA1,F\nA2,F\nA3,F\n"), 0},
		{"an empty export", csv(full+contactRows(0, 20), full), 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, files := range [][]file{tt.files, reversed(tt.files)} {
				o := options()
				if files[0].build != nil {
					o.Sheets = ingest.SheetNames{ingest.AllSheets}
				}
				_, sum := readFiles(t, o, files)
				if found := overlaps(sum); len(found) != tt.copies {
					t.Errorf("%d copies, want %d: %v", len(found), tt.copies, found)
				}
			}
		})
	}
}

// Full downloads one after the other count each contact once.
func TestFullDownloadsCountOnce(t *testing.T) {
	tests := []struct {
		name  string
		files []file
		want  int
	}{
		{"without contact IDs", csv(full+contactRows(0, 20), full+contactRows(0, 28), full+contactRows(0, 40)), 40},
		{"rows that are equal", csv(full+twice(contactRows(0, 20)), full+twice(contactRows(0, 28))), 56},
		{"with contact IDs", csv(numbered+numberedRows(0, 20, "N"), numbered+numberedRows(0, 40, "N")), 40},
		{
			"with contact IDs, corrected", csv(numbered+numberedRows(0, 20, "N"),
				numbered+strings.ReplaceAll(numberedRows(0, 40, "N"), "F,911", "M,911")), 40,
		},
	}
	for _, tt := range tests {
		r, err := ingest.NewReader(options())
		if err != nil {
			t.Fatal(err)
		}
		m := dedup.Merge(r.Read(t.Context(), inputs(t, tt.files)))
		for _, err := range m.Contacts() {
			if err != nil {
				t.Fatal(err)
			}
		}
		if m.Standing() != tt.want {
			t.Errorf("%s: %d stand, want %d", tt.name, m.Standing(), tt.want)
		}
	}
}

// monthlySheets makes a workbook of the first 28 contacts, and of those from an index to another.
func monthlySheets(from, to int) func(*excelize.File) {
	return func(f *excelize.File) {
		for name, rows := range map[string]string{"Sheet1": contactRows(0, 28), "Second": contactRows(from, to)} {
			cells := [][]any{}
			for line := range strings.Lines(full + rows) {
				var row []any
				for _, text := range strings.Split(strings.TrimSpace(line), ",") {
					row = append(row, text)
				}
				cells = append(cells, row)
			}
			sheet(f, name, cells...)
		}
	}
}

func reversed(files []file) []file {
	out := slices.Clone(files)
	slices.Reverse(out)
	return out
}

func overlaps(sum ingest.Summary) (found []finding.Finding) {
	for _, f := range sum.Findings {
		if f.Code == "exports-overlap" {
			found = append(found, f)
		}
	}
	return found
}

// The message says which is the newer, and all hints of a run end in one line that leaves out all
// older ones.
func TestOverlapSays(t *testing.T) {
	tests := []struct {
		name       string
		names      []string
		files      []file
		file, text string // of the first finding
		hint       string
	}{
		{
			"by the name",
			[]string{"PIC_2024-10-05.csv", "PIC_2024-07-05.csv"},
			csv(full+contactRows(1, 40), full+contactRows(0, 20)),
			"PIC_2024-10-05.csv", "19 of the 20 contacts of PIC_2024-07-05.csv stand in this export, which has 39, but 1 does not: ",
			"picreport ingest --replaces PIC_2024-07-05.csv PIC_2024-10-05.csv; else: picreport build PIC_2024-10-05.csv",
		},
		{
			"by the number of the download",
			[]string{"contacts (1).csv", "contacts.csv"},
			csv(full+contactRows(2, 20), full+contactRows(0, 20)),
			"", "", "", // all of one stand in the other
		},
		{
			"by the number of the download, corrected",
			[]string{"contacts (1).csv", "contacts.csv"},
			csv(full+strings.ReplaceAll(contactRows(0, 20), "A3,", "A33,"), full+contactRows(0, 20)),
			"contacts (1).csv", "17 of the 20 contacts of contacts.csv stand in this export, which has 20, but 3 do not: ",
			`picreport ingest --replaces contacts.csv "contacts (1).csv"; else: picreport build "contacts (1).csv"`,
		},
		{
			"by the last contact",
			[]string{"b.csv", "a.csv"},
			csv(full+contactRows(1, 40), full+contactRows(0, 20)),
			"b.csv", "19 of the 20 contacts of a.csv stand in this export, which has 39, but 1 does not: ",
			"picreport ingest --replaces a.csv b.csv; else: picreport build b.csv",
		},
		{
			"none is equal",
			[]string{"b.csv", "a.csv"},
			csv(full+contactRows(0, 9), full+strings.ReplaceAll(contactRows(0, 9), ",F,", ",M,")),
			"a.csv", "9 of the 9 contacts of b.csv agree in client and day with contacts of this export, which has 9, but none is equal: ",
			"picreport ingest --replaces b.csv a.csv; else: picreport build a.csv",
		},
		{
			"of several",
			[]string{"1.csv", "2.csv", "3.csv", "4.csv"},
			csv(full+contactRows(0, 20), full+contactRows(0, 30), full+contactRows(1, 40), full+contactRows(100, 140)),
			"3.csv", "19 of the 20 contacts of 1.csv stand in this export, which has 39, but 1 does not: ",
			"picreport ingest --replaces 1.csv --replaces 2.csv 3.csv; else: picreport build 3.csv 4.csv",
		},
	}
	for _, tt := range tests {
		o := options()
		o.Command = "picreport build"
		sum := readNamed(t, o, tt.names, tt.files)
		found := overlaps(sum)
		if len(found) == 0 {
			if tt.file != "" {
				t.Errorf("%s: not found", tt.name)
			}
			continue
		}
		if f := found[0]; f.File != tt.file || !strings.HasPrefix(f.Message, tt.text) || !strings.HasSuffix(f.Hint, tt.hint) {
			t.Errorf("%s: %s: %s\n%s", tt.name, f.File, f.Message, f.Hint)
		}
	}
}

// readNamed reads files under names of their own.
func readNamed(t *testing.T, o ingest.Options, names []string, files []file) ingest.Summary {
	t.Helper()
	t.Chdir(t.TempDir())
	var exports []ingest.Input
	for i, f := range files {
		if err := os.WriteFile(names[i], []byte(f.csv), 0o600); err != nil {
			t.Fatal(err)
		}
		exports = append(exports, ingest.Input{Path: names[i]})
	}
	r, err := ingest.NewReader(o)
	if err != nil {
		t.Fatal(err)
	}
	for _, err := range r.Read(t.Context(), exports) {
		if err != nil {
			t.Fatal(err)
		}
	}
	return r.Summary()
}
