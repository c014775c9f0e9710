package ledger

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"picreport/ingest/contact/contacttest"

	"picreport/ingest/ledger/internal/engine"
	"picreport/ingest/ledger/internal/sqlite"
)

// TestProgramsAreApart has two programmes with a source of one name each: what is done to one does
// not touch the other.
func TestProgramsAreApart(t *testing.T) { onEngines(t, testProgramsAreApart) }

func testProgramsAreApart(t *testing.T, newLedger maker) {
	a := newLedger(t).In("lakeside")
	b := a.In("riverton")
	rows := []contacttest.Row{contactOn(2, "x", 1), contactOn(3, "y", 1)}
	mustIngest(t, a, batch("contacts.csv", rows))
	if got := mustIngest(t, b, batch("contacts.csv", rows[:1]))[0].Tally; got != (Tally{Added: 1}) {
		t.Errorf("the first ingest of the second programme: %+v", got)
	}
	if programs, err := b.Programs(t.Context()); err != nil || !cmp.Equal(programs, []string{"lakeside", "riverton"}) {
		t.Errorf("programmes %q, %v", programs, err)
	}
	if same, err := b.Unchanged(t.Context(), "contacts.csv", "sha-contacts.csv", ""); !same || err != nil {
		t.Errorf("Unchanged: %v, %v", same, err)
	}
	for quarter, l := range map[string]*Ledger{"2024Q1": a, "2024Q2": b} {
		if err := l.Publish(t.Context(), Published{Quarter: quarter, Figures: []byte("{}")}); err != nil {
			t.Fatal(err)
		}
		if all, err := l.Published(t.Context(), ""); err != nil || len(all) != 1 || all[0].Quarter != quarter {
			t.Errorf("%s: published %v, %v", quarter, all, err)
		}
	}
	root, err := a.SnapshotAll(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	if err := b.Remove(t.Context(), "contacts.csv"); err != nil {
		t.Fatal(err)
	}
	for program, want := range map[string][]contacttest.Row{"lakeside": rows, "riverton": rows[:1]} {
		of, err := root.Of(program)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(inFile("contacts.csv", want), collect(t, of)); diff != "" {
			t.Errorf("%s: %s", program, diff)
		}
		of.Close() // does nothing
	}
	if n, m := len(journal(t, a)), len(journal(t, b)); n != 1 || m != 2 {
		t.Errorf("the journals have %d and %d entries", n, m)
	}
	if diff := cmp.Diff(inFile("contacts.csv", rows), contactsOf(t, a)); diff != "" {
		t.Error(diff)
	}
	mustBeSound(t, b)
}

// TestUnknownProgram holds that no programme is read or begun by mistake.
func TestUnknownProgram(t *testing.T) { onEngines(t, testUnknownProgram) }

func testUnknownProgram(t *testing.T, newLedger maker) {
	rows := []contacttest.Row{contactOn(2, "x", 1)}
	unnamed, named, empty := newLedger(t), newLedger(t), newLedger(t)
	mustIngest(t, unnamed, batch("a", rows))
	mustIngest(t, named.In("lakeside"), batch("a", rows))
	mustIngest(t, named.In("riverton"), batch("a", rows))
	for _, c := range []struct {
		l      *Ledger
		ingest bool // and not read
		want   string
	}{
		{named.In("rivertn"), false, `has no programme "rivertn"; did you mean "riverton"? It has lakeside, riverton`},
		{named.In("elsewhere"), false, `has no programme "elsewhere"; it has lakeside, riverton`},
		{named, false, "every programme in it has a name; choose one with --program or program.id: lakeside, riverton"},
		{named, true, "every programme in it has a name"},
		{unnamed.In("riverton"), false, `has no programme "riverton": what it holds is of a programme without a name; `},
		{unnamed.In("riverton"), true, `has no programme "riverton": what it holds is of a programme without a name; `},
		{empty.In("riverton"), false, `has no programme "riverton", and no other`},
	} {
		_, err := c.l.Snapshot(t.Context())
		if c.ingest {
			_, err = c.l.Ingest(t.Context(), []Batch{batch("a", rows)}, IngestOptions{})
		}
		var bad *ProgramError
		if !errors.As(err, &bad) || bad.Program != c.l.program || !strings.Contains(err.Error(), "ledger "+c.l.path+": "+c.want) {
			t.Errorf("%q: got %v, want %q", c.l.program, err, c.want)
		}
	}
	for _, l := range []*Ledger{unnamed, empty} {
		if _, err := l.Snapshot(t.Context()); err != nil {
			t.Error(err)
		}
	}
}

func TestNameProgram(t *testing.T) { onEngines(t, testNameProgram) }

func testNameProgram(t *testing.T, newLedger maker) {
	l := newLedger(t)
	var bad *ProgramError
	if err := l.NameProgram(t.Context(), "riverton"); !errors.As(err, &bad) {
		t.Errorf("an empty ledger: %v", err)
	}
	rows := []contacttest.Row{contactOn(2, "x", 1)}
	mustIngest(t, l, batch("a", rows))
	if err := l.Publish(t.Context(), Published{Quarter: "2024Q1", Figures: []byte("{}"), Entry: 1}); err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"", "Riverton", "river ton", "-riverton", "río", strings.Repeat("a", 64)} {
		if err := l.NameProgram(t.Context(), id); !errors.As(err, &bad) {
			t.Errorf("%q: %v", id, err)
		}
		if err := CheckProgram(id); (err == nil) != (id == "") {
			t.Errorf("CheckProgram(%q): %v", id, err)
		}
	}
	if err := l.NameProgram(t.Context(), "riverton"); err != nil {
		t.Fatal(err)
	}
	if err := l.NameProgram(t.Context(), "riverton"); !errors.As(err, &bad) || !strings.Contains(err.Error(), "already") {
		t.Errorf("a name that is taken: %v", err)
	}
	if err := l.NameProgram(t.Context(), "lakeside"); !errors.As(err, &bad) || !strings.Contains(err.Error(), "without a name") {
		t.Errorf("no programme without a name: %v", err)
	}
	named := l.In("riverton")
	if diff := cmp.Diff(inFile("a", rows), contactsOf(t, named)); diff != "" {
		t.Error(diff)
	}
	if all, err := named.Published(t.Context(), ""); len(journal(t, named)) != 1 || len(all) != 1 || err != nil {
		t.Errorf("published %v, %v", all, err)
	}
	mustBeSound(t, l)
}

