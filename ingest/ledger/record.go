package ledger

import (
	"cmp"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"strings"
	"unicode/utf8"

	"picreport/ingest/contact"
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// encoder makes contacts into records. Labels it meets for the first time it adds to the ledger.
type encoder struct {
	texts  interner
	labels map[string]int64
	lists  map[string]int64 // by the labels, each after its length
	key    []byte

	dict   *contact.Dictionary // of the last contact
	values [][]int64           // by attribute and value of dict, the ID of its label or list, or 0 where it is not known yet
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
func (e *encoder) encode(c *contact.Contact, r *record) (err error) {
	if e.dict != c.Dict {
		e.dict, e.values = c.Dict, make([][]int64, len(c.Dict.Attributes))
	}
	r.client, r.contactID, r.given = c.ClientID(), c.ID, ""
	if given := c.GivenClient(); given != r.client {
		r.given = given
	}
	age := c.Values[contact.ReportedAge].Age()
	r.date, r.birthDate = int64(c.Date), int64(c.Values[contact.BirthDate])
	r.ageKnown, r.ageLow, r.ageHigh = age.Known, int64(age.Low), int64(age.High)
	r.row = int64(c.Place.Row)
	if r.gender, err = e.value(contact.Gender, c.Values[contact.Gender]); err != nil {
		return err
	}
	if r.source, err = e.value(contact.Source, c.Values[contact.Source]); err != nil {
		return err
	}
	if r.services, err = e.value(contact.Services, c.Values[contact.Services]); err != nil {
		return err
	}
	r.sheet, err = e.label(c.Place.Sheet)
	return err
}

// value returns the ID of the label or of the list of a value.
func (e *encoder) value(attribute int, v contact.Value) (id int64, err error) {
	if v == 0 {
		return 0, nil
	}
	ids := &e.values[attribute]
	if n := int(v) + 1 - len(*ids); n > 0 {
		*ids = append(*ids, make([]int64, n)...)
	}
	if id = (*ids)[v]; id != 0 {
		return id, nil
	}
	if e.dict.Attributes[attribute].Kind == contact.List {
		id, err = e.list(e.dict.Labels(attribute, v))
	} else {
		id, err = e.label(e.dict.Label(attribute, v))
	}
	(*ids)[v] = id
	return id, err
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
		e.key = contact.AppendText(e.key, l)
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
	dict   *contact.Dictionary
	values []byID[contact.Value] // by attribute, of the labels and lists that records have had so far
}

// stored is a contact of a ledger, whose client has no number yet.
type stored struct {
	contact.Contact
	client string // the client ID as compared
	given  string // the client ID as the export writes it
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

// newTexts returns a decoder that knows what 0 is, and makes contacts of a Dictionary.
func newTexts(dict *contact.Dictionary) *decoder {
	d := &decoder{dict: dict, values: make([]byID[contact.Value], len(dict.Attributes))}
	d.labels.set(0, "")
	d.lists.set(0, nil)
	return d
}

// newDictionary returns a Dictionary for contacts of a ledger.
func newDictionary(clients contact.Clients) *contact.Dictionary {
	return contact.NewDictionary(contact.BuiltIn(), clients)
}

func newDecoder(t tx, dict *contact.Dictionary) (*decoder, error) {
	d := newTexts(dict)
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
func (d *decoder) decode(r *record, file string, c *stored) (sound bool) {
	if c.Values == nil {
		c.Values = make([]contact.Value, len(d.dict.Attributes))
	}
	var known [4]bool
	c.Dict, c.client, c.given = d.dict, r.client, cmp.Or(r.given, r.client)
	c.ID, c.Date = r.contactID, contact.Date(r.date)
	c.Values[contact.BirthDate] = contact.Value(r.birthDate)
	age := contact.Age{Low: int16(r.ageLow), High: int16(r.ageHigh), Known: r.ageKnown}
	c.Values[contact.ReportedAge] = contact.AgeValue(age)
	c.Values[contact.Gender], known[0] = d.value(contact.Gender, r.gender)
	c.Values[contact.Source], known[1] = d.value(contact.Source, r.source)
	c.Values[contact.Services], known[2] = d.value(contact.Services, r.services)
	c.Place.Sheet, known[3] = d.labels.at(r.sheet)
	c.Place.File, c.Place.Row = file, int(r.row)
	return known == [4]bool{true, true, true, true} && int64(c.Date) == r.date && (age.Known || age == contact.Age{}) &&
		checkContact(&c.Contact, c.client, file) == nil
}

// value returns the value of the label or list of an ID, and whether there is such a thing.
func (d *decoder) value(attribute int, id int64) (v contact.Value, known bool) {
	if v, known = d.values[attribute].at(id); known {
		return v, true
	}
	if d.dict.Attributes[attribute].Kind == contact.List {
		var labels []string
		if labels, known = d.lists.at(id); known {
			var members []contact.Value
			for _, label := range labels {
				members = append(members, d.dict.Number(attribute, label))
			}
			v = d.dict.ListNumber(attribute, members)
		}
	} else {
		var label string
		if label, known = d.labels.at(id); known {
			v = d.dict.Number(attribute, label)
		}
	}
	if known {
		d.values[attribute].set(id, v)
	}
	return v, known
}

// maxDate is 31 December 9999.
const maxDate = 3652059

// checkContact returns what keeps a contact from being stored and given back as it is. That is a mistake of the caller's, or
// damage.
func checkContact(c *contact.Contact, client, file string) error {
	birth := contact.Date(c.Values[contact.BirthDate])
	switch {
	case client == "":
		return fmt.Errorf("row %d has no client ID", c.Place.Row)
	case c.Place.File != file:
		return fmt.Errorf("row %d is of the source %q", c.Place.Row, c.Place.File)
	case c.Date < 0 || c.Date > maxDate || birth < 0 || birth > maxDate:
		return fmt.Errorf("row %d has a date that is not of the years 1 to 9999", c.Place.Row)
	}
	return nil
}

// appendContact appends all of a contact, so that unlike contacts append unlike bytes: up to the returned index its content, and
// from there on its place without the file, and the client ID as it is written.
func appendContact(b []byte, c *contact.Contact, client, given string) (all []byte, place int) {
	b = contact.AppendContentOf(b, c, client)
	place = len(b)
	b = contact.AppendText(b, c.Place.Sheet)
	b = binary.AppendVarint(b, int64(c.Place.Row))
	return contact.AppendText(b, given), place
}

// digest is a running CRC-32C of contacts, in which a change of any of them shows.
type digest struct {
	sum   uint32
	bytes []byte
}

// add takes in a contact, and returns its content, which is good until the next call.
func (d *digest) add(c *contact.Contact, client, given string) (content []byte) {
	all, place := appendContact(d.bytes[:0], c, client, given)
	d.bytes = all
	d.sum = crc32.Update(d.sum, castagnoli, all)
	return all[:place]
}
