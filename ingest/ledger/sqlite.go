package ledger

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"sync"
	"time"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

// sqliteEngine is the engine of a SQLite file. Every transaction has a connection to itself.
type sqliteEngine struct {
	path     string // as it was given
	file     string // with symbolic links resolved
	uri      string // what connections open: the file, or a URI
	flags    sqlite.OpenFlags
	readOnly bool
	busy     time.Duration
	made     bool // the file was made when it was opened

	mu   sync.Mutex
	idle []*sqlite.Conn
}

// sqlitePragmas set up a connection. With synchronous=FULL a transaction that was committed outlasts a power cut; with secure_delete
// nothing of a contact that was replaced or removed stays in the file.
var sqlitePragmas = []string{
	"PRAGMA foreign_keys = ON",
	"PRAGMA synchronous = FULL",
	"PRAGMA secure_delete = ON",
	"PRAGMA cell_size_check = ON",
	"PRAGMA trusted_schema = OFF",
	"PRAGMA cache_size = -16000", // KiB
}

// pause is how long SQLite itself waits for a lock, before the context is asked and it may wait on.
const pause = 50 * time.Millisecond

// conn returns a connection that ctx interrupts. It goes back with put.
func (e *sqliteEngine) conn(ctx context.Context) (*sqlite.Conn, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if n := len(e.idle); n > 0 {
		c := e.idle[n-1]
		e.idle = e.idle[:n-1]
		c.SetInterrupt(ctx.Done())
		return c, nil
	}
	c, err := sqlite.OpenConn(e.uri, e.flags)
	if err != nil {
		return nil, e.failed(ctx, err)
	}
	c.SetBusyTimeout(max(pause, e.busy))
	pragmas := sqlitePragmas
	if e.readOnly {
		pragmas = append(slices.Clone(pragmas), "PRAGMA query_only = ON")
	}
	for _, p := range pragmas {
		if err := sqlitex.ExecuteTransient(c, p, nil); err != nil {
			return nil, e.failed(ctx, errors.Join(err, c.Close()))
		}
	}
	c.SetInterrupt(ctx.Done())
	return c, nil
}

// put takes a connection back. Statements that were not run to their end are reset.
func (e *sqliteEngine) put(c *sqlite.Conn) {
	c.SetInterrupt(nil)
	e.mu.Lock()
	defer e.mu.Unlock()
	e.idle = append(e.idle, c)
}

func (e *sqliteEngine) close() (err error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, c := range e.idle {
		err = errors.Join(err, c.Close())
	}
	e.idle = nil
	if err != nil {
		return e.failed(context.Background(), err)
	}
	return nil
}

func (e *sqliteEngine) discard(ctx context.Context) error {
	empty := false
	if e.made {
		t, err := e.begin(ctx)
		if err != nil {
			return err
		}
		programs, err := readPrograms(t)
		t.rollback()
		if err != nil {
			return err
		}
		empty = len(programs) == 0
	}
	if err := e.close(); err != nil || !empty {
		return err
	}
	for _, name := range []string{e.file + "-wal", e.file + "-shm", e.file} {
		if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fileError(e.path, err)
		}
	}
	return nil
}

func (e *sqliteEngine) begin(ctx context.Context) (tx, error) {
	c, err := e.conn(ctx)
	if err != nil {
		return nil, err
	}
	if err := sqlitex.Execute(c, "BEGIN", nil); err != nil {
		e.put(c)
		return nil, e.failed(ctx, err)
	}
	return &sqliteTx{e: e, ctx: ctx, c: c}, nil
}

// write has the whole ledger to itself, whatever the locks.
func (e *sqliteEngine) write(ctx context.Context, _ []lock, do func(tx) error) error {
	c, err := e.conn(ctx)
	if err != nil {
		return err
	}
	if err := e.beginWrite(ctx, c); err != nil {
		e.put(c)
		return err
	}
	t := &sqliteTx{e: e, ctx: ctx, c: c}
	defer t.rollback()
	if err := do(t); err != nil {
		return err
	}
	return t.commit()
}

