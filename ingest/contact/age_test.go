package contact_test

import (
	"testing"
	"time"

	"picreport/ingest/contact"
)

func TestCompletedYears(t *testing.T) {
	for _, tt := range []struct {
		birth, day string
		want       int
	}{
		{"1990-07-15", "2024-07-14", 33},
		{"1990-07-15", "2024-07-15", 34},
		{"1990-07-15", "2024-08-01", 34},
		{"1990-07-15", "2024-06-30", 33},
		{"1990-12-31", "1991-01-01", 0},
		{"2024-07-15", "2024-07-15", 0},
		{"2000-02-29", "2023-02-28", 22}, // a year is completed on 1 March where there is no 29th
		{"2000-02-29", "2023-03-01", 23},
		{"2000-02-29", "2024-02-29", 24},
	} {
		if got := contact.CompletedYears(day(t, tt.birth), day(t, tt.day)); got != tt.want {
			t.Errorf("born %s, on %s: %d, want %d", tt.birth, tt.day, got, tt.want)
		}
	}
}

func day(t *testing.T, text string) (d contact.Date) {
	t.Helper()
	if err := d.UnmarshalText([]byte(text)); err != nil {
		t.Fatal(err)
	}
	return d
}

func TestUnixEpoch(t *testing.T) {
	if got := contact.MakeDate(1970, time.January, 1); got != contact.UnixEpoch {
		t.Errorf("got %d, want %d", contact.UnixEpoch, got)
	}
}
