// Package ledger keeps contacts in a database, so that a report needs no exports and a corrected export corrects the figures.
//
// Ingest puts the contacts of exports in place of the earlier ones of the same sources, in one transaction. A Snapshot gives them
// back, source by source in the order of ingest, exactly as they came in: they go through dedup.Merge and package report like those
// of files. Publish records what a report said, and Journal what changed since. No names are stored, and of each row only what
// figures need. Quarters are written as in 2024Q3; nothing is counted here but rows.
//
// The SQL that every engine shares is in statements.go, what an engine must do in engine.go. There are two. PostgreSQL (postgres*.go) is
// for a team. A file is of SQLite without cgo (sqlite*.go), through the direct API of zombiezen.com/go/sqlite: the insertion of a million contacts took 1.9 s with it and 3.3 s
// through database/sql and modernc.org/sqlite on the same machine, reading them back 0.65 s and 0.9 s. Foreign keys cost 0.4 s of
// that. Client IDs stand in the rows as they are, without a table of their own, which was faster and leaves none behind.
package ledger

import (
	"context"
	"time"
)

// Options say how to open a ledger. The zero value opens one that exists, to read and write.
type Options struct {
	ReadOnly bool             // nothing is written to it; Create has no effect
	Create   bool             // make a ledger where there is none
	Busy     time.Duration    // how long to wait for another writer, and for a server; 0 is DefaultBusy, below 0 is not at all
	Waiting  func(error)      // is told once why there is no connection to the server yet; nil is nobody
	Now      func() time.Time // nil is time.Now
	Program  string           // the programme to work on; "" is the one without a name
}

// DefaultBusy is how long a writer waits for another one, unless Options say otherwise.
const DefaultBusy = 30 * time.Second

// Ledger is an open ledger. It is safe for use by several goroutines, and several processes may have the same file open.
type Ledger struct {
	path    string // or the address, without its password
	eng     engine
	now     func() time.Time
	program string
	shared  bool // another one closes the engine
}

// Open opens the ledger in a file, or, where it is given an address as postgres://USER@HOST/DATABASE, in a PostgreSQL database. What is
// wrong with it is an *Error; it is then left as it was. No error holds the password of an address.
//
// Of an address everything counts that libpq knows, such as sslmode, and of the environment PGPASSWORD and the like, and .pgpass. Its
// search_path names the schema, which is picreport where it names none. The head of postgres_dialect.go says which other servers can
// be used.
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
	eng, err := openEngine(ctx, where, o)
	if err != nil {
		return nil, err
	}
	return &Ledger{path: Name(where), eng: eng, now: o.Now, program: o.Program}, nil
}

func openEngine(ctx context.Context, where string, o Options) (engine, error) {
	if IsAddress(where) {
		return openPostgres(ctx, where, o, postgresMigrations)
	}
	return openSQLite(ctx, where, o, migrations)
}

// Close closes the ledger. Snapshots must have been closed before.
func (l *Ledger) Close() error {
	if l.shared {
		return nil
	}
	return l.eng.close()
}

// Discard closes the ledger. A file that Open made, and that holds nothing, is taken back.
func (l *Ledger) Discard(ctx context.Context) error { return l.eng.discard(ctx) }

// Program returns the ID of the programme that the ledger works on; "" is the one without a name.
func (l *Ledger) Program() string { return l.program }

// read runs a function that sees one state.
func (l *Ledger) read(ctx context.Context, do func(tx) error) error {
	t, err := l.eng.begin(ctx)
	if err != nil {
		return err
	}
	defer t.rollback()
	return do(t)
}

// stamp returns the time as the ledger keeps it, in microseconds since 1970.
func (l *Ledger) stamp() int64 { return l.now().UnixMicro() }

func fromStamp(us int64) time.Time { return time.UnixMicro(us).UTC() }
