package job

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"picreport/cmd/picreport/internal/atomicfile"
	"picreport/cmd/picreport/internal/config"
	"picreport/cmd/picreport/internal/failure"
	"picreport/ingest/finding"
	"picreport/report"
	"picreport/report/workbook"
)

// allBuild builds the reports of all programmes, and the roll-up.
type allBuild struct {
	env      Env
	o        BuildOptions
	office   *Report
	programs []*program
	ledger   *ledgerPrograms // nil where the programmes are folders
	rollup   *report.Rollup
}

// BuildAll builds each programme's report, as Build for it alone does, and one roll-up of them: of
// folders, or without any of the ledger's programmes. Nothing is written before everything has been
// made.
func BuildAll(ctx context.Context, env Env, o BuildOptions, args []string) error {
	b := &allBuild{env: env, o: o}
	if err := b.checkOptions(); err != nil {
		return err
	}
	defer b.close()
	if err := b.plan(ctx, args); err != nil {
		return err
	}
	outputs := b.outputs()
	if err := atomicfile.CheckOutputs(slices.Concat(outputs...), b.inputs()); err != nil {
		return err
	}
	unlock, err := env.lock(ctx, slices.Concat(outputs...))
	if err != nil {
		return err
	}
	defer unlock()
	if err := b.count(ctx); err != nil {
		return err
	}
	return b.write(ctx, outputs)
}

// checkOptions refuses options that are for one programme.
func (b *allBuild) checkOptions() error {
	o := b.o
	switch {
	case b.env.Program != "":
		return failure.Usagef("--program and --all-programs: choose one programme or all")
	case o.Refresh:
		return failure.Usagef("--refresh reads the exports of one programme; ingest each with picreport ingest --program " +
			"ID, or name the programmes' folders")
	case o.Source != "":
		return failure.Usagef("--source names one export, and --all-programs reads many")
	case o.Output == "-":
		return failure.Usagef("--output -: all programmes are several files; name a folder")
	}
	return nil
}

// plan reads the configurations of the office and of all programmes, and checks what can be checked
// before any data is read.
func (b *allBuild) plan(ctx context.Context, args []string) error {
	office, err := config.Office(b.env.Config, ".", b.o.Lang)
	if err != nil {
		return err
	}
	if b.office, err = planWith(b.env, office, b.o.Options); err != nil {
		return err
	}
	if err := b.office.gateOnPlan(b.o); err != nil {
		return err
	}
	b.office.warn()
	dir, err := b.reports()
	if err != nil {
		return err
	}
	if len(args) > 0 {
		b.programs, err = folderPrograms(office, args, dir)
	} else {
		b.ledger, err = openPrograms(ctx, b.env, office)
		if err == nil {
			b.programs, err = b.ledger.list(office)
		}
	}
	if err != nil {
		return err
	}
	if err := checkPrograms(b.programs); err != nil {
		return err
	}
	return b.planPrograms()
}

// planPrograms makes the programmes ready to be counted, and checks all texts.
func (b *allBuild) planPrograms() (err error) {
	if b.o.hasText() {
		if b.office.texts, err = b.office.edition.RollupText(b.office.Quarter); err != nil {
			return err
		}
		if err := report.CheckTexts(b.office.texts, b.office.Options); err != nil {
			return err
		}
	}
	for _, p := range b.programs {
		if err := p.plan(b.env, b.o.Options, b.office); err != nil {
			return fmt.Errorf("%s: %w", p.name(), err)
		}
		if err := p.readTexts(b.o); err != nil {
			return err
		}
	}
	b.translate()
	return nil
}

// translate gives the roll-up the programmes' own words for their labels; the office's win.
func (b *allBuild) translate() {
	w, lang := b.office.Options.Words, b.office.edition.Lang
	for _, p := range append(b.programs[:len(b.programs):len(b.programs)], &program{config: b.office.config}) {
		own := p.config.Languages[lang]
		w.Translate(own.Labels, own.Sources)
	}
}

// reports is the folder that reports are written to.
func (b *allBuild) reports() (string, error) {
	dir := b.office.config.Relative(b.office.config.Output.Dir)
	if b.o.Output != "" {
		dir = b.o.Output
	}
	if dir == "" {
		dir = "."
	}
	info, err := os.Stat(dir)
	switch {
	case err != nil:
		return "", failure.Usagef("%s: there is no such folder for the reports; create it, or choose another with --output",
			dir)
	case !info.IsDir():
		return "", failure.Usagef("%s: is a file; with --all-programs, --output names the folder of the reports", dir)
	}
	return dir, nil
}

