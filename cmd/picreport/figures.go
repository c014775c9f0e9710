package main

import (
	"context"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"picreport/ingest"
	"picreport/report"
	"picreport/templates"
)

// figureFlags are the flags of every command that counts a quarter.
type figureFlags struct {
	readFlags
	quarter     string
	allowErrors bool
	strict      bool
}

func (f *figureFlags) add(cmd *cobra.Command) {
	f.readFlags.add(cmd)
	flags := cmd.Flags()
	flags.StringVar(&f.quarter, "quarter", "", "`quarter` to report: 2024Q3, previous or current (needed)")
	flags.BoolVar(&f.allowErrors, "allow-errors", false, "leave out the rows that have errors, and say how many")
	flags.BoolVar(&f.strict, "strict", false, "treat warnings as errors")
	_ = cmd.RegisterFlagCompletionFunc("quarter", cobra.FixedCompletions([]string{"previous", "current"}, cobra.ShellCompDirectiveNoFileComp))
}

// reporting is what a command that counts a quarter works with.
type reporting struct {
	config  *Config
	quarter report.Quarter
	inputs  []ingest.Input
	options report.Options
	figures *report.Figures
}

// count reads the exports and counts the quarter. Findings go to standard error.
func (a *app) count(ctx context.Context, f figureFlags, args []string) (*reporting, error) {
	c, err := loadConfig(a.configFile, ".")
	if err != nil {
		return nil, err
	}
	r := &reporting{config: c}
	if r.quarter, err = a.quarter(f); err != nil {
		return nil, err
	}
	if r.options, err = reportOptions(c); err != nil {
		return nil, err
	}
	if len(args) == 0 {
		return nil, usageError("name at least one export: a CSV or XLSX file, or - for standard input")
	}
	if r.inputs, err = a.inputs(args, f.readFlags); err != nil {
		return nil, err
	}
	readOptions, err := a.readOptions(c, f.readFlags)
	if err != nil {
		return nil, err
	}
	reader, err := ingest.NewReader(readOptions)
	if err != nil {
		return nil, usageError("%w", err)
	}
	merger := ingest.Merge(reader.Read(ctx, r.inputs))
	aggregator := report.NewAggregator(r.quarter, r.options)
	standing := 0
	for contact, err := range merger.Contacts() {
		if err != nil {
			return nil, err
		}
		if contact.Date != 0 {
			standing++
		}
		aggregator.Add(contact)
	}
	summary := reader.Summary()
	if err := a.judge(summary, f); err != nil {
		return nil, err
	}
	figures, err := aggregator.Figures()
	if err != nil {
		return nil, err
	}
	figures.Data = provenance(summary.Exports, standing, merger.Duplicates())
	r.figures = &figures
	return r, nil
}

// quarter reads the --quarter flag.
func (a *app) quarter(f figureFlags) (report.Quarter, error) {
	if f.quarter == "" {
		return 0, usageError("say which quarter: --quarter 2024Q3, or --quarter previous")
	}
	today := a.today(f.today)
	q, err := report.ParseQuarter(f.quarter, today)
	if err != nil {
		return 0, usageError("--quarter: %w", err)
	}
	if q.Start() > today {
		return 0, usageError("--quarter: %s has not begun: it starts on %s", q, q.Start())
	}
	return q, nil
}

func provenance(exports []ingest.Export, contacts, duplicates int) report.Data {
	d := report.Data{Contacts: contacts, Duplicates: duplicates, Exports: []report.Export{}}
	for _, e := range exports {
		d.Rows += e.Rows
		d.Roster += e.Roster
		d.Rejected += e.Rejected
		d.Exports = append(d.Exports, report.Export{Name: e.Name, SHA256: e.SHA256, Rows: e.Rows})
	}
	return d
}

// reportOptions turns the configuration into what the report takes.
func reportOptions(c *Config) (report.Options, error) {
	o := report.Options{Program: c.Program.Program, Basis: c.Demographics.Basis, Contact: c.Contact, Funding: c.Funding}
	var err error
	if o.Inception, err = c.inception(); err != nil {
		return o, err
	}
	if o.AgeBands, err = c.ageBands(); err != nil {
		return o, err
	}
	for _, g := range c.Genders {
		o.Genders = append(o.Genders, report.Gender{Label: g.Label, Always: g.Always})
	}
	for _, s := range c.Sources {
		o.Sources = append(o.Sources, report.Source{Label: s.Label, Text: s.Text, Referral: s.Referral})
	}
	for _, s := range c.Services {
		o.Services = append(o.Services, s.Name)
	}
	o.Words, err = words("en")
	return o, err
}

// words reads the table of a language.
func words(lang string) (*report.Words, error) {
	name := "words." + lang + ".yaml"
	data, err := templates.FS.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("language %s: %w", lang, err)
	}
	return report.ParseWords(name, data)
}

// fileRules are findings about a file that could not be read for reasons outside its data.
var fileRules = []string{"file-unreadable", "file-encrypted", "file-damaged", "file-too-large"}

// judge decides whether what was found lets a report be made, and says on standard error what was found.
func (a *app) judge(s ingest.Summary, f figureFlags) error {
	var errors, warnings []ingest.Finding
	for _, finding := range s.Findings {
		switch finding.Severity {
		case ingest.SeverityError:
			errors = append(errors, finding)
		case ingest.SeverityWarning:
			warnings = append(warnings, finding)
		}
	}
	for _, e := range errors {
		if slices.Contains(fileRules, e.Code) {
			return &exitError{exitFailed, oneLine(e)} // without the whole of an export there is nothing to allow
		}
	}
	if whole := slices.IndexFunc(errors, func(e ingest.Finding) bool { return e.Row == 0 }); whole >= 0 && len(errors) == 1 {
		return &exitError{exitData, oneLine(errors[whole])}
	}
	stopping := errors
	if f.strict {
		stopping = append(stopping, warnings...)
	}
	if allowed := f.allowErrors && len(stopping) == len(errors); len(stopping) > 0 && !allowed {
		printFindings(a.stderr, stopping)
		return dataError("%s: nothing was written; correct the data, or leave these rows out with --allow-errors", severities(len(errors), len(stopping)-len(errors)))
	}
	rejected := 0
	for _, e := range s.Exports {
		rejected += e.Rejected
	}
	if len(errors) > 0 {
		printFindings(a.stderr, errors)
		a.log.Warn(fmt.Sprintf("%s left out because of errors", plural(rejected, "row", "rows")))
	}
	if len(warnings) > 0 {
		a.log.Warn(fmt.Sprintf("%s in the data; picreport validate shows them", plural(len(warnings), "warning", "warnings")))
	}
	return nil
}

func severities(errors, warnings int) string {
	switch {
	case warnings == 0:
		return plural(errors, "error", "errors") + " in the data"
	case errors == 0:
		return plural(warnings, "warning", "warnings") + " in the data, and --strict is set"
	}
	return plural(errors, "error", "errors") + " and " + plural(warnings, "warning", "warnings") + " in the data"
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
