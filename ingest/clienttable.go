package ingest

import (
	"hash/maphash"
	"iter"
	"strings"
)

// clients are all clients of a run, by number from 1 in the order in which they came. Clients whose IDs look alike have one hash, so
// that one table serves to find a client and those like it. Clients are
// what memory grows with, so they stand in rows that never move.
type clients struct {
	idHash
	slots hashSlots
	rows  [][]client
	n     int32
	warm  byte // keeps foresee from being optimised away

	texts     map[int32]string // first texts by number, where spelling does not tell them
	contactAt map[int32]ref    // first contacts that are not in client.seen
	rosterAt  []ref            // the last row of a roster, by number
	people    map[uint64]int32 // hash of a name and birth date to the first client who has it
}

// idHash hashes client IDs.
type idHash struct {
	seed    maphash.Seed
	id, key []byte // of the last text
}

// of returns the hash of the client ID of a text, which those that look alike share. It leaves the ID in h.id.
func (h *idHash) of(text string) uint32 {
	h.id = appendID(h.id[:0], text)
	h.key = appendAlikeKey(h.key[:0], h.id)
	if len(h.key) == 0 {
		h.key = append(h.key, h.id...)
	}
	return uint32(maphash.Bytes(h.seed, h.key))
}

// clientRow is how many clients are allocated at once.
const clientRow = 1 << 10

// maxAlike is how many clients may share the hash of look-alikes; it bounds what an ID is compared with. Further ones are found by the
// hash of the ID itself, and are not reported.
const maxAlike = 16

// spelling is what tells the first text of a client from its ID.
type spelling uint8

const (
	spelledAsID spelling = iota
	spelledInCapitals
	spelledOtherwise
)

func newClients() *clients {
	return &clients{
		idHash: idHash{seed: maphash.MakeSeed()}, slots: newHashSlots(),
		texts: map[int32]string{}, contactAt: map[int32]ref{}, people: map[uint64]int32{},
	}
}

// at returns a client by number. It stays where it is.
func (c *clients) at(i int32) *client {
	i--
	return &c.rows[i/clientRow][i%clientRow]
}

// find returns the number of the client of a text, or 0 and the hash to add it by.
func (c *clients) find(text string, foreseen uint32) (i int32, hash uint32) {
	if hash = foreseen; hash == 0 {
		hash = c.of(text)
	} else {
		c.id = appendID(c.id[:0], text)
	}
	i, sharing := c.probe(hash)
	if i == 0 && sharing >= maxAlike {
		hash = uint32(maphash.Bytes(c.seed, c.id))
		i, _ = c.probe(hash)
	}
	return i, hash
}

// probe returns the client of a hash whose ID is c.id, or 0 and how many clients share the hash.
func (c *clients) probe(hash uint32) (i int32, sharing int) {
	for slot := c.slots.home(hash); c.slots[slot] != 0; slot = c.slots.next(slot) {
		if i := c.slots.at(slot, hash); i != 0 {
			if c.at(i).id == string(c.id) {
				return i, sharing
			}
			sharing++
		}
	}
	return 0, sharing
}

// sharing yields the clients of a hash.
func (c *clients) sharing(hash uint32) iter.Seq[int32] {
	return func(yield func(int32) bool) {
		for slot := c.slots.home(hash); c.slots[slot] != 0; slot = c.slots.next(slot) {
			if i := c.slots.at(slot, hash); i != 0 && !yield(i) {
				return
			}
		}
	}
}

// add adds the client of the text that find did not find.
func (c *clients) add(text string, hash uint32, seen ref) int32 {
	if int(c.n)%clientRow == 0 {
		c.rows = append(c.rows, make([]client, clientRow))
	}
	c.n++
	who := c.at(c.n)
	*who = client{id: string(c.id), seen: seen}
	who.spelling = spellingOf(who.id, text)
	if who.spelling == spelledOtherwise {
		c.texts[c.n] = strings.Clone(text)
	}
	c.slots = c.slots.add(c.n, hash)
	return c.n
}

// spellingOf returns how a text differs from its ID.
func spellingOf(id, text string) spelling {
	switch {
	case text == id:
		return spelledAsID
	case isCapitals(id, text):
		return spelledInCapitals
	}
	return spelledOtherwise
}

// isCapitals reports whether a text is an ID with its ASCII letters in upper case.
func isCapitals(id, text string) bool {
	if len(id) != len(text) {
		return false
	}
	for i := range len(id) {
		c := id[i]
		if c >= 'a' && c <= 'z' {
			c &^= 0x20
		}
		if c != text[i] {
			return false
		}
	}
	return true
}

// isSpelled reports whether a text is the first one of a client.
func (c *clients) isSpelled(i int32, text string) bool {
	switch who := c.at(i); who.spelling {
	case spelledAsID:
		return text == who.id
	case spelledInCapitals:
		return isCapitals(who.id, text)
	}
	return text == c.texts[i]
}

// text returns the first text of a client.
func (c *clients) text(i int32) string {
	switch who := c.at(i); who.spelling {
	case spelledAsID:
		return who.id
	case spelledInCapitals:
		return strings.Map(func(r rune) rune {
			if r >= 'a' && r <= 'z' {
				return r &^ 0x20
			}
			return r
		}, who.id)
	}
	return c.texts[i]
}

// roster returns where the last row of a client in a roster is kept.
func (c *clients) roster(i int32) *ref {
	if int(i) >= len(c.rosterAt) {
		c.rosterAt = append(c.rosterAt, make([]ref, int(i)+1-len(c.rosterAt))...)
	}
	return &c.rosterAt[i]
}
