package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"picreport/cmd/picreport/internal/failure"
	"picreport/cmd/picreport/internal/job"
	"picreport/ingest/finding"
	"picreport/ingest/ledger"
)

type ingestOptions struct {
	job.IngestOptions
	args []string
}

const ingestLong = `Ingest reads exports into the ledger, from which build, tables and explain take
their contacts when they are given no files. Without FILEs it reads those that match exports: in
picreport.yaml.

The rows of an export replace the earlier rows of the export of the same name, in one transaction,
so that a corrected export corrects the ledger. A file that has not changed is skipped. Each file
stands by itself, unless --atomic makes them all one transaction.

` + failure.Codes

func newIngestCommand(env *Env) *cobra.Command {
	o := &ingestOptions{}
	cmd := &cobra.Command{
		Use:   "ingest [FILE...]",
		Short: "Read exports into the ledger",
		Long:  ingestLong,
		Example: `  picreport ingest contacts-2024.csv
  picreport ingest --atomic exports/*.xlsx
  picreport ingest --replaces contacts-2024.csv contacts-2024-10.csv`,
		RunE: func(cmd *cobra.Command, args []string) error {
			o.args = args
			return runIngest(cmd.Context(), env, o)
		},
	}
	addReadFlags(cmd, &o.ReadOptions)
	addErrorFlags(cmd, &o.Policy)
	flags := cmd.Flags()
	flags.BoolVar(&o.AllowShrink, "allow-shrink", false, "let an export have less than half of the contacts that it had")
	flags.StringArrayVar(&o.Replaces, "replaces", nil,
		"`source` of the ledger that the one FILE takes the place of, as a newer download does; can be repeated")
	flags.BoolVar(&o.Atomic, "atomic", false, "ingest all files or none")
	return cmd
}

func runIngest(ctx context.Context, env *Env, o *ingestOptions) error {
	return job.Ingest(ctx, env.job(), o.IngestOptions, o.args, func(name string, change *ledger.Change) {
		if change == nil {
			fmt.Fprintln(env.Stdout, name+": has not changed")
			return
		}
		fmt.Fprintln(env.Stdout, changeText(*change))
	})
}

// changeText says in one line what an ingest did to a source.
func changeText(c ledger.Change) string {
	name := c.Source.Name
	var parts []string
	for _, t := range []struct {
		tally ledger.Tally
		what  string
	}{
		{c.Tally, "contacts"},
		{c.Roster, "roster rows"},
	} {
		if t.tally == (ledger.Tally{}) {
			continue
		}
		parts = append(parts, fmt.Sprintf("%d added, %d changed, %d removed, %d unchanged %s",
			t.tally.Added, t.tally.Changed, t.tally.Removed, t.tally.Unchanged, t.what))
	}
	if len(parts) == 0 {
		parts = append(parts, "no contacts")
	}
	if len(c.Replaced) > 0 {
		parts = append(parts, "it takes the place of "+strings.Join(c.Replaced, ", "))
	}
	if c.Source.Rejected > 0 {
		parts = append(parts, finding.Counted(c.Source.Rejected, "row", "rows")+" left out")
	}
	return name + ": " + strings.Join(parts, "; ")
}
