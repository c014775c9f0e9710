package dedup

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"picreport/ingest/contact"
)

// idRow is a row of a contact ID: of a client, on a day.
type idRow struct {
	id, client string
	day        int // of 2024, from 1
}

// idRun takes exports of rows, and returns what each row was to an earlier one, as "2 corrects 1",
// and the rows that stand.
func idRun(ids *IDs, exports [][]idRow, unique bool) (said []string, stands []int) {
	clients := map[string]int32{}
	numbers, last := map[int]int32{}, map[int32]int{}
	at := 0
	words := map[Relation]string{
		SameRow: "is", Correction: "corrects", AtOneCall: "beside", TwoClients: "unlike", CaseNumber: "case", UsedAgain: "again",
	}
	say := func(d Decision) {
		if d.Relation != FirstOfID && d.Relation != Undecided {
			said = append(said, fmt.Sprint(d.Now.At, " ", words[d.Relation], " ", d.Before.At))
		}
	}
	for _, rows := range exports {
		for _, row := range rows {
			at++
			if clients[row.client] == 0 {
				clients[row.client] = int32(len(clients) + 1)
			}
			day := contact.MakeDate(2024, 1, 1) + contact.Date(row.day) - 1
			if row.id == "" {
				ids.CountDay(day)
				numbers[at] = 0
				continue
			}
			number, d := ids.Add(ids.Hash([]byte(row.id)), NewUse(0, clients[row.client], day, Row(at)), unique)
			say(d)
			if !d.Relation.IsError() {
				ids.CountDay(day)
				numbers[at], last[number] = number, at
			}
		}
		ids.EndExport(Row(at), func(_ int32, d Decision) { say(d) })
	}
	for row := 1; row <= at; row++ {
		number, counted := numbers[row]
		if counted && (number == 0 || last[number] == row && ids.Standing(number) == contact.Stands) {
			stands = append(stands, row)
		}
	}
	slices.Sort(said)
	return said, stands
}

// The table of when rows of one contact ID are one contact, cell by cell.
func TestContactIDTable(t *testing.T) {
	for _, tt := range []struct {
		name    string
		exports [][]idRow
		said    []string
		stands  []int
		unique  bool
		correct bool
	}{
		{name: "one export, the same", exports: [][]idRow{{{"7", "A", 1}, {"7", "A", 1}}}, said: []string{"2 is 1"}, stands: []int{2}},
		{
			name: "one export, two people at one call", exports: [][]idRow{{{"7", "A", 1}, {"7", "B", 1}, {"7", "C", 1}}},
			said: []string{"2 beside 1", "3 beside 1"}, stands: []int{1, 2, 3},
		},
		{
			name: "one export, a person at one call twice", exports: [][]idRow{{{"7", "A", 1}, {"7", "B", 1}, {"7", "B", 1}}},
			said: []string{"2 beside 1", "3 is 2"}, stands: []int{1, 3},
		},
		{
			name: "one export, a case's number", exports: [][]idRow{{{"7", "A", 1}, {"7", "A", 40}, {"8", "A", 50}}},
			said: []string{"2 case 1"}, stands: []int{1, 3},
		},
		{
			name: "one export, a case's number of one of two people", exports: [][]idRow{{{"7", "A", 1}, {"7", "B", 1}, {"7", "B", 2}}},
			said: []string{"2 beside 1", "3 case 2"}, stands: []int{1, 2},
		},
		{
			name: "one export, two contacts", exports: [][]idRow{{{"7", "A", 1}, {"7", "B", 40}, {"7", "C", 40}}},
			said: []string{"2 unlike 1", "3 beside 2"}, stands: []int{1, 2, 3},
		},
		{
			name:    "two exports, one of another client and day, one twice",
			exports: [][]idRow{{{"7", "X", 100}}, {{"7", "A", 50}, {"7", "A", 50}, {"7", "A", 90}, {"9", "B", 20}}},
			said:    []string{"3 again 1", "3 is 2", "4 case 3"}, stands: []int{1, 5},
		},
		{name: "two exports, the same", exports: [][]idRow{{{"7", "A", 1}}, {{"7", "A", 1}}}, said: []string{"2 is 1"}, stands: []int{2}},
		{
			name: "two exports, another client", exports: [][]idRow{{{"7", "A", 1}}, {{"7", "B", 1}}},
			said: []string{"2 corrects 1"}, stands: []int{2},
		},
		{
			name: "two exports, a call of two, one of them corrected", exports: [][]idRow{{{"7", "A", 1}, {"7", "B", 1}}, {{"7", "C", 1}, {"7", "A", 1}}},
			said: []string{"2 beside 1", "3 corrects 2", "4 is 1"}, stands: []int{3, 4},
		},
		{
			name: "two exports, a second person at the call", exports: [][]idRow{{{"7", "A", 1}}, {{"7", "B", 1}, {"7", "A", 1}}},
			said: []string{"2 beside 3", "3 is 1"}, stands: []int{2, 3},
		},
		{
			name: "two exports, another date, covered", exports: [][]idRow{{{"7", "A", 1}}, {{"7", "A", 2}, {"", "B", 5}}},
			said: []string{"2 corrects 1"}, stands: []int{2, 3},
		},
		{
			name: "two exports, another month, covered", exports: [][]idRow{{{"7", "A", 1}}, {{"8", "B", 5}, {"7", "A", 60}}},
			said: []string{"3 corrects 1"}, stands: []int{2, 3},
		},
		{
			name: "two exports, another date, not covered", exports: [][]idRow{{{"7", "A", 1}}, {{"7", "A", 40}, {"8", "B", 45}}},
			said: []string{"2 again 1"}, stands: []int{1, 3},
		},
		{
			name: "two exports, another date, the only contact", exports: [][]idRow{{{"7", "A", 1}}, {{"7", "A", 2}}},
			said: []string{"2 again 1"}, stands: []int{1},
		},
		{
			name: "weekly files that number anew, with one contact more", exports: [][]idRow{
				{{"1", "A", 1}, {"2", "B", 2}}, {{"1", "A", 8}, {"2", "B", 9}, {"3", "C", 9}},
			},
			said: []string{"3 again 1", "4 again 2"}, stands: []int{1, 2, 5},
		},
		{
			name: "a key of the system that made it", exports: [][]idRow{{{"7", "A", 1}}, {{"7", "A", 40}}},
			said: []string{"2 corrects 1"}, stands: []int{2}, unique: true,
		},
		{
			name: "two exports, another client and date", exports: [][]idRow{{{"7", "A", 1}}, {{"7", "B", 2}, {"8", "C", 3}}},
			said: []string{"2 again 1"}, stands: []int{1, 3},
		},
		{
			name: "three exports, each corrects", exports: [][]idRow{{{"7", "A", 1}}, {{"7", "B", 1}}, {{"7", "A", 1}}},
			said: []string{"2 corrects 1", "3 corrects 2"}, stands: []int{3},
		},
		{
			name: "what was left out corrects nothing", exports: [][]idRow{{{"7", "A", 1}}, {{"7", "B", 2}}, {{"7", "A", 1}}},
			said: []string{"2 again 1", "3 is 1"}, stands: []int{3},
		},
		{
			name: "all are corrections", exports: [][]idRow{{{"7", "A", 1}, {"7", "B", 40}}, {{"7", "A", 50}, {"7", "A", 50}}},
			said: []string{"2 corrects 1", "3 corrects 2", "4 is 3"}, stands: []int{4}, correct: true,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			ids := NewIDs()
			ids.Corrections = tt.correct
			said, stands := idRun(ids, tt.exports, tt.unique)
			if d := cmp.Diff(tt.said, said); d != "" {
				t.Error(d)
			}
			if d := cmp.Diff(tt.stands, stands); d != "" {
				t.Errorf("stand: %s", d)
			}
		})
	}
}

