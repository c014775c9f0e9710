package pdf

import "fmt"

// Brand is how a programme's report looks. Its zero value, with fonts, is the look that picreport comes with.
type Brand struct {
	Colors Colors `yaml:"colors"`
	Logos  []Logo `yaml:"-"` // at most three; none leaves no gap
	Fonts  Fonts  `yaml:"-"`
	Paper  Paper  `yaml:"paper"`
}

// Paper is a paper size: letter or a4; "" is letter.
type Paper string

// The paper sizes.
const (
	Letter Paper = "letter"
	A4     Paper = "a4"
)

// size is the paper's width and height in points.
func (p Paper) size() (width, height float64) {
	if p == A4 {
		return 595.28, 841.89
	}
	return 612, 792
}

func (p Paper) check() error {
	switch p {
	case "", Letter, A4:
		return nil
	}
	return fmt.Errorf("brand.paper: unknown paper %q; use letter or a4", string(p))
}

// maxLogos is how many logos the cover has room for.
const maxLogos = 3

// Check returns everything that keeps the brand from being used, each error naming the key of the config and what to do; nil for none.
func (b Brand) Check() []error {
	var errs []error
	if err := b.Paper.check(); err != nil {
		errs = append(errs, err)
	}
	errs = append(errs, b.Colors.check()...)
	if len(b.Logos) > maxLogos {
		errs = append(errs, fmt.Errorf("brand.logos: there are %d logos; the cover has room for %d", len(b.Logos), maxLogos))
	}
	for i, lg := range b.Logos {
		if err := lg.check(); err != nil {
			errs = append(errs, fmt.Errorf("brand.logos[%d]: %w", i, err))
		}
	}
	return append(errs, b.Fonts.check()...)
}
