package ingest_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"picreport/ingest"
	"picreport/ingest/contact"
	"picreport/ingest/contact/contacttest"
	"picreport/ingest/dedup"
	"picreport/ingest/finding"
	"picreport/ingest/internal/value"
)

func TestContact(t *testing.T) {
	contacts, sum := readFiles(t, options(), csv("Contact ID,Client ID,Date,DOB,Age,Sex,Source,Services\n"+
		"N-7,  Ä  01,7/1/24,4/12/90,34 yrs,f,911,referral for treatment; De-Escalation;;De-escalation|Lunch\n"))
	want := []contacttest.Row{{
		ID: "n-7", Client: "ä 01", Date: contact.MakeDate(2024, 7, 1), BirthDate: contact.MakeDate(1990, 4, 12),
		Age: contact.Age{Low: 34, High: 34, Known: true}, Gender: "Female", Source: "Calls for service",
		Services: []string{"Referral for treatment", "De-escalation", "Other"}, Place: contact.Place{File: "a.csv", Row: 2},
	}}
	if d := cmp.Diff(want, contacts); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]string{"date-order-unproven C2", "date-order-unproven D2", "service-unknown H2"}, codes(sum)); d != "" {
		t.Error(d)
	}
}

func TestAge(t *testing.T) {
	tests := []struct {
		text      string
		low, high int16
		code      string // of the finding, where the age is not used
	}{
		{text: "0"},
		{text: "34", low: 34, high: 34},
		{text: "34.9", low: 34, high: 34},
		{text: "34 years old", low: 34, high: 34},
		{text: "34y", low: 34, high: 34},
		{text: "34 y/o", low: 34, high: 34},
		{text: "120", low: 120, high: 120},
		{text: "18-24", low: 18, high: 24},
		{text: "18–24 yrs", low: 18, high: 24},
		{text: "18 to 24", low: 18, high: 24},
		{text: "60+", low: 60, high: 120},
		{text: "60 + yrs", low: 60, high: 120},
		{text: "60 and over", low: 60, high: 120},
		{text: "65 or older", low: 65, high: 120},
		{text: "over 60", low: 61, high: 120},
		{text: ">60", low: 61, high: 120},
		{text: "≥ 60", low: 60, high: 120},
		{text: ">=60", low: 60, high: 120},
		{text: "60 years and older", low: 60, high: 120},
		{text: "under 13", high: 12},
		{text: "<13", high: 12},
		{text: "12 and under", high: 12},
		{text: "up to 12", high: 12},
		{text: "<= 12", high: 12},
		{text: "8 months"},
		{text: "18 months", low: 1, high: 1},
		{text: "24 mos", low: 2, high: 2},
		{text: "3 weeks"},
		{text: "newborn"},
		{text: "60 yrs+", low: 60, high: 120},
		{text: "60yrs +", low: 60, high: 120},
		{text: "over 120", code: "age-out-of-range"},
		{text: "121", code: "age-out-of-range"},
		{text: "-1", code: "age-out-of-range"},
		{text: "1990", code: "age-out-of-range"},
		{text: "adult", code: "age-unreadable"},
		{text: "24-18", code: "age-unreadable"},
		{text: "34 apples", code: "age-unreadable"},
		{text: "+", code: "age-unreadable"},
		{text: "3 4", code: "age-unreadable"},
		{text: "18-", code: "age-unreadable"},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			contacts, sum := readFiles(t, options(), csv("client_id,contact_date,age\nA1,2024-07-01,"+tt.text+"\n"))
			want := contact.Age{Low: tt.low, High: tt.high, Known: tt.code == ""}
			if contacts[0].Age != want {
				t.Errorf("age %+v, want %+v", contacts[0].Age, want)
			}
			found := slices.ContainsFunc(sum.Findings, func(f finding.Finding) bool { return f.Code == tt.code })
			if found != (tt.code != "") {
				t.Errorf("findings %+v, want %q", sum.Findings, tt.code)
			}
		})
	}
}

