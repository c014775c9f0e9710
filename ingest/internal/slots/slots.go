// Package slots finds things that are numbered from 1 by a hash of 32 bits.
package slots

// Slots are open-addressing tables of numbers beside hashes. Millions of IDs take a third of what
// they take in maps, in time and in memory. There are several tables, by the hash, so that one
// grows at a time and little is held twice. The zero Slots are empty.
type Slots [tables]table

const tables = 16

// table has a length that is a power of two, or 0. A slot is a number above its hash, 0 for none.
type table struct {
	slots []uint64
	n     int
}

// of returns the table of a hash.
func (s *Slots) of(hash uint32) *table { return &s[hash%tables] }

// home returns the slot at which the search for a hash begins. It ends at the first free one.
func (t *table) home(hash uint32) int { return int(hash/tables) & (len(t.slots) - 1) }

// probe returns the slot that is looked at after n others: first all of the line of the cache in
// which home is, then those of the next.
func (t *table) probe(home, n int) int {
	return (home&^(lineSlots-1) + n&^(lineSlots-1) + (home+n)&(lineSlots-1)) & (len(t.slots) - 1)
}

// lineSlots is how many slots a line of the cache has.
const lineSlots = 64 / 8

// First returns the first number that has the hash, 0 for none.
func (s *Slots) First(hash uint32) int32 {
	t := s.of(hash)
	if len(t.slots) == 0 {
		return 0
	}
	home := t.home(hash)
	for n := 0; ; n++ {
		switch slot := t.slots[t.probe(home, n)]; {
		case slot == 0:
			return 0
		case uint32(slot) == hash:
			return int32(slot >> 32)
		}
	}
}

// All yields the numbers that have the hash.
func (s *Slots) All(hash uint32) func(yield func(int32) bool) {
	return func(yield func(int32) bool) {
		t := s.of(hash)
		if len(t.slots) == 0 {
			return
		}
		home := t.home(hash)
		for n := 0; ; n++ {
			slot := t.slots[t.probe(home, n)]
			if slot == 0 || uint32(slot) == hash && !yield(int32(slot>>32)) {
				return
			}
		}
	}
}

// Home returns where the search for a hash begins: to be read before First, in a loop over many
// hashes that does nothing else, for memory answers for many as fast as for one.
func (s *Slots) Home(hash uint32) *uint64 {
	t := s.of(hash)
	if len(t.slots) == 0 {
		return &free
	}
	return &t.slots[t.home(hash)]
}

// free is a slot without a number.
var free uint64

// Add adds a number, from 1. Tables are at most three quarters full.
func (s *Slots) Add(number int32, hash uint32) {
	t := s.of(hash)
	if t.n >= len(t.slots)/4*3 {
		old := t.slots
		t.slots = newSlots(max(16, 2*len(old)))
		for _, slot := range old {
			if slot != 0 {
				t.put(slot)
			}
		}
	}
	t.n++
	t.put(uint64(number)<<32 | uint64(hash))
}

// newSlots returns free slots. Memory that is new is better written first: to read it maps a page
// of zeros, which is replaced at the first write, with every core having to be told.
func newSlots(n int) []uint64 {
	slots := make([]uint64, n)
	for i := 0; i < n; i += pageSlots {
		slots[i] = 0
	}
	return slots
}

// pageSlots is how many slots a page of memory has.
const pageSlots = 4096 / 8

func (t *table) put(slot uint64) {
	home := t.home(uint32(slot))
	n := 0
	for t.slots[t.probe(home, n)] != 0 {
		n++
	}
	t.slots[t.probe(home, n)] = slot
}
