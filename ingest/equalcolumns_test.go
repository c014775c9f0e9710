package ingest_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/xuri/excelize/v2"

	"picreport/ingest"
	"picreport/ingest/contact"
	"picreport/ingest/dedup"
	"picreport/ingest/finding"
)

const noted = "Client ID,Visit Date,Notes\n"

// months are contacts of other days, so that two exports have little in common.
const (
	april = "Z1,2024-04-02 08:00,n\nZ2,2024-04-03 08:00,n\nZ3,2024-04-04 08:00,n\n"
	may   = "Z1,2024-05-02 08:00,n\nZ2,2024-05-03 08:00,n\nZ3,2024-05-04 08:00,n\n"
)

// Contacts with a gender, and without a column for it.
const (
	sexed   = "Client ID,Visit Date,Sex\n"
	aprilF  = "Z1,2024-04-02,F\nZ2,2024-04-03,F\nZ3,2024-04-04,F\n"
	mayBare = "Z1,2024-05-02\nZ2,2024-05-03\nZ3,2024-05-04\n"
)

// TestEqualColumns: rows of two exports are one contact where every column that both have agrees,
// whichever comes first.
func TestEqualColumns(t *testing.T) {
	tests := []struct {
		name    string
		files   []file
		want    int    // contacts that stand
		say     string // the finding about the exports; "" for none
		columns map[string]string
	}{
		{
			"the time of day and the note", csv(noted+"A,2024-07-01 09:00,first\nB,2024-07-03 10:00,x\n",
				noted+"A,2024-07-01 15:00,second\nC,2024-07-05 10:00,y\n"), 4, "", nil,
		},
		{"the time of day alone", csv(noted+april+"A,2024-07-01 09:00,n\n", noted+may+"A,7/1/2024 3:00 PM,n\n"), 8, "", nil},
		{"one time, written in two ways", csv(noted+april+"A,2024-07-01 15:00,n\n", noted+may+"A,7/1/2024 3:00:20 PM,n\n"), 7, "", nil},
		{"a time in one", csv(noted+april+"A,2024-07-01 09:00,n\n", noted+may+"A,2024-07-01,n\n"), 7, "", nil},
		{"midnight is no time", csv(noted+april+"A,2024-07-01 09:00,n\n", noted+may+"A,2024-07-01 00:00:00,n\n"), 7, "", nil},
		{
			"two times, and a row without one", csv(noted+april+"A,2024-07-01 09:00,n\n", noted+may+"A,2024-07-01 15:00,n\n",
				noted+"A,2024-07-01,n\nA,2024-07-01,n\nZ9,2024-06-01,n\nZ8,2024-06-01,n\nZ7,2024-06-01,n\n"), 11, "", nil,
		},
		{"the note alone", csv(noted+april+"A,2024-07-01,a\n", noted+may+"A,2024-07-01,b\n"), 8, "contacts-alike", nil},
		{"the note is not to be read", csv(noted+april+"A,2024-07-01,a\n", noted+may+"A,2024-07-01,b\n"), 7, "", map[string]string{"Notes": "ignore"}},
		{"blanks around the note", csv(noted+april+"A,2024-07-01,a b\n", noted+may+"A,2024-07-01, a b \n"), 7, "", nil},
		{"a blank note is another", csv(noted+april+"A,2024-07-01,a\n", noted+may+"A,2024-07-01,\n"), 8, "contacts-alike", nil},
		{"the note in other letters is another", csv(noted+april+"A,2024-07-01,a\n", noted+may+"A,2024-07-01,A\n"), 8, "contacts-alike", nil},
		{"a column that one lacks", csv(noted+"A,2024-07-01,a\nB,2024-07-02,b\n", "Client ID,Visit Date\nA,2024-07-01\nB,2024-07-02\n"), 2, "", nil},
		{
			"a column that each lacks", csv("Client ID,Visit Date,Notes,Room\nA,2024-07-01,a,1\nB,2024-07-02,b,1\n",
				"Client ID,Visit Date,Officer,Notes\nA,2024-07-01,Lee,a\nB,2024-07-02,Kim,b\n"), 2, "", nil,
		},
		{
			"a column that each lacks, and another note", csv("Client ID,Visit Date,Notes,Room\nA,2024-07-01,a,1\n"+
				"Z1,2024-04-02,n,1\nZ2,2024-04-02,n,1\n", "Client ID,Visit Date,Officer,Notes\nA,2024-07-01,Lee,b\n"+
				"Z1,2024-05-02,n,n\nZ2,2024-05-02,n,n\n"), 6, "contacts-alike", nil,
		},
		{
			"an export of fewer columns, between two notes", csv(noted+april+"A,2024-07-01,a\n",
				"Client ID,Visit Date\nA,2024-07-01\nB,2024-07-02\nC,2024-07-02\nD,2024-07-02\n", noted+may+"A,2024-07-01,b\n"), 11, "contacts-alike", nil,
		},
		{
			"an export of fewer columns has a row more often", csv("Client ID,Visit Date\nA,2024-07-01\nA,2024-07-01\n",
				noted+"A,2024-07-01,a\n"), 2, "", nil,
		},
		{
			"an export of more columns has a row more often", csv("Client ID,Visit Date\nA,2024-07-01\n",
				noted+"A,2024-07-01,a\nA,2024-07-01,b\n"), 2, "", nil,
		},
		{"another order of columns", csv(noted+"A,2024-07-01,a\nB,2024-07-02,b\n", "Notes,Visit Date,Client ID\na,2024-07-01,A\nb,2024-07-02,B\n"), 2, "", nil},
		{"a header in other letters", csv(noted+"A,2024-07-01,a\nB,2024-07-02,b\n", "client_id,visit_date,NOTES \nA,2024-07-01,a\nB,2024-07-02,b\n"), 2, "", nil},
		{
			"a header in other letters, and another note", csv(noted+april+"A,2024-07-01,a\n", "client_id,visit_date,NOTES\n"+may+"A,2024-07-01,b\n"),
			8, "contacts-alike", nil,
		},
		{
			"a name and a day of entry", csv("Client ID,Visit Date,Name,Date entered\nA,2024-07-01,Jo Doe,2024-07-02\nB,2024-07-02,Al Poe,2024-07-02\n",
				"Client ID,Visit Date,Name,Date entered\nA,2024-07-01,Jo Doe,7/2/2024\nC,2024-07-02,Al Doe,2024-07-02\n"), 3, "", nil,
		},
		{"a header that stands twice", csv("Client ID,Visit Date,Note,Note\nA,2024-07-01,a,b\n", "Client ID,Visit Date,Note,Note\nA,2024-07-01,a,b\n"), 1, "", nil},
		{
			"a client ID that the others decide about", csv(noted+"997,2024-04-02,n\n998,2024-04-02,n\n1000,2024-04-02,n\n999,2024-07-01,a\n",
				noted+"997,2024-05-02,n\n998,2024-05-02,n\n1000,2024-05-02,n\n999,2024-07-01,b\n"), 8, "contacts-alike", nil,
		},
		{
			"several contacts in a row", csv("Client ID,Visit 1,Visit 2,Notes\nA,2024-07-01,2024-07-08,a\n"+
				"B,2024-04-01,2024-04-03,a\n", "Client ID,Visit 1,Visit 2,Notes\nA,2024-07-01,2024-07-09,a\nC,2024-05-01,2024-05-05,a\n"),
			7, "",
			map[string]string{"Visit 1": "contact_date", "Visit 2": "contact_date"},
		},
		// A column that is read, and that one lacks.
		{"a gender in one", csv(sexed+"A,2024-07-01,F\n"+aprilF, "Client ID,Visit Date\nA,2024-07-01\n"+mayBare), 8, "exports-overlap", nil},
		{"a gender in one, blank there", csv(sexed+"A,2024-07-01,\n"+aprilF, "Client ID,Visit Date\nA,2024-07-01\n"+mayBare), 7, "", nil},
		{"a gender in one, and another time", csv(sexed+"A,2024-07-01 09:00,F\n"+aprilF, "Client ID,Visit Date\nA,2024-07-01 11:00\n"+mayBare), 8, "", nil},
		{"a gender in one, which is not to be read", csv(sexed+"A,2024-07-01,F\n"+aprilF, "Client ID,Visit Date\nA,2024-07-01\n"+mayBare), 7, "", map[string]string{"Sex": "ignore"}},
		{"a gender in both", csv(sexed+"A,2024-07-01,F\n"+aprilF, sexed+"A,2024-07-01,M\nZ4,2024-05-01,M\nZ5,2024-05-01,M\n"), 7, "", nil},
		{
			"a gender in one, and another note", csv("Client ID,Visit Date,Sex,Notes\nA,2024-07-01,F,a\nZ1,2024-04-02,F,a\nZ2,2024-04-02,F,a\n",
				noted+"A,2024-07-01,b\nZ1,2024-05-02,a\nZ2,2024-05-02,a\n"), 6, "", nil,
		},
		// Copies.
		{"a copy with other notes", csv(noted+"A,2024-07-01,a\nB,2024-07-02,a\nC,2024-07-02,a\n", noted+"A,2024-07-01,b\nB,2024-07-02,b\nC,2024-07-02,b\n"), 6, "exports-overlap", nil},
		{"a copy with one other note", csv(noted+"A,2024-07-01,a\nB,2024-07-02,a\nC,2024-07-02,a\n", noted+"A,2024-07-01,a\nB,2024-07-02,a\nC,2024-07-02,b\n"), 4, "exports-overlap", nil},
		{
			"a copy with times of another zone", csv(noted+"A,2024-07-01 09:00,a\nB,2024-07-02 10:15,a\nC,2024-07-02 11:30,a\n",
				noted+"A,2024-07-01 13:00,a\nB,2024-07-02 14:15,a\nC,2024-07-02 15:30,a\n"), 6, "exports-overlap", nil,
		},
		{
			"two contacts a day", csv(noted+"A,2024-07-01 09:00,a\nB,2024-07-02 10:15,a\nC,2024-07-02 11:30,a\n",
				noted+"A,2024-07-01 15:20,c\nB,2024-07-02 14:15,d\nC,2024-07-02 19:45,a\n"), 6, "", nil,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, files := range [][]file{tt.files, reversed(tt.files)} {
				o := options()
				o.Columns = tt.columns
				standing, say := merged(t, o, files)
				if standing != tt.want || !slices.Equal(say, slices.DeleteFunc([]string{tt.say}, func(s string) bool { return s == "" })) {
					t.Errorf("%d stand, want %d; said %v, want %q", standing, tt.want, say, tt.say)
				}
			}
		})
	}
}

