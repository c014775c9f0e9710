// Package clients keeps the set of clients of a run: their IDs as compared and as written, by
// number from 1.
//
// Memory grows with clients, so that they stand in few bytes, without pointers, and never move.
package clients

import (
	"hash/maphash"
	"strings"

	"picreport/ingest/contact"
	"picreport/ingest/internal/slots"
)

// Set is a set of clients, numbered from 1 in the order in which they came. Of each it keeps a
// state of whoever uses it, which had better be small and have no pointers. Clients whose IDs look
// alike have one hash, so that one table serves to find a client and those like it. It is for one
// goroutine, but for its Parsers.
type Set[S any] struct {
	parser  Parser
	slots   slots.Slots
	blocks  [][]record[S]
	n       int32
	none    record[S] // stands for no client
	touched uint64    // keeps Prefetch from being optimised away

	longIDs []string         // those that do not fit a key
	texts   map[int32]string // first texts by number, where the key does not tell them
}

// record is what is kept of one client.
type record[S any] struct {
	key   key
	state S
}

// blockClients is how many clients are allocated at once.
const blockClients = 1 << 16

// maxAlike is how many clients may share the hash of look-alikes; it bounds what an ID is compared
// with. Further ones are found by the hash of the ID itself, and are not reported.
const maxAlike = 16

// New returns an empty Set.
func New[S any]() *Set[S] {
	return &Set[S]{parser: Parser{mixer: contact.NewMixer(), seed: maphash.MakeSeed()}, texts: map[int32]string{}}
}

// Parser returns a Parser for one goroutine.
func (s *Set[S]) Parser() *Parser { return &Parser{mixer: s.parser.mixer, seed: s.parser.seed} }

// Len returns how many clients there are.
func (s *Set[S]) Len() int32 { return s.n }

// State returns the state of a client by number. It stays where it is.
func (s *Set[S]) State(client int32) *S { return &s.at(client).state }

func (s *Set[S]) at(client int32) *record[S] {
	client--
	return &s.blocks[client/blockClients][client%blockClients]
}

// Found is what Prefetch found of an ID: the number of a client with its hash, 0 for none.
type Found int32

// NotLookedUp is the Found of an ID that was not prefetched.
const NotLookedUp Found = 0

// Prefetch looks up IDs ahead of Number. With hundreds of thousands of clients a lookup waits for
// memory twice, and takes longer than all else of a row; here memory answers for many rows at once.
// For that, loops that wait do nothing else. It takes at most PrefetchMost hashes, 0 for a row
// without an ID.
func (s *Set[S]) Prefetch(hashes []uint32, found []Found) {
	var homes [PrefetchMost]*uint64
	for i, hash := range hashes {
		homes[i] = s.slots.Home(hash)
	}
	for _, home := range homes[:len(hashes)] {
		s.touched += *home
	}
	var records [PrefetchMost]*record[S]
	for i, hash := range hashes {
		records[i], found[i] = &s.none, 0
		if hash == 0 {
			continue
		}
		if n := s.slots.First(hash); n != 0 {
			found[i], records[i] = Found(n), s.at(n)
		}
	}
	for _, r := range records[:len(hashes)] {
		s.touched += r.key.low
	}
}

// PrefetchMost is how many IDs are looked up at a time: what they touch must stay in the cache
// until they are used.
const PrefetchMost = 64

// Number returns the number of the client of an ID. text is what was parsed, which is needed only
// where the ID is not InKey. isNew says that the client is a new one, and otherSpelling that its
// first text was another.
func (s *Set[S]) Number(id ID, found Found, text string) (client int32, isNew, otherSpelling bool) {
	switch {
	case found != 0 && id.InKey() && s.at(int32(found)).key == id.key:
		return int32(found), false, false
	case found == 0 && id.InKey() && s.slots.First(id.Hash) == 0:
		return s.add(id.key, id.Hash), true, false
	}
	if id.InKey() {
		text = id.Text()
	}
	return s.numberText(id, text)
}

// numberText is Number for the rows that are not settled by a look at the key.
func (s *Set[S]) numberText(id ID, text string) (client int32, isNew, otherSpelling bool) {
	client, hash := s.find(id, text)
	if client != 0 {
		return client, false, !s.IsGiven(client, text)
	}
	k := id.key
	if k.spelling() == long {
		k.low = uint64(len(s.longIDs))
		s.longIDs = append(s.longIDs, string(s.parser.id))
	}
	if !id.InKey() {
		s.texts[s.n+1] = strings.Clone(text)
	}
	return s.add(k, hash), true, false
}

// NumberAs numbers the client of an ID as compared, which if it is new was first written as given.
func (s *Set[S]) NumberAs(id, given string) int32 {
	parsed := s.parser.Parse(id)
	client, hash := s.find(parsed, id)
	if client != 0 {
		return client
	}
	k := parsed.key
	switch {
	case k.spelling() == long:
		k.low = uint64(len(s.longIDs))
		s.longIDs = append(s.longIDs, strings.Clone(id))
	default:
		k = k.with(spellingOf(s.parser.id, given))
	}
	if k.spelling() >= spelledOtherwise {
		s.texts[s.n+1] = strings.Clone(given)
	}
	return s.add(k, hash)
}

// find returns the client of an ID, or 0 and the hash to add it by. It leaves the ID in parser.id.
func (s *Set[S]) find(id ID, text string) (client int32, hash uint32) {
	s.parser.id = AppendCompared(s.parser.id[:0], text)
	client, sharing := s.probe(id.key, id.Hash)
	if client == 0 && sharing >= maxAlike {
		hash = s.parser.hash(s.parser.id)
		client, _ = s.probe(id.key, hash)
		return client, hash
	}
	return client, id.Hash
}

// probe returns the client of a hash whose ID is parser.id, of a key, or 0 and how many clients
// share the hash.
func (s *Set[S]) probe(k key, hash uint32) (client int32, sharing int) {
	for client := range s.slots.All(hash) {
		other := s.at(client).key
		if k.sameID(other) ||
			k.spelling() == long && other.spelling() == long && s.longIDs[other.low] == string(s.parser.id) {
			return client, sharing
		}
		sharing++
	}
	return 0, sharing
}

// add adds a client.
func (s *Set[S]) add(k key, hash uint32) int32 {
	if int(s.n)%blockClients == 0 {
		s.blocks = append(s.blocks, make([]record[S], blockClients))
	}
	s.n++
	s.at(s.n).key = k
	s.slots.Add(s.n, hash)
	return s.n
}

// ID returns the ID of a client as compared.
func (s *Set[S]) ID(client int32) string {
	k := s.at(client).key
	if k.spelling() == long {
		return s.longIDs[k.low]
	}
	return string(k.append(make([]byte, 0, keyBytes)))
}

// AppendID appends the ID of a client as compared.
func (s *Set[S]) AppendID(dst []byte, client int32) []byte {
	k := s.at(client).key
	if k.spelling() == long {
		return append(dst, s.longIDs[k.low]...)
	}
	return k.append(dst)
}

// Given returns the first text of a client.
func (s *Set[S]) Given(client int32) string {
	if k := s.at(client).key; k.spelling() < spelledOtherwise {
		return k.spelling().of(string(k.append(make([]byte, 0, keyBytes))))
	}
	return s.texts[client]
}

// IsGiven reports whether a text is the first one of a client.
func (s *Set[S]) IsGiven(client int32, text string) bool {
	k := s.at(client).key
	if k.spelling() >= spelledOtherwise {
		return text == s.texts[client]
	}
	var id [keyBytes]byte
	return spellingOf(k.append(id[:0]), text) == k.spelling()
}
