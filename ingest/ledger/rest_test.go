package ledger

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"picreport/ingest/contact"
	"picreport/ingest/contact/contacttest"
	"picreport/ingest/dedup"
	"picreport/ingest/ledger/internal/engine"
)

// restOf is what a row says in some unread columns, of which the first is that of its notes.
func restOf(minute int32, columns *contact.Columns, cells ...uint64) contact.Rest {
	return contact.Rest{Clock: minute, Columns: columns, Cells: cells}
}

// visit is a contact of one client and day, with others of the month so that it is not half of them.
func visit(month time.Month, rest contact.Rest) []contacttest.Row {
	day := contact.MakeDate(2024, month, 1)
	rows := []contacttest.Row{{Client: "a", Date: contact.MakeDate(2024, 9, 1), Rest: rest}}
	if rest.Columns != nil && rest.Columns.Fields != 0 {
		rows[0].Gender = []string{"Female", "Male"}[month%2]
	}
	for i := range 3 {
		rows = append(rows, contacttest.Row{Client: "z", Date: day + contact.Date(i), Rest: rest})
	}
	for i := range rows {
		rows[i].Place.Row = i + 2
	}
	return rows
}

// standingOf counts the contacts of a ledger.
func standingOf(t *testing.T, l *Ledger) int {
	t.Helper()
	s, err := l.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	m := dedup.Merge(s.Contacts())
	for _, err := range m.Contacts() {
		if err != nil {
			t.Fatal(err)
		}
	}
	return m.Standing()
}

func TestEqualColumns(t *testing.T) { onEngines(t, testEqualColumns) }

// testEqualColumns: contacts of two sources are one where all columns agree that both have, and
// where that cannot be told it is said.
func testEqualColumns(t *testing.T, ledgerOf maker) {
	notes := func() *contact.Columns { return &contact.Columns{Keys: []uint64{7, 9}} }
	more := &contact.Columns{Keys: []uint64{7, 8, 9}}
	other := &contact.Columns{Keys: []uint64{1, 2}}
	tests := []struct {
		name string
		a, b contact.Rest
		want int
		say  string // a part of the note of the later source; "" for none
	}{
		{"all agrees", restOf(0, notes(), 5, 6), restOf(0, notes(), 5, 6), 7, ""},
		{"another note", restOf(0, notes(), 5, 6), restOf(0, notes(), 4, 6), 8, "not in a column that is not read"},
		{"a blank note", restOf(0, notes(), 5, 6), restOf(0, notes(), 0, 6), 8, "not in a column that is not read"},
		{"another time", restOf(60, notes(), 5, 6), restOf(90, notes(), 5, 6), 8, ""},
		{"a time in one", restOf(60, notes(), 5, 6), restOf(0, notes(), 5, 6), 7, ""},
		{"no unread columns", restOf(60, &contact.Columns{}), restOf(60, &contact.Columns{}), 7, ""},
		{"no unread columns, and another time", restOf(60, &contact.Columns{}), restOf(90, &contact.Columns{}), 8, ""},
		{"unread columns in one", restOf(0, notes(), 5, 6), restOf(0, &contact.Columns{}), 7, ""},
		{"other unread columns", restOf(0, notes(), 5, 6), restOf(0, other, 3, 4), 7, ""},
		{"a column more", restOf(0, notes(), 5, 6), restOf(0, more, 5, 1, 6), 7, "have not the same unread columns"},
		{"a gender in one", restOf(0, &contact.Columns{Keys: []uint64{7}, Fields: 4}, 5), restOf(0, &contact.Columns{Keys: []uint64{7}}, 5), 8, "they may be the same contacts"},
		{"a gender in one, and another time", restOf(60, &contact.Columns{Fields: 4}), restOf(90, &contact.Columns{}), 8, ""},
		{"a gender in both", restOf(0, &contact.Columns{Fields: 4}), restOf(0, &contact.Columns{Fields: 4}), 8, ""},
		{"from before", contact.Rest{}, restOf(60, notes(), 5, 6), 7, ""},
		{"nothing is known", contact.Rest{}, contact.Rest{}, 7, ""},
	}
	for _, tt := range tests {
		for _, swapped := range []bool{false, true} {
			if swapped {
				tt.a, tt.b = tt.b, tt.a
			}
			l := ledgerOf(t)
			mustIngest(t, l, batch("a", visit(4, tt.a)))
			var said string
			for range 2 { // once more changes nothing
				change := mustIngest(t, l, batch("b", visit(5, tt.b)))[0]
				said = strings.Join(change.Notes, "; ")
			}
			if got := standingOf(t, l); got != tt.want {
				t.Errorf("%s: %d stand, want %d", tt.name, got, tt.want)
			}
			if tt.name != "from before" && (said == "") != (tt.say == "") || !strings.Contains(said, tt.say) {
				t.Errorf("%s: said %q, want %q", tt.name, said, tt.say)
			}
			mustBeSound(t, l)
		}
	}
}

