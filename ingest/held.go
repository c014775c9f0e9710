package ingest

import (
	"encoding/binary"
	"slices"
	"strings"
)

// held are the contacts that wait for the end of the input, each in some thirty bytes: numbers of varying length, and the contact ID.
type held struct {
	reader *Reader // of all contacts; nil for none
	n      int32
	blocks []heldBlock
	gone   []uint64 // a bit for each contact
	files  []fileRun

	last    []int32          // by the number of the contact ID, the contact's index + 1
	lastID  map[string]int32 // likewise by the ID of contacts without such a number
	texts   texts            // of files and sheets, and of contacts without a reader
	clients texts            // of contacts without a client number
	given   []string         // by their number there: Contact.Given of the first
	lists   serviceLists     // of contacts without a reader
}

// heldBlock is a run of contacts.
type heldBlock struct {
	first  int32 // index of the first contact
	row    int32 // of the last contact; each is told from the one before, as is the next
	number int32 // of its contact ID
	bytes  []byte
}

// fileRun are contacts of one file, from one index to that of the next run.
type fileRun struct {
	from int32
	file string
}

// heldBytes is how many bytes of contacts are allocated at once. What is read of them fits the cache.
const heldBytes = 16 << 10

func newHeld() *held { return &held{lastID: map[string]int32{}} }

// replace keeps a contact in place of the earlier one of its ID, and returns the file of that one.
func (h *held) replace(c *Contact) (file string, again bool) {
	var before int32
	if c.number == 0 {
		before = h.lastID[c.ID]
		h.lastID[c.ID] = h.n + 1
	} else {
		for int(c.number) >= len(h.last) {
			h.last = append(h.last, 0)
		}
		before = h.last[c.number]
		h.last[c.number] = h.n + 1
	}
	if before > 0 {
		i := before - 1
		h.gone[i/64] |= 1 << (i % 64)
		run, _ := slices.BinarySearchFunc(h.files, i+1, func(r fileRun, i int32) int { return int(r.from - i) })
		file = h.files[run-1].file
	}
	h.add(c)
	return file, before > 0
}

// add keeps a contact.
func (h *held) add(c *Contact) {
	if h.n%64 == 0 {
		h.gone = append(h.gone, 0)
	}
	if n := len(h.files); n == 0 || h.files[n-1].file != c.Place.File {
		h.files = append(h.files, fileRun{h.n, c.Place.File})
	}
	if n := len(h.blocks); n == 0 || len(h.blocks[n-1].bytes) >= heldBytes-256 {
		h.blocks = append(h.blocks, heldBlock{first: h.n, bytes: make([]byte, 0, heldBytes)})
	}
	h.n++
	block := &h.blocks[len(h.blocks)-1]
	age := uint64(0)
	if c.Age.Known {
		age = 1 + uint64(uint16(c.Age.Low))<<16 + uint64(uint16(c.Age.High))
	}
	client, gender, source, services := h.numbers(c)
	row, number := int32(c.Place.Row), c.number
	b := block.bytes
	for _, n := range [...]uint64{
		client, uint64(c.Date), uint64(c.BirthDate), age, gender, source, services, h.texts.number(c.Place.File), h.texts.number(c.Place.Sheet),
	} {
		b = binary.AppendUvarint(b, n)
	}
	b = binary.AppendVarint(b, int64(row-block.row))
	b = binary.AppendVarint(b, int64(number-block.number))
	block.row, block.number = row, number
	block.bytes = appendText(b, c.ID)
}

// numbers returns what stands for the texts of a contact: their numbers in its reader or, without one, in h.
func (h *held) numbers(c *Contact) (client, gender, source, services uint64) {
	if h.labelled() {
		return uint64(c.client), uint64(c.said.gender), uint64(c.said.source), uint64(c.said.services)
	}
	if client = uint64(c.client); h.reader == nil {
		client = h.clients.number(c.Client)
		if int(client) == len(h.given) {
			h.given = append(h.given, c.Given)
		}
	}
	return client, h.texts.number(c.Gender), h.texts.number(c.Source), h.lists.number(c.Services)
}

// labelled reports whether the reader has the labels of its contacts: that of a Numberer has not.
func (h *held) labelled() bool { return h.reader != nil && h.reader.genders != nil }

