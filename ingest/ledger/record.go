package ledger

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"strings"
	"unicode/utf8"

	"picreport/ingest"
	"picreport/ingest/contact"
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// encoder makes contacts into records. Labels it meets for the first time it adds to the ledger.
type encoder struct {
	texts  interner
	labels map[string]int64
	lists  map[string]int64 // by the labels, each after its length
	key    []byte
}

// interner gives the IDs of texts in one of the two tables of texts.
type interner interface {
	intern(in textTable, text string) (int64, error)
}

// textTable is a table of texts: how to find the ID of one, and how to add one.
type textTable struct{ find, add string }

var (
	labelTexts = textTable{sqlLabelOf, sqlAddLabel}
	listTexts  = textTable{sqlListOf, sqlAddList}
)

// ledgerTexts are the texts of a ledger.
type ledgerTexts struct{ t tx }

func newEncoder(texts interner) *encoder {
	return &encoder{texts: texts, labels: map[string]int64{}, lists: map[string]int64{}}
}

// encode fills all of a record but its ID.
func (e *encoder) encode(c *ingest.Contact, r *record) (err error) {
	r.client, r.contactID, r.given = c.ClientID(), c.ID, ""
	if given := c.GivenClient(); given != r.client {
		r.given = given
	}
	r.date, r.birthDate = int64(c.Date), int64(c.BirthDate)
	r.ageKnown, r.ageLow, r.ageHigh = c.Age.Known, int64(c.Age.Low), int64(c.Age.High)
	r.row = int64(c.Place.Row)
	if r.gender, err = e.label(c.Gender); err != nil {
		return err
	}
	if r.source, err = e.label(c.Source); err != nil {
		return err
	}
	if r.sheet, err = e.label(c.Place.Sheet); err != nil {
		return err
	}
	r.services, err = e.list(c.Services)
	return err
}

func (e *encoder) label(text string) (int64, error) {
	if text == "" {
		return 0, nil
	}
	if id, ok := e.labels[text]; ok {
		return id, nil
	}
	text = strings.Clone(text)
	id, err := e.texts.intern(labelTexts, text)
	e.labels[text] = id
	return id, err
}

func (e *encoder) list(labels []string) (int64, error) {
	if len(labels) == 0 {
		return 0, nil
	}
	e.key = e.key[:0]
	for _, l := range labels {
		e.key = appendText(e.key, l)
	}
	if id, ok := e.lists[string(e.key)]; ok {
		return id, nil
	}
	for _, l := range labels {
		if !utf8.ValidString(l) {
			return 0, fmt.Errorf("the service %q is not valid UTF-8", l)
		}
	}
	text, err := json.Marshal(labels)
	if err != nil {
		return 0, err
	}
	id, err := e.texts.intern(listTexts, string(text))
	e.lists[string(e.key)] = id
	return id, err
}

// intern returns the ID that a text has in a table, where it is put if need be.
func (l ledgerTexts) intern(in textTable, text string) (id int64, err error) {
	take := func(r row) error {
		id = r.int(0)
		return nil
	}
	if err = l.t.query(in.find, take, text); err != nil || id != 0 {
		return id, err
	}
	return id, l.t.query(in.add, take, text)
}

// decoder makes records into contacts.
type decoder struct {
	labels byID[string]
	lists  byID[[]string]
	broken int // how many lists cannot be read; they are left out
}

// byID holds what a table has by ID: the few that start from 1 in a slice, since each record asks for four of them.
type byID[T any] struct {
	first []T
	known []bool // by the index in first
	rest  map[int64]T
}

// firstIDs is how many IDs are in the slice at the most.
const firstIDs = 1 << 12

func (b *byID[T]) set(id int64, is T) {
	if id < 0 || id >= firstIDs {
		if b.rest == nil {
			b.rest = map[int64]T{}
		}
		b.rest[id] = is
		return
	}
	for int(id) >= len(b.first) {
		b.first, b.known = append(b.first, *new(T)), append(b.known, false)
	}
	b.first[id], b.known[id] = is, true
}

// at returns what has an ID, and whether there is such a thing.
func (b *byID[T]) at(id int64) (is T, known bool) {
	if id >= 0 && id < int64(len(b.first)) {
		return b.first[id], b.known[id]
	}
	is, known = b.rest[id]
	return is, known
}

