// Package brand decides how a programme's reports look: colours, logos, fonts and paper, once for
// the PDF, the web page and the workbook.
//
// A Brand is what a programme configures. Check says what is wrong with it, and Look is what the
// outputs draw with: every colour that they use, whether it was configured or is made from others
// (color.go), colours that can be read on their grounds (contrast.go, wcag.go), and logos that
// stand out from the band (logo.go). The package reads no files and draws nothing.
package brand

import (
	"errors"
	"fmt"
)

// Brand is how a programme's reports look. Its zero value is the look that picreport comes with, in
// the typeface of whoever reads; an output that carries its fonts needs Fonts too.
type Brand struct {
	Colors Colors
	Logos  []Logo // at most three; none leaves no gap
	Fonts  Fonts
	Paper  Paper
}

// maxLogos is how many logos the cover has room for.
const maxLogos = 3

// Look is a brand as outputs draw it.
type Look struct {
	Palette
	Pictures []Picture // the logos
	Fonts    Fonts     // not checked: see Fonts.Check
	Paper    Paper     // never ""
}

// Look decides what the outputs draw with. It is an error, with a Problem for each fault, if the
// paper, the colours or the logos cannot be used. Fonts are checked by the outputs that need them.
func (b Brand) Look() (Look, error) {
	l, problems := b.look()
	return l, join(problems)
}

// Check returns everything that keeps the brand from being used, fonts included; nil for nothing.
func (b Brand) Check() []*Problem {
	_, problems := b.look()
	return append(problems, b.Fonts.problems()...)
}

func (b Brand) look() (Look, []*Problem) {
	l := Look{Fonts: b.Fonts, Paper: b.Paper}
	var problems []*Problem
	if l.Paper == "" {
		l.Paper = Letter
	}
	if err := l.Paper.check(); err != nil {
		problems = append(problems, &Problem{"brand.paper", err})
	}
	palette, faults := b.Colors.palette()
	l.Palette = palette
	problems = append(problems, faults...)
	if len(b.Logos) > maxLogos {
		err := fmt.Errorf("there are %d logos; the cover has room for %d", len(b.Logos), maxLogos)
		problems = append(problems, &Problem{"brand.logos", err})
	}
	for i, lg := range b.Logos {
		p, err := lg.picture(l.Primary)
		if err != nil {
			problems = append(problems, &Problem{fmt.Sprintf("brand.logos[%d]", i), err})
		}
		l.Pictures = append(l.Pictures, p)
	}
	return l, problems
}

// Problem is something that keeps a brand from being used.
type Problem struct {
	Key string // of the configuration: "brand.colors.accent"
	Err error  // what is wrong with its value, and what to do
}

func (p *Problem) Error() string { return p.Key + ": " + p.Err.Error() }

// Unwrap returns Err.
func (p *Problem) Unwrap() error { return p.Err }

// join is the problems as one error, nil for none.
func join(problems []*Problem) error {
	errs := make([]error, len(problems))
	for i, p := range problems {
		errs[i] = p
	}
	return errors.Join(errs...)
}
