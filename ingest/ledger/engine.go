package ledger

import (
	"context"
)

// engine is a database that holds one ledger. Its errors are *Error, or the context's.
type engine interface {
	// begin starts a transaction that only reads, and sees one state to its end: that of its first query.
	begin(ctx context.Context) (tx, error)
	// write runs a function in a transaction that no other writer can mix with: all of it is done, or nothing. It waits for writers that
	// hold one of the locks. Where another writer was in the way all the same, it may undo everything and run the function again.
	write(ctx context.Context, locks []lock, do func(tx) error) error
	// check returns what is wrong with the database as such, one sentence each.
	check(ctx context.Context) ([]string, error)
	// backup writes a copy of the committed state to a path, whole or not at all.
	backup(ctx context.Context, path string) error
	close() error
	// discard closes the engine, and takes back a file that was made when it was opened and holds nothing.
	discard(ctx context.Context) error
}

// tx is a transaction, for one goroutine. commit and rollback end it.
type tx interface {
	// query runs a statement, whose arguments are int, int64, string or nil, and calls each with the rows it returns. An error
	// of each ends it.
	query(statement string, each func(row) error, args ...any) error
	// records calls each with up to limit records from an ID to an ID, in order. The record is only good until each returns.
	records(from, to int64, limit int, each func(*record) error) error
	// turn waits until every writer before this one has ended. The journal is written after it, so that its order is that of the
	// commits: who has seen an entry has seen those before it.
	turn() error
	// copied is called after entries of the journal were added with IDs of their own: the next one gets a later ID.
	copied() error
	rollback()
}

// lock is what a writer keeps others from writing at the same time: a source of a programme, or, for the zero lock, the whole ledger.
type lock struct{ program, source string }

// recorder takes records. The transactions of an engine are recorders, or it is a stager.
type recorder interface {
	addRecord(*record) error
}

// stager is an engine whose writers do not wait for each other while they read contacts: the records are staged where nobody sees them.
type stager interface {
	stage(ctx context.Context) (stage, error)
}

// stage holds records for one goroutine. Their IDs are those of sources numbered from 1, their labels and lists those that intern gave.
type stage interface {
	recorder
	interner
	// write is as that of the engine. In its transaction the records can be moved and read, again each time it runs the function.
	write(ctx context.Context, locks []lock, do func(tx) error) error
	// move puts the records of a numbered source into the ledger, as those of a source that is there.
	move(number, source int64) error
	// contacts calls each with the contacts of a numbered source, in order. each may use the transaction.
	contacts(number int64, each func(*stored) error) error
	close()
}

// row is a row of a result. Columns count from 0; NULL is 0 and "".
type row interface {
	int(column int) int64
	text(column int) string
}

// record is a contact as it is stored. Labels, lists of services and sheets are IDs of their tables, and 0 is none.
type record struct {
	id        int64 // the source's ID in the upper 31 bits, and the row's number in its order below
	client    string
	given     string // the client ID as the export writes it; "" where that is client
	contactID string
	date      int64
	birthDate int64
	ageKnown  bool
	ageLow    int64
	ageHigh   int64
	gender    int64
	source    int64
	services  int64
	sheet     int64
	row       int64
}

// maxRows is how many rows a source can have.
const maxRows = 1<<32 - 1

// recordRange returns the first and the last ID that records of a source can have.
func recordRange(source int64) (from, to int64) { return source << 32, source<<32 | maxRows }
