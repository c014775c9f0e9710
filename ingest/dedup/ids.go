package dedup

import (
	"hash/maphash"

	"picreport/ingest/contact"
	"picreport/ingest/internal/slots"
)

// Row is a row of an export, counted from 1 over all exports of a run; 0 for none.
type Row uint32

// IDs are all contacts of a run that have a contact ID, by number from 1 in the order in which they
// came. An ID is mostly that of one contact; where the table of relate makes several of it, each
// has a number of its own. No text is kept: two IDs are one where 96 bits of seeded hashes agree.
// It is for one goroutine, but for Hash.
type IDs struct {
	// Corrections makes all rows of an ID one contact, of which the last stands.
	Corrections bool

	seed, check maphash.Seed
	slots       slots.Slots
	uses        [][]Use
	next        []int32 // by number, the next contact of the same ID; nil while each ID has one
	n           int32
	touched     uint64 // keeps Prefetch from being optimised away

	base      Row     // the last row of the exports before the one that is read
	days      []int32 // contacts of the export that is read, by day; counted from the second export on
	undecided []undecided
	corrected numbers
	leftOut   numbers
}

// IDHash stands for a contact ID.
type IDHash struct {
	check uint64
	slot  uint32
}

// Use is the last row of a contact.
type Use struct {
	check   uint64 // of the ID
	Content uint32 // part of the hash of the contact
	Client  int32
	Date    contact.Date
	At      Row
}

// NewUse returns the use of an ID by a row.
func NewUse(content uint64, client int32, date contact.Date, at Row) Use {
	return Use{Content: uint32(content), Client: client, Date: date, At: at}
}

// Decision is what a row is to an earlier use of its contact ID.
type Decision struct {
	Relation    Relation
	Before, Now Use
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

// Add takes a row with an ID, and returns the number of its contact and what the row is to the
// earlier ones of the ID. A row that is an error gets no number. unique says that the ID is a key
// of the system that made it, which stands for one contact whatever its date.
func (s *IDs) Add(id IDHash, row Use, unique bool) (number int32, d Decision) {
	row.check = id.check
	first := s.first(id)
	if first == 0 {
		return s.add(row, id.slot), Decision{Now: row}
	}
	if s.Corrections {
		return first, s.correct(first, row)
	}
	number = s.ofClient(first, id, row.Client)
	if number == 0 {
		return s.addClient(first, id, row)
	}
	before := s.use(number)
	d = Decision{Before: *before, Now: row}
	d.Relation = relate(pair{
		oneExport: before.At > s.base, sameClient: true, sameDate: before.Date == row.Date, covered: unique,
	})
	switch d.Relation {
	case SameRow, Correction:
		row.check = before.check
		*before = row
	case UsedAgain:
		d.Relation = Undecided
		before := number
		number = s.addFurther(first, id, row)
		s.undecided = append(s.undecided, undecided{first: first, number: number, before: before})
	default:
		number = 0
	}
	return number, d
}

// correct makes a row that of a contact.
func (s *IDs) correct(number int32, row Use) Decision {
	use := s.use(number)
	d := Decision{Relation: Correction, Before: *use, Now: row}
	if use.Client == row.Client && use.Date == row.Date {
		d.Relation = SameRow
	}
	*use = row
	return d
}

// addClient takes a row whose ID stood for other clients so far. Which of them the row may correct
// is known at the end of the export: they may yet come in it too.
func (s *IDs) addClient(first int32, id IDHash, row Use) (number int32, d Decision) {
	d = Decision{Relation: Undecided, Before: *s.use(first), Now: row}
	if s.base == 0 {
		d.Before, d.Relation = s.besides(first, row)
	}
	number = s.addFurther(first, id, row)
	if s.base > 0 {
		s.undecided = append(s.undecided, undecided{first: first, number: number})
	}
	return number, d
}

// lookedAt is how many contacts of one ID are looked at for one of the same date.
const lookedAt = 32

// besides returns what a row is to contacts of the ID in the same export: to one of the same date,
// where one of the latest is such.
func (s *IDs) besides(first int32, row Use) (Use, Relation) {
	best := s.use(first)
	for n, number := 0, s.after(first); n < lookedAt && number != 0 && best.Date != row.Date; n++ {
		if use := s.use(number); use.Date == row.Date {
			best = use
		}
		number = s.after(number)
	}
	return *best, relate(pair{oneExport: true, sameDate: best.Date == row.Date})
}

// first returns the number of the first contact of an ID, 0 for none.
func (s *IDs) first(id IDHash) int32 {
	for number := range s.slots.All(id.slot) {
		if s.use(number).check == id.check {
			return number
		}
	}
	return 0
}

// ofClient returns the number of the latest contact of an ID with a client that stands, 0 for none.
func (s *IDs) ofClient(first int32, id IDHash, client int32) (latest int32) {
	if s.use(first).Client == client && s.Standing(first) == contact.Stands {
		latest = first
	}
	if s.after(first) == 0 {
		return latest
	}
	for number := range s.slots.All(id.of(client)) {
		use := s.use(number)
		if use.check == ^id.check && use.Client == client && s.Standing(number) == contact.Stands {
			latest = max(latest, number)
		}
	}
	return latest
}

// of returns where further contacts of an ID are found: by their client, since an ID may have a
// million of them.
func (id IDHash) of(client int32) uint32 { return id.slot ^ uint32(client)*0x9E3779B9 }

// add adds the first contact of an ID, or, with the slot of its client, a further one.
func (s *IDs) add(use Use, slot uint32) int32 {
	if int(s.n)%blockUses == 0 {
		s.uses = append(s.uses, make([]Use, blockUses))
	}
	s.n++
	*s.use(s.n) = use
	s.slots.Add(s.n, slot)
	return s.n
}

// addFurther adds a further contact of an ID. It is never taken for the first of one: its check is
// another.
func (s *IDs) addFurther(first int32, id IDHash, use Use) int32 {
	use.check = ^id.check
	number := s.add(use, id.of(use.Client))
	if n := int(number) + 1 - len(s.next); n > 0 {
		s.next = append(s.next, make([]int32, n)...)
	}
	s.next[number], s.next[first] = s.next[first], number
	return number
}

// after returns the next contact of the same ID, 0 after the last.
func (s *IDs) after(number int32) int32 {
	if int(number) >= len(s.next) {
		return 0
	}
	return s.next[number]
}

func (s *IDs) use(number int32) *Use {
	number--
	return &s.uses[number/blockUses][number%blockUses]
}

// Standing says what became of a contact, once all were read.
func (s *IDs) Standing(number int32) contact.Standing {
	switch {
	case s.corrected.has(number):
		return contact.Corrected
	case s.leftOut.has(number):
		return contact.LeftOut
	}
	return contact.Stands
}

// numbers is a set of numbers of contacts, a bit each.
type numbers []uint64

func (n numbers) has(number int32) bool {
	i := int(number) / 64
	return i < len(n) && n[i]>>(number%64)&1 == 1
}

func (n *numbers) add(number int32) {
	if more := int(number)/64 + 1 - len(*n); more > 0 {
		*n = append(*n, make([]uint64, more)...)
	}
	(*n)[number/64] |= 1 << (number % 64)
}
