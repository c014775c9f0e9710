package job

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	"picreport/cmd/picreport/internal/failure"
	"picreport/ingest/contact"
	"picreport/ingest/dedup"
	"picreport/ingest/ledger"
	"picreport/report"
)

// Copied is what a copy of a ledger holds.
type Copied struct {
	ledger.Copied
	Quarters int // that were counted on both sides, with the same figures
}

// CopyLedger copies a ledger to one that holds nothing yet. Each quarter of each programme is
// counted on both sides; where a figure differs nothing is copied.
func CopyLedger(ctx context.Context, env Env, from, to string) (Copied, error) {
	c, err := env.config()
	if err != nil {
		return Copied{}, err
	}
	edition, err := c.In(c.Language)
	if err != nil {
		return Copied{}, err
	}
	options := edition.Options
	options.Inception = 0 // each programme's own
	old, err := env.openLedgerAt(ctx, from, ledger.Options{ReadOnly: true})
	if err != nil {
		return Copied{}, err
	}
	defer old.Close()
	made, err := env.openLedgerAt(ctx, to, ledger.Options{Create: true})
	if err != nil {
		return Copied{}, err
	}
	defer made.Close()
	var copied Copied
	copied.Copied, err = ledger.Copy(ctx, old, made, func(old, made *ledger.Snapshot) (err error) {
		copied.Quarters, err = sameFigures(old, made, options)
		return err
	})
	if err != nil { // also where ctx has ended
		err = errors.Join(err, made.Discard(context.WithoutCancel(ctx)))
	}
	var full *ledger.Error
	if errors.As(err, &full) && full.Kind == ledger.NotEmpty {
		return copied, failure.Usagef("%w", err)
	}
	return copied, err
}

// sameFigures counts every quarter in which a programme has contacts on both sides, and returns how
// many there are, or an error where a figure differs.
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
			sides[i].Corrections = true // a copy is one also where contact IDs are used again
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

// countedAtOnce is how many quarters are counted in one pass over the contacts: each keeps the
// clients in memory.
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
		var err error
		if counted[i], err = count(dedup.Merge(s.Contacts()).Contacts(), quarters, o); err != nil {
			return err
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
