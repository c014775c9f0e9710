package main

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"picreport/cmd/picreport/internal/atomicfile"
	"picreport/cmd/picreport/internal/failure"
	"picreport/cmd/picreport/internal/job"
	"picreport/cmd/picreport/internal/jsondoc"
	"picreport/ingest/finding"
	"picreport/report"
)

type explainOptions struct {
	job.Options
	format string
	args   []string // the figure, and files
}

func newExplainCommand(env *Env) *cobra.Command {
	o := &explainOptions{}
	cmd := &cobra.Command{
		Use:   "explain FIGURE --quarter Q [FILE...]",
		Short: "Show the clients and rows behind a figure",
		Long: `Explain lists the clients and the rows (file, sheet, row) that a figure of a quarter rests
on. It names clients by their ID.

The figures are served, new, carried-over, since-inception and contacts, and with a label
gender=Female, age=13-17, source="Calls for service" and service=LABEL. anonymous are contacts
with people who have no client ID. client=ID lists the rows of one client, and where each counts;
left-out lists the rows of FILEs that were not counted, each with its finding.

` + failure.Codes,
		Example: `  picreport explain carried-over --quarter 2024Q3 contacts-2024.csv
  picreport explain age=13-17 --quarter 2024Q3 --format csv contacts-2024.csv`,
		RunE: func(cmd *cobra.Command, args []string) error {
			o.args = args
			return runExplain(cmd.Context(), env, o)
		},
	}
	addFigureFlags(cmd, &o.Options)
	addChoice(cmd, cmd.Flags(), &o.format, "format", "form of the list", "text", "json", "csv")
	files := cmd.ValidArgsFunction
	cmd.ValidArgsFunction = func(cmd *cobra.Command, args []string, word string) ([]string, cobra.ShellCompDirective) {
		if len(args) == 0 {
			return append([]string{job.LeftOutFigure}, report.FigureNames...), cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
		}
		return files(cmd, args, word)
	}
	return cmd
}

func runExplain(ctx context.Context, env *Env, o *explainOptions) error {
	if len(o.args) == 0 {
		return failure.Usagef("name a figure, such as served or gender=Female; see picreport explain --help")
	}
	if o.args[0] == job.LeftOutFigure {
		return runLeftOut(ctx, env, o)
	}
	explanation, err := job.Explain(ctx, env.job(), o.Options, o.args[1:], o.args[0])
	if err != nil {
		return err
	}
	switch o.format {
	case "json":
		err = jsondoc.Write(env.Stdout, explanation)
	case "csv":
		err = writeExplanationCSV(env.Stdout, explanation)
	default:
		err = writeExplanation(env.Stdout, explanation)
	}
	if err != nil {
		return atomicfile.CannotWrite("standard output", err)
	}
	return nil
}

// runLeftOut lists the rows that were not counted.
func runLeftOut(ctx context.Context, env *Env, o *explainOptions) error {
	rows, err := job.LeftOut(ctx, env.job(), o.ReadOptions, o.args[1:])
	if err != nil {
		return err
	}
	switch o.format {
	case "json":
		err = jsondoc.Write(env.Stdout, rows)
	case "csv":
		out := csv.NewWriter(env.Stdout)
		_ = out.Write([]string{"file", "sheet", "row", "cell", "code", "why"})
		for _, r := range rows {
			_ = out.Write([]string{guardFormula(r.File), guardFormula(r.Sheet), strconv.Itoa(r.Row), r.Cell, r.Code, r.Why})
		}
		out.Flush()
		err = out.Error()
	default:
		err = writeLeftOut(env.Stdout, rows)
	}
	if err != nil {
		return atomicfile.CannotWrite("standard output", err)
	}
	return nil
}

func writeLeftOut(w io.Writer, rows []job.LeftOutRow) error {
	fmt.Fprintf(w, "left-out: %s\n", finding.Counted(len(rows), "finding of a row that was not counted", "findings of rows that were not counted"))
	if len(rows) == 0 {
		return nil
	}
	fmt.Fprintln(w)
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(out, "FILE\tROW\tCELL\tCODE\tWHY")
	for _, r := range rows {
		file := r.File
		if r.Sheet != "" {
			file += ": " + r.Sheet
		}
		fmt.Fprintf(out, "%s\t%d\t%s\t%s\t%s\n", file, r.Row, r.Cell, r.Code, r.Why)
	}
	return out.Flush()
}

func writeExplanation(w io.Writer, e report.Explanation) error {
	fmt.Fprintf(w, "%s, %s: %s\n", e.Figure, e.Quarter, finding.Counted(e.Count, strings.TrimSuffix(e.Unit, "s"), e.Unit))
	if len(e.Rows) == 0 {
		return nil
	}
	fmt.Fprintln(w)
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(out, "CLIENT\tDATE\tROW\tFILE\tWHY")
	for _, r := range e.Rows {
		file := r.File
		if r.Sheet != "" {
			file += ": " + r.Sheet
		}
		fmt.Fprintf(out, "%s\t%s\t%d\t%s\t%s\n", r.Client, r.Date, r.Row, file, r.Why)
	}
	return out.Flush()
}

func writeExplanationCSV(w io.Writer, e report.Explanation) error {
	out := csv.NewWriter(w)
	_ = out.Write([]string{"figure", "quarter", "client", "date", "file", "sheet", "row", "why"})
	for _, r := range e.Rows {
		_ = out.Write([]string{
			guardFormula(e.Figure), e.Quarter.String(), guardFormula(r.Client), r.Date.String(),
			guardFormula(r.File), guardFormula(r.Sheet), strconv.Itoa(r.Row), r.Why,
		})
	}
	out.Flush()
	return out.Error()
}