// outputs are the files of each programme, and those of the roll-up last.
func (b *allBuild) outputs() [][]string {
	dir, _ := b.reports() // plan has seen it
	files := func(id string) (out []string) {
		for _, format := range b.o.Formats {
			out = append(out, filepath.Join(dir, fmt.Sprintf("%s%s-%s.%s", reportName, id, b.office.Quarter, format)))
		}
		return out
	}
	var all [][]string
	for _, p := range b.programs {
		all = append(all, files(p.id))
	}
	return append(all, files(allID))
}

// inputs are paths that no report may be written to.
func (b *allBuild) inputs() (paths []string) {
	if b.ledger != nil {
		return (&ledgerSource{where: b.ledger.where}).inputs()
	}
	for _, p := range b.programs {
		paths = append(paths, p.exports...)
	}
	return paths
}

// count counts all programmes. What is wrong in the data of one does not keep the others from being
// looked at, but everything from being written.
func (b *allBuild) count(ctx context.Context) error {
	var failed error
	bad := 0
	for _, p := range b.programs {
		err := b.countProgram(ctx, p)
		var early *report.QuarterError
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case errors.As(err, &early):
			p.env.Log.Info("has not begun: it has no report for " + b.office.Quarter.String())
			continue
		case err != nil:
			p.env.Log.Error(err.Error())
			failed = failure.First(failed, err)
			bad++
			continue
		}
		p.begun = true
	}
	if failed != nil {
		return failure.With(failure.Code(failed), fmt.Errorf("%d of %s could not be counted: nothing was written for any",
			bad, finding.Counted(len(b.programs), "programme", "programmes")))
	}
	all := make([]report.ProgramFigures, len(b.programs))
	for i, p := range b.programs {
		all[i] = p.rolledUp()
	}
	rollup, err := report.RollUp(b.office.Quarter, all, b.office.Options)
	b.rollup = &rollup
	return err
}

// countProgram counts a programme, and lets go of what it was counted from.
func (b *allBuild) countProgram(ctx context.Context, p *program) error {
	if err := b.openProgram(ctx, p); err != nil {
		return err
	}
	if err := p.count(ctx); err != nil {
		return err
	}
	if err := p.restate(ctx); err != nil {
		return err
	}
	if s, ok := p.source.(*ledgerSource); ok {
		s.merger = nil // publish needs the rest
	} else {
		p.source.close()
		p.source = nil
	}
	return nil
}

// openProgram opens the contacts of a programme.
func (b *allBuild) openProgram(ctx context.Context, p *program) error {
	if b.ledger == nil {
		return p.open(ctx, p.exports, false)
	}
	source, err := b.ledger.open(p, b.o.Policy)
	if err != nil {
		return err
	}
	p.source = source
	return nil
}

// write renders everything before it writes anything.
func (b *allBuild) write(ctx context.Context, outputs [][]string) error {
	date, err := b.env.Date()
	if err != nil {
		return err
	}
	formats := b.o.Formats
	files := make([][]atomicfile.File, len(outputs)) // of each programme that has begun, and of the roll-up
	for i, p := range b.programs {
		if !p.begun {
			continue
		}
		if files[i], err = p.drawing(date).renderAll(ctx, formats, outputs[i]); err != nil {
			return fmt.Errorf("%s: %w", p.name(), err)
		}
	}
	last := len(outputs) - 1
	if files[last], err = b.drawing(date).renderAll(ctx, formats, outputs[last]); err != nil {
		return err
	}
	if err := b.env.deliverAll(ctx, slices.Concat(files...)); err != nil {
		return err
	}
	if b.ledger != nil {
		b.ledger.endSnapshot() // so that what was published can be recorded
	}
	written := context.WithoutCancel(ctx) // what has been written is recorded
	for i, p := range b.programs {
		if !p.begun {
			continue
		}
		if err := p.publish(written, formats, files[i]); err != nil {
			return fmt.Errorf("%s: %w", p.name(), err)
		}
	}
	return nil
}

// close closes what plan and count have opened.
func (b *allBuild) close() {
	for _, p := range b.programs {
		if p.Report != nil {
			p.close()
		}
	}
	if b.ledger != nil {
		b.ledger.close()
	}
}

// drawing is the roll-up's.
func (b *allBuild) drawing(date time.Time) drawing {
	o := b.office
	return drawing{
		config: o.config, date: date, log: b.env.Log, allowErrors: b.o.AllowErrors,
		figures: b.rollup, lang: o.Options.Words.Lang,
		workbook: func(w io.Writer, wo workbook.Options) error { return workbook.WriteRollup(w, b.rollup, wo) },
		document: func() (report.Document, error) { return report.BuildRollup(b.rollup, o.texts, o.Options) },
	}
}
