package ingest_test

import (
	"regexp"
	"slices"
	"sort"
	"strconv"
	"strings"
)

// oracleFields are the headers that oddExports writes.
var oracleFields = map[string]string{
	"Contact ID": "contact_id", "Client ID": "client_id", "Contact Date": "contact_date", "DOB": "date_of_birth",
	"Age":    "age",
	"Gender": "gender", "Source": "source", "Services": "services", "Date entered": "recorded_on", "Name": "name",
	"record_id": "client_id", "dob": "date_of_birth", "age": "age", "gender": "gender",
	"contact_date": "contact_date", "source": "source",
	"services": "services", "redcap_event_name": "event", "redcap_repeat_instrument": "instrument",
	"redcap_repeat_instance": "instance",
}

// oracleBox is a check box.
type oracleBox struct {
	col  int
	text string
}

// oracleSheet reads the rows of a file.
type oracleSheet struct {
	*oracle
	file     string
	headers  []string
	col      map[string]int // the first column of each field
	services []int          // the others of services
	boxes    map[string][]oracleBox
	redcap   bool
	record   int // column of REDCap's record ID

	rows, dated, roster, rejected int
	once                          map[string]bool // findings that are made once a column
	numbersOnly                   []*oracleRow    // rows that are totals, unless another row follows
	equal                         map[string]int  // rows without a contact ID by what they say
	open                          map[string][]*oracleContact
	instruments                   map[string]bool              // those of contacts
	recordID, recordClient        string                       // of the record whose rows are being read
	shown                         map[string]map[string]string // the first cell of each field's dates that shows an order
	counted                       []string                     // the days of the contacts
	waiting                       []oracleWaiting
	findingsOfIDs                 map[string]int
}

func newOracleSheet(o *oracle, file string, headers []string) *oracleSheet {
	s := &oracleSheet{
		oracle: o, file: file, headers: headers, col: map[string]int{}, boxes: map[string][]oracleBox{},
		once: map[string]bool{}, findingsOfIDs: map[string]int{}, shown: map[string]map[string]string{},
		equal: map[string]int{}, open: map[string][]*oracleContact{}, instruments: map[string]bool{},
		record: slices.Index(headers, "record_id"),
	}
	s.redcap = s.record >= 0
	for i, header := range headers {
		field := oracleFields[header]
		if mapped := o.opts.Columns[header]; mapped != "" {
			field = mapped
		}
		if field == "client_id" && i == s.record && slices.Contains(headers, "Client ID") {
			continue
		}
		if name, code, ok := strings.Cut(header, "___"); ok {
			if negative, ok := strings.CutPrefix(code, "_"); ok {
				code = "-" + negative
			}
			if label, ok := o.choices[name][code]; ok {
				code = label
			}
			s.boxes[name] = append(s.boxes[name], oracleBox{i, code})
			continue
		}
		if _, taken := s.col[field]; !taken {
			s.col[field] = i
		} else if field == "services" {
			s.services = append(s.services, i)
		}
	}
	if !s.has("contact_date") {
		o.hasRosters = true
	}
	return s
}

func (s *oracleSheet) has(field string) bool {
	_, ok := s.col[field]
	return ok
}

// hasUnread reports whether a column of the sheet is of no field.
func (s *oracleSheet) hasUnread() bool {
	return slices.ContainsFunc(s.headers, func(header string) bool {
		name, _, isBox := strings.Cut(header, "___")
		placing := strings.HasPrefix(header, "redcap_") || header == "record_id"
		_, ofRedcap := s.boxes[name]
		return oracleFields[header] == "" && s.opts.Columns[header] == "" && !placing && (!isBox || !ofRedcap)
	})
}

// cell returns the name of the cell of a column.
func cell(col, row int) string { return string(rune('A'+col)) + strconv.Itoa(row) }

// oracleRow is a row that is being read.
type oracleRow struct {
	*oracleSheet
	num   int
	cells []string
}

func (r *oracleRow) at(field string) string {
	if col, ok := r.col[field]; ok {
		return cell(col, r.num)
	}
	return "row " + strconv.Itoa(r.num)
}

