package ingest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"picreport/ingest/contact"
	"picreport/ingest/finding"
	"picreport/ingest/internal/value"
	"picreport/ingest/table"
)

// headerRows is how far down the header row may stand.
const headerRows = 20

// role is what a sheet is to the report.
type role uint8

const (
	roleNone     role = iota // neither client IDs nor anything else of use
	roleContacts             // client IDs and contact dates
	roleRoster               // client IDs and demographics, no contact date
)

// layout says which column of a sheet holds which field.
type layout struct {
	row      int            // of the headers, as Excel shows it; 0 where none were found
	last     int            // the last row of headers; that row but where several are
	first    int            // the first row that holds something; 0 where none does
	texts    []string       // the headers by column; "" for none
	col      [numFields]int // by field, 0 is A; -1 for none
	services []int          // further columns mapped to services
	// Further columns of contact dates: those that the config maps to it, of which each is the date of a
	// contact of its own, and those that are read where the row fills none of the others.
	moreDates, spareDates []int
	unread                []unreadColumn    // those that are compared with the contact date
	rosterDates           []int             // the unread dates of a roster
	admissions            []int             // those of them that may be the days of contacts
	months                []int             // those that a crosstab has in place of contact dates
	boxes                 [numFields][]box  // check boxes of a REDCap export
	slashed               []slashBox        // those of them with a slash in their header
	vars                  [numFields]string // REDCap variable of the column, for its coded values
	mapped                [numFields]bool   // the config chose the column
	role                  role
	redcap                *redcapColumns   // nil where it is no REDCap export
	present               []int            // the columns that have a header or, without one, something below it
	masked                []bool           // by column: messages must not show the header, for it may be data
	free                  []int            // columns that no field claims
	ignored               []int            // columns that the config says are not to be read
	dates                 []int            // those of them that may hold a contact date
	fields                int              // how many fields are claimed
	found                 []note           // what is to be said of the headers; at has the column alone
	fatal                 bool             // a finding among them is an error
	nameable              bool             // messages may name the headers, but for those masked: they are no row of data
	near                  [numFields]bool  // a header is near to one of the field, and nothing else claims it
	likely                [numFields][]int // the columns that may be of a needed field that none has
	notices               []table.Notice   // of the row of headers
	readCols              []bool           // by column: whether a field reads it

	rest        []restColumn // by key: those of which nothing goes into a contact; none where that is not asked
	restColumns *contact.Columns
}

// claimed is a column that claims a field.
type claimed struct {
	col  int
	rank int
	key  string
}

// findLayout reads the head of a sheet, and returns the layout of the row with the most fields, or
// without any that of the row with the most texts; the first of several.
func (r *Reader) findLayout(rows []headRow) *layout {
	best, at := &layout{}, 0
	for f := range best.col {
		best.col[f] = -1
	}
	for i, row := range rows {
		l := r.layoutOf(row)
		more := l.score() == 0 && best.score() == 0 && len(l.names()) > len(best.names())
		if best.row == 0 || l.score() > best.score() || more {
			best, at = l, i
		}
	}
	for i := 1; i < len(rows) && best.role != roleContacts; i++ {
		if l := r.joinedHeaders(rows[i-1], rows[i]); l != nil {
			best, at = l, i
		}
	}
	if best.row == 0 {
		return best
	}
	best.first = rows[0].num
	r.lookBelow(best, rows[at], r.takeFurtherHeaders(best, rows[at+1:]))
	return best
}

// lookBelow finds out about the columns what their headers do not say, by the first rows below.
func (r *Reader) lookBelow(l *layout, headers headRow, below []headRow) {
	r.claimGenderBoxes(l, below)
	l.settleSlashBoxes(below)
	for _, col := range l.free {
		if !r.opts.clientsAlone && r.mayBeContactDate(value.Key(l.texts[col]), col, below) {
			l.dates = append(l.dates, col)
		}
	}
	r.findNameable(l, headers, below)
	r.findSpareDates(l, below)
	r.findUnread(l, below)
	l.findMonths(headers, below)
	l.findRosterDates(below)
	l.findPresent(headers, below)
	r.findNear(l, below)
	r.findLikely(l, below)
}

// score ranks candidates for the header row.
func (l *layout) score() int {
	s := l.fields * 4
	switch l.role {
	case roleContacts:
		s += 2
	case roleRoster:
		s++
	}
	return s
}

