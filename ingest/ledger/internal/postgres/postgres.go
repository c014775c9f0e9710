// Package postgres is the engine of a ledger in a schema of a PostgreSQL database, for a team.
//
// What it has otherwise than SQLite, its schema and the servers that can be used are in dialect.go.
package postgres

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"slices"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"picreport/ingest/ledger/internal/engine"
)

// Engine is a schema in a PostgreSQL database. Every transaction has a connection to itself.
//
// Writers take a lock for each source that they replace or remove, and wait for each other before
// they write into the journal. What keeps them from mixing is that they are SERIALIZABLE; the locks
// spare them most of the failures that this brings. A writer that fails so is run again, the second
// time with the lock of the whole ledger, so that it gets through among others.
type Engine struct {
	name     string // the address as messages have it, without a password
	config   *pgx.ConnConfig
	schema   string
	readOnly bool
	busy     time.Duration
	waiting  func(error)
	outcomes bool // whether the server says what became of a transaction

	mu   sync.Mutex
	idle []*pgx.Conn
}

// conn returns a connection, an idle one where there is one. It goes back with put.
func (e *Engine) conn(ctx context.Context) (c *pgx.Conn, fresh bool, err error) {
	if err := ctx.Err(); err != nil {
		return nil, false, err
	}
	e.mu.Lock()
	for n := len(e.idle); n > 0 && c == nil; n-- {
		if last := e.idle[n-1]; !last.IsClosed() {
			c = last
		}
		e.idle = e.idle[:n-1]
	}
	e.mu.Unlock()
	if c != nil {
		return c, false, nil
	}
	c, err = e.connect(ctx)
	return c, true, err
}

// put takes a connection back that is in no transaction.
func (e *Engine) put(c *pgx.Conn) {
	if c.IsClosed() {
		return
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.idle = append(e.idle, c)
}

// Close closes all connections. Transactions must have ended.
func (e *Engine) Close() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, c := range e.idle {
		drop(c)
	}
	e.idle = nil
	return nil
}

// Discard takes nothing back: a schema may have been made by its owner for others to use.
func (e *Engine) Discard(context.Context) error { return e.Close() }

// farewell is how long a server is given for what ends a transaction or a connection.
const farewell = 5 * time.Second

// drop ends a connection. The server undoes what it has not committed.
func drop(c *pgx.Conn) {
	ctx, cancel := context.WithTimeout(context.Background(), farewell)
	defer cancel()
	_ = c.Close(ctx) // there is nothing to be lost
}

// start runs a statement that begins a transaction. A connection that was idle may have died with
// its server, which is no reason to fail.
func (e *Engine) start(ctx context.Context, begin string) (*transaction, error) {
	for {
		c, fresh, err := e.conn(ctx)
		if err != nil {
			return nil, err
		}
		if _, err = c.Exec(ctx, begin); err == nil {
			return &transaction{e: e, ctx: ctx, c: c}, nil
		}
		drop(c)
		if fresh || ctx.Err() != nil {
			return nil, e.failed(ctx, err)
		}
	}
}

// Begin starts a transaction that only reads.
func (e *Engine) Begin(ctx context.Context) (engine.Tx, error) {
	t, err := e.start(ctx, sqlBeginRead)
	if err != nil {
		return nil, err
	}
	return t, nil
}

// beginWrite begins a transaction that writes, in which no statement waits longer than it may for
// another transaction.
func (e *Engine) beginWrite() string {
	return fmt.Sprintf("%s; SET LOCAL lock_timeout = %d", sqlBeginWrite, max(1, e.busy.Milliseconds()))
}

// Write runs a function in transactions until one is committed, it fails for good, or the time is
// up.
func (e *Engine) Write(ctx context.Context, locks []engine.Lock, do func(engine.Tx) error) error {
	if e.readOnly {
		return &engine.Error{Path: e.name, Kind: engine.ReadOnly, What: "was opened to be read only"}
	}
	keys := e.keys(locks)
	begun := time.Now()
	for attempt := 1; ; attempt++ {
		err := e.attempt(ctx, keys, do)
		switch {
		case err == nil || ctx.Err() != nil:
			return err
		case errors.Is(err, errHeld):
			if time.Since(begun) >= e.busy {
				return e.heldError(ctx, keys)
			}
			if err := sleep(ctx, pause); err != nil {
				return err
			}
		case !isConflict(err):
			return err
		case attempt > minAttempts && time.Since(begun) >= e.busy:
			return &engine.Error{
				Path: e.name, Kind: engine.Busy,
				What: "is written to by others at the same time, again and again",
				Hint: engine.BusyHint,
				Err:  causeOf(err),
			}
		default:
			keys = e.keys(append([]engine.Lock{{}}, locks...))
		}
	}
}

