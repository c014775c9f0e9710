package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/spf13/cobra"

	"picreport/cmd/picreport/internal/config"
	"picreport/cmd/picreport/internal/failure"
	"picreport/ingest/contact"
	"picreport/ingest/dedup"
	"picreport/ingest/ledger"
	"picreport/report"
)

func (a *app) ledgerCopyCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "copy FROM TO",
		Short: "Copy a ledger into another one, such as from a file to a PostgreSQL server",
		Long: `Copy copies all programmes of a ledger: their sources with every row, their journals, and what was published. FROM and TO are files
or postgres:// addresses; TO must not hold anything yet. Before it says done, each quarter of each programme is counted on both sides,
and where a figure differs nothing is copied.

` + failure.Codes,
		Example: "  picreport ledger copy picreport.db copy.db",
		Args:    cobra.ExactArgs(2),
		RunE:    func(cmd *cobra.Command, args []string) error { return a.ledgerCopy(cmd.Context(), args[0], args[1]) },
	}
	wrapArgs(cmd)
	return cmd
}

func (a *app) ledgerCopy(ctx context.Context, from, to string) error {
	c, err := config.Load(a.configFile, ".")
	if err != nil {
		return err
	}
	edition, err := c.In(c.Language)
	if err != nil {
		return err
	}
	options := edition.Options
	options.Inception = 0 // each programme's own
	old, err := a.openLedgerAt(ctx, from, ledger.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	defer old.Close()
	made, err := a.openLedgerAt(ctx, to, ledger.Options{Create: true})
	if err != nil {
		return err
	}
	defer made.Close()
	quarters := 0
	copied, err := ledger.Copy(ctx, old, made, func(old, made *ledger.Snapshot) (err error) {
		quarters, err = sameFigures(old, made, options)
		return err
	})
	if err != nil { // also where ctx has ended
		err = errors.Join(err, made.Discard(context.WithoutCancel(ctx)))
	}
	var full *ledger.Error
	if errors.As(err, &full) && full.Kind == ledger.NotEmpty {
		return failure.Usagef("%w", err)
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(a.stdout, "%s: %s, %s, %s of the journal and %s; the figures of %s are the same on both sides\n", ledger.Name(to),
		plural(copied.Sources, "source", "sources"), plural(copied.Rows, "row", "rows"), plural(copied.Entries, "entry", "entries"),
		plural(copied.Published, "publication", "publications"), plural(quarters, "quarter", "quarters"))
	return nil
}

// sameFigures counts every quarter in which a programme has contacts on both sides, and returns how many there are, or an error where a
// figure differs.
func sameFigures(old, made *ledger.Snapshot, o report.Options) (quarters int, err error) {
	if !slices.Equal(old.Programs, made.Programs) {
		return 0, errors.New("the copy has other programmes; nothing was copied")
	}
	for _, program := range old.Programs {
		var sides [2]*ledger.Snapshot
		for i, root := range []*ledger.Snapshot{old, made} {
			if sides[i], err = root.Of(program); err != nil {
				return 0, err
			}
		}
		all, err := quartersOf(sides[0])
		if err != nil {
			return 0, err
		}
		for some := range slices.Chunk(all, countedAtOnce) {
			if err := sameQuarters(sides, some, o); err != nil {
				return 0, err
			}
		}
		quarters += len(all)
	}
	return quarters, nil
}

// countedAtOnce is how many quarters are counted in one pass over the contacts: each keeps the clients in memory.
const countedAtOnce = 4

// quartersOf returns the quarters in which a programme has contacts, in order.
func quartersOf(s *ledger.Snapshot) ([]contact.Quarter, error) {
	found := map[contact.Quarter]bool{}
	for c, err := range s.Contacts() {
		if err != nil {
			return nil, err
		}
		if c.Date != 0 {
			found[contact.QuarterOf(c.Date)] = true
		}
	}
	return slices.Sorted(maps.Keys(found)), nil
}

// sameQuarters returns an error where a figure of one of the quarters differs.
func sameQuarters(sides [2]*ledger.Snapshot, quarters []contact.Quarter, o report.Options) error {
	var counted [2][]report.Figures
	for i, s := range sides {
		aggregators := make([]*report.Aggregator, len(quarters))
		for q := range quarters {
			aggregators[q] = report.NewAggregator(quarters[q], o)
		}
		for c, err := range dedup.Merge(s.Contacts()).Contacts() {
			if err != nil {
				return err
			}
			for _, a := range aggregators {
				a.Add(c)
			}
		}
		for _, a := range aggregators {
			f, err := a.Figures()
			if err != nil {
				return err
			}
			counted[i] = append(counted[i], f)
		}
	}
	for q, quarter := range quarters {
		was, err := json.Marshal(counted[0][q])
		if err != nil {
			return err
		}
		is, err := json.Marshal(counted[1][q])
		if err != nil {
			return err
		}
		if !bytes.Equal(was, is) {
			return fmt.Errorf("the figures of %s differ between the ledger and its copy; nothing was copied", quarter)
		}
	}
	return nil
}
