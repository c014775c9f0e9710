package ledger

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

	"picreport/ingest/contact"
)

// postgresEngine is the engine of a schema in a PostgreSQL database. Every transaction has a connection to itself.
//
// Writers take a lock for each source that they replace or remove, and wait for each other before they write into the journal. What keeps
// them from mixing is that they are SERIALIZABLE; the locks spare them most of the failures that this brings. A writer that fails so is
// run again, the second time with the lock of the whole ledger, so that it gets through among others.
type postgresEngine struct {
	name     string // the address as messages have it, without a password
	config   *pgx.ConnConfig
	schema   string
	readOnly bool
	busy     time.Duration
	waiting  func(error)
	now      func() time.Time
	outcomes bool // whether the server says what became of a transaction

	mu   sync.Mutex
	idle []*pgx.Conn
}

// conn returns a connection, an idle one where there is one. It goes back with put.
func (e *postgresEngine) conn(ctx context.Context) (c *pgx.Conn, fresh bool, err error) {
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
func (e *postgresEngine) put(c *pgx.Conn) {
	if c.IsClosed() {
		return
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.idle = append(e.idle, c)
}

func (e *postgresEngine) close() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, c := range e.idle {
		drop(c)
	}
	e.idle = nil
	return nil
}

// discard takes nothing back: a schema may have been made by its owner for others to use.
func (e *postgresEngine) discard(context.Context) error { return e.close() }

// farewell is how long a server is given for what ends a transaction or a connection.
const farewell = 5 * time.Second

// drop ends a connection. The server undoes what it has not committed, and forgets what it has staged.
func drop(c *pgx.Conn) {
	ctx, cancel := context.WithTimeout(context.Background(), farewell)
	defer cancel()
	_ = c.Close(ctx) // there is nothing to be lost
}

// start runs a statement that begins a transaction. A connection that was idle may have died with its server, which is no reason to fail.
func (e *postgresEngine) start(ctx context.Context, begin string) (*postgresTx, error) {
	for {
		c, fresh, err := e.conn(ctx)
		if err != nil {
			return nil, err
		}
		if _, err = c.Exec(ctx, begin); err == nil {
			return &postgresTx{e: e, ctx: ctx, c: c}, nil
		}
		drop(c)
		if fresh || ctx.Err() != nil {
			return nil, e.failed(ctx, err)
		}
	}
}

func (e *postgresEngine) begin(ctx context.Context) (tx, error) {
	t, err := e.start(ctx, postgresBeginRead)
	if err != nil {
		return nil, err
	}
	return t, nil
}

func (e *postgresEngine) write(ctx context.Context, locks []lock, do func(tx) error) error {
	return e.attempts(ctx, locks, func() (*postgresTx, error) { return e.start(ctx, e.beginWrite()) }, do)
}

// beginWrite begins a transaction that writes, in which no statement waits longer than it may for another transaction.
func (e *postgresEngine) beginWrite() string {
	return fmt.Sprintf("%s; SET LOCAL lock_timeout = %d", postgresBeginWrite, max(1, e.busy.Milliseconds()))
}

// attempts runs a function in transactions until one is committed, it fails for good, or the time is up.
func (e *postgresEngine) attempts(ctx context.Context, locks []lock, start func() (*postgresTx, error), do func(tx) error) error {
	if e.readOnly {
		return &Error{Path: e.name, Kind: ReadOnly, What: "was opened to be read only"}
	}
	keys := e.keys(locks)
	begun := time.Now()
	for attempt := 1; ; attempt++ {
		err := e.attempt(keys, start, do)
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
			return &Error{
				Path: e.name, Kind: Busy, What: "is written to by others at the same time, again and again", Hint: busyHint, Err: causeOf(err),
			}
		default:
			keys = e.keys(append([]lock{{}}, locks...))
		}
	}
}

// minAttempts is how often a writer is run again at least, however short the time it may wait for others.
const minAttempts = 3

var errHeld = errors.New("another writer holds a lock")

func (e *postgresEngine) attempt(keys []int64, start func() (*postgresTx, error), do func(tx) error) error {
	t, err := start()
	if err != nil {
		return err
	}
	defer t.rollback()
	// A transaction sees the state of its first statement. One that waited for a lock would see that of before, and fail.
	for _, k := range keys {
		held := true
		err := t.query(postgresTryLock, func(r row) error {
			held = r.int(0) == 0
			return nil
		}, k)
		if err == nil && held {
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
func (e *postgresEngine) keys(locks []lock) (keys []int64) {
	for _, l := range locks {
		h := fnv.New64a()
		for _, s := range []string{"picreport", e.schema, l.program, l.source} {
			h.Write(contact.AppendText(nil, s))
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

// postgresTx is a transaction of PostgreSQL.
type postgresTx struct {
	e    *postgresEngine
	ctx  context.Context // of the transaction
	c    *pgx.Conn       // nil once it has ended
	kept bool            // the connection is a stage's, to which it goes back
}

// commit ends the transaction. Where the answer of the server is lost, a new connection asks what became of it.
func (t *postgresTx) commit() error {
	var id int64
	if t.e.outcomes {
		err := t.query(postgresTransaction, func(r row) error {
			id = r.int(0)
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

func (t *postgresTx) rollback() {
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
func (t *postgresTx) end() {
	if !t.kept {
		t.e.put(t.c)
	}
	t.c = nil
}

// turn waits for the writers that are about to commit. It is the lock that a writer takes last.
func (t *postgresTx) turn() error {
	return t.query(postgresLock, nil, t.e.keys([]lock{{}})[0])
}

func (t *postgresTx) copied() error { return t.query(postgresAfterCopy, nil) }

// postgresRow is the current row of a result, in the binary format: integers are big-endian, texts as they are.
type postgresRow [][]byte

func (r postgresRow) text(column int) string { return givenText(string(r[column])) }

func (r postgresRow) int(column int) int64 {
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

func (t *postgresTx) query(statement string, each func(row) error, args ...any) error {
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
		if err := each(postgresRow(rows.RawValues())); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return t.e.failed(t.ctx, err)
	}
	return nil
}

func (t *postgresTx) records(from, to int64, limit int, each func(*record) error) error {
	var r record
	return t.query(postgresRecords, func(row row) error {
		scanRecord(row.(postgresRow), &r)
		return each(&r)
	}, from, to, limit)
}

// scanRecord fills a record from a row of postgresColumns.
func scanRecord(row postgresRow, r *record) {
	*r = record{
		id: row.int(0), row: row.int(1), date: row.int(2), birthDate: row.int(3),
		gender: row.int(4), source: row.int(5), services: row.int(6), sheet: row.int(7),
		ageKnown: row[8] != nil, ageLow: row.int(8), ageHigh: row.int(9),
		client: row.text(10), given: row.text(11), contactID: row.text(12),
	}
}

// check looks for what the database itself does not keep from happening.
func (e *postgresEngine) check(ctx context.Context) (problems []string, err error) {
	t, err := e.begin(ctx)
	if err != nil {
		return nil, err
	}
	defer t.rollback()
	return problems, t.query(postgresStrays, func(r row) error {
		if n := r.int(0); n > 0 {
			problems = append(problems, fmt.Sprintf("%d contacts refer to a label that is not there", n))
		}
		return nil
	})
}
