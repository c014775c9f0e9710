package report

import (
	"context"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"picreport/ingest"
	"picreport/ingest/contact"
	"picreport/ingest/contact/contacttest"
)

var q3 = contact.MakeQuarter(2024, 3)

// TestFiguresSmall counts a handful of contacts whose figures were worked out by hand.
func TestFiguresSmall(t *testing.T) {
	calls, patrol := "Calls for service", "Proactive patrol and outreach"
	contacts := []contacttest.Row{
		{Client: "a", Date: day(2024, time.March, 20), Gender: "Male", BirthDate: day(1980, time.May, 1), Source: calls},
		{Client: "a", Date: day(2024, time.July, 1), Source: calls, Services: []string{"Referrals for addiction treatment"}},
		{Client: "b", Date: day(2024, time.June, 30), Gender: "Female", Age: exactly(30), Source: patrol},
		{Client: "c", Date: day(2024, time.September, 30), Gender: "Female", Age: exactly(17), Source: patrol},
		{Client: "c", Date: day(2024, time.October, 1), Gender: "Male", Age: exactly(18), Source: patrol},
		{Client: "d", Date: day(2024, time.August, 2), BirthDate: day(2006, time.August, 3), Age: exactly(40), Source: "Other"},
		{Client: "e", Date: day(2024, time.August, 9), Gender: "Nonbinary", Age: contact.Age{Low: 13, High: 24, Known: true}},
		{Client: "f", Date: day(2024, time.October, 9), Gender: "Male", Source: calls},
	}
	f := compute(t, q3, testOptions(t), contacts...)
	want := `{
 "schema": "picreport.figures/1",
 "program": "Wilmington Partners in Care",
 "quarter": "2024Q3",
 "period": {"start": "2024-07-01", "end": "2024-09-30", "label": "July–September 2024", "partial": false},
 "inception": "2024-03",
 "clients": {"since_inception": 5, "served": 4, "new": 3, "carried_over": 1},
 "new_by_quarter": [
  {"quarter": "2024Q1", "label": "March 2024", "partial": true, "new": 1},
  {"quarter": "2024Q2", "label": "April–June 2024", "partial": false, "new": 1},
  {"quarter": "2024Q3", "label": "July–September 2024", "partial": false, "new": 3}],
 "change_in_new": {"previous_quarter": "2024Q2", "previous": 1, "percent": 200, "exact": 200},
 "demographics": {"basis": "new",
  "gender": [{"label": "Male", "count": 0}, {"label": "Female", "count": 1}, {"label": "Nonbinary", "count": 1}, {"label": "Not reported", "count": 1}],
  "age": [{"label": "0–12 yrs", "count": 0}, {"label": "13–17 yrs", "count": 2}, {"label": "18–24 yrs", "count": 0},
   {"label": "25–59 yrs", "count": 0}, {"label": "60+ yrs", "count": 0}, {"label": "Not reported", "count": 1}]},
 "contacts": {"total": 4,
  "by_source": [{"label": "Calls for service", "count": 1}, {"label": "Not reported", "count": 1}, {"label": "Other", "count": 1},
   {"label": "Proactive patrol and outreach", "count": 1}],
  "by_service": [{"label": "Referrals for addiction treatment", "count": 1}]},
 "coverage": {"first_contact": "2024-03-20", "last_contact": "2024-09-30", "empty_months": ["2024-04", "2024-05"], "doubts": []},
 "data": {"rows": 0, "contacts": 0, "roster": 0, "rejected": 0, "duplicates": 0, "exports": null}
}`
	if diff := cmp.Diff(generic(t, []byte(want)), generic(t, encode(t, f))); diff != "" {
		t.Errorf("figures differ (-want +got):\n%s", diff)
	}
}

