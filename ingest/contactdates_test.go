package ingest_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"picreport/ingest"
	"picreport/ingest/contact/contacttest"
	"picreport/ingest/finding"
)

// dated writes clients and days, without rosters.
func dated(contacts []contacttest.Row) string {
	var out []string
	for _, c := range contacts {
		if c.Date != 0 {
			out = append(out, c.Client+" "+c.Date.String())
		}
	}
	return strings.Join(out, "; ")
}

// settings are what a hint says to set: columns: {…} or redcap: {contacts: […]}, the first of them.
var (
	columnsSetting = regexp.MustCompile(`columns: \{([^}]*)\}`)
	redcapSetting  = regexp.MustCompile(`redcap: \{contacts: \[([^]]*)\]\}`)
)

// follow sets what the n-th line of a hint says.
func follow(t *testing.T, o *ingest.Options, hint string, n int) {
	t.Helper()
	unquote := func(s string) string { return strings.Trim(strings.TrimSpace(s), `"`) }
	if m := redcapSetting.FindStringSubmatch(hint); m != nil {
		for _, name := range strings.Split(m[1], ",") {
			o.RedcapContacts = append(o.RedcapContacts, unquote(name))
		}
		return
	}
	lines := columnsSetting.FindAllStringSubmatch(hint, -1)
	if n >= len(lines) {
		t.Fatalf("no line %d in the hint %q", n, hint)
	}
	o.Columns = map[string]string{}
	for _, pair := range strings.Split(lines[n][1], ",") {
		header, name, _ := strings.Cut(pair, ": ")
		o.Columns[unquote(header)] = unquote(name)
	}
}

// shape is an export whose contact dates do not stand in one column that is plainly theirs.
type shape struct {
	name, csv string
	columns   map[string]string
	code      string // of the only error or warning; "" for none
	line      int    // of those in its hint: the one to follow
	want      string // the contacts then
}

func testShapes(t *testing.T, shapes []shape) {
	t.Helper()
	for _, tt := range shapes {
		t.Run(tt.name, func(t *testing.T) {
			o := ingest.Options{Columns: tt.columns}
			contacts, sum := readFiles(t, o, csv(tt.csv))
			var found []finding.Finding
			for _, f := range sum.Findings {
				if f.Severity != finding.Info {
					found = append(found, f)
				}
			}
			if tt.code == "" {
				if len(found) > 0 || dated(contacts) != tt.want {
					t.Errorf("contacts %s, want %s: %+v", dated(contacts), tt.want, found)
				}
				return
			}
			if len(found) != 1 || found[0].Code != tt.code {
				t.Fatalf("want %s: %+v", tt.code, found)
			}
			follow(t, &o, found[0].Hint, tt.line)
			contacts, sum = readFiles(t, o, csv(tt.csv))
			if got := dated(contacts); got != tt.want {
				t.Errorf("contacts %s, want %s: %+v", got, tt.want, found)
			}
			if n := sum.Count(finding.Error) + sum.Count(finding.Warning); n > 0 {
				t.Errorf("after the hint: %+v", sum.Findings)
			}
		})
	}
}

