package ingest_test

import (
	"strings"
	"testing"

	"picreport/ingest"
	"picreport/ingest/contact"
	"picreport/ingest/finding"
)

// Rows whose client ID is none: the clients and days that are read, with - for somebody without an ID, and the errors.
func TestAnonymous(t *testing.T) {
	const head = "Client ID,Contact Date,Gender\n"
	all := ingest.Anonymous{All: true}
	only := func(texts ...string) ingest.Anonymous { return ingest.Anonymous{Texts: texts} }
	tests := []struct {
		name string
		o    ingest.Anonymous
		text string
		want string
		stop string
	}{
		{"not set", ingest.Anonymous{}, head + "A1,2024-07-01,F\nUnknown,2024-07-02,F\n", "a1 2024-07-01", "client-id-missing A3"},
		{
			"all kinds", all, head + "A1,2024-07-01,F\nUnknown,2024-07-02,F\n,2024-07-03,M\nN/A,2024-07-04,M\n0,2024-07-05,M\n#N/A,2024-07-06,M\n" +
				"John Doe 3,2024-07-07,M\n",
			"a1 2024-07-01, - 2024-07-02, - 2024-07-03, - 2024-07-04, - 2024-07-05, - 2024-07-06, - 2024-07-07", "",
		},
		{
			"codes far from the others", all, head + "1001,2024-07-01,F\n1002,2024-07-01,F\n9999,2024-07-02,F\n9999,2024-07-03,M\n1003,2024-07-04,M\n",
			"1001 2024-07-01, 1002 2024-07-01, 1003 2024-07-04, - 2024-07-02, - 2024-07-03", "",
		},
		{"a list", only("unknown", "blank"), head + "UNKNOWN,2024-07-01,F\n,2024-07-02,F\nRefused,2024-07-03,F\n", "- 2024-07-01, - 2024-07-02", "client-id-missing A4"},
		{"no date", all, head + "Unknown,,F\nA1,2024-07-01,F\n", "a1 2024-07-01", "contact-date-missing B2"},
		{"a truth value is another mistake", all, head + "TRUE,2024-07-01,F\nA1,2024-07-02,F\n", "a1 2024-07-02", "client-id-converted A2"},
		{"a total is none", all, head + "A1,2024-07-02,F\nTotal,1,\n", "a1 2024-07-02", ""},
		{"a roster", all, "Client ID,Gender\nA1,F\nUnknown,M\n", "a1 ", "client-id-missing A3"},
		{
			"REDCap", all, "record_id,redcap_repeat_instrument,redcap_repeat_instance,client_id,contact_date\n1,,,Unknown,\n1,contact,1,,2024-07-02\n" +
				"2,,,A1,\n2,contact,1,,2024-07-03\n", "- 2024-07-02, a1 , a1 2024-07-03", "client-id-missing D2",
		},
		{"equal rows of one export", all, head + "Unknown,2024-07-01,F\nUnknown,2024-07-01,F\n", "- 2024-07-01, - 2024-07-01", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			contacts, sum := readFiles(t, with(func(o *ingest.Options) { o.Anonymous = tt.o }), csv(tt.text))
			var got, stops []string
			for _, c := range contacts {
				day := c.Date.String()
				if c.Date == 0 {
					day = ""
				}
				got = append(got, strings.ReplaceAll(c.Client, contact.AnonymousID, "-")+" "+day)
			}
			for _, f := range sum.Findings {
				if f.Severity == finding.Error {
					stops = append(stops, f.Code+" "+f.Cell)
				}
				if f.Severity == finding.Warning && f.Code != "same-contact-twice" {
					t.Errorf("found %+v", f)
				}
			}
			if g, s := strings.Join(got, ", "), strings.Join(stops, ", "); g != tt.want || s != tt.stop {
				t.Errorf("read %q with %q, want %q with %q", g, s, tt.want, tt.stop)
			}
		})
	}
}