// TestMigrationToPrograms takes a ledger of version 1, made by the statements of that version, to
// the last one.
func TestMigrationToPrograms(t *testing.T) {
	dir := t.TempDir()
	now, was := filepath.Join(dir, "now.db"), filepath.Join(dir, "was.db")
	l := openLedger(t, now, Options{Create: true})
	for v := range 3 {
		mustIngest(t, l, batch("a", version(v)), batch("b", version(v+1)), batch(fmt.Sprint("c", v), version(v)))
	}
	if err := errors.Join(l.Remove(t.Context(), "c1"), l.Remove(t.Context(), "c2")); err != nil {
		t.Fatal(err)
	}
	err := l.Publish(t.Context(), Published{Quarter: "2024Q1", Figures: []byte(`{"new": 3}`), Output: "q1.pdf", SHA256: "ab", At: clock, Entry: 7})
	if err != nil {
		t.Fatal(err)
	}
	e, err := sqlite.OpenAs(t.Context(), was, engine.Options{Create: true}, sqlite.Migrations[:1])
	if err != nil {
		t.Fatal(err)
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	script := "ATTACH '" + now + "' AS now;"
	for table, columns := range map[string]string{
		"source": "id, place, name, path, size, sha256, reading, rows, contacts, roster, rejected, errors, warnings, infos, ingested, digest",
		"label":  "id, text", "service_list": "id, labels",
		"contact": "id, client, given, contact_id, date, birth_date, age_low, age_high, gender, source, services, sheet, row",
		"journal": "id, at, source, act", "journal_quarter": "entry, quarter, added, changed, removed",
		"published": "id, quarter, figures, output, sha256, at, entry",
	} {
		script += fmt.Sprintf("INSERT INTO main.%s (%s) SELECT %[2]s FROM now.%[1]s;", table, columns)
	}
	sqliteFile(t, was, "PRAGMA foreign_keys = OFF;"+script)
	sqliteFile(t, was, "UPDATE sqlite_sequence SET seq = 100 WHERE name = 'source'")

	_, err = Open(t.Context(), was, Options{ReadOnly: true})
	wantKind(t, err, Older)
	old := openLedger(t, was, Options{})
	mustBeSound(t, old)
	if diff := cmp.Diff(contactsOf(t, l), contactsOf(t, old)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(journal(t, l), journal(t, old)); diff != "" || len(journal(t, old)) != 11 {
		t.Error(diff)
	}
	want, err1 := l.Published(t.Context(), "")
	got, err2 := old.Published(t.Context(), "")
	if diff := cmp.Diff(want, got); diff != "" || err1 != nil || err2 != nil || len(got) != 1 {
		t.Error(err1, err2, diff)
	}
	if programs, err := old.Programs(t.Context()); err != nil || !cmp.Equal(programs, []string{""}) {
		t.Errorf("programmes %q, %v", programs, err)
	}
	s := mustIngest(t, old, batch("a", version(5)))[0].Source
	if s.id != 101 || s.Seq != 12 {
		t.Errorf("the next source has ID %d and place %d", s.id, s.Seq)
	}
	if diff := cmp.Diff([]string{"c0", "b", "a"}, sourceNames(t, old)); diff != "" {
		t.Error(diff)
	}
}
