package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"picreport/cmd/picreport/internal/failure"
	"picreport/cmd/picreport/internal/job"
	"picreport/ingest"
	"picreport/ingest/finding"
)

type acceptOptions struct {
	job.AcceptOptions
	files []string
}

func newAcceptCommand(env *Env) *cobra.Command {
	o := &acceptOptions{}
	cmd := &cobra.Command{
		Use:   "accept CODE [CELL...] --reason TEXT",
		Short: "Accept warnings that were looked at",
		Long: `Accept writes down that a warning was looked at, and why it is right as it is. It then counts as
accepted, is listed as such, and stops no strict run. Only these cases are accepted: a new one of the
same rule is a warning again. Rows may move, and come in another file: a case is told by its client,
contact and value.

A CELL is written as findings write it: C14, Contacts!C14 or contacts.csv:C14, and 14 is a row. The
exports are those of --file or, without it, those under exports: in the configuration. A warning that
is about no cell is accepted for one period, with --quarter.

What is accepted stands in picreport.accepted, beside the configuration or, without one, beside the
export; only its owner can read it. To take an acceptance back, use --withdraw, or delete its line
there. Errors, and what holds a report back, cannot be accepted.

` + failure.Codes,
		Example: `  picreport accept client-birth-dates D159 --file contacts-2024.xlsx --reason "twins, both dates are right"
  picreport accept client-birth-dates D59 --file exports/contacts-2024-Q3-Q4.csv --withdraw`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.Code, o.Cells = args[0], args[1:]
			return runAccept(cmd.Context(), env, o)
		},
	}
	addReadFlags(cmd, &o.ReadOptions)
	cmd.ValidArgsFunction = func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
		if len(args) > 0 {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return ruleCodes(), cobra.ShellCompDirectiveNoFileComp
	}
	o.Command = ""
	flags := cmd.Flags()
	flags.StringArrayVar(&o.files, "file", nil, "`export` that the warnings are in; can be repeated (default: those under exports:)")
	flags.StringVar(&o.Reason, "reason", "", "why the warnings are right as they are (needed)")
	flags.StringVar(&o.By, "by", "", "`name` of who accepts them (default: the user of the system)")
	flags.StringVar(&o.Quarter, "quarter", "", "`quarter` for which a warning is accepted that is about no cell")
	flags.BoolVar(&o.Withdraw, "withdraw", false, "take the acceptance back")
	_ = cmd.MarkFlagFilename("file")
	return cmd
}

func runAccept(ctx context.Context, env *Env, o *acceptOptions) error {
	n, path, err := job.Accept(ctx, env.job(), o.AcceptOptions, o.files)
	if err != nil {
		return err
	}
	did := "accepted in"
	if o.Withdraw {
		did = "no longer accepted in"
	}
	_, err = fmt.Fprintf(env.Stdout, "%s %s %s\n", finding.Counted(n, "warning", "warnings"), did, ingest.Quoted(path))
	return err
}
