package report

import (
	"testing"
	"time"

	"picreport/ingest/contact"
)

func TestAgeOn(t *testing.T) {
	day := func(s string) contact.Date {
		d, err := time.Parse(time.DateOnly, s)
		if err != nil {
			t.Fatal(err)
		}
		return contact.DateOf(d)
	}
	for _, c := range []struct {
		day, birth string
		want       int16 // -1: unknown
	}{
		{"2024-08-15", "2006-08-15", 18},
		{"2024-08-14", "2006-08-15", 17},
		{"2024-08-16", "2006-08-15", 18},
		{"2023-02-28", "2004-02-29", 18},
		{"2023-03-01", "2004-02-29", 19},
		{"2024-02-29", "2004-02-29", 20},
		{"2024-08-15", "2024-08-15", 0},
		{"2024-08-15", "2024-08-16", -1},
		{"2024-08-15", "1904-08-15", 120},
		{"2024-08-15", "1903-08-15", -1},
	} {
		got := ageOn(day(c.day), day(c.birth))
		if c.want < 0 && got.Known || c.want >= 0 && (!got.Known || got.Low != c.want || got.High != c.want) {
			t.Errorf("ageOn(%s, %s) = %+v; want %d", c.day, c.birth, got, c.want)
		}
	}
}

func TestAgeBands(t *testing.T) {
	parse := func(list ...string) (bands []AgeBand) {
		for _, s := range list {
			b, err := ParseAgeBand(s)
			if err != nil {
				t.Fatal(err)
			}
			bands = append(bands, b)
		}
		return bands
	}
	if err := CheckAgeBands(parse("0-12", "13–17", "18-24", "25-59", "60+")); err != nil {
		t.Error(err)
	}
	for name, bands := range map[string][]AgeBand{
		"gap":        parse("0-12", "14-17", "18+"),
		"overlap":    parse("0-12", "12-17", "18+"),
		"late start": parse("1-12", "13+"),
		"no end":     parse("0-12", "13-17"),
		"open early": parse("0-12", "13+", "18+"),
		"none":       nil,
	} {
		if CheckAgeBands(bands) == nil {
			t.Errorf("%s: no error", name)
		}
	}
	for _, s := range []string{"", "13", "17-13", "x", "13-", "-5"} {
		if b, err := ParseAgeBand(s); err == nil {
			t.Errorf("ParseAgeBand(%q) = %+v; want an error", s, b)
		}
	}
	bands := DefaultAgeBands()
	known := func(low, high int16) contact.Age { return contact.Age{Low: low, High: high, Known: true} }
	for age, want := range map[contact.Age]int{
		known(0, 0): 0, known(12, 12): 0, known(13, 13): 1, known(59, 59): 3, known(60, 60): 4, known(contact.MaxAge, contact.MaxAge): 4,
		known(18, 24): 2, known(13, 24): -1, known(60, contact.MaxAge): 4, known(121, 121): -1, known(-1, -1): -1, {}: -1,
	} {
		if got := band(bands, age); got != want {
			t.Errorf("band(%+v) = %d; want %d", age, got, want)
		}
	}
}

func TestRoundHalfAway(t *testing.T) {
	for _, c := range []struct{ n, d, want int }{
		{2800, 87, 32}, {-700, 115, -6}, {50, 100, 1}, {-50, 100, -1}, {49, 100, 0}, {-49, 100, 0}, {150, 100, 2}, {0, 7, 0}, {10000, 100, 100},
	} {
		if got := roundHalfAway(c.n, c.d); got != c.want {
			t.Errorf("roundHalfAway(%d, %d) = %d; want %d", c.n, c.d, got, c.want)
		}
	}
}