// headRow is a copy of one of the first rows of a sheet.
type headRow struct {
	num     int
	texts   []string // of text and numbers; "" for the rest
	dates   []bool   // whether the cell is a date
	notices []table.Notice
}

func (r *Reader) newHeadRow(row table.Row) headRow {
	h := headRow{
		num: row.Num, texts: make([]string, len(row.Cells)), dates: make([]bool, len(row.Cells)), notices: slices.Clone(row.Notices),
	}
	for i, c := range row.Cells {
		text, _ := value.Clean(c.Text)
		_, _, problem := value.ParseDate(text, r.opts.DateOrder, r.pivot)
		h.dates[i] = problem == 0 || c.Kind == table.Date || c.Kind == table.DateTime
		if c.Kind == table.Text || c.Kind == table.Number {
			h.texts[i] = strings.Clone(text)
		}
	}
	return h
}

// layoutOf takes a row as headers.
func (r *Reader) layoutOf(row headRow) *layout {
	l := &layout{row: row.num, last: row.num, texts: row.texts, notices: row.notices}
	var claims [numFields][]claimed
	l.redcap = findRedcap(row.texts)
	for i, text := range row.texts {
		key := value.Key(text)
		if key == "" {
			continue
		}
		c, ok := r.claim(key)
		if name, _, found := strings.Cut(text, "("); !ok && found && !strings.Contains(text, "(choice=") {
			c, ok = r.claim(value.Key(name)) // "Contact date (mm/dd/yyyy)"
		}
		switch {
		case ok && c.field == fieldIgnore:
			l.ignored = append(l.ignored, i)
		case ok:
			claims[c.field] = append(claims[c.field], claimed{i, c.rank, key})
		case r.claimBox(l, i, text), r.claimSlashBox(l, i, text):
		case r.claimInGroup(&claims, i, text):
		default:
			l.free = append(l.free, i)
		}
	}
	for f := range claims {
		l.choose(field(f), claims[f])
	}
	if l.redcap != nil {
		l.finishRedcap(claims[fieldContactDate], len(r.opts.RedcapContacts) > 0)
	}
	for f := noField + 1; f < numFields; f++ {
		if l.has(f) {
			l.fields++
		}
		if r.redcapDictionary != nil && l.col[f] >= 0 {
			l.vars[f] = r.redcapDictionary.variable(row.texts[l.col[f]])
		}
	}
	l.role = l.roleOf()
	if r.opts.clientsAlone && l.role == roleNone && l.has(fieldClientID) {
		l.role = roleRoster
	}
	return l
}

// claimInGroup takes a header such as contact_group/client_id, as KoboToolbox writes a field in a
// group, as its last part. Not so Sex/Gender, of two fields, and Day or night/Date, of words.
func (r *Reader) claimInGroup(claims *[numFields][]claimed, col int, text string) bool {
	at := strings.LastIndexByte(text, '/')
	if at <= 0 || strings.ContainsAny(text[:at], " ()") && !strings.Contains(text[at+1:], " ") {
		return false
	}
	key := value.Key(text[at+1:])
	c, ok := r.claim(key)
	if _, isField := r.claim(value.Key(text[:at])); !ok || isField || c.field == fieldIgnore ||
		!isDateOfContact(c.field, key, text) {
		return false
	}
	claims[c.field] = append(claims[c.field], claimed{col, c.rank, key})
	return true
}

// isDateOfContact reports whether a header in a group, whose own words claim the contact date, is that
// of a contact: a bare date is what the group says, which may be Intake or Referral.
func isDateOfContact(f field, own, whole string) bool {
	return f != fieldContactDate || own != "date" && own != "datetime" || readDateHeader(whole).ofContact
}

// has reports whether a column or check boxes hold the field.
func (l *layout) has(f field) bool { return l.col[f] >= 0 || len(l.boxes[f]) > 0 }

// hasNames reports whether the sheet has names of clients.
func (l *layout) hasNames() bool { return l.col[fieldName] >= 0 || l.col[fieldLastName] >= 0 }

// hasContactIDs reports whether the sheet has contact IDs: in a column, or, in REDCap, by what
// places a row in its record.
func (l *layout) hasContactIDs() bool { return l.col[fieldContactID] >= 0 || l.redcap != nil }

// uses reports whether a field reads a column.
func (l *layout) uses(col int) bool {
	if slices.Contains(l.col[:], col) || slices.Contains(l.services, col) || slices.Contains(l.moreDates, col) ||
		slices.Contains(l.spareDates, col) {
		return true
	}
	for _, boxes := range l.boxes {
		if slices.ContainsFunc(boxes, func(b box) bool { return b.col == col }) {
			return true
		}
	}
	return false
}

