package ingest

import (
	"slices"
	"strings"

	"picreport/ingest/internal/value"
	"picreport/ingest/table"
)

// outcome is what became of a row.
type outcome uint8

const (
	isRejected outcome = iota
	isContact
	isRoster
	isUndated // a row of REDCap of which the rest of the sheet decides
)

// cell returns the text of a field's cell: blank where the field has no column or the cell is an error, which it reports.
func (s *sheetReader) cell(f field) (string, table.Kind) {
	col := s.lay.col[f]
	if col < 0 || col >= len(s.cells) {
		return "", table.Blank
	}
	return s.cellAt(col, f)
}

func (s *sheetReader) cellAt(col int, f field) (string, table.Kind) {
	if col >= len(s.cells) {
		return "", table.Blank
	}
	c := s.cells[col]
	if c.Kind == table.Blank {
		return "", table.Blank
	}
	text, unusual := value.Clean(c.Text)
	if text == "" {
		return "", table.Blank
	}
	if c.Kind == table.ErrorValue || c.Kind == table.Text && isErrorText(text) {
		return text, table.ErrorValue
	}
	if unusual {
		at := s.row.row
		at.col = int32(col + 1)
		s.stats[f].unusual.add(at)
	}
	return text, c.Kind
}

// optional is cell for a field that a row can do without. An error cell is reported, and blank.
func (s *sheetReader) optional(f field) (string, table.Kind) {
	text, kind := s.cell(f)
	if kind == table.ErrorValue {
		s.r.found.add(note{at: s.row.of(f), rule: ruleErrorCell, field: f, value: text, text: "the cell has an Excel error; it was read as blank"})
		return "", table.Blank
	}
	return text, kind
}

// isErrorText reports whether a text is an Excel error, as a CSV export has them.
func isErrorText(s string) bool {
	if s[0] != '#' {
		return false
	}
	switch s {
	case "#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#GETTING_DATA", "#FIELD!":
		return true
	}
	return false
}

// contact reads the row's fields. Everything that is wrong with the row is reported, also where one error rejects it.
func (s *sheetReader) contact() (Contact, outcome) {
	c := Contact{from: s.r}
	c.client = s.client()
	redcapRow := s.lay.redcap != nil
	day := s.foreseen.contact
	dateText, dateKind := "", table.Blank
	if !s.r.isPossible(day) {
		day = 0
		dateText, dateKind = s.cell(fieldContactDate)
	}
	dated := s.lay.has(fieldContactDate) && (day != 0 || dateText != "" || !redcapRow)
	ok := c.client != 0
	if dated {
		if c.Date = day; day == 0 {
			c.Date = s.contactDate(dateText, dateKind)
		}
		ok = ok && c.Date != 0
	}
	c.BirthDate = s.birthDate(c.Date)
	c.Age = s.age(c.BirthDate, c.Date)
	c.Gender, c.said.gender = s.label(fieldGender, s.r.genders)
	if s.lay.role == roleContacts {
		c.Source, c.said.source = s.label(fieldSource, s.r.sources)
		services := s.services()
		c.Services, c.said.services = services.labels, services.id
		s.entryLag(c.Date)
		c.ID = s.contactID(dated)
	}
	if redcapRow && s.lay.role == roleContacts {
		if is := s.redcapOutcome(&c, dated); is == isUndated || is == isRejected {
			return c, is
		}
	}
	if !ok {
		return Contact{}, isRejected
	}
	if c.Date == 0 {
		s.asRoster(&c)
		return c, isRoster
	}
	s.r.checkClient(c.client, &c, &s.row)
	s.person(c.client, c.BirthDate)
	s.r.checkContact(&c, &s.row)
	return c, isContact
}

// asRoster makes of c what a roster says of a client.
func (s *sheetReader) asRoster(c *Contact) {
	c.ID, c.Source, c.Services = "", "", nil
	c.said.source, c.said.services = 0, 0
	s.r.checkRosterClient(c.client, &s.row, s.lay.redcap != nil)
	s.r.checkClient(c.client, c, &s.row)
	s.person(c.client, c.BirthDate)
}

// client returns the number of the row's client, or 0 with a finding.
func (s *sheetReader) client() int32 {
	if i := s.foreseenClient(); i != 0 {
		return i
	}
	text, kind := s.cell(fieldClientID)
	if s.lay.redcap != nil {
		text, kind = s.redcapClient(text, kind)
	}
	n := note{at: s.row.of(fieldClientID), field: fieldClientID, value: text}
	switch {
	case kind == table.ErrorValue:
		n.rule, n.text = ruleErrorCellNeeded, "the client ID is an Excel error"
	case text == "":
		n.rule, n.text = ruleClientIDMissing, "the client ID is blank"
	case isNotReported(text):
		n.rule, n.text = ruleClientIDMissing, "a word for an unknown value stands for the client ID"
	default:
		s.checkShortened(fieldClientID, text, kind)
		foreseen := s.foreseen.hash
		if foreseen != 0 && text != s.cells[s.lay.col[fieldClientID]].Text {
			foreseen = 0 // that of the text with what value.Clean took away
		}
		return s.r.client(text, foreseen, &s.row)
	}
	s.r.found.add(n)
	return 0
}

// checkShortened counts an ID that is text such as 1.02E+09: the form in which Excel saves a long number as CSV.
func (s *sheetReader) checkShortened(f field, text string, kind table.Kind) {
	number, exponent, found := strings.Cut(text, "E+")
	if !found || kind != table.Text || len(exponent) < 2 || strings.Trim(exponent, "0123456789") != "" {
		return
	}
	if strings.Trim(number, "0123456789.,") == "" && number != "" {
		s.stats[f].shortened.add(s.row.of(f))
	}
}

