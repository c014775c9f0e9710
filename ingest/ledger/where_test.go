package ledger

import (
	"fmt"
	"strings"
	"testing"
)

// serverPassword is the password of the user of servers of tests, with what must be escaped in an
// address.
const serverPassword = "tr0ub/4dor#&3"

// secrets are what no message may have.
var secrets = []string{serverPassword, "tr0ub", "4dor", "wr0ng"}

func wantNoSecret(t *testing.T, text string) {
	t.Helper()
	for _, s := range secrets {
		if strings.Contains(text, s) {
			t.Errorf("%q holds the password", text)
		}
	}
}

func TestNameHidesPasswords(t *testing.T) {
	for where, want := range map[string]string{
		"picreport.db":          "picreport.db",
		"my service=2.db":       "my service=2.db",
		`C:\ledgers\shared.db`:  `C:\ledgers\shared.db`,
		"postgres://db/records": "postgres://db/records",
		"POSTGRESQL://ana@db:5433/records?sslmode=require": "postgresql://ana@db:5433/records",
		"postgres://ana:tr0ub@db/records":                  "postgres://ana@db/records",
		"postgres://ana:tr0ub%234dor@db1:5432,db2:5432/r":  "postgres://ana@db1:5432,db2:5432/r",
		"postgres://ana:tr0ub@4dor@db/r":                   "postgres://…",
		"postgres://ana:tr0ub@db/r?search_path=two":        "postgres://ana@db/r?search_path=two",
		" postgres://ana:tr0ub@db/r":                       "…",
		"'postgres://ana:tr0ub@db/r'":                      "…",
		`"postgres://ana:tr0ub@db/r"`:                      "…",
		"postgres:/ana:tr0ub@db/r":                         "…",
		"postgres:ana:tr0ub@db/r":                          "…",
		"postgres//ana:tr0ub@db/r":                         "…",
		"postgres;//ana:tr0ub@db/r":                        "…",
		`postgres:\\ana:tr0ub@db/r`:                        "…",
		"jdbc:postgresql://ana:tr0ub@db/r":                 "…",
		"postgres-2024.db":                                 "postgres-2024.db",
		"postgres/ana@example.org.db":                      "postgres/ana@example.org.db",
		"postgres:///records?user=ana&password=tr0ub":      "postgres:///records",
		"postgres://db/r?password=tr0ub&sslpassword=4dor":  "postgres://db/r",
		"postgres://ana:tr0ub#4dor@db/r":                   "postgres://…",
		"postgres://ana:12#4dor@db/r":                      "postgres://…",
		"postgres://ana:12/4dor@db/r":                      "postgres://…",
		"postgres://ana:12?4dor@db/r":                      "postgres://…",
		"postgres://ana:tr0ub/4dor@db/r":                   "postgres://…",
		"postgres://ana:tr0ub%zz@db/r":                     "postgres://…",
		"postgress://ana:tr0ub@db/r":                       "postgress://…",
		"mysql://ana:tr0ub@db/r":                           "mysql://…",
		"host=db user=ana password=tr0ub dbname=r":         "…",
		"host = db password = 'tr0ub 4dor'":                "…",
	} {
		if got := Name(where); got != want {
			t.Errorf("%s: got %q, want %q", where, got, want)
		}
		if !IsAddress(where) {
			continue
		}
		_, err := Open(t.Context(), where+"x=%zz", Options{Busy: -1})
		if err == nil {
			t.Errorf("%s was opened", where)
			continue
		}
		wantNoSecret(t, err.Error())
		wantNoSecret(t, fmt.Sprintf("%+v", err))
	}
}
