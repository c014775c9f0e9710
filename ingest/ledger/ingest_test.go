package ledger

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"picreport/ingest/contact"
	"picreport/ingest/contact/contacttest"
)

var ignoreInner = cmpopts.IgnoreUnexported(Source{})

func TestContactsComeBackAsTheyWere(t *testing.T) { onEngines(t, testContactsComeBackAsTheyWere) }

func testContactsComeBackAsTheyWere(t *testing.T, newLedger maker) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 20 {
		l := newLedger(t)
		a, b := randomContacts(r, r.IntN(300)), randomContacts(r, r.IntN(300))
		mustIngest(t, l, batch("a.csv", a), batch("b.csv", b))
		want := append(inFile("a.csv", a), inFile("b.csv", b)...)
		if diff := cmp.Diff(want, contactsOf(t, l), cmpopts.EquateEmpty()); diff != "" {
			t.Fatal(diff)
		}
		if _, err := l.Ingest(t.Context(), []Batch{batch("a.csv", b), batch("c.csv", a)}, IngestOptions{AllowShrink: true}); err != nil {
			t.Fatal(err)
		}
		want = slices.Concat(inFile("b.csv", b), inFile("a.csv", b), inFile("c.csv", a))
		if diff := cmp.Diff(want, contactsOf(t, l), cmpopts.EquateEmpty()); diff != "" {
			t.Fatal(diff)
		}
		mustBeSound(t, l)
	}
}

func TestSourceIsKept(t *testing.T) { onEngines(t, testSourceIsKept) }

func testSourceIsKept(t *testing.T, newLedger maker) {
	l := newLedger(t)
	b := batch("a.csv", []contacttest.Row{contactOn(1, "x", 1), contactOn(2, "y", 0)})
	b.Finish = func(s *Source) error {
		if s.Contacts != 1 || s.Roster != 1 {
			t.Errorf("Finish got %d contacts and %d roster rows", s.Contacts, s.Roster)
		}
		s.Size, s.SHA256, s.Reading, s.Rows, s.Rejected, s.Errors, s.Warnings, s.Infos = 99, "abc", "opts", 5, 3, 3, 2, 1
		return nil
	}
	changes := mustIngest(t, l, b)
	want := Source{
		Name: "a.csv", Path: "in/a.csv", Size: 99, SHA256: "abc", Reading: "opts", Rows: 5, Contacts: 1, Roster: 1, Rejected: 3,
		Errors: 3, Warnings: 2, Infos: 1, Ingested: clock, Seq: 1,
	}
	if diff := cmp.Diff(want, changes[0].Source, ignoreInner); diff != "" {
		t.Error(diff)
	}
	got, err := l.Source(t.Context(), "a.csv")
	if diff := cmp.Diff(want, got, ignoreInner); diff != "" || err != nil {
		t.Error(err, diff)
	}
	for _, c := range []struct {
		name, sha, reading string
		want               bool
	}{{"a.csv", "abc", "opts", true}, {"a.csv", "abd", "opts", false}, {"a.csv", "abc", "", false}, {"b.csv", "abc", "opts", false}} {
		if same, err := l.Unchanged(t.Context(), c.name, c.sha, c.reading); same != c.want || err != nil {
			t.Errorf("Unchanged(%q, %q, %q) = %v, %v", c.name, c.sha, c.reading, same, err)
		}
	}
}

// contactOn is a row; month 0 makes it one of a roster.
func contactOn(row int, client string, month int) contacttest.Row {
	c := contacttest.Row{Client: client, Place: contact.Place{Row: row}}
	if month > 0 {
		c.Date = contact.MakeDate(2024, 1, 15) + contact.Date(30*(month-1))
	}
	return c
}

// withID is a row with a contact ID and a gender.
func withID(row int, id, gender string, month int) contacttest.Row {
	c := contactOn(row, "someone", month)
	c.ID, c.Gender = id, gender
	return c
}

