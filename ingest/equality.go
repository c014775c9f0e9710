package ingest

import (
	"encoding/binary"
	"maps"
	"runtime"
	"slices"
	"sync"
)

// equality finds the equal rows of an export by their hashes. To look each row up among all before it would wait for memory at every row,
// and take a table of twice the size. So hashes are only written down, in parts by their first bits, and compared at the end, part by part: in
// a table that fits the cache, by several goroutines.
type equality struct {
	parts [equalityParts]equalityPart
	rows  int
}

// equalityParts is such that a part of ten million rows fits the cache of a core.
const equalityParts = 1 << 8

// equalityPart are rows, in their order: seven bytes of each one's hash, and by how many rows it comes after the one before it, or before that.
type equalityPart struct {
	full  [][]byte
	block []byte // which is not full
	used  int    // bytes of block
	last  ref
	rows  int32
}

// The bytes of rows that are allocated at once: few at first, for there are many parts.
const (
	firstEqualityBlock = 128
	equalityBlock      = 8 << 10
	maxEqualityRow     = 7 + binary.MaxVarintLen64
)

// equalRows are rows of one export that are equal.
type equalRows struct {
	first, second ref
	count         int
}

// add adds a row that comes after those before it, or one that is equal to the next.
func (e *equality) add(hash uint64, row ref) {
	e.parts[hash>>56].add(hash, row)
	e.rows++
}

func (p *equalityPart) add(hash uint64, row ref) {
	if len(p.block)-p.used < maxEqualityRow {
		p.grow()
	}
	b := p.block[p.used:]
	binary.LittleEndian.PutUint64(b, hash) // the last byte of the hash is that of the part
	p.used += 7 + binary.PutVarint(b[7:], int64(row)-int64(p.last))
	p.last = row
	p.rows++
}

// grow makes room for more rows.
func (p *equalityPart) grow() {
	if p.block != nil {
		p.full = append(p.full, p.block[:p.used])
	}
	size := equalityBlock
	if n := len(p.full); n < 4 {
		size = firstEqualityBlock << (2 * n)
	}
	p.block, p.used = make([]byte, size), 0
}

// all yields the rows, each with its hash.
func (p *equalityPart) all(yield func(hash uint64, row ref)) {
	row := ref(0)
	for _, b := range append(p.full, p.block[:p.used]) {
		for len(b) > 0 {
			hash := uint64(binary.LittleEndian.Uint32(b)) | uint64(binary.LittleEndian.Uint32(b[3:]))>>8<<32
			after, n := binary.Varint(b[7:])
			row += ref(after)
			b = b[7+n:]
			yield(hash, row)
		}
	}
}

// end returns the equal rows, in the order of the first ones.
func (e *equality) end() []*equalRows {
	workers := min(runtime.GOMAXPROCS(0), 1+e.rows>>14)
	found := make([][]*equalRows, workers)
	var running sync.WaitGroup
	for w := range workers {
		running.Go(func() {
			var t equalityTable
			for i := w; i < equalityParts; i += workers {
				found[w] = append(found[w], t.equal(&e.parts[i])...)
				e.parts[i] = equalityPart{}
			}
		})
	}
	running.Wait()
	e.rows = 0
	all := slices.Concat(found...)
	slices.SortFunc(all, func(a, b *equalRows) int { return int(int64(a.first) - int64(b.first)) })
	return all
}

// equalityTable is an open-addressing table of the rows of one part.
type equalityTable struct {
	hashes []uint64
	rows   []ref // 0 for a free slot
}

// equal returns the equal rows of a part.
func (t *equalityTable) equal(p *equalityPart) []*equalRows {
	size := 1
	for size < 2*int(p.rows) {
		size *= 2
	}
	if size > len(t.rows) {
		t.hashes, t.rows = make([]uint64, size), make([]ref, size)
	}
	hashes, rows := t.hashes[:size], t.rows[:size]
	clear(rows)
	var found map[uint64]*equalRows
	p.all(func(hash uint64, row ref) {
		slot := int(hash) & (size - 1)
		for ; rows[slot] != 0; slot = (slot + 1) & (size - 1) {
			if hashes[slot] != hash {
				continue
			}
			if found == nil {
				found = map[uint64]*equalRows{}
			}
			if found[hash] == nil {
				found[hash] = &equalRows{first: rows[slot], second: row, count: 1}
			}
			found[hash].count++
			return
		}
		hashes[slot], rows[slot] = hash, row
	})
	return slices.Collect(maps.Values(found))
}
