package value_test

import (
	"testing"

	"picreport/ingest/internal/value"
)

func TestParseAge(t *testing.T) {
	for text, want := range map[string][2]int{
		"34":           {34, 34},
		"34.5 yrs":     {34, 34},
		"18-24":        {18, 24},
		"18 to 24":     {18, 24},
		"60+":          {60, 120},
		"60 and older": {60, 120},
		"over 60":      {61, 120},
		">= 60":        {60, 120},
		"<13":          {0, 12},
		"up to 12":     {0, 12},
		"8 months":     {0, 0},
		"18 months":    {1, 1},
		"newborn":      {0, 0},
		"150":          {150, 150}, // an age, though out of range

		"34 years 5 months": {34, 34}, "1 yr 11 mo": {1, 1}, "34y 5m": {34, 34}, "34 years, 5 months": {34, 34}, "35 y.o.": {35, 35},
		"35yo": {35, 35}, "35 y/o": {35, 35}, "35 Years Old": {35, 35}, "35 years of age": {35, 35}, "23 months": {1, 1}, "18 mo": {1, 1},
		"2 yrs.": {2, 2}, "<1": {0, 0}, "less than 1 year": {0, 0}, "under 18 months": {0, 1}, "6 weeks old": {0, 0},
		"65 & over": {65, 120}, "65 and up": {65, 120}, "60 or older": {60, 120}, "60 years and over": {60, 120}, "12 and under": {0, 12},
		"12 or younger": {0, 12}, "Under 13": {0, 12}, "13–17": {13, 17}, "18 - 24 yrs": {18, 24}, "18 yrs - 24 yrs": {18, 24},
		"ages 13 to 17": {13, 17}, "13 through 17": {13, 17}, "between 13 and 17": {13, 17}, "more than 59": {60, 120}, "30s": {30, 39},
		"40's": {40, 49}, "34 años": {34, 34}, "18 meses": {1, 1}, "60 o más": {60, 120}, "60 años o más": {60, 120}, "60 y más": {60, 120},
		"menor de 13": {0, 12}, "menores de 13 años": {0, 12}, "de 13 a 17 años": {13, 17}, "entre 25 y 59": {25, 59},
		"Adult (18-59)": {18, 59}, "Senior (60+)": {60, 120}, "child (under 13)": {0, 12},
		"mayores de 60": {61, 120}, "hasta 12": {0, 12}, "1 año y 6 meses": {1, 1},
	} {
		got, ok := value.ParseAge(text)
		if low, high := int(got[0]), int(got[1]); !ok || low != want[0] || high != want[1] {
			t.Errorf("%q: got %d to %d, %v; want %d to %d", text, low, high, ok, want[0], want[1])
		}
	}
	for _, text := range []string{
		"", "soon", "24-18", "over 18-24", "12 dogs", "over 60+", "7/1/2024", "34M", "34 m", "34F", "18 m", "34/M", "34 (M)", "adult (M)", "about 34",
		"between 13", "13 and 17", "13 17", "33s", "0s", "teen",
	} {
		if got, ok := value.ParseAge(text); ok {
			t.Errorf("%q is taken for the age %v", text, got)
		}
	}
}
