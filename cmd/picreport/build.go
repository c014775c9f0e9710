package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"picreport/report"
	"picreport/report/html"
	"picreport/report/pdf"
	"picreport/report/workbook"
)

type buildOptions struct {
	figureFlags
	output       string
	format       choiceFlag
	allowPartial bool
	allowShrink  bool
	refresh      bool
}

func (a *app) buildCommand() *cobra.Command {
	o := &buildOptions{format: choiceFlag{choices: []string{"pdf", "html", "xlsx", "json"}, many: true, values: []string{"pdf"}}}
	cmd := &cobra.Command{
		Use:   "build --quarter Q [FILE...]",
		Short: "Build the progress report of a quarter",
		Long: `Build counts a quarter from exports and writes the programme's progress report. Its name is written on standard output.

Without FILEs the contacts come from the ledger.

Rows with errors stop the report: nothing is written, and the findings are shown. With --allow-errors it is built without them.
A report is whole or not there: it is written beside its place and renamed into it.

` + exitCodesHelp,
		Example: `  picreport build --quarter 2024Q3 contacts-2024.csv
  picreport build --quarter previous --format pdf,json exports/*.xlsx`,
		RunE: func(cmd *cobra.Command, args []string) error { return a.build(cmd.Context(), o, args) },
	}
	o.add(cmd)
	cmd.Flags().StringVarP(&o.output, "output", "o", "", "`file` to write, or - for standard output (default progress-report-2024Q3.pdf)")
	addChoice(cmd, &o.format, "format", "what to write, with commas between")
	cmd.Flags().BoolVar(&o.allowPartial, "allow-partial", false, "report a quarter that has not ended, through today")
	cmd.Flags().BoolVar(&o.allowShrink, "allow-shrink", false, "with --refresh: let an export have less than half of the contacts that it had")
	cmd.Flags().BoolVar(&o.refresh, "refresh", false, "ingest the exports of the configuration first")
	return cmd
}

func (a *app) build(ctx context.Context, o *buildOptions, args []string) error {
	r, err := a.plan(o.figureFlags)
	if err != nil {
		return err
	}
	r.allowErrors = o.allowErrors
	if !r.ended() && !o.allowPartial {
		return usageError("--quarter: %s has not ended: its last day is %s; report what there is so far with --allow-partial", r.quarter, r.quarter.End())
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
	if err := checkOutputs(outputs, r.source.inputs()); err != nil {
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

// checkTexts looks at the report's texts before any data is read, which may take a while.
func (o *buildOptions) checkTexts(r *reporting) (err error) {
	if !slices.Contains(o.format.values, "pdf") && !slices.Contains(o.format.values, "html") {
		return nil
	}
	if r.texts, err = r.text(); err != nil {
		return err
	}
	return report.CheckTexts(r.texts, r.options)
}

// refresh ingests the exports of the configuration before the report is built from the ledger.
func (a *app) refresh(ctx context.Context, o *buildOptions, args []string) error {
	if len(args) > 0 {
		return usageError("--refresh reads the exports of the configuration into the ledger; name no FILE with it")
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
	rendered := make([][]byte, len(outputs))
	for i, format := range o.format.values {
		if rendered[i], err = a.render(ctx, format, r, date); err != nil {
			return err
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	for i, path := range outputs {
		if err := a.deliver(path, rendered[i]); err != nil {
			return err
		}
	}
	return a.publish(ctx, r, o.format.values, outputs, rendered)
}

// outputs returns the file of each format.
func (o *buildOptions) outputs(r *reporting) ([]string, error) {
	if o.output == "-" {
		if len(o.format.values) > 1 {
			return nil, usageError("--output -: standard output takes one format, not %s", o.format.String())
		}
		return []string{"-"}, nil
	}
	outputs := make([]string, len(o.format.values))
	for i, format := range o.format.values {
		switch {
		case o.output == "":
			dir := r.config.relative(r.config.Output.Dir)
			outputs[i] = filepath.Join(dir, fmt.Sprintf("progress-report-%s.%s", r.quarter, format))
		case len(outputs) == 1:
			outputs[i] = o.output
			if ext := strings.TrimPrefix(filepath.Ext(o.output), "."); ext != format && slices.Contains(o.format.choices, ext) {
				return nil, usageError("--output: %s would hold %s; name it .%s, or ask for --format %s", o.output, format, format, ext)
			}
		default:
			outputs[i] = strings.TrimSuffix(o.output, filepath.Ext(o.output)) + "." + format
		}
	}
	return outputs, nil
}

// render returns the report in one format.
func (a *app) render(ctx context.Context, format string, r *reporting, date time.Time) ([]byte, error) {
	var b bytes.Buffer
	switch format {
	case "json":
		err := writeJSON(&b, r.figures)
		return b.Bytes(), err
	case "xlsx":
		err := writeWorkbook(&b, r, date)
		return b.Bytes(), err
	}
	doc, err := report.Build(r.figures, r.texts, r.options)
	if err != nil {
		return nil, err
	}
	brand, err := r.config.brand()
	if err != nil {
		return nil, err
	}
	if format == "html" {
		return html.Render(doc, html.Options{Brand: pageBrand(brand)})
	}
	result, err := pdf.Render(ctx, doc, pdf.Options{Brand: brand, Date: date, Creator: creator()})
	if err != nil {
		return nil, err
	}
	if len(result.Missing) > 0 {
		msg := fmt.Sprintf("the fonts have no glyph for %s: set brand.fonts to fonts that have", codePoints(result.Missing))
		if !r.allowErrors {
			return nil, usageError("%s, or print a replacement with --allow-errors", msg)
		}
		a.log.Error(msg + "; a replacement stands in the report")
	}
	return result.PDF, nil
}

// writeWorkbook writes the figures as a workbook.
func writeWorkbook(w io.Writer, r *reporting, date time.Time) error {
	return workbook.Write(w, r.figures, workbook.Options{Date: date, Creator: creator(), Lang: r.options.Words.Lang})
}

// creator is the program as documents name it.
func creator() string { return "picreport " + version() }

// date is the creation date of documents: SOURCE_DATE_EPOCH where it is set (https://reproducible-builds.org/specs/source-date-epoch/),
// else the clock's.
func (a *app) date() (time.Time, error) {
	epoch, ok := a.lookupEnv("SOURCE_DATE_EPOCH")
	if !ok || epoch == "" {
		return a.now(), nil
	}
	seconds, err := strconv.ParseInt(epoch, 10, 64)
	if err != nil {
		return time.Time{}, usageError("SOURCE_DATE_EPOCH: %q is not a number of seconds", epoch)
	}
	return time.Unix(seconds, 0).UTC(), nil
}

func codePoints(runes []rune) string {
	out := make([]string, len(runes))
	for i, r := range runes {
		out[i] = fmt.Sprintf("U+%04X", r)
	}
	return strings.Join(out, ", ")
}
