package dedup

import (
	"iter"
	"slices"

	"picreport/ingest/contact"
)

// rests keeps what contacts say beside their content, each cell in four bytes: that two cells are
// taken for equal and are not happens once in four thousand million times that all else agrees.
type rests struct {
	columns []*contact.Columns // no two are the same
	cells   []uint32
}

// keptRest is one contact's part of rests.
type keptRest struct {
	clock   int32
	columns int32  // index in rests.columns, from 1; 0 where they are not known
	from    uint32 // in rests.cells
}

// rest is what a contact says beside its content.
type rest struct {
	clock   int32
	columns *contact.Columns // nil where they are not known
	cells   []uint32
}

// appendCells appends the cells of a contact.
func appendCells(cells []uint32, r *contact.Rest) []uint32 {
	if r.Columns == nil {
		return cells
	}
	if r.Columns.Summed {
		return append(cells, uint32(r.Cells[0]), uint32(r.Cells[0]>>32))
	}
	for _, cell := range r.Cells {
		cells = append(cells, uint32(cell))
	}
	return cells
}

// add keeps the rest of a contact.
func (r *rests) add(of *contact.Rest) keptRest {
	kept := keptRest{clock: of.Clock, from: uint32(len(r.cells))}
	if of.Columns == nil {
		return kept
	}
	i := len(r.columns) - 1
	if i < 0 || r.columns[i] != of.Columns {
		if i = slices.IndexFunc(r.columns, of.Columns.Same); i < 0 {
			i = len(r.columns)
			r.columns = append(r.columns, of.Columns)
		}
	}
	kept.columns = int32(i + 1)
	r.cells = appendCells(r.cells, of)
	return kept
}

// at returns what was kept.
func (r *rests) at(k keptRest) rest {
	out := rest{clock: k.clock}
	if k.columns == 0 {
		return out
	}
	out.columns = r.columns[k.columns-1]
	n := len(out.columns.Keys)
	if out.columns.Summed {
		n = 2
	}
	out.cells = r.cells[k.from:][:n:n]
	return out
}

// equals reports whether two rests are the same in all.
func (r *rest) equals(other *rest) bool {
	return r.clock == other.clock && slices.Equal(r.cells, other.cells) &&
		(r.columns == other.columns || r.columns.Same(other.columns))
}

// agrees reports whether two rests agree in all that both have.
func (r *rest) agrees(other *rest) bool { return r.inTime(other) && r.inCells(other) }

// inTime reports whether two rests agree in the time of day, where both have one.
func (r *rest) inTime(other *rest) bool {
	return r.clock == 0 || other.clock == 0 || r.clock == other.clock
}

// inCells reports whether two rests agree in the unread columns that both have. Where that cannot
// be told they do.
func (r *rest) inCells(other *rest) bool {
	a, b := r.columns, other.columns
	switch {
	case a == nil || b == nil:
		return true
	case a.Same(b):
		return slices.Equal(r.cells, other.cells)
	case a.Summed || b.Summed:
		return true
	}
	for _, differs := range r.inCommon(other) {
		if differs {
			return false
		}
	}
	return true
}

// isUntold reports whether two rests may have unread columns in common by which they cannot be
// compared.
func (r *rest) isUntold(other *rest) bool {
	a, b := r.columns, other.columns
	if a == nil || b == nil {
		return a != b
	}
	return a.Summed && !a.Same(b) && slices.ContainsFunc(a.Keys, func(key uint64) bool {
		_, found := slices.BinarySearch(b.Keys, key)
		return found
	})
}

// inCommon yields the keys of the columns that two rests have, and whether they differ in them.
func (r *rest) inCommon(other *rest) iter.Seq2[uint64, bool] {
	return func(yield func(uint64, bool) bool) {
		a, b := r.columns.Keys, other.columns.Keys
		for i, j := 0, 0; i < len(a) && j < len(b); {
			switch {
			case a[i] < b[j]:
				i++
			case a[i] > b[j]:
				j++
			default:
				if !yield(a[i], r.cells[i] != other.cells[j]) {
					return
				}
				i, j = i+1, j+1
			}
		}
	}
}

// appendDiffering appends the keys of the columns in which two rests differ, unless they are there.
func (r *rest) appendDiffering(keys []uint64, other *rest) []uint64 {
	if r.columns.Summed {
		return keys
	}
	for key, differs := range r.inCommon(other) {
		if differs && !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
	}
	return keys
}

// isFiner reports whether a rest has all that another one has, and more.
func (r *rest) isFiner(other *rest) bool {
	if r.clock == 0 && other.clock != 0 || r.columns == nil {
		return false
	}
	if other.columns == nil || !r.columns.Same(other.columns) {
		return other.columns == nil || r.columns.Has(other.columns)
	}
	return r.clock != 0 && other.clock == 0
}
