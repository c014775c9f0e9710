package ingest

import (
	"time"
	"unicode/utf8"

	"picreport/ingest/contact"
	"picreport/ingest/internal/value"
	"picreport/ingest/table"
)

// foreseen is what was made of a row by a goroutine that reads ahead. A row is plain if everything in it is as it should be and means what
// an earlier row of the run has shown, so that nothing of it needs a closer look but what other rows say. Nearly all rows are. Which are
// depends on how far ahead of that earlier row they were read: what comes of a row must be the same either way. Of a row that is not plain
// only num, hash, client, contact and isKept mean something. It is smaller than a line of the cache, and has no pointers.
type foreseen struct {
	key      idKey  // of the client, in plain rows
	content  uint64 // a hash of what the row says of a contact, but for its IDs
	hash     uint32 // of the client ID
	client   int32  // number of a client whose ID has the hash, 0 for none; only its key says whether it is the one. Set by clients.lookUp
	contact  Date   // 0 for none, as with the next one
	birth    Date
	num      int32 // of the row, from Batch.Before
	gender   uint8 // the place of its text among the known ones; 0 where blank, as with the next two
	source   uint8
	services uint8
	age      uint8                  // one more than the years; 0 for none
	shows    [2]value.OrderEvidence // of the two dates, for the order of their columns
	spelling spelling               // of the client ID
	is       foreseenIs
}

// foreseenIs are flags of a row. Those from hasNoGender on are in the order of blankFields.
type foreseenIs uint8

const (
	isPlain     foreseenIs = 1 << iota
	isKept                 // it stands in Batch.Rows
	hasNoGender            // the cell of a column that is there is blank, as with the next three
	hasNoSource
	hasNoBirth
	hasNoAge
)

// foreseenID is the contact ID of a row.
type foreseenID struct {
	check    uint64
	hash     uint32
	from, to uint32 // where it stands, as compared, in foreseenBatch.texts; the same for none
}

// foreseenBatch are the rows of a batch.
type foreseenBatch struct {
	rows  []foreseen
	ids   []foreseenID // of each row; none where the sheet has no column for them
	texts string
}

// id returns the contact ID of a row.
func (b *foreseenBatch) id(i int) (id foreseenID, text string) {
	if len(b.ids) == 0 {
		return foreseenID{}, ""
	}
	id = b.ids[i]
	return id, b.texts[id.from:id.to]
}

// foresight works out foreseen for the rows of a sheet. Each goroutine that reads ahead has its own.
type foresight struct {
	r     *Reader // of which it looks at nothing that changes while rows are read, but for known texts, which are published whole
	lay   *layout
	never bool // no row of the sheet is plain
	named bool // of every row the name of the client is wanted
	ids   idHash
	out   *foreseenBatch
	texts []byte // contact IDs of the batch
}

// newForesight returns what works out foreseen for each row of a batch.
func (s *sheetReader) newForesight() table.Preparer {
	f := &foresight{r: s.r, lay: s.lay, ids: idHash{mixer: s.r.clients.mixer, seed: s.r.clients.seed}}
	f.named = s.hasNames()
	f.never = s.lay.redcap != nil || s.lay.role != roleContacts || len(s.lay.services) > 0
	if col := s.lay.col[fieldContactDate]; col >= 0 && value.ISODate(s.lay.texts[col]) != 0 {
		f.never = true // the headers themselves could be a contact
	}
	for field := range s.lay.boxes {
		f.never = f.never || len(s.lay.boxes[field]) > 0 || s.lay.vars[field] != ""
	}
	return f
}

// Begin is that of a table.Preparer, as are Row and End.
func (f *foresight) Begin(before any) {
	f.out, _ = before.(*foreseenBatch)
	if f.out == nil {
		f.out = &foreseenBatch{}
	}
	f.out.rows, f.out.ids, f.texts = f.out.rows[:0], f.out.ids[:0], f.texts[:0]
}

