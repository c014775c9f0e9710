package ingest

import (
	"bytes"
	"encoding/binary"
	"hash/maphash"
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
	none  client // stands for no client
	warm  uint64 // keeps lookUp from being optimised away

	longIDs   []string         // those that do not fit idKey
	texts     map[int32]string // first texts by number, where spelling does not tell them
	contactAt map[int32]ref    // first contacts that are not in client.seen
	birthAt   learntRows       // where birth dates were first told, and genders
	genderAt  learntRows
	rosterAt  []ref            // the last row of a roster, by number
	people    map[uint64]int32 // hash of a name and birth date to the first client who has it
}

// idHash hashes client IDs.
type idHash struct {
	mixer
	seed    maphash.Seed // for what is longer than an idKey
	id, key []byte       // of the last text
}

func newIDHash() idHash { return idHash{mixer: newMixer(), seed: maphash.MakeSeed()} }

// of returns the hash of the client ID of a text, which those that look alike share. It leaves the ID in h.id.
func (h *idHash) of(text string) uint32 {
	h.id = appendID(h.id[:0], text)
	h.key = appendAlikeKey(h.key[:0], h.id)
	if len(h.key) == 0 {
		h.key = append(h.key, h.id...)
	}
	return h.bytes(h.key)
}

// bytes returns a hash.
func (h *idHash) bytes(b []byte) uint32 {
	if key, fits := keyOf(b); fits {
		return h.alike(key)
	}
	return uint32(maphash.Bytes(h.seed, b))
}

// alike returns the hash of clients whose IDs have a key of look-alikes.
func (h *idHash) alike(key idKey) uint32 { return uint32(h.pair(key.low, key.high)) }

// idKey is a client ID as compared, padded with zeros; in a longer one, or one that has a zero byte, the last byte is longKey.
type idKey struct{ low, high uint64 }

const (
	keyBytes = 16
	longKey  = 0xFF // no byte of UTF-8
)

// packed returns bytes as a key.
func packed(b [keyBytes]byte) idKey {
	return idKey{binary.LittleEndian.Uint64(b[:]), binary.LittleEndian.Uint64(b[8:])}
}

// keyOf returns the key of an ID, and whether the ID fits.
func keyOf(id []byte) (key idKey, fits bool) {
	var b [keyBytes]byte
	if copy(b[:], id) < len(id) || bytes.IndexByte(id, 0) >= 0 || b[keyBytes-1] == longKey {
		return idKey{}, false
	}
	return packed(b), true
}

// append appends the ID of a key that is not long.
func (k idKey) append(dst []byte) []byte {
	for _, part := range [...]uint64{k.low, k.high} {
		for ; part != 0; part >>= 8 {
			dst = append(dst, byte(part))
		}
	}
	return dst
}

// long returns the index of a long ID in clients.longIDs.
func (k idKey) long() (i int, long bool) { return int(k.low), k.high>>56 == longKey }

// clientRow is how many clients are allocated at once.
const clientRow = 1 << 16

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

// told returns the flags of a new client.
func (s spelling) told() told { return told(s) << toldBits }

func newClients() *clients {
	return &clients{
		idHash: newIDHash(),
		texts:  map[int32]string{}, contactAt: map[int32]ref{}, people: map[uint64]int32{},
	}
}

// at returns a client by number. It stays where it is.
func (c *clients) at(i int32) *client {
	i--
	return &c.rows[i/clientRow][i%clientRow]
}

// learnAt keeps where a field of a client, the birth date or the gender, was first told.
func (c *clients) learnAt(i int32, at ref, f field) {
	if at != c.at(i).seen {
		c.learntRows(f).add(i, at)
	}
}

// learntAt returns where it was.
func (c *clients) learntAt(i int32, f field) ref {
	if at := c.learntRows(f).of(i); at != 0 {
		return at
	}
	return c.at(i).seen
}

func (c *clients) learntRows(f field) *learntRows {
	if f == fieldGender {
		return &c.genderAt
	}
	return &c.birthAt
}

