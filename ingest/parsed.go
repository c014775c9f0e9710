package ingest

import (
	"picreport/ingest/contact"
	"picreport/ingest/dedup"
	"picreport/ingest/internal/clients"
	"picreport/ingest/table"
)

// parsedRow is what a row says by itself: all but what its client and its contact ID are to the
// rows before. It is made by a goroutine that reads ahead (rowParser), and admitted in the order of
// the rows (sheetReader.admit). It has no pointers.
type parsedRow struct {
	client clients.ID // of rows with a client ID
	said   uint64     // a hash of what the row says of a contact, but for its IDs
	num    int32      // of the row, from Batch.Before
	date   contact.Date
	text   textSpan // the client ID as written, where client does not tell it
	kind   rowKind
	is     rowFlags
	id     idKind // doubtful where the IDs of other rows decide whether the client ID is one; else isID
}

// rowKind says what a row is.
type rowKind uint8

const (
	rowRejected rowKind = iota // an error keeps it from being counted
	rowContact
	rowRoster
	rowLeftOut // the configuration says that it is none
	rowOpen    // it is one of parsedBatch.open
	rowUndated // of a repeated instrument of REDCap, and without a contact date: the rest of the sheet decides
)

// rowFlags are further facts of a row.
type rowFlags uint8

const (
	hasClient   rowFlags = 1 << iota // it has a client ID
	isDated                          // it has a contact date, readable or not
	isOfContact                      // it says what only a contact says: a contact ID, a source, services
	isFurther                        // it is a further contact of the row before, by another date
	isNoContact                      // of an instrument or event of REDCap that has no contacts, as the config says
	isAnonymous                      // a contact with somebody who gave no client ID
	isEarly                          // it is left out for its date, and not for its client
	hasKey                           // its contact ID is what places it in its record, which REDCap keeps unique
)

// textSpan is a part of parsedBatch.texts.
type textSpan struct{ from, to uint32 }

// parsedID is the contact ID of a row.
type parsedID struct {
	hash dedup.IDHash
	text textSpan // as compared; empty for none
}

// redcapParts are the texts of a row of a REDCap export that place it in its record.
type redcapParts struct {
	record, instrument textSpan
	group              textSpan   // the instrument or, without one, the event
	unread             uint32     // a bit for each unread column that has a date where the row has none that is read
	isDatedNone        bool       // the row has a date, but its group has no contacts
	client             textSpan   // the client ID as the row has it, where it may stand in another row of the record
	clientKind         table.Kind // of its cell
}

// parsedBatch are the rows of a batch: those of the table, without repeated headers, totals and
// notes.
type parsedBatch struct {
	rows    []parsedRow
	values  []contact.Value // of each row, as many as there are attributes
	ids     []parsedID      // of each row, where the sheet has contact IDs; else none
	persons []uint64        // of each row, a hash of a name and a birth date, where the sheet has names; else none
	redcap  []redcapParts   // of each row, in a REDCap export; else none
	clocks  []int32         // of each row, where layout.rest is asked; else none
	rest    []uint64        // of each row, a hash for each column of layout.rest
	texts   string

	open     []openRow // of the kind rowOpen
	notes    []note    // their rows count from Batch.Before, as do those of open, stats and unknown
	hidden   tally
	prepared tally // rows with nothing in a column that is read, which are none of rows
	stats    [numFields]columnStats
	unknown  []unknownValue
	unread   []unreadDates // of each unread column of the layout
}

// text returns the text of a span.
func (b *parsedBatch) text(s textSpan) string { return b.texts[s.from:s.to] }

// id returns the contact ID of a row.
func (b *parsedBatch) id(row int) (id parsedID, text string) {
	if len(b.ids) == 0 {
		return parsedID{}, ""
	}
	return b.ids[row], b.text(b.ids[row].text)
}

// reset empties the batch.
func (b *parsedBatch) reset() {
	clear(b.open)
	clear(b.notes)
	clear(b.unknown)
	clear(b.unread)
	*b = parsedBatch{
		rows: b.rows[:0], values: b.values[:0], ids: b.ids[:0], persons: b.persons[:0], redcap: b.redcap[:0],
		notes: b.notes[:0], unknown: b.unknown[:0], unread: b.unread[:0],
		open: b.open[:0], clocks: b.clocks[:0], rest: b.rest[:0],
	}
}

// columnStats are what one finding says of a whole column.
type columnStats struct {
	unusual, serial tally
	shortened       tally // IDs such as 1.02E+09
	wordForUnknown  tally
	blanks          int
	dates           dateStats
}

// add adds the cells of later rows, which count from a row.
func (c *columnStats) add(more *columnStats, before int32) {
	tallies := [...]struct{ to, from *tally }{
		{&c.unusual, &more.unusual},
		{&c.serial, &more.serial},
		{&c.shortened, &more.shortened},
		{&c.wordForUnknown, &more.wordForUnknown},
	}
	for _, t := range tallies {
		t.to.addAll(*t.from, before)
	}
	c.blanks += more.blanks
	c.dates.add(&more.dates, before)
}

// tally counts cells, and keeps the place of the first.
type tally struct {
	n     int
	first place
}

func (t *tally) add(at place) {
	if t.n == 0 {
		t.first = at
	}
	t.n++
}

// addAll adds the cells of later rows, which count from a row.
func (t *tally) addAll(more tally, before int32) {
	if more.n > 0 && (t.n == 0 || more.first.row+before < t.first.row) { // open rows come late
		t.first = more.first
		t.first.row += before
	}
	t.n += more.n
}