// Row keeps the rows that need a closer look.
func (f *foresight) Row(row *table.Row) (keep bool) {
	f.out.rows = append(f.out.rows, foreseen{})
	out := &f.out.rows[len(f.out.rows)-1]
	out.num = int32(row.Num)
	id := foreseenID{from: uint32(len(f.texts))}
	if f.row(row, out, &id) {
		out.is |= isPlain
	} else {
		f.texts = f.texts[:id.from]
		if out.shows[0] != value.NoEvidence {
			out.contact = 0 // whoever takes the closer look counts what it shows
		}
	}
	if id.to = uint32(len(f.texts)); f.lay.col[fieldContactID] >= 0 {
		f.out.ids = append(f.out.ids, id)
	}
	if out.is&isPlain != 0 && !f.named && out.spelling != spelledOtherwise {
		return false
	}
	out.is |= isKept
	return true
}

func (f *foresight) End() any {
	f.out.texts = string(f.texts)
	return f.out
}

// row works out what a row is, and whether it is plain. It gives up at the first thing that is not.
func (f *foresight) row(row *table.Row, out *foreseen, id *foreseenID) bool {
	cells := row.Cells
	client := f.cell(cells, fieldClientID)
	if f.lay.redcap != nil { // which may leave the ID to other rows
		return false
	}
	if client.Kind == table.Blank || len(client.Text) > maxForeseenID {
		return false
	}
	if f.never || !f.client(client, out) || row.Hidden || len(row.Notices) > 0 {
		if out.hash == 0 {
			out.hash = f.ids.of(client.Text)
		}
		return false
	}
	if len(cells) > len(f.lay.texts) && !isBlank(cells[len(f.lay.texts):]) || !f.dates(cells, out) {
		return false
	}
	age, ok := f.age(cells, out)
	if !ok {
		return false
	}
	said, ok := f.labels(cells, out)
	if !ok {
		return false
	}
	if c := f.cell(cells, fieldContactID); c.Kind != table.Blank {
		if !isPlainID(c) || len(c.Text) > maxForeseenID {
			return false
		}
		f.texts = appendID(f.texts, c.Text)
		id.hash, id.check = f.r.repeats.ids.hashes(f.texts[id.from:])
	}
	out.content = f.r.repeats.hash(out.contact, out.birth, age, said)
	return true
}

// client reads a client ID that is plain.
func (f *foresight) client(c table.Cell, out *foreseen) bool {
	if c.Kind != table.Text && c.Kind != table.Number {
		return false
	}
	key, alike, as, ok := readPlainID(c.Text)
	if !ok {
		return false
	}
	out.key, out.spelling, out.hash = key, as, f.ids.alike(alike)
	return true
}

// cell returns the cell of a field, a blank one where it has no column.
func (f *foresight) cell(cells []table.Cell, field field) table.Cell {
	if col := f.lay.col[field]; col >= 0 && col < len(cells) {
		return cells[col]
	}
	return table.Cell{}
}

// dates reads the dates of a row.
func (f *foresight) dates(cells []table.Cell, out *foreseen) bool {
	day, shows := f.day(f.cell(cells, fieldContactDate), f.r.pivot)
	if day == 0 || !f.r.isPossible(day) {
		return false
	}
	out.contact, out.shows[0] = day, shows
	if f.lay.col[fieldBirthDate] >= 0 {
		born := f.cell(cells, fieldBirthDate)
		if born.Kind == table.Blank {
			out.is |= hasNoBirth
		} else if out.birth, out.shows[1] = f.day(born, min(f.r.pivot, day)); !f.isPlausibleBirth(out.birth, day) {
			return false
		}
	}
	recorded := f.cell(cells, fieldRecordedOn)
	if recorded.Kind == table.Blank {
		return true
	}
	entered := isoDay(recorded)
	return entered >= day && entered <= day+maxEntry
}

// day returns the day that a cell holds and what it shows of the order of its column, or 0. Numbers are left for a closer look, and so is
// what may hold characters that are to be reported.
func (f *foresight) day(c table.Cell, latest Date) (Date, value.OrderEvidence) {
	if day := isoDay(c); day != 0 {
		return day, value.NoEvidence
	}
	switch c.Kind {
	case table.Text, table.DateTime:
	default:
		return 0, value.NoEvidence
	}
	number := true
	for i := range len(c.Text) {
		if c.Text[i] >= utf8.RuneSelf {
			return 0, value.NoEvidence
		}
		number = number && (value.IsDigit(c.Text[i]) || c.Text[i] == '.')
	}
	if number {
		return 0, value.NoEvidence
	}
	day, shows, problem := value.ParseDate(c.Text, f.r.opts.DateOrder, latest)
	if problem != 0 {
		return 0, value.NoEvidence
	}
	return day, shows
}