// appendID appends the ID of a client.
func (c *clients) appendID(dst []byte, i int32) []byte {
	key := c.at(i).key
	if at, long := key.long(); long {
		return append(dst, c.longIDs[at]...)
	}
	return key.append(dst)
}

// idOf returns the ID of a client.
func (c *clients) idOf(i int32) string {
	if at, long := c.at(i).key.long(); long {
		return c.longIDs[at]
	}
	return string(c.at(i).key.append(make([]byte, 0, keyBytes)))
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
		hash = c.bytes(c.id)
		i, _ = c.probe(hash)
	}
	return i, hash
}

// probe returns the client of a hash whose ID is idHash.id, or 0 and how many clients share the hash.
func (c *clients) probe(hash uint32) (i int32, sharing int) {
	key, fits := keyOf(c.id)
	for i := range c.slots.all(hash) {
		other := c.at(i).key
		at, long := other.long()
		if fits && other == key || !fits && long && c.longIDs[at] == string(c.id) {
			return i, sharing
		}
		sharing++
	}
	return 0, sharing
}

// add adds a client.
func (c *clients) add(who client, hash uint32) int32 {
	if int(c.n)%clientRow == 0 {
		c.rows = append(c.rows, make([]client, clientRow))
	}
	c.n++
	*c.at(c.n) = who
	c.slots.add(c.n, hash)
	return c.n
}

// addText adds the client of the text that find did not find.
func (c *clients) addText(text string, hash uint32, seen ref) int32 {
	key, fits := keyOf(c.id)
	if !fits {
		key = idKey{uint64(len(c.longIDs)), longKey << 56}
		c.longIDs = append(c.longIDs, string(c.id))
	}
	spelling := spellingOf(c.id, text)
	if spelling == spelledOtherwise {
		c.texts[c.n+1] = strings.Clone(text)
	}
	return c.add(client{key: key, seen: seen, told: spelling.told()}, hash)
}

// spellingOf returns how a text differs from its ID.
func spellingOf(id []byte, text string) spelling {
	switch {
	case text == string(id):
		return spelledAsID
	case isCapitals(id, text):
		return spelledInCapitals
	}
	return spelledOtherwise
}

// isCapitals reports whether a text is an ID with its ASCII letters in upper case.
func isCapitals(id []byte, text string) bool {
	if len(id) != len(text) {
		return false
	}
	for i, c := range id {
		if c >= 'a' && c <= 'z' {
			c &^= 0x20
		}
		if c != text[i] {
			return false
		}
	}
	return true
}

// isKey reports whether a client has an ID and a first text of a spelling that tells it.
func (c *clients) isKey(i int32, key idKey, spelling spelling) bool {
	who := c.at(i)
	return who.key == key && who.told.spelling() == spelling && spelling != spelledOtherwise
}

// isSpelled reports whether a text is the first one of a client.
func (c *clients) isSpelled(i int32, text string) bool {
	if c.at(i).told.spelling() == spelledOtherwise {
		return text == c.texts[i]
	}
	var scratch [keyBytes]byte
	id := c.appendID(scratch[:0], i)
	return spellingOf(id, text) == c.at(i).told.spelling()
}

// text returns the first text of a client.
func (c *clients) text(i int32) string {
	if spelling := c.at(i).told.spelling(); spelling != spelledOtherwise {
		return spelling.of(c.idOf(i))
	}
	return c.texts[i]
}

// of returns the text of an ID, for a spelling that tells it.
func (s spelling) of(id string) string {
	if s == spelledAsID {
		return id
	}
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' {
			return r &^ 0x20
		}
		return r
	}, id)
}

// roster returns where the last row of a client in a roster is kept.
func (c *clients) roster(i int32) *ref {
	if int(i) >= len(c.rosterAt) {
		c.rosterAt = append(c.rosterAt, make([]ref, int(i)+1-len(c.rosterAt))...)
	}
	return &c.rosterAt[i]
}
