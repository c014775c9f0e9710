package ledger

import (
	"cmp"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"io/fs"
	"iter"
	"os"
	"slices"
	"strings"
	"syscall"

	"picreport/ingest/contact"
)

// spool keeps the contacts of one batch, which can be read only once, so that a transaction can
// write them again when it has to be run again. A contact takes some thirty bytes.
//
// The first few megabytes stay in memory; more goes to a file, encrypted with a key that is nowhere
// else, since it holds client IDs and a process that is killed may leave it behind.
type spool struct {
	file   string // Place.File of all contacts
	limit  int    // how many bytes stay in memory
	blocks []spoolBlock
	kept   int // bytes of the blocks in memory
	row    int // of the last contact; each is told from the one before in its block

	dict   *contact.Dictionary // of all contacts; nil before the first
	sheets []string            // as they come

	columns []*contact.Columns // as they come, as a ledger has them; nil is where they are not known
	given   []*contact.Columns // the same, as contacts have them

	contactIDs bool // some contacts have one

	disk   *os.File // nil while all is in memory
	named  bool     // the file can still be found in its folder
	size   int64    // of the file
	cipher cipher.Block
}

// spoolBlock is a run of contacts, in memory or from an offset of the file on.
type spoolBlock struct {
	bytes  []byte // nil in the file
	offset int64
	size   int
}

const (
	spoolBlockSize = 64 << 10
	spoolInMemory  = 2 << 20
)

// newSpool returns an empty spool for the contacts of a file. It must be closed.
func newSpool(file string) *spool {
	return &spool{file: file, limit: spoolInMemory}
}

// close takes the file away.
func (s *spool) close() {
	if s.disk != nil {
		_ = s.disk.Close() // there is nothing to be lost
	}
	if s.named {
		_ = os.Remove(s.disk.Name())
	}
}

// errDictionaries says that the contacts of one batch have several Dictionaries, whose numbers mean
// other things.
var errDictionaries = errors.New("the contacts have more than one dictionary")

// add keeps a contact, of which checkContact has found nothing wrong.
func (s *spool) add(c *stored) error {
	if s.dict == nil {
		s.dict = c.Dict
	}
	if c.Dict != s.dict {
		return errDictionaries
	}
	n := len(s.blocks)
	if n == 0 || len(s.blocks[n-1].bytes) >= spoolBlockSize {
		if err := s.newBlock(); err != nil {
			return err
		}
		n = len(s.blocks)
	}
	s.contactIDs = s.contactIDs || c.ID != ""
	block := &s.blocks[n-1]
	b := binary.AppendUvarint(block.bytes, uint64(c.Date))
	for _, v := range c.Values {
		b = binary.AppendUvarint(b, uint64(v))
	}
	b = binary.AppendUvarint(b, s.sheet(c.Place.Sheet))
	b = binary.AppendUvarint(b, s.columnsOf(c.Rest.Columns))
	if c.Rest.Columns != nil {
		b = binary.AppendUvarint(b, uint64(c.Rest.Clock))
		b = binary.LittleEndian.AppendUint64(b, c.unread[0])
	}
	b = binary.AppendVarint(b, int64(c.Place.Row-s.row))
	s.row = c.Place.Row
	given := c.given
	if given == c.client {
		given = ""
	}
	block.bytes = contact.AppendText(contact.AppendText(contact.AppendText(b, c.client), given), c.ID)
	return nil
}

// sheet returns the number of a sheet, of which there are few.
func (s *spool) sheet(name string) uint64 {
	i := slices.Index(s.sheets, name)
	if i < 0 {
		i = len(s.sheets)
		s.sheets = append(s.sheets, strings.Clone(name))
	}
	return uint64(i)
}

// columnsOf returns the number of the unread columns of a sheet, of which there are few.
func (s *spool) columnsOf(c *contact.Columns) uint64 {
	i := slices.Index(s.given, c)
	if i < 0 {
		i = len(s.given)
		s.given = append(s.given, c)
		if c != nil {
			c = &contact.Columns{Keys: c.Keys, Summed: true, Fields: c.Fields}
		}
		s.columns = append(s.columns, c)
	}
	return uint64(i)
}

// newBlock begins a block, and makes room for it in memory.
func (s *spool) newBlock() error {
	if n := len(s.blocks); n > 0 {
		s.blocks[n-1].size = len(s.blocks[n-1].bytes)
		s.kept += s.blocks[n-1].size
	}
	var free []byte
	if s.kept > s.limit {
		last := &s.blocks[len(s.blocks)-1]
		if err := s.write(last); err != nil {
			return s.failed(err)
		}
		s.kept -= last.size
		free, last.bytes = last.bytes[:0], nil
	}
	if free == nil {
		free = make([]byte, 0, spoolBlockSize+1024)
	}
	s.row = 0
	s.blocks = append(s.blocks, spoolBlock{bytes: free})
	return nil
}

