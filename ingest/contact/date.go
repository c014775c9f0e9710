package contact

import "time"

// Date is a calendar day: the number of days since 31 December of the year 0 in the proleptic
// Gregorian calendar, so that 1 is 1 January of the year 1. Zero is no date. Dates have no time of
// day and no time zone.
type Date int32

// UnixEpoch is 1970-01-01.
const UnixEpoch Date = 719163

// MakeDate returns the day of a year (1 to 9999), month and day of the month. It returns 0 where
// there is no such day.
func MakeDate(year int, month time.Month, day int) Date {
	if year < 1 || year > 9999 {
		return 0
	}
	if month < 1 || month > 12 || day < 1 || day > 31 {
		return 0
	}
	if i := (year-firstMonthYear)*12 + int(month) - 1; i >= 0 && i < len(monthStarts)-1 {
		if d := monthStarts[i] + Date(day) - 1; d < monthStarts[i+1] {
			return d
		}
		return 0
	}
	if day > daysIn(year, month) {
		return 0
	}
	return firstOf(year, month) + Date(day) - 1
}

// firstOf returns the first day of a month.
func firstOf(year int, month time.Month) Date {
	return Date(daysBefore(year) + daysBeforeMonth[month-1] + leapDay(year, month) + 1)
}

// firstMonthYear is the year of the first of monthStarts.
const firstMonthYear = 1900

// monthStarts are the first days of the months in which nearly all dates of exports lie.
var monthStarts = func() (starts [200*12 + 1]Date) {
	for i := range starts {
		starts[i] = firstOf(firstMonthYear+i/12, time.Month(i%12+1))
	}
	return starts
}()

// daysBeforeMonth are the days of a common year before the first of each month.
var daysBeforeMonth = [13]int{0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365}

// daysBefore returns the days from the start of the year 1 to that of a later one.
func daysBefore(year int) int {
	y := year - 1
	return y*365 + y/4 - y/100 + y/400
}

func isLeap(year int) bool { return year%4 == 0 && (year%100 != 0 || year%400 == 0) }

// leapDay returns 1 in the months after the leap day of a year, else 0.
func leapDay(year int, month time.Month) int {
	if month > time.February && isLeap(year) {
		return 1
	}
	return 0
}

func daysIn(year int, month time.Month) int {
	if month == time.February && isLeap(year) {
		return 29
	}
	return daysBeforeMonth[month] - daysBeforeMonth[month-1]
}

// DateOf returns the calendar day of t in t's own location.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	secs := time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix()
	return Date(secs/86400) + UnixEpoch
}

// Time returns midnight UTC of the day. For the zero Date it returns the zero time.
func (d Date) Time() time.Time {
	if d == 0 {
		return time.Time{}
	}
	return time.Unix(int64(d-UnixEpoch)*86400, 0).UTC()
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
