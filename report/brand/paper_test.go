package brand

import (
	"math"
	"testing"
)

// TestPaperSizes compares the sizes with ISO 216 and ANSI letter, in points of 1/72 inch.
func TestPaperSizes(t *testing.T) {
	const perMillimetre = 72 / 25.4
	for paper, want := range map[Paper][2]float64{
		"":     {8.5 * 72, 11 * 72},
		Letter: {8.5 * 72, 11 * 72},
		A4:     {210 * perMillimetre, 297 * perMillimetre},
	} {
		w, h := paper.Size()
		if math.Abs(w-want[0]) > 0.01 || math.Abs(h-want[1]) > 0.01 {
			t.Errorf("%q is %.3f × %.3f points, want %.3f × %.3f", paper, w, h, want[0], want[1])
		}
	}
}
