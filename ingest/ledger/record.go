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
	"picreport/ingest/ledger/internal/engine"
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// recordWriter writes contacts as records, some at a time, and their texts first. It is good for
// one transaction.
type recordWriter struct {
	t       engine.Tx
	records []engine.Record // that are yet to be written; their texts are places in texts
	texts   [engine.TextTables]textIDs
	key     []byte

	dict   *contact.Dictionary // of the last contact
	values [][]int64           // by attribute and value of dict, a place in texts; 0 where there is none yet

	columns *contact.Columns // of the last contact that has some
	place   int64            // of their label
}

// textIDs are the IDs that the texts of a table have in the ledger. 0 is no text.
type textIDs struct {
	places  map[string]int64 // in ids, by the text or, for a list, by the labels, each after its length
	ids     []int64
	waiting []string // texts that are yet to get an ID; those of the last places, in order
}

// recordsAtOnce is how many records are written at a time.
const recordsAtOnce = 16384

func newRecordWriter(t engine.Tx) *recordWriter {
	w := &recordWriter{t: t, records: make([]engine.Record, 0, recordsAtOnce)}
	for i := range w.texts {
		w.texts[i] = textIDs{places: map[string]int64{}, ids: []int64{0}}
	}
	return w
}

// add takes a contact, whose record gets an ID.
func (w *recordWriter) add(id int64, c *stored) (err error) {
	if len(w.records) == recordsAtOnce {
		if err := w.flush(); err != nil {
			return err
		}
	}
	if w.dict != c.Dict {
		w.dict, w.values = c.Dict, make([][]int64, len(c.Dict.Attributes))
	}
	age := c.Values[contact.ReportedAge].Age()
	r := engine.Record{
		ID: id, Client: c.client, ContactID: c.ID, Date: int64(c.Date), BirthDate: int64(c.Values[contact.BirthDate]),
		AgeKnown: age.Known, AgeLow: int64(age.Low), AgeHigh: int64(age.High),
		Sheet: w.label(c.Place.Sheet), Row: int64(c.Place.Row),
		Clock: int64(c.Rest.Clock), Unread: int64(c.unread[0]), Columns: w.labelOf(c.Rest.Columns),
	}
	if c.given != c.client {
		r.Given = c.given
	}
	if r.Gender, err = w.value(contact.Gender, c.Values[contact.Gender]); err != nil {
		return err
	}
	if r.Source, err = w.value(contact.Source, c.Values[contact.Source]); err != nil {
		return err
	}
	if r.Services, err = w.value(contact.Services, c.Values[contact.Services]); err != nil {
		return err
	}
	w.records = append(w.records, r)
	return nil
}

// value returns the place of the label or of the list of a value.
func (w *recordWriter) value(attribute int, v contact.Value) (place int64, err error) {
	if v == 0 {
		return 0, nil
	}
	places := &w.values[attribute]
	if n := int(v) + 1 - len(*places); n > 0 {
		*places = append(*places, make([]int64, n)...)
	}
	if place = (*places)[v]; place != 0 {
		return place, nil
	}
	if w.dict.Attributes[attribute].Kind == contact.List {
		place, err = w.list(w.dict.Labels(attribute, v))
	} else {
		place = w.label(w.dict.Label(attribute, v))
	}
	(*places)[v] = place
	return place, err
}

// flush writes what waits.
func (w *recordWriter) flush() error {
	for i := range w.texts {
		in := &w.texts[i]
		if len(in.waiting) == 0 {
			continue
		}
		ids, err := w.t.Intern(engine.TextTable(i), in.waiting)
		if err != nil {
			return err
		}
		copy(in.ids[len(in.ids)-len(ids):], ids)
		in.waiting = nil
	}
	labels, lists := w.texts[engine.Labels].ids, w.texts[engine.ServiceLists].ids
	for i := range w.records {
		r := &w.records[i]
		r.Gender, r.Source, r.Sheet = labels[r.Gender], labels[r.Source], labels[r.Sheet]
		r.Services, r.Columns = lists[r.Services], labels[r.Columns]
	}
	err := w.t.AddRecords(w.records)
	w.records = w.records[:0]
	return err
}

// label returns the place of a label.
func (w *recordWriter) label(text string) int64 {
	if text == "" {
		return 0
	}
	in := &w.texts[engine.Labels]
	place, found := in.places[text]
	if !found {
		text = strings.Clone(text)
		place = in.add(text, text)
	}
	return place
}

// labelOf returns the place of the label of the unread columns of a sheet.
func (w *recordWriter) labelOf(c *contact.Columns) int64 {
	if c == nil {
		return 0
	}
	if c != w.columns {
		w.columns, w.place = c, w.label(columnsText(c))
	}
	return w.place
}