func TestEqualColumnsFromBefore(t *testing.T) { onEngines(t, testEqualColumnsFromBefore) }

// testEqualColumnsFromBefore: a source of an earlier version is compared by what it holds, which is
// said, and is not taken for unchanged.
func testEqualColumnsFromBefore(t *testing.T, ledgerOf maker) {
	l := ledgerOf(t)
	mustIngest(t, l, batch("a", visit(4, contact.Rest{})))
	err := l.eng.Write(t.Context(), []engine.Lock{{}}, func(t engine.Tx) error {
		return t.Query("UPDATE source SET whole = 0", nil)
	})
	if err != nil {
		t.Fatal(err)
	}
	if same, err := l.Unchanged(t.Context(), "a", "sha-a", ""); same || err != nil {
		t.Errorf("unchanged %t, %v", same, err)
	}
	columns := &contact.Columns{Keys: []uint64{7}}
	change := mustIngest(t, l, batch("b", visit(5, restOf(0, columns, 5))))[0]
	if len(change.Notes) != 1 || !strings.Contains(change.Notes[0], "a was ingested when no other columns were compared") {
		t.Errorf("said %q", change.Notes)
	}
	mustIngest(t, l, batch("a", visit(4, restOf(0, columns, 6))))
	if same, err := l.Unchanged(t.Context(), "a", "sha-a", ""); !same || err != nil {
		t.Errorf("unchanged %t, %v", same, err)
	}
	if got := standingOf(t, l); got != 8 {
		t.Errorf("%d stand", got)
	}
}

func TestOverlapInUnreadColumn(t *testing.T) { onEngines(t, testOverlapInUnreadColumn) }

// testOverlapInUnreadColumn: a source that differs from another in nothing but an unread column is a
// copy of it.
func testOverlapInUnreadColumn(t *testing.T, ledgerOf maker) {
	l := ledgerOf(t)
	columns := &contact.Columns{Keys: []uint64{7}}
	mustIngest(t, l, batch("a", visit(4, restOf(0, columns, 5))))
	var overlap *OverlapError
	_, err := l.Ingest(context.Background(), []Batch{batch("b", visit(4, restOf(0, columns, 6)))}, IngestOptions{})
	if !errors.As(err, &overlap) || overlap.First.Alike != 4 || overlap.First.Same != 0 {
		t.Errorf("error %v", err)
	}
	b := batch("b", visit(4, restOf(0, columns, 6)))
	b.Replaces = []string{"a"}
	mustIngest(t, l, b)
	if got := standingOf(t, l); got != 4 {
		t.Errorf("%d stand", got)
	}
}

func TestRestKey(t *testing.T) { onEngines(t, testRestKey) }

