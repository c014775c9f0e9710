package dedup

import (
	"encoding/binary"
	"maps"
	"runtime"
	"slices"
	"sync"
)

// Equal finds the equal rows of an export by the hashes of their contacts. To look each row up
// among all before it would wait for memory at every row, and take a table of twice the size. So
// hashes are only written down, in parts by their first bits, and compared at the end, part by
// part: in a table that fits the cache, by several goroutines. The zero Equal has no rows.
type Equal struct {
	parts [equalParts]equalPart
	rows  int
}

// equalParts is such that a part of ten million rows fits the cache of a core.
const equalParts = 1 << 8

// equalPart are rows, in their order: seven bytes of each one's hash, and by how many rows it comes
// after the one before it, or before that.
type equalPart struct {
	full  [][]byte
	block []byte // which is not full
	used  int    // bytes of block
	last  Row
	rows  int32
}

// The bytes of rows that are allocated at once: few at first, for there are many parts.
const (
	firstEqualBlock = 128
	equalBlock      = 8 << 10
	maxEqualRow     = 7 + binary.MaxVarintLen64
)

// EqualRows are rows of one export that are equal.
type EqualRows struct {
	First, Second Row
	Count         int // of all
}

// Add adds a row that comes after those before it, or one that is equal to the next.
func (e *Equal) Add(hash uint64, row Row) {
	e.parts[hash>>56].add(hash, row)
	e.rows++
}

func (p *equalPart) add(hash uint64, row Row) {
	if len(p.block)-p.used < maxEqualRow {
		p.grow()
	}
	b := p.block[p.used:]
	binary.LittleEndian.PutUint64(b, hash) // the last byte of the hash is that of the part
	p.used += 7 + binary.PutVarint(b[7:], int64(row)-int64(p.last))
	p.last = row
	p.rows++
}

// grow makes room for more rows.
func (p *equalPart) grow() {
	if p.block != nil {
		p.full = append(p.full, p.block[:p.used])
	}
	size := equalBlock
	if n := len(p.full); n < 4 {
		size = firstEqualBlock << (2 * n)
	}
	p.block, p.used = make([]byte, size), 0
}

// all yields the rows, each with its hash.
func (p *equalPart) all(yield func(hash uint64, row Row)) {
	row := Row(0)
	for _, b := range append(p.full, p.block[:p.used]) {
		for len(b) > 0 {
			hash := uint64(binary.LittleEndian.Uint32(b)) | uint64(binary.LittleEndian.Uint32(b[3:]))>>8<<32
			after, n := binary.Varint(b[7:])
			row += Row(after)
			b = b[7+n:]
			yield(hash, row)
		}
	}
}

// End returns the equal rows, and forgets all, in the order of the first ones.
func (e *Equal) End() []*EqualRows {
	workers := min(runtime.GOMAXPROCS(0), 1+e.rows>>14)
	found := make([][]*EqualRows, workers)
	var running sync.WaitGroup
	for w := range workers {
		running.Go(func() {
			var t equalTable
			for i := w; i < equalParts; i += workers {
				found[w] = append(found[w], t.equal(&e.parts[i])...)
				e.parts[i] = equalPart{}
			}
		})
	}
	running.Wait()
	e.rows = 0
	all := slices.Concat(found...)
	slices.SortFunc(all, func(a, b *EqualRows) int { return int(int64(a.First) - int64(b.First)) })
	return all
}

// equalTable is an open-addressing table of the rows of one part.
type equalTable struct {
	hashes []uint64
	rows   []Row // 0 for a free slot
}

// equal returns the equal rows of a part.
func (t *equalTable) equal(p *equalPart) []*EqualRows {
	size := 1
	for size < 2*int(p.rows) {
		size *= 2
	}
	if size > len(t.rows) {
		t.hashes, t.rows = make([]uint64, size), make([]Row, size)
	}
	hashes, rows := t.hashes[:size], t.rows[:size]
	clear(rows)
	var found map[uint64]*EqualRows
	p.all(func(hash uint64, row Row) {
		slot := int(hash) & (size - 1)
		for ; rows[slot] != 0; slot = (slot + 1) & (size - 1) {
			if hashes[slot] != hash {
				continue
			}
			if found == nil {
				found = map[uint64]*EqualRows{}
			}
			if found[hash] == nil {
				found[hash] = &EqualRows{First: rows[slot], Second: row, Count: 1}
			}
			found[hash].Count++
			return
		}
		hashes[slot], rows[slot] = hash, row
	})
	return slices.Collect(maps.Values(found))
}
