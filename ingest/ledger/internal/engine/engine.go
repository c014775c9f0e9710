// Package engine is the one interface between the ledger and the databases that can hold it, and
// what the packages of the engines share: the statements that every engine runs as they stand, the
// errors, and how an address is told from a path.
//
// An engine is a package of its own, such as sqlite and postgres; the tests of package ledger are
// one suite that runs on each. What the rows mean is not known here: that is the ledger's.
package engine

import (
	"context"
	"time"
)

// Options say how to open a ledger. The zero value opens one that exists, to read and write.
type Options struct {
	ReadOnly bool // nothing is written to it; Create has no effect
	Create   bool // make a ledger where there is none
	// Busy is how long to wait for another writer, and for a server; 0 and below is not at all.
	Busy time.Duration
	// Waiting is told once why there is no connection to the server yet; nil is nobody.
	Waiting func(error)
}

// Engine is a database that holds one ledger. Its errors are *Error, or the context's.
type Engine interface {
	// Begin starts a transaction that only reads, and sees one state to its end: that of its first
	// query.
	Begin(ctx context.Context) (Tx, error)
	// Write runs a function in a transaction that no other writer can mix with: all of it is done,
	// or nothing. It waits for writers that hold one of the locks. Where another writer was in the
	// way all the same, it may undo everything and run the function again.
	Write(ctx context.Context, locks []Lock, do func(Tx) error) error
	// Check returns what is wrong with the database as such, one sentence each.
	Check(ctx context.Context) ([]string, error)
	// CopyTo writes the committed state to a new ledger file, which only the owner can use. shown
	// is the path that errors name. It returns false, and writes nothing, where the engine has no
	// way to do so that is better than to copy row by row.
	CopyTo(ctx context.Context, path, shown string) (done bool, err error)
	Close() error
	// Discard closes the engine, and takes back a file that was made when it was opened and holds
	// nothing.
	Discard(ctx context.Context) error
}

// Tx is a transaction, for one goroutine. Rollback ends it; that of Engine.Write ends with its
// function.
type Tx interface {
	// Query runs a statement, whose arguments are int, int64, string or nil, and calls each with
	// the rows it returns. An error of each ends it.
	Query(statement string, each func(Row) error, args ...any) error
	// Records calls each with up to limit records from an ID to an ID, in order. The record is only
	// good until each returns.
	Records(from, to int64, limit int, each func(*Record) error) error
	// AddRecords adds records. Engines take some thousands at a time best.
	AddRecords(records []Record) error
	// Intern returns the IDs that texts have in a table, to which those are added that it lacks.
	// Each text is given once.
	Intern(in TextTable, texts []string) ([]int64, error)
	// Turn waits until every writer before this one has ended. The journal is written after it, so
	// that its order is that of the commits: who has seen an entry has seen those before it.
	Turn() error
	// Copied is called after entries of the journal were added with IDs of their own: the next one
	// gets a later ID.
	Copied() error
	Rollback()
}

// Lock is what a writer keeps others from writing at the same time: a source of a programme, or,
// for the zero Lock, the whole ledger.
type Lock struct{ Program, Source string }

// TextTable is one of the tables in which texts have IDs.
type TextTable int

// The tables of texts. A list of services is an array of JSON.
const (
	Labels TextTable = iota
	ServiceLists
)

// TextTables is how many tables of texts there are.
const TextTables = 2

// Row is a row of a result. Columns count from 0; NULL is 0 and "".
type Row interface {
	Int(column int) int64
	Text(column int) string
}

// Record is a contact as it is stored. Labels, lists of services and sheets are IDs of their
// tables, and 0 is none.
type Record struct {
	ID        int64 // see RecordRange
	Client    string
	Given     string // the client ID as the export writes it; "" where that is Client
	ContactID string
	Date      int64 // days since the end of the year 0; 0 is a row of a roster
	BirthDate int64
	AgeKnown  bool
	AgeLow    int64
	AgeHigh   int64
	Gender    int64
	Source    int64
	Services  int64
	Sheet     int64
	Row       int64
	// What tells the contact from others beside that: the minute of the day, from 1, 0 for none; the
	// sum of the hashes of unread cells; and the ID of a label that says of which columns, 0 where that
	// is not known.
	Clock   int64
	Unread  int64
	Columns int64
}

// MaxRows is how many rows a source can have.
const MaxRows = 1<<32 - 1

// RecordRange returns the first and the last ID that records of a source can have: the source's ID
// stands in the upper 31 bits, and the number of the row in its order below.
func RecordRange(source int64) (from, to int64) { return source << 32, source<<32 | MaxRows }