// A column that has one value throughout, taken for contact IDs, costs no more than other columns.
func TestOneIDForAll(t *testing.T) {
	ids := NewIDs()
	exports := make([][]idRow, 3)
	for e := range exports {
		for i := range 10_000 {
			exports[e] = append(exports[e], idRow{"7", fmt.Sprint(i % 9_000), 1 + i%300 + e})
		}
	}
	said, stands := idRun(ids, exports, false)
	if len(stands) < 8_900 || len(said) < 9_000 {
		t.Errorf("%d stand, %d are said", len(stands), len(said))
	}
}

// Each row stands, corrects one that then does not stand, or is an error; whatever the rows are.
func TestContactIDsAddUp(t *testing.T) {
	for seed := range uint64(300) {
		rnd := rand.New(rand.NewPCG(seed, 9))
		exports := make([][]idRow, 1+rnd.IntN(3))
		rows := 0
		for e := range exports {
			for range rnd.IntN(8) {
				exports[e] = append(exports[e], idRow{fmt.Sprint(rnd.IntN(3)), fmt.Sprint(rnd.IntN(3)), 1 + 20*rnd.IntN(3)})
				rows++
			}
		}
		said, stands := idRun(NewIDs(), exports, false)
		gone := map[string]bool{}
		for _, line := range said {
			var now, before int
			var word string
			if _, err := fmt.Sscan(line, &now, &word, &before); err != nil {
				t.Fatal(err)
			}
			switch word {
			case "is", "corrects":
				gone[fmt.Sprint(before)] = true
			case "case", "again":
				gone[fmt.Sprint(now)] = true
			}
		}
		for _, row := range stands {
			if gone[fmt.Sprint(row)] {
				t.Fatalf("seed %d: row %d stands, and was said not to: %v", seed, row, said)
			}
		}
		if len(stands)+len(gone) != rows {
			t.Fatalf("seed %d: %d of %d rows stand, and only %d were told of: %v", seed, len(stands), rows, len(gone), said)
		}
	}
}
