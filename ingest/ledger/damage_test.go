package ledger

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"picreport/ingest/contact/contacttest"
)

// closedLedger returns the path of a ledger that nobody has open, with contacts of a source, and
// its bytes.
func closedLedger(t *testing.T) (path string, content []byte) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "picreport.db")
	l, err := Open(t.Context(), path, Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	rows := make([]contacttest.Row, 3000)
	for i := range rows {
		rows[i] = contactOn(i, fmt.Sprintf("client-%04d", i), 1+i%12)
	}
	mustIngest(t, l, batch("a.csv", rows))
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	content, err = os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return path, content
}

// sqliteFile runs a script in a SQLite file, which is made where it is not there.
func sqliteFile(t *testing.T, path, script string) {
	t.Helper()
	c, err := sqlite.OpenConn(path, sqlite.OpenReadWrite|sqlite.OpenCreate)
	if err != nil {
		t.Fatal(err)
	}
	for statement := range strings.SplitSeq(script, ";") {
		if err := sqlitex.ExecuteTransient(c, statement+";", nil); err != nil && strings.TrimSpace(statement) != "" {
			t.Error(err)
		}
	}
	if err := c.Close(); err != nil {
		t.Error(err)
	}
}

func TestOpenNamesWhatItIsNot(t *testing.T) {
	_, good := closedLedger(t)
	garbage := bytes.Clone(good)
	for i := range 100 {
		garbage[i] = byte(i * 37)
	}
	other := filepath.Join(t.TempDir(), "other.db")
	sqliteFile(t, other, "CREATE TABLE a (b)")
	newer := filepath.Join(t.TempDir(), "newer.db")
	if err := os.WriteFile(newer, good, 0o600); err != nil {
		t.Fatal(err)
	}
	sqliteFile(t, newer, "PRAGMA user_version = 99")
	read := func(path string) []byte {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return content
	}
	for _, c := range []struct {
		name    string
		content []byte
		kind    Kind
		want    string
	}{
		{"garbage header", garbage, NotLedger, "is not a database"},
		{"a CSV", []byte(strings.Repeat("Client ID,Contact date\n1,2024-01-02\n", 100)), NotLedger, "is not a database"},
		{"a short text", []byte("hello"), NotLedger, "is not a database"},
		{"cut in half", good[:len(good)/2], Damaged, "is damaged"},
		{"cut within a page", good[:len(good)-1000], Damaged, "was cut short"},
		{"cut to its header", good[:100], Damaged, "is damaged"},
		{"empty", nil, Damaged, "is empty"},
		{"another program's", read(other), NotLedger, "is a database, but not a ledger"},
		{"newer", read(newer), Newer, "is of version 99"},
	} {
		for _, o := range []Options{{Create: true}, {}, {ReadOnly: true}} {
			path := filepath.Join(t.TempDir(), "picreport.db")
			if err := os.WriteFile(path, c.content, 0o600); err != nil {
				t.Fatal(err)
			}
			l, err := Open(t.Context(), path, o)
			if err == nil {
				t.Errorf("%s: was opened", c.name)
				_ = l.Close()
				continue
			}
			wantKind(t, err, c.kind)
			text, found := strings.CutPrefix(err.Error(), "ledger "+path+": ")
			if !found || !strings.Contains(text, c.want) || !strings.Contains(text, "; ") {
				t.Errorf("%s: the error is %q", c.name, err)
			}
			if !bytes.Equal(read(path), c.content) {
				t.Errorf("%s: the file was changed", c.name)
			}
		}
	}
}

func TestOpenNamesWhatIsMissing(t *testing.T) {
	dir := t.TempDir()
	for _, c := range []struct {
		path string
		o    Options
		kind Kind
	}{
		{filepath.Join(dir, "none.db"), Options{}, Missing},
		{filepath.Join(dir, "none.db"), Options{ReadOnly: true, Create: true}, Missing},
		{filepath.Join(dir, "folder", "none.db"), Options{Create: true}, Missing},
		{dir, Options{Create: true}, NotLedger},
	} {
		_, err := Open(t.Context(), c.path, c.o)
		wantKind(t, err, c.kind)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("files were left: %v, %v", left, err)
	}
}

// TestDamageWithin damages what Open does not look at.
func TestDamageWithin(t *testing.T) {
	const page = 4096
	for _, c := range []struct {
		name   string
		damage func([]byte)
	}{
		{"a page of noise", func(b []byte) {
			at := len(b) / page / 2 * page
			for i := range page {
				b[at+i] = byte(i*i + 5)
			}
		}},
		{"a page of zeros", func(b []byte) { clear(b[len(b)/page/2*page:][:page]) }},
		{"two pages swapped", func(b []byte) {
			x, y := b[len(b)-2*page:len(b)-page], b[len(b)-page:]
			kept := bytes.Clone(x)
			copy(x, y)
			copy(y, kept)
		}},
		{"one bit of a client ID", func(b []byte) { b[bytes.Index(b, []byte("client-1234"))+10] ^= 1 }},
	} {
		t.Run(c.name, func(t *testing.T) {
			path, content := closedLedger(t)
			c.damage(content)
			if err := os.WriteFile(path, content, 0o600); err != nil {
				t.Fatal(err)
			}
			l, err := Open(t.Context(), path, Options{})
			if err != nil {
				t.Fatal(err)
			}
			s, err := l.Snapshot(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			for _, got := range s.Contacts() {
				err = got
			}
			wantKind(t, err, Damaged)
			s.Close()
			if problems, err := l.Check(t.Context()); err != nil || len(problems) == 0 {
				t.Errorf("Check: %q, %v", problems, err)
			}
			backup := filepath.Join(t.TempDir(), "backup.db")
			wantKind(t, l.Backup(t.Context(), backup), Damaged)
			if _, err := os.Stat(backup); err == nil {
				t.Error("a damaged backup was written")
			}
			if err := l.Close(); err != nil {
				t.Error(err)
			}
			after, err := os.ReadFile(path)
			if err != nil || !bytes.Equal(after, content) {
				t.Errorf("the file was changed (%v)", err)
			}
		})
	}
}

// TestCheckFindsOurOwn breaks what SQLite does not know of.
func TestCheckFindsOurOwn(t *testing.T) {
	for script, want := range map[string]string{
		"UPDATE source SET contacts = contacts + 1, rows = rows + 1":        "has 3000 contacts and 0 rows of a roster, but 3001 and 0 were ingested",
		"UPDATE source SET rows = rows + 1":                                 "its counts of rows do not add up",
		"DELETE FROM contact WHERE row = 7":                                 "has 2999 contacts",
		"UPDATE contact SET client = 'x' WHERE row = 7":                     "its rows are not those that were ingested",
		"UPDATE contact SET date = 4000000 WHERE row = 7":                   "1 rows have a date, an age or a label that cannot be",
		"UPDATE contact SET gender = 99 WHERE row = 7":                      "refers to a label that is not there",
		"INSERT INTO contact (id, client, date, row) VALUES (1, 'x', 1, 1)": "1 rows are of no source",
		"DELETE FROM source":                                                "3000 rows are of no source",
		"INSERT INTO service_list (labels) VALUES ('[1]')":                  "1 lists of services cannot be read",
	} {
		path, _ := closedLedger(t)
		sqliteFile(t, path, "PRAGMA foreign_keys = OFF; "+script)
		l := openLedger(t, path, Options{})
		problems, err := l.Check(t.Context())
		if err != nil || !strings.Contains(strings.Join(problems, "\n"), want) {
			t.Errorf("%s: got %q, %v", script, problems, err)
		}
	}
}
