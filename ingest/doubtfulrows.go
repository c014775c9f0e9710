package ingest

import (
	"slices"
	"strconv"
	"strings"

	"picreport/ingest/contact"
	"picreport/ingest/internal/clients"
	"picreport/ingest/internal/value"
	"picreport/ingest/table"
)

// doubtfulRows are the rows of a sheet whose client ID may be none, in their order. They wait for
// the end of the sheet, for the other IDs decide.
type doubtfulRows struct {
	batch   parsedBatch // its rows count from the first row of the sheet
	carried []carriedID // of each row, where a row may have its client ID from another one
	texts   []byte      // of the batch, as long as rows are added
	decided bool        // of the row that is being admitted it was decided that its ID is one
}

// doubtfulMost is how many rows may wait. If there are more, it is decided by the rows before.
const doubtfulMost = 1 << 13

// add keeps a copy of a row.
func (d *doubtfulRows) add(row *admittedRow, num int32, values []contact.Value) {
	from, to := row.batch, &d.batch
	kept := *row.parsedRow
	kept.num, kept.text = num, d.keep(from.text(row.text))
	to.rows = append(to.rows, kept)
	to.values = append(to.values, values...)
	if len(from.ids) > 0 {
		id, text := from.id(row.index)
		to.ids = append(to.ids, parsedID{id.hash, d.keep(text)})
	}
	if len(from.persons) > 0 {
		to.persons = append(to.persons, row.person())
	}
	if len(from.clocks) > 0 {
		n := len(from.rest) / len(from.clocks)
		to.clocks = append(to.clocks, from.clocks[row.index])
		to.rest = append(to.rest, from.rest[row.index*n:][:n]...)
	}
	if len(from.redcap) > 0 {
		instrument := from.text(from.redcap[row.index].instrument)
		to.redcap = append(to.redcap, redcapParts{instrument: d.keep(instrument)})
		d.carried = append(d.carried, carriedID{strings.Clone(row.carried.text), row.carried.kind})
	}
}

func (d *doubtfulRows) keep(text string) textSpan {
	from := len(d.texts)
	d.texts = append(d.texts, text...)
	return textSpan{uint32(from), uint32(len(d.texts))}
}

// isDoubtful reports whether the client ID of a row may be none, so that the row waits. Where the
// rows before have enough IDs of its kind, it need not.
func (s *sheetReader) isDoubtful(row *admittedRow) bool {
	if s.layout.carriesClient() {
		row.id = clientIDKind(row.carried.text, row.carried.kind)
	}
	if !row.id.doubtful() {
		return false
	}
	known := int(s.r.clients.Len()) + len(s.doubtful.batch.rows)
	if known < knownLeast {
		return true
	}
	if s.others == nil || s.others.known*2 <= known {
		s.others = s.r.otherIDs(&s.doubtful)
		s.others.known = known
	}
	return !s.r.isIDAmong(s.others, row.clientText(), row.id)
}

// knownLeast is how many IDs are enough to decide at once that another is one.
const knownLeast = 20

// clientText returns the client ID of a row as it is written.
func (r *admittedRow) clientText() string {
	switch {
	case r.is&hasClient == 0:
		return r.carried.text
	case r.client.InKey():
		return r.client.Text()
	}
	return r.batch.text(r.text)
}

// endDoubtful decides of the rows that waited. It reports whether more is wanted.
func (s *sheetReader) endDoubtful(yield func(*contact.Contact, error) bool) bool {
	d := s.doubtful
	if len(d.batch.rows) == 0 {
		return true
	}
	here := s.row.at.row
	defer func() { s.row.at.row = here }()
	s.doubtful = doubtfulRows{decided: true}
	defer func() { s.doubtful.decided = false }()
	others := s.r.otherIDs(&d)
	width := len(s.r.dict.Attributes)
	for i := range d.batch.rows {
		row := d.row(i)
		text := row.clientText()
		s.row.at.row = row.num
		if !s.r.isIDAmong(others, text, row.id) {
			if row.kind != rowContact || !s.r.isAnonymous(text, row.id) {
				s.rejectDoubtful(&row, text)
				continue
			}
			row.is |= isAnonymous
		}
		s.out.Values = d.batch.values[i*width : (i+1)*width : (i+1)*width]
		if s.admit(&row) && !yield(&s.out, nil) {
			return false
		}
	}
	return true
}

