package job

import (
	"context"
	"fmt"

	"picreport/cmd/picreport/internal/config"
	"picreport/cmd/picreport/internal/failure"
	"picreport/ingest"
	"picreport/ingest/finding"
	"picreport/report"
)

// readOpening takes in the opening balance.
func (r *Report) readOpening(ctx context.Context) (err error) {
	r.Options.Opening, err = r.env.opening(ctx, r.config)
	return err
}

// opening returns the opening balance of a configuration, with the clients of its file; nil for
// none. A file that does not agree with the configuration is a usage error.
func (env Env) opening(ctx context.Context, c *config.Config) (*report.Opening, error) {
	through, err := c.OpeningThrough()
	if err != nil || through == 0 {
		return nil, err
	}
	o := &report.Opening{Through: through, Clients: c.Opening.Clients, File: c.Opening.File}
	if o.File == "" {
		return o, nil
	}
	options, err := c.ReadOptions()
	if err != nil {
		return nil, err
	}
	ids, findings, err := ingest.ReadClientIDs(ctx, c.Relative(o.File), options)
	if err != nil {
		return nil, fmt.Errorf("opening.file: %w", err)
	}
	for _, f := range findings {
		if f.Severity == finding.Error {
			return nil, failure.Usagef("opening.file: %s: %s", Place(f), f.Message)
		}
	}
	if len(ids) != o.Clients {
		return nil, failure.Usagef("opening.clients is %d, but %s lists %s: correct the one that is wrong", o.Clients, o.File,
			finding.Counted(len(ids), "client", "clients"))
	}
	o.IDs = ids
	return o, nil
}