func TestChanges(t *testing.T) { onEngines(t, testChanges) }

func testChanges(t *testing.T, newLedger maker) {
	type rows = []contacttest.Row
	long := make(rows, 10000) // more than is read ahead
	for i := range long {
		long[i] = contactOn(i, fmt.Sprint("p", i), 1+i%12)
	}
	tests := []struct {
		name     string
		old, new rows
		want     Tally
		roster   Tally
		quarters []QuarterTally
	}{
		{
			name: "equal rows in another order and at other places",
			old:  rows{contactOn(2, "a", 1), contactOn(3, "b", 1), contactOn(4, "a", 1)},
			new:  rows{contactOn(9, "a", 1), contactOn(10, "a", 1), contactOn(11, "b", 1)},
			want: Tally{Unchanged: 3},
		},
		{
			name: "equal rows are counted as often as they stand",
			old:  rows{contactOn(2, "a", 1), contactOn(3, "a", 1), contactOn(4, "b", 1)},
			new:  rows{contactOn(2, "a", 1), contactOn(3, "b", 1), contactOn(4, "b", 1)},
			want: Tally{Added: 1, Removed: 1, Unchanged: 2}, quarters: []QuarterTally{{"2024Q1", Tally{Added: 1, Removed: 1}}},
		},
		{
			name: "a contact ID makes a changed row one that changed",
			old:  rows{withID(2, "1", "Male", 1), withID(3, "2", "Male", 1), withID(4, "3", "Male", 1)},
			new:  rows{withID(2, "0", "Male", 1), withID(3, "1", "Female", 1), withID(4, "2", "Male", 1)},
			want: Tally{Added: 1, Changed: 1, Removed: 1, Unchanged: 1}, quarters: []QuarterTally{{"2024Q1", Tally{1, 1, 1, 0}}},
		},
		{
			name: "a contact that moves to another quarter changed, and is one less and one more there",
			old:  rows{withID(2, "1", "", 1), withID(3, "2", "", 1)},
			new:  rows{withID(2, "1", "", 4), withID(3, "2", "", 1)},
			want: Tally{Changed: 1, Unchanged: 1}, quarters: []QuarterTally{{"2024Q1", Tally{Removed: 1}}, {"2024Q2", Tally{Added: 1}}},
		},
		{
			name: "rosters are counted apart, by client",
			old:  rows{contactOn(2, "a", 0), contactOn(3, "b", 0), contactOn(4, "a", 1)},
			new:  rows{withGender(contactOn(2, "a", 0)), contactOn(3, "b", 0), contactOn(4, "c", 0), contactOn(5, "a", 1)},
			want: Tally{Unchanged: 1}, roster: Tally{Added: 1, Changed: 1, Unchanged: 1}, quarters: []QuarterTally{{"", Tally{Added: 1, Changed: 1}}},
		},
		{
			name: "rows at the front put all others out of step",
			old:  long, new: append(rows{contactOn(1, "new", 1), contactOn(1, "newer", 12)}, long...),
			want: Tally{Added: 2, Unchanged: 10000}, quarters: []QuarterTally{{"2024Q1", Tally{Added: 1}}, {"2024Q4", Tally{Added: 1}}},
		},
		{
			name: "turned round and cut", old: long, new: reversed(long)[:6000],
			want: Tally{Removed: 4000, Unchanged: 6000},
			quarters: []QuarterTally{
				{"2024Q1", Tally{Removed: 1002}}, {"2024Q2", Tally{Removed: 1000}}, {"2024Q3", Tally{Removed: 999}}, {"2024Q4", Tally{Removed: 999}},
			},
		},
		{name: "none before", new: rows{contactOn(2, "a", 1)}, want: Tally{Added: 1}, quarters: []QuarterTally{{"2024Q1", Tally{Added: 1}}}},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			l := newLedger(t)
			if c.old != nil {
				mustIngest(t, l, batch("a.csv", c.old))
			}
			entries := journal(t, l)
			got := mustIngest(t, l, batch("a.csv", c.new))[0]
			if got.Tally != c.want || got.Roster != c.roster {
				t.Errorf("got %+v, roster %+v", got.Tally, got.Roster)
			}
			entries = journal(t, l)[len(entries):]
			if len(entries) != 1 || entries[0].Source != "a.csv" || entries[0].Act != Ingested || !entries[0].At.Equal(clock) {
				t.Fatalf("journal: %+v", entries)
			}
			if diff := cmp.Diff(c.quarters, entries[0].Quarters); diff != "" {
				t.Error(diff)
			}
			mustBeSound(t, l)
		})
	}
}

