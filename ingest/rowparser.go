package ingest

import (
	"slices"
	"strings"

	"picreport/ingest/contact"
	"picreport/ingest/finding"
	"picreport/ingest/internal/clients"
	"picreport/ingest/internal/value"
	"picreport/ingest/table"
)

// rowParser says what each row of a sheet says by itself: the one parser of rows. Each goroutine
// that reads ahead has its own, and looks at nothing of the Reader that changes while rows are
// read. What needs earlier rows is left to sheetReader.admit.
//
// Of a row it reads the dates in dateparser.go, the labels in labelparser.go, and what is no row of
// the table in skiprow.go.
type rowParser struct {
	r           *Reader
	layout      *layout
	col         [numFields]int // by field, as of the layout; of the contact date that which the row fills
	sheet       place          // of the sheet
	date1904    bool
	datedHeader bool            // the header of the contact date is itself a date
	groups      map[string]bool // REDCap: whether a group may have contacts
	carries     bool            // a row of REDCap may have its client ID from another row of its record
	closed      bool            // every row is one of the table: what is none was found before

	clients *clients.Parser
	labels  [numFields]*labelMemo
	batch   int // counts batches, from 1

	cells  []table.Cell
	here   place        // the row
	day    contact.Date // of the contact, where its cell is nothing but a possible one such as 2024-07-01; else 0
	clock  int32        // the minute of the contact date, from 1; 0 for none
	out    *parsedBatch
	texts  []byte          // of the batch
	values []contact.Value // of the row, in out
	none   []contact.Value // those of a row that says nothing
	names  []string
	ages   map[string]*saidAge // by their texts
	early  bool                // the contact date of the row lies before the inception, and such rows are left out
}

// newRowParser returns a parser of the rows of the sheet.
func (s *sheetReader) newRowParser() table.Preparer[*parsedBatch] { return s.parser() }

func (s *sheetReader) parser() *rowParser {
	p := &rowParser{
		r: s.r, layout: s.layout, col: s.layout.col, sheet: s.at, date1904: s.date1904, carries: s.layout.carriesClient(),
		clients: s.r.clients.Parser(), ages: map[string]*saidAge{}, none: make([]contact.Value, len(s.r.dict.Attributes)),
	}
	for f, spellings := range s.r.spellings {
		p.labels[f] = newLabelMemo(spellings, s.layout)
	}
	if col := s.layout.col[fieldContactDate]; col >= 0 {
		_, _, problem := value.ParseDate(s.layout.texts[col], s.r.opts.DateOrder, s.r.pivot)
		p.datedHeader = problem == 0
	}
	return p
}

// Begin is that of a table.Preparer, as are Row and End.
func (p *rowParser) Begin(used *parsedBatch) {
	if p.out = used; p.out == nil {
		p.out = &parsedBatch{}
	}
	p.out.reset()
	p.out.unread = slices.Grow(p.out.unread, len(p.layout.unread))[:len(p.layout.unread)]
	p.texts = p.texts[:0]
	p.batch++
}

// End returns the batch.
func (p *rowParser) End() *parsedBatch {
	p.out.texts = string(p.texts)
	return p.out
}

// Row parses a row below the headers.
func (p *rowParser) Row(row *table.Row) {
	p.cells, p.here = row.Cells, p.sheet
	p.here.row = int32(row.Num)
	if p.hasOwnTotals(row.Notices) {
		p.note(note{at: p.here, rule: finding.TotalRow, text: "the row has the totals of the workbook's table, and was " +
			"not counted"})
		return
	}
	for _, n := range row.Notices {
		at := p.here
		at.col = int32(n.Col + 1)
		if note, ok := noteOf(n, p.layout); ok {
			note.at = at
			p.note(note)
		}
	}
	if p.layout.hasManyDates() {
		p.col[fieldContactDate] = p.firstFilled()
	}
	p.readDay()
	kind := rowRejected
	if !p.closed && !p.isSurelyOfTable() {
		open, skip := p.skip()
		if skip {
			return
		}
		if open {
			kind = rowOpen
			p.keepOpen(row)
		}
	}
	p.out.rows = append(p.out.rows, parsedRow{num: p.here.row, kind: kind})
	out := &p.out.rows[len(p.out.rows)-1]
	p.addValues()
	var id parsedID
	var person uint64
	var redcap redcapParts
	if kind != rowOpen {
		if row.Hidden {
			p.out.hidden.add(p.here)
		}
		p.checkWidth()
		if p.isLeftOut() {
			out.kind = rowLeftOut
		} else {
			id, person = p.row(out, &redcap)
		}
	}
	p.addParts(id, person, redcap)
	if len(p.layout.moreDates) > 0 && kind != rowOpen && out.kind != rowLeftOut {
		p.furtherContacts(id, person, redcap)
	}
}

