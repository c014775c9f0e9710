// Package ledger keeps contacts in a database, so that a report needs no exports and a corrected
// export corrects the figures.
//
// Ingest puts the contacts of exports in place of the earlier ones of the same sources, in one
// transaction: they are spooled while they are read, and written from there. A Snapshot gives them
// back, source by source in the order of ingest, exactly as they came in: they go through
// ingest.Merge and package report like those of files. Publish records what a report said, and
// Journal what changed since. No names are stored, and of each row only what figures need. Quarters
// are written as in 2024Q3; nothing is counted here but rows.
//
// The database is behind the interface of package internal/engine. internal/sqlite is for a file,
// internal/postgres for a server, and SQL stands in those three only.
package ledger

import (
	"context"
	"time"

	"picreport/ingest/ledger/internal/engine"
	"picreport/ingest/ledger/internal/postgres"
	"picreport/ingest/ledger/internal/sqlite"
)

// Options say how to open a ledger. The zero value opens one that exists, to read and write.
type Options struct {
	ReadOnly bool // nothing is written to it; Create has no effect
	Create   bool // make a ledger where there is none
	// Busy is how long to wait for another writer, and for a server; 0 is DefaultBusy, below 0 is
	// not at all.
	Busy time.Duration
	// Waiting is told once why there is no connection to the server yet; nil is nobody.
	Waiting func(error)
	Now     func() time.Time // nil is time.Now
	Program string           // the programme to work on; "" is the one without a name
}

// DefaultBusy is how long a writer waits for another one, unless Options say otherwise.
const DefaultBusy = 30 * time.Second

// Ledger is an open ledger. It is safe for use by several goroutines, and several processes may
// have the same file open.
type Ledger struct {
	path    string // or the address, without its password
	eng     engine.Engine
	busy    time.Duration
	now     func() time.Time
	program string
	shared  bool // another one closes the engine
}

// Open opens the ledger in a file, or, where it is given an address as
// postgres://USER@HOST/DATABASE, in a PostgreSQL database. What is wrong with it is an *Error; it
// is then left as it was. No error holds the password of an address.
//
// Of an address everything counts that libpq knows, such as sslmode, and of the environment
// PGPASSWORD and the like, and .pgpass. Its search_path names the schema, which is picreport where
// it names none. The head of internal/postgres/dialect.go says which other servers can be used.
func Open(ctx context.Context, where string, o Options) (*Ledger, error) {
	if o.Busy == 0 {
		o.Busy = DefaultBusy
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if err := CheckProgram(o.Program); err != nil {
		return nil, err
	}
	eng, err := openEngine(ctx, where, engine.Options{
		ReadOnly: o.ReadOnly, Create: o.Create, Busy: o.Busy, Waiting: o.Waiting,
	})
	if err != nil {
		return nil, err
	}
	return &Ledger{path: Name(where), eng: eng, busy: o.Busy, now: o.Now, program: o.Program}, nil
}

func openEngine(ctx context.Context, where string, o engine.Options) (engine.Engine, error) {
	if IsAddress(where) {
		e, err := postgres.Open(ctx, where, o)
		if err != nil {
			return nil, err
		}
		return e, nil
	}
	e, err := sqlite.Open(ctx, where, o)
	if err != nil {
		return nil, err
	}
	return e, nil
}

// IsAddress reports whether a text says where a server is, or tries to, also with blanks or quotes
// around it: all else is the path of a file.
func IsAddress(where string) bool { return engine.IsAddress(where) }

// Name returns how messages name the ledger at a path or an address: an address without its
// password, and of its settings the schema alone.
func Name(where string) string { return engine.Name(where) }

// Close closes the ledger. Snapshots must have been closed before.
func (l *Ledger) Close() error {
	if l.shared {
		return nil
	}
	return l.eng.Close()
}

// Discard closes the ledger. A file that Open made, and that holds nothing, is taken back.
func (l *Ledger) Discard(ctx context.Context) error { return l.eng.Discard(ctx) }

// Program returns the ID of the programme that the ledger works on; "" is the one without a name.
func (l *Ledger) Program() string { return l.program }

// read runs a function that sees one state.
func (l *Ledger) read(ctx context.Context, do func(engine.Tx) error) error {
	t, err := l.eng.Begin(ctx)
	if err != nil {
		return err
	}
	defer t.Rollback()
	return do(t)
}

// stamp returns the time as the ledger keeps it, in microseconds since 1970.
func (l *Ledger) stamp() int64 { return l.now().UnixMicro() }

func fromStamp(us int64) time.Time { return time.UnixMicro(us).UTC() }