func TestHeaders(t *testing.T) {
	tests := []struct {
		name    string
		columns map[string]string
		csv     string
		clients string // of the contacts
		codes   string // of errors and warnings
	}{
		{name: "case, blanks and punctuation", csv: "CLIENT - ID.,Date_of Service\nA1,2024-07-01\n", clients: "a1"},
		{name: "unit in brackets", csv: "Client ID,Contact Date (mm/dd/yyyy)\nA1,07/01/2024\n", clients: "a1"},
		{name: "title rows above", csv: "Partners in Care,\nDate:,2024-10-01\n\n\nClient ID,Date\nA1,2024-07-01\n", clients: "a1"},
		{name: "preferred header wins", csv: "study id,date,client id,visit date\nS1,2024-07-09,A1,2024-07-01\n", clients: "a1", codes: "contact-dates-not-read"},
		{name: "row 20", csv: strings.Repeat("title\n", 19) + "Client ID,Date\nA1,2024-07-01\n", clients: "a1"},
		{name: "row 21", csv: strings.Repeat("title\n", 20) + "Client ID,Date\nA1,2024-07-01\n", codes: "header-missing"},
		{
			name: "mapped headers win", columns: map[string]string{"Who": "client_id", "seen-on": "contact_date"},
			csv: "Client ID,Who,Date,Seen On\nX,A1,2024-07-09,2024-07-01\n", clients: "a1", codes: "contact-dates-not-read",
		},
		{
			name: "two mapped headers", columns: map[string]string{"Seen": "gender", "Met": "gender"},
			csv: "Client ID,Seen,Met,Date\nA1,M,M,2024-07-01\n", codes: "column-ambiguous",
		},
		{
			name: "two mapped contact dates", columns: map[string]string{"Seen": "contact_date", "Met": "contact_date"},
			csv: "Client ID,Seen,Met\nA1,,2024-07-01\nA2,2024-07-01,\n", clients: "a1 a2",
		},
		{
			name: "mapped header gone, another steps in", columns: map[string]string{"Seen on": "contact_date"},
			csv: "Client ID,Date\nA1,2024-07-01\n", clients: "a1", codes: "mapped-column-missing",
		},
		{name: "no client", csv: "Clnt ID No,Contact Date\nA1,2024-07-01\n", codes: "column-missing"},
		{name: "contacts without a known date", csv: "Client ID,Sex,Seen,Source\nA1,M,2024-07-01,911\n", codes: "column-missing"},
		{name: "contacts without any date", csv: "Client ID,Sex,Services\nA1,M,De-escalation\n", codes: "column-missing"},
		{name: "a roster with a source", csv: "Client ID,Sex,Referral source,Update\nA1,M,911,none\n", clients: "a1"},
		{name: "a date that may be the contact's", csv: "Client ID,Sex,Day Seen\nA1,M,2024-07-01\n", codes: "column-missing"},
		{name: "two of them", csv: "Client ID,Sex,Day Seen,Date Met\nA1,M,2024-07-01,\n", codes: "column-ambiguous"},
		{name: "ignored", columns: map[string]string{"Day Seen": "ignore"}, csv: "Client ID,Sex,Day Seen\nA1,M,2024-07-01\n", clients: "a1"},
		{name: "a roster", csv: "Client ID,Sex,Date enrolled\nA1,M,2024-07-01\n", clients: "a1"},
		{name: "data without headers", csv: "A1,2024-07-01,M\nA2,2024-07-02,F\n", codes: "header-missing"},
		{name: "services in several columns", columns: map[string]string{"S1": "services", "S2": "services"}, csv: "Client ID,Date,S1,S2\nA1,2024-07-01,De-escalation,Referral for treatment\n", clients: "a1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o := options()
			o.Columns = tt.columns
			contacts, sum := readFiles(t, o, csv(tt.csv))
			var clients []string
			for _, c := range contacts {
				clients = append(clients, c.Client)
				if c.Date != 0 && c.Date != contact.MakeDate(2024, 7, 1) {
					t.Errorf("date %s", c.Date)
				}
			}
			if got := strings.Join(clients, " "); got != tt.clients {
				t.Errorf("clients %q, want %q", got, tt.clients)
			}
			var found []string
			for _, f := range sum.Findings {
				if f.Severity != finding.Info {
					found = append(found, f.Code)
				}
			}
			if got := strings.Join(found, " "); got != tt.codes {
				t.Errorf("findings %q, want %q: %+v", got, tt.codes, sum.Findings)
			}
		})
	}
}

