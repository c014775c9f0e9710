package ledger

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"picreport/ingest/contact"
	"picreport/ingest/contact/contacttest"
)

// during returns contacts that call a function before the last of them is read.
func during(contacts iter.Seq2[*contact.Contact, error], do func()) iter.Seq2[*contact.Contact, error] {
	return func(yield func(*contact.Contact, error) bool) {
		var last *contact.Contact
		for c, err := range contacts {
			if last != nil && !yield(last, err) {
				return
			}
			kept := *c
			last = &kept
		}
		do()
		yield(last, nil)
	}
}

func TestReadersSeeAWholeState(t *testing.T) { onEngines(t, testReadersSeeAWholeState) }

func testReadersSeeAWholeState(t *testing.T, newLedger maker) {
	l := newLedger(t)
	other := openLedger(t, whereOf(l), Options{})
	a, b := []contacttest.Row{contactOn(2, "a", 1), contactOn(3, "b", 1)}, []contacttest.Row{contactOn(2, "c", 1), contactOn(3, "d", 1)}
	mustIngest(t, l, batch("a", a))
	before, err := other.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer before.Close()
	err = midway(t.Context(), l, batch("a", b), func() {
		for _, reader := range []*Ledger{l, other} {
			if diff := cmp.Diff(inFile("a", a), contactsOf(t, reader)); diff != "" {
				t.Error("a reader in the middle of an ingest:", diff)
			}
			mustBeSound(t, reader)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(inFile("a", a), collect(t, before)); diff != "" || before.Sources[0].Seq != 1 || before.Entry != 1 {
		t.Error("a snapshot from before the ingest:", diff, before.Sources, before.Entry)
	}
	if diff := cmp.Diff(inFile("a", b), contactsOf(t, other)); diff != "" {
		t.Error("a reader after the ingest:", diff)
	}
}

func TestSecondWriter(t *testing.T) {
	l := newLedger(t)
	hasty := openLedger(t, whereOf(l), Options{Busy: -1})
	patient := openLedger(t, whereOf(l), Options{Busy: time.Minute})
	rows := []contacttest.Row{contactOn(2, "a", 1)}
	var waited sync.WaitGroup
	err := midway(t.Context(), l, batch("first", rows), func() {
		_, err := hasty.Ingest(t.Context(), []Batch{batch("second", rows)}, IngestOptions{})
		wantKind(t, err, Busy)
		if want := "is being written by this same program; "; runtime.GOOS == "linux" && !strings.Contains(err.Error(), want) {
			t.Errorf("got %q", err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
		defer cancel()
		if err := patient.Remove(ctx, "first"); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("a wait that was cancelled: %v", err)
		}
		waited.Go(func() {
			if _, err := patient.Ingest(context.Background(), []Batch{batch("third", rows)}, IngestOptions{}); err != nil {
				t.Error(err)
			}
		})
		time.Sleep(100 * time.Millisecond)
	})
	waited.Wait()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"first", "third"}, sourceNames(t, l)); diff != "" {
		t.Error(diff)
	}
}

// contention is how long TestWritersAndReaders runs: PICREPORT_CONTENTION, or a second.
func contention(t *testing.T) time.Duration {
	text := os.Getenv("PICREPORT_CONTENTION")
	if text == "" {
		return time.Second
	}
	d, err := time.ParseDuration(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestWritersAndReaders has two ledgers ingest two sources over and over, in opposite order, and
// each one of its own, and reads all the while: the rows of the two must be of one ingest, and the
// others whole.
func TestWritersAndReaders(t *testing.T) { onEngines(t, testWritersAndReaders) }

func testWritersAndReaders(t *testing.T, newLedger maker) {
	l := newLedger(t)
	both := func(v int) []Batch { return []Batch{batch("a", version(v)), batch("b", version(v))} }
	mustIngest(t, l, both(0)...)
	stop := time.Now().Add(contention(t))
	var all sync.WaitGroup
	var writes, reads atomic.Int64
	for writer := range 2 {
		w := openLedger(t, whereOf(l), Options{Busy: time.Minute})
		all.Go(func() {
			for v := writer; time.Now().Before(stop); v += 2 {
				batches := both(v)
				if writer == 1 {
					slices.Reverse(batches)
				}
				for _, b := range [][]Batch{batches, {batch(fmt.Sprint("own-", writer), version(v))}} {
					if _, err := w.Ingest(context.Background(), b, IngestOptions{}); err != nil {
						t.Error(err)
					}
				}
				writes.Add(1)
			}
		})
	}
	for range 2 {
		all.Go(func() {
			for time.Now().Before(stop) {
				versions, err := versionsOf(contactsOf(t, l))
				if err != nil || versions["a"] != versions["b"] {
					t.Error(versions, err)
				}
				reads.Add(1)
			}
		})
	}
	all.Wait()
	mustBeSound(t, l)
	entries := journal(t, l)
	if want := 2 + 3*writes.Load(); int64(len(entries)) != want {
		t.Errorf("the journal has %d entries, want %d", len(entries), want)
	}
	t.Logf("%d rounds of ingests, %d reads", writes.Load(), reads.Load())
}

// versionsOf returns the number of the state that the rows of each source are.
func versionsOf(rows []contacttest.Row) (map[string]int, error) {
	sources := map[string][]contacttest.Row{}
	for _, c := range rows {
		sources[c.Place.File] = append(sources[c.Place.File], c)
	}
	versions := map[string]int{}
	for name, own := range sources {
		v, err := versionOf(own)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		versions[name] = v
	}
	return versions, nil
}

// version returns the rows of a numbered state of a source; no two have the same number of rows in
// a row.
func version(v int) []contacttest.Row {
	rows := make([]contacttest.Row, 500+v%7)
	for i := range rows {
		rows[i] = contactOn(i+2, fmt.Sprintf("v%d", v), 1+i%12)
	}
	return rows
}

// versionOf returns the number of the state that rows are, or an error where they are a mixture, or
// not all.
func versionOf(rows []contacttest.Row) (v int, err error) {
	if len(rows) == 0 {
		return 0, errors.New("there are no rows")
	}
	if _, err := fmt.Sscanf(rows[0].Client, "v%d", &v); err != nil {
		return 0, err
	}
	if diff := cmp.Diff(inFile(rows[0].Place.File, version(v)), rows); diff != "" {
		return 0, fmt.Errorf("a mixture: %s", diff)
	}
	return v, nil
}

func TestBackupDuringIngest(t *testing.T) { onEngines(t, testBackupDuringIngest) }

func testBackupDuringIngest(t *testing.T, newLedger maker) {
	l := newLedger(t)
	rows := version(3)
	mustIngest(t, l, batch("a", rows))
	path := filepath.Join(t.TempDir(), "backup.db")
	for range 2 { // the second takes the place of the first
		err := midway(t.Context(), l, batch("a", version(4)), func() {
			if err := l.Backup(t.Context(), path); err != nil {
				t.Error(err)
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		mustIngest(t, l, batch("a", rows))
	}
	backup, err := Open(t.Context(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer backup.Close()
	if v, err := versionOf(contactsOf(t, backup)); v != 3 || err != nil {
		t.Errorf("the backup has version %d, %v", v, err)
	}
	mustBeSound(t, backup)
	mustIngest(t, backup, batch("b", rows))
	wantKind(t, l.Backup(t.Context(), path), Busy)
}