func TestUnreadContactDates(t *testing.T) {
	many := "Client ID,Contact Date,Call received\n"
	for i := range 9 {
		many += fmt.Sprintf("B%d,2024-07-01,2024-07-01 09:00\n", i)
	}
	nine := "b0 2024-07-01; b1 2024-07-01; b2 2024-07-01; b3 2024-07-01; b4 2024-07-01; b5 2024-07-01; b6 2024-07-01; " +
		"b7 2024-07-01; b8 2024-07-01; "
	testShapes(t, []shape{
		{
			name: "a date of typing", csv: "Date,Client ID,Date of Call\n10/2/2024,P01,9/28/2024\n10/3/2024,P03,10/1/2024\n",
			code: "contact-date-doubtful", want: "p01 2024-09-28; p03 2024-10-01",
		},
		{
			name: "a date of typing that is right", csv: "Date,Client ID,Date of Call\n10/2/2024,P01,9/28/2024\n",
			code: "contact-date-doubtful", line: 1, want: "p01 2024-10-02",
		},
		{
			name: "times of calls", csv: "date,client_id,callReceived\n2024-10-02,P01,2024-09-28 23:10\n",
			code: "contact-date-doubtful", want: "p01 2024-09-28",
		},
		{
			name: "a session, as Excel's day", csv: "Date/Time,Client ID,Session date\n2024-10-02 08:00,P01,45563\n",
			code: "contact-date-doubtful", want: "p01 2024-09-28",
		},
		{
			name: "chosen, so that it is a warning", csv: "Date,Client ID,Visit on\n2024-10-02,P01,2024-10-01\n",
			columns: map[string]string{"Date": "contact_date"}, code: "contact-dates-not-read", want: "p01 2024-10-01",
		},
		{
			name: "visit beside contact", csv: "Contact Date,Client ID,Home visit\n2024-07-02,P01,2024-07-01\n",
			code: "contact-dates-not-read", want: "p01 2024-07-01",
		},
		{
			name: "each a contact", csv: "Contact Date,Client ID,Home visit\n2024-07-02,P01,2024-07-05\n",
			code: "contact-dates-not-read", line: 2, want: "p01 2024-07-02; p01 2024-07-05",
		},
		{name: "first contact of the client", csv: "Date,Client ID,First contact\n2024-07-02,P01,2024-05-01\n", code: "contact-dates-not-read", line: 1, want: "p01 2024-07-02"},
		{name: "the same in another order", csv: "Contact Date,Client ID,Date of call\n2024-07-02,P01,2/7/2024\n", want: "p01 2024-07-02"},
		{name: "one in ten rows", csv: many + "A2,2024-07-01,2024-07-02\n", want: nine + "a2 2024-07-01"},
		{name: "no dates", csv: "Contact Date,Client ID,Call type,Incident number,Services notes\n2024-07-02,P01,Welfare,20240701,2 calls\n", want: "p01 2024-07-02"},
		{
			name: "other dates",
			csv: "Contact Date,Client ID,DOB2,Enrollment date,Discharge date,Next visit date,Visit entered on,Follow-up due,Call closed\n" +
				"2024-07-02,P01,1990-01-01,2024-01-01,2024-08-01,2024-08-02,2024-07-04,2024-07-09,2024-07-05\n", want: "p01 2024-07-02",
		},
	})
	_, sum := readFiles(t, ingest.Options{}, csv(many+"A2,2024-07-01,2024-07-02\nA3,2024-07-02,2024-07-03\n"))
	if got := codes(sum, finding.Warning); !slices.Contains(got, "contact-dates-not-read ") {
		t.Errorf("two of eleven rows: %v", got)
	}
}

