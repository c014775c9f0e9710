package report

import (
	"errors"
	"iter"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"picreport/ingest/contact"
	"picreport/ingest/contact/contacttest"
)

func seq(contacts []contacttest.Row) iter.Seq2[*contact.Contact, error] {
	return contacttest.New().Stream(contacts, nil)
}

// TestExplainCounts explains every printed figure of random contacts: its count is the printed one,
// and it names rows.
func TestExplainCounts(t *testing.T) {
	for seed := range uint64(20) {
		rng := rand.New(rand.NewPCG(seed, 11))
		contacts := randomContacts(rng, 1+rng.IntN(200))
		for i := range contacts {
			contacts[i].Place = contact.Place{File: "a.csv", Row: i + 2}
			if rng.IntN(3) == 0 {
				contacts[i].Services = []string{"Referrals for addiction treatment", contact.Other}
			}
		}
		o := testOptions(t)
		o.Inception = day(2023, time.November, 1)
		if seed%2 == 0 {
			o.Basis = BasisServed
		}
		for q := contact.MakeQuarter(2023, 4); q <= contact.MakeQuarter(2025, 2); q++ {
			f := compute(t, q, o, contacts...)
			want := map[string]int{
				"served": f.Clients.Served, "new": f.Clients.New, "carried-over": f.Clients.CarriedOver,
				"since-inception": f.Clients.SinceInception, "contacts": f.Contacts.Total,
			}
			for table, counts := range map[string][]Count{
				"gender": f.Demographics.Gender, "age": f.Demographics.Age, "source": f.Contacts.BySource, "service": f.Contacts.ByService,
			} {
				for _, c := range counts {
					want[table+"="+c.Label] = c.Count
				}
			}
			for figure, n := range want {
				e, err := Explain(seq(contacts), q, o, figure)
				if err != nil {
					t.Fatalf("seed %d %s %s: %v", seed, q, figure, err)
				}
				if e.Count != n {
					t.Fatalf("seed %d %s %s: explained %d of %d", seed, q, figure, e.Count, n)
				}
				clients := map[string]bool{}
				for _, r := range e.Rows {
					clients[r.Client] = true
				}
				if e.Unit == "clients" && len(clients) != n || e.Unit == "contacts" && len(e.Rows) != n {
					t.Fatalf("seed %d %s %s: %d clients and %d rows for %d", seed, q, figure, len(clients), len(e.Rows), n)
				}
			}
		}
	}
}

// TestExplainRows names the very rows.
func TestExplainRows(t *testing.T) {
	at := func(row int) contact.Place { return contact.Place{File: "a.csv", Row: row} }
	contacts := []contacttest.Row{
		{Client: "a", Date: day(2024, time.March, 20), Gender: "Male", Place: at(2)},
		{Client: "b", Date: day(2024, time.August, 2), Age: exactly(15), Place: at(3)},
		{Client: "a", Date: day(2024, time.July, 1), Place: at(4)},
		{Client: "b", Date: day(2024, time.September, 1), Gender: "Female", Age: exactly(20), Place: at(5)},
		{Client: "b", Date: day(2024, time.November, 1), Gender: "Male", Place: at(6)},
	}
	for figure, want := range map[string][]Evidence{
		"carried-over": {
			{Client: "a", Date: day(2024, time.March, 20), File: "a.csv", Row: 2, Why: "first contact"},
			{Client: "a", Date: day(2024, time.July, 1), File: "a.csv", Row: 4, Why: "contact in the quarter"},
		},
		"Gender=female": {
			{Client: "b", Date: day(2024, time.August, 2), File: "a.csv", Row: 3, Why: "first contact"},
			{Client: "b", Date: day(2024, time.September, 1), File: "a.csv", Row: 5, Why: "gender last reported"},
		},
		"age=13-17": {
			{Client: "b", Date: day(2024, time.August, 2), File: "a.csv", Row: 3, Why: "first contact"},
			{Client: "b", Date: day(2024, time.August, 2), File: "a.csv", Row: 3, Why: "earliest reported age"},
		},
		"gender=Male": {},
	} {
		e, err := Explain(seq(contacts), q3, testOptions(t), figure)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, e.Rows); diff != "" {
			t.Errorf("%s (-want +got):\n%s", figure, diff)
		}
	}
}

func TestExplainUnknown(t *testing.T) {
	contacts := []contacttest.Row{{Client: "a", Date: day(2024, time.March, 20)}}
	for _, figure := range []string{"", "all", "gender", "gender=Femal", "age=13", "source=", "service=x"} {
		var unknown *FigureError
		if _, err := Explain(seq(contacts), q3, testOptions(t), figure); !errors.As(err, &unknown) {
			t.Errorf("%q: %v", figure, err)
		}
	}
}
