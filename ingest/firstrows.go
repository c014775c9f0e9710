package ingest

import "picreport/ingest/dedup"

// firstRows are the rows that first said something of clients, for clients of whom their first row
// did not. In many exports that is one in ten, and hardly any of the rows is ever asked for: until
// the first is, they are only written down.
type firstRows struct {
	blocks [][]firstRow
	rows   map[int32]dedup.Row // nil until one is asked for, then all of them
}

type firstRow struct {
	client int32
	at     dedup.Row
}

// firstRowsBlock is how many rows are allocated at once.
const firstRowsBlock = 1 << 10

// add adds the row of a client who has none.
func (f *firstRows) add(client int32, at dedup.Row) {
	if f.rows != nil {
		f.rows[client] = at
		return
	}
	n := len(f.blocks)
	if n == 0 || len(f.blocks[n-1]) == firstRowsBlock {
		f.blocks = append(f.blocks, make([]firstRow, 0, firstRowsBlock))
		n++
	}
	f.blocks[n-1] = append(f.blocks[n-1], firstRow{client, at})
}

// of returns the row of a client, 0 for none.
func (f *firstRows) of(client int32) dedup.Row {
	if f.rows == nil {
		f.rows = map[int32]dedup.Row{}
		for _, block := range f.blocks {
			for _, row := range block {
				f.rows[row.client] = row.at
			}
		}
		f.blocks = nil
	}
	return f.rows[client]
}
