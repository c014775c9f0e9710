package ledger

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"net"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"picreport/ingest/contact"
	"picreport/ingest/ledger/internal/engine"
	"picreport/ingest/ledger/internal/postgres"
)

// TestConflictIsRunAgain has another writer change what a transaction has read. It is undone and
// run again, and gets through, with the contacts that were read once.
func TestConflictIsRunAgain(t *testing.T) {
	l := newPostgres(t)
	mustIngest(t, l, batch("a", version(1)), batch("b", version(1)))
	other := openLedger(t, whereOf(l), Options{})
	reads, attempts := 0, 0
	b := batch("a", version(2))
	b.Contacts = counted(b.Contacts, &reads)
	spooled, closeAll, err := spoolAll(t.Context(), []Batch{b})
	if err != nil {
		t.Fatal(err)
	}
	defer closeAll()
	err = l.eng.Write(t.Context(), []engine.Lock{{Source: "a"}}, func(tx engine.Tx) error {
		attempts++
		if _, err := readSources(tx, ""); err != nil {
			return err
		}
		if attempts == 1 {
			mustIngest(t, other, batch("b", version(3)))
		}
		_, err := l.replace(tx, newRecordWriter(tx), spooled[0], IngestOptions{})
		return err
	})
	if err != nil || attempts != 2 || reads != 1 {
		t.Errorf("%d attempts, contacts read %d times, %v", attempts, reads, err)
	}
	versions, err := versionsOf(contactsOf(t, l))
	if diff := cmp.Diff(map[string]int{"a": 2, "b": 3}, versions); diff != "" || err != nil {
		t.Error(err, diff)
	}
	mustBeSound(t, l)
}

// counted counts how often contacts are read.
func counted(contacts iter.Seq2[*contact.Contact, error], reads *int) iter.Seq2[*contact.Contact, error] {
	return func(yield func(*contact.Contact, error) bool) {
		*reads++
		contacts(yield)
	}
}

// TestConflictWithoutEnd gives up in time.
func TestConflictWithoutEnd(t *testing.T) {
	l := newPostgres(t)
	mustIngest(t, l, batch("a", version(1)))
	hasty, other := openLedger(t, whereOf(l), Options{Busy: -1}), openLedger(t, whereOf(l), Options{})
	attempts := 0
	err := hasty.eng.Write(t.Context(), nil, func(tx engine.Tx) error {
		if attempts++; attempts > 100 {
			t.Fatal("it does not give up")
		}
		s, _, err := findSource(tx, "", "a")
		if err == nil {
			// As one who takes no locks would do.
			onServer(t, whereOf(l), "UPDATE source SET size = size + 1")
			s.Path = "elsewhere"
			err = setSource(tx, s)
		}
		return err
	})
	wantKind(t, err, Busy)
	if attempts < 3 {
		t.Errorf("%d attempts", attempts)
	}
	if s, err := other.Source(t.Context(), "a"); s.Path != "in/a" || err != nil {
		t.Errorf("%+v, %v", s, err)
	}
}

// TestWritersOfOneSource holds a source: another writer of it waits, and one of another source does
// not.
func TestWritersOfOneSource(t *testing.T) {
	l := newPostgres(t)
	mustIngest(t, l, batch("a", version(1)))
	hasty, patient := openLedger(t, whereOf(l), Options{Busy: -1}), openLedger(t, whereOf(l), Options{Busy: time.Minute})
	done := make(chan error, 1)
	err := l.eng.Write(t.Context(), []engine.Lock{{Source: "a"}}, func(engine.Tx) error {
		_, err := hasty.Ingest(t.Context(), []Batch{batch("a", version(2))}, IngestOptions{})
		wantKind(t, err, Busy)
		if want := " (picreport, process "; !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
		wantKind(t, hasty.Remove(t.Context(), "a"), Busy)
		mustIngest(t, hasty, batch("b", version(2)))
		mustIngest(t, hasty.In(""), batch("c", version(2)))
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		if err := patient.Remove(ctx, "a"); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("a wait that was cancelled: %v", err)
		}
		go func() {
			_, err := patient.Ingest(context.Background(), []Batch{batch("a", version(3))}, IngestOptions{})
			done <- err
		}()
		time.Sleep(100 * time.Millisecond)
		return nil
	})
	if err := errors.Join(err, <-done); err != nil {
		t.Error(err)
	}
	versions, err := versionsOf(contactsOf(t, l))
	if diff := cmp.Diff(map[string]int{"a": 3, "b": 2, "c": 2}, versions); diff != "" || err != nil {
		t.Error(err, diff)
	}
}

