package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"path/filepath"
	"strings"

	"picreport/cmd/picreport/internal/config"
	"picreport/cmd/picreport/internal/failure"
	"picreport/ingest"
	"picreport/ingest/contact"
	"picreport/ingest/dedup"
	"picreport/ingest/ledger"
	"picreport/report"
)

// ledgerName is the name of the ledger where none is given.
const ledgerName = "picreport.db"

// ledgerPath is the --ledger flag, a path or an address that may hold a password, or else picreport.db beside the configuration file or in the working folder.
func (a *app) ledgerPath(c *config.Config) string {
	if a.ledgerFile != "" {
		return a.ledgerFile
	}
	if c.Path() == "" {
		return ledgerName
	}
	return filepath.Join(filepath.Dir(c.Path()), ledgerName)
}

// programFlag is the --program flag: the ID of a programme.
type programFlag struct{ id string }

func (p *programFlag) Set(s string) error {
	p.id = s
	return ledger.CheckProgram(s)
}
func (p *programFlag) String() string { return p.id }
func (p *programFlag) Type() string   { return "ID" }

// useLedger opens the ledger for the programme of the --program flag, or else of the configuration. A ledger of an earlier version is
// brought to this one, also where it is only to be read.
func (a *app) useLedger(ctx context.Context, c *config.Config, o ledger.Options) (*ledger.Ledger, error) {
	o.Program = cmp.Or(a.program.id, c.Program.ID)
	return a.openLedgerAt(ctx, a.ledgerPath(c), o)
}

func (a *app) openLedgerAt(ctx context.Context, path string, o ledger.Options) (*ledger.Ledger, error) {
	o.Now, o.Waiting = a.now, func(err error) { a.log.Info(err.Error() + "; waiting for it") }
	l, err := ledger.Open(ctx, path, o)
	var old *ledger.Error
	if !o.ReadOnly || !errors.As(err, &old) || old.Kind != ledger.Older {
		return l, err
	}
	migrated, failed := ledger.Open(ctx, path, ledger.Options{})
	if failed != nil {
		return nil, err
	}
	if err := migrated.Close(); err != nil {
		return nil, err
	}
	return ledger.Open(ctx, path, o)
}

// ledgerSource reads contacts from one state of the ledger.
type ledgerSource struct {
	where    string // path or address
	ledger   *ledger.Ledger
	snapshot *ledger.Snapshot
	merger   *dedup.Merger
	progress func(iter.Seq2[*contact.Contact, error]) iter.Seq2[*contact.Contact, error]
}

// openLedger opens the ledger as a source of contacts. The caller closes it.
func (a *app) openLedger(ctx context.Context, c *config.Config, f figureFlags, write bool) (*ledgerSource, error) {
	path := a.ledgerPath(c)
	l, err := a.useLedger(ctx, c, ledger.Options{ReadOnly: !write})
	var le *ledger.Error
	if errors.As(err, &le) && le.Kind == ledger.Missing && a.ledgerFile == "" {
		return nil, failure.Usagef("name at least one export (a CSV or XLSX file, or - for standard input), or run picreport ingest first: there is no ledger %s", path)
	}
	if err != nil {
		return nil, err
	}
	s := &ledgerSource{where: path, ledger: l, progress: a.progress}
	if s.snapshot, err = l.Snapshot(ctx); err != nil {
		_ = l.Close()
		return nil, err
	}
	if err := a.judgeLedger(c, f, s.snapshot.Sources); err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

// judgeLedger decides whether what was found when the sources were ingested lets a report be made, as judge does for files.
func (a *app) judgeLedger(c *config.Config, f figureFlags, sources []ledger.Source) error {
	reading, err := c.Reading()
	if err != nil {
		return err
	}
	for _, src := range sources {
		switch was, _, _ := strings.Cut(src.Reading, sheetMark); {
		case was != reading:
			return failure.Usagef("%s was ingested with another configuration, and its contacts cannot be counted with the others: ingest it again", src.Name)
		case src.Rejected > 0 && !f.allowErrors:
			return failure.Dataf("%s of %s left out because of errors when it was ingested: nothing was written; correct the export and ingest it again, "+
				"or allow it with --allow-errors", plural(src.Rejected, "row", "rows"), src.Name)
		case src.Rejected > 0:
			a.log.Error(fmt.Sprintf("%s of %s left out because of errors when it was ingested", plural(src.Rejected, "row", "rows"), src.Name))
		}
		if f.strict && src.Warnings > 0 {
			return failure.Dataf("%s had %s when it was ingested, and --strict is set: nothing was written", src.Name, plural(src.Warnings, "warning", "warnings"))
		}
	}
	return nil
}

func (s *ledgerSource) contacts(context.Context) iter.Seq2[*contact.Contact, error] {
	s.merger = dedup.Merge(s.progress(s.snapshot.Contacts()))
	return s.merger.Contacts()
}

// summary has no findings: what was wrong was found when the exports were ingested.
func (s *ledgerSource) summary() ingest.Summary { return ingest.Summary{} }

func (s *ledgerSource) data() report.Data {
	d := report.Data{Contacts: s.merger.Standing(), Duplicates: s.merger.Duplicates(), Exports: []report.Export{}}
	for _, src := range s.snapshot.Sources {
		d.Rows += src.Rows
		d.Roster += src.Roster
		d.Rejected += src.Rejected
		d.Exports = append(d.Exports, report.Export{Name: src.Name, SHA256: src.SHA256, Rows: src.Rows})
	}
	return d
}

func (s *ledgerSource) inputs() []string {
	if ledger.IsAddress(s.where) {
		return nil
	}
	return []string{s.where}
}

func (s *ledgerSource) close() {
	if s.snapshot != nil {
		s.snapshot.Close()
	}
	_ = s.ledger.Close()
}

// sheetMark stands between the digest of a source's configuration and the sheet that was asked for.
const sheetMark = "#"
