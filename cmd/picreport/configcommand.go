package main

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"picreport/cmd/picreport/internal/failure"
	"picreport/ingest"
	"picreport/report"
)

func (a *app) configCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "config",
		Short: "Check the configuration, or describe it for editors",
		Long: `The configuration is picreport.yaml, here or in a parent folder. picreport init writes one to begin with.

` + failure.Codes,
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return unknownCommand(cmd, args[0])
			}
			return cmd.Help()
		},
		SuggestionsMinimumDistance: 2,
	}
	check := &cobra.Command{
		Use:   "check [FILE]",
		Short: "Say whether a configuration is fine, or what is wrong and where",
		Long: `Check reads a configuration (default: picreport.yaml here or in a parent folder) and everything that it names: the
report text in each language, logos, fonts and the data dictionary. What is wrong is said with its place.`,
		Example: "  picreport config check\n  picreport config check picreport.yaml",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			return a.configCheck(append(args, a.configFile)[0])
		},
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return []string{"yaml", "yml"}, cobra.ShellCompDirectiveFilterFileExt
		},
	}
	schema := &cobra.Command{
		Use:   "schema",
		Short: "Write the JSON Schema of the configuration, for editors",
		Long: `Schema writes a JSON Schema (2020-12) of picreport.yaml on standard output. Editors that know YAML use it to complete keys
and to show what is wrong. picreport init writes it too, as picreport.schema.json; the first line of picreport.yaml names it.
After an update of picreport, remove that file and run picreport init again.`,
		Example: "  picreport config schema > picreport.schema.json",
		Args:    cobra.NoArgs,
		RunE:    func(*cobra.Command, []string) error { return writeJSON(a.stdout, configSchema()) },
	}
	for _, sub := range []*cobra.Command{check, schema} {
		wrapArgs(sub)
		cmd.AddCommand(sub)
	}
	return cmd
}

// configCheck checks a configuration file and what it names; "" looks for one.
func (a *app) configCheck(name string) error {
	c, err := loadConfig(name, ".")
	if err != nil {
		return err
	}
	if c.path == "" {
		return failure.Usagef("there is no %s here or in a parent folder; picreport init writes one", configName)
	}
	o, err := a.readOptions(c, readFlags{})
	if err != nil {
		return err
	}
	if _, err := ingest.NewReader(o); err != nil {
		return c.readerError(err)
	}
	if err := a.checkTexts(c); err != nil {
		return err
	}
	for _, left := range c.placeholders() {
		a.log.Warn(left)
	}
	fmt.Fprintf(a.stdout, "%s is fine\n", c.path)
	return nil
}

// readerError says what the reader has against the configuration, at the key that its message begins with.
func (c *Config) readerError(err error) error {
	key, message, ok := strings.Cut(err.Error(), ": ")
	switch key { // it speaks of fields
	case "gender", "source":
		key += "s"
	}
	if _, known := schemaDocs[key]; !ok || !known {
		return failure.Usagef("%s: %w", c.path, err)
	}
	return c.errorf(key, "%s", message)
}

// checkTexts builds a report of one made-up contact in each language, since a text is checked when it is filled in: in all its branches.
func (a *app) checkTexts(c *Config) error {
	inception, err := c.inception()
	if err != nil {
		return err
	}
	day := max(a.today(c, dateFlag{}), inception)
	for _, lang := range append([]string{c.Language}, slices.Sorted(maps.Keys(c.Languages))...) {
		r := &reporting{config: c, quarter: report.QuarterOf(day)}
		if err := r.speak(lang); err != nil {
			return c.errorf("languages."+lang, "%w", errors.Unwrap(err))
		}
		aggregator := report.NewAggregator(r.quarter, r.options)
		aggregator.Add(&ingest.Contact{Client: "made up", Date: day})
		figures, err := aggregator.Figures()
		if err != nil {
			return err
		}
		text, err := r.text()
		if err != nil {
			return err
		}
		if _, err := report.Build(&figures, text, r.options); err != nil {
			return err
		}
		if err := r.checkRollupText(&figures); err != nil {
			return err
		}
	}
	return nil
}

// checkRollupText builds a roll-up of one programme with these figures.
func (r *reporting) checkRollupText(f *report.Figures) error {
	text, err := r.rollupText()
	if err != nil {
		return err
	}
	rollup, err := report.RollUp(r.quarter, []report.ProgramFigures{{Name: f.Program, Inception: f.Inception, Begun: true, Figures: f}}, r.options)
	if err != nil {
		return err
	}
	_, err = report.BuildRollup(&rollup, text, r.options)
	return err
}
