package ledger

import (
	"context"
	"time"

	"picreport/ingest"
	"picreport/ingest/ledger/internal/engine"
)

// Source is an export as it stands in the ledger. Rows = Contacts + Roster + Rejected.
type Source struct {
	Name   string // unlike that of every other source of the programme
	Path   string // as it was given
	Size   int64  // in bytes
	SHA256 string // of the file's bytes, lower-case hex
	// a digest of the options that the export was read with; other options read other contacts from
	// equal bytes
	Reading  string
	Rows     int
	Contacts int
	Roster   int
	Rejected int
	Errors   int // findings, as are the next two
	Warnings int
	Infos    int
	Ingested time.Time // UTC, in microseconds
	Seq      int64     // grows in the order of ingest

	id     int64
	digest uint32
	whole  bool // it was ingested since contacts are compared in all columns
}

// Sources returns the sources of the programme in the order of ingest.
func (l *Ledger) Sources(ctx context.Context) (sources []Source, err error) {
	err = l.read(ctx, func(t engine.Tx) error {
		if err = mustHave(t, l.path, l.program); err == nil {
			sources, err = readSources(t, l.program)
		}
		return err
	})
	return sources, err
}

// Source returns the source of a name, or a *NoSourceError.
func (l *Ledger) Source(ctx context.Context, name string) (s Source, err error) {
	err = l.read(ctx, func(t engine.Tx) error {
		s, err = l.source(t, name)
		return err
	})
	return s, err
}

// Unchanged reports whether a source was last ingested from a file of the same bytes, read with the
// same options, and all is kept of it that is kept today. A programme that has not begun has no
// sources.
func (l *Ledger) Unchanged(ctx context.Context, name, sha256, reading string) (same bool, err error) {
	err = l.read(ctx, func(t engine.Tx) error {
		s, found, err := findSource(t, l.program, name)
		same = found && s.SHA256 == sha256 && s.Reading == reading && s.whole
		return err
	})
	return same, err
}

// Remove removes a source and its rows, and says so in the journal. An unknown name is a
// *NoSourceError. A programme that has no other source, and published nothing, goes with it.
func (l *Ledger) Remove(ctx context.Context, name string) error {
	return l.eng.Write(ctx, []engine.Lock{{Program: l.program, Source: name}}, func(t engine.Tx) error {
		s, err := l.source(t, name)
		if err != nil {
			return err
		}
		if err := l.drop(t, s); err != nil {
			return err
		}
		return t.Query(engine.SQLDropProgram, nil, l.program)
	})
}

// source returns the source of a name, or a *NoSourceError.
func (l *Ledger) source(t engine.Tx, name string) (Source, error) {
	s, found, err := findSource(t, l.program, name)
	if err != nil || found {
		return s, err
	}
	if err := mustHave(t, l.path, l.program); err != nil {
		return Source{}, err
	}
	all, err := readSources(t, l.program)
	if err != nil {
		return Source{}, err
	}
	names := make([]string, len(all))
	for i := range all {
		names[i] = all[i].Name
	}
	return Source{}, &NoSourceError{Path: l.path, Name: name, Nearest: ingest.Nearest(name, names)}
}

func readSources(t engine.Tx, program string) (all []Source, err error) {
	err = t.Query(engine.SQLSources, func(r engine.Row) error {
		all = append(all, sourceOf(r))
		return nil
	}, program)
	return all, err
}

func findSource(t engine.Tx, program, name string) (s Source, found bool, err error) {
	err = t.Query(engine.SQLSourceNamed, func(r engine.Row) error {
		s, found = sourceOf(r), true
		return nil
	}, program, name)
	return s, found, err
}

func sourceOf(r engine.Row) Source {
	count := func(column int) int { return int(r.Int(column)) }
	return Source{
		id: r.Int(0), Seq: r.Int(1), Name: r.Text(2), Path: r.Text(3), Size: r.Int(4), SHA256: r.Text(5), Reading: r.Text(6),
		Rows: count(7), Contacts: count(8), Roster: count(9), Rejected: count(10),
		Errors: count(11), Warnings: count(12), Infos: count(13), Ingested: fromStamp(r.Int(14)), digest: uint32(r.Int(15)),
		whole: r.Int(16) != 0,
	}
}

// dropSource removes a source and its records.
func dropSource(t engine.Tx, s Source) error {
	if s.id == 0 {
		return nil
	}
	from, to := engine.RecordRange(s.id)
	if err := t.Query(engine.SQLRemoveRecords, nil, from, to); err != nil {
		return err
	}
	return t.Query(engine.SQLRemoveSource, nil, s.id)
}
