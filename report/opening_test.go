package report

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"picreport/ingest/contact"
	"picreport/ingest/contact/contacttest"
)

// openingOptions are those of a programme that began in 2022 and has exports since July 2024.
func openingOptions(t *testing.T, ids ...string) Options {
	o := testOptions(t)
	o.Inception = day(2022, time.May, 1)
	o.Opening = &Opening{Through: day(2024, time.June, 30), Clients: 3, File: "opening.csv"}
	if len(ids) > 0 {
		o.Opening.IDs = map[string]bool{}
		for _, id := range ids {
			o.Opening.IDs[id] = true
		}
	}
	return o
}

// afterOpening are contacts of two clients of before, one of whom came before too, and of three new
// ones.
var afterOpening = []contacttest.Row{
	{Client: "a1", Date: day(2024, time.June, 3), Gender: "Male"},
	{Client: "a2", Date: day(2024, time.July, 5), Gender: "Female"},
	{Client: "a1", Date: day(2024, time.July, 6), Gender: "Male"},
	{Client: "b1", Date: day(2024, time.July, 6), Gender: "Male"},
	{Client: "b2", Date: day(2024, time.August, 6), Gender: "Female"},
	{Client: "b1", Date: day(2024, time.October, 1), Gender: "Male"},
	{Client: "c1", Date: day(2024, time.October, 2), Gender: "Male"},
}

// TestOpening holds that clients of before are carried over and never new, that contacts up to then
// count in no period, and that the lines add up to the clients since inception.
func TestOpening(t *testing.T) {
	q4 := contact.MakeQuarter(2024, 4)
	for name, c := range map[string]struct {
		ids  []string
		q    contact.Quarter
		want Clients
	}{
		"listed":         {[]string{"a1", "a2", "a9"}, q3, Clients{SinceInception: 5, Served: 4, New: 2, CarriedOver: 2}},
		"a quarter on":   {[]string{"a1", "a2", "a9"}, q4, Clients{SinceInception: 6, Served: 2, New: 1, CarriedOver: 1}},
		"without a list": {nil, q3, Clients{SinceInception: 6, Served: 4, New: 3, CarriedOver: 1}},
	} {
		t.Run(name, func(t *testing.T) {
			f := compute(t, c.q, openingOptions(t, c.ids...), afterOpening...)
			if d := cmp.Diff(c.want, f.Clients); d != "" {
				t.Errorf("(-want +got): %s", d)
			}
			sum := 0
			for _, r := range numberRows(f.Opening, f.NewByQuarter, testWords(t, "en")) {
				sum += r.Value
			}
			if sum != c.want.SinceInception {
				t.Errorf("the lines add up to %d, not to %d", sum, c.want.SinceInception)
			}
			if f.NewByQuarter[0].Quarter != q3 || f.Opening.Through != "2024-06" || !strings.HasPrefix(f.Opening.Label, "before July 2024") {
				t.Errorf("%+v, %+v", f.NewByQuarter, f.Opening)
			}
			genders := 0
			for _, g := range f.Demographics.Gender {
				genders += g.Count
			}
			if genders != c.want.New {
				t.Errorf("the genders of %d new clients add up to %d", c.want.New, genders)
			}
			for figure, n := range map[string]int{
				"new": c.want.New, "carried-over": c.want.CarriedOver, "served": c.want.Served, "since-inception": c.want.SinceInception,
			} {
				e, err := Explain(seq(afterOpening), c.q, openingOptions(t, c.ids...), figure)
				if err != nil || e.Count != n {
					t.Errorf("explain %s: %d, %v; want %d", figure, e.Count, err, n)
				}
			}
		})
	}
}

// A contact of before whose client the opening balance cannot hold is no guess.
func TestOpeningDisagrees(t *testing.T) {
	for name, o := range map[string]Options{
		"not listed": openingOptions(t, "a2", "a8", "a9"),
		"too few": func() Options {
			o := openingOptions(t)
			o.Opening.Clients = 0
			return o
		}(),
	} {
		a := NewAggregator(q3, o)
		made := contacttest.New()
		for _, r := range afterOpening {
			a.Add(made.Contact(r))
		}
		_, err := a.Figures()
		var opening *OpeningError
		if !errors.As(err, &opening) {
			t.Errorf("%s: %v", name, err)
		}
	}
	a := NewAggregator(contact.MakeQuarter(2024, 2), openingOptions(t))
	a.Add(contacttest.New().Contact(afterOpening[0]))
	_, err := a.Figures()
	var quarter *QuarterError
	if !errors.As(err, &quarter) {
		t.Errorf("a quarter in the opening balance: %v", err)
	}
}

// Months up to the opening balance's last are no gap, in a report and where exports are looked at.
func TestCoverageAfterOpening(t *testing.T) {
	o := openingOptions(t)
	var days DayTally
	for _, r := range afterOpening {
		days.Add(r.Date)
	}
	for name, c := range map[string]Coverage{"report": compute(t, q3, o, afterOpening...).Coverage, "exports": days.Coverage(o)} {
		if len(c.Doubts) > 0 || len(c.EmptyMonths) > 0 && c.EmptyMonths[0] < "2024-07" {
			t.Errorf("%s: %+v", name, c)
		}
	}
	o.Opening = nil
	if c := days.Coverage(o); len(c.Doubts) != 1 || c.Doubts[0].Kind != LateStart {
		t.Errorf("without an opening balance: %+v", c)
	}
}

// The text after an opening balance claims no launch, and no comparison with a quarter that is not
// in the data.
func TestTextAfterOpening(t *testing.T) {
	for _, lang := range []string{"en", "es"} {
		o := openingOptions(t, "a1", "a2", "a9")
		o.Words = testWords(t, lang)
		f := compute(t, q3, o, afterOpening...)
		if v := newView(&f, o); !v.Quarter.Uncompared || v.Quarter.First || v.Change != nil {
			t.Errorf("%s: %+v, %+v", lang, v.Quarter, v.Change)
		}
	}
}
