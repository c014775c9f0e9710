package contact

import (
	"encoding/binary"
	"slices"
)

// Two rows of different exports are one contact where every column that both have agrees: also the
// time of day, and the columns that nothing reads. Of these a contact carries hashes, not values.

// Rest is what a row says beside its content. It tells contacts without a contact ID apart.
type Rest struct {
	Clock   int32    // the minute of the day, from 1; 0 where the row has no time
	Columns *Columns // the unread columns of the row's sheet; nil where they are not known
	Cells   []uint64 // of each of Columns the hash of the row's cell, 0 for a blank one
}

// Columns are the unread columns of a sheet.
type Columns struct {
	Keys []uint64 // a hash of each header as compared, ascending
	// Summed says that Rest.Cells is one number, the sum of the hashes of all cells: then only rows of
	// the same columns can be compared by them.
	Summed bool
	// Fields has a bit for each attribute that the sheet has a column for.
	Fields uint32
}

// Same reports whether two sheets have the same unread columns.
func (c *Columns) Same(other *Columns) bool {
	return c == other || c != nil && other != nil && c.Summed == other.Summed && slices.Equal(c.Keys, other.Keys)
}

// Has reports whether all unread columns of another sheet are among these.
func (c *Columns) Has(other *Columns) bool {
	return !slices.ContainsFunc(other.Keys, func(key uint64) bool {
		_, found := slices.BinarySearch(c.Keys, key)
		return !found
	})
}

// Sum returns the sum of the hashes of all cells.
func (r *Rest) Sum() uint64 {
	sum := uint64(0)
	for _, cell := range r.Cells {
		sum += cell
	}
	return sum
}

// Text returns a hash of a text, of which the seed makes another one. With the same seeds of the
// Mixer it is the same in every run and on every machine.
func (m *Mixer) Text(seed uint64, s string) uint64 {
	sum := m.Pair(seed, uint64(len(s)))
	var word [8]byte
	for len(s) > 0 {
		clear(word[:])
		n := copy(word[:], s)
		sum, s = m.Pair(sum, binary.LittleEndian.Uint64(word[:])), s[n:]
	}
	return sum
}
