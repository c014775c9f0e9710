package ingest

import "time"

// Date is a calendar day: the number of days since 31 December of the year 0 in the proleptic Gregorian calendar, so that
// 1 is 1 January of the year 1. Zero is no date. Dates have no time of day and no time zone.
type Date int32

// epochDays is the Date of 1970-01-01.
const epochDays = 719163

// MakeDate returns the day of a year (1 to 9999), month and day of the month. It returns 0 where there is no such day.
func MakeDate(year int, month time.Month, day int) Date {
	if year < 1 || year > 9999 {
		return 0
	}
	t := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	if y, m, d := t.Date(); y != year || m != month || d != day {
		return 0
	}
	return DateOf(t)
}

// DateOf returns the calendar day of t in t's own location.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	secs := time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix()
	return Date(secs/86400) + epochDays
}

// Time returns midnight UTC of the day. For the zero Date it returns the zero time.
func (d Date) Time() time.Time {
	if d == 0 {
		return time.Time{}
	}
	return time.Unix(int64(d-epochDays)*86400, 0).UTC()
}

// Date returns the parts of the day.
func (d Date) Date() (year int, month time.Month, day int) { return d.Time().Date() }

// String returns the day as 2024-07-01, or "" for no date.
func (d Date) String() string {
	if d == 0 {
		return ""
	}
	return d.Time().Format(time.DateOnly)
}

// MarshalText writes the day as String does.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads a day as String writes it.
func (d *Date) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*d = 0
		return nil
	}
	t, err := time.Parse(time.DateOnly, string(b))
	if err != nil {
		return err
	}
	*d = DateOf(t)
	return nil
}
