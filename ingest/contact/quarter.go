package contact

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Quarter is a calendar quarter: four times the year, plus 0 to 3. Quarters are ordered, and adding
// 1 gives the next one. Zero is no quarter.
type Quarter int32

// MakeQuarter returns quarter n (1 to 4) of a year.
func MakeQuarter(year, n int) Quarter { return Quarter(year*4 + n - 1) }

// QuarterOf returns the quarter in which a day lies, 0 for no day.
func QuarterOf(d Date) Quarter {
	if d == 0 {
		return 0
	}
	year, month, _ := d.Date()
	return MakeQuarter(year, (int(month)+2)/3)
}

var quarterForms = []*regexp.Regexp{
	regexp.MustCompile(`(?i)^\s*(?P<year>\d{4})\s*-?\s*Q(?P<n>[1-4])\s*$`),
	regexp.MustCompile(`(?i)^\s*Q(?P<n>[1-4])\s*-?\s*(?P<year>\d{4})\s*$`),
}

// ParseQuarter reads 2024Q3, 2024-Q3, Q3-2024 or Q3 2024, in any case, and the words previous (the
// last quarter that has ended) and current, which are seen from today.
func ParseQuarter(s string, today Date) (Quarter, error) {
	switch {
	case strings.EqualFold(strings.TrimSpace(s), "previous"):
		return QuarterOf(today) - 1, nil
	case strings.EqualFold(strings.TrimSpace(s), "current"):
		return QuarterOf(today), nil
	}
	for _, form := range quarterForms {
		m := form.FindStringSubmatch(s)
		if m == nil {
			continue
		}
		year, _ := strconv.Atoi(m[form.SubexpIndex("year")]) // digits, by the pattern
		n, _ := strconv.Atoi(m[form.SubexpIndex("n")])
		if year >= 1900 {
			return MakeQuarter(year, n), nil
		}
	}
	return 0, fmt.Errorf("%q is not a quarter: write it as 2024Q3, or as previous or current", s)
}

// Year returns the calendar year.
func (q Quarter) Year() int { return int(q) / 4 }

// Number returns 1 to 4.
func (q Quarter) Number() int { return int(q)%4 + 1 }

// Start returns the first day.
func (q Quarter) Start() Date {
	return MakeDate(q.Year(), time.Month(q.Number()*3-2), 1)
}

// End returns the last day.
func (q Quarter) End() Date { return (q + 1).Start() - 1 }

// String returns the quarter as 2024Q3, or "" for none.
func (q Quarter) String() string {
	if q == 0 {
		return ""
	}
	return fmt.Sprintf("%04dQ%d", q.Year(), q.Number())
}

// MarshalText writes the quarter as 2024Q3.
func (q Quarter) MarshalText() ([]byte, error) { return []byte(q.String()), nil }

// UnmarshalText reads the quarter as MarshalText writes it: 2024Q3, and no other form.
func (q *Quarter) UnmarshalText(b []byte) error {
	parsed, err := ParseQuarter(string(b), 0)
	if err != nil {
		return err
	}
	if parsed.String() != string(b) {
		return fmt.Errorf("%q is not a quarter as documents have it, such as 2024Q3", b)
	}
	*q = parsed
	return nil
}
