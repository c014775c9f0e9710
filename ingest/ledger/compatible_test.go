package ledger

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"picreport/ingest/contact"
	"picreport/ingest/contact/contacttest"
)

// A ledger that an earlier version wrote is sound, gives back what it holds, and takes a corrected
// export.
func TestEarlierLedger(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("testdata", "ledger-0.1.db"))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "picreport.db")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	l := openLedger(t, path, Options{})
	mustBeSound(t, l)
	day := contact.MakeDate
	place := func(file string, row int) contact.Place { return contact.Place{File: file, Row: row} }
	scene := "De-escalation and stabilization on scene"
	want := []contacttest.Row{
		{
			ID: "c-1", Client: "pic-1", Date: day(2024, 7, 1), BirthDate: day(1990, 4, 12), Gender: "Female", Place: place("contacts.csv", 2),
			Age: contact.Age{Low: 34, High: 34, Known: true}, Source: "Calls for service", Services: []string{scene},
		},
		{
			ID: "c-2", Client: "pic-2", Date: day(2024, 7, 2), Gender: "Male", Place: place("contacts.csv", 3),
			Age: contact.Age{Low: 18, High: 24, Known: true}, Source: "Other",
		},
		{
			Client: "pic 3", Date: day(2024, 8, 3), BirthDate: day(2011, 1, 5), Place: place("contacts.csv", 4),
			Source: "Calls for service", Services: []string{"Other", scene},
		},
		{Client: "pic-1", Gender: "Female", BirthDate: day(1990, 4, 12), Place: place("roster.csv", 2)},
		{Client: "pic-9", Gender: "Male", BirthDate: day(1980, 1, 1), Place: place("roster.csv", 3)},
	}
	if d := cmp.Diff(want, contactsOf(t, l)); d != "" {
		t.Error(d)
	}
	if published, err := l.Published(t.Context(), "2024Q3"); err != nil || len(published) != 1 {
		t.Errorf("published: %+v, %v", published, err)
	}
	corrected := append([]contacttest.Row(nil), want[:3]...)
	corrected[1].Gender = "Female"
	change := mustIngest(t, l, batch("contacts.csv", corrected))[0]
	if change.Tally != (Tally{Changed: 1, Unchanged: 2}) {
		t.Errorf("a corrected export: %+v", change.Tally)
	}
	mustBeSound(t, l)
}
