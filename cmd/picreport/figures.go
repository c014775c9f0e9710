package main

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"picreport/cmd/picreport/internal/config"
	"picreport/cmd/picreport/internal/failure"
	"picreport/ingest"
	"picreport/ingest/contact"
	"picreport/ingest/finding"
	"picreport/report"
)

// figureFlags are the flags of every command that counts a quarter.
type figureFlags struct {
	readFlags
	quarter     string
	lang        string
	allowErrors bool
	strict      bool
	ingesting   string // the export that is ingested; "" where figures are counted
}

// refusal says what a command did not do because of errors.
func (f figureFlags) refusal() string {
	if f.ingesting != "" {
		return f.ingesting + " was not ingested"
	}
	return "nothing was written"
}

func (f *figureFlags) add(cmd *cobra.Command) {
	f.readFlags.add(cmd)
	flags := cmd.Flags()
	flags.StringVar(&f.quarter, "quarter", "", "`quarter` to report: 2024Q3, previous or current (needed)")
	flags.StringVar(&f.lang, "lang", "", "`language` of the report: "+strings.Join(config.Languages(), ", ")+" (default: the configuration's)")
	flags.BoolVar(&f.allowErrors, "allow-errors", false, "leave out the rows that have errors, and say how many")
	flags.BoolVar(&f.strict, "strict", false, "treat warnings as errors")
	_ = cmd.RegisterFlagCompletionFunc("lang", cobra.FixedCompletions(config.Languages(), cobra.ShellCompDirectiveNoFileComp))
	_ = cmd.RegisterFlagCompletionFunc("quarter", cobra.FixedCompletions([]string{"previous", "current"}, cobra.ShellCompDirectiveNoFileComp))
}

// reporting is what a command that counts a quarter works with.
type reporting struct {
	config  *config.Config
	edition *config.Edition // the configuration in the report's language
	today   contact.Date
	quarter contact.Quarter
	options report.Options
	source  contactSource
	figures *report.Figures
	texts   report.Texts

	rollupWords   *report.Words   // of the roll-up that the figures go into; nil for none
	rollupFigures *report.Figures // the figures in its language

	allowErrors bool // print a replacement for characters that the fonts lack
}

// contactSource gives the contacts of a report, each counted once, and, after they have been read, what they are.
type contactSource interface {
	contacts(ctx context.Context) iter.Seq2[*contact.Contact, error]
	summary() ingest.Summary
	data() report.Data
	inputs() []string // paths that no output may be written to
	close()
}

// plan reads the flags and the configuration of a command that counts a quarter.
func (a *app) plan(f figureFlags) (*reporting, error) {
	c, err := config.Load(a.configFile, ".")
	if err != nil {
		return nil, err
	}
	r, err := a.planWith(c, f)
	if err != nil {
		return nil, err
	}
	for _, missing := range append(r.edition.Untranslated(), c.Placeholders()...) {
		a.log.Warn(missing)
	}
	return r, nil
}

// planWith is plan for a configuration, of which nothing is said.
func (a *app) planWith(c *config.Config, f figureFlags) (r *reporting, err error) {
	r = &reporting{config: c, today: a.today(c, f.today), allowErrors: f.allowErrors}
	if r.quarter, err = readQuarter(f.quarter, r.today); err != nil {
		return nil, err
	}
	if r.edition, err = c.In(cmp.Or(f.lang, c.Language)); err != nil {
		return nil, failure.Usagef("--lang: %w", err)
	}
	r.options = r.edition.Options
	if !r.ended() {
		r.options.Through = r.today
	}
	return r, nil
}

// ended says whether the quarter is over.
func (r *reporting) ended() bool { return r.quarter.End() < r.today }

// open opens the contacts: files, or without any the ledger, to be written to where write is set. The caller closes the source.
func (a *app) open(ctx context.Context, r *reporting, f figureFlags, args []string, write bool) error {
	if len(args) > 0 {
		files, err := a.files(ctx, r.config, f.readFlags, args)
		if err != nil {
			return err
		}
		r.source = files
		return nil
	}
	source, err := a.openLedger(ctx, r.config, f, write)
	if err != nil {
		return err
	}
	r.source = source
	return nil
}

