package dedup_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"picreport/ingest/contact"
	"picreport/ingest/contact/contacttest"
	"picreport/ingest/dedup"
)

// merge merges contacts, and checks that what stands and what does not are all there are.
func merge(t *testing.T, contacts []contacttest.Row) ([]contacttest.Row, *dedup.Merger) {
	t.Helper()
	m := dedup.Merge(contacttest.New().Stream(contacts, nil))
	var out []contacttest.Row
	for c, err := range m.Contacts() {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, contacttest.Of(c))
	}
	if len(out)+m.Duplicates() != len(contacts) {
		t.Errorf("%d stand and %d are duplicates of %d", len(out), m.Duplicates(), len(contacts))
	}
	return out, m
}

func at(file string, row int, c contacttest.Row) contacttest.Row {
	c.Place = contact.Place{File: file, Row: row}
	return c
}

func TestMerge(t *testing.T) {
	x := contacttest.Row{Client: "x", Date: 738000, Services: []string{"a", "b"}}
	other := contacttest.Row{Client: "x", Date: 738000, Services: []string{"ab"}}
	id := contacttest.Row{ID: "7", Client: "x", Date: 738000}
	changed := contacttest.Row{ID: "7", Client: "y", Date: 738001}
	roster := contacttest.Row{Client: "x", Gender: "Male"}
	tests := []struct {
		name     string
		in, want []contacttest.Row
		byFile   map[string]int
	}{
		{name: "nothing"},
		{
			name: "equal rows of one export are kept",
			in:   []contacttest.Row{at("a", 1, x), at("a", 2, x)}, want: []contacttest.Row{at("a", 1, x), at("a", 2, x)},
		},
		{
			name: "equal rows of two exports are one",
			in:   []contacttest.Row{at("a", 1, x), at("a", 2, other), at("b", 1, x)}, want: []contacttest.Row{at("a", 1, x), at("a", 2, other)},
			byFile: map[string]int{"b": 1},
		},
		{
			name: "as often as in the export that has it most",
			in:   []contacttest.Row{at("a", 1, x), at("b", 1, x), at("b", 2, x), at("c", 1, x)}, want: []contacttest.Row{at("a", 1, x), at("b", 2, x)},
			byFile: map[string]int{"b": 1, "c": 1},
		},
		{
			name: "also when exports alternate",
			in:   []contacttest.Row{at("a", 1, x), at("b", 1, x), at("a", 2, x), at("b", 2, x)}, want: []contacttest.Row{at("a", 1, x), at("a", 2, x)},
			byFile: map[string]int{"b": 2},
		},
		{
			name: "the last row of a contact ID stands, in its place",
			in:   []contacttest.Row{at("a", 1, x), at("a", 2, id), at("a", 3, other), at("b", 1, changed), at("b", 2, other)},
			want: []contacttest.Row{at("a", 1, x), at("a", 3, other), at("b", 1, changed)}, byFile: map[string]int{"a": 1, "b": 1},
		},
		{
			name: "rosters pass through",
			in:   []contacttest.Row{at("a", 1, roster), at("b", 1, roster), at("b", 2, id), at("b", 3, roster)},
			want: []contacttest.Row{at("a", 1, roster), at("b", 1, roster), at("b", 2, id), at("b", 3, roster)},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, m := merge(t, tt.in)
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Error(d)
			}
			for _, file := range []string{"a", "b", "c"} {
				if m.DuplicatesOf(file) != tt.byFile[file] {
					t.Errorf("%d duplicates of %s, want %d", m.DuplicatesOf(file), file, tt.byFile[file])
				}
			}
		})
	}
}

func TestMergeStops(t *testing.T) {
	broken := errors.New("broken")
	contacts := []contacttest.Row{at("a", 1, contacttest.Row{Client: "x", Date: 1}), at("a", 2, contacttest.Row{ID: "1", Client: "x", Date: 1})}
	var got error
	for _, err := range dedup.Merge(contacttest.New().Stream(contacts, broken)).Contacts() {
		got = err
	}
	if !errors.Is(got, broken) {
		t.Errorf("error %v", got)
	}
	for _, err := range dedup.Merge(contacttest.New().Stream(contacts, nil)).Contacts() {
		if err != nil {
			t.Error(err)
		}
		break
	}
}

// content writes all of a contact but its place.
func content(c contacttest.Row) string {
	c.Place = contact.Place{}
	return fmt.Sprintf("%+v", c)
}

func contents(contacts []contacttest.Row) []string {
	var out []string
	for _, c := range contacts {
		out = append(out, content(c))
	}
	slices.Sort(out)
	return out
}

// TestMergeProperties compares with the plain wording of the rule, on random contacts in random
// exports.
func TestMergeProperties(t *testing.T) {
	for seed := range uint64(300) {
		rnd := rand.New(rand.NewPCG(seed, 1))
		var in []contacttest.Row
		for row := range rnd.IntN(40) {
			c := contacttest.Row{Client: strconv.Itoa(rnd.IntN(3)), Date: contact.Date(rnd.IntN(3))}
			if seed%2 == 0 && rnd.IntN(2) == 0 {
				c.ID = strconv.Itoa(rnd.IntN(4))
			}
			in = append(in, at(strconv.Itoa(rnd.IntN(3)), row, c))
		}
		got, _ := merge(t, in)
		if d := cmp.Diff(standing(in), contents(got)); d != "" {
			t.Fatalf("seed %d: %s", seed, d)
		}
		if !slices.IsSortedFunc(got, func(a, b contacttest.Row) int { return a.Place.Row - b.Place.Row }) {
			t.Fatalf("seed %d: not in order", seed)
		}
		// without contact IDs the order does not matter, nor does reading everything twice in a
		// second export
		if seed%2 == 1 {
			shuffled := slices.Clone(in)
			rnd.Shuffle(len(in), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
			again, _ := merge(t, shuffled)
			if d := cmp.Diff(contents(got), contents(again)); d != "" {
				t.Fatalf("seed %d, shuffled: %s", seed, d)
			}
		}
	}
}

// standing returns the contents of the contacts that stand.
func standing(in []contacttest.Row) []string {
	var out []string
	last := map[string]contacttest.Row{}
	counts := map[string]map[string]int{}
	for _, c := range in {
		switch {
		case c.Date == 0:
			out = append(out, content(c))
		case c.ID != "":
			last[c.ID] = c
		default:
			if counts[content(c)] == nil {
				counts[content(c)] = map[string]int{}
			}
			counts[content(c)][c.Place.File]++
		}
	}
	for _, c := range last {
		out = append(out, content(c))
	}
	for row, byFile := range counts {
		most := 0
		for _, n := range byFile {
			most = max(most, n)
		}
		out = append(out, slices.Repeat([]string{row}, most)...)
	}
	slices.Sort(out)
	return out
}
