package ledger

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"runtime"

	"picreport/ingest/ledger/internal/engine"
)

// Check returns what is wrong with the ledger, one sentence each and none for a sound one: the
// engine's own checks first, then whether every source has the rows that were ingested, and whether
// there are others. An error means that it could not be checked.
func (l *Ledger) Check(ctx context.Context) ([]string, error) {
	problems, err := l.eng.Check(ctx)
	if err != nil {
		return nil, err
	}
	if info, err := os.Stat(l.path); err == nil && runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		problems = append(problems, fmt.Sprintf(
			"other users may use the file (%v); take that from them with chmod 600", info.Mode().Perm()))
	}
	own, err := l.checkRows(ctx)
	var bad *Error
	if errors.As(err, &bad) && bad.Kind == Damaged {
		own, err = append(own, bad.What), nil
	}
	return append(problems, own...), err
}

// checkRows checks the rows of all sources.
func (l *Ledger) checkRows(ctx context.Context) (problems []string, err error) {
	s, err := l.SnapshotAll(ctx)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	d, err := newDecoder(s.t, newDictionary(nil))
	if err != nil {
		return nil, err
	}
	if d.broken > 0 {
		problems = append(problems, fmt.Sprintf("%d lists of services cannot be read", d.broken))
	}
	total := 0
	for _, program := range s.Programs {
		of, err := s.Of(program)
		if err != nil {
			return problems, err
		}
		for i := range of.Sources {
			rows, found, err := checkSource(s.t, d, &of.Sources[i])
			problems = append(problems, found...)
			if err != nil {
				return problems, err
			}
			total += rows
		}
	}
	err = s.t.Query(engine.SQLCountRecords, func(r engine.Row) error {
		if n := int(r.Int(0)); n != total {
			problems = append(problems, fmt.Sprintf("%d rows are of no source", n-total))
		}
		return nil
	})
	if err != nil {
		return problems, err
	}
	return problems, s.t.Query(engine.SQLStrays, func(r engine.Row) error {
		if n := r.Int(0); n > 0 {
			problems = append(problems, fmt.Sprintf("%d sources and records are of no programme", n))
		}
		return nil
	})
}

// checkSource returns how many rows a source has, and what is wrong with it.
func checkSource(t engine.Tx, d *decoder, s *Source) (rows int, problems []string, err error) {
	var sum digest
	var c stored
	var contacts, bad int
	from, to := engine.RecordRange(s.id)
	err = t.Records(from, to, math.MaxInt, func(r *engine.Record) error {
		if !d.decode(r, s.Name, &c) {
			bad++
		}
		if c.Date != 0 {
			contacts++
		}
		rows++
		sum.add(&c.Contact, c.client, c.given)
		return nil
	})
	if err != nil {
		return rows, nil, err
	}
	found := func(format string, args ...any) {
		problems = append(problems, s.Name+": "+fmt.Sprintf(format, args...))
	}
	if bad > 0 {
		found("%d rows have a date, an age or a label that cannot be", bad)
	}
	if contacts != s.Contacts || rows-contacts != s.Roster {
		found("has %d contacts and %d rows of a roster, but %d and %d were ingested",
			contacts, rows-contacts, s.Contacts, s.Roster)
	}
	if s.Rows > s.Contacts+s.Roster+s.Rejected {
		found("its counts of rows do not add up")
	}
	if sum.sum != s.digest {
		found("its rows are not those that were ingested; restore a backup, or remove and ingest it again")
	}
	return rows, problems, nil
}
