package ingest

import (
	"hash/maphash"
	"time"

	"picreport/ingest/table"
)

// foreseen is what was made of a row in the goroutine that reads ahead, where it needs nothing but the row itself. All of it may be absent,
// and what is there is what a closer look would find.
type foreseen struct {
	contact Date   // of a cell that is nothing but a date such as 2024-07-01; 0 for any other
	birth   Date   // likewise
	hash    uint32 // of the client ID
	id      uint32 // hash of the contact ID
	client  int32  // number of a client whose ID has the hash; only isSpelled says whether it is the one. Set by clients.foresee
}

// newForesight returns what works out foreseen for each row of a batch.
func (s *sheetReader) newForesight() table.Prepare {
	contact, birth, client := s.lay.col[fieldContactDate], s.lay.col[fieldBirthDate], s.lay.col[fieldClientID]
	if s.lay.redcap != nil {
		client = -1 // which may leave the ID to other rows
	}
	if contact >= 0 && isoDay(table.Cell{Kind: table.Text, Text: s.lay.texts[contact]}) != 0 {
		contact = -1 // the header itself reads as a date
	}
	id := s.lay.col[fieldContactID]
	ids, idSeed := idHash{seed: s.r.clients.seed}, s.r.repeats.ids.seed
	return func(rows []table.Row, before any) any {
		out, _ := before.([]foreseen)
		out = out[:0]
		for i := range rows {
			var f foreseen
			cells := rows[i].Cells
			if contact >= 0 && contact < len(cells) {
				f.contact = isoDay(cells[contact])
			}
			if birth >= 0 && birth < len(cells) {
				f.birth = isoDay(cells[birth])
			}
			if client >= 0 && client < len(cells) && cells[client].Kind != table.Blank && len(cells[client].Text) < maxForeseenID {
				f.hash = ids.of(cells[client].Text)
			}
			if id >= 0 && id < len(cells) && len(cells[id].Text) < maxForeseenID {
				ids.id = appendID(ids.id[:0], cells[id].Text)
				f.id = uint32(maphash.Bytes(idSeed, ids.id))
			}
			out = append(out, f)
		}
		return out
	}
}

// maxForeseenID is the length in bytes from which on an ID is not worth hashing twice.
const maxForeseenID = 64

// isoDay returns the day of a cell that is nothing but a date such as 2024-07-01, else 0.
func isoDay(c table.Cell) Date {
	if len(c.Text) != len(time.DateOnly) || c.Kind != table.Text && c.Kind != table.Date {
		return 0
	}
	return isoDate(c.Text)
}

// foresee looks up the clients of rows. With hundreds of thousands of clients a lookup waits for memory three times, and takes longer than
// all else of a row; here memory answers for many rows at once.
func (c *clients) foresee(rows []foreseen) {
	for i := range rows {
		c.warm += byte(c.slots[c.slots.home(rows[i].hash)])
	}
	for i := range rows {
		hash := rows[i].hash
		for slot := c.slots.home(hash); hash != 0 && c.slots[slot] != 0; slot = c.slots.next(slot) {
			if n := c.slots.at(slot, hash); n != 0 {
				rows[i].client = n
				c.warm += byte(c.at(n).told)
				break
			}
		}
	}
	for i := range rows {
		if n := rows[i].client; n != 0 {
			c.warm += c.at(n).id[0]
		}
	}
}

// foresee touches where the contact IDs of rows are to be looked for.
func (c *contactIDs) foresee(rows []foreseen) {
	for i := range rows {
		c.warm += byte(c.slots[c.slots.home(rows[i].id)])
	}
}

// foreseenClient returns the number of the row's client where it was foreseen and its ID is written as in its first row, else 0.
func (s *sheetReader) foreseenClient() int32 {
	i := s.foreseen.client
	if i == 0 {
		return 0
	}
	c := s.cells[s.lay.col[fieldClientID]]
	if c.Kind == table.ErrorValue || !s.r.clients.isSpelled(i, c.Text) {
		return 0
	}
	s.checkShortened(fieldClientID, c.Text, c.Kind)
	return i
}

// recall returns what the text of a field's cell means, where it stands in the memo, else nil.
func recall[T any](s *sheetReader, f field, last *memo[T]) *T {
	col := s.lay.col[f]
	if col < 0 || col >= len(s.cells) || s.cells[col].Kind != table.Text || s.lay.vars[f] != "" {
		return nil
	}
	if text := s.cells[col].Text; text != "" && last.at(text).text == text {
		return last.at(text).is
	}
	return nil
}
