package ingest

import (
	"encoding/binary"
	"errors"
	"hash/maphash"
	"iter"
)

// Merger counts the same contact once, from whatever order the exports were read in:
//   - with a contact ID, rows of one ID are one contact and the last stands, at its own place;
//   - without one, rows that are equal in all but their place are one contact when they come from different exports. A row counts as
//     often as in the export that has it most.
//
// Rosters pass through. Contacts come out in the order they came in. Up to the first contact ID they pass straight through,
// with a few bytes of state each; from there on they are held, compactly, until the last is known.
type Merger struct {
	in         iter.Seq2[*Contact, error]
	duplicates map[string]int
	total      int
	standing   int
}

// Merge returns a Merger over contacts. Exports are told apart by Place.File.
func Merge(contacts iter.Seq2[*Contact, error]) *Merger { return &Merger{in: contacts} }

// Duplicates returns how many contacts did not stand, once Contacts has run to its end.
func (m *Merger) Duplicates() int { return m.total }

// Standing returns how many contacts stand, rosters not included, once Contacts has run to its end.
func (m *Merger) Standing() int { return m.standing }

// DuplicatesOf returns how many of them were rows of one export, by its Place.File.
func (m *Merger) DuplicatesOf(export string) int { return m.duplicates[export] }

// errTwoReaders keeps numbers of two Readers apart.
var errTwoReaders = errors.New("merge: contacts of more than one reader")

// Contacts reads the contacts and yields those that stand. An error of the input ends it. A contact is valid until
// the next is asked for, and is not to be changed.
func (m *Merger) Contacts() iter.Seq2[*Contact, error] {
	return func(yield func(*Contact, error) bool) {
		m.duplicates, m.total, m.standing = map[string]int{}, 0, 0
		rows, held := newRowCounts(), newHeld()
		first := true
		for c, err := range m.in {
			if first && err == nil {
				held.reader, first = c.from, false
			}
			if err == nil && c.from != held.reader {
				err = errTwoReaders
			}
			if err != nil {
				yield(nil, err)
				return
			}
			switch {
			case c.Date != 0 && c.ID != "":
				if file, again := held.replace(c); again {
					m.drop(file)
				}
			case c.Date != 0 && !rows.stands(c):
				m.drop(c.Place.File)
			case held.n > 0:
				held.add(c)
			default:
				if !m.stand(c, yield) {
					return
				}
			}
		}
		held.replay(func(c *Contact) bool { return m.stand(c, yield) })
	}
}

// stand yields what stands.
func (m *Merger) stand(c *Contact, yield func(*Contact, error) bool) bool {
	if c.Date != 0 {
		m.standing++
	}
	return yield(c, nil)
}

func (m *Merger) drop(file string) {
	m.duplicates[file]++
	m.total++
}

// rowCounts counts equal rows by export.
type rowCounts struct {
	seeds [2]maphash.Seed
	rows  map[[2]uint64]rowCount
	older map[olderRow]uint32 // counts in exports other than the one that had the row last
	files map[string]int32

	content []byte // of the last row
}

// rowCount is how often a row stands, and how often the export that had it last has it.
type rowCount struct {
	stands, here uint32
	file         int32
}

type olderRow struct {
	hash [2]uint64
	file int32
}

func newRowCounts() *rowCounts {
	return &rowCounts{
		seeds: [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()},
		rows:  map[[2]uint64]rowCount{}, older: map[olderRow]uint32{}, files: map[string]int32{},
	}
}

// stands reports whether a row is one more than any export had of it so far.
func (r *rowCounts) stands(c *Contact) bool {
	if c.from != nil && c.from.single {
		return true
	}
	file, ok := r.files[c.Place.File]
	if !ok {
		file = int32(len(r.files))
		r.files[c.Place.File] = file
	}
	hash := [2]uint64{c.content, uint64(c.client)}
	if c.from == nil {
		r.content = appendContent(r.content[:0], c)
		hash = [2]uint64{maphash.Bytes(r.seeds[0], r.content), maphash.Bytes(r.seeds[1], r.content)}
	}
	n, seen := r.rows[hash]
	if seen && n.file != file {
		r.older[olderRow{hash, n.file}] = n.here
		n.here = r.older[olderRow{hash, file}]
	}
	n.file = file
	n.here++
	more := n.here > n.stands
	n.stands = max(n.stands, n.here)
	r.rows[hash] = n
	return more
}

// appendContent appends all of a contact but its place, so that unlike contacts append unlike bytes.
func appendContent(b []byte, c *Contact) []byte {
	for _, s := range [...]string{c.ID, c.Client, c.Gender, c.Source} {
		b = appendText(b, s)
	}
	b = binary.LittleEndian.AppendUint32(b, uint32(c.Date))
	b = binary.LittleEndian.AppendUint32(b, uint32(c.BirthDate))
	b = appendAge(b, c.Age)
	for _, s := range c.Services {
		b = appendText(b, s)
	}
	return b
}

func appendAge(b []byte, a Age) []byte {
	known := byte(0)
	if a.Known {
		known = 1
	}
	b = append(b, known)
	b = binary.LittleEndian.AppendUint16(b, uint16(a.Low))
	return binary.LittleEndian.AppendUint16(b, uint16(a.High))
}

// appendText appends a text after its length.
func appendText(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}