// count counts the quarter. Findings go to standard error.
func (a *app) count(ctx context.Context, r *reporting, f figureFlags) error {
	aggregator := report.NewAggregator(r.quarter, r.options)
	for contact, err := range r.source.contacts(ctx) {
		if err != nil {
			return err
		}
		aggregator.Add(contact)
	}
	if err := a.judge(r.source.summary(), f); err != nil {
		return err
	}
	figures, err := aggregator.Figures()
	if err != nil {
		return err
	}
	if figures.Contacts.Total == 0 {
		a.log.Warn(fmt.Sprintf("%s has no contacts: check that the exports reach that far", r.quarter))
	}
	figures.Data = r.source.data()
	r.figures = &figures
	if r.rollupWords != nil {
		rolled, err := aggregator.FiguresIn(r.rollupWords)
		rolled.Data, r.rollupFigures = figures.Data, &rolled
		return err
	}
	return nil
}

// readQuarter reads the --quarter flag.
func readQuarter(flag string, today contact.Date) (contact.Quarter, error) {
	if flag == "" {
		return 0, failure.Usagef("say which quarter: --quarter 2024Q3, or --quarter previous")
	}
	q, err := contact.ParseQuarter(flag, today)
	if err != nil {
		return 0, failure.Usagef("--quarter: %w", err)
	}
	if q.Start() > today {
		return 0, failure.Usagef("--quarter: %s has not begun: it starts on %s", q, q.Start())
	}
	return q, nil
}

// fileRules are findings about a file that could not be read for reasons outside its data.
var fileRules = []string{"file-unreadable", "file-encrypted", "file-damaged", "file-too-large"}

// unreadRules are warnings that contacts may be missing from the figures: said by themselves.
var unreadRules = []string{"sheet-contacts-not-read", "rows-missing"}

// judge decides whether what was found lets a report be made, and says on standard error what was found.
func (a *app) judge(s ingest.Summary, f figureFlags) error {
	var errors, whole, warnings []finding.Finding
	for _, one := range s.Findings {
		switch one.Severity {
		case finding.Error:
			errors = append(errors, one)
			if one.Row == 0 || slices.Contains(fileRules, one.Code) {
				whole = append(whole, one)
			}
		case finding.Warning:
			warnings = append(warnings, one)
		}
	}
	// Rows can be left out, but not a whole export: the report would be wrong, whatever the user allows.
	if len(whole) > 0 {
		code := failure.Data
		if slices.ContainsFunc(whole, func(e finding.Finding) bool { return slices.Contains(fileRules, e.Code) }) {
			code = failure.Failed
		}
		if len(whole) == 1 {
			return failure.With(code, oneLine(whole[0]))
		}
		a.showFindings(whole)
		return failure.With(code, fmt.Errorf("%s cannot be read: nothing was written", plural(len(whole), "export", "exports")))
	}
	if f.strict && len(warnings) > 0 {
		a.showFindings(append(errors, warnings...))
		return failure.Dataf("%s: %s; correct the data, or leave out --strict", severities(len(errors), len(warnings)), f.refusal())
	}
	if len(errors) > 0 && !f.allowErrors {
		a.showFindings(errors)
		return failure.Dataf("%s: %s; correct the data, or leave these rows out with --allow-errors", severities(len(errors), 0), f.refusal())
	}
	if len(errors) > 0 {
		rejected := 0
		for _, e := range s.Exports {
			rejected += e.Rejected
		}
		if !a.quiet {
			a.showFindings(errors)
		}
		a.log.Error(fmt.Sprintf("%s left out because of errors", plural(rejected, "row", "rows"))) // said also with --quiet
	}
	others := 0
	for _, w := range warnings {
		if slices.Contains(unreadRules, w.Code) {
			a.log.Warn(oneLine(w).Error())
		} else {
			others++
		}
	}
	if others > 0 {
		a.log.Info(plural(others, "warning", "warnings") + " in the data; picreport validate shows them")
	}
	return nil
}

// showFindings says findings on standard error: grouped for a person, one by one for a machine.
func (a *app) showFindings(findings []finding.Finding) {
	if a.logFormat != logJSON {
		printFindings(a.stderr, a.named(findings), a.colors(a.stderr))
		return
	}
	for _, f := range findings {
		a.log.Error(f.Message, "code", f.Code, "severity", f.Severity, "file", f.File, "sheet", f.Sheet, "row", f.Row, "cell", f.Cell, "hint", f.Hint)
	}
}

// named puts the programme before the file of each finding, where there are several.
func (a *app) named(findings []finding.Finding) []finding.Finding {
	if a.about == "" {
		return findings
	}
	out := slices.Clone(findings)
	for i := range out {
		out[i].File = a.about + ": " + out[i].File
	}
	return out
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
