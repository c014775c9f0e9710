package ingest

import "picreport/ingest/table"

// foreseenRows is how many rows are looked up at a time: what they touch must stay in the cache until they are read.
const foreseenRows = 64

// foresee looks up the clients of rows. With hundreds of thousands of clients a lookup waits for memory twice, and takes longer than
// all else of a row; here memory answers for many rows at once.
func (c *clients) foresee(rows []foreseen) {
	for i := range rows {
		c.warm += c.slots.touch(rows[i].hash)
	}
	for i := range rows {
		if rows[i].hash == 0 {
			continue
		}
		if n := c.slots.first(rows[i].hash); n != 0 {
			rows[i].client = n
			c.warm += byte(c.at(n).told)
		}
	}
}

// foresee touches where the contact IDs of rows are to be looked for.
func (c *contactIDs) foresee(rows []foreseen) {
	for i := range rows {
		c.warm += c.slots.touch(rows[i].idHash)
	}
}

// plainRow reads a row of which everything is foreseen. It does what take does, for that case: the tests compare the two.
func (s *sheetReader) plainRow(row *table.Row, f *foreseen) *Contact {
	s.cells = row.Cells
	s.flushMaybe()
	e := &s.r.exports[s.at.export]
	e.Rows++
	e.Contacts++
	s.rows++
	c := &s.out
	switch c.client = f.client; {
	case c.client != 0 && s.r.clients.isKey(c.client, f.key, f.spelling):
	case c.client == 0 && f.spelling != spelledOtherwise && s.r.clients.slots.first(f.hash) == 0:
		c.client = s.r.clients.add(client{key: f.key, seen: s.row.ref(), spelling: f.spelling}, f.hash)
	default:
		c.client = s.r.client(s.cells[s.lay.col[fieldClientID]].Text, f.hash, &s.row)
	}
	c.Client, c.ID = f.clientID, f.id
	c.Date, c.BirthDate, c.Age = f.contact, f.birth, f.age
	c.Gender, c.Source, c.Services, c.said = "", "", nil, f.said
	if f.gender != nil {
		c.Gender = f.gender.label
		s.count(f.gender, s.row.of(fieldGender), fieldGender)
	}
	if f.source != nil {
		c.Source = f.source.label
		s.count(f.source, s.row.of(fieldSource), fieldSource)
	}
	if f.services != nil {
		c.Services = f.services.labels
		for _, v := range f.services.items {
			s.count(v, s.row.of(fieldServices), fieldServices)
		}
	}
	s.countShown(f)
	c.Place.Row = row.Num
	s.r.checkClient(c.client, c, &s.row)
	s.person(c.client, c.BirthDate)
	s.r.checkRepeat(c, contentOf(f.content, c.client), f.idHash, f.idCheck, &s.row)
	return c
}

// countShown counts what the row shows of its columns.
func (s *sheetReader) countShown(f *foreseen) {
	if f.noGender {
		s.stats[fieldGender].blanks++
	}
	if f.noSource {
		s.stats[fieldSource].blanks++
	}
	if f.noBirth {
		s.stats[fieldBirthDate].blanks++
	}
	if f.noAge {
		s.stats[fieldAge].blanks++
	}
	if f.shows != [2]orderEvidence{} {
		s.countOrder(fieldContactDate, f.shows[0])
		s.countOrder(fieldBirthDate, f.shows[1])
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
