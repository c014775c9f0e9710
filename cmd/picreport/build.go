package main

import (
	"context"

	"github.com/spf13/cobra"

	"picreport/cmd/picreport/internal/failure"
	"picreport/cmd/picreport/internal/job"
)

type buildOptions struct {
	job.BuildOptions
	allPrograms bool
	args        []string
}

const buildLong = `Build counts a quarter from exports and writes the programme's progress report.
Its name is written on standard output.

Without FILEs the contacts come from the ledger.

With --all-programs it builds the report of each of several programmes, and a roll-up of all: in
place of FILEs stands the folder that has a folder for each programme, or nothing for the programmes
of the ledger. picreport help programs says more.

Rows with errors stop the report: nothing is written, and the findings are shown. With
--allow-errors it is built without them. A report is whole or not there: it is written beside its
place and renamed into it.

` + failure.Codes

func newBuildCommand(env *Env) *cobra.Command {
	o := &buildOptions{}
	cmd := &cobra.Command{
		Use:   "build --quarter Q [FILE... | FOLDER...]",
		Short: "Build the progress report of a quarter",
		Long:  buildLong,
		Example: `  picreport build --quarter 2024Q3 contacts-2024.csv
  picreport build --quarter previous --format pdf,json exports/*.xlsx
  picreport build --all-programs --quarter 2024Q3 programs`,
		RunE: func(cmd *cobra.Command, args []string) error {
			o.args = args
			return runBuild(cmd.Context(), env, o)
		},
	}
	addFigureFlags(cmd, &o.Options)
	flags := cmd.Flags()
	flags.StringVarP(&o.Output, "output", "o", "",
		"`file` to write, or - for standard output (default progress-report-2024Q3.pdf); with --all-programs the folder")
	addChoices(cmd, flags, &o.Formats, "format", "what to write, with commas between", job.Formats...)
	flags.BoolVar(&o.AllowPartial, "allow-partial", false, "report a quarter that has not ended, through today")
	flags.BoolVar(&o.AllowShrink, "allow-shrink", false,
		"with --refresh: let an export have less than half of the contacts that it had")
	flags.BoolVar(&o.Refresh, "refresh", false, "ingest the exports of the configuration first")
	flags.BoolVar(&o.allPrograms, "all-programs", false,
		"build each programme's report and a roll-up: FOLDERs instead of FILEs")
	return cmd
}

func runBuild(ctx context.Context, env *Env, o *buildOptions) error {
	if o.allPrograms {
		return job.BuildAll(ctx, env.job(), o.BuildOptions, o.args)
	}
	return job.Build(ctx, env.job(), o.BuildOptions, o.args)
}