// pause is how long a writer waits before it asks for a lock again.
const pause = 50 * time.Millisecond

// minAttempts is how often a writer is run again at least, however short the time it may wait for
// others.
const minAttempts = 3

var errHeld = errors.New("another writer holds a lock")

func (e *Engine) attempt(ctx context.Context, keys []int64, do func(engine.Tx) error) error {
	t, err := e.start(ctx, e.beginWrite())
	if err != nil {
		return err
	}
	defer t.Rollback()
	// A transaction sees the state of its first statement. One that waited for a lock would see
	// that of before, and fail.
	for _, k := range keys {
		taken := true
		err := t.Query(sqlTryLock, func(r engine.Row) error {
			taken = r.Int(0) == 0
			return nil
		}, k)
		if err == nil && taken {
			err = errHeld
		}
		if err != nil {
			return err
		}
	}
	if err := do(t); err != nil {
		return err
	}
	return t.commit()
}

// keys returns the keys of locks, each once and in the order in which every writer takes them.
func (e *Engine) keys(locks []engine.Lock) (keys []int64) {
	for _, l := range locks {
		h := fnv.New64a()
		for _, s := range []string{"picreport", e.schema, l.Program, l.Source} {
			h.Write(append(binary.AppendUvarint(nil, uint64(len(s))), s...))
		}
		keys = append(keys, int64(h.Sum64()))
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

func sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

// transaction is a transaction of PostgreSQL.
type transaction struct {
	e   *Engine
	ctx context.Context // of the transaction
	c   *pgx.Conn       // nil once it has ended
}

// commit ends the transaction. Where the answer of the server is lost, a new connection asks what
// became of it.
func (t *transaction) commit() error {
	var id int64
	if t.e.outcomes {
		err := t.Query(sqlTransaction, func(r engine.Row) error {
			id = r.Int(0)
			return nil
		})
		if err != nil {
			return err
		}
	}
	_, err := t.c.Exec(t.ctx, "COMMIT")
	if err == nil {
		t.end()
		return nil
	}
	var refused *pgconn.PgError
	if errors.As(err, &refused) && !isLost(err) {
		return t.e.failed(t.ctx, err)
	}
	drop(t.c)
	t.end()
	return t.e.outcome(t.ctx, id, err)
}

// Rollback ends the transaction, unless it has ended.
func (t *transaction) Rollback() {
	if t.c == nil {
		return
	}
	if !t.c.IsClosed() {
		ctx, cancel := context.WithTimeout(context.Background(), farewell)
		defer cancel()
		if _, err := t.c.Exec(ctx, "ROLLBACK"); err != nil {
			drop(t.c)
		}
	}
	t.end()
}

// end gives the connection back.
func (t *transaction) end() {
	t.e.put(t.c)
	t.c = nil
}

// Turn waits for the writers that are about to commit. It is the lock that a writer takes last.
func (t *transaction) Turn() error {
	return t.Query(sqlLock, nil, t.e.keys([]engine.Lock{{}})[0])
}

// Copied moves the sequence of the journal behind its last entry.
func (t *transaction) Copied() error { return t.Query(sqlAfterCopy, nil) }

// row is the current row of a result, in the binary format: integers are big-endian, texts as they
// are.
type row [][]byte

// Text returns a text.
func (r row) Text(column int) string { return givenText(string(r[column])) }

// Int returns an integer of any size.
func (r row) Int(column int) int64 {
	switch b := r[column]; len(b) {
	case 8:
		return int64(binary.BigEndian.Uint64(b))
	case 4:
		return int64(int32(binary.BigEndian.Uint32(b)))
	case 2:
		return int64(int16(binary.BigEndian.Uint16(b)))
	case 1:
		return int64(b[0]) // a truth value
	}
	return 0
}

// Query sends a statement and reads its result.
func (t *transaction) Query(statement string, each func(engine.Row) error, args ...any) error {
	for i, a := range args {
		if s, ok := a.(string); ok {
			args[i] = storedText(s)
		}
	}
	rows, err := t.c.Query(t.ctx, statement, args...)
	if err != nil {
		return t.e.failed(t.ctx, err)
	}
	defer rows.Close()
	for rows.Next() {
		if each == nil {
			continue
		}
		if err := each(row(rows.RawValues())); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return t.e.failed(t.ctx, err)
	}
	return nil
}

// Records runs one statement, which keeps the connection busy until it returns.
func (t *transaction) Records(from, to int64, limit int, each func(*engine.Record) error) error {
	var record engine.Record
	return t.Query(sqlRecords, func(r engine.Row) error {
		scanRecord(r.(row), &record)
		return each(&record)
	}, from, to, limit)
}

// scanRecord fills a record from a row of postgresColumns.
func scanRecord(r row, record *engine.Record) {
	*record = engine.Record{
		ID: r.Int(0), Row: r.Int(1), Date: r.Int(2), BirthDate: r.Int(3),
		Gender: r.Int(4), Source: r.Int(5), Services: r.Int(6), Sheet: r.Int(7),
		AgeKnown: r[8] != nil, AgeLow: r.Int(8), AgeHigh: r.Int(9),
		Client: r.Text(10), Given: r.Text(11), ContactID: r.Text(12),
		Clock: r.Int(13), Unread: r.Int(14), Columns: r.Int(15),
	}
}

// AddRecords sends records by COPY, within the transaction.
func (t *transaction) AddRecords(records []engine.Record) error {
	source := &copySource{records: records}
	if _, err := t.c.CopyFrom(t.ctx, contactTable, columns, source); err != nil {
		return t.e.failed(t.ctx, err)
	}
	return nil
}

// copySource gives pgx the values of one record after the other, in the order of columns.
type copySource struct {
	records []engine.Record // yet to be sent
	values  [16]any
}

// Next reports whether there is another record, and makes it the current one.
func (s *copySource) Next() bool {
	if len(s.records) == 0 {
		return false
	}
	r := &s.records[0]
	s.records = s.records[1:]
	s.values = [16]any{
		r.ID, r.Row, r.Date, unlessZero(r.BirthDate),
		unlessZero(r.Gender), unlessZero(r.Source), unlessZero(r.Services), unlessZero(r.Sheet),
		valueIf(r.AgeKnown, r.AgeLow), valueIf(r.AgeKnown, r.AgeHigh),
		storedText(r.Client), textOrNull(r.Given), textOrNull(r.ContactID),
		unlessZero(r.Clock), unlessZero(r.Unread), unlessZero(r.Columns),
	}
	return true
}

// Values returns those of the current record. They are good until the next.
func (s *copySource) Values() ([]any, error) { return s.values[:], nil }

// Err returns nil: nothing can fail here.
func (s *copySource) Err() error { return nil }

func unlessZero(v int64) any { return valueIf(v != 0, v) }

func valueIf(there bool, v int64) any {
	if !there {
		return nil
	}
	return v
}

func textOrNull(s string) any {
	if s == "" {
		return nil
	}
	return storedText(s)
}

// Intern takes two statements, however many texts there are: the server may be far away.
func (t *transaction) Intern(in engine.TextTable, texts []string) ([]int64, error) {
	stored := make([]string, len(texts))
	place := make(map[string]int, len(texts))
	for i, text := range texts {
		stored[i] = storedText(text)
		place[text] = i
	}
	if err := t.Query(textStatements[in].add, nil, stored); err != nil {
		return nil, err
	}
	ids := make([]int64, len(texts))
	return ids, t.Query(textStatements[in].find, func(r engine.Row) error {
		ids[place[r.Text(1)]] = r.Int(0)
		return nil
	}, stored)
}

// Check looks for what the database itself does not keep from happening.
func (e *Engine) Check(ctx context.Context) (problems []string, err error) {
	t, err := e.Begin(ctx)
	if err != nil {
		return nil, err
	}
	defer t.Rollback()
	return problems, t.Query(sqlStrays, func(r engine.Row) error {
		if n := r.Int(0); n > 0 {
			problems = append(problems, fmt.Sprintf("%d contacts refer to a label that is not there", n))
		}
		return nil
	})
}

// CopyTo leaves it to the ledger to copy row by row.
func (e *Engine) CopyTo(context.Context, string, string) (done bool, err error) { return false, nil }
