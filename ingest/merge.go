package ingest

import (
	"encoding/binary"
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
	in         iter.Seq2[Contact, error]
	duplicates map[string]int
	total      int
}

// Merge returns a Merger over contacts. Exports are told apart by Place.File.
func Merge(contacts iter.Seq2[Contact, error]) *Merger { return &Merger{in: contacts} }

// Duplicates returns how many contacts did not stand, once Contacts has run to its end.
func (m *Merger) Duplicates() int { return m.total }

// DuplicatesOf returns how many of them were rows of one export, by its Place.File.
func (m *Merger) DuplicatesOf(export string) int { return m.duplicates[export] }

// Contacts reads the contacts and yields those that stand. An error of the input ends it. Services must not be changed.
func (m *Merger) Contacts() iter.Seq2[Contact, error] {
	return func(yield func(Contact, error) bool) {
		m.duplicates, m.total = map[string]int{}, 0
		rows := newRowCounts()
		held := held{last: map[string]int{}, intern: map[string]string{}}
		for c, err := range m.in {
			if err != nil {
				yield(Contact{}, err)
				return
			}
			switch {
			case c.Date != 0 && c.ID != "":
				if file, again := held.replace(c); again {
					m.drop(file)
				}
			case c.Date != 0 && !rows.stands(&c):
				m.drop(c.Place.File)
			case len(held.last) > 0:
				held.add(c)
			case !yield(c, nil):
				return
			}
		}
		for i, c := range held.contacts {
			if held.gone[i] {
				continue
			}
			if !yield(c, nil) {
				return
			}
		}
	}
}

func (m *Merger) drop(file string) {
	m.duplicates[file]++
	m.total++
}

// held are the contacts that wait for the end of the input.
type held struct {
	contacts []Contact
	gone     []bool
	last     map[string]int // contact ID to its index in contacts
	intern   map[string]string
}

// add keeps a contact, with one copy of each text that many contacts share.
func (h *held) add(c Contact) {
	for _, s := range [...]*string{&c.Client, &c.Gender, &c.Source, &c.Place.File, &c.Place.Sheet} {
		kept, ok := h.intern[*s]
		if !ok {
			kept = *s
			h.intern[kept] = kept
		}
		*s = kept
	}
	h.contacts = append(h.contacts, c)
	h.gone = append(h.gone, false)
}

// replace keeps a contact in place of the earlier one of its ID, and returns the file of that one.
func (h *held) replace(c Contact) (file string, again bool) {
	i, again := h.last[c.ID]
	if again {
		h.gone[i] = true
		file = h.contacts[i].Place.File
		h.contacts[i] = Contact{}
	}
	h.last[c.ID] = len(h.contacts)
	h.add(c)
	return file, again
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
	file, ok := r.files[c.Place.File]
	if !ok {
		file = int32(len(r.files))
		r.files[c.Place.File] = file
	}
	r.content = appendContent(r.content[:0], c)
	hash := [2]uint64{maphash.Bytes(r.seeds[0], r.content), maphash.Bytes(r.seeds[1], r.content)}
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
	known := uint16(0)
	if c.Age.Known {
		known = 1
	}
	b = binary.LittleEndian.AppendUint32(b, uint32(c.Date))
	b = binary.LittleEndian.AppendUint32(b, uint32(c.BirthDate))
	b = binary.LittleEndian.AppendUint16(b, known)
	b = binary.LittleEndian.AppendUint16(b, uint16(c.Age.Low))
	b = binary.LittleEndian.AppendUint16(b, uint16(c.Age.High))
	for _, s := range c.Services {
		b = appendText(b, s)
	}
	return b
}

// appendText appends a text after its length.
func appendText(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}
