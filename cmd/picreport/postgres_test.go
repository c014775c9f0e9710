package main

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"sync/atomic"

	"github.com/jackc/pgx/v5"
	"github.com/rogpeppe/go-internal/testscript"
)

// testServer returns the address of the PostgreSQL server for tests, "" where there is none. See
// serverEnv in ingest/ledger.
func testServer() string { return os.Getenv("PICREPORT_TEST_POSTGRES") }

var scripts atomic.Int64

// setPostgres sets POSTGRES to the address of a ledger of the script's own on the server for tests,
// if there is one, and POSTGRES_SECRET to the same with a password in it.
func setPostgres(env *testscript.Env) error {
	address := testServer()
	if address == "" {
		return nil
	}
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return fmt.Errorf("PICREPORT_TEST_POSTGRES is not the address of a server")
	}
	schema := fmt.Sprintf("picreport script %d-%d", os.Getpid(), scripts.Add(1))
	q := u.Query()
	q.Set("search_path", schema)
	u.RawQuery = q.Encode()
	env.Setenv("POSTGRES", u.String())
	if _, known := u.User.Password(); !known {
		u.User = url.UserPassword(u.User.Username(), "tr0ub4dor")
	}
	env.Setenv("POSTGRES_SECRET", u.String())
	env.Defer(func() {
		ctx := context.Background()
		c, err := pgx.Connect(ctx, address)
		if err != nil {
			return
		}
		defer c.Close(ctx)
		_, _ = c.Exec(ctx, "DROP SCHEMA IF EXISTS "+pgx.Identifier{schema}.Sanitize()+" CASCADE")
	})
	return nil
}
