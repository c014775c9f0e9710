package config

import (
	"errors"
	"maps"
	"slices"

	"picreport/cmd/picreport/internal/failure"
	"picreport/ingest"
	"picreport/ingest/contact"
	"picreport/report"
)

// Check looks at everything that the configuration names: what the reader of exports takes of it,
// and the report's texts in each language. today is the day that counts as today.
func (c *Config) Check(today contact.Date) error {
	o, err := c.ReadOptions()
	if err != nil {
		return err
	}
	if _, err := ingest.NewReader(o); err != nil {
		return c.ReaderError(err)
	}
	return c.checkTexts(today)
}

// ReaderError says what the reader has against the configuration, at its key where it is of one.
func (c *Config) ReaderError(err error) error {
	var option *ingest.OptionError
	if errors.As(err, &option) {
		return c.Errorf(option.Key, "%w", option.Err)
	}
	return failure.Usagef("%s: %w", c.path, err)
}

// checkTexts builds a report of one made-up contact in each language, since a text is checked when
// it is filled in: in all its branches.
func (c *Config) checkTexts(today contact.Date) error {
	inception, err := c.Inception()
	if err != nil {
		return err
	}
	day := max(today, inception)
	for _, lang := range append([]string{c.Language}, slices.Sorted(maps.Keys(c.Languages))...) {
		e, err := c.In(lang)
		if err != nil {
			return c.Errorf("languages."+lang, "%w", err)
		}
		if err := e.checkTexts(day); err != nil {
			return err
		}
	}
	return nil
}

// checkTexts builds the report and the roll-up of one made-up contact on a day.
func (e *Edition) checkTexts(day contact.Date) error {
	q := contact.QuarterOf(day)
	figures, err := report.SampleFigures(day, e.Options)
	if err != nil {
		return err
	}
	text, err := e.Text(q)
	if err != nil {
		return err
	}
	if _, err := report.Build(&figures, text, e.Options); err != nil {
		return err
	}
	if text, err = e.RollupText(q); err != nil {
		return err
	}
	one := report.ProgramFigures{Name: figures.Program, Inception: figures.Inception, Begun: true, Figures: &figures}
	rollup, err := report.RollUp(q, []report.ProgramFigures{one}, e.Options)
	if err != nil {
		return err
	}
	_, err = report.BuildRollup(&rollup, text, e.Options)
	return err
}
