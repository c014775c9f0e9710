package contact

import (
	"testing"
	"time"
)

func TestParseQuarter(t *testing.T) {
	today := MakeDate(2025, time.January, 1)
	for in, want := range map[string]string{
		"2024Q3": "2024Q3", "2024-Q3": "2024Q3", "Q3-2024": "2024Q3", "Q3 2024": "2024Q3", "q3 2024": "2024Q3", "2024q1": "2024Q1",
		" 2024Q4 ": "2024Q4", "previous": "2024Q4", "Current": "2025Q1",
	} {
		got, err := ParseQuarter(in, today)
		if err != nil || got.String() != want {
			t.Errorf("ParseQuarter(%q) = %v, %v; want %s", in, got, err, want)
		}
	}
	for _, in := range []string{"", "2024", "2024Q5", "2024Q0", "Q3", "24Q3", "2024Q33", "next", "0000Q1", "2024/Q3x"} {
		if got, err := ParseQuarter(in, today); err == nil {
			t.Errorf("ParseQuarter(%q) = %v; want an error", in, got)
		}
	}
}

func TestQuarterBounds(t *testing.T) {
	q := MakeQuarter(2024, 1)
	if q.Start().String() != "2024-01-01" || q.End().String() != "2024-03-31" {
		t.Errorf("2024Q1 is %s to %s", q.Start(), q.End())
	}
	if (q-1).String() != "2023Q4" || (q+4).String() != "2025Q1" {
		t.Errorf("around 2024Q1: %s, %s", q-1, q+4)
	}
	for day, want := range map[string]string{"2024-06-30": "2024Q2", "2024-07-01": "2024Q3", "2024-09-30": "2024Q3", "2024-10-01": "2024Q4"} {
		d, _ := time.Parse(time.DateOnly, day)
		if got := QuarterOf(DateOf(d)); got.String() != want {
			t.Errorf("QuarterOf(%s) = %s; want %s", day, got, want)
		}
	}
	if q := QuarterOf(0); q != 0 || q.String() != "" {
		t.Errorf("no day lies in quarter %d, %q", q, q)
	}
}
