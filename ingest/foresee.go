package ingest

import "picreport/ingest/table"

// foreseen are the clients of a batch of rows, looked up before the rows are read. With hundreds of thousands of clients a lookup waits
// for memory three times, and takes longer than all else of a row; here memory answers for many rows at once.
type foreseen struct {
	hashes  []uint32
	clients []int32 // numbers; 0 for none. Nothing but the text of the cell says whether it is the one
	row     int     // index of the row that is being read
	warm    byte
}

// foresee looks up the clients of rows. It only touches what it finds.
func (s *sheetReader) foresee(rows []table.Row) {
	f, c := &s.foreseen, s.r.clients
	f.hashes, f.clients = f.hashes[:0], f.clients[:0]
	col := s.lay.col[fieldClientID]
	for i := range rows {
		hash := uint32(0)
		if cells := rows[i].Cells; col >= 0 && col < len(cells) && len(cells[col].Text) < 64 {
			c.id = appendID(c.id[:0], cells[col].Text)
			hash = c.hashOf()
		}
		f.hashes = append(f.hashes, hash)
		f.warm += byte(c.slots[c.slots.home(hash)])
	}
	for _, hash := range f.hashes {
		i := int32(0)
		for slot := c.slots.home(hash); c.slots[slot] != 0 && i == 0; slot = c.slots.next(slot) {
			i = c.slots.at(slot, hash)
		}
		f.clients = append(f.clients, i)
		if i != 0 {
			f.warm += byte(c.at(i).told)
		}
	}
	for _, i := range f.clients {
		if i != 0 {
			f.warm += c.at(i).id[0]
		}
	}
}

// foreseenClient returns the number of the row's client where it was foreseen and its ID is written as in its first row, else 0.
func (s *sheetReader) foreseenClient(text string) int32 {
	if i := s.foreseen.clients[s.foreseen.row]; i != 0 && s.r.clients.isSpelled(i, text) {
		return i
	}
	return 0
}
