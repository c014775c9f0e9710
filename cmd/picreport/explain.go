package main

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"picreport/cmd/picreport/internal/atomicfile"
	"picreport/cmd/picreport/internal/failure"
	"picreport/cmd/picreport/internal/jsondoc"
	"picreport/report"
)

type explainOptions struct {
	figureFlags
	format choiceFlag
}

func (a *app) explainCommand() *cobra.Command {
	o := &explainOptions{format: choiceFlag{choices: []string{"text", "json", "csv"}, values: []string{"text"}}}
	cmd := &cobra.Command{
		Use:   "explain FIGURE --quarter Q [FILE...]",
		Short: "Show the clients and rows behind a figure",
		Long: `Explain lists the clients and the rows (file, sheet, row) that a figure of a quarter rests on. It names clients by their ID.

The figures are served, new, carried-over, since-inception and contacts, and with a label gender=Female, age=13-17,
source="Calls for service" and service=LABEL.

` + failure.Codes,
		Example: `  picreport explain carried-over --quarter 2024Q3 contacts-2024.csv
  picreport explain age=13-17 --quarter 2024Q3 --format csv contacts-2024.csv`,
		RunE: func(cmd *cobra.Command, args []string) error { return a.explain(cmd.Context(), o, args) },
	}
	o.add(cmd)
	addChoice(cmd, &o.format, "format", "form of the list")
	files := cmd.ValidArgsFunction
	cmd.ValidArgsFunction = func(cmd *cobra.Command, args []string, word string) ([]string, cobra.ShellCompDirective) {
		if len(args) == 0 {
			return report.FigureNames, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
		}
		return files(cmd, args, word)
	}
	return cmd
}

func (a *app) explain(ctx context.Context, o *explainOptions, args []string) error {
	if len(args) == 0 {
		return failure.Usagef("name a figure, such as served or gender=Female; see picreport explain --help")
	}
	r, err := a.plan(o.figureFlags)
	if err != nil {
		return err
	}
	if err := a.open(ctx, r, o.figureFlags, args[1:], false); err != nil {
		return err
	}
	defer r.source.close()
	explanation, err := report.Explain(r.source.contacts(ctx), r.quarter, r.options, args[0])
	var unknown *report.FigureError
	if errors.As(err, &unknown) {
		return failure.Usagef("%w", err)
	}
	if judged := a.judge(r.source.summary(), o.figureFlags); judged != nil {
		return judged // why there are no contacts, rather than that there are none
	}
	if err != nil {
		return err
	}
	switch o.format.String() {
	case "json":
		err = jsondoc.Write(a.stdout, explanation)
	case "csv":
		err = writeExplanationCSV(a.stdout, explanation)
	default:
		err = writeExplanation(a.stdout, explanation)
	}
	if err != nil {
		return atomicfile.CannotWrite("standard output", err)
	}
	return nil
}

func writeExplanation(w io.Writer, e report.Explanation) error {
	fmt.Fprintf(w, "%s, %s: %d %s\n", e.Figure, e.Quarter, e.Count, e.Unit)
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
