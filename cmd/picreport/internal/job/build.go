package job

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"picreport/cmd/picreport/internal/atomicfile"
	"picreport/cmd/picreport/internal/failure"
	"picreport/ingest/ledger"
	"picreport/report"
)

// reportName is what the names of reports begin with.
const reportName = "progress-report-"

// FiguresName begins the name of a workbook of figures that was given no other.
const FiguresName = "figures-"

// Formats are what a report can be written as.
var Formats = []string{"pdf", "html", "xlsx", "json"}

// BuildOptions say what is built.
type BuildOptions struct {
	Options
	Output       string   // path, or - for standard output; "" is a name of its own; of several programmes the folder
	Formats      []string // of Formats, at least one
	AllowPartial bool     // report a quarter that has not ended
	AllowShrink  bool     // with Refresh
	Refresh      bool     // ingest the exports of the configuration first
}

// Build builds the report of a quarter from files, or without any from the ledger.
func Build(ctx context.Context, env Env, o BuildOptions, args []string) error {
	r, err := plan(env, o.Options)
	if err != nil {
		return err
	}
	if err := r.gateOnPlan(o); err != nil {
		return err
	}
	outputs, err := o.outputs(r)
	if err != nil {
		return err
	}
	if err := r.readTexts(o); err != nil {
		return err
	}
	unlock, err := env.lock(ctx, outputs)
	if err != nil {
		return err
	}
	defer unlock()
	if o.Refresh {
		if err := refresh(ctx, env, o, args); err != nil {
			return err
		}
	}
	defer r.close()
	if err := r.open(ctx, args, true); err != nil {
		return err
	}
	if err := atomicfile.CheckOutputs(outputs, r.source.inputs()); err != nil {
		return err
	}
	if err := r.count(ctx); err != nil {
		return err
	}
	if err := r.restate(ctx); err != nil {
		return err
	}
	return r.write(ctx, o, outputs)
}

// readTexts looks at the report's texts before any data is read, which may take a while.
func (r *Report) readTexts(o BuildOptions) (err error) {
	if !o.hasText() {
		return nil
	}
	if r.texts, err = r.edition.Text(r.Quarter); err != nil {
		return err
	}
	return report.CheckTexts(r.texts, r.Options)
}

// hasText says whether a format is asked for that has the report's text.
func (o BuildOptions) hasText() bool {
	return slices.Contains(o.Formats, "pdf") || slices.Contains(o.Formats, "html")
}

// refresh ingests the exports of the configuration before the report is built from the ledger. What
// changed is not said: the one line on standard output is the report's.
func refresh(ctx context.Context, env Env, o BuildOptions, args []string) error {
	if len(args) > 0 {
		return failure.Usagef("--refresh reads the exports of the configuration into the ledger; name no FILE with it")
	}
	exports := IngestOptions{ReadOptions: o.ReadOptions, Policy: o.Policy, AllowShrink: o.AllowShrink, Atomic: true}
	return Ingest(ctx, env, exports, nil, func(string, *ledger.Change) {})
}

// write renders all formats before it writes any, so that a failure leaves no half of a set.
func (r *Report) write(ctx context.Context, o BuildOptions, outputs []string) error {
	date, err := r.env.Date()
	if err != nil {
		return err
	}
	files, err := r.drawing(date).renderAll(ctx, o.Formats, outputs)
	if err != nil {
		return err
	}
	if err := r.env.deliverAll(ctx, files); err != nil {
		return err
	}
	return r.publish(ctx, o.Formats, files)
}

// lock keeps other runs from writing the same files at the same time, and says that it waits for
// them.
func (env Env) lock(ctx context.Context, outputs []string) (unlock func(), err error) {
	return atomicfile.Lock(ctx, outputs,
		func(output string) { env.Log.Info(output + ": another picreport is writing it; waiting") })
}

// deliverAll writes files, all or none, and says their names on standard output, or writes to
// standard output itself the one whose path is -.
func (env Env) deliverAll(ctx context.Context, files []atomicfile.File) error {
	if len(files) == 1 {
		return env.Deliver(files[0].Path, files[0].Data)
	}
	if err := atomicfile.WriteAll(ctx, files, 0o666); err != nil {
		return err
	}
	for _, f := range files {
		if err := env.sayWritten(f.Path); err != nil {
			return err
		}
	}
	return nil
}

// outputs returns the file of each format.
func (o BuildOptions) outputs(r *Report) ([]string, error) {
	if o.Output == "-" {
		if len(o.Formats) > 1 {
			return nil, failure.Usagef("--output -: standard output takes one format, not %s", strings.Join(o.Formats, ","))
		}
		return []string{"-"}, nil
	}
	outputs := make([]string, len(o.Formats))
	for i, format := range o.Formats {
		switch {
		case o.Output == "":
			dir := r.config.Relative(r.config.Output.Dir)
			outputs[i] = filepath.Join(dir, fmt.Sprintf("%s%s.%s", reportName, r.Quarter, format))
		case len(outputs) == 1:
			outputs[i] = o.Output
			if ext := strings.TrimPrefix(filepath.Ext(o.Output), "."); ext != format && slices.Contains(Formats, ext) {
				return nil, failure.Usagef("--output: %s would hold %s; name it .%s, or ask for --format %s",
					o.Output, format, format, ext)
			}
		default:
			outputs[i] = strings.TrimSuffix(o.Output, filepath.Ext(o.Output)) + "." + format
		}
	}
	return outputs, nil
}
