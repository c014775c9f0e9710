package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"picreport/cmd/picreport/internal/failure"
	"picreport/cmd/picreport/internal/job"
	"picreport/ingest/finding"
	"picreport/ingest/ledger"
)

type ledgerCopyOptions struct{ from, to string }

const ledgerCopyLong = `Copy copies all programmes of a ledger: their sources with every row, their
journals, and what was published. FROM and TO are files or postgres:// addresses; TO must not hold
anything yet. Before it says done, each quarter of each programme is counted on both sides, and
where a figure differs nothing is copied.

` + failure.Codes

func newLedgerCopyCommand(env *Env) *cobra.Command {
	cmd := &cobra.Command{
		Use:     "copy FROM TO",
		Short:   "Copy a ledger into another one, such as from a file to a PostgreSQL server",
		Long:    ledgerCopyLong,
		Example: "  picreport ledger copy picreport.db copy.db",
		Args:    cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			return runLedgerCopy(cmd.Context(), env, ledgerCopyOptions{args[0], args[1]})
		},
	}
	wrapArgs(cmd)
	return cmd
}

func runLedgerCopy(ctx context.Context, env *Env, o ledgerCopyOptions) error {
	copied, err := job.CopyLedger(ctx, env.job(), o.from, o.to)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(env.Stdout,
		"%s: %s, %s, %s of the journal and %s; the figures of %s are the same on both sides\n", ledger.Name(o.to),
		finding.Counted(copied.Sources, "source", "sources"),
		finding.Counted(copied.Rows, "row", "rows"),
		finding.Counted(copied.Entries, "entry", "entries"),
		finding.Counted(copied.Published, "publication", "publications"),
		finding.Counted(copied.Quarters, "quarter", "quarters"))
	return err
}