func TestNearestHeaderIsNamed(t *testing.T) {
	_, sum := readFiles(t, options(), csv("Clent ID,Contact Date\nA1,2024-07-01\n"))
	f := sum.Findings[0]
	if !strings.Contains(f.Message, `"Contact Date"`) || !strings.Contains(f.Hint, `"Clent ID": client_id`) {
		t.Errorf("finding %+v", f)
	}
}

func TestTotalsAndNotes(t *testing.T) {
	tests := []struct {
		name, below string
		rows        int
		codes       []string
	}{
		{"total in the first cell", "Total,,3\n", 1, []string{"total-row "}},
		{"grand total", "Grand Total:,2,\n", 1, []string{"total-row "}},
		{"numbers alone, at the end", ",,,12\n", 1, []string{"total-row "}},
		{"numbers alone, in between", ",,,12\nA1,2024-07-02,\n", 3, []string{"client-id-missing A3", "contact-date-missing B3"}},
		{"numbers alone, in a column that is not read", ",,12\nA1,2024-07-02,\n", 2, []string{"rows-prepared "}},
		{"note", "Generated on 7/1/2024 by CAD,,\n", 1, []string{"total-row "}},
		{"row without anything", " , ,\n", 1, nil},
		{"no total: a client without a date", "A2,,\n", 2, []string{"contact-date-missing B3"}},
		{"no total: something else", ",,,x\n", 2, []string{"client-id-missing A3", "contact-date-missing B3", "age-unreadable D3"}},
		{"nothing that is read", ",,x\n", 1, []string{"rows-prepared "}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o := with(func(o *ingest.Options) { o.Columns = map[string]string{"Remark": "ignore"} })
			_, sum := readFiles(t, o, csv("Client ID,Date,Remark,Age\nA1,2024-07-01,\n"+tt.below))
			if sum.Exports[0].Rows != tt.rows {
				t.Errorf("%d rows, want %d", sum.Exports[0].Rows, tt.rows)
			}
			if d := cmp.Diff(tt.codes, codes(sum)); d != "" {
				t.Error(d)
			}
			checkExports(t, sum)
		})
	}
}

func TestClients(t *testing.T) {
	contacts, sum := readFiles(t, options(), csv(head+"1023,2024-07-01\n1023.0,2024-07-02\n1.023e3,2024-07-03\nCO1,2024-07-04\nC01,2024-07-05\n"+
		"a-1,2024-07-06\nA 1,2024-07-07\nunknown,2024-07-08\n"))
	var got []string
	for _, c := range contacts {
		got = append(got, c.Client)
	}
	if d := cmp.Diff([]string{"1023", "1023.0", "1.023e3", "co1", "c01", "a-1", "a 1"}, got); d != "" {
		t.Error(d)
	}
	want := []string{
		"client-id-look-alike A3", "client-id-look-alike A4", "client-id-look-alike A6", "client-id-look-alike A8", "client-id-missing A9",
	}
	if d := cmp.Diff(want, codes(sum)); d != "" {
		t.Error(d)
	}
}

