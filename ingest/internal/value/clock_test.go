package value

import "testing"

func TestIsTime(t *testing.T) {
	for _, text := range []string{
		"13:45", " 13:45:00", "T13:45:00Z", ", 1:45 PM", " at 1:45 p.m.", "13:45:00.000 -0400", "1PM EST", "13:45:00+02:00", "0:00", "24:00", " 1430", "T143000Z",
	} {
		if !isTime(text) {
			t.Errorf("%q is not taken for a time", text)
		}
	}
	for _, text := range []string{"", "13", "25:00", "13:60", "13:45 PM", "1:45 PM?", "13:45:00 +15:00", "13:45 and later", "T", "1430", " 2460", " 24:01", "0 PM", " 143", "13:45 (EDT"} {
		if isTime(text) {
			t.Errorf("%q is taken for a time", text)
		}
	}
}