// parseList reads a list of labels as it is stored.
func parseList(text string) (labels []string, ok bool) {
	err := json.Unmarshal([]byte(text), &labels)
	return labels, err == nil
}

// newTexts returns a decoder that knows what 0 is.
func newTexts() *decoder {
	d := &decoder{}
	d.labels.set(0, "")
	d.lists.set(0, nil)
	return d
}

func newDecoder(t tx) (*decoder, error) {
	d := newTexts()
	err := t.query(sqlLabels, func(r row) error {
		d.labels.set(r.int(0), r.text(1))
		return nil
	})
	if err != nil {
		return nil, err
	}
	return d, t.query(sqlLists, func(r row) error {
		if labels, ok := parseList(r.text(1)); ok {
			d.lists.set(r.int(0), labels)
		} else {
			d.broken++
		}
		return nil
	})
}

// decode fills a contact of a source. It reports whether the record is one that Ingest can have written.
func (d *decoder) decode(r *record, file string, c *ingest.Contact) (sound bool) {
	var known [4]bool
	c.ID, c.Client, c.Date, c.BirthDate = r.contactID, r.client, contact.Date(r.date), contact.Date(r.birthDate)
	c.Given = r.given
	c.Age = contact.Age{Low: int16(r.ageLow), High: int16(r.ageHigh), Known: r.ageKnown}
	c.Gender, known[0] = d.labels.at(r.gender)
	c.Source, known[1] = d.labels.at(r.source)
	c.Place.Sheet, known[2] = d.labels.at(r.sheet)
	c.Services, known[3] = d.lists.at(r.services)
	c.Place.File, c.Place.Row = file, int(r.row)
	return known == [4]bool{true, true, true, true} && int64(c.Date) == r.date && checkContact(c, file) == nil
}

// maxDate is 31 December 9999.
const maxDate = 3652059

// checkContact returns what keeps a contact from being stored and given back as it is. That is a mistake of the caller's, or damage.
func checkContact(c *ingest.Contact, file string) error {
	switch {
	case c.ClientID() == "":
		return fmt.Errorf("row %d has no client ID", c.Place.Row)
	case c.Place.File != file:
		return fmt.Errorf("row %d is of the source %q", c.Place.Row, c.Place.File)
	case c.Date < 0 || c.Date > maxDate || c.BirthDate < 0 || c.BirthDate > maxDate:
		return fmt.Errorf("row %d has a date that is not of the years 1 to 9999", c.Place.Row)
	case !c.Age.Known && (c.Age.Low != 0 || c.Age.High != 0):
		return fmt.Errorf("row %d has an age that is not known", c.Place.Row)
	}
	return nil
}

// appendContact appends all of a contact, so that unlike contacts append unlike bytes: from the returned index on, its place without
// the file and the client ID as it is written, and before it the rest.
func appendContact(b []byte, c *ingest.Contact) (all []byte, place int) {
	for _, s := range [...]string{c.ID, c.ClientID(), c.Gender, c.Source} {
		b = appendText(b, s)
	}
	b = binary.LittleEndian.AppendUint32(b, uint32(c.Date))
	b = binary.LittleEndian.AppendUint32(b, uint32(c.BirthDate))
	age := byte(0)
	if c.Age.Known {
		age = 1
	}
	b = append(b, age)
	b = binary.LittleEndian.AppendUint16(b, uint16(c.Age.Low))
	b = binary.LittleEndian.AppendUint16(b, uint16(c.Age.High))
	b = binary.AppendUvarint(b, uint64(len(c.Services)))
	for _, s := range c.Services {
		b = appendText(b, s)
	}
	place = len(b)
	b = appendText(b, c.Place.Sheet)
	b = binary.AppendVarint(b, int64(c.Place.Row))
	return appendText(b, c.GivenClient()), place
}

// appendText appends a text after its length.
func appendText(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// digest is a running CRC-32C of contacts, in which a change of any of them shows.
type digest struct {
	sum   uint32
	bytes []byte
}

// add takes in a contact, and returns its content without its place, which is good until the next call.
func (d *digest) add(c *ingest.Contact) (content []byte) {
	all, place := appendContact(d.bytes[:0], c)
	d.bytes = all
	d.sum = crc32.Update(d.sum, castagnoli, all)
	return all[:place]
}
