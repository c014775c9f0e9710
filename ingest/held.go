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
	blocks [][]byte
	gone   []uint64 // a bit for each contact
	files  []fileRun

	last    []int32          // by the number of the contact ID, the contact's index + 1
	lastID  map[string]int32 // likewise by the ID of contacts without such a number
	texts   texts
	clients texts    // of contacts without a client number
	given   []string // by their number there: Contact.Given of the first
	lists   serviceLists
}

// fileRun are contacts of one file, from one index to that of the next run.
type fileRun struct {
	from int32
	file string
}

// heldBlock is how many bytes of contacts are allocated at once.
const heldBlock = 64 << 10

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
	h.n++
	if n := len(h.blocks); n == 0 || len(h.blocks[n-1]) >= heldBlock-256 {
		h.blocks = append(h.blocks, make([]byte, 0, heldBlock))
	}
	block := &h.blocks[len(h.blocks)-1]
	client := uint64(c.client)
	if h.reader == nil {
		client = h.clients.number(c.Client)
		if int(client) == len(h.given) {
			h.given = append(h.given, c.Given)
		}
	}
	age := uint64(0)
	if c.Age.Known {
		age = 1 + uint64(uint16(c.Age.Low))<<16 + uint64(uint16(c.Age.High))
	}
	b := *block
	for _, n := range [...]uint64{
		client, uint64(c.Date), uint64(c.BirthDate), age, h.texts.number(c.Gender), h.texts.number(c.Source), h.lists.number(c.Services),
		h.texts.number(c.Place.File), h.texts.number(c.Place.Sheet), uint64(c.Place.Row), uint64(c.number),
	} {
		b = binary.AppendUvarint(b, n)
	}
	*block = appendText(b, c.ID)
}

// replay yields the contacts that stand, and forgets them.
func (h *held) replay(yield func(*Contact, error) bool) {
	i := 0
	for n, block := range h.blocks {
		ids := string(block) // the IDs are parts of one string
		for pos := 0; pos < len(block); i++ {
			c, next := h.read(block, ids, pos)
			pos = next
			if h.gone[i/64]>>(i%64)&1 == 0 && !yield(&c, nil) {
				return
			}
		}
		h.blocks[n] = nil
	}
}

// read returns the contact at pos, and where the next one is.
func (h *held) read(block []byte, ids string, pos int) (Contact, int) {
	number := func() uint64 {
		n, size := binary.Uvarint(block[pos:])
		pos += size
		return n
	}
	c := Contact{from: h.reader}
	client := number()
	if h.reader == nil {
		c.Client, c.Given = h.clients.list[client], h.given[client]
	} else {
		c.client, c.Client = int32(client), h.reader.clients.idOf(int32(client))
	}
	c.Date, c.BirthDate = Date(number()), Date(number())
	if age := number(); age > 0 {
		c.Age = Age{Low: int16((age - 1) >> 16), High: int16(age - 1), Known: true}
	}
	c.Gender, c.Source = h.texts.list[number()], h.texts.list[number()]
	c.Services = h.lists.list[number()]
	c.Place = Place{File: h.texts.list[number()], Sheet: h.texts.list[number()], Row: int(number())}
	c.number = int32(number())
	size := int(number())
	c.ID = ids[pos : pos+size]
	return c, pos + size
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
		t.numbers[s] = n
		t.list = append(t.list, s)
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
