package ingest

import (
	"context"

	"picreport/ingest/finding"
)

// ReadClientIDs reads a list of clients: a file with a column of client IDs, whatever else is in it.
// It returns the IDs as compared, each once, and what is wrong with the file.
func ReadClientIDs(ctx context.Context, path string, o Options) (map[string]bool, []finding.Finding, error) {
	o.clientsAlone, o.Inception = true, 0
	r, err := NewReader(o)
	if err != nil {
		return nil, nil, err
	}
	ids := map[string]bool{}
	for c, err := range r.Read(ctx, []Input{{Path: path}}) {
		if err != nil {
			return nil, nil, err
		}
		ids[c.ClientID()] = true
	}
	return ids, r.Summary().Findings, nil
}