// readDay sets the day of the contact where its cell tells it at a glance.
func (p *rowParser) readDay() {
	p.clock = 0
	if p.day = isoDay(p.raw(fieldContactDate)); !p.r.isPossible(p.day) {
		p.day = 0
	}
}

// addParts adds what the batch has of the last row beside it.
func (p *rowParser) addParts(id parsedID, person uint64, redcap redcapParts) {
	if p.layout.hasContactIDs() {
		p.out.ids = append(p.out.ids, id)
	}
	if p.layout.hasNames() {
		p.out.persons = append(p.out.persons, person)
	}
	if p.layout.redcap != nil {
		p.out.redcap = append(p.out.redcap, redcap)
	}
	if p.layout.restColumns != nil {
		p.addRest()
	}
}

// addValues makes room for the values of a row.
func (p *rowParser) addValues() {
	from := len(p.out.values)
	p.out.values = append(p.out.values, p.none...)
	p.values = p.out.values[from:]
}

// row parses the fields of a row of the table. Everything that is wrong with the row is reported,
// also where one error rejects it.
func (p *rowParser) row(out *parsedRow, redcap *redcapParts) (id parsedID, person uint64) {
	ok := p.carries || p.client(out)
	dated := p.layout.has(fieldContactDate)
	isContact := p.layout.redcap == nil || p.isOfContacts()
	if dated && isContact {
		out.date, dated = p.contactDate()
		ok = ok && (out.date != 0 || !dated)
	} else if dated {
		out.is |= isNoContact
		dated = false
	}
	birth := p.birthDate(out.date)
	p.values[contact.BirthDate] = contact.Value(birth)
	p.values[contact.ReportedAge] = contact.AgeValue(p.age(birth, out.date))
	p.values[contact.Gender] = p.label(fieldGender)
	if p.layout.role == roleContacts {
		p.values[contact.Source] = p.label(fieldSource)
		p.values[contact.Services] = p.list(fieldServices)
		p.entryLag(out.date)
		id = p.contactID(out, dated)
		if id.text.from != id.text.to || p.values[contact.Source] != 0 || p.values[contact.Services] != 0 {
			out.is |= isOfContact
		}
	}
	var filled uint32
	if len(p.layout.unread) > 0 && isContact {
		filled = p.compareDates(out.date, out.date == 0 && dated && p.raw(fieldContactDate).Text != "")
	}
	if p.layout.redcap != nil {
		*redcap = p.redcapParts(filled)
		redcap.isDatedNone = !isContact && p.raw(fieldContactDate).Text != ""
	}
	if dated {
		out.is |= isDated
	}
	switch {
	case p.early:
		out.kind, out.is, p.early = rowLeftOut, out.is|isEarly, false
	case !ok:
	case out.date == 0 && out.is&isAnonymous != 0: // of REDCap: it says something of nobody
		n := clientProblem("", isBlank)
		n.at = p.of(fieldClientID)
		p.note(n)
	case out.date == 0:
		out.kind = rowRoster
	default:
		out.kind = rowContact
	}
	out.said = p.said(out.date)
	if birth != 0 && p.layout.hasNames() {
		person = p.r.persons.hash(p.nameParts(), birth)
	}
	return id, person
}

// said returns a hash of what the row says of a contact. The time of day is a part of it where that
// is not kept beside it.
func (p *rowParser) said(date contact.Date) uint64 {
	said := p.r.hasher.Said(date, p.values)
	if p.clock != 0 && p.layout.restColumns == nil {
		return p.r.hasher.Pair(said, uint64(p.clock))
	}
	return said
}