func withGender(c contacttest.Row) contacttest.Row {
	c.Gender = "Female"
	return c
}

func reversed(rows []contacttest.Row) []contacttest.Row {
	rows = slices.Clone(rows)
	slices.Reverse(rows)
	return rows
}

func journal(t *testing.T, l *Ledger) []Entry {
	t.Helper()
	entries, err := l.Journal(context.Background(), 0)
	if err != nil {
		t.Fatal(err)
	}
	return entries
}

// TestChangesAddUp checks the sums that any two states of a source must give.
func TestChangesAddUp(t *testing.T) { onEngines(t, testChangesAddUp) }

func testChangesAddUp(t *testing.T, newLedger maker) {
	r := rand.New(rand.NewPCG(3, 4))
	l := newLedger(t)
	var before []contacttest.Row
	for i := range 60 {
		rows := slices.Clone(before)
		for range r.IntN(30) {
			if len(rows) > 0 && r.IntN(3) == 0 {
				at := r.IntN(len(rows))
				rows = slices.Delete(rows, at, at+1)
			} else {
				rows = slices.Insert(rows, r.IntN(len(rows)+1), randomContact(r, i))
			}
		}
		changes, err := l.Ingest(t.Context(), []Batch{batch("a", rows)}, IngestOptions{AllowShrink: true})
		if err != nil {
			t.Fatal(err)
		}
		c := changes[0]
		for _, side := range []struct{ got, want int }{
			{c.Unchanged + c.Changed + c.Removed + c.Roster.Unchanged + c.Roster.Changed + c.Roster.Removed, len(before)},
			{c.Unchanged + c.Changed + c.Added + c.Roster.Unchanged + c.Roster.Changed + c.Roster.Added, len(rows)},
			{c.Unchanged + c.Changed + c.Added, c.Source.Contacts},
		} {
			if side.got != side.want {
				t.Fatalf("step %d: %+v, roster %+v: %d rows, want %d", i, c.Tally, c.Roster, side.got, side.want)
			}
		}
		before = rows
	}
}

func TestShrink(t *testing.T) { onEngines(t, testShrink) }

func testShrink(t *testing.T, newLedger maker) {
	rows := func(contacts, roster int) (all []contacttest.Row) {
		for i := range contacts {
			all = append(all, contactOn(i, fmt.Sprint(i), 1))
		}
		for i := range roster {
			all = append(all, contactOn(i, fmt.Sprint(i), 0))
		}
		return all
	}
	for _, c := range []struct {
		contacts, roster int
		want             *ShrinkError
	}{
		{4, 4, nil},
		{3, 4, &ShrinkError{"a", "contacts", 8, 3}},
		{0, 9, &ShrinkError{"a", "contacts", 8, 0}},
		{8, 3, &ShrinkError{"a", "rows of a roster", 8, 3}},
	} {
		l := newLedger(t)
		mustIngest(t, l, batch("a", rows(8, 8)), batch("b", rows(1, 0)))
		before := contactsOf(t, l)
		_, err := l.Ingest(t.Context(), []Batch{batch("b", rows(5, 0)), batch("a", rows(c.contacts, c.roster))}, IngestOptions{})
		var got *ShrinkError
		if errors.As(err, &got); !cmp.Equal(got, c.want) {
			t.Errorf("%d, %d: %v", c.contacts, c.roster, err)
		}
		if c.want == nil {
			continue
		}
		said := fmt.Sprintf("a: had %d %s when it was last ingested, and now has %d; ", c.want.Old, c.want.Rows, c.want.New)
		if text := err.Error(); !strings.HasPrefix(text, said) || !strings.HasSuffix(text, "--allow-shrink") {
			t.Errorf("got %q", text)
		}
		if diff := cmp.Diff(before, contactsOf(t, l)); diff != "" {
			t.Error("the ledger changed:", diff)
		}
		if _, err = l.Ingest(t.Context(), []Batch{batch("a", rows(c.contacts, c.roster))}, IngestOptions{AllowShrink: true}); err != nil {
			t.Error(err)
		}
	}
}

