package ingest

import (
	"time"
	"unicode/utf8"

	"picreport/ingest/table"
)

// foreseen is what was made of a row by a goroutine that reads ahead. A row is plain if everything in it is as it should be and means what
// an earlier row of the sheet has shown, so that nothing of it needs a closer look but what other rows say. Nearly all rows are.
type foreseen struct {
	plain    bool
	noGender bool // the cell of a column that is there is blank, as with the next three
	noSource bool
	noBirth  bool
	noAge    bool
	contact  Date // 0 for none, as with the next one
	birth    Date
	shows    [2]orderEvidence // of the two dates, for the order of their columns
	age      Age
	gender   *value // nil where blank, as with the next two
	source   *value
	services *list
	said     said  // the numbers of these three
	key      idKey // of the client, in plain rows
	spelling spelling
	clientID string // as compared
	id       string // the contact ID as compared, "" for none
	idHash   uint32
	idCheck  uint64
	hash     uint32 // of the client ID
	content  uint64 // a hash of what the row says of a contact, but for its IDs
	client   int32  // number of a client whose ID has the hash, 0 for none; only its key says whether it is the one. Set by clients.foresee
}

// foresight works out foreseen for the rows of a sheet. Each goroutine that reads ahead has its own.
type foresight struct {
	r     *Reader // of which it looks at what does not change while rows are read, and at the seeds
	lay   *layout
	never bool // no row of the sheet is plain
	ids   idHash
	id    plainID
	texts []byte // client and contact IDs of the batch
	ends  [][2]int
}

// newForesight returns what works out foreseen for each row of a batch.
func (s *sheetReader) newForesight() table.Prepare {
	f := &foresight{r: s.r, lay: s.lay, ids: idHash{mixer: s.r.clients.mixer, seed: s.r.clients.seed}}
	f.never = s.lay.redcap != nil || s.lay.role != roleContacts || len(s.lay.services) > 0
	if col := s.lay.col[fieldContactDate]; col >= 0 && isoDate(s.lay.texts[col]) != 0 {
		f.never = true // the headers themselves could be a contact
	}
	for field := range s.lay.boxes {
		f.never = f.never || len(s.lay.boxes[field]) > 0 || s.lay.vars[field] != ""
	}
	return f.batch
}

// batch is a table.Prepare.
func (f *foresight) batch(rows []table.Row, before any) any {
	out, _ := before.([]foreseen)
	out = out[:0]
	f.texts, f.ends = f.texts[:0], f.ends[:0]
	for i := range rows {
		out = append(out, foreseen{})
		from := len(f.texts)
		f.row(&rows[i], &out[i])
		if !out[i].plain {
			f.texts = f.texts[:from]
			f.ends = append(f.ends, [2]int{from, from})
		}
		if !out[i].plain && out[i].shows[0] != noEvidence {
			out[i].contact = 0 // whoever takes the closer look counts what it shows
		}
	}
	ids, from := string(f.texts), 0 // the IDs are parts of one string
	for i, end := range f.ends {
		out[i].clientID, out[i].id, from = ids[from:end[0]], ids[end[0]:end[1]], end[1]
	}
	return out
}

// row works out what a row is. It gives up at the first thing that is not plain.
func (f *foresight) row(row *table.Row, out *foreseen) {
	cells := row.Cells
	client := f.cell(cells, fieldClientID)
	if client.Kind == table.Blank || len(client.Text) > maxForeseenID || f.lay.redcap != nil { // which may leave the ID to other rows
		return
	}
	if f.never || !f.client(client, out) || row.Hidden || len(row.Notices) > 0 {
		if out.hash == 0 {
			out.hash = f.ids.of(client.Text)
		}
		return
	}
	if len(cells) > len(f.lay.texts) && !isBlank(cells[len(f.lay.texts):]) || !f.dates(cells, out) || !f.age(cells, out) || !f.labels(cells, out) {
		return
	}
	f.texts = out.key.append(f.texts)
	clientEnd := len(f.texts)
	if id := f.cell(cells, fieldContactID); id.Kind != table.Blank {
		if !isPlainID(id) || len(id.Text) > maxForeseenID {
			return
		}
		f.texts = appendID(f.texts, id.Text)
		out.idHash, out.idCheck = f.r.repeats.ids.hashes(f.texts[clientEnd:])
	}
	f.ends = append(f.ends, [2]int{clientEnd, len(f.texts)})
	if out.gender != nil {
		out.said.gender = out.gender.id
	}
	if out.source != nil {
		out.said.source = out.source.id
	}
	if out.services != nil {
		out.said.services = out.services.id
	}
	out.content = f.r.repeats.hash(out.contact, out.birth, out.age, out.said)
	out.plain = true
}

