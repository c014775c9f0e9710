package postgres

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"picreport/ingest/ledger/internal/engine"
)

// defaultSchema is the schema of a ledger whose address names none.
const defaultSchema = "picreport"

// How long one attempt to connect may take, and how long the pauses between attempts are.
const (
	connectTimeout = 10 * time.Second
	firstPause     = 100 * time.Millisecond
	longestPause   = 2 * time.Second
)

// Open opens a ledger in a PostgreSQL database, makes it where that is asked for, and brings it to
// the version of the last migration.
func Open(ctx context.Context, where string, o engine.Options) (*Engine, error) {
	return OpenAs(ctx, where, o, Migrations)
}

// OpenAs is Open for a ledger of other migrations than those of this program, such as that of an
// earlier one.
func OpenAs(ctx context.Context, where string, o engine.Options, migrations []string) (*Engine, error) {
	e := &Engine{name: engine.Name(where), readOnly: o.ReadOnly, busy: o.Busy, waiting: o.Waiting}
	if err := e.configure(where); err != nil {
		return nil, err
	}
	if err := e.prepare(ctx, o.Create && !o.ReadOnly, migrations); err != nil {
		_ = e.Close()
		return nil, err
	}
	e.waiting = nil
	return e, nil
}

// configure reads the address. What the library says of one that it cannot read is not passed on:
// it may be a part of the password.
func (e *Engine) configure(where string) error {
	wrong := &engine.Error{
		Path: e.name, Kind: engine.NoAddress,
		What: "is not the address of a PostgreSQL database",
		Hint: engine.AddressHint,
	}
	address, ok := engine.PostgresAddress(where)
	if !ok {
		return wrong
	}
	config, err := pgx.ParseConfig(address)
	if err != nil {
		wrong.What = "has an address or settings (of PGSSLMODE and the like) that cannot be used"
		return wrong
	}
	e.schema = strings.TrimSpace(config.RuntimeParams["search_path"])
	if e.schema == "" {
		e.schema = defaultSchema
	}
	if strings.ContainsAny(e.schema, ",\"") {
		wrong.What = "its search_path is not the name of one schema"
		wrong.Hint = "write ?search_path=" + defaultSchema + ", or leave it out"
		return wrong
	}
	config.RuntimeParams["search_path"] = pgx.Identifier{e.schema}.Sanitize()
	if config.RuntimeParams["application_name"] == "" {
		config.RuntimeParams["application_name"] = "picreport"
	}
	if e.readOnly {
		config.RuntimeParams["default_transaction_read_only"] = "on"
	}
	switch config.DefaultQueryExecMode {
	case pgx.QueryExecModeExec, pgx.QueryExecModeSimpleProtocol:
		config.DefaultQueryExecMode = pgx.QueryExecModeDescribeExec // results must be binary
	}
	e.config = config
	return nil
}