// isPlausibleBirth reports whether there is nothing to say of a birth date.
func (f *foresight) isPlausibleBirth(birth, contact Date) bool {
	return birth != 0 && birth <= f.r.pivot && birth <= contact && contact-birth <= highPlausibleAge*365
}

// age reads the age of a row: none, or a number of up to three digits that agrees with the birth date.
func (f *foresight) age(cells []table.Cell, out *foreseen) (age Age, ok bool) {
	if f.lay.col[fieldAge] < 0 {
		return Age{}, true
	}
	c := f.cell(cells, fieldAge)
	if c.Kind == table.Blank {
		out.is |= hasNoAge
		return Age{}, true
	}
	years, ok := value.Digits(c.Text)
	if !ok || len(c.Text) > 3 || years > highPlausibleAge || c.Kind != table.Text && c.Kind != table.Number {
		return Age{}, false
	}
	out.age = uint8(years + 1)
	if by := contact.CompletedYears(out.birth, out.contact); out.birth != 0 && (by < years-1 || by > years+1) {
		return Age{}, false
	}
	return out.reportedAge(), true
}

// reportedAge returns the age of a plain row.
func (f *foreseen) reportedAge() Age {
	if f.age == 0 {
		return Age{}
	}
	years := int16(f.age) - 1
	return Age{Low: years, High: years, Known: true}
}

// labels finds what the texts of a row mean.
func (f *foresight) labels(cells []table.Cell, out *foreseen) (said said, ok bool) {
	if slot, gender := look(f, cells, fieldGender, &f.r.genders.known); gender != nil {
		out.gender, said.gender = slot, gender.id
	} else if !f.noteBlank(cells, fieldGender, out, hasNoGender) {
		return said, false
	}
	if slot, source := look(f, cells, fieldSource, &f.r.sources.known); source != nil {
		out.source, said.source = slot, source.id
	} else if !f.noteBlank(cells, fieldSource, out, hasNoSource) {
		return said, false
	}
	if slot, services := look(f, cells, fieldServices, &f.r.lists.known); services != nil {
		out.services, said.services = slot, services.id
	} else if !f.noteBlank(cells, fieldServices, out, 0) {
		return said, false
	}
	return said, true
}

// look returns what the text of a field's cell means and its place among the known ones, nil where it is not known.
func look[T any](f *foresight, cells []table.Cell, field field, known *known[T]) (slot uint8, is *T) {
	if col := f.lay.col[field]; col >= 0 && col < len(cells) && cells[col].Kind == table.Text {
		return known.get(cells[col].Text)
	}
	return 0, nil
}

// noteBlank reports whether a row says nothing in a field, and notes that it has a blank cell there.
func (f *foresight) noteBlank(cells []table.Cell, field field, out *foreseen, has foreseenIs) bool {
	if f.lay.col[field] < 0 {
		return true
	}
	out.is |= has
	return f.cell(cells, field).Kind == table.Blank
}

// maxForeseenID is the length in bytes up to which an ID is plain: longer ones are not worth hashing twice.
const maxForeseenID = 64

// isPlainID reports whether a cell holds nothing but an ID, in ASCII and without blanks: no error, no word for an unknown value, no number
// that a spreadsheet has shortened.
func isPlainID(c table.Cell) bool {
	if c.Kind != table.Text && c.Kind != table.Number || c.Text[0] == '#' {
		return false
	}
	digit := false
	for i := range len(c.Text) {
		switch b := c.Text[i]; {
		case b <= ' ' || b >= 0x7f || b == '+':
			return false
		case value.IsDigit(b):
			digit = true
		}
	}
	return digit
}

// isBlank reports whether cells hold nothing.
func isBlank(cells []table.Cell) bool {
	for _, c := range cells {
		if c.Kind != table.Blank {
			return false
		}
	}
	return true
}

// isoDay returns the day of a cell that is nothing but a date such as 2024-07-01, else 0.
func isoDay(c table.Cell) Date {
	if len(c.Text) != len(time.DateOnly) || c.Kind != table.Text && c.Kind != table.Date {
		return 0
	}
	return value.ISODate(c.Text)
}
