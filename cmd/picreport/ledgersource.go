package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"

	"picreport/ingest"
	"picreport/ingest/ledger"
	"picreport/report"
)

// ledgerName is the name of the ledger where none is given.
const ledgerName = "picreport.db"

// ledgerPath is the --ledger flag, or else picreport.db beside the configuration file or in the working folder.
func (a *app) ledgerPath(c *Config) string {
	if a.ledgerFile != "" {
		return a.ledgerFile
	}
	if c.path == "" {
		return ledgerName
	}
	return filepath.Join(filepath.Dir(c.path), ledgerName)
}

// ledgerSource reads contacts from one state of the ledger.
type ledgerSource struct {
	path     string
	ledger   *ledger.Ledger
	snapshot *ledger.Snapshot
	merger   *ingest.Merger
	standing int
	progress func(iter.Seq2[ingest.Contact, error]) iter.Seq2[ingest.Contact, error]
}

// openLedger opens the ledger as a source of contacts. The caller closes it.
func (a *app) openLedger(ctx context.Context, c *Config, f readFlags, write bool) (*ledgerSource, error) {
	path := a.ledgerPath(c)
	l, err := ledger.Open(ctx, path, ledger.Options{ReadOnly: !write, Now: a.now})
	var le *ledger.Error
	if errors.As(err, &le) && le.Kind == ledger.Missing && a.ledgerFile == "" {
		return nil, usageError("name at least one export (a CSV or XLSX file, or - for standard input), or run picreport ingest first: there is no ledger %s", path)
	}
	if err != nil {
		return nil, err
	}
	s := &ledgerSource{path: path, ledger: l, progress: a.progress}
	if s.snapshot, err = l.Snapshot(ctx); err != nil {
		_ = l.Close()
		return nil, err
	}
	reading, err := a.reading(c, f)
	if err != nil {
		s.close()
		return nil, err
	}
	for _, src := range s.snapshot.Sources {
		if src.Reading != reading {
			a.log.Warn(fmt.Sprintf("%s was ingested with another configuration; run picreport ingest again", src.Name))
		}
		if src.Rejected > 0 {
			a.log.Warn(fmt.Sprintf("%s of %s left out because of errors when it was ingested", plural(src.Rejected, "row", "rows"), src.Name))
		}
	}
	return s, nil
}

func (s *ledgerSource) contacts(context.Context) iter.Seq2[ingest.Contact, error] {
	s.merger = ingest.Merge(s.progress(s.snapshot.Contacts()))
	return counting(s.merger, &s.standing)
}

// summary has no findings: what was wrong was found when the exports were ingested.
func (s *ledgerSource) summary() ingest.Summary { return ingest.Summary{} }

func (s *ledgerSource) data() report.Data {
	d := report.Data{Contacts: s.standing, Duplicates: s.merger.Duplicates(), Exports: []report.Export{}}
	for _, src := range s.snapshot.Sources {
		d.Rows += src.Rows
		d.Roster += src.Roster
		d.Rejected += src.Rejected
		d.Exports = append(d.Exports, report.Export{Name: src.Name, SHA256: src.SHA256, Rows: src.Rows})
	}
	return d
}

func (s *ledgerSource) inputs() []string { return []string{s.path} }

func (s *ledgerSource) close() {
	if s.snapshot != nil {
		s.snapshot.Close()
	}
	_ = s.ledger.Close()
}

// reading is a digest of everything in the configuration that decides what contacts are read from a file.
func (a *app) reading(c *Config, f readFlags) (string, error) {
	o, err := a.readOptions(c, f)
	if err != nil {
		return "", err
	}
	o.Today, o.Password, o.ShowValues = 0, "", false
	parts := []any{o, ""}
	if o.Dictionary != "" {
		data, err := os.ReadFile(o.Dictionary)
		if err != nil {
			return "", usageError("redcap.dictionary: %w", err)
		}
		parts[1] = string(data)
	}
	b, err := json.Marshal(parts)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:]), nil
}
