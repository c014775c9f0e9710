package clients

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

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
	p, short := New[struct{}]().Parser(), 0
	for range 200_000 {
		text := madeID(rnd)
		id := Compared(text)
		if got := string(AppendCompared(nil, text)); got != id {
			t.Fatalf("%q: ID %q, want %q", text, got, id)
		}
		want, _ := alikeKey(id)
		if got := string(appendAlikeKey(nil, []byte(id))); got != want {
			t.Fatalf("%q: key %q, want %q", id, got, want)
		}
		got, ok := p.ParseShort(text)
		if !ok {
			continue
		}
		short++
		wantKey, fits := keyOf([]byte(id))
		if got.key != wantKey.with(spellingOf([]byte(id), text)) || !fits || got.Hash != p.hash([]byte(want)) {
			t.Fatalf("%q in one look is %v", text, got)
		}
		if !strings.ContainsAny(text, "0123456789") || text[0] == '#' || strings.Contains(text, "E+") {
			t.Fatalf("%q is no short ID", text)
		}
	}
	if short < 10_000 {
		t.Errorf("only %d IDs are short", short)
	}
}

// The table of clients says what a map says, also where more clients look alike than are compared.
func TestClients(t *testing.T) {
	rnd := rand.New(rand.NewPCG(2, 2))
	c := New[struct{}]()
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
		id := c.parser.Parse(text)
		var found [1]Found
		if n%3 > 0 {
			c.Prefetch([]uint32{id.Hash}, found[:])
		}
		i, isNew, otherSpelling := c.Number(id, found[0], text)
		want, known := byID[Compared(text)]
		if isNew == known || known && i != want {
			t.Fatalf("%q is client %d, want %d", text, i, want)
		}
		if isNew {
			byID[Compared(text)], firsts[i] = i, text
		}
		if c.Given(i) != firsts[i] || otherSpelling != (text != firsts[i]) || c.ID(i) != Compared(text) {
			t.Fatalf("client %d is written %q, want %q, and %q is another spelling: %t", i, c.Given(i), firsts[i], text, otherSpelling)
		}
	}
	if int(c.Len()) != len(byID) || c.Len() <= blockClients {
		t.Errorf("%d clients, want %d", c.Len(), len(byID))
	}
}

// A client that is numbered by its ID as compared has the text that is given, and is found by
// either.
func TestNumberAs(t *testing.T) {
	c := New[struct{}]()
	for _, id := range []string{"a1", "ÀB", "a long client number of many parts", "x y", "1023"} {
		for _, given := range []string{id, strings.ToUpper(id), " odd " + id} {
			c := New[struct{}]()
			n := c.NumberAs(Compared(id), given)
			if c.ID(n) != Compared(id) || c.Given(n) != given {
				t.Errorf("%q as %q is %q as %q", id, given, c.ID(n), c.Given(n))
			}
		}
		n := c.NumberAs(Compared(id), id)
		if again := c.NumberAs(Compared(id), "other"); again != n || c.Given(n) != id {
			t.Errorf("%q is %d as %q, then %d", id, n, c.Given(n), again)
		}
	}
}

func BenchmarkParse(b *testing.B) {
	texts := make([]string, 1000)
	for i := range texts {
		texts[i] = fmt.Sprintf("WPC-%07d", i*2377)
	}
	p := New[struct{}]().Parser()
	for i := 0; b.Loop(); i++ {
		if _, ok := p.ParseShort(texts[i%1000]); !ok {
			b.Fatal(texts[i%1000])
		}
	}
}
