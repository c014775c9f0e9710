package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"picreport/cmd/picreport/internal/atomicfile"
	"picreport/cmd/picreport/internal/failure"
	"picreport/report"
)

// reportName is what the names of reports begin with.
const reportName = "progress-report-"

// figuresName begins the name of a workbook of figures that was given no other.
const figuresName = "figures-"

type buildOptions struct {
	figureFlags
	output       string
	format       choiceFlag
	allowPartial bool
	allowShrink  bool
	refresh      bool
	allPrograms  bool
}

func (a *app) buildCommand() *cobra.Command {
	o := &buildOptions{format: choiceFlag{choices: []string{"pdf", "html", "xlsx", "json"}, many: true, values: []string{"pdf"}}}
	cmd := &cobra.Command{
		Use:   "build --quarter Q [FILE... | FOLDER...]",
		Short: "Build the progress report of a quarter",
		Long: `Build counts a quarter from exports and writes the programme's progress report. Its name is written on standard output.

Without FILEs the contacts come from the ledger.

With --all-programs it builds the report of each of several programmes, and a roll-up of all: in place of FILEs stands the folder that has
a folder for each programme, or nothing for the programmes of the ledger. picreport help programs says more.

Rows with errors stop the report: nothing is written, and the findings are shown. With --allow-errors it is built without them.
A report is whole or not there: it is written beside its place and renamed into it.

` + failure.Codes,
		Example: `  picreport build --quarter 2024Q3 contacts-2024.csv
  picreport build --quarter previous --format pdf,json exports/*.xlsx
  picreport build --all-programs --quarter 2024Q3 programs`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if o.allPrograms {
				return a.buildAll(cmd.Context(), o, args)
			}
			return a.build(cmd.Context(), o, args)
		},
	}
	o.add(cmd)
	cmd.Flags().StringVarP(&o.output, "output", "o", "", "`file` to write, or - for standard output (default progress-report-2024Q3.pdf); with --all-programs the folder")
	addChoice(cmd, &o.format, "format", "what to write, with commas between")
	cmd.Flags().BoolVar(&o.allowPartial, "allow-partial", false, "report a quarter that has not ended, through today")
	cmd.Flags().BoolVar(&o.allowShrink, "allow-shrink", false, "with --refresh: let an export have less than half of the contacts that it had")
	cmd.Flags().BoolVar(&o.refresh, "refresh", false, "ingest the exports of the configuration first")
	cmd.Flags().BoolVar(&o.allPrograms, "all-programs", false, "build each programme's report and a roll-up: FOLDERs instead of FILEs")
	return cmd
}

func (a *app) build(ctx context.Context, o *buildOptions, args []string) error {
	r, err := a.plan(o.figureFlags)
	if err != nil {
		return err
	}
	if err := o.checkEnded(r); err != nil {
		return err
	}
	outputs, err := o.outputs(r)
	if err != nil {
		return err
	}
	if err := o.checkTexts(r); err != nil {
		return err
	}
	unlock, err := a.lock(ctx, outputs)
	if err != nil {
		return err
	}
	defer unlock()
	if o.refresh {
		if err := a.refresh(ctx, o, args); err != nil {
			return err
		}
	}
	if err := a.open(ctx, r, o.figureFlags, args, true); err != nil {
		return err
	}
	defer r.source.close()
	if err := atomicfile.CheckOutputs(outputs, r.source.inputs()); err != nil {
		return err
	}
	if err := a.count(ctx, r, o.figureFlags); err != nil {
		return err
	}
	if err := a.restate(ctx, r); err != nil {
		return err
	}
	return a.write(ctx, o, r, outputs)
}

// checkEnded refuses a quarter that has not ended, unless it is allowed.
func (o *buildOptions) checkEnded(r *reporting) error {
	if r.ended() || o.allowPartial {
		return nil
	}
	return failure.Usagef("--quarter: %s has not ended: its last day is %s; report what there is so far with --allow-partial", r.quarter, r.quarter.End())
}

