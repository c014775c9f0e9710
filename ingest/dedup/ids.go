package dedup

import (
	"hash/maphash"

	"picreport/ingest/internal/slots"
)

// Row is a row of an export, counted from 1 over all exports of a run; 0 for none.
type Row uint32

// IDs are all contact IDs of a run, by number from 1 in the order in which they came. No text is
// kept: two IDs are one where 96 bits of seeded hashes agree. It is for one goroutine, but for
// Hash.
type IDs struct {
	seed, check maphash.Seed
	slots       slots.Slots
	uses        [][]Use
	n           int32
	touched     uint64 // keeps Prefetch from being optimised away
}

// IDHash stands for a contact ID.
type IDHash struct {
	check uint64
	slot  uint32
}

// Use is the last row of a contact ID.
type Use struct {
	check   uint64 // of the ID
	Content uint32 // part of the hash of the contact
	Client  int32
	At      Row
}

// blockUses is how many uses are allocated at once.
const blockUses = 1 << 12

// NewIDs returns an empty set.
func NewIDs() *IDs { return &IDs{seed: maphash.MakeSeed(), check: maphash.MakeSeed()} }

// Hash returns what an ID as compared is found by.
func (s *IDs) Hash(id []byte) IDHash {
	return IDHash{maphash.Bytes(s.check, id), uint32(maphash.Bytes(s.seed, id))}
}

// Prefetch looks where an ID is to be looked for: in a loop over many that does nothing else,
// memory answers for all of them as fast as for one.
func (s *IDs) Prefetch(id IDHash) { s.touched += *s.slots.Home(id.slot) }

// Number returns the number of an ID, and whether it has come before.
func (s *IDs) Number(id IDHash) (number int32, used bool) {
	for number := range s.slots.All(id.slot) {
		if s.use(number).check == id.check {
			return number, true
		}
	}
	if int(s.n)%blockUses == 0 {
		s.uses = append(s.uses, make([]Use, blockUses))
	}
	s.n++
	s.use(s.n).check = id.check
	s.slots.Add(s.n, id.slot)
	return s.n, false
}

// Replace keeps the last row of a number, and returns the one before.
func (s *IDs) Replace(number int32, content uint64, client int32, at Row) (now, before Use) {
	use := s.use(number)
	before = *use
	use.Content, use.Client, use.At = uint32(content), client, at
	return *use, before
}

func (s *IDs) use(number int32) *Use {
	number--
	return &s.uses[number/blockUses][number%blockUses]
}