func (r *oracleRow) find(at, code string) { r.oracle.find(r.file, at, code) }

// note makes a finding that is made once a column.
func (r *oracleRow) note(field, at, code string) {
	if !r.once[field+code] {
		r.once[field+code] = true
		r.find(at, code)
	}
}

// text returns the text of a column without blanks around it and without unusual characters.
func (r *oracleRow) text(col int) string {
	if col < 0 || col >= len(r.cells) {
		return ""
	}
	text, _ := oracleClean(r.cells[col])
	return text
}

func (r *oracleRow) peek(field string) string {
	if col, ok := r.col[field]; ok {
		return r.text(col)
	}
	return ""
}

// value is peek, and reports unusual characters. Whether the text is an error is for the caller.
func (r *oracleRow) value(field string) string {
	if col, ok := r.col[field]; ok {
		return r.valueAt(col, field)
	}
	return ""
}

func (r *oracleRow) valueAt(col int, field string) string {
	text := r.text(col)
	if col < len(r.cells) && text != "" && !isOracleError(text) {
		if _, unusual := oracleClean(r.cells[col]); unusual {
			r.note(field, cell(col, r.num), "unusual-characters")
		}
	}
	return text
}

// optional is value, "" with a finding for an error.
func (r *oracleRow) optional(field string) string {
	text := r.value(field)
	if isOracleError(text) {
		r.find(r.at(field), "error-cell")
		return ""
	}
	return text
}

func (s *oracleSheet) readRow(num int, cells []string) {
	r := &oracleRow{s, num, cells}
	if r.isSkipped() {
		return
	}
	r.endNumbers(false)
	r.readWhole()
}

// readWhole reads a row of the table.
func (r *oracleRow) readWhole() {
	r.rows++
	for col := len(r.headers); col < len(r.cells); col++ {
		if r.text(col) != "" {
			r.find(cell(col, r.num), "row-width")
			break
		}
	}
	r.read()
}

// endNumbers says what the rows of numbers alone were: totals at the end of the table, else rows
// without client and date.
func (s *oracleSheet) endNumbers(atEnd bool) {
	for _, r := range s.numbersOnly {
		if atEnd {
			r.find("row "+strconv.Itoa(r.num), "total-row")
			continue
		}
		r.readWhole()
	}
	s.numbersOnly = nil
}

var (
	oracleTotal   = regexp.MustCompile(`^(?i)(grand )?total[:\s\d]*$|^(?i)total (contacts|clients)[:\s\d]*$`)
	oracleNote    = regexp.MustCompile(`^(?i)generated .*$|^(?i)note .*$`)
	oracleNumbers = regexp.MustCompile(`^[\d.,%]+$`)
)

// isSkipped reports whether the row is none of the table.
func (r *oracleRow) isSkipped() bool {
	client, date := r.peek("client_id"), r.peek("contact_date")
	isHeader := func(field, text string) bool {
		return text != "" && strings.EqualFold(text,
			r.headers[r.col[field]])
	}
	if isHeader("client_id", client) && (!r.has("contact_date") || isHeader("contact_date", date)) {
		code := "header-repeated"
		for _, col := range r.col {
			if text := r.text(col); text != "" && r.isRead(col) && !strings.EqualFold(text, r.headers[col]) {
				code = "header-moved"
			}
		}
		r.find("row "+strconv.Itoa(r.num), code)
		return true
	}
	if client != "" && date != "" && !oracleTotal.MatchString(client) && !oracleTotal.MatchString(date) {
		return false
	}
	var filled []string
	for col := range r.cells {
		if text := r.text(col); text != "" {
			filled = append(filled, text)
		}
	}
	isNumber := func(text string) bool { return oracleNumbers.MatchString(text) }
	day := r.day(date, r.today)
	hasDay := day.day != "" && !day.serial
	switch {
	case len(filled) == 0:
		return true
	case isOracleError(client), isOracleError(date):
		return false
	case oracleTotal.MatchString(filled[0]) && !hasDay:
	case r.isTotalAmongNumbers(hasDay):
	case len(filled) == 1 && oracleNote.MatchString(filled[0]) && (client == "" || date == ""):
	case !r.redcap && r.saysNothing():
		r.note("", "row "+strconv.Itoa(r.num), "rows-prepared")
		return true
	case client == "" && date == "" && !r.redcap && !slices.ContainsFunc(filled,
		func(t string) bool { return !isNumber(t) }):
		r.numbersOnly = append(r.numbersOnly, r)
		return true
	default:
		return false
	}
	r.find("row "+strconv.Itoa(r.num), "total-row")
	return true
}