// TestJournalIsInOrderOfCommits has one writer about to commit and another wait for its turn, so
// that who has seen an entry has seen those before it.
func TestJournalIsInOrderOfCommits(t *testing.T) {
	l := newPostgres(t)
	mustIngest(t, l, batch("a", version(1)))
	slow, quick := openLedger(t, whereOf(l), Options{}), openLedger(t, whereOf(l), Options{Busy: 200 * time.Millisecond})
	err := slow.eng.Write(t.Context(), []engine.Lock{{Source: "b"}}, func(tx engine.Tx) error {
		if err := tx.Turn(); err != nil {
			return err
		}
		_, err := quick.Ingest(t.Context(), []Batch{batch("c", version(1))}, IngestOptions{})
		wantKind(t, err, Busy)
		return tx.Query(engine.SQLAddEntry, nil, 1, "", "b", string(Ingested))
	})
	if err != nil {
		t.Fatal(err)
	}
	mustIngest(t, quick, batch("c", version(1)))
	var names []string
	for _, e := range journal(t, l) {
		names = append(names, e.Source)
	}
	if diff := cmp.Diff([]string{"a", "b", "c"}, names); diff != "" {
		t.Error(diff)
	}
}

// TestLostAnswer cuts the connection when a commit is under way: before the server has it, or
// before its answer comes back. What is then said is what was done.
func TestLostAnswer(t *testing.T) {
	for _, delivered := range []bool{true, false} {
		l := newPostgres(t)
		mustIngest(t, l, batch("a", version(1)))
		address, cut := cuttingProxy(t, whereOf(l), delivered)
		far := openLedger(t, address, Options{})
		cut.Store(true)
		_, err := far.Ingest(t.Context(), []Batch{batch("a", version(2))}, IngestOptions{})
		if cut.Load() {
			t.Fatal("the connection was not cut")
		}
		want := 1
		if delivered {
			want = 2
		}
		if v, found := versionOf(contactsOf(t, l)); v != want || found != nil || (err == nil) != delivered {
			t.Errorf("delivered %v: version %d, %v, the ingest says %v", delivered, v, found, err)
		}
		if !delivered && (err == nil || !strings.Contains(err.Error(), "nothing was changed; run it again")) {
			t.Errorf("got %v", err)
		}
		mustIngest(t, far, batch("a", version(3)))
		mustBeSound(t, far)
	}
}