// note adds a finding.
func (p *rowParser) note(n note) {
	n.text, n.hint = strings.Clone(n.text), strings.Clone(n.hint)
	n.value = p.r.found.shown(n.value)
	p.out.notes = append(p.out.notes, n)
}

// of returns the place of a field's cell; without a column it is the row's.
func (p *rowParser) of(f field) place { return p.atColumn(p.col[f]) }

// atColumn returns the place of a column's cell.
func (p *rowParser) atColumn(col int) place {
	at := p.here
	at.col = int32(col + 1)
	return at
}

// keep keeps a text with the batch.
func (p *rowParser) keep(text string) textSpan {
	from := uint32(len(p.texts))
	p.texts = append(p.texts, text...)
	return textSpan{from, uint32(len(p.texts))}
}

// raw returns the cell of a field, a blank one where it has no column.
func (p *rowParser) raw(f field) table.Cell {
	if col := p.col[f]; col >= 0 && col < len(p.cells) {
		return p.cells[col]
	}
	return table.Cell{}
}

// cell returns the text of a field's cell: blank where the field has no column.
func (p *rowParser) cell(f field) (string, table.Kind) {
	col := p.col[f]
	if col < 0 {
		return "", table.Blank
	}
	return p.cellAt(col, f)
}

// cellAt is cell for a column.
func (p *rowParser) cellAt(col int, f field) (string, table.Kind) {
	if col >= len(p.cells) {
		return "", table.Blank
	}
	text, kind, unusual := readCell(p.cells[col])
	if unusual {
		p.out.stats[f].unusual.add(p.atColumn(col))
	}
	return text, kind
}

// readCell returns the text of a cell, and whether it has invisible or typographic characters. An
// error, also one that is text, has the kind table.ErrorValue.
func readCell(c table.Cell) (text string, kind table.Kind, unusual bool) {
	if c.Kind == table.Blank {
		return "", table.Blank, false
	}
	text, unusual = value.Clean(c.Text)
	switch {
	case text == "":
		return "", table.Blank, false
	case c.Kind == table.ErrorValue, c.Kind == table.Text && isErrorText(text):
		return text, table.ErrorValue, false
	}
	return text, c.Kind, unusual
}

// optional is cell for a field that a row can do without. An error cell is reported, and blank.
func (p *rowParser) optional(f field) (string, table.Kind) {
	if p.raw(f).Kind == table.Blank {
		return "", table.Blank
	}
	text, kind := p.cell(f)
	if kind == table.ErrorValue {
		p.noteErrorCell(p.of(f), f, text)
		return "", table.Blank
	}
	return text, kind
}

func (p *rowParser) noteErrorCell(at place, f field, text string) {
	p.note(note{at: at, rule: finding.ErrorCell, field: f, value: text, text: "the cell has an Excel error; it was " +
		"read as blank"})
}

// isErrorText reports whether a text is the error of a spreadsheet program, as a CSV export has
// them: of Excel in English and Spanish, Google Sheets, or LibreOffice.
func isErrorText(s string) bool {
	if s[0] != '#' {
		code, found := strings.CutPrefix(s, "Err:")
		_, number := value.Digits(code)
		return found && number && len(code) == 3
	}
	switch s {
	case "#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#GETTING_DATA", "#FIELD!",
		"#BLOCKED!", "#BUSY!", "#CONNECT!", "#EXTERNAL!", "#PYTHON!", "#UNKNOWN!", "#TIMEOUT!", "#ERROR!", "#MACRO?",
		"#N/D", "#¡REF!", "#¡VALOR!", "#¡DIV/0!", "#¿NOMBRE?", "#¡NULO!", "#¡NUM!", "#¡DESBORDAMIENTO!", "#¡CALC!":
		return true
	}
	return false
}

// plainAt returns the text of a column's cell.
func (p *rowParser) plainAt(col int) string {
	if col < 0 || col >= len(p.cells) {
		return ""
	}
	text, _ := value.Clean(p.cells[col].Text)
	return text
}

// checkWidth reports values to the right of the headers.
func (p *rowParser) checkWidth() {
	for i := len(p.layout.texts); i < len(p.cells); i++ {
		if text, _ := value.Clean(p.cells[i].Text); text != "" {
			p.note(note{
				at: p.atColumn(i), rule: finding.RowWidth, text: "the row has a value to the right of the last header", value: text,
			})
			return
		}
	}
}

