package main

import (
	"context"
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"picreport/cmd/picreport/internal/failure"
	"picreport/cmd/picreport/internal/job"
	"picreport/ingest/finding"
	"picreport/ingest/ledger"
)

func newLedgerCommand(env *Env) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "ledger",
		Short: "Look after the ledger: what it holds, checks, backups",
		Long: `The ledger keeps the contacts of every export that was ingested, and what was published: in
a file, or, where --ledger is the address of one, in a PostgreSQL database, for a team. It can hold
several programmes. picreport help shared says more.

` + failure.Codes,
		Args: cobra.ArbitraryArgs,

		SuggestionsMinimumDistance: 2,
		RunE:                       helpOrUnknown,
	}
	sub := func(use, short, example string, args cobra.PositionalArgs, write bool, run ledgerRun) {
		c := &cobra.Command{
			Use: use, Short: short, Example: "  picreport ledger " + example, Args: args,
			RunE: func(cmd *cobra.Command, args []string) error { return withLedger(cmd.Context(), env, write, args, run) },
		}
		wrapArgs(c)
		cmd.AddCommand(c)
	}
	sub("list", "List the sources", "list", cobra.NoArgs, false, runLedgerList)
	sub("show SOURCE", "Show one source", "show contacts-2024.csv", cobra.ExactArgs(1), false, runLedgerShow)
	sub("remove SOURCE", "Remove a source and its contacts", "remove contacts-2024.csv", cobra.ExactArgs(1), true,
		runLedgerRemove)
	sub("check", "Check that the ledger is sound", "check", cobra.NoArgs, false, runLedgerCheck)
	sub("backup FILE", "Write a copy of the ledger, also while it is written to", "backup picreport-backup.db",
		cobra.ExactArgs(1), true, runLedgerBackup)
	sub("name-program ID", "Name the programme of a ledger, so that others can be beside it", "name-program riverton",
		cobra.ExactArgs(1), true, runLedgerNameProgram)
	cmd.AddCommand(newLedgerCopyCommand(env), newLedgerPublishedCommand(env), newLedgerWithdrawCommand(env))
	return cmd
}

// ledgerRun is what one of the commands does with the ledger.
type ledgerRun func(ctx context.Context, env *Env, l *ledger.Ledger, args []string) error

func withLedger(ctx context.Context, env *Env, write bool, args []string, run ledgerRun) error {
	l, err := job.OpenLedger(ctx, env.job(), ledger.Options{ReadOnly: !write})
	if err != nil {
		return err
	}
	defer l.Close()
	return run(ctx, env, l, args)
}

// programsOf returns the programmes to list: the one that was asked for, or else all.
func programsOf(ctx context.Context, l *ledger.Ledger) ([]string, error) {
	if l.Program() != "" {
		return []string{l.Program()}, nil
	}
	return l.Programs(ctx)
}

// programColumn returns what stands before the cells of a programme's lines: its ID where more than
// one is listed.
func programColumn(programs []string, cell string) string {
	if len(programs) > 1 {
		return cell + "\t"
	}
	return ""
}

// columns writes lines with tabs between their cells as aligned columns.
func columns(w io.Writer, lines func(line func(format string, args ...any))) error {
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	lines(func(format string, args ...any) { fmt.Fprintf(out, format+"\n", args...) })
	return out.Flush()
}

func runLedgerList(ctx context.Context, env *Env, l *ledger.Ledger, _ []string) error {
	programs, err := programsOf(ctx, l)
	if err != nil {
		return err
	}
	root, err := l.SnapshotAll(ctx)
	if err != nil {
		return err
	}
	defer root.Close()
	of := make([]*ledger.Snapshot, len(programs))
	for i, program := range programs {
		if of[i], err = root.Of(program); err != nil {
			return err
		}
	}
	return columns(env.Stdout, func(line func(string, ...any)) {
		line("%sSOURCE\tCONTACTS\tROSTER\tLEFT OUT\tINGESTED", programColumn(programs, "PROGRAM"))
		for i, program := range programs {
			for _, s := range of[i].Sources {
				line("%s%s\t%d\t%d\t%d\t%s", programColumn(programs, program), s.Name, s.Contacts, s.Roster, s.Rejected,
					moment(s.Ingested))
			}
		}
	})
}

func runLedgerShow(ctx context.Context, env *Env, l *ledger.Ledger, args []string) error {
	s, err := l.Source(ctx, args[0])
	if err != nil {
		return failure.Usagef("%w", err)
	}
	return columns(env.Stdout, func(line func(string, ...any)) {
		if l.Program() != "" {
			line("program\t%s", l.Program())
		}
		line("source\t%s", s.Name)
		line("path\t%s", s.Path)
		line("size\t%d bytes", s.Size)
		line("sha256\t%s", s.SHA256)
		line("ingested\t%s", moment(s.Ingested))
		line("rows\t%d", s.Rows)
		line("contacts\t%d", s.Contacts)
		line("roster rows\t%d", s.Roster)
		line("left out\t%d", s.Rejected)
		line("findings\t%s, %s, %s", finding.Counted(s.Errors, "error", "errors"),
			finding.Counted(s.Warnings, "warning", "warnings"), finding.Counted(s.Infos, "note", "notes"))
	})
}

func runLedgerRemove(ctx context.Context, env *Env, l *ledger.Ledger, args []string) error {
	s, err := l.Source(ctx, args[0])
	if err != nil {
		return failure.Usagef("%w", err)
	}
	if err := l.Remove(ctx, s.Name); err != nil {
		return err
	}
	fmt.Fprintf(env.Stdout, "%s: removed with its %s\n", s.Name, finding.Counted(s.Contacts, "contact", "contacts"))
	return nil
}

func runLedgerCheck(ctx context.Context, env *Env, l *ledger.Ledger, _ []string) error {
	problems, err := l.Check(ctx)
	if err != nil {
		return err
	}
	if len(problems) > 0 {
		for _, p := range problems {
			fmt.Fprintln(env.Stdout, p)
		}
		return fmt.Errorf("the ledger has %s; where its content is damaged, restore a backup or ingest the exports into a "+
			"new ledger", finding.Counted(len(problems), "problem", "problems"))
	}
	fmt.Fprintln(env.Stdout, "the ledger is sound")
	return nil
}

func runLedgerBackup(ctx context.Context, env *Env, l *ledger.Ledger, args []string) error {
	if err := l.Backup(ctx, args[0]); err != nil {
		return err
	}
	fmt.Fprintln(env.Stdout, args[0])
	return nil
}

func runLedgerNameProgram(ctx context.Context, env *Env, l *ledger.Ledger, args []string) error {
	if err := l.NameProgram(ctx, args[0]); err != nil {
		return err
	}
	fmt.Fprintln(env.Stdout, args[0]+": is the name of the programme from now on")
	env.Log.Info("set it as program.id in the configuration, or give it with --program")
	return nil
}

// moment writes a time to the minute.
func moment(t time.Time) string { return t.Format("2006-01-02 15:04") }