func TestFailedIngestChangesNothing(t *testing.T) { onEngines(t, testFailedIngestChangesNothing) }

func testFailedIngestChangesNothing(t *testing.T, newLedger maker) {
	rows := []contacttest.Row{contactOn(2, "a", 1), contactOn(3, "b", 1)}
	broken := errors.New("broken")
	ctx, cancel := context.WithCancel(context.Background())
	bad := func(change func(*contacttest.Row)) Batch {
		all := slices.Clone(rows)
		change(&all[1])
		return batch("a", all)
	}
	fails := map[string]Batch{
		"an error of the contacts": {Source: Source{Name: "a"}, Contacts: func(yield func(*contact.Contact, error) bool) {
			if yield(contacttest.New().Contact(inFile("a", rows)[0]), nil) {
				yield(nil, broken)
			}
		}},
		"an error of Finish":       {Source: Source{Name: "a"}, Contacts: seq("a", rows), Finish: func(*Source) error { return broken }},
		"counts that do not agree": {Source: Source{Name: "a", Rows: 7}, Contacts: seq("a", rows)},
		"cancelled": {Source: Source{Name: "a"}, Contacts: seq("a", rows), Finish: func(*Source) error {
			cancel()
			return nil
		}},
		"no client":      bad(func(c *contacttest.Row) { c.Client = "" }),
		"date too late":  bad(func(c *contacttest.Row) { c.Date = maxDate + 1 }),
		"birth negative": bad(func(c *contacttest.Row) { c.BirthDate = -1 }),
		"not UTF-8":      bad(func(c *contacttest.Row) { c.Services = []string{"\xff"} }),
		"other source":   {Source: Source{Name: "a"}, Contacts: seq("b", rows)},
		"no name":        {Contacts: seq("", rows)},
	}
	l := newLedger(t)
	mustIngest(t, l, batch("a", rows[:1]))
	want := contactsOf(t, l)
	for name, b := range fails {
		use := context.Background()
		if name == "cancelled" {
			use = ctx
		}
		if _, err := l.Ingest(use, []Batch{batch("good", rows), b}, IngestOptions{}); err == nil {
			t.Errorf("%s: no error", name)
		}
		if diff := cmp.Diff(want, contactsOf(t, l)); diff != "" {
			t.Errorf("%s: the ledger changed: %s", name, diff)
		}
		mustBeSound(t, l)
	}
	if _, err := l.Ingest(t.Context(), []Batch{batch("a", rows), batch("a", rows)}, IngestOptions{}); err == nil {
		t.Error("one name twice: no error")
	}
	if n := len(journal(t, l)); n != 1 {
		t.Errorf("the journal has %d entries", n)
	}
}

func TestRemove(t *testing.T) { onEngines(t, testRemove) }

