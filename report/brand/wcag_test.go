package brand

import (
	"math"
	"testing"
)

// TestContrast compares with values published for well-known colours, and with the ends of the
// scale. The darkest grey stands on the straight part of the curve: by hand, (10/255/12.92 + 0.05)
// / 0.05.
func TestContrast(t *testing.T) {
	black, white := RGB{}, RGB{0xFF, 0xFF, 0xFF}
	for _, c := range []struct {
		a, b RGB
		want float64
	}{
		{black, white, 21},
		{white, white, 1},
		{RGB{0x77, 0x77, 0x77}, white, 4.48},
		{RGB{0x76, 0x76, 0x76}, white, 4.54},
		{RGB{0xFF, 0, 0}, white, 4.00},
		{RGB{0, 0xFF, 0}, white, 1.37},
		{RGB{0, 0, 0xFF}, white, 8.59},
		{RGB{0x0A, 0x0A, 0x0A}, black, 1.06},
	} {
		for _, got := range []float64{Contrast(c.a, c.b), Contrast(c.b, c.a)} {
			if math.Abs(got-c.want) > 0.005 {
				t.Errorf("the contrast of %v and %v is %.3f, want %.2f", c.a, c.b, got, c.want)
			}
		}
	}
}
