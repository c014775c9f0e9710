package dedup

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// Equal rows are found as a map finds them, by one goroutine and by several.
func TestEqual(t *testing.T) {
	for _, n := range []int{0, 1, 500, 15_000, 15_005, 100_000} {
		rnd := rand.New(rand.NewPCG(3, uint64(n)))
		e, seen := &Equal{}, map[uint64]*EqualRows{}
		row := Row(0)
		for range n {
			row += 1 + Row(rnd.IntN(3)*rnd.IntN(1000))
			hash := rnd.Uint64N(uint64(n)) * 0x9E3779B97F4A7C15
			e.Add(hash, row)
			switch equal := seen[hash]; {
			case equal == nil:
				seen[hash] = &EqualRows{First: row, Count: 1}
			case equal.Count == 1:
				equal.Second, equal.Count = row, 2
			default:
				equal.Count++
			}
		}
		var want []EqualRows
		for _, equal := range seen {
			if equal.Count > 1 {
				want = append(want, *equal)
			}
		}
		slices.SortFunc(want, func(a, b EqualRows) int { return int(a.First) - int(b.First) })
		var got []EqualRows
		for _, equal := range e.End() {
			got = append(got, *equal)
		}
		if !slices.Equal(got, want) || n > 500 && len(got) == 0 {
			t.Fatalf("%d rows: %d groups of equal rows, want %d", n, len(got), len(want))
		}
		if again := e.End(); len(again) > 0 {
			t.Errorf("%d rows: the second end finds %d", n, len(again))
		}
	}
}

func TestIDs(t *testing.T) {
	rnd := rand.New(rand.NewPCG(4, 4))
	c, numbers := NewIDs(), map[string]int32{}
	for range 30_000 {
		id := fmt.Sprint(rnd.IntN(10_000))
		number, d := c.Add(c.Hash([]byte(id)), Use{}, false)
		used := d.Relation != FirstOfID
		if want, seen := numbers[id]; used != seen || seen && number != want {
			t.Fatalf("%s has number %d (used: %t), want %d (%t)", id, number, used, want, seen)
		}
		numbers[id] = number
	}
}
