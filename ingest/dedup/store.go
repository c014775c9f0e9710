package dedup

import (
	"encoding/binary"
	"slices"
	"strings"

	"picreport/ingest/contact"
)

// store keeps contacts of one Dictionary in the order in which they came, each in some thirty
// bytes: numbers of varying length, and the contact ID. The zero store is empty. It is for one
// goroutine.
type store struct {
	dict   *contact.Dictionary
	n      int32
	blocks []storeBlock
	gone   []uint64 // a bit for each contact that another has replaced
	files  []fileRun
	last   []int32 // by the number of the contact ID, the contact's index + 1
	paths  texts   // of files, the source names
	sheets texts
	given  texts // client IDs as a source writes them
}

// storeBlock is a run of contacts.
type storeBlock struct {
	first    int32 // index of the first contact
	row      int32 // of the last contact; each is told from the one before, as is the next
	idNumber int32
	bytes    []byte
}

// fileRun are contacts of one file, from one index to that of the next run.
type fileRun struct {
	from int32
	file string
}

// blockBytes is how many bytes of contacts are allocated at once. What is read of them fits the
// cache. No contact but for its ID takes more than maxContact.
const (
	blockBytes = 16 << 10
	maxContact = 256
)

// replace keeps a contact in place of the earlier one of its ID, and returns the file of that one.
func (s *store) replace(c *contact.Contact) (file string, again bool) {
	if n := int(c.IDNumber) + 1 - len(s.last); n > 0 {
		s.last = append(s.last, make([]int32, n)...)
	}
	before := s.last[c.IDNumber]
	s.last[c.IDNumber] = s.n + 1
	if before > 0 {
		i := before - 1
		s.gone[i/64] |= 1 << (i % 64)
		run, _ := slices.BinarySearchFunc(s.files, i+1, func(r fileRun, i int32) int { return int(r.from - i) })
		file = s.files[run-1].file
	}
	s.add(c)
	return file, before > 0
}

// add keeps a contact.
func (s *store) add(c *contact.Contact) {
	s.dict = c.Dict
	if s.n%64 == 0 {
		s.gone = append(s.gone, 0)
	}
	if n := len(s.files); n == 0 || s.files[n-1].file != c.Place.File {
		s.files = append(s.files, fileRun{s.n, c.Place.File})
	}
	if n := len(s.blocks); n == 0 || len(s.blocks[n-1].bytes) >= blockBytes-maxContact {
		s.blocks = append(s.blocks, storeBlock{first: s.n, bytes: make([]byte, 0, blockBytes)})
	}
	s.n++
	block := &s.blocks[len(s.blocks)-1]
	b := block.bytes
	b = binary.AppendUvarint(b, uint64(c.Client))
	b = binary.AppendUvarint(b, uint64(c.Date))
	for _, v := range c.Values {
		b = binary.AppendUvarint(b, uint64(v))
	}
	b = binary.AppendUvarint(b, s.paths.number(c.Place.File))
	b = binary.AppendUvarint(b, s.sheets.number(c.Place.Sheet))
	b = binary.AppendUvarint(b, s.given.number(c.Given))
	b = binary.AppendVarint(b, int64(c.Place.Row)-int64(block.row))
	b = binary.AppendVarint(b, int64(c.IDNumber)-int64(block.idNumber))
	block.row, block.idNumber = int32(c.Place.Row), c.IDNumber
	block.bytes = contact.AppendText(b, c.ID)
}

// drain yields the contacts that no other has replaced, and forgets all.
func (s *store) drain(yield func(*contact.Contact) bool) {
	s.read(yield)
	*s = store{}
}

// read yields the contacts that no other has replaced, in the order in which they came, and lets go
// of each block that is read. They have no Hash. A goroutine of its own reads ahead.
func (s *store) read(yield func(*contact.Contact) bool) {
	if s.n == 0 {
		return
	}
	ready, free := make(chan *storedContacts, readAhead), make(chan *storedContacts, readAhead)
	stop := make(chan struct{})
	for range readAhead {
		free <- &storedContacts{}
	}
	go func() {
		defer close(ready)
		for i := range s.blocks {
			select {
			case contacts := <-free:
				s.readBlock(&s.blocks[i], contacts)
				s.blocks[i].bytes = nil
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
			if s.gone[at/64]>>(at%64)&1 == 0 && !yield(&contacts.list[i]) {
				return
			}
		}
		free <- contacts
	}
}

// readAhead is how many blocks are read before the one in use.
const readAhead = 3

// storedContacts are the contacts of a block.
type storedContacts struct {
	first  int32
	list   []contact.Contact
	values []contact.Value
}

// readBlock reads the contacts of a block.
func (s *store) readBlock(block *storeBlock, out *storedContacts) {
	out.first, out.list, out.values = block.first, out.list[:0], out.values[:0]
	ids := string(block.bytes) // the contact IDs are parts of one string
	p := blockReader{bytes: block.bytes}
	for p.pos < len(block.bytes) {
		out.list = append(out.list, contact.Contact{Dict: s.dict})
		s.readContact(&p, ids, out)
	}
	width := len(s.dict.Attributes)
	for i := range out.list { // once their memory does not move any more
		out.list[i].Values = out.values[i*width : (i+1)*width : (i+1)*width]
	}
}

// blockReader reads the numbers of a block.
type blockReader struct {
	bytes         []byte
	pos           int
	row, idNumber int64
}

func (p *blockReader) uvarint() uint64 {
	if b := p.bytes[p.pos]; b < 0x80 {
		p.pos++
		return uint64(b)
	}
	n, size := binary.Uvarint(p.bytes[p.pos:])
	p.pos += size
	return n
}

func (p *blockReader) varint() int64 {
	n := p.uvarint()
	return int64(n>>1) ^ -int64(n&1)
}

// readContact reads the last contact of a list.
func (s *store) readContact(p *blockReader, ids string, out *storedContacts) {
	c := &out.list[len(out.list)-1]
	c.Client, c.Date = int32(p.uvarint()), contact.Date(p.uvarint())
	for range s.dict.Attributes {
		out.values = append(out.values, contact.Value(p.uvarint()))
	}
	c.Place.File, c.Place.Sheet, c.Given = s.paths.list[p.uvarint()], s.sheets.list[p.uvarint()], s.given.list[p.uvarint()]
	p.row += p.varint()
	p.idNumber += p.varint()
	c.Place.Row, c.IDNumber = int(p.row), int32(p.idNumber)
	size := int(p.uvarint())
	c.ID = ids[p.pos : p.pos+size]
	p.pos += size
}

// texts numbers distinct texts. The first few are looked for one by one, which for them is faster
// than a map.
type texts struct {
	list    []string
	numbers map[string]int
	last    int // the number that was last asked for
}

// fewTexts is how many texts are looked for one by one.
const fewTexts = 8

func (t *texts) number(s string) uint64 {
	if t.last < len(t.list) && t.list[t.last] == s {
		return uint64(t.last)
	}
	t.last = t.find(s)
	return uint64(t.last)
}

// find is number without a look at the last one.
func (t *texts) find(s string) int {
	if i := slices.Index(t.list[:min(len(t.list), fewTexts)], s); i >= 0 {
		return i
	}
	n, ok := t.numbers[s]
	if !ok {
		if t.numbers == nil {
			t.numbers = map[string]int{}
		}
		n = len(t.list)
		s = strings.Clone(s)
		t.numbers[s] = n
		t.list = append(t.list, s)
	}
	return n
}
