package ingest

import "math/bits"

// rowHashes are hashes of rows, with the first row of each: 12 bytes a row in tables that are between a half and three quarters full. There are several
// tables, by the hash, so that one grows at a time and little is held twice.
type rowHashes struct {
	tables [64]rowTable
	warm   uint64
}

// rowTable is an open-addressing table. The slot of a hash is in proportion to it, so that a table can be of any length.
type rowTable struct {
	hashes []uint64
	rows   []int32 // 0 for a free slot
	n      int
}

// hashedRow is a row and the hash of its content.
type hashedRow struct {
	hash uint64
	row  int32
}

// table returns the table of a hash and the part of the hash that tells the slot.
func (r *rowHashes) table(hash uint64) (*rowTable, uint64) {
	return &r.tables[hash>>58], hash << 6
}

func (t *rowTable) home(hash uint64) int {
	slot, _ := bits.Mul64(hash, uint64(len(t.rows)))
	return int(slot)
}

// foresee touches the slots of rows that are to be added.
func (r *rowHashes) foresee(rows []hashedRow) {
	for _, row := range rows {
		if t, hash := r.table(row.hash); len(t.rows) > 0 {
			slot := t.home(hash)
			r.warm += t.hashes[slot] + uint64(t.rows[slot])
		}
	}
}

// add adds a row unless there is one of its hash, which it returns.
func (r *rowHashes) add(row hashedRow) (first int32, seen bool) {
	t, hash := r.table(row.hash)
	if t.n+1 > len(t.rows)/4*3 {
		t.grow()
	}
	slot := t.home(hash)
	for ; t.rows[slot] != 0; slot = t.next(slot) {
		if t.hashes[slot] == hash {
			return t.rows[slot], true
		}
	}
	t.hashes[slot], t.rows[slot] = hash, row.row
	t.n++
	return 0, false
}

func (t *rowTable) next(slot int) int {
	if slot++; slot == len(t.rows) {
		return 0
	}
	return slot
}

func (t *rowTable) grow() {
	old := *t
	size := max(96, len(old.rows)/2*3)
	t.hashes, t.rows = make([]uint64, size), make([]int32, size)
	for i, row := range old.rows {
		if row == 0 {
			continue
		}
		slot := t.home(old.hashes[i])
		for t.rows[slot] != 0 {
			slot = t.next(slot)
		}
		t.hashes[slot], t.rows[slot] = old.hashes[i], row
	}
}