// client parses the row's client ID. Without one it makes a finding, and returns false.
func (p *rowParser) client(out *parsedRow) bool {
	c := p.raw(fieldClientID)
	if to := p.r.sameAs(c.Text); to != c.Text {
		p.setClient(out, p.clients.Parse(to), to)
		return true
	}
	if c.Kind == table.Text || c.Kind == table.Number {
		if id, ok := p.clients.ParseShort(c.Text); ok && isPlainID(c.Text) {
			p.setClient(out, id, c.Text)
			return true
		}
	}
	text, kind := p.cell(fieldClientID)
	switch id := clientIDKind(text, kind); {
	case id.doubtful():
		out.id = id
	case p.layout.role == roleContacts && p.r.isAnonymous(text, id):
		out.is |= isAnonymous
		return true
	case id != isID:
		n := clientProblem(text, id)
		n.at = p.of(fieldClientID)
		p.note(n)
		return false
	}
	if isShortened(text, kind) {
		p.out.stats[fieldClientID].shortened.add(p.of(fieldClientID))
	}
	p.setClient(out, p.clients.Parse(text), text)
	return true
}

func (p *rowParser) setClient(out *parsedRow, id clients.ID, text string) {
	out.is |= hasClient
	if out.client = id; !id.InKey() {
		out.text = p.keep(text)
	}
}

// isShortened reports whether an ID is text such as 1.02E+09: the form in which Excel saves a long
// number as CSV.
func isShortened(text string, kind table.Kind) bool {
	number, exponent, found := strings.Cut(text, "E+")
	if !found || kind != table.Text || len(exponent) < 2 || strings.Trim(exponent, "0123456789") != "" {
		return false
	}
	return strings.Trim(number, "0123456789.,") == "" && number != ""
}

// contactID parses the row's contact ID.
func (p *rowParser) contactID(out *parsedRow, dated bool) parsedID {
	if p.r.opts.ContactIDs == ContactIDsIgnored {
		return parsedID{}
	}
	from := len(p.texts)
	var simple bool
	if c := p.raw(fieldContactID); c.Kind == table.Text || c.Kind == table.Number {
		p.texts, simple = appendSimpleID(p.texts, c.Text)
	}
	if !simple {
		p.appendContactID(out, dated)
	}
	if len(p.texts) == from {
		return parsedID{}
	}
	return parsedID{p.r.contactIDs.Hash(p.texts[from:]), textSpan{uint32(from), uint32(len(p.texts))}}
}

// appendSimpleID appends what appendContactID does, for an ID of which nothing is to be said: ASCII
// without blanks, with a digit, and neither an error nor shortened by a spreadsheet. It reports
// whether the text is one.
func appendSimpleID(dst []byte, text string) ([]byte, bool) {
	from, digit := len(dst), false
	for i := range len(text) {
		c := text[i]
		if c <= ' ' || c >= 0x7f || c == '+' || c == '#' {
			return dst[:from], false
		}
		digit = digit || value.IsDigit(c)
		if c >= 'A' && c <= 'Z' {
			c |= 0x20
		}
		dst = append(dst, c)
	}
	if !digit {
		return dst[:from], false
	}
	return dst, true
}

// appendContactID appends the row's contact ID as compared to the texts of the batch: nothing where
// there is none.
func (p *rowParser) appendContactID(out *parsedRow, dated bool) {
	text, kind := p.optional(fieldContactID)
	switch {
	case text != "" && !isNotReported(text):
		if isShortened(text, kind) {
			p.out.stats[fieldContactID].shortened.add(p.of(fieldContactID))
		}
		p.texts = clients.AppendCompared(p.texts, text)
	case p.layout.redcap != nil && dated:
		p.texts = append(p.texts, p.layout.redcapID(p.plainAt)...)
		out.is |= hasKey
	}
}

// nameParts returns the parts of the client's name.
func (p *rowParser) nameParts() []string {
	if col := p.layout.col[fieldName]; col >= 0 {
		p.names = append(p.names[:0], p.plainAt(col))
	} else {
		p.names = append(p.names[:0], p.plainAt(p.layout.col[fieldFirstName]), p.plainAt(p.layout.col[fieldLastName]))
	}
	return p.names
}
