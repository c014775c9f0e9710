package ingest

import (
	"picreport/ingest/internal/value"
	"picreport/ingest/table"
)

// foreseenAtOnce is how many rows are looked up at a time: what they touch must stay in the cache until they are read.
const foreseenAtOnce = 64

// lookUp looks up the clients of rows. With hundreds of thousands of clients a lookup waits for memory twice, and takes longer than
// all else of a row; here memory answers for many rows at once. For that, loops that wait do nothing else.
func (c *clients) lookUp(rows []foreseen) {
	var slots [foreseenAtOnce]*uint64
	for i := range rows {
		slots[i] = c.slots.home(rows[i].hash)
	}
	for _, slot := range slots[:len(rows)] {
		c.warm += *slot
	}
	var found [foreseenAtOnce]*client
	for i := range rows {
		found[i] = &c.none
		if n := c.slots.first(rows[i].hash); n != 0 && rows[i].hash != 0 {
			rows[i].client, found[i] = n, c.at(n)
		}
	}
	for _, who := range found[:len(rows)] {
		c.warm += who.key.low
	}
}

// touch looks where contact IDs are to be looked for.
func (c *contactIDs) touch(ids []foreseenID) {
	for i := range ids {
		c.warm += *c.slots.home(ids[i].hash)
	}
}

// lookUp looks up what some rows of a batch ask for.
func (r *Reader) lookUp(batch *foreseenBatch, from int) {
	to := min(from+foreseenAtOnce, len(batch.rows))
	r.clients.lookUp(batch.rows[from:to])
	if len(batch.ids) > 0 {
		r.repeats.ids.touch(batch.ids[from:to])
	}
}

// plainRow reads a row of which everything is foreseen. It does what sheetReader.take does, for that case: the tests compare the two.
func (s *sheetReader) plainRow(num int, f *foreseen, id foreseenID, idText string) *Contact {
	if len(s.maybe) > 0 {
		s.flushMaybe()
	}
	e := &s.r.exports[s.at.export]
	e.Rows++
	e.Contacts++
	s.rows++
	c := &s.out
	switch c.client = f.client; {
	case c.client != 0 && s.r.clients.isKey(c.client, f.key, f.spelling):
	case c.client == 0 && f.spelling != spelledOtherwise && s.r.clients.slots.first(f.hash) == 0:
		c.client = s.r.clients.add(client{key: f.key, seen: s.row.ref(), told: f.spelling.told()}, f.hash)
	default:
		c.client = s.r.client(s.clientText(f), f.hash, &s.row)
	}
	c.ID = idText
	c.Date, c.BirthDate, c.Age = f.contact, f.birth, f.reportedAge()
	c.Gender, c.Source, c.Services, c.said = "", "", nil, said{}
	if f.gender != 0 {
		v := s.r.genders.known.at(f.gender)
		c.Gender, c.said.gender = v.label, v.id
		s.count(v, fieldGender)
	}
	if f.source != 0 {
		v := s.r.sources.known.at(f.source)
		c.Source, c.said.source = v.label, v.id
		s.count(v, fieldSource)
	}
	if f.services != 0 {
		list := s.r.lists.known.at(f.services)
		c.Services, c.said.services = list.labels, list.id
		for _, v := range list.items {
			s.count(v, fieldServices)
		}
	}
	if f.is&^(isPlain|isKept) != 0 || f.shows != [2]value.OrderEvidence{} {
		s.countShown(f)
	}
	c.Place.Row = num
	s.r.checkClient(c.client, c, &s.row)
	if f.is&isKept != 0 {
		s.person(c.client, c.BirthDate)
	}
	s.r.checkRepeat(c, contentOf(f.content, c.client), id.hash, id.check, &s.row)
	return c
}

// clientText returns the client ID of a plain row as it is written.
func (s *sheetReader) clientText(f *foreseen) string {
	if f.spelling == spelledOtherwise {
		return s.cells[s.lay.col[fieldClientID]].Text
	}
	return f.spelling.of(string(f.key.append(nil)))
}

// blankFields are the fields of hasNoGender and the flags after it.
var blankFields = [...]field{fieldGender, fieldSource, fieldBirthDate, fieldAge}

// countShown counts what the row shows of its columns.
func (s *sheetReader) countShown(f *foreseen) {
	for i, field := range blankFields {
		if f.is>>i&hasNoGender != 0 {
			s.stats[field].blanks++
		}
	}
	s.countOrder(fieldContactDate, f.shows[0])
	s.countOrder(fieldBirthDate, f.shows[1])
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
