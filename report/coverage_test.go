package report

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"picreport/ingest/contact"
	"picreport/ingest/contact/contacttest"
)

// weekdays are contacts of as many clients on every weekday of some months of 2024, none on the
// days that skip names.
func weekdays(from, to contact.Date, skip func(contact.Date) bool) (rows []contacttest.Row) {
	for d := from; d <= to; d++ {
		if w := d.Time().Weekday(); w == time.Saturday || w == time.Sunday || skip != nil && skip(d) {
			continue
		}
		rows = append(rows, contacttest.Row{Client: d.String(), Date: d})
	}
	return rows
}

// between is a stretch of days.
func between(from, to contact.Date) func(contact.Date) bool {
	return func(d contact.Date) bool { return d >= from && d <= to }
}

// TestCoverage holds what the facts of the contacts are, and which silences are doubtful.
func TestCoverage(t *testing.T) {
	march, end := day(2024, time.March, 1), day(2024, time.September, 30)
	august := between(day(2024, time.August, 1), day(2024, time.August, 31))
	for name, c := range map[string]struct {
		rows      []contacttest.Row
		inception contact.Date
		closed    []string
		want      map[DoubtKind][2]string
		empty     []string
	}{
		"whole":                  {rows: weekdays(march, end, nil)},
		"ends in August":         {rows: weekdays(march, day(2024, time.August, 30), nil), want: map[DoubtKind][2]string{SilentEnd: {"2024-08-31", "2024-09-30"}}, empty: []string{"2024-09"}},
		"ends a week early":      {rows: weekdays(march, day(2024, time.September, 20), nil), want: map[DoubtKind][2]string{SilentEnd: {"2024-09-21", "2024-09-30"}}},
		"a last Monday off":      {rows: weekdays(march, day(2024, time.September, 27), nil)},
		"no August":              {rows: weekdays(march, end, august), want: map[DoubtKind][2]string{EmptyMonth: {"2024-08-01", "2024-08-31"}}, empty: []string{"2024-08"}},
		"closed in August":       {rows: weekdays(march, end, august), closed: []string{"2024-08"}, empty: []string{"2024-08"}},
		"closed every August":    {rows: weekdays(march, end, august), closed: []string{"07-29..08-31"}, empty: []string{"2024-08"}},
		"the quarter alone":      {rows: weekdays(day(2024, time.July, 1), end, nil), inception: march, want: map[DoubtKind][2]string{LateStart: {"2024-03-01", "2024-06-30"}}, empty: []string{"2024-03", "2024-04", "2024-05", "2024-06"}},
		"began a month late":     {rows: weekdays(day(2024, time.April, 29), end, nil), inception: march, empty: []string{"2024-03"}},
		"a year mistyped":        {rows: append(weekdays(march, end, nil), contacttest.Row{Client: "x", Date: day(2014, time.July, 2)}), want: map[DoubtKind][2]string{EarlyContact: {"", "2024-02-29"}}},
		"too few to tell":        {rows: []contacttest.Row{{Client: "a", Date: march}, {Client: "b", Date: day(2024, time.May, 3)}, {Client: "c", Date: day(2024, time.August, 20)}}, empty: []string{"2024-04", "2024-06", "2024-07", "2024-09"}},
		"as long a break before": {rows: weekdays(day(2023, time.June, 1), day(2024, time.August, 30), between(day(2023, time.November, 30), day(2024, time.January, 3))), empty: []string{"2023-12", "2024-09"}},
		"nothing":                {},
	} {
		t.Run(name, func(t *testing.T) {
			o := testOptions(t)
			o.Inception = c.inception
			for _, s := range c.closed {
				closed, err := ParseClosed(s)
				if err != nil {
					t.Fatal(err)
				}
				o.Closed = append(o.Closed, closed)
			}
			if len(c.rows) == 0 {
				o.Inception = march
			}
			got := compute(t, q3, o, c.rows...).Coverage
			doubts := map[DoubtKind][2]string{}
			for _, d := range got.Doubts {
				doubts[d.Kind] = [2]string{d.From.String(), d.To.String()}
			}
			if c.want == nil {
				c.want = map[DoubtKind][2]string{}
			}
			if d := cmp.Diff(c.want, doubts); d != "" {
				t.Errorf("doubts (-want +got): %s", d)
			}
			if name == "a year mistyped" {
				return
			}
			if d := cmp.Diff(append([]string{}, c.empty...), got.EmptyMonths); d != "" {
				t.Errorf("empty months (-want +got): %s", d)
			}
		})
	}
}

