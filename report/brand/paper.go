package brand

import "fmt"

// Paper is a paper size: letter or a4; "" is letter.
type Paper string

// The paper sizes.
const (
	Letter Paper = "letter"
	A4     Paper = "a4"
)

// Size is the paper's width and height in points (1/72 inch).
func (p Paper) Size() (width, height float64) {
	if p == A4 {
		return 595.28, 841.89
	}
	return 612, 792
}

func (p Paper) check() error {
	switch p {
	case Letter, A4:
		return nil
	}
	return fmt.Errorf("unknown paper %q; use letter or a4", string(p))
}