func TestTypography(t *testing.T) {
	contacts, sum := readFiles(t, options(), csv(head+"O’Hara – 1,2024‑07‑01\nO'Hara - 1,2024-07-02\n"))
	if d := cmp.Diff([]string{",o'hara - 1,2024-07-01,,,,", ",o'hara - 1,2024-07-02,,,,"}, lines(contacts)); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]string{"unusual-characters A2"}, codes(sum)); d != "" {
		t.Error(d)
	}
	if sum.Count(finding.Info) != 1 || sum.Count(finding.Error) != 0 {
		t.Errorf("%+v", sum)
	}
}

func TestNewReaderErrors(t *testing.T) {
	label := func(name string, values ...string) ingest.Label { return ingest.Label{Name: name, Values: values} }
	tests := []struct {
		name string
		o    ingest.Options
		key  string
		want string
	}{
		{"unknown field", ingest.Options{Columns: map[string]string{"X": "clientid"}}, "columns", `did you mean "client_id"?`},
		{"one header, two fields", ingest.Options{Columns: map[string]string{"X y": "age", "x-Y": "gender"}}, "columns", "are one header"},
		{"header without letters", ingest.Options{Columns: map[string]string{"--": "age"}}, "columns", "no letter"},
		{"spelling twice", ingest.Options{Genders: []ingest.Label{label("A", "x"), label("B", "X.")}}, "genders", `"A" and "B"`},
		{"label without a name", ingest.Options{Sources: []ingest.Label{label("", "x")}}, "sources", "no name"},
		{"service twice", ingest.Options{Services: []ingest.Label{label("A", "x"), label("B", "x")}}, "services", `"A" and "B"`},
		{"date order", ingest.Options{DateOrder: "ymd"}, "date_order", "neither mdy nor dmy"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := ingest.NewReader(tt.o)
			var option *ingest.OptionError
			if !errors.As(err, &option) || option.Key != tt.key || !strings.Contains(option.Err.Error(), tt.want) {
				t.Errorf("error %v, want %s: %q", err, tt.key, tt.want)
			}
		})
	}
}

// TestNoValues holds that nothing of a cell comes out unless it is asked for.
func TestNoValues(t *testing.T) {
	const secret = "Zanzibar"
	text := strings.ReplaceAll("contact_id,client_id,contact_date,dob,age,sex,source,services,name,date entered\n"+
		"7,@1,@,@,@,@,@,@,@ @,@\n7,@1,2024-07-01,@,@,@,@,@,@ @,@\n7,@2,2024-07-01,1/1/90,200,@!,@!,@!;@?,@ x,2023-01-01\n7,@01,@/2024,1/1/90,200,,,,@ x,2023-01-01,@\n@,,,,,,,,,\n", "@", secret)
	for _, show := range []bool{false, true} {
		o := options()
		o.ShowValues = show
		_, sum := readFiles(t, o, csv(text, secret+",2024-07-01,M\n"+secret+",2024-07-02,F\n"))
		if len(sum.Findings) < 19 {
			t.Fatalf("only %d findings", len(sum.Findings))
		}
		values := 0
		for _, f := range sum.Findings {
			if strings.Contains(f.Message+f.Hint, secret) {
				t.Errorf("a value in the words of %+v", f)
			}
			if strings.Contains(f.Value, secret) {
				values++
			}
		}
		if show != (values > 10) || !show && values > 0 {
			t.Errorf("values shown %t: %d", show, values)
		}
	}
}

func TestUnknownValuesAreCountedOnce(t *testing.T) {
	_, sum := readFiles(t, options(), csv("client_id,contact_date,sex\nA1,2024-07-01,Femle\nA2,2024-07-01,FEMLE\n", "client_id,contact_date,sex\nA3,2024-07-01,Femle\n"))
	if d := cmp.Diff([]string{"gender-unknown C2"}, codes(sum)); d != "" {
		t.Fatal(d)
	}
	if f := sum.Findings[0]; !strings.HasPrefix(f.Message, "3 cells") || !strings.Contains(f.Hint, `"Female"`) {
		t.Errorf("finding %+v", f)
	}
}

