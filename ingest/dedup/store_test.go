package dedup_test

import (
	"fmt"
	"iter"
	"testing"

	"github.com/google/go-cmp/cmp"

	"picreport/ingest/contact"
	"picreport/ingest/contact/contacttest"
	"picreport/ingest/dedup"
)

// manyRows are contacts of several files, of which each contact ID comes a second time much later,
// in another file.
func manyRows(n int) []contacttest.Row {
	var rows []contacttest.Row
	for i := range n {
		age := contact.Age{}
		if i%3 > 0 {
			age = contact.Age{Low: int16(i % 120), High: contact.MaxAge, Known: true}
		}
		rows = append(rows, contacttest.Row{
			ID: fmt.Sprint("id ", i%(n/2+1)), Client: fmt.Sprint("client ", i*7%911), Given: fmt.Sprint("Client ",
				i%3, " ", i*7%911),
			Date: contact.MakeDate(2024, 7, 1+i%31), BirthDate: contact.Date(700_000 * (i % 2)), Age: age,
			Gender: []string{"", "Male"}[i%2], Source: fmt.Sprint("source ", i%5), Services: [][]string{
				nil,
				{"a"},
				{"a", "b"},
				{"b", "a"},
			}[i%4],
			Place: contact.Place{
				File: fmt.Sprint("file ", i*9/n), Sheet: []string{"", "Sheet1"}[i%2],
				Row: 1 + i*i%5000,
			},
		})
	}
	return rows
}

// withNumbers yields contacts, and keeps the numbers of their contact IDs.
func withNumbers(in iter.Seq2[*contact.Contact, error], numbers map[string]int32) iter.Seq2[*contact.Contact, error] {
	return func(yield func(*contact.Contact, error) bool) {
		for c, err := range in {
			numbers[c.ID] = c.IDNumber
			if !yield(c, err) {
				return
			}
		}
	}
}

// However many blocks they take, contacts that wait for the end come back as they were and in
// order, with the numbers of their contact IDs, and each that does not stand is a duplicate of its
// own file.
func TestStoredContacts(t *testing.T) {
	rows := manyRows(20_000)
	again := len(rows) / 2 // of the rows a second one of the ID comes
	numbers, duplicates := map[string]int32{}, map[string]int{}
	var want []contacttest.Row
	for i, r := range rows {
		if i+again+1 < len(rows) {
			duplicates[r.Place.File]++
			continue
		}
		want = append(want, r)
	}
	m := dedup.Merge(withNumbers(contacttest.New().Stream(rows, nil), numbers))
	var got []contacttest.Row
	for c, err := range m.Contacts() {
		if err != nil {
			t.Fatal(err)
		}
		if c.IDNumber != numbers[c.ID] {
			t.Fatalf("the contact ID of row %d has number %d, want %d", c.Place.Row, c.IDNumber, numbers[c.ID])
		}
		r := contacttest.Of(c)
		r.Given = c.GivenClient()
		got = append(got, r)
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("%.2000s", d)
	}
	for i := range 9 {
		file := fmt.Sprint("file ", i)
		if m.DuplicatesOf(file) != duplicates[file] {
			t.Errorf("%d duplicates of %s, want %d", m.DuplicatesOf(file), file, duplicates[file])
		}
	}
}

// Whoever wants no more contacts is not kept waiting for those that are read ahead.
func TestStopAmongStored(t *testing.T) {
	m := dedup.Merge(contacttest.New().Stream(manyRows(20_000), nil))
	for _, err := range m.Contacts() {
		if err != nil {
			t.Error(err)
		}
		break
	}
	if m.Standing() != 1 {
		t.Errorf("%d contacts stand after the first", m.Standing())
	}
}

// Rosters are no contacts that stand.
func TestStanding(t *testing.T) {
	rows := []contacttest.Row{
		at("a", 1, contacttest.Row{Client: "x"}), at("a", 2, contacttest.Row{Client: "x", Date: 738000}),
		at("a", 3, contacttest.Row{ID: "1", Client: "x", Date: 738000}), at("b", 1, contacttest.Row{Client: "y"}),
		at("b", 2, contacttest.Row{ID: "1", Client: "x", Date: 738000}),
	}
	if got, m := merge(t, rows); m.Standing() != 2 || len(got) != 4 {
		t.Errorf("%d of %d stand, want 2 of 4", m.Standing(), len(got))
	}
}

// Numbers of two Dictionaries mean different things.
func TestTwoDictionaries(t *testing.T) {
	one, other := contacttest.New(), contacttest.New()
	both := func(yield func(*contact.Contact, error) bool) {
		row := at("a", 1, contacttest.Row{Client: "x", Date: 738000})
		_ = yield(one.Contact(row), nil) && yield(other.Contact(row), nil)
	}
	var got error
	for _, err := range dedup.Merge(both).Contacts() {
		got = err
	}
	if got == nil {
		t.Error("contacts of two Dictionaries are merged")
	}
}

// Contacts of two clients are two, also where their hashes are one; and contacts of one source,
// which have no hash, are never compared.
func TestHashesAlone(t *testing.T) {
	tests := []struct {
		name      string
		oneSource bool
		clients   [2]string
		want      int
	}{
		{"one client", false, [2]string{"x", "x"}, 1},
		{"two clients", false, [2]string{"x", "y"}, 2},
		{"one source", true, [2]string{"x", "x"}, 2},
	}
	for _, tt := range tests {
		maker := contacttest.New()
		maker.Dict.OneSource = tt.oneSource
		contacts := func(yield func(*contact.Contact, error) bool) {
			for i, client := range tt.clients {
				c := maker.Contact(at(fmt.Sprint(i), 1, contacttest.Row{Client: client, Date: 738000}))
				c.Hash = 7
				if !yield(c, nil) {
					return
				}
			}
		}
		m := dedup.Merge(contacts)
		for _, err := range m.Contacts() {
			if err != nil {
				t.Fatal(err)
			}
		}
		if m.Standing() != tt.want {
			t.Errorf("%s: %d stand, want %d", tt.name, m.Standing(), tt.want)
		}
	}
}