// A later contact is not looked at: a report that is built late equals one built on time.
func TestCoverageToTheEnd(t *testing.T) {
	rows := weekdays(day(2024, time.March, 1), day(2024, time.December, 31), nil)
	c := compute(t, q3, testOptions(t), rows...).Coverage
	if c.FirstContact != day(2024, time.March, 1) || c.LastContact != day(2024, time.September, 30) {
		t.Errorf("contacts from %s to %s", c.FirstContact, c.LastContact)
	}
}

func TestParseClosed(t *testing.T) {
	for s, want := range map[string][2]string{ // a day that is closed, and one that is not
		"2024-08":                {"2024-08-31", "2024-09-01"},
		"2024-07-04":             {"2024-07-04", "2024-07-05"},
		"2024-08-05..2024-08-16": {"2024-08-16", "2024-08-04"},
		"12-20..01-05":           {"2031-01-05", "2031-01-06"},
		"07-01..07-14":           {"2025-07-01", "2025-06-30"},
	} {
		c, err := ParseClosed(s)
		if err != nil {
			t.Fatal(err)
		}
		var in, out contact.Date
		_ = in.UnmarshalText([]byte(want[0]))
		_ = out.UnmarshalText([]byte(want[1]))
		if all := (Calendar{c}); !all.has(in) || all.has(out) {
			t.Errorf("%s: closed on %s %t, on %s %t", s, in, all.has(in), out, all.has(out))
		}
	}
	for _, s := range []string{"", "August", "2024-13", "2024-02-30", "2024-08-16..2024-08-05", "12-20", "13-01..01-05", "02-30..03-01", "2024"} {
		if _, err := ParseClosed(s); err == nil {
			t.Errorf("%q is read", s)
		}
	}
}

// TestFalseDoubts counts how often programmes whose data is whole are doubted: most never, and the
// smallest not at all.
func TestFalseDoubts(t *testing.T) {
	if testing.Short() {
		t.Skip("simulates many programmes")
	}
	rng := rand.New(rand.NewPCG(7, 14))
	for _, rate := range []float64{3, 12, 40, 200} { // contacts a month
		quarters, doubts, kinds := 0, 0, map[DoubtKind]int{}
		for range 40 {
			rows := simulated(rng, rate, day(2022, time.March, 1), day(2024, time.December, 31))
			for q := contact.MakeQuarter(2022, 3); q <= contact.MakeQuarter(2024, 4); q++ {
				quarters++
				for _, d := range compute(t, q, testOptions(t), rows...).Coverage.Doubts {
					doubts++
					kinds[d.Kind]++
				}
			}
		}
		t.Logf("%g contacts a month: %d doubts in %d quarters, %.2f a programme-year: %v", rate, doubts, quarters,
			4*float64(doubts)/float64(quarters), kinds)
		if doubts*20 > quarters {
			t.Errorf("%g contacts a month: %d doubts in %d quarters", rate, doubts, quarters)
		}
	}
}

// simulated are contacts at a rate a month on weekdays, fewer at weekends, in a programme that
// closes for a week at the end of each year and for two weeks in each August.
func simulated(rng *rand.Rand, rate float64, from, to contact.Date) (rows []contacttest.Row) {
	closed := Calendar{{yearly: true, first: 1224, last: 101}, {yearly: true, first: 805, last: 818}}
	for d := from; d <= to; d++ {
		share := rate / 24
		if w := d.Time().Weekday(); w == time.Saturday || w == time.Sunday {
			share /= 8
		}
		if closed.has(d) {
			continue
		}
		for share > 0 {
			if rng.Float64() < share {
				rows = append(rows, contacttest.Row{Client: "c", Date: d})
			}
			share--
		}
	}
	return rows
}