// A column of free text must not fill the memory, nor be passed over in silence.
func TestManyUnknownValues(t *testing.T) {
	var text strings.Builder
	text.WriteString("client_id,contact_date,source,services\n")
	for i := range 12_000 {
		fmt.Fprintf(&text, "A1,2024-07-01,call of case %d,911;x%d\n", i%11_000, i%11_000)
	}
	contacts, sum := readFiles(t, options(), csv(text.String()))
	found := map[string]int{}
	for _, f := range sum.Findings {
		found[f.Code]++
		if f.Cell == "C1002" && !strings.HasPrefix(f.Message, "10000 cells with other values than the 1000 unknown ones") {
			t.Errorf("finding %+v", f)
		}
	}
	if found["source-unknown"] != 1001 || found["service-unknown"] != 1001 {
		t.Errorf("findings %v", found)
	}
	for _, c := range contacts {
		if c.Source != contact.Other || len(c.Services) != 1 {
			t.Fatalf("contact %+v", c)
		}
	}
}

func TestFindingsAreInFileOrder(t *testing.T) {
	_, sum := readFiles(t, options(), csv(head+",2024-07-01\nA1,soon\nA1,2024-07-01\nA1,2024-07-01\n", head+",x\n"))
	want := []string{
		"client-id-missing A2", "contact-date-unreadable B3", "same-contact-twice A5", "client-id-missing A2", "contact-date-unreadable B2",
	}
	if d := cmp.Diff(want, codes(sum)); d != "" {
		t.Error(d)
	}
}

