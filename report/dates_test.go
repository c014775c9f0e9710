package report

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"picreport/ingest/contact"
	"picreport/ingest/contact/contacttest"
)

// TestInceptionQuarter gives the period of a programme's first quarter, by the month in which it
// began, and of the quarter after.
func TestInceptionQuarter(t *testing.T) {
	for _, c := range []struct {
		name    string
		set     contact.Date // the configured inception; 0 for none
		first   contact.Date // the earliest contact
		want    Period
		percent bool // whether the next quarter is compared in percent
	}{
		{"first month, as configured", day(2024, time.July, 1), day(2024, time.September, 2), Period{day(2024, time.July, 1), day(2024, time.September, 30), "July–September 2024", false, 0}, true},
		{"first month, by its last day", 0, day(2024, time.July, 31), Period{day(2024, time.July, 1), day(2024, time.September, 30), "July–September 2024", false, 0}, true},
		{"second month, as configured", day(2024, time.August, 1), day(2024, time.September, 2), Period{day(2024, time.August, 1), day(2024, time.September, 30), "August–September 2024", true, 0}, false},
		{"second month, by its last day", 0, day(2024, time.August, 31), Period{day(2024, time.August, 1), day(2024, time.September, 30), "August–September 2024", true, 0}, false},
		{"third month, as configured", day(2024, time.September, 1), day(2024, time.September, 2), Period{day(2024, time.September, 1), day(2024, time.September, 30), "September 2024", true, 0}, false},
		{"third month, by its last day", 0, day(2024, time.September, 30), Period{day(2024, time.September, 1), day(2024, time.September, 30), "September 2024", true, 0}, false},
	} {
		o := testOptions(t)
		o.Inception = c.set
		contacts := []contacttest.Row{
			{Client: "b", Date: day(2024, time.October, 1)},
			{Client: "c", Date: day(2024, time.December, 31)},
			{Client: "a", Date: c.first},
		}
		f := compute(t, q3, o, contacts...)
		if diff := cmp.Diff(c.want, f.Period); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
		if diff := cmp.Diff([]QuarterCount{{q3, c.want.Label, c.want.Partial, 1}}, f.NewByQuarter); diff != "" {
			t.Errorf("%s: quarters (-want +got):\n%s", c.name, diff)
		}
		if f.ChangeInNew != nil || f.Inception != c.want.Start.String()[:7] {
			t.Errorf("%s: change %+v, inception %s", c.name, f.ChangeInNew, f.Inception)
		}
		next := compute(t, q3+1, o, contacts...)
		if diff := cmp.Diff(Period{day(2024, time.October, 1), day(2024, time.December, 31), "October–December 2024", false, 0}, next.Period); diff != "" {
			t.Errorf("%s: the next quarter (-want +got):\n%s", c.name, diff)
		}
		if next.ChangeInNew == nil || (next.ChangeInNew.Percent != nil) != c.percent || next.ChangeInNew.Exact != 100 {
			t.Errorf("%s: the change in the next quarter: %+v", c.name, next.ChangeInNew)
		}
	}
}

