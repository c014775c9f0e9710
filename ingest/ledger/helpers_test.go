package ledger

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"picreport/ingest/contact"
	"picreport/ingest/contact/contacttest"
	"picreport/ingest/internal/clients"
	"picreport/ingest/ledger/internal/engine"
)

// clock is the time of all ledgers of tests but those of other processes.
var clock = time.Date(2024, 7, 5, 9, 30, 0, 0, time.UTC)

// maker returns an empty ledger that is the test's own.
type maker func(testing.TB) *Ledger

// onEngines runs a test on each engine.
func onEngines(t *testing.T, test func(*testing.T, maker)) {
	t.Run("sqlite", func(t *testing.T) { test(t, newLedger) })
	t.Run("postgres", func(t *testing.T) {
		testServer(t)
		test(t, newPostgres)
	})
}

// newLedger returns an empty ledger in a folder of its own.
func newLedger(t testing.TB) *Ledger {
	return openLedger(t, filepath.Join(t.TempDir(), "picreport.db"), Options{Create: true})
}

// opened has the path or the address that each ledger of openLedger was opened with.
var opened sync.Map

// whereOf returns the path or the address that openLedger was given.
func whereOf(l *Ledger) string {
	where, _ := opened.Load(l)
	return where.(string)
}

func openLedger(t testing.TB, path string, o Options) *Ledger {
	t.Helper()
	o.Now = func() time.Time { return clock }
	l, err := Open(t.Context(), path, o)
	if err != nil {
		t.Fatal(err)
	}
	opened.Store(l, path)
	t.Cleanup(func() {
		opened.Delete(l)
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	})
	return l
}

// seq yields contacts from a slice, as rows of a source.
func seq(name string, contacts []contacttest.Row) iter.Seq2[*contact.Contact, error] {
	return contacttest.New().Stream(inFile(name, contacts), nil)
}

func batch(name string, contacts []contacttest.Row) Batch {
	return Batch{Source: Source{Name: name, Path: "in/" + name, SHA256: "sha-" + name}, Contacts: seq(name, contacts)}
}

func mustIngest(t testing.TB, l *Ledger, batches ...Batch) []Change {
	t.Helper()
	changes, err := l.Ingest(context.Background(), batches, IngestOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return changes
}

// midway ingests a batch, and calls a function when all of it is written and not yet committed.
func midway(ctx context.Context, l *Ledger, b Batch, do func()) error {
	spooled, closeAll, err := spoolAll(ctx, []Batch{b})
	if err != nil {
		return err
	}
	defer closeAll()
	locks := []engine.Lock{{Program: l.program, Source: b.Source.Name}}
	return l.eng.Write(ctx, locks, func(t engine.Tx) error {
		if err := l.begin(t); err != nil {
			return err
		}
		if _, err := l.replace(t, newRecordWriter(t), spooled[0], IngestOptions{}); err != nil {
			return err
		}
		do()
		return nil
	})
}

// contactsOf returns all contacts of a ledger.
func contactsOf(t testing.TB, l *Ledger) []contacttest.Row {
	t.Helper()
	s, err := l.Snapshot(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	return collect(t, s)
}

func collect(t testing.TB, s *Snapshot) (all []contacttest.Row) {
	t.Helper()
	for c, err := range s.Contacts() {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, contacttest.Of(c))
	}
	return all
}

func sourceNames(t testing.TB, l *Ledger) (names []string) {
	t.Helper()
	sources, err := l.Sources(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range sources {
		names = append(names, s.Name)
	}
	return names
}

// mustBeSound fails where Check finds something.
func mustBeSound(t testing.TB, l *Ledger) {
	t.Helper()
	problems, err := l.Check(context.Background())
	if err != nil || len(problems) > 0 {
		t.Fatalf("Check: %q, %v", problems, err)
	}
}

// wantKind fails unless err is an *Error of a kind.
func wantKind(t testing.TB, err error, kind Kind) {
	t.Helper()
	var bad *Error
	if !errors.As(err, &bad) || bad.Kind != kind {
		t.Errorf("got error %v, want one of kind %q", err, kind)
	}
}

var words = []string{"", "Male", "Calls for service", "\x00", "a\"b", "é ü 漢", "<&>", "x\x00y", "'; DROP TABLE contact; --"}

// randomContact returns a contact with all that can be odd about one.
func randomContact(r *rand.Rand, row int) contacttest.Row {
	word := func() string { return words[r.IntN(len(words))] }
	c := contacttest.Row{
		Client: clients.Compared(fmt.Sprintf("p-%d%s", r.IntN(40), word())),
		Gender: word(), Source: word(),
		Place: contact.Place{Sheet: word(), Row: row},
	}
	if r.IntN(8) > 0 {
		c.Date = contact.MakeDate(2024, time.Month(1+r.IntN(12)), 1+r.IntN(28))
	}
	if r.IntN(2) == 0 {
		c.ID = fmt.Sprintf("c%d%s", r.Int64(), word()) // of no other contact
	}
	if r.IntN(2) == 0 {
		c.BirthDate = contact.MakeDate(1+r.IntN(9999), 2, 1+r.IntN(28))
	}
	if r.IntN(2) == 0 {
		low := int16(r.IntN(contact.MaxAge))
		c.Age = contact.Age{Low: low, High: low + int16(r.IntN(2)), Known: true}
	}
	for _, w := range words[:r.IntN(len(words))] {
		if r.IntN(3) == 0 && !slices.Contains(c.Services, w) {
			c.Services = append(c.Services, w)
		}
	}
	return c
}

func randomContacts(r *rand.Rand, n int) []contacttest.Row {
	all := make([]contacttest.Row, n)
	for i := range all {
		all[i] = randomContact(r, i+2)
	}
	return all
}

// inFile returns contacts with their place in a source.
func inFile(name string, contacts []contacttest.Row) []contacttest.Row {
	out := slices.Clone(contacts)
	for i := range out {
		out[i].Place.File = name
	}
	return out
}