func encode(t testing.TB, f Figures) []byte {
	t.Helper()
	b, err := json.Marshal(f)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func generic(t testing.TB, b []byte) (v any) {
	t.Helper()
	if err := json.Unmarshal(b, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

func TestDemographicsRules(t *testing.T) {
	o := testOptions(t)
	table := func(counts []Count) map[string]int {
		m := map[string]int{}
		for _, c := range counts {
			if c.Count > 0 {
				m[c.Label] = c.Count
			}
		}
		return m
	}
	for _, c := range []struct {
		name     string
		basis    Basis
		contacts []contacttest.Row
		gender   map[string]int
		age      map[string]int
	}{
		{
			"the last reported gender and birth date stand, whatever the order of rows", BasisNew,
			[]contacttest.Row{
				{Client: "a", Date: day(2024, time.August, 20), Gender: "Female", BirthDate: day(2010, time.January, 1)},
				{Client: "a", Date: day(2024, time.July, 20), Gender: "Male", BirthDate: day(1990, time.January, 1)},
				{Client: "a", Date: day(2024, time.September, 20)},
			},
			map[string]int{"Female": 1},
			map[string]int{"13–17 yrs": 1},
		},
		{
			"on one day the later row stands", BasisNew,
			[]contacttest.Row{
				{Client: "a", Date: day(2024, time.August, 20), Gender: "Female"},
				{Client: "a", Date: day(2024, time.August, 20), Gender: "Male"},
			},
			map[string]int{"Male": 1},
			map[string]int{"Not reported": 1},
		},
		{
			"the age is that of the first contact, by birth date before reported age", BasisNew,
			[]contacttest.Row{
				{Client: "a", Date: day(2024, time.July, 20), Age: exactly(70)},
				{Client: "a", Date: day(2024, time.September, 1), BirthDate: day(2006, time.August, 15)},
			},
			map[string]int{"Not reported": 1},
			map[string]int{"13–17 yrs": 1},
		},
		{
			"a birth date after the first contact is not usable, the earliest age is", BasisNew,
			[]contacttest.Row{
				{Client: "a", Date: day(2024, time.July, 21), Age: exactly(25), BirthDate: day(2024, time.August, 1)},
				{Client: "a", Date: day(2024, time.July, 20), Age: exactly(24)},
			},
			map[string]int{"Not reported": 1},
			map[string]int{"18–24 yrs": 1},
		},
		{
			"a roster says what no contact says", BasisNew,
			[]contacttest.Row{
				{Client: "a", Date: day(2024, time.July, 20), Gender: "Female"},
				{Client: "a", Gender: "Male", BirthDate: day(1950, time.January, 1)},
				{Client: "b", Gender: "Male", Age: exactly(5)},
			},
			map[string]int{"Female": 1},
			map[string]int{"60+ yrs": 1},
		},
		{
			"served counts carried-over clients too", BasisServed,
			[]contacttest.Row{
				{Client: "a", Date: day(2024, time.March, 20), Gender: "Female", Age: exactly(12)},
				{Client: "a", Date: day(2024, time.July, 20)},
				{Client: "b", Date: day(2024, time.July, 20), Gender: "Male", Age: exactly(60)},
				{Client: "c", Date: day(2024, time.April, 20), Gender: "Male", Age: exactly(60)},
			},
			map[string]int{"Female": 1, "Male": 1},
			map[string]int{"0–12 yrs": 1, "60+ yrs": 1},
		},
	} {
		o.Basis = c.basis
		f := compute(t, q3, o, c.contacts...)
		if diff := cmp.Diff(c.gender, table(f.Demographics.Gender)); diff != "" {
			t.Errorf("%s: gender (-want +got):\n%s", c.name, diff)
		}
		if diff := cmp.Diff(c.age, table(f.Demographics.Age)); diff != "" {
			t.Errorf("%s: age (-want +got):\n%s", c.name, diff)
		}
	}
}

func TestQuartersThatCannotBeReported(t *testing.T) {
	o := testOptions(t)
	row := contacttest.Row{Client: "a", Date: day(2024, time.March, 20)}
	var before *QuarterError

	a := NewAggregator(contact.MakeQuarter(2023, 4), o)
	made := contacttest.New()
	a.Add(made.Contact(row))
	if _, err := a.Figures(); !errors.As(err, &before) {
		t.Errorf("a quarter before the first contact: %v", err)
	}
	o.Inception = day(2024, time.March, 1)
	if _, err := NewAggregator(contact.MakeQuarter(2023, 4), o).Figures(); !errors.As(err, &before) {
		t.Errorf("a quarter before the inception: %v", err)
	}
	o.Inception = 0
	if _, err := NewAggregator(q3, o).Figures(); !errors.Is(err, ErrNoContacts{}) {
		t.Errorf("no contacts: %v", err)
	}
	o.Inception = day(2024, time.April, 1)
	a = NewAggregator(q3, o)
	a.Add(made.Contact(row))
	if _, err := a.Figures(); err == nil {
		t.Error("a contact before the inception was counted")
	}
}

// TestFiguresProperties checks what must hold for any contacts.
func TestFiguresProperties(t *testing.T) {
	for seed := range uint64(60) {
		rng := rand.New(rand.NewPCG(seed, 7))
		contacts := randomContacts(rng, 1+rng.IntN(300))
		o := testOptions(t)
		if seed%2 == 1 {
			o.Basis = BasisServed
		}
		o.Inception = day(2023, time.November, 1)
		sum := 0
		for q := contact.MakeQuarter(2023, 4); q <= contact.MakeQuarter(2025, 2); q++ {
			f := compute(t, q, o, contacts...)
			sum += f.Clients.New
			if f.Clients.SinceInception != sum {
				t.Fatalf("seed %d %s: since inception %d, the sum of new clients %d", seed, q, f.Clients.SinceInception, sum)
			}
			if f.Clients.Served != f.Clients.New+f.Clients.CarriedOver || f.Clients.CarriedOver < 0 {
				t.Fatalf("seed %d %s: %+v", seed, q, f.Clients)
			}
			basis := f.Clients.New
			if o.Basis == BasisServed {
				basis = f.Clients.Served
			}
			if total(f.Demographics.Gender) != basis || total(f.Demographics.Age) != basis {
				t.Fatalf("seed %d %s: tables of %d and %d for %d clients", seed, q, total(f.Demographics.Gender), total(f.Demographics.Age), basis)
			}
			if total(f.Contacts.BySource) != f.Contacts.Total {
				t.Fatalf("seed %d %s: sources add up to %d of %d", seed, q, total(f.Contacts.BySource), f.Contacts.Total)
			}
			shuffled := slices.Clone(contacts)
			rng.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
			if diff := cmp.Diff(generic(t, encode(t, f)), generic(t, encode(t, compute(t, q, o, shuffled...)))); diff != "" {
				t.Fatalf("seed %d %s: the order of rows changes figures:\n%s", seed, q, diff)
			}
			onTime := slices.DeleteFunc(slices.Clone(contacts), func(c contacttest.Row) bool { return c.Date > q.End() })
			if diff := cmp.Diff(generic(t, encode(t, f)), generic(t, encode(t, compute(t, q, o, onTime...)))); diff != "" {
				t.Fatalf("seed %d %s: later contacts change figures:\n%s", seed, q, diff)
			}
		}
	}
}

func total(counts []Count) (n int) {
	for _, c := range counts {
		n += c.Count
	}
	return n
}

// randomContacts makes contacts of which no two of one client fall on one day, so that their order
// cannot matter.
func randomContacts(rng *rand.Rand, n int) []contacttest.Row {
	genders := []string{"", "Male", "Female", "Nonbinary"}
	sources := []string{"", "Calls for service", "Youth Response Unit", contact.Other}
	type visit struct {
		client string
		date   contact.Date
	}
	seen := map[visit]bool{}
	var contacts []contacttest.Row
	for len(contacts) < n {
		v := visit{"c" + strconv.Itoa(rng.IntN(n/2+1)), day(2023, time.November, 1) + contact.Date(rng.IntN(700))}
		if seen[v] {
			n--
			continue
		}
		seen[v] = true
		c := contacttest.Row{Client: v.client, Date: v.date, Gender: genders[rng.IntN(4)], Source: sources[rng.IntN(4)]}
		if rng.IntN(2) == 0 {
			c.BirthDate = day(1920+rng.IntN(106), time.Month(1+rng.IntN(12)), 1+rng.IntN(28))
		}
		if rng.IntN(2) == 0 {
			c.Age = exactly(int16(rng.IntN(125)))
		}
		contacts = append(contacts, c)
	}
	return contacts
}

// The clients of two readers are not counted together: a number means another client in each.
func TestTwoReaders(t *testing.T) {
	for _, names := range [][]string{{"A"}, {"A", "B"}} {
		a := NewAggregator(q3, testOptions(t))
		for _, name := range names {
			r, err := ingest.NewReader(ingest.Options{})
			if err != nil {
				t.Fatal(err)
			}
			text := "Client ID,Contact Date\n" + name + "1,2024-07-01\n" + name + "2,2024-07-02\n"
			for c, err := range r.Read(context.Background(), []ingest.Input{{Name: "a.csv", Stdin: strings.NewReader(text)}}) {
				if err != nil {
					t.Fatal(err)
				}
				a.Add(c)
			}
		}
		if _, err := a.Figures(); errors.Is(err, errMixed) != (len(names) == 2) {
			t.Errorf("readers %v: error %v", names, err)
		}
	}
}

// Clients count the same however many there are: they are counted in blocks of blockClients, by
// several goroutines.
func TestManyClients(t *testing.T) {
	const n = 2*blockClients + 1000
	a := NewAggregator(q3, testOptions(t))
	made := contacttest.New()
	served, female, minors := 0, 0, 0
	for i := range n {
		c := contacttest.Row{Client: strconv.Itoa(i), Date: day(2024, time.May, 2), Gender: "Male", BirthDate: day(1980, time.January, 1)}
		isServed, isFemale, isMinor := i%3 == 0, i%5 == 0, i%7 == 0
		if isServed {
			c.Date = day(2024, time.August, 1)
			served++
		}
		if isFemale {
			c.Gender = "Female"
		}
		if isServed && isFemale {
			female++
		}
		if isMinor {
			c.BirthDate = day(2010, time.January, 1)
		}
		if isServed && isMinor {
			minors++
		}
		a.Add(made.Contact(c))
	}
	f, err := a.Figures()
	if err != nil {
		t.Fatal(err)
	}
	if f.Clients.Served != served || f.Clients.New != served || f.Clients.SinceInception != n || f.NewByQuarter[0].New != n-served {
		t.Errorf("clients %+v, by quarter %+v; want %d new of %d", f.Clients, f.NewByQuarter, served, n)
	}
	if !slices.Contains(f.Demographics.Gender, Count{"Female", female}) || !slices.Contains(f.Demographics.Age, Count{"13–17 yrs", minors}) {
		t.Errorf("demographics %+v; want %d female and %d of 13 to 17 years", f.Demographics, female, minors)
	}
}

// What is told of a client stays, whichever block it stands in, also when a later contact is the
// first to say something of an attribute.
func TestClientTable(t *testing.T) {
	table := newClientTable(contact.BuiltIn())
	numbers := []int32{1, 4, blockClients, blockClients + 1, 2*blockClients + 8}
	for _, n := range numbers {
		table.at(n).contact(contact.Date(n), n%2 == 0)
	}
	for _, attribute := range []int{contact.Gender, contact.ReportedAge} {
		table.widen(attribute)
		for _, n := range numbers {
			table.at(n).tell(attribute, contact.Value(n+2), contact.Date(n+1))
		}
	}
	count := 0
	for i := range table.blocks {
		for range table.block(i) {
			count++
		}
	}
	if count != int(table.n) || table.n != numbers[len(numbers)-1] {
		t.Errorf("%d clients, the highest is %d", count, table.n)
	}
	for _, n := range numbers {
		cl := table.at(n)
		if cl.first() != contact.Date(n) || cl.served() != (n%2 == 0) {
			t.Errorf("client %d came first on %d; served: %t", n, cl.first(), cl.served())
		}
		for _, attribute := range []int{contact.Gender, contact.ReportedAge, contact.BirthDate} {
			want, wantDay := contact.Value(n+2), contact.Date(n+1)
			if attribute == contact.BirthDate {
				want, wantDay = 0, 0
			}
			if v, day := cl.value(attribute); v != want || day != wantDay {
				t.Errorf("client %d: attribute %d is %d of day %d, want %d of %d", n, attribute, v, day, want, wantDay)
			}
		}
	}
}
