package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"picreport": func() { os.Exit(realMain()) }})
}

// TestScripts runs testdata/script: one script a promise to a user. $DATA is the folder of the
// repository's test data, and the day is 23 January 2026.
func TestScripts(t *testing.T) {
	data, err := filepath.Abs(filepath.Join("..", "..", "testdata"))
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:       filepath.Join("testdata", "script"),
		Condition: func(cond string) (bool, error) { return cond == "postgres" && testServer() != "", nil },
		Setup: func(env *testscript.Env) error {
			env.Setenv("DATA", data)
			env.Setenv("PICREPORT_TODAY", "2026-01-23")
			env.Setenv("SOURCE_DATE_EPOCH", "1704067200")
			return setPostgres(env)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"exitcode": exitCodeIs, "export": makeExport},
	})
}

// exitCodeIs runs picreport and checks its exit code, which the script language alone cannot:
// exitcode 3 build …
func exitCodeIs(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exitcode N ARGUMENT...")
	}
	if want := args[0]; want == "0" {
		ts.Check(ts.Exec("picreport", args[1:]...))
	} else if err := ts.Exec("picreport", args[1:]...); err == nil || err.Error() != "exit status "+want {
		ts.Fatalf("picreport ended with %v; want exit status %s", err, want)
	}
}
