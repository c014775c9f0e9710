package pdf

import (
	"bytes"
	"context"
	"math/rand/v2"
	"testing"
)

// TestDamagedFonts sees that no damage to a font file brings the program down: it is refused, or
// drawn.
func TestDamagedFonts(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	refused := 0
	for range 20 {
		o := options(t)
		f := bytes.Clone(o.Brand.Fonts.Bold)
		for range 1 + rng.IntN(3) {
			at := rng.IntN(len(f))
			if rng.IntN(2) == 0 {
				at = rng.IntN(400) // the directory and the first tables
			}
			f[at] = byte(rng.IntN(256))
		}
		o.Brand.Fonts.Bold = f
		if _, err := Render(context.Background(), sample(), o); err != nil {
			refused++
		}
	}
	if refused == 0 {
		t.Error("no damage is noticed")
	}
}
