package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"picreport/ingest/ledger"
	"picreport/report"
)

func (a *app) ledgerCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "ledger",
		Short: "Look after the ledger: what it holds, checks, backups",
		Long:  "The ledger keeps the contacts of every export that was ingested, and what was published.\n\n" + exitCodesHelp,
		Args:  cobra.ArbitraryArgs,

		SuggestionsMinimumDistance: 2,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return cmd.Help()
			}
			return unknownCommand(cmd, args[0])
		},
	}
	sub := func(use, short, example string, args cobra.PositionalArgs, write bool, run func(context.Context, *ledger.Ledger, []string) error) {
		c := &cobra.Command{
			Use: use, Short: short, Example: "  picreport ledger " + example, Args: args,
			RunE: func(cmd *cobra.Command, args []string) error { return a.withLedger(cmd.Context(), write, args, run) },
		}
		wrapArgs(c)
		cmd.AddCommand(c)
	}
	sub("list", "List the sources", "list", cobra.NoArgs, false, a.ledgerList)
	sub("show SOURCE", "Show one source", "show contacts-2024.csv", cobra.ExactArgs(1), false, a.ledgerShow)
	sub("remove SOURCE", "Remove a source and its contacts", "remove contacts-2024.csv", cobra.ExactArgs(1), true, a.ledgerRemove)
	sub("check", "Check that the ledger is sound", "check", cobra.NoArgs, false, a.ledgerCheck)
	sub("backup FILE", "Write a copy of the ledger, also while it is written to", "backup picreport-backup.db", cobra.ExactArgs(1), true, a.ledgerBackup)
	sub("published", "List what was published", "published", cobra.NoArgs, false, a.ledgerPublished)
	return cmd
}

func (a *app) withLedger(ctx context.Context, write bool, args []string, run func(context.Context, *ledger.Ledger, []string) error) error {
	c, err := loadConfig(a.configFile, ".")
	if err != nil {
		return err
	}
	l, err := ledger.Open(ctx, a.ledgerPath(c), ledger.Options{ReadOnly: !write, Now: a.now})
	if err != nil {
		return err
	}
	defer l.Close()
	return run(ctx, l, args)
}

// columns writes lines with tabs between their cells as aligned columns.
func columns(w io.Writer, lines func(line func(format string, args ...any))) error {
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	lines(func(format string, args ...any) { fmt.Fprintf(out, format+"\n", args...) })
	return out.Flush()
}

func (a *app) ledgerList(ctx context.Context, l *ledger.Ledger, _ []string) error {
	sources, err := l.Sources(ctx)
	if err != nil {
		return err
	}
	return columns(a.stdout, func(line func(string, ...any)) {
		line("SOURCE\tCONTACTS\tROSTER\tLEFT OUT\tINGESTED")
		for _, s := range sources {
			line("%s\t%d\t%d\t%d\t%s", s.Name, s.Contacts, s.Roster, s.Rejected, moment(s.Ingested))
		}
	})
}

func (a *app) ledgerShow(ctx context.Context, l *ledger.Ledger, args []string) error {
	s, err := l.Source(ctx, args[0])
	if err != nil {
		return usageError("%w", err)
	}
	return columns(a.stdout, func(line func(string, ...any)) {
		line("source\t%s", s.Name)
		line("path\t%s", s.Path)
		line("size\t%d bytes", s.Size)
		line("sha256\t%s", s.SHA256)
		line("ingested\t%s", moment(s.Ingested))
		line("rows\t%d", s.Rows)
		line("contacts\t%d", s.Contacts)
		line("roster rows\t%d", s.Roster)
		line("left out\t%d", s.Rejected)
		line("findings\t%d errors, %d warnings, %d notes", s.Errors, s.Warnings, s.Infos)
	})
}

func (a *app) ledgerRemove(ctx context.Context, l *ledger.Ledger, args []string) error {
	s, err := l.Source(ctx, args[0])
	if err != nil {
		return usageError("%w", err)
	}
	if err := l.Remove(ctx, s.Name); err != nil {
		return err
	}
	fmt.Fprintf(a.stdout, "%s: removed with its %s\n", s.Name, plural(s.Contacts, "contact", "contacts"))
	return nil
}

func (a *app) ledgerCheck(ctx context.Context, l *ledger.Ledger, _ []string) error {
	problems, err := l.Check(ctx)
	if err != nil {
		return err
	}
	if len(problems) > 0 {
		for _, p := range problems {
			fmt.Fprintln(a.stdout, p)
		}
		return fmt.Errorf("the ledger has %s; where its content is damaged, restore a backup or ingest the exports into a new ledger", plural(len(problems), "problem", "problems"))
	}
	fmt.Fprintln(a.stdout, "the ledger is sound")
	return nil
}

func (a *app) ledgerBackup(ctx context.Context, l *ledger.Ledger, args []string) error {
	if err := l.Backup(ctx, args[0]); err != nil {
		return err
	}
	fmt.Fprintln(a.stdout, args[0])
	return nil
}

func (a *app) ledgerPublished(ctx context.Context, l *ledger.Ledger, _ []string) error {
	all, err := l.Published(ctx, "")
	if err != nil {
		return err
	}
	return columns(a.stdout, func(line func(string, ...any)) {
		line("QUARTER\tPUBLISHED\tSERVED\tNEW\tSINCE INCEPTION\tFILE\tSHA256")
		for _, p := range all {
			var f report.Figures
			if err := json.Unmarshal(p.Figures, &f); err != nil {
				line("%s\t%s\t?\t?\t?\t%s\t%.12s", p.Quarter, moment(p.At), p.Output, p.SHA256)
				continue
			}
			line("%s\t%s\t%d\t%d\t%d\t%s\t%.12s", p.Quarter, moment(p.At), f.Clients.Served, f.Clients.New, f.Clients.SinceInception, p.Output, p.SHA256)
		}
	})
}

// moment writes a time to the minute.
func moment(t time.Time) string { return t.Format("2006-01-02 15:04") }