// isIDAmong decides of a doubtful ID. Where the configuration sets the form of IDs, that decides of
// words and dates; numbers for missing data have the form of numbers, and are told by the others.
func (r *Reader) isIDAmong(others *otherIDs, text string, kind idKind) bool {
	if r.idPattern != nil && kind != doubtfulNumber && kind != doubtfulZero && kind != doubtfulDay {
		return r.idPattern.MatchString(text)
	}
	return others.has(text, kind)
}

// row returns one of the rows.
func (d *doubtfulRows) row(i int) admittedRow {
	row := admittedRow{parsedRow: &d.batch.rows[i], batch: &d.batch, index: i, found: clients.NotLookedUp}
	if len(d.carried) > 0 {
		row.carried = d.carried[i]
	}
	return row
}

// rejectDoubtful reports that the ID of a row is none.
func (s *sheetReader) rejectDoubtful(row *admittedRow, text string) {
	n := clientProblem(text, row.id)
	n.at = s.row.of(fieldClientID)
	s.r.found.add(n)
	s.r.exports[s.at.export].Rows++
	s.r.exports[s.at.export].Rejected++
	s.rows++
}

// otherIDs are the IDs by which it is decided whether doubtful ones are IDs.
type otherIDs struct {
	known    int // how many there were in all
	n        int // of those that are not doubtful
	initials [2]int
	days     int
	numbers  []int            // the plain ones, in order
	padded   [16]bool         // by length, whether numbers of it begin with 0
	prefixes map[string]bool  // what stands before the last number
	shapes   map[idShape]bool // of all that are not doubtful
}

// otherIDs looks at all clients so far, and counts which of the rows that wait have dates.
func (r *Reader) otherIDs(d *doubtfulRows) *otherIDs {
	o := &otherIDs{prefixes: map[string]bool{}, shapes: map[idShape]bool{}}
	days := map[string]bool{}
	d.batch.texts = string(d.texts)
	for i := range d.batch.rows {
		if row := d.row(i); row.id == doubtfulDay || row.id == doubtfulDate {
			days[row.clientText()] = true
		}
	}
	for client := int32(1); client <= r.clients.Len(); client++ {
		if client == r.dict.Anonymous {
			continue
		}
		text := r.clients.Given(client)
		switch k := clientIDKind(text, table.Text); {
		case k == doubtfulDay, k == doubtfulDate:
			days[text] = true
		case !k.doubtful():
			o.add(text)
		}
	}
	o.days = len(days)
	slices.Sort(o.numbers)
	return o
}

func (o *otherIDs) add(text string) {
	o.n++
	o.shapes[shapeOf([]byte(text))] = true
	if n, err := strconv.Atoi(text); err == nil {
		o.numbers = append(o.numbers, n)
		if text[0] == '0' && len(text) < len(o.padded) {
			o.padded[len(text)] = true
		}
	}
	if prefix := strings.TrimRight(text, "0123456789"); prefix != "" && prefix != text {
		o.prefixes[value.Key(prefix)] = true
	}
	if len(text) <= 5 && !strings.ContainsAny(text, "0123456789") {
		o.initials[caseOf(text)]++
	}
}

// caseOf is 1 for a text in small letters, else 0.
func caseOf(text string) int {
	if text == strings.ToLower(text) {
		return 1
	}
	return 0
}

// has reports whether a doubtful ID is one: whether others are of its kind.
func (o *otherIDs) has(text string, kind idKind) bool {
	switch kind {
	case doubtfulCode:
		return o.initials[caseOf(text)]*5 > o.n
	case doubtfulNumber:
		n, err := strconv.Atoi(text)
		return err == nil && o.isInRun(n)
	case doubtfulZero:
		return len(text) < len(o.padded) && o.padded[len(text)]
	case doubtfulName:
		return o.prefixes[value.Key(strings.TrimRight(text, "0123456789"))]
	case doubtfulLabel:
		return false
	case doubtfulDate:
		return o.days > o.n || o.shapes[shapeOf([]byte(text))]
	case doubtfulDay:
		return o.days > o.n
	}
	return true
}

// isInRun reports whether a number lies among the other IDs or close beside them: no further than
// these mostly lie from each other.
func (o *otherIDs) isInRun(n int) bool {
	if len(o.numbers) == 0 || len(o.numbers)*10 < o.n {
		return false
	}
	low, high := o.numbers[0], o.numbers[len(o.numbers)-1]
	if n < 0 && low >= 0 {
		return false
	}
	near := 1 + 3*(high-low)/len(o.numbers)
	if len(o.numbers) < fewNumbers {
		near = max(near, high/10)
	}
	return n >= low-near && n <= high+near
}

// fewNumbers is below how many IDs their distances say little.
const fewNumbers = 10
