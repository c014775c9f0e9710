package ledger

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"picreport/ingest/contact/contacttest"
)

// temporaryFolder makes a folder that of the system's temporary files.
func temporaryFolder(t *testing.T, dir string) {
	for _, name := range []string{"TMPDIR", "TMP", "TEMP"} {
		t.Setenv(name, dir)
	}
}

// fillSpool adds contacts to a spool.
func fillSpool(s *spool, rows []contacttest.Row) error {
	for c, err := range seq(s.file, rows) {
		if err == nil {
			row := newStored(c)
			err = s.add(&row)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// TestSpool holds that contacts come back as they were, as often as they are asked for, from memory
// and from the file, which nobody can read and which is gone afterwards.
func TestSpool(t *testing.T) {
	rows := randomContacts(rand.New(rand.NewPCG(3, 4)), 9000)
	const telling = "a client whose ID is in the file"
	for i := range rows {
		rows[i].Client = fmt.Sprintf("%s %d", telling, i%400)
		if i%3 == 0 {
			rows[i].Given = strings.ToUpper(rows[i].Client)
		}
	}
	rows[2000].Client = strings.Repeat("long ", 40_000) // longer than a block
	for name, limit := range map[string]int{"memory": spoolInMemory, "file": 0, "both": 300_000} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			temporaryFolder(t, dir)
			s := newSpool("a.csv")
			s.limit = limit
			if err := fillSpool(s, rows); err != nil {
				t.Fatal(err)
			}
			if (s.disk != nil) != (name != "memory") {
				t.Error("the contacts are not where they should be")
			}
			for range 2 {
				if diff := cmp.Diff(inFile("a.csv", rows), rowsOf(t, s), cmpopts.EquateEmpty()); diff != "" {
					t.Fatal(diff)
				}
			}
			if s.disk != nil {
				wantUnreadable(t, s, telling)
			}
			s.close()
			if left, err := filepath.Glob(filepath.Join(dir, "*")); err != nil || len(left) > 0 {
				t.Errorf("files were left: %v, %v", left, err)
			}
		})
	}
}

// wantUnreadable fails where the file of a spool tells a text, or one block of another.
func wantUnreadable(t *testing.T, s *spool, telling string) {
	t.Helper()
	content := make([]byte, s.size)
	if _, err := s.disk.ReadAt(content, 0); err != nil || bytes.Contains(content, []byte(telling)) {
		t.Errorf("the file can be read: %v", err)
	}
	first, second := make([]byte, 64), make([]byte, 64)
	s.crypt(first, 0)
	s.crypt(second, spoolBlockSize)
	if bytes.Equal(first, second) {
		t.Error("two blocks are encrypted alike")
	}
}

// rowsOf reads what a spool holds.
func rowsOf(t *testing.T, s *spool) (all []contacttest.Row) {
	t.Helper()
	for c, err := range s.contacts() {
		if err != nil {
			t.Fatal(err)
		}
		row := contacttest.Of(&c.Contact)
		row.Client, row.Given = strings.Clone(c.client), ""
		if c.given != c.client {
			row.Given = strings.Clone(c.given)
		}
		all = append(all, row)
	}
	return all
}

// TestSpoolWithoutFile says what to do where no temporary file can be made.
func TestSpoolWithoutFile(t *testing.T) {
	temporaryFolder(t, filepath.Join(t.TempDir(), "none"))
	s := newSpool("a.csv")
	s.limit = 0
	defer s.close()
	err := fillSpool(s, randomContacts(rand.New(rand.NewPCG(3, 4)), 9000))
	wantKind(t, err, Failed)
	if err == nil || !strings.Contains(err.Error(), "TMPDIR") {
		t.Errorf("got %v", err)
	}
	if _, err := os.Stat(os.TempDir()); err == nil {
		t.Error("the folder was made")
	}
}

// Numbers of two Dictionaries mean other clients, so that a batch has one.
func TestSpoolOfOneDictionary(t *testing.T) {
	s := newSpool("a.csv")
	defer s.close()
	rows := randomContacts(rand.New(rand.NewPCG(5, 6)), 3)
	if err := fillSpool(s, rows); err != nil {
		t.Fatal(err)
	}
	if err := fillSpool(s, rows); !errors.Is(err, errDictionaries) {
		t.Errorf("contacts of a second dictionary: %v", err)
	}
}