// replay yields the contacts that stand, and forgets them. They are read ahead, by a goroutine of its own.
func (h *held) replay(yield func(*Contact) bool) {
	if h.n == 0 {
		return
	}
	ready, free, stop := make(chan *heldContacts, heldAhead), make(chan *heldContacts, heldAhead), make(chan struct{})
	for range heldAhead {
		free <- &heldContacts{}
	}
	go func() {
		defer close(ready)
		for i := range h.blocks {
			select {
			case contacts := <-free:
				h.read(&h.blocks[i], contacts)
				h.blocks[i].bytes = nil
				ready <- contacts
			case <-stop:
				return
			}
		}
	}()
	defer func() {
		close(stop)
		for range ready { // until it is closed
		}
	}()
	for contacts := range ready {
		for i := range contacts.list {
			at := contacts.first + int32(i)
			if h.gone[at/64]>>(at%64)&1 == 0 && !yield(&contacts.list[i]) {
				return
			}
		}
		free <- contacts
	}
}

// heldAhead is how many blocks are read before the one in use.
const heldAhead = 3

// heldContacts are the contacts of a block.
type heldContacts struct {
	first int32
	list  []Contact
}

// read reads the contacts of a block.
func (h *held) read(block *heldBlock, out *heldContacts) {
	out.first, out.list = block.first, out.list[:0]
	ids := string(block.bytes) // the contact IDs are parts of one string
	p := heldReader{bytes: block.bytes}
	for p.pos < len(block.bytes) {
		out.list = append(out.list, Contact{from: h.reader})
		h.readContact(&p, ids, &out.list[len(out.list)-1])
	}
}

// heldReader reads the numbers of a block.
type heldReader struct {
	bytes       []byte
	pos         int
	row, number int64
}

func (p *heldReader) uvarint() uint64 {
	if b := p.bytes[p.pos]; b < 0x80 {
		p.pos++
		return uint64(b)
	}
	n, size := binary.Uvarint(p.bytes[p.pos:])
	p.pos += size
	return n
}

func (p *heldReader) varint() int64 {
	n := p.uvarint()
	return int64(n>>1) ^ -int64(n&1)
}

// readContact reads a contact.
func (h *held) readContact(p *heldReader, ids string, c *Contact) {
	client := p.uvarint()
	c.Date, c.BirthDate = Date(p.uvarint()), Date(p.uvarint())
	if age := p.uvarint(); age > 0 {
		c.Age = Age{Low: int16((age - 1) >> 16), High: int16(age - 1), Known: true}
	}
	gender, source, services := p.uvarint(), p.uvarint(), p.uvarint()
	if h.reader != nil {
		c.client = int32(client)
	} else {
		c.Client, c.Given = h.clients.list[client], h.given[client]
	}
	if h.labelled() {
		r := h.reader
		c.said = said{labelID(gender), labelID(source), int32(services)}
		c.Gender, c.Source, c.Services = r.genders.labels[gender], r.sources.labels[source], r.lists.joined[services]
	} else {
		c.Gender, c.Source, c.Services = h.texts.list[gender], h.texts.list[source], h.lists.list[services]
	}
	c.Place.File, c.Place.Sheet = h.texts.list[p.uvarint()], h.texts.list[p.uvarint()]
	p.row += p.varint()
	p.number += p.varint()
	c.Place.Row, c.number = int(p.row), int32(p.number)
	size := int(p.uvarint())
	c.ID = ids[p.pos : p.pos+size]
	p.pos += size
}

// texts numbers distinct texts. The first few are looked for one by one, which for them is faster than a map.
type texts struct {
	list    []string
	numbers map[string]int
}

// fewTexts is how many texts are looked for one by one.
const fewTexts = 8

func (t *texts) number(s string) uint64 {
	if i := slices.Index(t.list[:min(len(t.list), fewTexts)], s); i >= 0 {
		return uint64(i)
	}
	n, ok := t.numbers[s]
	if !ok {
		if t.numbers == nil {
			t.numbers = map[string]int{}
		}
		n = len(t.list)
		t.numbers[strings.Clone(s)] = n
		t.list = append(t.list, strings.Clone(s))
	}
	return uint64(n)
}

// serviceLists numbers distinct lists of services. Most of them share their memory with an equal one.
type serviceLists struct {
	list   [][]string
	shared map[*string]int // by the first element
	equal  map[string]int
}

func (l *serviceLists) number(list []string) uint64 {
	if len(list) > 0 {
		if n, ok := l.shared[&list[0]]; ok && len(l.list[n]) == len(list) {
			return uint64(n)
		}
	}
	key := strings.Join(list, "\x00")
	n, ok := l.equal[key]
	if !ok {
		if l.equal == nil {
			l.shared, l.equal = map[*string]int{}, map[string]int{}
		}
		n = len(l.list)
		l.equal[key] = n
		l.list = append(l.list, list)
		if len(list) > 0 {
			l.shared[&list[0]] = n
		}
	}
	return uint64(n)
}
