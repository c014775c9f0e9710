package job

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"picreport/cmd/picreport/internal/config"
	"picreport/ingest/contact"
	"picreport/ingest/contact/contacttest"
	"picreport/ingest/ledger"
	"picreport/report"
)

// TestSameFigures holds that a copy is told from a ledger in which one client of one quarter
// differs.
func TestSameFigures(t *testing.T) {
	snapshot := func(gender string) *ledger.Snapshot {
		t.Helper()
		l, err := ledger.Open(t.Context(), filepath.Join(t.TempDir(), "picreport.db"), ledger.Options{Create: true})
		if err != nil {
			t.Fatal(err)
		}
		b := ledger.Batch{Source: ledger.Source{Name: "a"}, Contacts: func(yield func(*contact.Contact, error) bool) {
			made := contacttest.New()
			for q := range 9 {
				c := contacttest.Row{
					Client: string(rune('a' + q)), Date: contact.MakeDate(2022+q/4, time.Month(2+3*(q%4)), 1),
					Place: contact.Place{File: "a", Row: q + 2},
				}
				if q == 6 {
					c.Gender = gender
				}
				if !yield(made.Contact(c), nil) {
					return
				}
			}
		}}
		if _, err := l.Ingest(t.Context(), []ledger.Batch{b}, ledger.IngestOptions{}); err != nil {
			t.Fatal(err)
		}
		s, err := l.SnapshotAll(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			s.Close()
			_ = l.Close()
		})
		return s
	}
	c, err := config.Load("", t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	edition, err := c.In("en")
	if err != nil {
		t.Fatal(err)
	}
	options := edition.Options
	options.Inception = 0
	options.Genders = []report.Gender{{Label: "Male"}, {Label: "Female"}}
	if n, err := sameFigures(snapshot("Male"), snapshot("Male"), options); n != 9 || err != nil {
		t.Errorf("%d quarters, %v", n, err)
	}
	if _, err := sameFigures(snapshot("Male"), snapshot("Female"), options); err == nil ||
		!strings.Contains(err.Error(), "figures of 2023Q3 differ") {
		t.Errorf("got %v", err)
	}
}