// beginWrite waits for other writers, but no longer than busy or ctx.
func (e *sqliteEngine) beginWrite(ctx context.Context, c *sqlite.Conn) error {
	if e.readOnly {
		return &Error{Path: e.path, Kind: ReadOnly, What: "was opened to be read only"}
	}
	c.SetBusyTimeout(pause)
	defer c.SetBusyTimeout(max(pause, e.busy))
	start := time.Now()
	for {
		err := sqlitex.Execute(c, "BEGIN IMMEDIATE", nil)
		if err == nil {
			return nil
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if sqlite.ErrCode(err).ToPrimary() != sqlite.ResultBusy || time.Since(start) >= e.busy {
			return e.failed(ctx, err)
		}
	}
}

// rollback ends a transaction, even one that was interrupted. Where SQLite has done so itself there is nothing to do.
func rollback(c *sqlite.Conn) {
	c.SetInterrupt(nil)
	if c.AutocommitEnabled() {
		return
	}
	// An error here leaves a transaction that nobody can commit, since the connection is only ever closed after it.
	_ = sqlitex.Execute(c, "ROLLBACK", nil)
}

// sqliteTx is a transaction of SQLite.
type sqliteTx struct {
	e   *sqliteEngine
	ctx context.Context // of the transaction
	c   *sqlite.Conn    // nil once it has ended
	add *sqlite.Stmt    // of addRecord
}

func (t *sqliteTx) commit() error {
	if err := sqlitex.Execute(t.c, "COMMIT", nil); err != nil {
		err = t.e.failed(t.ctx, err)
		t.rollback()
		return err
	}
	t.e.put(t.c)
	t.c = nil
	return nil
}

// turn has nothing to wait for: there is one writer at a time.
func (t *sqliteTx) turn() error { return nil }

// copied has nothing to do: the last ID that was used counts, wherever it came from.
func (t *sqliteTx) copied() error { return nil }

func (t *sqliteTx) rollback() {
	if t.c == nil {
		return
	}
	rollback(t.c)
	t.e.put(t.c)
	t.c = nil
}

// sqliteRow is the current row of a statement.
type sqliteRow struct{ s *sqlite.Stmt }

func (r sqliteRow) int(column int) int64   { return r.s.ColumnInt64(column) }
func (r sqliteRow) text(column int) string { return r.s.ColumnText(column) }

func (t *sqliteTx) query(statement string, each func(row) error, args ...any) error {
	s, err := t.c.Prepare(statement)
	if err != nil {
		return t.e.failed(t.ctx, err)
	}
	for i, a := range args {
		switch a := a.(type) {
		case nil:
			s.BindNull(i + 1)
		case int:
			s.BindInt64(i+1, int64(a))
		case int64:
			s.BindInt64(i+1, a)
		case string:
			s.BindText(i+1, a)
		default:
			return fmt.Errorf("ledger %s: an argument cannot be a %T", t.e.path, a)
		}
	}
	return t.steps(s, func() error {
		if each == nil {
			return nil
		}
		return each(sqliteRow{s})
	})
}

// steps runs a statement to its end, or to an error of each.
func (t *sqliteTx) steps(s *sqlite.Stmt, each func() error) error {
	for {
		more, err := s.Step()
		if err != nil {
			err = t.e.failed(t.ctx, err)
		} else if more {
			err = each()
		}
		if err != nil || !more {
			// Reset returns the error of Step once more.
			_ = s.Reset()
			return err
		}
	}
}

func (t *sqliteTx) addRecord(r *record) error {
	if t.add == nil {
		var err error
		if t.add, err = t.c.Prepare(sqliteAddRecord); err != nil {
			return t.e.failed(t.ctx, err)
		}
	}
	s := t.add
	s.BindInt64(1, r.id)
	s.BindText(2, r.client)
	if r.contactID == "" {
		s.BindNull(3)
	} else {
		s.BindText(3, r.contactID)
	}
	s.BindInt64(4, r.date)
	bindUnlessZero(s, 5, r.birthDate)
	if r.ageKnown {
		s.BindInt64(6, r.ageLow)
		s.BindInt64(7, r.ageHigh)
	} else {
		s.BindNull(6)
		s.BindNull(7)
	}
	bindUnlessZero(s, 8, r.gender)
	bindUnlessZero(s, 9, r.source)
	bindUnlessZero(s, 10, r.services)
	bindUnlessZero(s, 11, r.sheet)
	s.BindInt64(12, r.row)
	if r.given == "" {
		s.BindNull(13)
	} else {
		s.BindText(13, r.given)
	}
	_, err := s.Step()
	if err == nil {
		err = s.Reset()
	}
	if err != nil {
		return t.e.failed(t.ctx, err)
	}
	return nil
}

func bindUnlessZero(s *sqlite.Stmt, param int, value int64) {
	if value == 0 {
		s.BindNull(param)
	} else {
		s.BindInt64(param, value)
	}
}

func (t *sqliteTx) records(from, to int64, limit int, each func(*record) error) error {
	s, err := t.c.Prepare(sqliteRecords)
	if err != nil {
		return t.e.failed(t.ctx, err)
	}
	s.BindInt64(1, from)
	s.BindInt64(2, to)
	s.BindInt64(3, int64(limit))
	var r record
	return t.steps(s, func() error {
		r = record{
			id: s.ColumnInt64(0), client: s.ColumnText(1), contactID: s.ColumnText(2), date: s.ColumnInt64(3), birthDate: s.ColumnInt64(4),
			ageKnown: !s.ColumnIsNull(5), ageLow: s.ColumnInt64(5), ageHigh: s.ColumnInt64(6),
			gender: s.ColumnInt64(7), source: s.ColumnInt64(8), services: s.ColumnInt64(9), sheet: s.ColumnInt64(10), row: s.ColumnInt64(11),
			given: s.ColumnText(12),
		}
		return each(&r)
	})
}
