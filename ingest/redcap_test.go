package ingest_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"picreport/ingest"
	"picreport/ingest/contact/contacttest"
	"picreport/ingest/finding"
)

func redcapOptions() ingest.Options {
	o := options()
	o.Services = []ingest.Label{{Name: "De-escalation", Values: []string{"De-escalation, on scene"}}, {Name: "Referral for treatment"}, {Name: "Shelter"}}
	o.Dictionary = filepath.Join("testdata", "redcap", "dictionary.csv")
	return o
}

func redcap(name string) []file { return []file{{path: filepath.Join("testdata", "redcap", name)}} }

// line writes a contact on one line, without its file.
func line(c contacttest.Row) string {
	return strings.Join([]string{c.ID, c.Client, c.Date.String(), c.BirthDate.String(), c.Gender, c.Source, strings.Join(c.Services, "+")}, ",")
}

func lines(contacts []contacttest.Row) []string {
	var out []string
	for _, c := range contacts {
		out = append(out, line(c))
	}
	return out
}

func codes(sum ingest.Summary, severities ...finding.Severity) []string {
	var out []string
	for _, f := range sum.Findings {
		if len(severities) == 0 || slices.Contains(severities, f.Severity) {
			out = append(out, f.Code+" "+f.Cell)
		}
	}
	return out
}

func TestRedcap(t *testing.T) {
	repeating := []string{
		",1,,1990-04-12,Male,,",
		"1/contact/1,1,2024-07-01,,,Calls for service,De-escalation+Shelter",
		"1/contact/2,1,2024-08-15,,,Proactive patrol and outreach,",
		",2,,2008-01-30,Female,,",
		"2/contact/1,2,2024-07-02,,,Other,Referral for treatment",
		",3,,,,,",
		",1,,,,,", // the follow-up has no contact date in any row, so that it is no contact
	}
	tests := []struct {
		name     string
		change   func(*ingest.Options)
		want     []string
		findings []string
	}{
		{
			name: "repeating-raw.csv", want: repeating,
			findings: []string{"contact-date-missing G8"},
		},
		{
			name: "repeating-labelled.csv", want: repeating,
			findings: []string{"contact-date-missing G8"},
		},
		{
			name: "longitudinal-raw.csv",
			want: []string{
				",k-17,,1990-04-12,Male,,",
				"17/contact_1_arm_1,k-17,2024-07-01,,,Calls for service,De-escalation",
				"17/contact_2_arm_1,k-17,2024-07-09,,,Proactive patrol and outreach,Referral for treatment",
				",k-18,,2008-01-30,Female,,",
				"18/contact_1_arm_1,k-18,2024-07-02,,,Calls for service,",
			},
		},
		{
			name: "classic-raw.csv",
			want: []string{
				",k-17,2024-07-01,1990-04-12,Male,Calls for service,De-escalation",
				",k-17,2024-07-09,1990-04-12,Male,Proactive patrol and outreach,Referral for treatment",
				",k-18,,2008-01-30,Female,,",
			},
		},
		{name: "several-dates-raw.csv", findings: []string{"column-ambiguous "}},
		{
			name: "several-dates-raw.csv",
			change: func(o *ingest.Options) {
				o.Columns = map[string]string{"visit_date": "contact_date", "service_date": "ignore"}
			},
			want: []string{
				",1,,1990-04-12,Male,,",
				"1/visit/1,1,2024-07-01,,,Calls for service,",
			},
			findings: []string{"contact-date-missing F4"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o := redcapOptions()
			if tt.change != nil {
				tt.change(&o)
			}
			contacts, sum := readFiles(t, o, redcap(tt.name))
			if d := cmp.Diff(tt.want, lines(contacts)); d != "" {
				t.Error(d)
			}
			if d := cmp.Diff(tt.findings, codes(sum, finding.Error, finding.Warning)); d != "" {
				t.Error(d)
			}
			checkExports(t, sum)
		})
	}
}

func TestRedcapDecidesOfUndatedRowsLate(t *testing.T) {
	const text = "record_id,redcap_event_name,redcap_repeat_instrument,redcap_repeat_instance,sex,contact_date\n" +
		"1,intake,,,M,\n1,intake,contact,1,,\n1,intake,notes,1,,\n1,visits,,1,,\n2,intake,contact,1,,2024-07-01\n2,visits,,1,,2024-07-02\n"
	contacts, sum := readFiles(t, options(), csv(text))
	want := []string{",1,,,Male,,", "2/intake/contact/1,2,2024-07-01,,,,", "2/visits//1,2,2024-07-02,,,,", ",1,,,,,"}
	if d := cmp.Diff(want, lines(contacts)); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]string{"contact-date-missing F3", "contact-date-missing F5"}, codes(sum)); d != "" {
		t.Error(d)
	}
	checkExports(t, sum)
}

func TestRedcapColumnsByVariable(t *testing.T) {
	o := redcapOptions()
	o.Columns = map[string]string{"contact_source": "source", "dob": "date_of_birth", "services": "services"}
	for _, name := range []string{"repeating-raw.csv", "repeating-labelled.csv"} {
		_, sum := readFiles(t, o, redcap(name))
		if d := cmp.Diff([]string{"contact-date-missing G8"}, codes(sum, finding.Error, finding.Warning)); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
}

func TestRedcapWithoutDictionary(t *testing.T) {
	o := redcapOptions()
	o.Dictionary = ""
	_, sum := readFiles(t, o, redcap("repeating-raw.csv"))
	want := []string{
		"columns-not-read ", "gender-unknown E2", "source-unknown H3", "service-unknown I3", "service-unknown K3", "source-unknown H4", "gender-unknown E6",
		"source-unknown H7", "service-unknown J7", "contact-date-missing G8", "gender-unknown E9",
	}
	if d := cmp.Diff(want, codes(sum)); d != "" {
		t.Error(d)
	}
}

func TestRedcapListsTheCandidates(t *testing.T) {
	_, sum := readFiles(t, redcapOptions(), redcap("several-dates-raw.csv"))
	f := sum.Findings[0]
	if !strings.Contains(f.Message, `"visit_date"`) || !strings.Contains(f.Message, `"service_date"`) {
		t.Errorf("the candidates are not listed: %+v", f)
	}
}

func TestDictionaryErrors(t *testing.T) {
	for _, path := range []string{"testdata/absent.csv", "testdata/clean.csv"} {
		_, err := ingest.NewReader(ingest.Options{Dictionary: path})
		if err == nil || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: error %v", path, err)
		}
	}
}