// merged counts the contacts that stand, and returns what was said of exports that have some in
// common.
func merged(t *testing.T, o ingest.Options, files []file) (standing int, say []string) {
	t.Helper()
	r, err := ingest.NewReader(o)
	if err != nil {
		t.Fatal(err)
	}
	m := dedup.Merge(r.Read(t.Context(), inputs(t, files)))
	for _, err := range m.Contacts() {
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, f := range r.Summary().Findings {
		if f.Code == "exports-overlap" || f.Code == "contacts-alike" {
			say = append(say, f.Code)
		}
	}
	return m.Standing(), say
}

// A workbook and the CSV of it have the same rows, whatever the cells are.
func TestEqualInWorkbookAndCSV(t *testing.T) {
	at := func(hour, minute int) time.Time { return time.Date(2024, 7, 1, hour, minute, 0, 0, time.UTC) }
	workbook := book(func(f *excelize.File) {
		sheet(f, "Sheet1",
			[]any{"Client ID", "Visit Date", "Minutes", "Called", "Arrived", "Open", "Room", "Notes"},
			[]any{"A", at(9, 0), 1.5, at(8, 30), "8:45", true, 12, "a"},
			[]any{"B", at(13, 45), 20, at(13, 0), "13:30", false, 7, "b"},
			[]any{"C", at(0, 0), 0.25, at(0, 0), "", true, "007", ""},
		)
		style, err := f.NewStyle(&excelize.Style{NumFmt: 22}) // m/d/yy h:mm
		if err != nil {
			panic(err)
		}
		for _, col := range []string{"B", "D"} {
			if err := f.SetCellStyle("Sheet1", col+"2", col+"4", style); err != nil {
				panic(err)
			}
		}
	})
	text := "Client ID,Visit Date,Minutes,Called,Arrived,Open,Room,Notes\n"
	for name, rows := range map[string]string{
		"as Excel saves it": "A,7/1/2024 9:00,1.50,7/1/2024 8:30,8:45,TRUE,12,a\nB,7/1/2024 13:45,20,7/1/2024 13:00,13:30,FALSE,7,b\n" +
			"C,7/1/2024 0:00,0.25,7/1/2024 0:00,,TRUE,007,\n",
		"as a program writes it": "A,2024-07-01T09:00:00,1.5,2024-07-01 08:30:00,8:45:00,true,12,a\nB,2024-07-01T13:45:00,20,2024-07-01 13:00:00,13:30,false,7,b\n" +
			"C,2024-07-01,0.25,2024-07-01,,true,007,\n",
	} {
		for _, files := range [][]file{append(csv(text+rows), workbook...), append(slices.Clone(workbook), csv(text+rows)...)} {
			if standing, say := merged(t, options(), files); standing != 3 || len(say) > 0 {
				t.Errorf("%s: %d stand, said %v", name, standing, say)
			}
		}
	}
	// what is written otherwise is not the same in silence
	other := csv(text + "A,7/1/2024 9:00,1.5 min,7/1/2024 8:30,8:45,yes,12,a\nB,7/1/2024 13:45,20 min,7/1/2024 13:00,13:30,no,7,b\nC,7/1/2024,0.25 min,7/1/2024,,yes,007,\n")
	if _, say := merged(t, options(), append(other, workbook...)); !slices.Equal(say, []string{finding.ExportsOverlap.Rule().Code}) {
		t.Errorf("another form of cells: said %v", say)
	}
}

// A finding about rows of one export says that all columns are equal only where they are.
func TestSaysWhatIsEqual(t *testing.T) {
	for text, want := range map[string]string{
		"Client ID,Visit Date\nA,2024-07-01\nA,2024-07-01\n":                          "this row equals that of A2; 2 rows are equal in all columns, and each is counted",
		noted + "A,2024-07-01,a\nA,2024-07-01,b\n":                                    "this row equals that of A2; 2 rows are equal in all that is read of a contact, and each is counted",
		"Client ID,Visit Date\nA,2024-07-01 09:00\nA,2024-07-01 15:00\n":              "",
		"Client ID,Visit Date\nA,45474.375\nA,45474.625\nA,45474.625\n":               "this row equals that of A3; 2 rows are equal in all columns, and each is counted",
		"Client ID,Visit Date,Date entered\nA,2024-07-01,2024-07-02\nA,2024-07-01,\n": "this row equals that of A2; 2 rows are equal in all that is read of a contact, and each is counted",
	} {
		for _, files := range [][]file{csv(text), csv(text, "Client ID,Visit Date\nZ9,2024-08-01\n")} {
			_, sum := readFiles(t, options(), files)
			got := ""
			for _, f := range sum.Findings {
				if f.Code == "same-contact-twice" {
					got += f.Message
				}
			}
			if got != want {
				t.Errorf("%q: %q, want %q", text, got, want)
			}
		}
	}
}

// The finding names the columns in which contacts differ, and the line under which they are not
// compared.
func TestContactsAlikeSays(t *testing.T) {
	o := options()
	sum := readNamed(t, o, []string{"a.csv", "b.csv"}, csv("Client ID,Visit Date,Row,Notes\nA,2024-07-01,1,a\nB,2024-07-02,2,a\nC,2024-07-02,3,a\n",
		"Client ID,Visit Date,Row,Notes\nA,2024-07-01,7,a\nD,2024-07-03,8,a\nE,2024-07-03,9,a\n"))
	want := finding.Finding{
		Code: "contacts-alike", Severity: finding.Warning, File: "b.csv",
		Message: `1 contact of a.csv, and as many of this export, agree in all that is read, but not in "Row"; each is counted`,
		Hint:    `if nothing there is of the contacts themselves, set columns: {Row: ignore} in picreport.yaml`,
	}
	if !slices.ContainsFunc(sum.Findings, func(f finding.Finding) bool { return cmp.Equal(f, want) }) {
		t.Errorf("%+v", sum.Findings)
	}
}

// Of contacts of which one export says less the message says which to delete, and what else settles it.
func TestPartlySays(t *testing.T) {
	for _, swapped := range []bool{false, true} {
		names, files := []string{"a.csv", "b.csv"}, csv(sexed+"A,2024-07-01,F\n"+aprilF, "Client ID,Visit Date\nA,2024-07-01\n"+mayBare)
		if swapped {
			files = reversed(files)
		}
		found := overlaps(readNamed(t, options(), names, files))
		text := "1 contact of a.csv, and as many of this export, agree in every column that both have, but one of the two says more of them: " +
			"these are the same contacts, and both together count them twice"
		hint := "delete the contacts that stand in both from the export that says less of them; where the figures need no gender, " +
			"set columns: {Sex: ignore} in picreport.yaml"
		if len(found) != 1 || found[0].Message != text || found[0].Hint != hint {
			t.Errorf("%+v", found)
		}
	}
}

// Contacts that may be kept carry what tells them from others, also where there is one export.
func TestKeepRest(t *testing.T) {
	for _, keep := range []bool{false, true} {
		o := options()
		if keep {
			o.RestKey = &contact.Mixer{1, 2, 3}
		}
		r, err := ingest.NewReader(o)
		if err != nil {
			t.Fatal(err)
		}
		var got []contact.Rest
		for c, err := range r.Read(t.Context(), inputs(t, csv(noted+"A,2024-07-01 09:00,a\n"))) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, c.Rest)
		}
		if has := got[0].Clock == 9*60+1 && len(got[0].Cells) == 1 && got[0].Cells[0] != 0; has != keep {
			t.Errorf("keep %t: %+v", keep, got)
		}
	}
}
