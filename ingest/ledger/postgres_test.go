package ledger

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"
)

// serverEnv names the address of a PostgreSQL server for tests, as a user who may make schemas,
// databases and users, or is "required" where tests must not go without one.
const serverEnv = "PICREPORT_TEST_POSTGRES"

// testServer returns the address of the server for tests, and skips the test where there is none.
func testServer(t testing.TB) string {
	t.Helper()
	switch address := os.Getenv(serverEnv); address {
	case "":
		t.Skipf("there is no PostgreSQL server: set %s to the address of one, such as postgres://postgres@127.0.0.1/postgres", serverEnv)
	case "required":
		t.Fatalf("%s says that a PostgreSQL server is required, and there is none", serverEnv)
	default:
		return address
	}
	return ""
}

var schemas atomic.Int64

// newSchema returns an address with a schema of the test's own, which is not there yet.
func newSchema(t testing.TB) string {
	t.Helper()
	name := fmt.Sprintf("picreport test %d-%d", os.Getpid(), schemas.Add(1)) // needs quotes
	address := withSetting(t, testServer(t), "search_path", name)
	t.Cleanup(func() {
		onServer(t, testServer(t), "DROP SCHEMA IF EXISTS "+pgx.Identifier{name}.Sanitize()+" CASCADE")
	})
	return address
}

func newPostgres(t testing.TB) *Ledger { return openLedger(t, newSchema(t), Options{Create: true}) }

// withSetting returns an address with one setting more.
func withSetting(t testing.TB, address, key, value string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	q.Set(key, value)
	u.RawQuery = q.Encode()
	return u.String()
}

// onServer runs statements on a server.
func onServer(t testing.TB, address, statements string) {
	t.Helper()
	ctx := context.Background()
	c, err := pgx.Connect(ctx, address)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close(ctx)
	if _, err := c.Exec(ctx, statements); err != nil {
		t.Errorf("%s: %v", statements, err)
	}
}
