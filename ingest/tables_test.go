package ingest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"picreport/ingest/contact"
	"picreport/ingest/internal/value"
)

// madeID returns an ID of a few pieces, such that many look alike.
func madeID(rnd *rand.Rand) string {
	var b strings.Builder
	for range rnd.IntN(5) + 1 {
		b.WriteString([...]string{"0", "00", "1", "12", "o", "O", "a", "E", "e3", ".", ".0", "-", " ", "  ", "+", "x", "é", "E\u0301", "K", "\u00a0"}[rnd.IntN(20)])
	}
	text, _ := value.Clean(b.String())
	return text
}

// What rows go through is what the plain wording of the rule says.
func TestFastIDs(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 1))
	plain := 0
	for range 200_000 {
		text := madeID(rnd)
		id := compareID(text)
		if got := string(appendID(nil, text)); got != id {
			t.Fatalf("%q: ID %q, want %q", text, got, id)
		}
		want, _ := lookAlikeKey(id)
		if got := string(appendAlikeKey(nil, []byte(id))); got != want {
			t.Fatalf("%q: key %q, want %q", id, got, want)
		}
		key, alike, as, ok := readPlainID(text)
		if !ok {
			continue
		}
		plain++
		wantKey, fits := keyOf([]byte(id))
		if key != wantKey || !fits || as != spellingOf([]byte(id), text) || string(alike.append(nil)) != want {
			t.Fatalf("%q in one look is %v, %v, %d", text, key, alike, as)
		}
		if isNotReported(text) || isErrorText(text) || strings.Contains(text, "E+") {
			t.Fatalf("%q is no plain ID", text)
		}
	}
	if plain < 10_000 {
		t.Errorf("only %d IDs are plain", plain)
	}
}

// The table of clients says what a map says, also where more clients look alike than are compared.
func TestClients(t *testing.T) {
	rnd := rand.New(rand.NewPCG(2, 2))
	c := newClients()
	byID, firsts := map[string]int32{}, map[int32]string{}
	for n := range 200_000 {
		text := madeID(rnd)
		switch n % 4 {
		case 0:
			text = fmt.Sprint("c", strings.Repeat("-", rnd.IntN(60)), rnd.IntN(400))
		case 1, 2:
			text = fmt.Sprint("M-", rnd.IntN(1e6))
		}
		if text == "" {
			continue
		}
		i, hash := c.find(text, 0)
		if want := byID[compareID(text)]; i != want {
			t.Fatalf("%q is client %d, want %d", text, i, want)
		}
		if i == 0 {
			i = c.addText(text, hash, 0)
			byID[compareID(text)], firsts[i] = i, text
		}
		if c.text(i) != firsts[i] || c.isSpelled(i, text) != (text == firsts[i]) {
			t.Fatalf("client %d is written %q, want %q, and %q is its first text: %t", i, c.text(i), firsts[i], text, c.isSpelled(i, text))
		}
	}
	if int(c.n) != len(byID) || c.n <= clientRow {
		t.Errorf("%d clients, want %d", c.n, len(byID))
	}
}

// Equal rows are found as a map finds them, by one goroutine and by several.
func TestEquality(t *testing.T) {
	for _, n := range []int{0, 1, 500, 15_000, 15_005, 100_000} {
		rnd := rand.New(rand.NewPCG(3, uint64(n)))
		e, seen := &equality{}, map[uint64]*equalRows{}
		row := ref(0)
		for range n {
			row += 1 + ref(rnd.IntN(3)*rnd.IntN(1000))
			hash := rnd.Uint64N(uint64(n)) * 0x9E3779B97F4A7C15
			e.add(hash, row)
			switch equal := seen[hash]; {
			case equal == nil:
				seen[hash] = &equalRows{first: row, count: 1}
			case equal.count == 1:
				equal.second, equal.count = row, 2
			default:
				equal.count++
			}
		}
		var want []equalRows
		for _, equal := range seen {
			if equal.count > 1 {
				want = append(want, *equal)
			}
		}
		slices.SortFunc(want, func(a, b equalRows) int { return int(a.first) - int(b.first) })
		var got []equalRows
		for _, equal := range e.end() {
			got = append(got, *equal)
		}
		if !slices.Equal(got, want) || n > 500 && len(got) == 0 {
			t.Fatalf("%d rows: %d groups of equal rows, want %d", n, len(got), len(want))
		}
		if again := e.end(); len(again) > 0 {
			t.Errorf("%d rows: the second end finds %d", n, len(again))
		}
	}
}

func TestContactIDs(t *testing.T) {
	rnd := rand.New(rand.NewPCG(4, 4))
	c, numbers := newContactIDs(newRepeats().seed), map[string]int32{}
	for range 30_000 {
		id := fmt.Sprint(rnd.IntN(10_000))
		number, used := c.of(c.hashes([]byte(id)))
		if want, seen := numbers[id]; used != seen || seen && number != want {
			t.Fatalf("%s has number %d (used: %t), want %d (%t)", id, number, used, want, seen)
		}
		numbers[id] = number
	}
}

// The calendar is that of package time.
func TestMakeDate(t *testing.T) {
	for _, year := range []int{1, 4, 100, 400, 1582, 1899, 1900, 1970, 2000, 2023, 2024, 2100, 9999} {
		for month := time.Month(-1); month <= 14; month++ {
			for day := -1; day <= 33; day++ {
				want := contact.Date(0)
				if at := time.Date(year, month, day, 0, 0, 0, 0, time.UTC); at.Year() == year && at.Month() == month && at.Day() == day {
					want = contact.DateOf(at)
				}
				if got := contact.MakeDate(year, month, day); got != want {
					t.Fatalf("%d-%d-%d is %d, want %d", year, month, day, got, want)
				}
			}
		}
	}
	if contact.MakeDate(0, 1, 1) != 0 || contact.MakeDate(10000, 1, 1) != 0 {
		t.Error("years outside of 1 to 9999 have days")
	}
}

// No word for an unknown value has a digit, which isNotReported takes for granted.
func TestNotReportedWords(t *testing.T) {
	for word := range notReported {
		if strings.ContainsAny(word, "0123456789") {
			t.Errorf("%q", word)
		}
	}
}

func BenchmarkPlainID(b *testing.B) {
	texts := make([]string, 1000)
	for i := range texts {
		texts[i] = fmt.Sprintf("WPC-%07d", i*2377)
	}
	for i := 0; b.Loop(); i++ {
		if _, _, _, ok := readPlainID(texts[i%1000]); !ok {
			b.Fatal(texts[i%1000])
		}
	}
}