func TestWideTables(t *testing.T) {
	testShapes(t, []shape{
		{
			name: "one is read", csv: "Client ID,Gender,Contact Date,Follow-up date 1,Follow-up date 2\nP01,F,2024-04-01,2024-07-01,\nP02,M,2024-07-03,,\n",
			code: "contact-dates-in-columns", want: "p01 2024-04-01; p01 2024-07-01; p02 2024-07-03",
		},
		{
			name: "none is read", csv: "Client ID,Gender,Contact Date 1,Contact Date 2,Contact Date 3\nP01,F,2024-04-01,2024-07-01,\nP02,M,2024-07-03,,\n",
			code: "column-ambiguous", want: "p01 2024-04-01; p01 2024-07-01; p02 2024-07-03",
		},
		{
			name: "the number within", csv: "Client ID,Visit 1 Date,Visit 2 Date,Visit 3 Date\nP01,4/1/2024,7/1/2024,\nP02,7/3/2024,,9/1/2024\n",
			code: "column-ambiguous", want: "p01 2024-04-01; p01 2024-07-01; p02 2024-07-03; p02 2024-09-01",
		},
		{
			name: "one of them mapped", csv: "Client ID,1st contact,2nd contact\nP01,2024-04-01,2024-07-01\nP02,,2024-07-03\n",
			columns: map[string]string{"1st contact": "contact_date", "2nd contact": "contact_date"},
			want:    "p01 2024-04-01; p01 2024-07-01; p02 2024-07-03",
		},
		{
			name: "ordinals", csv: "Client ID,Date,Second date,Third date\nP01,2024-04-01,2024-07-01,\nP02,2024-07-03,,2024-08-01\n",
			code: "contact-dates-in-columns", want: "p01 2024-04-01; p01 2024-07-01; p02 2024-07-03; p02 2024-08-01",
		},
		{
			name: "as pandas names them", csv: "Client ID,Contact Date,Contact Date.1\nP01,2024-04-01,2024-07-01\n" + strings.Repeat("P02,2024-07-03,\n", 1),
			code: "contact-dates-in-columns", want: "p01 2024-04-01; p01 2024-07-01; p02 2024-07-03",
		},
		{
			name: "not of contacts", csv: "Client ID,Contact Date,Contact Date 2\nP01,2024-04-01,2024-07-01\n",
			code: "contact-dates-in-columns", line: 1, want: "p01 2024-04-01",
		},
		{
			name: "a column a month", csv: "Client ID,Sex,April,July\nP01,F,2024-04-01,2024-07-01\nP02,M,,2024-07-03\n",
			code: "column-ambiguous", want: "p01 2024-04-01; p01 2024-07-01; p02 2024-07-03",
		},
		{name: "never filled", csv: "Client ID,Contact Date,Contact Date 2\nP01,2024-04-01,\n", want: "p01 2024-04-01"},
	})
}

// TestRowOfSeveralContacts holds what the contacts of one row have: its values, and contact IDs of
// their own, which are those of the next export of the table too.
func TestRowOfSeveralContacts(t *testing.T) {
	o := options()
	o.Columns = map[string]string{"Contact Date 1": "contact_date", "Contact Date 2": "contact_date", "Contact Date 3": "contact_date"}
	const headers = "Contact ID,Client ID,Sex,Source,Contact Date 1,Contact Date 2,Contact Date 3\n"
	contacts, sum := readFiles(t, o, csv(headers+"C1,A1,F,911,2024-07-01,2024-07-02,2024-07-02\nC2,A2,M,,,2024-07-03,\n",
		headers+"C1,A1,F,911,2024-07-01,2024-07-02,2024-07-09\nC2,A2,M,,,2024-07-03,\n"))
	want := []string{
		"c1,a1,2024-07-01,,Female,Calls for service,", "c1 [date 2],a1,2024-07-02,,Female,Calls for service,",
		"c1 [date 2],a1,2024-07-02,,Female,Calls for service,", "c2,a2,2024-07-03,,Male,,",
		"c1,a1,2024-07-01,,Female,Calls for service,", "c1 [date 2],a1,2024-07-02,,Female,Calls for service,",
		"c1 [date 3],a1,2024-07-09,,Female,Calls for service,", "c2,a2,2024-07-03,,Male,,",
	}
	if d := cmp.Diff(want, lines(contacts)); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]string{"same-contact-twice A2"}, codes(sum, finding.Error, finding.Warning)); d != "" {
		t.Error(d)
	}
	if e := sum.Exports[0]; e.Rows != 2 || e.Contacts != 4 || e.Roster != 0 || e.Rejected != 0 {
		t.Errorf("counts %+v", e)
	}
}

func TestRowOfSeveralContactsWithoutIDs(t *testing.T) {
	o := options()
	o.Columns = map[string]string{"D1": "contact_date", "D2": "contact_date"}
	contacts, sum := readFiles(t, o, csv("Client ID,D1,D2\nA1,2024-07-01,2024-07-02\nA1,2024-07-01,\nA2,2024-07-03,2024-07-03\n,,\nA3,,\nA4,31/31/2024,2024-07-04\nTotal,3,3\n"))
	if got, want := dated(contacts), "a1 2024-07-01; a1 2024-07-02; a1 2024-07-01; a2 2024-07-03; a2 2024-07-03; a4 2024-07-04"; got != want {
		t.Errorf("contacts %s, want %s", got, want)
	}
	want := []string{"same-contact-twice A3", "same-contact-twice A4", "contact-date-missing B6", "contact-date-unreadable B7"}
	if d := cmp.Diff(want, codes(sum, finding.Error, finding.Warning)); d != "" {
		t.Error(d)
	}
	if e := sum.Exports[0]; e.Rows != 5 || e.Contacts != 6 || e.Rejected != 2 {
		t.Errorf("counts %+v", e)
	}
}