// TestChangeInNew says when there is a change, and when a percentage of it. In JSON a percentage
// that there is not is null.
func TestChangeInNew(t *testing.T) {
	for _, c := range []struct {
		name      string
		inception time.Month
		news      []int
		through   contact.Date
		want      string
	}{
		{"a rise", time.January, []int{87, 115}, 0, `{"previous_quarter":"2024Q1","previous":87,"percent":32,"exact":32.18390804597701}`},
		{"a fall", time.January, []int{2, 1}, 0, `{"previous_quarter":"2024Q1","previous":2,"percent":-50,"exact":-50}`},
		{"a fall to none", time.January, []int{2, 0}, 0, `{"previous_quarter":"2024Q1","previous":2,"percent":-100,"exact":-100}`},
		{"no change", time.January, []int{2, 2}, 0, `{"previous_quarter":"2024Q1","previous":2,"percent":0,"exact":0}`},
		{"after a partial quarter", time.March, []int{2, 3}, 0, `{"previous_quarter":"2024Q1","previous":2,"percent":null,"exact":50}`},
		{"in a quarter that has not ended", time.January, []int{2, 3}, day(2024, time.June, 29), `{"previous_quarter":"2024Q1","previous":2,"percent":null,"exact":50}`},
		{"none before", time.January, []int{2, 0, 3}, 0, `null`},
		{"none before, partial", time.March, []int{0, 3}, 0, `null`},
		{"the first quarter", time.January, []int{2}, 0, `null`},
	} {
		o := testOptions(t)
		o.Inception, o.Through = day(2024, c.inception, 1), c.through
		f := countedBy(t, o, c.news, 0)
		got := generic(t, encode(t, f)).(map[string]any)["change_in_new"]
		if diff := cmp.Diff(generic(t, []byte(c.want)), got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

// TestDemographicTies gives what stands where two rows of one client say different things on one
// day, or a roster and a contact do.
func TestDemographicTies(t *testing.T) {
	july, august := day(2024, time.July, 20), day(2024, time.August, 20)
	born := func(year int) contact.Date { return day(year, time.January, 1) }
	for _, c := range []struct {
		name        string
		contacts    []contacttest.Row
		gender, age string
	}{
		{
			"on one day the later row's birth date stands",
			[]contacttest.Row{{Date: july, BirthDate: born(2010)}, {Date: july, BirthDate: born(1950)}},
			"Not reported", "60+ yrs",
		},
		{
			"on one day a later row without a birth date changes nothing",
			[]contacttest.Row{{Date: july, BirthDate: born(2010), Gender: "Male"}, {Date: july}},
			"Male", "13–17 yrs",
		},
		{
			"on one day the first row's age stands",
			[]contacttest.Row{{Date: july, Age: exactly(20)}, {Date: july, Age: exactly(70)}},
			"Not reported", "18–24 yrs",
		},
		{
			"on one day a first row without an age gives way",
			[]contacttest.Row{{Date: july}, {Date: july, Age: exactly(70)}},
			"Not reported", "60+ yrs",
		},
		{
			"the earlier contact's age stands, whatever the order of rows",
			[]contacttest.Row{{Date: august, Age: exactly(70)}, {Date: july, Age: exactly(20)}},
			"Not reported", "18–24 yrs",
		},
		{
			"a contact's age takes the place of a roster's",
			[]contacttest.Row{{Age: exactly(70)}, {Date: july, Age: exactly(20)}},
			"Not reported", "18–24 yrs",
		},
		{
			"a roster's age does not take the place of a contact's",
			[]contacttest.Row{{Date: july, Age: exactly(20)}, {Age: exactly(70)}},
			"Not reported", "18–24 yrs",
		},
		{
			"a roster's age stands where no contact says one",
			[]contacttest.Row{{Date: july}, {Age: exactly(70)}, {Date: august}},
			"Not reported", "60+ yrs",
		},
		{
			"after a roster's age was replaced, the earlier contact's stands still",
			[]contacttest.Row{{Age: exactly(5)}, {Date: august, Age: exactly(70)}, {Date: july, Age: exactly(20)}},
			"Not reported", "18–24 yrs",
		},
		{
			"a roster's birth date and gender give way to a contact's, whatever the order of rows",
			[]contacttest.Row{{Date: july, BirthDate: born(2010), Gender: "Female"}, {BirthDate: born(1950), Gender: "Male"}},
			"Female", "13–17 yrs",
		},
		{
			"a contact's birth date and gender take the place of a roster's",
			[]contacttest.Row{{BirthDate: born(1950), Gender: "Male"}, {Date: july, BirthDate: born(2010), Gender: "Female"}},
			"Female", "13–17 yrs",
		},
		{
			"of two roster rows the later one's birth date and gender stand",
			[]contacttest.Row{{BirthDate: born(1950), Gender: "Male"}, {BirthDate: born(2010), Gender: "Female"}, {Date: july}},
			"Female", "13–17 yrs",
		},
	} {
		for i := range c.contacts {
			c.contacts[i].Client = "a"
		}
		f := compute(t, q3, testOptions(t), c.contacts...)
		if got := only(f.Demographics.Gender); got != c.gender {
			t.Errorf("%s: gender %s; want %s", c.name, got, c.gender)
		}
		if got := only(f.Demographics.Age); got != c.age {
			t.Errorf("%s: age %s; want %s", c.name, got, c.age)
		}
	}
}

// only returns the label that was counted once, where no other was counted.
func only(counts []Count) (label string) {
	for _, c := range counts {
		if c.Count == 0 {
			continue
		}
		if c.Count > 1 || label != "" {
			return "several labels"
		}
		label = c.Label
	}
	return label
}

// TestQuarterThatBeginsToday counts the one day of such a quarter.
func TestQuarterThatBeginsToday(t *testing.T) {
	today := q3.Start()
	if q, err := contact.ParseQuarter("current", today); err != nil || q != q3 {
		t.Errorf("current on %s is %s, %v", today, q, err)
	}
	if q, err := contact.ParseQuarter("previous", today); err != nil || q != q3-1 {
		t.Errorf("previous on %s is %s, %v", today, q, err)
	}
	o := testOptions(t)
	o.Through = today
	f := compute(
		t, q3, o,
		contacttest.Row{Client: "a", Date: today - 1},
		contacttest.Row{Client: "a", Date: today},
		contacttest.Row{Client: "b", Date: today},
		contacttest.Row{Client: "c", Date: today + 1},
	)
	if diff := cmp.Diff(Clients{SinceInception: 2, Served: 2, New: 1, CarriedOver: 1}, f.Clients); diff != "" {
		t.Errorf("clients (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(Period{today, q3.End(), "July–September 2024", false, today}, f.Period); diff != "" {
		t.Errorf("period (-want +got):\n%s", diff)
	}
	if f.Contacts.Total != 2 || f.NewByQuarter[1].Label != "July–September 2024 (to date)" || f.NewByQuarter[0].Label != "June 2024" {
		t.Errorf("contacts %d, quarters %+v", f.Contacts.Total, f.NewByQuarter)
	}

	// An inception today too: the programme's first day.
	o.Inception = today
	f = compute(t, q3, o, contacttest.Row{Client: "b", Date: today}, contacttest.Row{Client: "c", Date: today + 1})
	if f.Clients.New != 1 || f.ChangeInNew != nil || f.Period.Partial {
		t.Errorf("the first day: %+v, change %+v, period %+v", f.Clients, f.ChangeInNew, f.Period)
	}
}

// TestThroughChangesNothingAfterIt counts a quarter through every day of it: contacts after that
// day change no figure.
func TestThroughChangesNothingAfterIt(t *testing.T) {
	contacts := []contacttest.Row{
		{Client: "a", Date: day(2024, time.March, 20), Gender: "Male", Age: exactly(30), Source: "Calls for service"},
		{Client: "a", Date: day(2024, time.July, 1), Gender: "Female", Source: "Calls for service"},
		{Client: "b", Date: day(2024, time.July, 1), Gender: "Male", BirthDate: day(2000, time.January, 1)},
		{Client: "b", Date: day(2024, time.August, 31), Gender: "Nonbinary", BirthDate: day(1950, time.January, 1), Services: []string{"x"}},
		{Client: "c", Date: day(2024, time.September, 29), Source: "Youth Response Unit"},
		{Client: "d", Date: day(2024, time.September, 30), Source: "Calls for service"},
		{Client: "e", Date: day(2024, time.October, 1)},
	}
	o := testOptions(t)
	o.Basis = BasisServed
	news := map[int]int{} // new clients, to the number of days on which there were as many
	for d := q3.Start(); d < q3.End(); d++ {
		o.Through = d
		f := compute(t, q3, o, contacts...)
		if f.Period.Through != d || f.Period.End != q3.End() || f.Period.Start != q3.Start() {
			t.Fatalf("through %s: the period is %+v", d, f.Period)
		}
		if f.ChangeInNew != nil {
			t.Fatalf("through %s: a change from a quarter without new clients: %+v", d, f.ChangeInNew)
		}
		news[f.Clients.New]++
		known := slices.DeleteFunc(slices.Clone(contacts), func(c contacttest.Row) bool { return c.Date > d })
		if diff := cmp.Diff(generic(t, encode(t, compute(t, q3, o, known...))), generic(t, encode(t, f))); diff != "" {
			t.Fatalf("through %s: later contacts change figures (-without +with):\n%s", d, diff)
		}
	}
	if diff := cmp.Diff(map[int]int{1: 90, 2: 1}, news); diff != "" {
		t.Errorf("new clients, and days through which there are as many (-want +got):\n%s", diff)
	}
}