func TestNotRun(t *testing.T) {
	_, sum := readFiles(t, ingest.Options{}, csv("client_id,contact_date,dob\nA1,2024-07-01,1990-01-01\n"))
	var got []string
	for _, n := range sum.NotRun {
		got = append(got, n.Code)
		if n.File != "a.csv" || n.Reason == "" {
			t.Errorf("%+v", n)
		}
	}
	want := []string{
		"age-birth-date-mismatch", "age-group-in-no-band", "age-out-of-range", "age-unreadable", "client-genders", "contact-date-before-inception", "contact-date-future",
		"contact-id-reused", "entry-lag", "gender-unknown", "person-two-ids", "recorded-before-contact", "service-unknown", "source-unknown",
	}
	slices.Sort(got)
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestSourceNames(t *testing.T) {
	dir := t.TempDir()
	var in []ingest.Input
	for _, name := range []string{"2023/c.csv", "2024/c.csv", "d.csv"} {
		path := filepath.Join(dir, name)
		must(os.MkdirAll(filepath.Dir(path), 0o700))
		must(os.WriteFile(path, []byte(head+"A1,2024-07-01\n"), 0o600))
		in = append(in, ingest.Input{Path: path})
	}
	in = append(in, ingest.Input{Stdin: strings.NewReader(head)}, ingest.Input{Name: "d.csv", Stdin: strings.NewReader(head)})
	r, err := ingest.NewReader(options())
	must(err)
	for _, err := range r.Read(context.Background(), in) {
		must(err)
	}
	var got []string
	for _, e := range r.Summary().Exports {
		got = append(got, e.Name)
	}
	if d := cmp.Diff([]string{"2023/c.csv", "2024/c.csv", filepath.Base(dir) + "/d.csv", "-", "d.csv"}, got); d != "" {
		t.Error(d)
	}
}

func TestReadStops(t *testing.T) {
	var text bytes.Buffer
	text.WriteString(head)
	for i := range 200_000 {
		fmt.Fprintf(&text, "A%d,2024-07-01\n", i)
	}
	r, err := ingest.NewReader(options())
	must(err)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	var got error
	for _, err := range r.Read(ctx, []ingest.Input{{Name: "a.csv", Stdin: bytes.NewReader(text.Bytes())}}) {
		cancel()
		got = err
	}
	if !errors.Is(got, context.Canceled) {
		t.Errorf("error %v", got)
	}
	r, err = ingest.NewReader(options())
	must(err)
	n := 0
	for _, err := range r.Read(context.Background(), []ingest.Input{{Name: "a.csv", Stdin: bytes.NewReader(text.Bytes())}}) {
		must(err)
		if n++; n == 10 {
			break
		}
	}
	if n != 10 {
		t.Errorf("%d contacts after a break", n)
	}
}

func TestDateOrder(t *testing.T) {
	const text = head + "A1,1/2/2024\nA2,13/7/2024\nA3,14/7/2024\nA4,7/15/2024\nA5,2024-07-01\n"
	tests := []struct {
		order    value.DateOrder
		dates    []string
		codes    []string
		hint     string
		contents string
	}{
		{value.MDY, []string{"2024-07-15", "2024-07-01"}, []string{
			"contact-date-before-inception B2", "date-order B3", "contact-date-unreadable B3", "contact-date-unreadable B4",
		}, "dmy", "2 dates of the column can only be read day first, 1 only month first and 1 either way"},
		{value.DMY, []string{"2024-07-13", "2024-07-14", "2024-07-01"}, []string{
			"contact-date-before-inception B2", "date-order B5", "contact-date-unreadable B5",
		}, "correct", "2 dates of the column can only be read day first, 1 only month first and 1 either way"},
	}
	for _, tt := range tests {
		contacts, sum := readFiles(t, with(func(o *ingest.Options) { o.DateOrder = tt.order }), csv(text))
		var dates []string
		for _, c := range contacts {
			dates = append(dates, c.Date.String())
		}
		if d := cmp.Diff(tt.dates, dates); d != "" {
			t.Errorf("%s: %s", tt.order, d)
		}
		if d := cmp.Diff(tt.codes, codes(sum)); d != "" {
			t.Errorf("%s: %s", tt.order, d)
		}
		i := slices.IndexFunc(sum.Findings, func(f finding.Finding) bool { return f.Code == "date-order" })
		if f := sum.Findings[i]; !strings.Contains(f.Message, tt.contents) || !strings.Contains(f.Hint, tt.hint) {
			t.Errorf("%s: %+v", tt.order, f)
		}
	}
}

// FuzzRead holds that no text makes a Reader panic or lose a row, and that Merge gives no contact
// twice its due.
func FuzzRead(f *testing.F) {
	for _, c := range ruleCases {
		for _, file := range append(slices.Clone(c.has), c.hasn...) {
			if file.csv != "" && len(file.csv) < 1<<10 {
				f.Add(file.csv)
			}
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		contacts, sum := readFiles(t, options(), csv(text, text))
		if len(sum.Exports) != 2 {
			t.Fatalf("exports %+v", sum.Exports)
		}
		checkExports(t, sum)
		n := 0
		for _, e := range sum.Exports {
			n += e.Contacts + e.Roster
		}
		if n != len(contacts) {
			t.Fatalf("%d contacts, of which %d are counted", len(contacts), n)
		}
		for _, c := range contacts {
			if c.Client == "" || c.Place.File == "" || c.Place.Row < 1 {
				t.Fatalf("contact %+v", c)
			}
		}
		var merged []contacttest.Row
		for c, err := range dedup.Merge(contacttest.New().Stream(contacts, nil)).Contacts() {
			must(err)
			merged = append(merged, contacttest.Of(c))
		}
		dated := func(contacts []contacttest.Row) (n int) {
			for _, c := range contacts {
				if c.Date != 0 {
					n++
				}
			}
			return n
		}
		if dated(merged)*2 > dated(contacts) {
			t.Fatalf("%d of %d contacts of a file read twice stand", dated(merged), dated(contacts))
		}
	})
}