// findReads notes which columns are read.
func (l *layout) findReads() {
	l.readCols = make([]bool, len(l.texts))
	for col := range l.readCols {
		l.readCols[col] = l.uses(col)
	}
}

func (l *layout) roleOf() role {
	switch {
	case !l.has(fieldClientID):
		return roleNone
	case l.has(fieldContactDate):
		return roleContacts
	case l.has(fieldBirthDate) || l.has(fieldAge) || l.has(fieldGender):
		return roleRoster
	}
	return roleNone
}

// pluralRank is how much less a header is preferred for standing in the plural.
const pluralRank = 1000

// claim returns the field that a header claims: by the config, by the built-in headers, or by its
// REDCap variable.
func (r *Reader) claim(key string) (claim, bool) {
	if m, ok := r.mapped[key]; ok {
		return claim{m.field, -1}, true
	}
	if c, ok := builtin[key]; ok {
		return c, true
	}
	if c, ok := builtin[strings.TrimSuffix(key, "s")]; ok { // a plural
		c.rank += pluralRank
		return c, true
	}
	if r.redcapDictionary == nil {
		return claim{}, false
	}
	key = value.Key(r.redcapDictionary.byLabel[key])
	if m, ok := r.mapped[key]; ok {
		return claim{m.field, -1}, true
	}
	c, ok := builtin[key]
	return c, ok
}

// choose picks the preferred one of the columns that claim a field.
func (l *layout) choose(f field, claims []claimed) {
	l.col[f] = -1
	if len(claims) == 0 {
		return
	}
	slices.SortStableFunc(claims, func(a, b claimed) int { return cmp.Compare(a.rank, b.rank) })
	first := claims[0]
	l.col[f], l.mapped[f] = first.col, first.rank == -1
	for _, c := range claims[1:] {
		n := note{at: place{col: int32(c.col) + 1}, field: f}
		switch {
		case c.key == first.key:
			n.rule = finding.HeaderDuplicate
			n.text = fmt.Sprintf("the header %q stands in columns %s and %s",
				l.texts[c.col], table.ColumnName(first.col), table.ColumnName(c.col))
			l.fatal = true
		case c.rank == -1 && f == fieldServices:
			l.services = append(l.services, c.col)
			continue
		case c.rank == -1 && f == fieldContactDate:
			l.moreDates = append(l.moreDates, c.col)
			continue
		case c.rank == -1:
			n.rule = finding.ColumnAmbiguous
			n.text = fmt.Sprintf("the headers %q and %q are both mapped to %s", l.texts[first.col], l.texts[c.col], f)
			l.fatal = true
		default:
			n.rule = finding.ColumnNotUsed
			n.text = fmt.Sprintf("the column %q could be %s too; %q was used", l.texts[c.col], f, l.texts[first.col])
		}
		l.found = append(l.found, n)
	}
}

// notContactDates are parts of the headers of dates that are not those of a contact.
var notContactDates = []string{
	"birth", "born", "dob", "update", "modif", "creat", "enter", "entry", "record", "enrol", "intake", "admi", "discharg", "exit", "regist",
	"death", "decease", "consent", "expir", "candidate", "mandate", "timestamp", "export", "print", "review", "nextappointment", "open", "clos",
}

// mayBeContactDate reports whether a column that no field claims may hold the contact date: by the
// values in the rows below the headers or, where they are blank, by its header.
func (r *Reader) mayBeContactDate(key string, col int, rows []headRow) bool {
	if slices.ContainsFunc(notContactDates, func(part string) bool { return strings.Contains(key, part) }) {
		return false
	}
	dates, others := countDates(col, rows)
	if dates+others > 0 {
		return dates > others
	}
	return strings.Contains(key, "date") || strings.HasSuffix(key, "dt")
}

// isDoubtfulRoster reports whether a sheet without a contact date has other signs of contacts.
// Where people were referred from is a thing that a roster may say.
func (l *layout) isDoubtfulRoster() bool {
	return l.role == roleRoster && (len(l.dates) > 0 || len(l.months) > 0 || l.has(fieldServices) || l.has(fieldContactID))
}

// names returns the headers that were found, for a message.
func (l *layout) names() []string {
	var names []string
	for _, t := range l.texts {
		if t != "" {
			names = append(names, t)
		}
	}
	return names
}
