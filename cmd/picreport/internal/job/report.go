package job

import (
	"cmp"
	"context"
	"errors"
	"iter"

	"picreport/cmd/picreport/internal/config"
	"picreport/cmd/picreport/internal/failure"
	"picreport/ingest"
	"picreport/ingest/contact"
	"picreport/ingest/finding"
	"picreport/report"
)

// Options say what is counted, and from what.
type Options struct {
	ReadOptions
	finding.Policy
	Quarter string // 2024Q3, previous or current
	Lang    string // "" is the configuration's
}

// Report is a quarter that is reported: first planned, then counted.
type Report struct {
	Quarter contact.Quarter
	Options report.Options
	Figures *report.Figures // nil before it has been counted

	env     Env
	o       Options
	config  *config.Config
	edition *config.Edition // the configuration in the report's language
	today   contact.Date
	source  source
	texts   report.Texts

	rollupWords   *report.Words   // of the roll-up that the figures go into; nil for none
	rollupFigures *report.Figures // the figures in its language
}

// source gives the contacts of a report, each counted once, and, after they have been read, what
// they are.
type source interface {
	contacts(ctx context.Context) iter.Seq2[*contact.Contact, error]
	summary() ingest.Summary
	data() report.Data
	inputs() []string // paths that no output may be written to
	close()
}

// plan reads the configuration, and what the options say of the quarter.
func plan(env Env, o Options) (*Report, error) {
	c, err := env.config()
	if err != nil {
		return nil, err
	}
	r, err := planWith(env, c, o)
	if err != nil {
		return nil, err
	}
	r.warn()
	return r, nil
}

// planWith is plan for a configuration, of which nothing is said.
func planWith(env Env, c *config.Config, o Options) (r *Report, err error) {
	r = &Report{env: env, o: o, config: c, today: cmp.Or(o.Today, c.Today(env.Now()))}
	if r.Quarter, err = readQuarter(o.Quarter, r.today); err != nil {
		return nil, err
	}
	if r.edition, err = c.In(cmp.Or(o.Lang, c.Language)); err != nil {
		return nil, failure.Usagef("--lang: %w", err)
	}
	r.Options = r.edition.Options
	r.o.Families = c.Strict
	if r.o.Command != "" {
		r.o.Command += " --quarter " + ingest.Quoted(o.Quarter)
	}
	if !r.ended() {
		r.Options.Through = r.today
	}
	return r, nil
}

// readQuarter reads the name of a quarter.
func readQuarter(name string, today contact.Date) (contact.Quarter, error) {
	if name == "" {
		return 0, failure.Usagef("say which quarter: --quarter 2024Q3, or --quarter previous")
	}
	q, err := contact.ParseQuarter(name, today)
	if err != nil {
		return 0, failure.Usagef("--quarter: %w", err)
	}
	if q.Start() > today {
		return 0, failure.Usagef("--quarter: %s has not begun: it starts on %s", q, q.Start())
	}
	return q, nil
}

// warn says what of the configuration is not ready for a report in this language.
func (r *Report) warn() {
	for _, missing := range append(r.edition.Untranslated(), r.config.Placeholders()...) {
		r.env.Log.Warn(missing)
	}
}

// ended says whether the quarter is over.
func (r *Report) ended() bool { return r.Quarter.End() < r.today }

// open opens the contacts: files, or without any the ledger, to be written to where write is set.
// The caller closes the report.
func (r *Report) open(ctx context.Context, args []string, write bool) error {
	if len(args) > 0 {
		files, err := openFiles(ctx, r.env, r.config, r.o.ReadOptions, args)
		if err != nil {
			return err
		}
		r.source = files
		return nil
	}
	source, err := openLedger(ctx, r.env, r.config, r.o.Policy, write)
	if err != nil {
		return err
	}
	r.source = source
	return nil
}

func (r *Report) close() {
	if r.source != nil {
		r.source.close()
	}
}

// nothingWritten is what a report that is refused has done.
const nothingWritten = "nothing was written"

// count counts the quarter, unless what was found stops it.
func (r *Report) count(ctx context.Context) error {
	if err := r.readOpening(ctx); err != nil {
		return err
	}
	aggregator := report.NewAggregator(r.Quarter, r.Options)
	if err := add(r.source.contacts(ctx), aggregator); err != nil {
		return err
	}
	if err := r.accept(ctx); err != nil {
		return err
	}
	if err := r.env.pass(r.source.summary(), r.o.Policy, nothingWritten); err != nil {
		return err
	}
	figures, err := aggregator.Figures()
	if err != nil {
		return err
	}
	r.Figures = &figures
	r.warnOfFigures()
	figures.Data = r.source.data()
	if r.rollupWords == nil {
		return nil
	}
	rolled, err := aggregator.FiguresIn(r.rollupWords)
	rolled.Data, r.rollupFigures = figures.Data, &rolled
	return err
}

// accept marks what was accepted of what was found in files. Of a ledger that was done when they
// were ingested.
func (r *Report) accept(ctx context.Context) error {
	if files, ok := r.source.(*fileSource); ok {
		return files.accept(ctx, r.config, r.Quarter.String())
	}
	return nil
}

// Count counts a quarter from files, or without any from the ledger.
func Count(ctx context.Context, env Env, o Options, args []string) (*Report, error) {
	r, err := plan(env, o)
	if err != nil {
		return nil, err
	}
	if err := r.open(ctx, args, false); err != nil {
		return nil, err
	}
	defer r.close()
	return r, r.count(ctx)
}

// Inputs are the paths that no output may be written to.
func (r *Report) Inputs() []string { return r.source.inputs() }

// Explain lists the clients and rows behind a figure of a quarter, from files or without any from
// the ledger.
func Explain(ctx context.Context, env Env, o Options, args []string, figure string) (report.Explanation, error) {
	r, err := plan(env, o)
	if err != nil {
		return report.Explanation{}, err
	}
	if err := r.open(ctx, args, false); err != nil {
		return report.Explanation{}, err
	}
	defer r.close()
	if err := r.readOpening(ctx); err != nil {
		return report.Explanation{}, err
	}
	e, err := report.Explain(r.source.contacts(ctx), r.Quarter, r.Options, figure)
	var unknown *report.FigureError
	if errors.As(err, &unknown) {
		return e, failure.Usagef("%w", err)
	}
	if err := r.accept(ctx); err != nil {
		return e, err
	}
	if stopped := env.pass(r.source.summary(), o.Policy, nothingWritten); stopped != nil {
		return e, stopped // why there are no contacts, rather than that there are none
	}
	return e, err
}
