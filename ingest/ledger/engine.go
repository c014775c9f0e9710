package ledger

import "context"

// engine is a database that holds one ledger. Its errors are *Error, or the context's.
type engine interface {
	// begin starts a transaction that sees one state to its end: that of its first query, or, where it writes, of its beginning, for
	// which it waits for every other writer.
	begin(ctx context.Context, write bool) (tx, error)
	// check returns what is wrong with the database as such, one sentence each.
	check(ctx context.Context) ([]string, error)
	// backup writes a copy of the committed state to a path, whole or not at all.
	backup(ctx context.Context, path string) error
	close() error
}

// tx is a transaction, for one goroutine. commit and rollback end it.
type tx interface {
	// query runs a statement, whose arguments are int, int64, string or nil, and calls each with the rows it returns. An error
	// of each ends it.
	query(statement string, each func(row) error, args ...any) error
	addRecord(*record) error
	// records calls each with up to limit records from an ID to an ID, in order. The record is only good until each returns.
	records(from, to int64, limit int, each func(*record) error) error
	commit() error
	rollback()
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
