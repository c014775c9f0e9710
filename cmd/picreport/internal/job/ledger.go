package job

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
	"picreport/ingest/finding"
	"picreport/ingest/ledger"
	"picreport/report"
)

// LedgerName is the name of the ledger where none is given.
const LedgerName = "picreport.db"

// ledgerPath is the path or address of the ledger: the one that was named, or else picreport.db
// beside the configuration file or in the working folder.
func (env Env) ledgerPath(c *config.Config) string {
	if env.Ledger != "" {
		return env.Ledger
	}
	if c.Path() == "" {
		return LedgerName
	}
	return filepath.Join(filepath.Dir(c.Path()), LedgerName)
}

// OpenLedger opens the ledger of a run. The caller closes it.
func OpenLedger(ctx context.Context, env Env, o ledger.Options) (*ledger.Ledger, error) {
	c, err := env.config()
	if err != nil {
		return nil, err
	}
	return env.useLedger(ctx, c, o)
}

// useLedger opens the ledger for the programme that was named, or else that of the configuration. A
// ledger of an earlier version is brought to this one, also where it is only to be read.
func (env Env) useLedger(ctx context.Context, c *config.Config, o ledger.Options) (*ledger.Ledger, error) {
	o.Program = cmp.Or(env.Program, c.Program.ID)
	return env.openLedgerAt(ctx, env.ledgerPath(c), o)
}

func (env Env) openLedgerAt(ctx context.Context, path string, o ledger.Options) (*ledger.Ledger, error) {
	o.Now, o.Waiting = env.Now, func(err error) { env.Log.Info(err.Error() + "; waiting for it") }
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
func openLedger(ctx context.Context, env Env, c *config.Config, p finding.Policy, write bool) (*ledgerSource, error) {
	path := env.ledgerPath(c)
	l, err := env.useLedger(ctx, c, ledger.Options{ReadOnly: !write})
	var le *ledger.Error
	if errors.As(err, &le) && le.Kind == ledger.Missing && env.Ledger == "" {
		return nil, failure.Usagef("name at least one export (a CSV or XLSX file, or - for standard input), or run "+
			"picreport ingest first: there is no ledger %s", path)
	}
	if err != nil {
		return nil, err
	}
	s := &ledgerSource{where: path, ledger: l, progress: env.Progress}
	if s.snapshot, err = l.Snapshot(ctx); err != nil {
		_ = l.Close()
		return nil, err
	}
	s.snapshot.Corrections = c.ContactIDs == ingest.ContactIDsCorrect
	if err := env.passSources(c, p, s.snapshot.Sources); err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

// passSources lets what was found when the sources were ingested pass or returns why not, as pass
// does for exports.
func (env Env) passSources(c *config.Config, p finding.Policy, sources []ledger.Source) error {
	reading, err := c.Reading()
	if err != nil {
		return err
	}
	for _, src := range sources {
		if was, _, _ := strings.Cut(src.Reading, sheetMark); was != reading {
			return failure.Usagef("%s was ingested with another configuration, and its contacts cannot be counted with the "+
				"others: ingest it again", src.Name)
		}
		if err := env.passSource(p, src); err != nil {
			return err
		}
	}
	return nil
}

func (env Env) passSource(p finding.Policy, src ledger.Source) error {
	stop := p.Stops(finding.Found{Errors: src.Rejected, Warnings: src.Warnings})
	rows := finding.Counted(src.Rejected, "row", "rows")
	if stop.Errors {
		return failure.With(Code(stop),
			fmt.Errorf("%s of %s left out because of errors when it was ingested: nothing was written; correct the export and "+
				"ingest it again, or allow it with --allow-errors", rows, src.Name))
	}
	if src.Rejected > 0 {
		env.Log.Error(fmt.Sprintf("%s of %s left out because of errors when it was ingested", rows, src.Name))
	}
	if stop.Warnings {
		return failure.With(Code(stop), fmt.Errorf("%s had %s when it was ingested, and --strict is set: nothing was written",
			src.Name, finding.Counted(src.Warnings, "warning", "warnings")))
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

// sheetMark stands between the digest of a source's configuration and the sheets that were asked
// for.
const sheetMark = "#"
