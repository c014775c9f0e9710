package table

import (
	"math"
	"strconv"
	"time"
)

// The days of the date systems are counted from these; 1900 here from 1 March 1900 on, before which
// Excel's count is off by one.
var (
	from1900 = time.Date(1899, time.December, 30, 0, 0, 0, 0, time.UTC)
	from1904 = time.Date(1904, time.January, 1, 0, 0, 0, 0, time.UTC)
	year9999 = time.Date(9999, time.December, 31, 0, 0, 0, 0, time.UTC)
)

// leapDay is the serial of 29 February 1900, which Excel counts and no calendar has.
const leapDay = 60

const daySeconds = 86_400

// appendSerial appends the date, time or both that a serial means under a format, to the second. A
// time is rounded, but never into the next day.
// The kind is Number, and nothing is appended, where it means none: before the first day, after the
// year 9999, or on 29 February 1900. Under a date-and-time format a serial below the first day is a
// time of day; under a time format one above 1 is a duration.
func appendSerial(dst []byte, serial float64, f numberFormat, is1904 bool) ([]byte, Kind) {
	if f == generalFormat || !(serial >= 0 && serial < 3e6) {
		return dst, Number
	}
	whole := math.Floor(serial)
	day, clock := int64(whole), min(int64(math.Round((serial-whole)*daySeconds)), daySeconds-1)
	if f == timeFormat {
		return appendClock(dst, day*daySeconds+clock), Time
	}
	base := from1900
	switch {
	case is1904:
		base = from1904
	case day == 0 && f == dateTimeFormat:
		return appendClock(dst, clock), Time
	case day == 0 || day == leapDay:
		return dst, Number
	case day < leapDay:
		day++
	}
	date := base.AddDate(0, 0, int(day))
	if date.After(year9999) {
		return dst, Number
	}
	dst = appendDay(dst, date)
	if f == dateFormat {
		return dst, Date
	}
	return appendClock(append(dst, 'T'), clock), DateTime
}

// appendDay appends 2024-07-01.
func appendDay(dst []byte, date time.Time) []byte {
	year, month, day := date.Date()
	dst = appendTwo(appendTwo(dst, int64(year/100)), int64(year%100))
	dst = appendTwo(append(dst, '-'), int64(month))
	return appendTwo(append(dst, '-'), int64(day))
}

// appendClock appends 13:45:00.
func appendClock(dst []byte, seconds int64) []byte {
	dst = appendTwo(dst, seconds/3600)
	dst = appendTwo(append(dst, ':'), seconds/60%60)
	return appendTwo(append(dst, ':'), seconds%60)
}

// appendTwo appends a number with at least two digits.
func appendTwo(dst []byte, n int64) []byte {
	if n < 10 {
		dst = append(dst, '0')
	}
	return strconv.AppendInt(dst, n, 10)
}

// isoLayouts are the forms of a t="d" cell.
var isoLayouts = []string{
	"2006-01-02", "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02T15:04:05Z07:00", "2006-01-02 15:04:05",
}

// appendISO appends a t="d" cell, which holds a date of ISO 8601 as text, to the second. It is a
// Date where it has no time of day or the format shows none. Fractions of a second are cut off, and
// zones are not applied. What is no such date is Text as it stands.
func appendISO(dst []byte, text string, f numberFormat) ([]byte, Kind) {
	for _, layout := range isoLayouts {
		t, err := time.Parse(layout, text)
		if err != nil {
			continue
		}
		t = t.Truncate(time.Second)
		midnight := t.Hour() == 0 && t.Minute() == 0 && t.Second() == 0
		if f == dateFormat || midnight && f != dateTimeFormat {
			return t.AppendFormat(dst, time.DateOnly), Date
		}
		return t.AppendFormat(dst, "2006-01-02T15:04:05"), DateTime
	}
	if t, err := time.Parse("15:04:05", text); err == nil {
		return t.AppendFormat(dst, time.TimeOnly), Time
	}
	return append(dst, text...), Text
}
