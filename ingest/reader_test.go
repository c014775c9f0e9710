package ingest_test

import (
	"context"
	"strings"
	"testing"

	"picreport/ingest"
)

// read reads one CSV given as text.
func read(t *testing.T, o ingest.Options, csvs ...string) ([]ingest.Contact, ingest.Summary) {
	t.Helper()
	r, err := ingest.NewReader(o)
	if err != nil {
		t.Fatal(err)
	}
	var inputs []ingest.Input
	for i, csv := range csvs {
		inputs = append(inputs, ingest.Input{Name: string(rune('a'+i)) + ".csv", Stdin: strings.NewReader(csv)})
	}
	var contacts []ingest.Contact
	for c, err := range r.Read(context.Background(), inputs) {
		if err != nil {
			t.Fatal(err)
		}
		contacts = append(contacts, c)
	}
	return contacts, r.Summary()
}

func TestSmoke(t *testing.T) {
	cs, sum := read(t, ingest.Options{Today: ingest.MakeDate(2024, 10, 1), Sources: []ingest.Label{{Name: "Calls for service"}}, Services: []ingest.Label{{Name: "De-escalation"}}},
		"Quarterly export\n\nClient ID,Contact Date,DOB,Sex,Source,Services,Age\nA1,7/1/2024,1/2/90,m,calls for service,De-escalation;Foo,34\na1,2024-07-02,,F,xx,,18-24\n,7/5/2024,,,,,\nB2,13/7/2024,,,,,\nTotal,4,,,,,\n")
	for _, c := range cs {
		t.Logf("%+v", c)
	}
	for _, f := range sum.Findings {
		t.Logf("%+v", f)
	}
	t.Logf("%+v", sum.Exports)
	t.Logf("%+v", sum.NotRun)
}