// connect makes a connection. Where the server cannot be reached, or takes none now, it tries again
// for as long as it may wait for it: the connect_timeout of the address, or else as long as for
// another writer.
func (e *Engine) connect(ctx context.Context) (*pgx.Conn, error) {
	begun := time.Now()
	limit := e.busy
	if limit > 0 && e.config.ConnectTimeout > 0 {
		limit = e.config.ConnectTimeout
	}
	for wait := firstPause; ; wait = min(2*wait, longestPause) {
		dialing, cancel := context.WithTimeout(ctx, connectTimeout)
		c, err := pgx.ConnectConfig(dialing, e.config)
		if err == nil {
			_, err = c.Exec(dialing, sqlSession)
		}
		cancel()
		if err == nil {
			return c, nil
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		bad, later := e.cannotConnect(err)
		if left := limit - time.Since(begun); !later || left <= 0 {
			return nil, bad
		} else if err := sleep(ctx, min(wait, left)); err != nil {
			return nil, err
		}
		if e.waiting != nil {
			e.waiting(bad)
			e.waiting = nil // once
		}
	}
}

// prepare checks that the schema is a ledger of a known version, or makes it one, and migrates it.
func (e *Engine) prepare(ctx context.Context, create bool, migrations []string) error {
	t, err := e.start(ctx, sqlBeginRead)
	if err != nil {
		return err
	}
	defer t.Rollback()
	encoding, readOnly := "", false
	err = t.Query(sqlServer, func(r engine.Row) error {
		encoding, readOnly, e.outcomes = r.Text(0), r.Int(1) != 0, r.Int(2) != 0
		return nil
	})
	if err != nil {
		return err
	}
	version, err := e.identify(t, create)
	switch {
	case err != nil:
		return err
	case version > len(migrations):
		return &engine.Error{
			Path: e.name, Kind: engine.Newer,
			What: fmt.Sprintf("is of version %d, and this picreport knows versions to %d", version, len(migrations)),
			Hint: "update picreport",
		}
	case e.readOnly && version < len(migrations):
		return &engine.Error{
			Path: e.name, Kind: engine.Older,
			What: fmt.Sprintf("is of version %d, and this picreport reads version %d", version, len(migrations)),
			Hint: "have somebody who may write it run picreport ledger check once",
		}
	case e.readOnly:
		return nil
	case readOnly:
		return &engine.Error{
			Path: e.name, Kind: engine.ReadOnly,
			What: "cannot be written: the server takes no writes",
			Hint: standbyHint,
		}
	case encoding != "UTF8":
		return &engine.Error{
			Path: e.name, Kind: engine.NotLedger,
			What: "is in a database whose encoding is " + encoding + ", which lacks characters",
			Hint: "make a database with createdb --encoding=UTF8 --template=template0",
		}
	case version == len(migrations):
		return nil
	}
	t.Rollback()
	return e.migrate(ctx, migrations)
}

// identify returns the version of the ledger in the schema, 0 where one may be made, and refuses
// what is none.
func (e *Engine) identify(t *transaction, create bool) (version int, err error) {
	var marks, tables, use int64
	err = t.Query(sqlSchema, func(r engine.Row) error {
		marks, tables, use = r.Int(1), r.Int(2), r.Int(3)
		return nil
	}, e.schema)
	switch {
	case err != nil:
		return 0, err
	case use == 0: // to the user all that is in it is as if it were not there
		return 0, &engine.Error{
			Path: e.name, Kind: engine.NoPermission,
			What: "may not be used by this user",
			Hint: grantHint,
		}
	case marks > 0:
		return version, t.Query(sqlVersion, func(r engine.Row) error {
			version = int(r.Int(0))
			return nil
		})
	case tables > 0:
		return 0, &engine.Error{
			Path: e.name, Kind: engine.NotLedger,
			What: fmt.Sprintf("has a schema %q with tables that are not picreport's", e.schema),
			Hint: "name another schema, as in ?search_path=picreport2",
		}
	case !create:
		return 0, &engine.Error{
			Path: e.name, Kind: engine.Missing,
			What: "has no ledger",
			Hint: "picreport ingest makes one, or name another database with --ledger",
		}
	}
	return 0, nil
}

// migrate makes the schema where it is not there, and runs the migrations that the ledger has not
// had: all, or none. Others wait.
func (e *Engine) migrate(ctx context.Context, migrations []string) error {
	return e.Write(ctx, []engine.Lock{{}}, func(t engine.Tx) error {
		c := t.(*transaction).c
		run := func(script string) error {
			if _, err := c.Exec(ctx, script); err != nil {
				return e.failed(ctx, err)
			}
			return nil
		}
		var schemas, marks int64
		err := t.Query(sqlSchema, func(r engine.Row) error {
			schemas, marks = r.Int(0), r.Int(1)
			return nil
		}, e.schema)
		if err == nil && schemas == 0 {
			err = run("CREATE SCHEMA " + pgx.Identifier{e.schema}.Sanitize())
		}
		if err == nil && marks == 0 {
			err = run(sqlNewVersion)
		}
		version := 0
		if err == nil {
			err = t.Query(sqlVersion, func(r engine.Row) error {
				version = int(r.Int(0))
				return nil
			})
		}
		for ; err == nil && version < len(migrations); version++ {
			if err = run(migrations[version]); err == nil {
				err = t.Query(sqlSetVersion, nil, version+1)
			}
		}
		return err
	})
}
