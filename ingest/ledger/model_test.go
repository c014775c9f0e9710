package ledger

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"picreport/ingest/contact"
	"picreport/ingest/contact/contacttest"
)

// TestAgainstModel ingests and removes at random, and compares each state with a plain list of
// exports.
func TestAgainstModel(t *testing.T) { onEngines(t, testAgainstModel) }

func testAgainstModel(t *testing.T, newLedger maker) {
	type export struct {
		name string
		rows []contacttest.Row
	}
	r := rand.New(rand.NewPCG(7, 8))
	l := newLedger(t)
	var model []export
	take := func(name string) (rows []contacttest.Row, found bool) {
		i := slices.IndexFunc(model, func(e export) bool { return e.name == name })
		if i < 0 {
			return nil, false
		}
		rows = model[i].rows
		model = slices.Delete(model, i, i+1)
		return rows, true
	}
	for step := range 120 {
		var batches []Batch
		for _, i := range r.Perm(4)[:1+r.IntN(3)] {
			name := fmt.Sprintf("export-%d.csv", i)
			rows, found := take(name)
			b := batch(name, nil)
			switch {
			case found && r.IntN(3) == 0: // the same rows again
				b.Contacts = seq(name, rows)
			case found && r.IntN(2) == 0:
				rows = slices.Delete(slices.Clone(rows), 0, len(rows)/3)
				b.Contacts = seq(name, rows)
			default:
				rows = randomContacts(r, r.IntN(50))
				b.Contacts = seq(name, rows)
			}
			batches, model = append(batches, b), append(model, export{name, rows})
		}
		if _, err := l.Ingest(t.Context(), batches, IngestOptions{AllowShrink: true}); err != nil {
			t.Fatal(err)
		}
		if step%5 == 4 {
			name := model[r.IntN(len(model))].name
			take(name)
			if err := l.Remove(t.Context(), name); err != nil {
				t.Fatal(err)
			}
		}
		var want []contacttest.Row
		for _, e := range model {
			want = append(want, inFile(e.name, e.rows)...)
		}
		if diff := cmp.Diff(want, contactsOf(t, l), cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("step %d: %s", step, diff)
		}
		mustBeSound(t, l)
		journalAddsUp(t, l, want)
	}
}

// journalAddsUp checks that what the journal says was added and not removed is what the ledger has.
func journalAddsUp(t *testing.T, l *Ledger, rows []contacttest.Row) {
	t.Helper()
	said, want := map[string]int{}, map[string]int{}
	for _, e := range journal(t, l) {
		for _, q := range e.Quarters {
			said[q.Quarter] += q.Added - q.Removed
		}
	}
	for _, c := range rows {
		want[contact.QuarterOf(c.Date).String()]++
	}
	noZeros := cmpopts.IgnoreMapEntries(func(_ string, n int) bool { return n == 0 })
	if diff := cmp.Diff(want, said, noZeros); diff != "" {
		t.Fatal("the journal does not add up:", diff)
	}
}

func TestQuarterOf(t *testing.T) {
	for date, want := range map[contact.Date]string{
		0: "", 1: "0001Q1", contact.MakeDate(2024, 3, 31): "2024Q1", contact.MakeDate(2024, 4, 1): "2024Q2",
		contact.MakeDate(2024, 9, 30): "2024Q3", contact.MakeDate(2024, 12, 31): "2024Q4", maxDate: "9999Q4",
	} {
		if got := contact.QuarterOf(date).String(); got != want {
			t.Errorf("%s: got %s, want %s", date, got, want)
		}
	}
}