// cuttingProxy passes on what is said to a server and by it. Where cut is set it ends the
// connection at the next COMMIT of a writer, which it delivers or not.
func cuttingProxy(t *testing.T, address string, deliver bool) (proxied string, cut *atomic.Bool) {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	server := u.Host
	if u.Port() == "" {
		server += ":5432"
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	cut = &atomic.Bool{}
	go func() {
		for {
			client, err := l.Accept()
			if err != nil {
				return
			}
			go pass(client, server, deliver, cut)
		}
	}()
	u.Host = l.Addr().String()
	return withSetting(t, u.String(), "sslmode", "disable"), cut
}

func pass(client net.Conn, address string, deliver bool, cut *atomic.Bool) {
	defer client.Close()
	server, err := net.Dial("tcp", address)
	if err != nil {
		return
	}
	defer server.Close()
	go func() { _, _ = io.Copy(client, server) }()
	buffer := make([]byte, 1<<20)
	for {
		n, err := client.Read(buffer)
		if err != nil {
			return
		}
		if bytes.Contains(buffer[:n], []byte("COMMIT")) && cut.CompareAndSwap(true, false) {
			_ = client.Close()
			if deliver {
				_, _ = server.Write(buffer[:n])
				time.Sleep(100 * time.Millisecond)
			}
			return
		}
		if _, err := server.Write(buffer[:n]); err != nil {
			return
		}
	}
}

// TestNothingIsLeftOnServer holds that a ledger that was closed has no connections, and an ingest
// that is over has staged nothing.
func TestNothingIsLeftOnServer(t *testing.T) {
	mark := fmt.Sprintf("left-%d", time.Now().UnixNano())
	l, err := Open(t.Context(), withSetting(t, newSchema(t), "application_name", mark), Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	mustIngest(t, l, batch("a", version(1)))
	broken := batch("a", version(2))
	broken.Finish = func(*Source) error { return errors.New("broken") }
	if _, err := l.Ingest(t.Context(), []Batch{broken}, IngestOptions{}); err == nil {
		t.Error("no error")
	}
	watch := newPostgres(t)
	count := func() (n int64) {
		err := watch.read(t.Context(), func(q engine.Tx) error {
			return q.Query("SELECT count(*) FROM pg_stat_activity WHERE application_name = $1", func(r engine.Row) error {
				n = r.Int(0)
				return nil
			}, mark)
		})
		if err != nil {
			t.Error(err)
		}
		return n
	}
	if n := count(); n != 1 {
		t.Errorf("%d connections are open after one ingest at a time", n)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancelled := batch("a", version(2))
	cancelled.Contacts = during(cancelled.Contacts, cancel)
	if _, err := l.Ingest(ctx, []Batch{cancelled}, IngestOptions{}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if v, err := versionOf(contactsOf(t, l)); v != 1 || err != nil {
		t.Errorf("version %d, %v", v, err)
	}
	if err := l.Close(); err != nil {
		t.Error(err)
	}
	for stop := time.Now().Add(2 * time.Second); count() > 0; {
		if time.Now().After(stop) {
			t.Fatal("connections are left")
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// TestPostgresCheck breaks what the database does not know of.
func TestPostgresCheck(t *testing.T) {
	for script, want := range map[string]string{
		"UPDATE source SET contacts = contacts + 1, rows = rows + 1":        "but 502 and 0 were ingested",
		"DELETE FROM contact WHERE row = 7":                                 "has 500 contacts",
		"UPDATE contact SET client = 'x' WHERE row = 7":                     "its rows are not those that were ingested",
		"UPDATE contact SET gender = 99 WHERE row = 7":                      "1 contacts refer to a label that is not there",
		"INSERT INTO contact (id, client, date, row) VALUES (1, 'x', 1, 1)": "1 rows are of no source",
		"DELETE FROM program":                                               "sources and records are of no programme",
	} {
		l := newPostgres(t)
		mustIngest(t, l, batch("a", version(1)))
		onServer(t, whereOf(l), script)
		problems, err := l.Check(t.Context())
		if err != nil || !strings.Contains(strings.Join(problems, "\n"), want) {
			t.Errorf("%s: got %q, %v", script, problems, err)
		}
	}
}

// TestPostgresMigrations opens a ledger with one migration more than there is.
func TestPostgresMigrations(t *testing.T) {
	l := newPostgres(t)
	mustIngest(t, l, batch("a", version(1)))
	open := func(o engine.Options, more string) error {
		e, err := postgres.OpenAs(t.Context(), whereOf(l), o, append(slices.Clone(postgres.Migrations), more))
		if err != nil {
			return err
		}
		return e.Close()
	}
	if err := open(engine.Options{}, "ALTER TABLE source ADD COLUMN note text; no such statement"); err == nil {
		t.Error("a migration that fails gave no error")
	}
	mustBeSound(t, openLedger(t, whereOf(l), Options{}))
	const more = "ALTER TABLE source ADD COLUMN note text NOT NULL DEFAULT 'none'"
	wantKind(t, open(engine.Options{ReadOnly: true}, more), Older)
	failed := make(chan error)
	for range 3 {
		go func() { failed <- open(engine.Options{Busy: DefaultBusy}, more) }()
	}
	for range 3 {
		if err := <-failed; err != nil {
			t.Error(err)
		}
	}
	_, err := Open(t.Context(), whereOf(l), Options{})
	wantKind(t, err, Newer)
}

// TestCreateOnServerByTwoAtOnce begins a ledger four times at once.
func TestCreateOnServerByTwoAtOnce(t *testing.T) {
	address := newSchema(t)
	failed := make(chan error)
	for i := range 4 {
		go func() {
			l, err := Open(context.Background(), address, Options{Create: true})
			if err == nil {
				_, err = l.Ingest(context.Background(), []Batch{batch(fmt.Sprint(i), version(1))}, IngestOptions{})
				err = errors.Join(err, l.Close())
			}
			failed <- err
		}()
	}
	for range 4 {
		if err := <-failed; err != nil {
			t.Error(err)
		}
	}
	if names := sourceNames(t, openLedger(t, address, Options{})); len(names) != 4 {
		t.Errorf("sources %q", names)
	}
}

// TestServerThatHangsUp has a server that takes no TLS die while it is asked for a connection
// without: it is waited for.
func TestServerThatHangsUp(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			asked := make([]byte, 8)
			if _, err := io.ReadFull(c, asked); err == nil && bytes.HasSuffix(asked, []byte{4, 210, 22, 47}) { // SSLRequest
				_, _ = c.Write([]byte("N"))
			}
			_ = c.Close()
		}
	}()
	waited := false
	address := "postgres://ana@" + l.Addr().String() + "/r"
	_, err = Open(t.Context(), address, Options{Busy: 300 * time.Millisecond, Waiting: func(error) { waited = true }})
	wantKind(t, err, Unreachable)
	if !waited || strings.Contains(err.Error(), "takes no TLS") {
		t.Errorf("it waited: %v; %v", waited, err)
	}
	_, err = Open(t.Context(), address+"?sslmode=require", Options{Busy: time.Minute})
	if err == nil || !strings.Contains(err.Error(), "the server takes no TLS connections") {
		t.Errorf("got %v", err)
	}
}
