package job

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"picreport/cmd/picreport/internal/config"
	"picreport/cmd/picreport/internal/failure"
	"picreport/ingest"
	"picreport/ingest/finding"
	"picreport/ingest/ledger"
)

// ledgerPrograms are the programmes of a ledger, in one state.
type ledgerPrograms struct {
	env      Env
	where    string
	ledger   *ledger.Ledger
	snapshot *ledger.Snapshot // nil when it has been closed
}

// openPrograms opens the ledger for all its programmes. The caller closes it.
func openPrograms(ctx context.Context, env Env, c *config.Config) (*ledgerPrograms, error) {
	where := env.ledgerPath(c)
	l, err := env.openLedgerAt(ctx, where, ledger.Options{})
	var le *ledger.Error
	if errors.As(err, &le) && le.Kind == ledger.Missing && env.Ledger == "" {
		return nil, failure.Usagef("name the folder that has a folder for each programme, or run picreport ingest "+
			"--program ID first: there is no ledger %s", where)
	}
	if err != nil {
		return nil, err
	}
	s := &ledgerPrograms{env: env, where: where, ledger: l}
	if s.snapshot, err = l.SnapshotAll(ctx); err != nil {
		_ = l.Close()
		return nil, err
	}
	return s, nil
}

// list returns the programmes in the order of their IDs. A programme's own configuration is
// programs/ID/picreport.yaml beside the office's; without one it has the office's, and its ID as
// its name.
func (s *ledgerPrograms) list(office *config.Config) ([]*program, error) {
	var programs []*program
	for _, id := range s.snapshot.Programs {
		if id == "" {
			return nil, failure.Usagef("ledger %s: its programme has no name; name it with picreport ledger name-program ID",
				s.where)
		}
		of, err := s.snapshot.Of(id)
		if err != nil {
			return nil, err
		}
		if len(of.Sources) == 0 {
			s.env.Log.Warn(fmt.Sprintf("%s: has no exports in the ledger, and is left out", id))
			continue
		}
		p := &program{id: id}
		path, found := config.FileIn(filepath.Join(filepath.Dir(office.Path()), "programs", id))
		if !found {
			p.config = office.ForProgram(id, id)
			programs = append(programs, p)
			continue
		}
		p.own, p.folder = true, filepath.Dir(path)
		if p.config, err = config.LoadProgram(path, id); err != nil {
			return nil, err
		}
		if own := p.config.Program.ID; own != "" && own != id {
			return nil, p.config.Errorf("program.id", "the folder is of the programme %s, and not of %s", id, own)
		}
		programs = append(programs, p)
	}
	if len(programs) == 0 {
		return nil, failure.Usagef("ledger %s: has no programmes; picreport ingest --program ID begins one", s.where)
	}
	return programs, nil
}

// open opens the contacts of a programme.
func (s *ledgerPrograms) open(p *program, policy finding.Policy) (*ledgerSource, error) {
	of, err := s.snapshot.Of(p.id)
	if err != nil {
		return nil, err
	}
	if err := p.env.passSources(p.config, policy, of.Sources); err != nil {
		return nil, err
	}
	of.Corrections = p.config.ContactIDs == ingest.ContactIDsCorrect
	return &ledgerSource{where: s.where, ledger: s.ledger.In(p.id), snapshot: of, progress: s.env.Progress}, nil
}

// endSnapshot lets the ledger be written to.
func (s *ledgerPrograms) endSnapshot() {
	if s.snapshot != nil {
		s.snapshot.Close()
		s.snapshot = nil
	}
}

func (s *ledgerPrograms) close() {
	s.endSnapshot()
	_ = s.ledger.Close()
}
