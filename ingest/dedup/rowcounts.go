package dedup

import "picreport/ingest/contact"

// rowCounts counts equal rows by tab. Rows of equal content that agree in all else that both have
// are equal; where one has more columns than the other, or a time of day, a row of one export takes
// the place of one row of another.
type rowCounts struct {
	first map[rowKey]int32 // index in rows, from 1
	rows  []rowCount
	older map[olderRow]tabCount // counts in tabs other than the one that had the row last
	tabs  map[tab]int32
	rests rests
	cells []uint32 // of the row that is counted
}

// tab is a sheet of an export.
type tab struct{ file, sheet string }

// rowKey stands for the content of a row.
type rowKey struct {
	content uint64
	client  int32
}

// rowCount is how often a row stands that says the same in all, and what the tab that had it last
// has of it.
type rowCount struct {
	stands uint32
	in     tabCount
	tab    int32
	next   int32 // index of another row of the same content, from 1; 0 for none
	rest   keptRest
}

// tabCount is how often a tab has a row, and how many of its rows that have other columns stand for
// that row.
type tabCount struct{ here, others uint32 }

type olderRow struct{ row, tab int32 }

func newRowCounts() *rowCounts {
	return &rowCounts{first: map[rowKey]int32{}, older: map[olderRow]tabCount{}, tabs: map[tab]int32{}}
}

// stands reports whether a row is one more than any tab had of it so far.
func (r *rowCounts) stands(c *contact.Contact) bool {
	in := r.tabOf(c.Place)
	r.cells = appendCells(r.cells[:0], &c.Rest)
	said := rest{c.Rest.Clock, c.Rest.Columns, r.cells}
	key := rowKey{c.Hash, c.Client}
	own := r.find(r.first[key], &said)
	if own != 0 {
		if n := r.count(own, in); n.isFree() {
			n.in.here++
			return false
		}
	}
	other := r.other(r.first[key], own, in, &said)
	if other != 0 {
		n := r.count(other, in)
		if kept := r.rests.at(n.rest); !said.isFiner(&kept) {
			n.in.others++
			return false
		}
		n.stands-- // what stands is known by this row from now on
	}
	if own == 0 {
		r.rows = append(r.rows, rowCount{tab: in, next: r.first[key], rest: r.rests.add(&c.Rest)})
		own = int32(len(r.rows))
		r.first[key] = own
	}
	n := r.count(own, in)
	n.in.here++
	n.stands++
	return other == 0
}

// tabOf returns the number of the tab of a row.
func (r *rowCounts) tabOf(p contact.Place) int32 {
	in := tab{p.File, p.Sheet}
	number, ok := r.tabs[in]
	if !ok {
		number = int32(len(r.tabs))
		r.tabs[in] = number
	}
	return number
}

// find returns the row of a content that says the same in all, 0 for none.
func (r *rowCounts) find(first int32, said *rest) int32 {
	for i := first; i != 0; i = r.rows[i-1].next {
		if kept := r.rests.at(r.rows[i-1].rest); kept.equals(said) {
			return i
		}
	}
	return 0
}

// other returns another row of the content than its own for which a row of a tab stands, 0 for none.
func (r *rowCounts) other(first, own, in int32, said *rest) int32 {
	for i := first; i != 0; i = r.rows[i-1].next {
		if i == own {
			continue
		}
		if kept := r.rests.at(r.rows[i-1].rest); kept.agrees(said) && r.count(i, in).isFree() {
			return i
		}
	}
	return 0
}

// count returns a row with what a tab has of it.
func (r *rowCounts) count(row, in int32) *rowCount {
	n := &r.rows[row-1]
	if n.tab != in {
		r.older[olderRow{row, n.tab}] = n.in
		n.in, n.tab = r.older[olderRow{row, in}], in
	}
	return n
}

// isFree reports whether the row stands more often than the tab had of it so far.
func (n *rowCount) isFree() bool { return n.in.here+n.in.others < n.stands }