// contactID returns the row's contact ID as compared, "" for none.
func (s *sheetReader) contactID(dated bool) string {
	text, kind := s.optional(fieldContactID)
	if text != "" && !isNotReported(text) {
		s.checkShortened(fieldContactID, text, kind)
		return strings.Clone(compareID(text))
	}
	if s.lay.redcap != nil && dated {
		return s.lay.redcapID(s.plainAt)
	}
	return ""
}

// plainAt returns the text of a column's cell.
func (s *sheetReader) plainAt(col int) string {
	if col < 0 || col >= len(s.cells) {
		return ""
	}
	text, _ := value.Clean(s.cells[col].Text)
	return text
}

// label returns the label of a field that takes one value.
func (s *sheetReader) label(f field, l *labels) (string, labelID) {
	if !s.lay.has(f) {
		return "", 0
	}
	if v := recall(s, f, &l.last); v != nil {
		s.count(v, f)
		return v.label, v.id
	}
	text, _ := s.optional(f)
	if text != "" {
		v := s.labelOf(s.decode(f, text), s.row.of(f), f, l)
		return v.label, v.id
	}
	label := ""
	for _, b := range s.lay.boxes[f] {
		if !isChecked(s.plainAt(b.col)) {
			continue
		}
		at := s.row.row
		at.col = int32(b.col + 1)
		v := s.labelOf(b.choice, at, f, l)
		if label != "" && v.label != "" && v.label != label {
			s.r.found.add(note{at: at, rule: ruleSeveralValues, field: f, value: b.choice, text: "more than one box is checked; the first was used"})
			break
		}
		if label == "" {
			label = v.label
		}
	}
	if label == "" && len(s.lay.boxes[f]) == 0 {
		s.stats[f].blanks++
	}
	return label, l.numbers[label]
}

// decode returns the label that a REDCap dictionary has for a code, else the text.
func (s *sheetReader) decode(f field, text string) string {
	if s.lay.vars[f] == "" {
		return text
	}
	if label, ok := s.r.dict.label(s.lay.vars[f], text); ok {
		return label
	}
	return text
}

// labelOf returns what a text means, and counts it where it is unknown.
func (s *sheetReader) labelOf(text string, at place, f field, l *labels) *meaning {
	v := l.of(text)
	s.countAt(v, at, f)
	return v
}

// count counts a value where the finding of its column says how often it came.
func (s *sheetReader) count(v *meaning, f field) {
	if v.notReported || v.unknown {
		s.countAt(v, s.row.of(f), f)
	}
}

func (s *sheetReader) countAt(v *meaning, at place, f field) {
	switch {
	case v.notReported:
		s.stats[f].wordForUnknown.add(at)
	case v.unknown:
		if v.count == 0 {
			v.first = at
		}
		v.count++
	}
}

// services returns the services that the row lists.
func (s *sheetReader) services() joined {
	if !s.lay.has(fieldServices) {
		return joined{}
	}
	s.list = s.list[:0]
	alone := len(s.lay.services) == 0 && len(s.lay.boxes[fieldServices]) == 0
	if known := recall(s, fieldServices, &s.r.lists.last); known != nil && alone {
		for _, v := range known.items {
			s.count(v, fieldServices)
		}
		return known.joined
	}
	text, _ := s.optional(fieldServices)
	first := s.servicesOf(text, s.row.of(fieldServices))
	if alone {
		return first
	}
	s.addServices(first.labels)
	for _, col := range s.lay.services {
		at := s.row.row
		at.col = int32(col + 1)
		text, kind := s.cellAt(col, fieldServices)
		if kind == table.ErrorValue {
			s.r.found.add(note{at: at, rule: ruleErrorCell, field: fieldServices, value: text, text: "the cell has an Excel error; it was read as blank"})
			continue
		}
		s.addServices(s.servicesOf(text, at).labels)
	}
	for _, b := range s.lay.boxes[fieldServices] {
		if isChecked(s.plainAt(b.col)) {
			at := s.row.row
			at.col = int32(b.col + 1)
			if v := s.labelOf(b.choice, at, fieldServices, s.r.services); v.label != "" {
				s.addServices([]string{v.label})
			}
		}
	}
	return s.r.lists.join(s.list)
}

// addServices adds labels to the row's list, each once.
func (s *sheetReader) addServices(labels []string) {
	for _, l := range labels {
		if !slices.Contains(s.list, l) {
			s.list = append(s.list, l)
		}
	}
}

// servicesOf returns the services of one cell.
func (s *sheetReader) servicesOf(text string, at place) joined {
	if text == "" {
		return joined{}
	}
	list := s.r.lists.of(s.decode(fieldServices, text))
	for _, v := range list.items {
		s.countAt(v, at, fieldServices)
	}
	return list.joined
}

// hasNames reports whether the sheet has names of clients.
func (s *sheetReader) hasNames() bool {
	return s.lay.col[fieldName] >= 0 || s.lay.col[fieldLastName] >= 0
}

// person checks the row's name and birth date against those of other clients. The name is not kept.
func (s *sheetReader) person(client int32, birth Date) {
	if birth == 0 || !s.hasNames() {
		return
	}
	s.names = s.names[:0]
	if s.lay.col[fieldName] >= 0 {
		s.names = append(s.names, s.plainAt(s.lay.col[fieldName]))
	} else {
		s.names = append(s.names, s.plainAt(s.lay.col[fieldFirstName]), s.plainAt(s.lay.col[fieldLastName]))
	}
	s.r.checkPerson(client, s.names, birth, s.row.of(fieldClientID))
}
