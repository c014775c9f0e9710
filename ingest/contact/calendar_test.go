package contact_test

import (
	"testing"
	"time"

	"picreport/ingest/contact"
)

// The calendar is that of package time.
func TestCalendar(t *testing.T) {
	for _, year := range []int{1, 4, 100, 400, 1582, 1899, 1900, 1970, 2000, 2023, 2024, 2100, 9999} {
		for month := time.Month(-1); month <= 14; month++ {
			for day := -1; day <= 33; day++ {
				want := contact.Date(0)
				if at := time.Date(year, month, day, 0, 0, 0, 0, time.UTC); at.Year() == year && at.Month() == month && at.Day() == day {
					want = contact.DateOf(at)
				}
				if got := contact.MakeDate(year, month, day); got != want {
					t.Fatalf("%d-%d-%d is %d, want %d", year, month, day, got, want)
				}
			}
		}
	}
	if contact.MakeDate(0, 1, 1) != 0 || contact.MakeDate(10000, 1, 1) != 0 {
		t.Error("years outside of 1 to 9999 have days")
	}
}