// isTotalAmongNumbers reports whether a needed column has the word for a total, and the others that
// are read have numbers. Beside a day a number that is a label or a code makes the row a contact.
func (r *oracleRow) isTotalAmongNumbers(hasDay bool) bool {
	if !oracleTotal.MatchString(r.peek("client_id")) && !oracleTotal.MatchString(r.peek("contact_date")) {
		return false
	}
	for col := range r.headers {
		text := r.text(col)
		if text == "" || !r.isRead(col) || oracleTotal.MatchString(text) || isOracleError(text) || hasDay && col == r.col["contact_date"] {
			continue
		}
		if !oracleNumbers.MatchString(text) || hasDay && r.isLabel(col, text) {
			return false
		}
	}
	return true
}

// isLabel reports whether a text stands for a label in its column.
func (r *oracleRow) isLabel(col int, text string) bool {
	for _, field := range []string{"gender", "source", "services"} {
		if !r.has(field) || col != r.col[field] && (field != "services" || !slices.Contains(r.services, col)) {
			continue
		}
		if r.isCoded(field) && r.choices != nil {
			return true
		}
		key := oracleKey(text)
		for _, l := range r.labelsOf(field) {
			if slices.ContainsFunc(append([]string{l.Name}, l.Values...), func(s string) bool { return oracleKey(s) == key }) {
				return true
			}
		}
	}
	return false
}

// saysNothing reports whether no cell of a column that is read says anything: an error and an age
// that nobody reaches do not.
func (r *oracleRow) saysNothing() bool {
	for col := range r.headers {
		text := r.text(col)
		age, err := strconv.Atoi(text)
		isOld := col == r.col["age"] && r.has("age") && err == nil && age > 110
		if text != "" && r.isRead(col) && !isOracleError(text) && !isOld {
			return false
		}
	}
	return true
}

// isRead reports whether a field of its own reads a column.
func (r *oracleRow) isRead(col int) bool {
	switch oracleFields[r.headers[col]] {
	case "", "event", "instrument", "instance":
		return r.opts.Columns[r.headers[col]] != ""
	}
	return true
}

// read reads a row of the table.
func (r *oracleRow) read() {
	c := &oracleContact{row: r.num, client: r.readClient()}
	hasDate := r.has("contact_date") && (!r.redcap || r.peek("contact_date") != "")
	if hasDate {
		c.day = r.readDate()
	}
	c.birth = r.readBirth(c.day)
	c.age = r.readAge(c.birth, c.day)
	c.gender = r.readLabel("gender")
	if r.has("contact_date") {
		c.source = r.readLabel("source")
		c.services = r.readServices()
		r.readEntry(c.day)
		c.id = r.readContactID(hasDate)
	}
	if r.redcap && r.has("contact_date") && r.isRedcapOnly(c, hasDate) {
		return
	}
	switch {
	case c.client == nil || hasDate && c.day == "":
		r.rejected++
	case c.day == "":
		r.addRoster(c)
	default:
		r.addContact(c)
	}
}