func testRemove(t *testing.T, newLedger maker) {
	l := newLedger(t)
	b := []contacttest.Row{contactOn(2, "b", 2), contactOn(3, "r", 0)}
	mustIngest(t, l, batch("contacts-2024.csv", b), batch("roster.csv", b))
	if err := l.Remove(t.Context(), "contacts-2024.csv"); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(inFile("roster.csv", b), contactsOf(t, l)); diff != "" {
		t.Error(diff)
	}
	last := journal(t, l)[2]
	want := Entry{
		ID: 3, At: clock, Source: "contacts-2024.csv", Act: Removed,
		Quarters: []QuarterTally{{"", Tally{Removed: 1}}, {"2024Q1", Tally{Removed: 1}}},
	}
	if diff := cmp.Diff(want, last); diff != "" {
		t.Error(diff)
	}
	mustBeSound(t, l)
	err := l.Remove(t.Context(), "rosters.csv")
	want2 := &NoSourceError{Path: l.path, Name: "rosters.csv", Nearest: "roster.csv"}
	var got *NoSourceError
	if !errors.As(err, &got) || *got != *want2 || !strings.HasSuffix(err.Error(), `has no source "rosters.csv"; did you mean "roster.csv"?`) {
		t.Errorf("got %v", err)
	}
	_, err = l.Source(t.Context(), "quite another")
	if !errors.As(err, &got) || got.Nearest != "" || !strings.HasSuffix(err.Error(), `has no source "quite another"; ledger list shows those that it has`) {
		t.Errorf("got %v", err)
	}
}

func TestRemovedContactsAreGoneFromTheFile(t *testing.T) {
	path, content := closedLedger(t)
	if !bytes.Contains(content, []byte("client-1234")) {
		t.Fatal("the client cannot be found in the file")
	}
	l, err := Open(t.Context(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(l.Remove(t.Context(), "a.csv"), l.Close()); err != nil {
		t.Fatal(err)
	}
	content, err = os.ReadFile(path)
	if err != nil || bytes.Contains(content, []byte("client-")) {
		t.Errorf("the file still has a client (%v)", err)
	}
}

func TestPublished(t *testing.T) { onEngines(t, testPublished) }

func testPublished(t *testing.T, newLedger maker) {
	l := newLedger(t)
	mustIngest(t, l, batch("a", []contacttest.Row{contactOn(2, "a", 1)}))
	s, err := l.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	mustIngest(t, l, batch("b", []contacttest.Row{contactOn(2, "b", 2)})) // between the build and its record
	all := []Published{
		{Quarter: "2024Q1", Figures: []byte(`{"new": 87}`), Output: "q1.pdf", SHA256: "ab", At: clock.AddDate(0, 0, 1), Entry: s.Entry},
		{Quarter: "2024Q2", Figures: []byte(`{}`), At: clock},
		{Quarter: "2024Q1", Figures: []byte(`{"new": 88}`), At: clock, Entry: 2},
	}
	s.Close()
	for i, p := range all {
		if err := l.Publish(t.Context(), p); err != nil {
			t.Fatal(err)
		}
		all[i].ID = int64(i + 1)
	}
	got, err := l.Published(t.Context(), "")
	if diff := cmp.Diff(all, got); diff != "" || err != nil {
		t.Error(err, diff)
	}
	got, err = l.Published(t.Context(), "2024Q1")
	if diff := cmp.Diff([]Published{all[0], all[2]}, got); diff != "" || err != nil {
		t.Error(err, diff)
	}
	since, err := l.Journal(t.Context(), got[0].Entry)
	want := []Entry{{ID: 2, At: clock, Source: "b", Act: Ingested, Quarters: []QuarterTally{{"2024Q1", Tally{Added: 1}}}}}
	if diff := cmp.Diff(want, since); diff != "" || err != nil {
		t.Error(err, diff)
	}
	if err := l.Publish(t.Context(), Published{Quarter: "2024Q1", Figures: []byte(`{`)}); err == nil {
		t.Error("figures that are not JSON were recorded")
	}
	if err := l.Publish(t.Context(), Published{Figures: []byte(`{}`)}); err == nil {
		t.Error("figures of no quarter were recorded")
	}
}
