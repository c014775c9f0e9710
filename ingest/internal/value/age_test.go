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
	} {
		got, ok := value.ParseAge(text)
		if low, high := int(got[0]), int(got[1]); !ok || low != want[0] || high != want[1] {
			t.Errorf("%q: got %d to %d, %v; want %d to %d", text, low, high, ok, want[0], want[1])
		}
	}
	for _, text := range []string{"", "soon", "24-18", "over 18-24", "12 dogs", "over 60+", "7/1/2024"} {
		if got, ok := value.ParseAge(text); ok {
			t.Errorf("%q is taken for the age %v", text, got)
		}
	}
}
