package main

import (
	"bytes"
	"context"
	"os"
	"slices"
	"testing"

	"picreport/cmd/picreport/internal/failure"
	"picreport/cmd/picreport/internal/filetest"
)

// TestLedgerEqualsFiles ingests exports in both orders: the figures document from the ledger is
// byte for byte that of the same files given in the order of ingest, and ingesting a file again
// that has not changed changes nothing. One export has all contacts of another, one is a roster, and
// one has contacts of other clients without contact IDs.
func TestLedgerEqualsFiles(t *testing.T) {
	env, stdout, stderr := testApp(t)
	others, err := os.ReadFile(filetest.Data("contacts-2024-noids.csv"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("others.csv", bytes.ReplaceAll(others, []byte("PIC-"), []byte("VSU-")), 0o600); err != nil {
		t.Fatal(err)
	}
	files := []string{
		filetest.Data("contacts-2024-Q1-Q2.csv"), filetest.Data("contacts-2024.xlsx"), filetest.Data("roster-2024.csv"),
		"others.csv",
	}
	run := func(args ...string) []byte {
		t.Helper()
		stdout.Reset()
		stderr.Reset()
		if code := run(context.Background(), env, args); code != failure.Done {
			t.Fatalf("%v: exit %d: %s", args, code, stderr)
		}
		return bytes.Clone(stdout.Bytes())
	}
	same := func(name string, order []string) {
		t.Helper()
		for quarter := range published {
			fromFiles := run(append([]string{"tables", "--format", "json", "--quarter", quarter}, order...)...)
			fromLedger := run("tables", "--format", "json", "--quarter", quarter, "--ledger", name)
			if !bytes.Equal(fromFiles, fromLedger) {
				t.Errorf("%s %s: the ledger gives\n%s\nthe files give\n%s", name, quarter, fromLedger, fromFiles)
			}
		}
	}
	backward := slices.Clone(files)
	slices.Reverse(backward)
	for i, order := range [][]string{files, backward} {
		name := []string{"forth.db", "back.db"}[i]
		run(append([]string{"ingest", "--ledger", name}, order...)...)
		same(name, order)
	}
	run("ingest", "--ledger", "forth.db", files[0]) // has not changed, and so keeps its place
	same("forth.db", files)
}