// client reads a client ID that is plain.
func (f *foresight) client(c table.Cell, out *foreseen) bool {
	if c.Kind != table.Text && c.Kind != table.Number || !readPlainID(c.Text, &f.id) {
		return false
	}
	out.key, out.spelling = f.id.key, f.id.spelling
	out.hash = f.ids.alike(f.id.alike)
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
			out.noBirth = true
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
func (f *foresight) day(c table.Cell, latest Date) (Date, orderEvidence) {
	if day := isoDay(c); day != 0 {
		return day, noEvidence
	}
	switch c.Kind {
	case table.Text, table.DateTime:
	default:
		return 0, noEvidence
	}
	number := true
	for i := range len(c.Text) {
		if c.Text[i] >= utf8.RuneSelf {
			return 0, noEvidence
		}
		number = number && (isDigit(c.Text[i]) || c.Text[i] == '.')
	}
	if number {
		return 0, noEvidence
	}
	day, shows, problem := parseDate(c.Text, f.r.opts.DateOrder, latest)
	if problem != 0 {
		return 0, noEvidence
	}
	return day, shows
}

// isPlausibleBirth reports whether there is nothing to say of a birth date.
func (f *foresight) isPlausibleBirth(birth, contact Date) bool {
	return birth != 0 && birth <= f.r.pivot && birth <= contact && contact-birth <= highPlausibleAge*365
}

// age reads the age of a row: none, or a number of up to three digits that agrees with the birth date.
func (f *foresight) age(cells []table.Cell, out *foreseen) bool {
	if f.lay.col[fieldAge] < 0 {
		return true
	}
	c := f.cell(cells, fieldAge)
	if c.Kind == table.Blank {
		out.noAge = true
		return true
	}
	years, ok := digits(c.Text)
	if !ok || len(c.Text) > 3 || years > highPlausibleAge || c.Kind != table.Text && c.Kind != table.Number {
		return false
	}
	out.age = Age{Low: int16(years), High: int16(years), Known: true}
	if out.birth == 0 {
		return true
	}
	by := yearsBetween(out.birth, out.contact)
	return by >= years-1 && by <= years+1
}

// labels finds what the texts of a row mean.
func (f *foresight) labels(cells []table.Cell, out *foreseen) bool {
	var ok [3]bool
	out.gender, out.noGender, ok[0] = look(f, cells, fieldGender, &f.r.genders.known)
	out.source, out.noSource, ok[1] = look(f, cells, fieldSource, &f.r.sources.known)
	out.services, _, ok[2] = look(f, cells, fieldServices, &f.r.lists.known)
	return ok == [3]bool{true, true, true}
}

// look returns what the text of a field's cell means, whether the cell is blank, and whether that is known.
func look[T any](f *foresight, cells []table.Cell, field field, known *known[T]) (is *T, blank, ok bool) {
	if f.lay.col[field] < 0 {
		return nil, false, true
	}
	c := f.cell(cells, field)
	if c.Kind == table.Blank {
		return nil, true, true
	}
	if c.Kind == table.Text {
		is = known.get(c.Text)
	}
	return is, false, is != nil
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
		case isDigit(b):
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
	return isoDate(c.Text)
}
