package ingest

// hashSlots finds things that are numbered from 1 by a hash: open-addressing tables of numbers above hashes, 0 for none. Millions of IDs
// take a third of what they take in maps, in time and in memory. There are several tables, by the hash, so that one grows at a time and
// little is held twice.
type hashSlots [slotTables]slotTable

const slotTables = 16

// slotTable has a length that is a power of two, or 0.
type slotTable struct {
	slots []uint64
	n     int
}

// table returns the table of a hash.
func (h *hashSlots) table(hash uint32) *slotTable { return &h[hash%slotTables] }

// home returns the slot at which the search for a hash begins. It ends at the first free one.
func (t *slotTable) home(hash uint32) int { return int(hash/slotTables) & (len(t.slots) - 1) }

// probe returns the slot that is looked at after n others: first all of the line of the cache in which home is, then those of the next.
func (t *slotTable) probe(home, n int) int {
	return (home&^(lineSlots-1) + n&^(lineSlots-1) + (home+n)&(lineSlots-1)) & (len(t.slots) - 1)
}

const lineSlots = 64 / 8

// first returns the first number that has the hash, 0 for none.
func (h *hashSlots) first(hash uint32) int32 {
	t := h.table(hash)
	if len(t.slots) == 0 {
		return 0
	}
	home := t.home(hash)
	for n := 0; ; n++ {
		switch entry := t.slots[t.probe(home, n)]; {
		case entry == 0:
			return 0
		case uint32(entry) == hash:
			return int32(entry >> 32)
		}
	}
}

// all yields the numbers that have the hash.
func (h *hashSlots) all(hash uint32) func(yield func(int32) bool) {
	return func(yield func(int32) bool) {
		t := h.table(hash)
		if len(t.slots) == 0 {
			return
		}
		home := t.home(hash)
		for n := 0; ; n++ {
			entry := t.slots[t.probe(home, n)]
			if entry == 0 || uint32(entry) == hash && !yield(int32(entry>>32)) {
				return
			}
		}
	}
}

// home returns the slot at which the search for a hash begins.
func (h *hashSlots) home(hash uint32) *uint64 {
	t := h.table(hash)
	if len(t.slots) == 0 {
		return &noSlot
	}
	return &t.slots[t.home(hash)]
}

// noSlot is free.
var noSlot uint64

// add adds a number. Tables are at most three quarters full.
func (h *hashSlots) add(number int32, hash uint32) {
	t := h.table(hash)
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

// newSlots returns free slots. Memory that is new is better written first: to read it maps a page of zeros, which is replaced at the first write,
// with every core having to be told.
func newSlots(n int) []uint64 {
	slots := make([]uint64, n)
	for i := 0; i < n; i += pageSlots {
		slots[i] = 0
	}
	return slots
}

// pageSlots is how many slots a page of memory has.
const pageSlots = 4096 / 8

func (t *slotTable) put(entry uint64) {
	home := t.home(uint32(entry))
	n := 0
	for t.slots[t.probe(home, n)] != 0 {
		n++
	}
	t.slots[t.probe(home, n)] = entry
}
