package job

import (
	"context"
	"fmt"

	"picreport/cmd/picreport/internal/failure"
	"picreport/ingest"
	"picreport/ingest/ledger"
)

// copied decides about a file of exports: that is a copy of what the ledger has. One that was taken
// out of the ledger in favour of a newer one stays out, though the pattern of exports: still has it.
func (r *ingestRun) copied(ctx context.Context, e *ledger.OverlapError) error {
	if e.Older && !r.o.Atomic {
		entries, err := r.ledger.Journal(ctx, 0)
		if err != nil {
			return err
		}
		var last ledger.Act
		for _, entry := range entries {
			if entry.Source == e.Source {
				last = entry.Act
			}
		}
		if last == ledger.Removed {
			r.env.Log.Info(fmt.Sprintf("%s is left out: it was taken out of the ledger, and %s is newer by its name", e.Source,
				e.Others[0]))
			return nil
		}
	}
	i := entryOf(r.config, ingest.Input{Path: e.Path})
	if i < 0 || r.config.Exports[i].Source != "" {
		return failure.With(failure.Data, e)
	}
	return failure.With(failure.Data, fmt.Errorf("exports: can name the newest download alone: {files: %q, source: "+
		"NAME, latest: true}; %w",
		r.config.Exports[i].Files, e))
}