// write writes a block to the file, which it makes where there is none.
func (s *spool) write(block *spoolBlock) error {
	if s.disk == nil {
		key := make([]byte, 16)
		_, _ = rand.Read(key) // never fails
		var err error
		if s.cipher, err = aes.NewCipher(key); err != nil {
			return err
		}
		if s.disk, err = os.CreateTemp("", "picreport-*.spool"); err != nil {
			return err
		}
		// Where the system allows it the file has no name while it is in use.
		s.named = os.Remove(s.disk.Name()) != nil
	}
	block.offset = s.size
	s.crypt(block.bytes, block.offset)
	_, err := s.disk.WriteAt(block.bytes, block.offset)
	s.size += int64(block.size)
	return err
}

// crypt encrypts or decrypts the bytes of a block. The block's offset is unlike that of any other.
func (s *spool) crypt(b []byte, offset int64) {
	nonce := make([]byte, aes.BlockSize)
	binary.BigEndian.PutUint64(nonce, uint64(offset))
	cipher.NewCTR(s.cipher, nonce).XORKeyStream(b, b)
}

// read returns the bytes of a block. buffer is used for those of the file.
func (s *spool) read(block *spoolBlock, buffer []byte) ([]byte, error) {
	if block.bytes != nil {
		return block.bytes, nil
	}
	b := slices.Grow(buffer[:0], block.size)[:block.size]
	if _, err := s.disk.ReadAt(b, block.offset); err != nil {
		return nil, s.failed(err)
	}
	s.crypt(b, block.offset)
	return b, nil
}

// failed makes an Error of what the system says of the file.
func (s *spool) failed(err error) error {
	out := &Error{
		Path: s.file, Kind: Failed, What: "its rows cannot be kept in a temporary file while they are ingested",
		Hint: "name a folder that can be written in TMPDIR (on Windows in TMP)", Err: err,
	}
	var path *fs.PathError
	if errors.As(err, &path) && errors.Is(err, syscall.ENOSPC) {
		out.Kind = DiskFull
	}
	return out
}

// contacts yields the contacts as they were added, and can be read again. A contact is good until
// the next.
func (s *spool) contacts() iter.Seq2[*stored, error] {
	return func(yield func(*stored, error) bool) {
		var buffer []byte
		var c stored
		for i := range s.blocks {
			b, err := s.read(&s.blocks[i], buffer)
			if err != nil {
				yield(nil, err)
				return
			}
			if s.blocks[i].bytes == nil {
				buffer = b
			}
			r := spoolReader{bytes: b, texts: string(b)}
			for row := int64(0); r.pos < len(b); {
				s.readContact(&r, &c, &row)
				if !yield(&c, nil) {
					return
				}
			}
		}
	}
}

func (s *spool) readContact(r *spoolReader, c *stored, row *int64) {
	if c.Values == nil {
		c.Dict, c.Values = s.dict, make([]contact.Value, len(s.dict.Attributes))
	}
	c.Date = contact.Date(r.uvarint())
	for i := range c.Values {
		c.Values[i] = contact.Value(r.uvarint())
	}
	c.Place.File, c.Place.Sheet = s.file, s.sheets[r.uvarint()]
	c.Rest = contact.Rest{Columns: s.columns[r.uvarint()]}
	if c.Rest.Columns != nil {
		c.Rest.Clock, c.unread[0] = int32(r.uvarint()), r.uint64()
		c.rest()
	} else {
		c.unread[0] = 0
	}
	*row += r.varint()
	c.Place.Row = int(*row)
	c.client, c.given, c.ID = r.text(), r.text(), r.text()
	c.given = cmp.Or(c.given, c.client)
}

// spoolReader reads a block, which spool.add wrote.
type spoolReader struct {
	bytes []byte
	texts string // the same, of which the texts of contacts are parts
	pos   int
}

func (r *spoolReader) uvarint() uint64 {
	n, size := binary.Uvarint(r.bytes[r.pos:])
	r.pos += size
	return n
}

func (r *spoolReader) varint() int64 {
	n, size := binary.Varint(r.bytes[r.pos:])
	r.pos += size
	return n
}

func (r *spoolReader) uint64() uint64 {
	r.pos += 8
	return binary.LittleEndian.Uint64(r.bytes[r.pos-8:])
}

func (r *spoolReader) text() string {
	size := int(r.uvarint())
	r.pos += size
	return r.texts[r.pos-size : r.pos]
}
