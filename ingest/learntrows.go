package ingest

// learntRows are the rows that first told something of clients, for clients of whom their first row did not. In many exports that is one in
// ten, and hardly any of the rows is ever asked for: until the first is, they are only written down.
type learntRows struct {
	blocks [][]learntRow
	rows   map[int32]ref // nil until one is asked for, then all of them
}

type learntRow struct {
	client int32
	at     ref
}

// learntBlock is how many rows are allocated at once.
const learntBlock = 1 << 10

// add adds the row of a client who has none.
func (l *learntRows) add(client int32, at ref) {
	if l.rows != nil {
		l.rows[client] = at
		return
	}
	n := len(l.blocks)
	if n == 0 || len(l.blocks[n-1]) == learntBlock {
		l.blocks = append(l.blocks, make([]learntRow, 0, learntBlock))
		n++
	}
	l.blocks[n-1] = append(l.blocks[n-1], learntRow{client, at})
}

// of returns the row of a client, 0 for none.
func (l *learntRows) of(client int32) ref {
	if l.rows == nil {
		l.rows = map[int32]ref{}
		for _, block := range l.blocks {
			for _, row := range block {
				l.rows[row.client] = row.at
			}
		}
		l.blocks = nil
	}
	return l.rows[client]
}
