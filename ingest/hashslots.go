package ingest

// hashSlots finds things that are numbered from 1 by a hash: an open-addressing table of numbers above hashes, 0 for none. Its length is
// a power of two. Millions of IDs take a third of what they take in maps, in time and in memory.
type hashSlots []uint64

func newHashSlots() hashSlots { return make(hashSlots, 1<<8) }

// home returns the slot at which the search for a hash begins. It ends at the first free one.
func (h hashSlots) home(hash uint32) int { return int(hash) & (len(h) - 1) }

func (h hashSlots) next(slot int) int { return (slot + 1) & (len(h) - 1) }

// at returns the number in a slot if it has the hash, else 0.
func (h hashSlots) at(slot int, hash uint32) int32 {
	if uint32(h[slot]) != hash {
		return 0
	}
	return int32(h[slot] >> 32)
}

// add adds a number that is one more than the last, and returns the table, at most three quarters full.
func (h hashSlots) add(number int32, hash uint32) hashSlots {
	if int(number) > len(h)/4*3 {
		old := h
		h = make(hashSlots, 2*len(old))
		for _, slot := range old {
			if slot != 0 {
				h.put(slot)
			}
		}
	}
	h.put(uint64(number)<<32 | uint64(hash))
	return h
}

func (h hashSlots) put(entry uint64) {
	slot := h.home(uint32(entry))
	for h[slot] != 0 {
		slot = h.next(slot)
	}
	h[slot] = entry
}