// isRedcapOnly settles the rows of REDCap that have no contact date. It reports whether there is
// nothing else to do.
func (r *oracleRow) isRedcapOnly(c *oracleContact, hasDate bool) bool {
	instrument := r.peek("instrument")
	if instrument == "" && r.peek("instance") != "" {
		instrument = r.peek("event")
	}
	switch {
	case hasDate && instrument != "":
		r.instruments[instrument] = true
	case hasDate:
	case c.source != "" || len(c.services) > 0:
		r.find(r.at("contact_date"), "contact-date-missing")
		r.rejected++
		return true
	case instrument != "" && c.client != nil:
		r.open[instrument] = append(r.open[instrument], c)
		return true
	case instrument != "" && r.instruments[instrument]:
		r.find(r.at("contact_date"), "contact-date-missing")
	}
	return false
}

// end settles what only the end of a file tells.
func (s *oracleSheet) end() {
	s.endNumbers(true)
	s.endDates()
	var rows []*oracleContact
	for instrument, open := range s.open {
		for _, c := range open {
			if s.instruments[instrument] {
				s.find(s.file, cell(s.col["contact_date"], c.row), "contact-date-missing")
				s.rejected++
				continue
			}
			rows = append(rows, c)
		}
	}
	sort.Slice(rows, func(i, j int) bool { return rows[i].row < rows[j].row })
	for _, c := range rows {
		(&oracleRow{s, c.row, nil}).addRoster(c)
	}
	s.endContactIDs()
	if s.rows > 0 {
		s.filesWithRows++
	}
}

// addRoster takes what a row says of a client.
func (r *oracleRow) addRoster(c *oracleContact) {
	r.roster++
	c.id, c.source, c.services = "", "", nil
	at := r.at("client_id")
	if c.client.rosters[r.file] && !r.redcap {
		r.find(at, "roster-client-twice")
	}
	c.client.rosters[r.file] = true
	r.check(c)
}

// addContact takes a contact.
func (r *oracleRow) addContact(c *oracleContact) {
	at := r.at("client_id")
	if c.id != "" && !r.addContactID(c) {
		r.rejected++
		return
	}
	r.dated++
	r.counted = append(r.counted, c.day)
	if c.client.firstContact == "" {
		c.client.firstContact = r.file + " " + at
	}
	r.check(c)
	clock := oracleClock(r.peek("contact_date"))
	r.days[r.file] = append(r.days[r.file], oracleDated{c.id, c.client.id, c.day, c.content(), clock, r.rest(c)})
	if c.id == "" {
		key := c.client.id + "|" + c.content() + "|" + strconv.Itoa(clock)
		if r.equal[key]++; r.equal[key] == 2 {
			r.find(at, "same-contact-twice")
		}
	}
}

// check compares what a row says of its client with what others said, and keeps the row.
func (r *oracleRow) check(c *oracleContact) {
	who := c.client
	switch {
	case c.birth == "":
	case who.birth == "":
		who.birth = c.birth
	case who.birth != c.birth && !who.saidBirth:
		who.saidBirth = true
		r.find(r.at("date_of_birth"), "client-birth-dates")
	}
	switch {
	case c.gender == "":
	case who.gender == "":
		who.gender = c.gender
	case who.gender != c.gender && !who.saidOther:
		who.saidOther = true
		r.find(r.genderAt(), "client-genders")
	}
	r.checkPerson(c)
	r.contacts = append(r.contacts, oracleLine(r.file, c.row, c.id, who.id, who.given, c.day, c.birth, c.age,
		c.gender, c.source, c.services))
}

// genderAt returns the place of a finding about the gender, which with check boxes is the row.
func (r *oracleRow) genderAt() string { return r.at("gender") }

// checkPerson looks for another client of the same name and birth date.
func (r *oracleRow) checkPerson(c *oracleContact) {
	words := strings.FieldsFunc(strings.ToLower(r.peek("name")),
		func(c rune) bool { return strings.ContainsRune(" ,.'-", c) })
	if c.birth == "" || len(words) < 2 {
		return
	}
	slices.Sort(words)
	key := strings.Join(words, " ") + c.birth
	other := r.people[key]
	if other == nil {
		r.people[key] = c.client
		return
	}
	if pair := [2]*oracleClient{other, c.client}; other != c.client && !r.pairs[pair] {
		r.pairs[pair] = true
		r.find(r.at("client_id"), "person-two-ids")
	}
}
