package report

import (
	"fmt"
	"regexp"
	"strconv"

	"picreport/ingest/contact"
)

// AgeBand is a range of ages in completed years, both ends included.
type AgeBand struct {
	Low, High int
	Open      bool // no upper end: 60+
}

// DefaultAgeBands are 0–12, 13–17, 18–24, 25–59 and 60+.
func DefaultAgeBands() []AgeBand {
	return []AgeBand{{Low: 0, High: 12}, {Low: 13, High: 17}, {Low: 18, High: 24}, {Low: 25, High: 59}, {Low: 60, Open: true}}
}

var ageBandForm = regexp.MustCompile(`^\s*(\d{1,3})\s*(?:[-–]\s*(\d{1,3})|(\+))\s*$`)

// ParseAgeBand reads "13-17" or "60+".
func ParseAgeBand(s string) (AgeBand, error) {
	m := ageBandForm.FindStringSubmatch(s)
	if m == nil {
		return AgeBand{}, fmt.Errorf("%q is not an age band: write 13-17, or 60+ for the last", s)
	}
	low, _ := strconv.Atoi(m[1])
	high, _ := strconv.Atoi(m[2])
	band := AgeBand{Low: low, High: high, Open: m[3] != ""}
	if !band.Open && high < low {
		return AgeBand{}, fmt.Errorf("%q ends before it begins", s)
	}
	return band, nil
}

// Age returns the band as an age that is reported as one.
func (b AgeBand) Age() contact.Age {
	age := contact.Age{Low: int16(b.Low), High: int16(b.High), Known: true}
	if b.Open {
		age.High = contact.MaxAge
	}
	return age
}

// CheckAgeBands returns an error where the bands leave a gap, overlap, do not begin at 0 or do not
// end open. An age must fall in exactly one band, or the tables would not add up.
func CheckAgeBands(bands []AgeBand) error {
	next := 0
	for i, b := range bands {
		last := i == len(bands)-1
		switch {
		case b.Low > next:
			return fmt.Errorf("age bands leave a gap: no band holds age %d", next)
		case b.Low < next:
			return fmt.Errorf("age bands overlap: two bands hold age %d", b.Low)
		case b.Open && !last:
			return fmt.Errorf("age bands overlap: %d+ is not the last band", b.Low)
		case !b.Open && last:
			return fmt.Errorf("age bands leave a gap: no band holds age %d; let the last one be %d+", b.High+1, b.Low)
		}
		next = b.High + 1
	}
	if len(bands) == 0 {
		return fmt.Errorf("age bands leave a gap: there is no band")
	}
	return nil
}

// band returns the index of the band that holds all of an age, or -1 where the age is not known or
// spans two bands.
func band(bands []AgeBand, a contact.Age) int {
	if !a.Known || a.Low < 0 || a.High > contact.MaxAge {
		return -1
	}
	for i, b := range bands {
		if int(a.Low) >= b.Low && (b.Open || int(a.High) <= b.High) {
			return i
		}
	}
	return -1
}

func (b AgeBand) label(w *Words) string {
	if b.Open {
		return fill(w.OpenBand, "low", strconv.Itoa(b.Low))
	}
	return fill(w.Band, "low", strconv.Itoa(b.Low), "high", strconv.Itoa(b.High))
}

// ageOn returns the age in completed years on a day of somebody born on another, or an unknown Age
// where the birth lies after the day or more than contact.MaxAge years before it.
func ageOn(day, birth contact.Date) contact.Age {
	if birth == 0 || birth > day {
		return contact.Age{}
	}
	years := contact.CompletedYears(birth, day)
	if years > contact.MaxAge {
		return contact.Age{}
	}
	return contact.Age{Low: int16(years), High: int16(years), Known: true}
}