const (
	instruments = "record_id,redcap_repeat_instrument,redcap_repeat_instance,dob,sex,visit_date,followup_date\n" +
		"1,,,1990-04-12,F,,\n1,visit,1,,,2024-05-01,\n1,followup,1,,,,2024-07-09\n2,,,1980-04-12,M,,\n2,visit,1,,,2024-07-02,\n"
	instrumentDates = "1 2024-05-01; 1 2024-07-09; 2 2024-07-02"
)

func TestUnreadRedcapContacts(t *testing.T) {
	testShapes(t, []shape{
		{name: "two instruments", csv: instruments, code: "redcap-contacts-not-read", want: instrumentDates},
		{
			name: "labelled", code: "redcap-contacts-not-read", want: instrumentDates,
			csv: "Record ID,Repeat Instrument,Repeat Instance,Date of birth,Sex,Date of visit,Date of follow-up call\n" +
				"1,,,1990-04-12,Female,,\n1,Visit,1,,,2024-05-01,\n1,Follow up,1,,,,2024-07-09\n2,Visit,1,,,2024-07-02,\n",
		},
		{
			name: "events", code: "redcap-contacts-not-read", want: instrumentDates,
			csv: "record_id,redcap_event_name,dob,sex,visit_date,followup_date\n" +
				"1,baseline_arm_1,1990-04-12,F,2024-05-01,\n1,followup_arm_1,,,,2024-07-09\n2,baseline_arm_1,1980-04-12,M,2024-07-02,\n",
		},
		{
			name: "a repeating event", code: "redcap-contacts-not-read", want: "1 2024-05-01; 1 2024-07-09; 1 2024-07-10",
			csv: "Record ID,Event Name,Repeat Instrument,Repeat Instance,Contact date,Session on\n" +
				"1,Intake (Arm 1: Adults),,,2024-05-01,\n1,Group (Arm 1: Adults),,1,,7/9/2024\n1,Group (Arm 1: Adults),,2,,7/10/2024\n",
		},
		{
			name: "none is read", code: "column-ambiguous", want: "1 2024-05-01; 1 2024-07-09",
			csv: "record_id,redcap_repeat_instrument,redcap_repeat_instance,sex,phone_date,homevisit_on\n" +
				"1,,,F,,\n1,phone,1,,2024-05-01,\n1,home,1,,,2024-07-09\n",
		},
		{
			name: "two known headers", code: "column-ambiguous", want: "1 2024-05-01; 1 2024-07-09",
			csv: "record_id,redcap_repeat_instrument,redcap_repeat_instance,sex,visit_date,service_date\n" +
				"1,,,F,,\n1,visit,1,,2024-05-01,\n1,service,1,,,2024-07-09\n",
		},
		{
			name: "both mapped", columns: map[string]string{"visit_date": "contact_date", "followup_date": "contact_date"},
			csv: instruments, want: instrumentDates,
		},
		{
			name: "other dates of instruments", want: "1 2024-05-01",
			csv: "record_id,redcap_repeat_instrument,redcap_repeat_instance,sex,visit_date,phq9_date,med_start,consent_date,next_visit\n" +
				"1,,,F,,,,2024-05-01,\n1,visit,1,,2024-05-01,,,,2024-06-01\n1,phq9,1,,,2024-05-02,,,\n1,medication,1,,,,2024-05-03,,\n",
		},
	})
}