// testRestKey: a ledger has one secret, which goes with it into a copy.
func testRestKey(t *testing.T, ledgerOf maker) {
	l := ledgerOf(t)
	key, err := l.RestKey(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if again, err := l.RestKey(t.Context()); err != nil || *again != *key {
		t.Errorf("%v, then %v, %v", key, again, err)
	}
	if other, err := newLedger(t).RestKey(t.Context()); err != nil || *other == *key {
		t.Errorf("two ledgers have one secret: %v", err)
	}
	rest := restOf(60, &contact.Columns{Keys: []uint64{7, 9}}, 5, 6)
	mustIngest(t, l, batch("a", visit(4, rest)))
	to := openLedger(t, filepath.Join(t.TempDir(), "copy.db"), Options{Create: true})
	if _, err := Copy(t.Context(), l, to, nil); err != nil {
		t.Fatal(err)
	}
	if copied, err := to.RestKey(t.Context()); err != nil || *copied != *key {
		t.Errorf("the copy has another secret: %v", err)
	}
	mustIngest(t, to, batch("b", visit(5, rest)))
	if got := standingOf(t, to); got != 7 {
		t.Errorf("%d stand in the copy", got)
	}
	mustBeSound(t, to)
}

func TestDamagedRest(t *testing.T) { onEngines(t, testDamagedRest) }

// testDamagedRest: a change of what is kept of unread columns is found.
func testDamagedRest(t *testing.T, ledgerOf maker) {
	for _, change := range []string{
		"UPDATE contact SET unread = 1", "UPDATE contact SET clock = 5", "UPDATE contact SET clock = NULL, unread = NULL, unread_columns = NULL",
	} {
		l := ledgerOf(t)
		mustIngest(t, l, batch("a", visit(4, restOf(60, &contact.Columns{Keys: []uint64{7, 9}}, 5, 6))))
		err := l.eng.Write(t.Context(), []engine.Lock{{}}, func(t engine.Tx) error { return t.Query(change, nil) })
		if err != nil {
			t.Fatal(err)
		}
		if faults, err := l.Check(t.Context()); err != nil || len(faults) == 0 {
			t.Errorf("%s: %v, %v", change, faults, err)
		}
	}
}

func TestColumnsText(t *testing.T) {
	for _, c := range []*contact.Columns{{Summed: true}, {Summed: true, Keys: []uint64{1, 1 << 63}, Fields: 21}} {
		if got, ok := parseColumns(columnsText(c)); !ok || !got.Same(c) || !slices.Equal(got.Keys, c.Keys) || got.Fields != c.Fields {
			t.Errorf("%+v: %+v, %t", c, got, ok)
		}
	}
	for _, text := range []string{"x", columnsMark, columnsMark + " x", columnsMark + " 1 x", "Calls for service"} {
		if _, ok := parseColumns(text); ok {
			t.Errorf("%q is taken for columns", text)
		}
	}
}

// What a spool gives back has the rest of each row, also from its file and where sheets alternate.
func TestSpoolOfRests(t *testing.T) {
	temporaryFolder(t, t.TempDir())
	first, second := &contact.Columns{Keys: []uint64{7, 9}}, &contact.Columns{Keys: []uint64{8}}
	rests := []contact.Rest{restOf(60, first, 5, 1<<63), restOf(0, second, 6), {}, restOf(1440, &contact.Columns{})}
	var rows []contacttest.Row
	for i := range 9000 {
		rows = append(rows, contacttest.Row{Client: "a", Date: 738000, Rest: rests[i%len(rests)]})
	}
	s := newSpool("a.csv")
	s.limit = 0
	defer s.close()
	if err := fillSpool(s, rows); err != nil {
		t.Fatal(err)
	}
	i := 0
	for row, err := range s.contacts() {
		if err != nil {
			t.Fatal(err)
		}
		got, want := row.rest(), rests[i%len(rests)]
		if got.Clock != want.Clock || got.Sum() != want.Sum() || columnsText(got.Columns) != columnsText(want.Columns) {
			t.Fatalf("row %d: %+v, want %+v", i, got, want)
		}
		i++
	}
	if i != len(rows) || len(s.columns) != len(rests) {
		t.Errorf("%d rows of %d sets of columns", i, len(s.columns))
	}
}
