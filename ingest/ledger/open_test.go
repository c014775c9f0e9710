package ledger

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"picreport/ingest/contact/contacttest"
	"picreport/ingest/ledger/internal/engine"
	"picreport/ingest/ledger/internal/sqlite"
)

func TestCreateByTwoAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "picreport.db")
	var all sync.WaitGroup
	for _, name := range []string{"a", "b", "c", "d"} {
		all.Go(func() {
			l, err := Open(t.Context(), path, Options{Create: true})
			if err != nil {
				t.Error(err)
				return
			}
			mustIngest(t, l, batch(name, version(1)))
			if err := l.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	l := openLedger(t, path, Options{})
	names := sourceNames(t, l)
	slices.Sort(names)
	if got := strings.Join(names, ""); got != "abcd" {
		t.Errorf("sources %s", got)
	}
	mustBeSound(t, l)
}

func TestReadOnlyOption(t *testing.T) {
	path, _ := closedLedger(t)
	l, err := Open(t.Context(), path, Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	if n := len(contactsOf(t, l)); n != 3000 {
		t.Errorf("%d contacts", n)
	}
	mustBeSound(t, l)
	wantKind(t, l.Remove(t.Context(), "a.csv"), ReadOnly)
	_, err = l.Ingest(t.Context(), []Batch{batch("a", version(1))}, IngestOptions{})
	wantKind(t, err, ReadOnly)
	if err := l.Close(); err != nil {
		t.Error(err)
	}
	if left, err := filepath.Glob(path + "?*"); err != nil || len(left) > 0 {
		t.Errorf("files were left beside the ledger: %v, %v", left, err)
	}
}

// TestPragmas checks what no other test can see, such as what a power cut would lose.
func TestPragmas(t *testing.T) {
	l := newLedger(t)
	err := l.read(t.Context(), func(q engine.Tx) error {
		for pragma, want := range map[string]string{"synchronous": "2", "journal_mode": "wal", "foreign_keys": "1", "user_version": "4"} {
			err := q.Query("PRAGMA "+pragma, func(r engine.Row) error {
				if got := r.Text(0); got != want {
					t.Errorf("%s is %s, want %s", pragma, got, want)
				}
				return nil
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	err = l.eng.Write(t.Context(), nil, func(q engine.Tx) error {
		return q.AddRecords([]engine.Record{{ID: 1, Client: "a", Gender: 7}})
	})
	wantKind(t, err, Failed)
}

func TestLinkToLedger(t *testing.T) {
	path, _ := closedLedger(t)
	link := filepath.Join(t.TempDir(), "link.db")
	if err := os.Symlink(path, link); err != nil {
		t.Skipf("cannot make a link: %v", err)
	}
	l, direct := openLedger(t, link, Options{}), openLedger(t, path, Options{})
	mustIngest(t, l, batch("b", version(1)))
	if n := len(contactsOf(t, direct)); n != 3000+len(version(1)) {
		t.Errorf("%d contacts", n)
	}
	wantKind(t, l.Backup(t.Context(), path), Failed)
	if left, err := filepath.Glob(link + "?*"); err != nil || len(left) > 0 {
		t.Errorf("files were left beside the link: %v, %v", left, err)
	}
}

// TestMigrations opens a ledger with one migration more than there is.
func TestMigrations(t *testing.T) {
	path, _ := closedLedger(t)
	contacts := func() int {
		e, err := sqlite.Open(t.Context(), path, engine.Options{ReadOnly: true})
		if err != nil {
			t.Fatal(err)
		}
		l := &Ledger{path: path, eng: e}
		mustBeSound(t, l)
		n := len(contactsOf(t, l))
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
		return n
	}
	broken := append(slices.Clone(sqlite.Migrations), "ALTER TABLE source ADD COLUMN note TEXT NOT NULL DEFAULT ''; no such statement")
	if _, err := sqlite.OpenAs(t.Context(), path, engine.Options{}, broken); err == nil {
		t.Error("a migration that fails gave no error")
	}
	if n := contacts(); n != 3000 {
		t.Errorf("after a migration that failed there are %d contacts", n)
	}
	more := append(slices.Clone(sqlite.Migrations), "ALTER TABLE source ADD COLUMN note TEXT NOT NULL DEFAULT 'none'; CREATE TABLE extra (a TEXT) STRICT;")
	_, err := sqlite.OpenAs(t.Context(), path, engine.Options{ReadOnly: true}, more)
	wantKind(t, err, Older)
	var all sync.WaitGroup
	for range 3 {
		all.Go(func() {
			e, err := sqlite.OpenAs(t.Context(), path, engine.Options{Busy: DefaultBusy}, more)
			if err != nil {
				t.Error(err)
				return
			}
			l := &Ledger{path: path, eng: e}
			if n := len(contactsOf(t, l)); n != 3000 {
				t.Errorf("after a migration there are %d contacts", n)
			}
			err = l.read(t.Context(), func(q engine.Tx) error {
				return q.Query("SELECT note FROM source", func(r engine.Row) error {
					if r.Text(0) != "none" {
						t.Errorf("the new column is %q", r.Text(0))
					}
					return nil
				})
			})
			if err := errors.Join(err, l.Close()); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	_, err = Open(t.Context(), path, Options{})
	wantKind(t, err, Newer)
}

func TestBackupRefuses(t *testing.T) {
	l := newLedger(t)
	mustIngest(t, l, batch("a", version(1)))
	dir := filepath.Dir(l.path)
	link, csv, folder := filepath.Join(dir, "link.db"), filepath.Join(dir, "contacts.csv"), filepath.Join(dir, "folder")
	if err := errors.Join(os.Link(l.path, link), os.WriteFile(csv, []byte("Client ID\n1\n"), 0o600), os.Mkdir(folder, 0o700)); err != nil {
		t.Fatal(err)
	}
	for path, kind := range map[string]Kind{
		l.path: Failed, link: Failed, l.path + "-wal": Failed, csv: NotLedger, folder: NotLedger,
		filepath.Join(dir, "none", "b.db"): Missing,
	} {
		wantKind(t, l.Backup(t.Context(), path), kind)
	}
	if content, err := os.ReadFile(csv); string(content) != "Client ID\n1\n" || err != nil {
		t.Errorf("the CSV is now %q, %v", content, err)
	}
	var names []string
	entries, err := os.ReadDir(dir)
	for _, e := range entries {
		names = append(names, e.Name())
	}
	want := []string{"contacts.csv", "folder", "link.db", "picreport.db", "picreport.db-shm", "picreport.db-wal"}
	if diff := cmp.Diff(want, names); diff != "" || err != nil {
		t.Error(err, diff)
	}
	mustBeSound(t, l)
}

// Discard takes back a file that Open made and that holds nothing, and no other.
func TestDiscard(t *testing.T) {
	path := filepath.Join(t.TempDir(), "picreport.db")
	files := func() []string {
		t.Helper()
		entries, err := os.ReadDir(filepath.Dir(path))
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, e := range entries {
			names = append(names, e.Name())
		}
		return names
	}
	open := func(o Options) *Ledger {
		t.Helper()
		l, err := Open(t.Context(), path, o)
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	discard := func(l *Ledger) {
		t.Helper()
		if err := l.Discard(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	discard(open(Options{Create: true}))
	if left := files(); len(left) > 0 {
		t.Errorf("an empty ledger left %q", left)
	}
	l := open(Options{Create: true})
	mustIngest(t, l, batch("a", []contacttest.Row{contactOn(2, "a", 1)}))
	discard(l)
	discard(open(Options{Create: true}))
	if left := files(); len(left) != 1 {
		t.Errorf("a ledger that holds contacts, or was there before, left %q", left)
	}
}
