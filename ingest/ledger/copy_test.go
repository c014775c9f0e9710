package ledger

import (
	"context"
	"errors"
	"math/rand/v2"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"picreport/ingest/contact/contacttest"
)

// state is all that a ledger says of a programme.
type state struct {
	Sources   []Source
	Contacts  []contacttest.Row
	Entries   []Entry
	Published []Published
}

func everything(t *testing.T, l *Ledger) map[string]state {
	t.Helper()
	programs, err := l.Programs(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]state{}
	for _, p := range programs {
		of := l.In(p)
		sources, err1 := of.Sources(t.Context())
		published, err2 := of.Published(t.Context(), "")
		if err := errors.Join(err1, err2); err != nil {
			t.Fatal(err)
		}
		all[p] = state{sources, contactsOf(t, of), journal(t, of), published}
	}
	return all
}

// fillLedger gives a ledger two programmes with all that can be in one.
func fillLedger(t *testing.T, l *Ledger) {
	t.Helper()
	r := rand.New(rand.NewPCG(9, 10))
	for _, program := range []string{"lakeside", "riverton"} {
		of := l.In(program)
		for i := range 3 {
			mustIngest(t, of, batch("a\x00\xff.csv", randomContacts(r, 200+i)), batch("b.csv", randomContacts(r, 100)), batch("none.csv", nil))
		}
		mustIngest(t, of, batch("c.csv", randomContacts(r, 10)))
		if err := of.Remove(t.Context(), "c.csv"); err != nil {
			t.Fatal(err)
		}
		p := Published{Quarter: "2024Q3", Figures: []byte(`{"a": "é\u0000", "b":  2}`), Output: "q3.pdf", SHA256: "ab", At: clock, Entry: 3}
		if err := errors.Join(of.Publish(t.Context(), p), of.Publish(t.Context(), p)); err != nil {
			t.Fatal(err)
		}
		withNotes(t, of)
	}
}

// TestCopy copies between engines, there and back.
func TestCopy(t *testing.T) {
	makers := map[string]maker{"sqlite": newLedger, "postgres": newPostgres}
	for from, newFrom := range makers {
		for to, newTo := range makers {
			t.Run(from+" to "+to, func(t *testing.T) {
				old, made := newFrom(t), newTo(t)
				fillLedger(t, old)
				verified := false
				copied, err := Copy(t.Context(), old, made, func(from, to *Snapshot) error {
					verified = true
					for _, p := range from.Programs {
						was, err1 := from.Of(p)
						is, err2 := to.Of(p)
						if err := errors.Join(err1, err2); err != nil {
							return err
						}
						if diff := cmp.Diff(collect(t, was), collect(t, is), cmpopts.EquateEmpty()); diff != "" {
							t.Error(diff)
						}
					}
					to.Close() // is not the caller's to end
					return nil
				})
				want := Copied{Programs: []string{"lakeside", "riverton"}, Sources: 6, Rows: 604, Entries: 22, Published: 4}
				if diff := cmp.Diff(want, copied); diff != "" || err != nil || !verified {
					t.Error(err, diff)
				}
				if diff := cmp.Diff(everything(t, old), everything(t, made), ignoreInner, cmpopts.EquateEmpty()); diff != "" {
					t.Error(diff)
				}
				mustBeSound(t, made)
				hasty := openLedger(t, whereOf(made), Options{Program: "riverton", Busy: -1}) // has no time for IDs that are taken
				next := mustIngest(t, hasty, batch("d.csv", version(1)))[0].Source.Seq
				if entries := journal(t, made.In("riverton")); entries[len(entries)-1].ID != next || next <= 22 {
					t.Errorf("the next entry is %d", next)
				}
			})
		}
	}
}

// TestCopyFails holds that a copy that fails leaves nothing in the target.
func TestCopyFails(t *testing.T) { onEngines(t, testCopyFails) }

func testCopyFails(t *testing.T, newLedger maker) {
	old, made := newLedger(t), newLedger(t)
	fillLedger(t, old)
	broken := errors.New("broken")
	if _, err := Copy(t.Context(), old, made, func(_, _ *Snapshot) error { return broken }); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	_, err := Copy(ctx, old, made, func(_, _ *Snapshot) error {
		cancel()
		return nil
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if all := everything(t, made); len(all) > 0 {
		t.Errorf("the target has %v", all)
	}
	mustBeSound(t, made)
	if _, err := Copy(t.Context(), old, made, nil); err != nil {
		t.Error(err)
	}
	_, err = Copy(t.Context(), old, made, nil)
	wantKind(t, err, NotEmpty)
	_, err = Copy(t.Context(), old, old, nil)
	wantKind(t, err, NotEmpty)
}

// TestCopyOfDamage holds that rows that are not those that were ingested are not passed on.
func TestCopyOfDamage(t *testing.T) {
	path, _ := closedLedger(t)
	sqliteFile(t, path, "UPDATE contact SET client = 'x' WHERE row = 7")
	old, made := openLedger(t, path, Options{}), newLedger(t)
	_, err := Copy(t.Context(), old, made, nil)
	wantKind(t, err, Damaged)
	if all := everything(t, made); len(all) > 0 {
		t.Errorf("the target has %v", all)
	}
}

// TestServerBackup writes a file that can be read without a server, and replaces nothing but an
// earlier one.
func TestServerBackup(t *testing.T) {
	l := newPostgres(t)
	fillLedger(t, l)
	dir := t.TempDir()
	path := filepath.Join(dir, "backup.db")
	for range 2 {
		if err := l.Backup(t.Context(), path); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(everything(t, l), everything(t, openLedger(t, path, Options{ReadOnly: true})), ignoreInner, cmpopts.EquateEmpty()); diff != "" {
		t.Error(diff)
	}
	wantKind(t, l.Backup(t.Context(), dir), NotLedger)
	wantKind(t, l.Backup(t.Context(), filepath.Join(dir, "none", "b.db")), Missing)
	wantKind(t, l.Backup(t.Context(), whereOf(l)), Failed)
	if left, err := filepath.Glob(filepath.Join(dir, ".*")); err != nil || len(left) > 0 {
		t.Errorf("files were left: %v, %v", left, err)
	}
}
