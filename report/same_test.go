package report

import (
	"testing"

	"picreport/ingest/contact"
)

// TestSame holds that a report is the same where it prints the same figures, whatever they were
// counted from.
func TestSame(t *testing.T) {
	figures := func(change func(*Figures)) *Figures {
		percent := 32
		f := &Figures{
			Quarter: contact.MakeQuarter(2024, 3), Clients: Clients{New: 5},
			ChangeInNew: &Change{Percent: &percent}, Contacts: ContactCounts{BySource: []Count{{"Other", 2}}},
		}
		change(f)
		return f
	}
	for name, c := range map[string]struct {
		change func(*Figures)
		same   bool
	}{
		"nothing":           {func(*Figures) {}, true},
		"another export":    {func(f *Figures) { f.Data.Exports = []Export{{Name: "b.csv"}} }, true},
		"an earlier report": {func(f *Figures) { f.Restatements = []Restatement{{Now: 3}} }, true},
		"the last contact":  {func(f *Figures) { f.Coverage.LastContact = 7 }, true},
		"new clients":       {func(f *Figures) { f.Clients.New++ }, false},
		"a source":          {func(f *Figures) { f.Contacts.BySource[0].Count++ }, false},
		"a percentage":      {func(f *Figures) { *f.ChangeInNew.Percent = 33 }, false},
		"the language":      {func(f *Figures) { f.Period.Label = "julio" }, false},
		"not to its end":    {func(f *Figures) { f.Period.Through = 3 }, false},
	} {
		if got := Same(figures(func(*Figures) {}), figures(c.change)); got != c.same {
			t.Errorf("%s: got %v", name, got)
		}
	}
}
