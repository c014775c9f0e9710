package ingest

import "hash/maphash"

// contactIDs are all contact IDs of a run, by number from 1 in the order in which they came. No text is kept: two IDs are one where
// 96 bits of seeded hashes agree.
type contactIDs struct {
	seed, check maphash.Seed
	slots       hashSlots
	uses        [][]idUse
	n           int32
	warm        uint64 // keeps touch from being optimised away
}

// idUse is the last row of a contact ID.
type idUse struct {
	check   uint64 // of the ID
	content uint32 // part of the hash of the contact
	client  int32
	at      ref
}

// usesRow is how many uses are allocated at once.
const usesRow = 1 << 12

func newContactIDs(seed maphash.Seed) *contactIDs {
	return &contactIDs{seed: seed, check: maphash.MakeSeed()}
}

// use returns where the last use of a number is kept.
func (c *contactIDs) use(number int32) *idUse {
	number--
	return &c.uses[number/usesRow][number%usesRow]
}

// hashes returns the hashes by which an ID is found.
func (c *contactIDs) hashes(id []byte) (hash uint32, check uint64) {
	return uint32(maphash.Bytes(c.seed, id)), maphash.Bytes(c.check, id)
}

// of returns the number of the ID of two hashes, and whether it has come before.
func (c *contactIDs) of(hash uint32, check uint64) (number int32, used bool) {
	for number := range c.slots.all(hash) {
		if c.use(number).check == check {
			return number, true
		}
	}
	if int(c.n)%usesRow == 0 {
		c.uses = append(c.uses, make([]idUse, usesRow))
	}
	c.n++
	c.use(c.n).check = check
	c.slots.add(c.n, hash)
	return c.n, false
}