func TestRedcapContacts(t *testing.T) {
	tests := []struct {
		name  string
		names []string
		want  string
		codes []string
	}{
		{"all", []string{"visit", "followup"}, instrumentDates, nil},
		{"as labels have it", []string{"Visit", "Follow-up"}, instrumentDates, nil},
		{"one", []string{"followup"}, "1 2024-07-09", []string{"redcap-not-contacts "}},
		{"misspelt", []string{"visit", "folowup"}, "1 2024-05-01; 2 2024-07-02", []string{"redcap-contacts-unknown ", "redcap-not-contacts "}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			contacts, sum := readFiles(t, ingest.Options{RedcapContacts: tt.names}, csv(instruments))
			if got := dated(contacts); got != tt.want {
				t.Errorf("contacts %s, want %s", got, tt.want)
			}
			if d := cmp.Diff(tt.codes, codes(sum)); d != "" {
				t.Error(d)
			}
			checkExports(t, sum)
		})
	}
}

func TestTablesWithoutContacts(t *testing.T) {
	contacts := "Client ID,Contact Date\nA1,2024-07-01\n"
	tests := []struct {
		name  string
		files []file
		codes []string
	}{
		{"months", csv("Client ID,Sex,Jul 2024,Aug 2024,Sep 2024\nA1,M,2,,1\nA2,F,,1,\n"), []string{"crosstab "}},
		{"days and marks", csv("Client ID,7/1/2024,7/2/2024,7/3/2024\nA1,x,,x\nA2,,x,\n"), []string{"crosstab "}},
		{"year and month", csv("MRN,DOB,2024-07,2024-08,Total\nA1,1990-01-01,2,,2\n"), []string{"crosstab "}},
		{"days in a workbook", book(func(f *excelize.File) {
			day := time.Date(2024, 7, 1, 0, 0, 0, 0, time.UTC)
			sheet(f, "Sheet1", []any{"Client ID", "Sex", day, day.AddDate(0, 0, 1)}, []any{"A1", "M", 1, nil}, []any{"A2", "F", nil, 2})
		}), []string{"crosstab "}},
		{"beside contacts", csv(contacts, "Client ID,Sex,July,August\nA1,M,2,1\n"), []string{"crosstab "}},
		{"admissions", csv("Client ID,Admission Date,Sex\n1,2024-07-01,M\n2,2024-07-02,F\n"), []string{"admissions-not-read ", "roster-dates-not-read "}},
		{"intakes", csv("Client ID,DOB,Date of intake\n1,1990-01-01,7/1/2024\n"), []string{"admissions-not-read ", "roster-dates-not-read "}},
		{"admitted", csv("MRN,Age,Admitted\n1,33,2024-07-01 09:30\n"), []string{"admissions-not-read ", "roster-dates-not-read "}},
		{"admissions beside contacts", csv("Client ID,Admission Date,Sex\nA1,2024-07-01,M\n", contacts), []string{"roster-dates-not-read "}},
		{"enrolment", csv("Client ID,Enrollment date,Sex\n1,2024-07-01,M\n"), []string{"roster-dates-not-read "}},
		{"a roster", csv("Client ID,DOB,Sex,Updated\n1,1990-01-01,M,2024-07-01\n"), []string{"columns-not-read "}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, sum := readFiles(t, ingest.Options{}, tt.files)
			if d := cmp.Diff(tt.codes, codes(sum)); d != "" {
				t.Errorf("%s %+v", d, sum.Findings)
			}
		})
	}
}

func TestAdmissionsAreSaid(t *testing.T) {
	const text = "Client ID,Admission Date,Sex\n1,2024-07-01,M\n"
	o := ingest.Options{}
	_, sum := readFiles(t, o, csv(text))
	follow(t, &o, sum.Findings[0].Hint, 0)
	if contacts, sum := readFiles(t, o, csv(text)); dated(contacts) != "1 2024-07-01" || len(sum.Findings) > 0 {
		t.Errorf("%+v %+v", contacts, sum.Findings)
	}
	follow(t, &o, sum.Findings[0].Hint, 1)
	if contacts, sum := readFiles(t, o, csv(text)); dated(contacts) != "" || len(contacts) != 1 || len(sum.Findings) > 0 {
		t.Errorf("%+v %+v", contacts, sum.Findings)
	}
	if _, sum := readFiles(t, ingest.Options{Partial: true}, csv(text)); sum.Count(finding.Error) > 0 {
		t.Errorf("%+v", sum.Findings)
	}
}