// list returns the place of a list of services.
func (w *recordWriter) list(labels []string) (int64, error) {
	if len(labels) == 0 {
		return 0, nil
	}
	w.key = w.key[:0]
	for _, l := range labels {
		w.key = contact.AppendText(w.key, l)
	}
	in := &w.texts[engine.ServiceLists]
	if place, found := in.places[string(w.key)]; found {
		return place, nil
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
	return in.add(string(w.key), string(text)), nil
}

// add gives a text a place.
func (t *textIDs) add(key, text string) int64 {
	place := int64(len(t.ids))
	t.places[key], t.ids, t.waiting = place, append(t.ids, 0), append(t.waiting, text)
	return place
}

// decoder makes records into contacts.
type decoder struct {
	labels byID[string]
	lists  byID[[]string]
	broken int // how many lists cannot be read; they are left out
	dict   *contact.Dictionary
	values []byID[contact.Value] // by attribute, of the labels and lists that records have had so far

	columns byID[*contact.Columns] // by the label that says so, of those that records have had so far
}

// stored is a contact of a ledger, whose client has no number yet.
type stored struct {
	contact.Contact
	client string // the client ID as compared
	given  string // the client ID as the export writes it

	unread [1]uint64 // the sum of the hashes of cells, where Rest.Columns are known
}

// byID holds what a table has by ID: the few that start from 1 in a slice, since each record asks
// for four of them.
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
	d.columns.set(0, nil)
	return d
}

// newDictionary returns a Dictionary for contacts of a ledger.
func newDictionary(clients contact.Clients) *contact.Dictionary {
	return contact.NewDictionary(contact.BuiltIn(), clients)
}

func newDecoder(t engine.Tx, dict *contact.Dictionary) (*decoder, error) {
	d := newTexts(dict)
	err := t.Query(engine.SQLLabels, func(r engine.Row) error {
		d.labels.set(r.Int(0), r.Text(1))
		return nil
	})
	if err != nil {
		return nil, err
	}
	return d, t.Query(engine.SQLLists, func(r engine.Row) error {
		if labels, ok := parseList(r.Text(1)); ok {
			d.lists.set(r.Int(0), labels)
		} else {
			d.broken++
		}
		return nil
	})
}

// decode fills a contact of a source. It reports whether the record is one that Ingest can have
// written.
func (d *decoder) decode(r *engine.Record, file string, c *stored) (sound bool) {
	if c.Values == nil {
		c.Values = make([]contact.Value, len(d.dict.Attributes))
	}
	var known [5]bool
	c.Dict, c.client, c.given = d.dict, r.Client, cmp.Or(r.Given, r.Client)
	c.ID, c.Date = r.ContactID, contact.Date(r.Date)
	c.Values[contact.BirthDate] = contact.Value(r.BirthDate)
	age := contact.Age{Low: int16(r.AgeLow), High: int16(r.AgeHigh), Known: r.AgeKnown}
	c.Values[contact.ReportedAge] = contact.AgeValue(age)
	c.Values[contact.Gender], known[0] = d.value(contact.Gender, r.Gender)
	c.Values[contact.Source], known[1] = d.value(contact.Source, r.Source)
	c.Values[contact.Services], known[2] = d.value(contact.Services, r.Services)
	c.Place.Sheet, known[3] = d.labels.at(r.Sheet)
	c.Place.File, c.Place.Row = file, int(r.Row)
	c.Rest.Clock, c.unread[0], c.Rest.Cells = int32(r.Clock), uint64(r.Unread), nil
	c.Rest.Columns, known[4] = d.columnsOf(r.Columns)
	c.rest()
	return known == [5]bool{true, true, true, true, true} && int64(c.Date) == r.Date && (age.Known || age == contact.Age{}) &&
		checkContact(&c.Contact, c.client, file) == nil
}

// columnsOf returns the unread columns that a label says, and whether there is such a label.
func (d *decoder) columnsOf(id int64) (c *contact.Columns, known bool) {
	if c, known = d.columns.at(id); known {
		return c, true
	}
	text, known := d.labels.at(id)
	if known {
		c, known = parseColumns(text)
		d.columns.set(id, c)
	}
	return c, known
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

// checkContact returns what keeps a contact from being stored and given back as it is. That is a
// mistake of the caller's, or damage.
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

// appendContact appends all of a contact, so that unlike contacts append unlike bytes: up to the
// returned index its content, and from there on its place without the file, the client ID as it is
// written, and, where it is known, what the row says beside its content.
func appendContact(b []byte, c *contact.Contact, client, given string) (all []byte, place int) {
	b = contact.AppendContentOf(b, c, client)
	place = len(b)
	b = contact.AppendText(b, c.Place.Sheet)
	b = binary.AppendVarint(b, int64(c.Place.Row))
	b = contact.AppendText(b, given)
	if c.Rest.Columns != nil {
		b = binary.AppendVarint(b, int64(c.Rest.Clock))
		b = binary.LittleEndian.AppendUint64(b, c.Rest.Sum())
		b = binary.AppendUvarint(b, uint64(c.Rest.Columns.Fields))
		for _, key := range c.Rest.Columns.Keys {
			b = binary.LittleEndian.AppendUint64(b, key)
		}
	}
	return b, place
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