// checkTexts looks at the report's texts before any data is read, which may take a while.
func (o *buildOptions) checkTexts(r *reporting) (err error) {
	if !o.hasText() {
		return nil
	}
	if r.texts, err = r.edition.Text(r.quarter); err != nil {
		return err
	}
	return report.CheckTexts(r.texts, r.options)
}

// hasText says whether a format is asked for that has the report's text.
func (o *buildOptions) hasText() bool {
	return slices.Contains(o.format.values, "pdf") || slices.Contains(o.format.values, "html")
}

// refresh ingests the exports of the configuration before the report is built from the ledger.
func (a *app) refresh(ctx context.Context, o *buildOptions, args []string) error {
	if len(args) > 0 {
		return failure.Usagef("--refresh reads the exports of the configuration into the ledger; name no FILE with it")
	}
	said := a.stdout
	a.stdout = io.Discard // the one line on standard output is the report's
	defer func() { a.stdout = said }()
	return a.ingest(ctx, &ingestOptions{readFlags: o.readFlags, allowErrors: o.allowErrors, strict: o.strict, allowShrink: o.allowShrink, atomic: true}, nil)
}

// write renders all formats before it writes any, so that a failure leaves no half of a set.
func (a *app) write(ctx context.Context, o *buildOptions, r *reporting, outputs []string) error {
	date, err := a.date()
	if err != nil {
		return err
	}
	files, err := a.renderAll(ctx, o.format.values, r.drawing(date), outputs)
	if err != nil {
		return err
	}
	if err := a.deliverAll(ctx, files); err != nil {
		return err
	}
	return a.publish(ctx, r, o.format.values, files)
}

// deliver writes data to a file, whose name it says on standard output, or, where the path is -, to standard output itself.
func (a *app) deliver(path string, data []byte) error {
	if path == "-" {
		if _, err := a.stdout.Write(data); err != nil {
			return atomicfile.CannotWrite("standard output", err)
		}
		return nil
	}
	if err := atomicfile.Write(path, data, 0o666); err != nil {
		return err
	}
	if _, err := fmt.Fprintln(a.stdout, path); err != nil {
		return atomicfile.CannotWrite("standard output", err)
	}
	return nil
}

// lock keeps other runs from writing the same files at the same time, and says that it waits for them.
func (a *app) lock(ctx context.Context, outputs []string) (unlock func(), err error) {
	return atomicfile.Lock(ctx, outputs, func(output string) { a.log.Info(output + ": another picreport is writing it; waiting") })
}

// deliverAll writes files, all or none, and says their names on standard output, or writes to standard output itself the one whose path is -.
func (a *app) deliverAll(ctx context.Context, files []atomicfile.File) error {
	if len(files) == 1 {
		return a.deliver(files[0].Path, files[0].Data)
	}
	if err := atomicfile.WriteAll(ctx, files, 0o666); err != nil {
		return err
	}
	for _, f := range files {
		if _, err := fmt.Fprintln(a.stdout, f.Path); err != nil {
			return atomicfile.CannotWrite("standard output", err)
		}
	}
	return nil
}

// outputs returns the file of each format.
func (o *buildOptions) outputs(r *reporting) ([]string, error) {
	if o.output == "-" {
		if len(o.format.values) > 1 {
			return nil, failure.Usagef("--output -: standard output takes one format, not %s", o.format.String())
		}
		return []string{"-"}, nil
	}
	outputs := make([]string, len(o.format.values))
	for i, format := range o.format.values {
		switch {
		case o.output == "":
			dir := r.config.Relative(r.config.Output.Dir)
			outputs[i] = filepath.Join(dir, fmt.Sprintf("%s%s.%s", reportName, r.quarter, format))
		case len(outputs) == 1:
			outputs[i] = o.output
			if ext := strings.TrimPrefix(filepath.Ext(o.output), "."); ext != format && slices.Contains(o.format.choices, ext) {
				return nil, failure.Usagef("--output: %s would hold %s; name it .%s, or ask for --format %s", o.output, format, format, ext)
			}
		default:
			outputs[i] = strings.TrimSuffix(o.output, filepath.Ext(o.output)) + "." + format
		}
	}
	return outputs, nil
}
