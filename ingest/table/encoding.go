package table

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"runtime"
	"sync"
	"sync/atomic"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// charset is the encoding of a CSV file, as a Notice names it.
type charset string

const (
	utf8Text    charset = "UTF-8"
	utf16LE     charset = "UTF-16LE"
	utf16BE     charset = "UTF-16BE"
	windows1252 charset = "Windows-1252"
)

const bomUTF8 = "\xEF\xBB\xBF"

// bomOf returns the encoding that a byte order mark at the start of head tells, or "".
func bomOf(head []byte) charset {
	switch {
	case bytes.HasPrefix(head, []byte(bomUTF8)):
		return utf8Text
	case bytes.HasPrefix(head, []byte("\xFF\xFE")):
		return utf16LE
	case bytes.HasPrefix(head, []byte("\xFE\xFF")):
		return utf16BE
	}
	return ""
}

// charsetOfHead returns the encoding that the start of a text tells, "" where only its bytes that
// are not ASCII will. It reports whether that was guessed.
func charsetOfHead(head []byte) (c charset, guessed bool) {
	if c := bomOf(head); c != "" && c != utf8Text {
		return c, false
	}
	c = bareUTF16(head)
	return c, c != ""
}

// settling is a text whose encoding is not known yet, because all that was read of it is ASCII,
// which is the same in every encoding that is left. The first other byte settles it by what follows
// in the file up to its end: valid UTF-8, or else Windows-1252. A file without such a byte is read
// only once.
type settling struct {
	r      io.Reader
	settle func(offset int64) (charset, error)
	offset int64 // of what r reads next
	text   io.Reader
}

func (s *settling) Read(p []byte) (int, error) {
	if s.text != nil {
		return s.text.Read(p)
	}
	n, err := s.r.Read(p)
	if isASCII(p[:n]) {
		s.offset += int64(n)
		return n, err
	}
	c, failed := s.settle(s.offset)
	if failed != nil {
		return 0, failed
	}
	s.text = s.r
	if c != windows1252 {
		return n, err
	}
	rest := io.MultiReader(bytes.NewReader(bytes.Clone(p[:n])), s.r)
	if err != nil && err != io.EOF {
		rest = io.MultiReader(bytes.NewReader(bytes.Clone(p[:n])), failing{err})
	}
	s.text = transform.NewReader(rest, charmap.Windows1252.NewDecoder())
	return s.text.Read(p)
}

// isASCII reports whether all bytes are of ASCII.
func isASCII(b []byte) bool {
	const high = 0x8080808080808080
	for ; len(b) >= 32; b = b[32:] {
		all := binary.LittleEndian.Uint64(b) | binary.LittleEndian.Uint64(b[8:]) |
			binary.LittleEndian.Uint64(b[16:]) | binary.LittleEndian.Uint64(b[24:])
		if all&high != 0 {
			return false
		}
	}
	for _, c := range b {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// charsetPiece is how many bytes are looked at at a time.
const charsetPiece = 256 << 10

// isUTF8Stream reports whether all that is left of a stream is valid UTF-8.
func isUTF8Stream(r io.Reader) (bool, error) {
	buf := make([]byte, charsetPiece)
	rest := 0 // bytes of a character that was cut
	for {
		n, last, err := readFull(r, buf[rest:])
		if err != nil {
			return false, err
		}
		n += rest
		if rest = 0; !last {
			rest = partialRune(buf[:n])
		}
		if !utf8.Valid(buf[:n-rest]) {
			return false, nil
		}
		if last {
			return true, nil
		}
		copy(buf, buf[n-rest:n])
	}
}

// isUTF8 reports whether a file is valid UTF-8 from an offset, where a character begins, to its
// end. Several goroutines look at it in pieces, each from the first character that begins in a
// piece to the end of the last one.
func isUTF8(at io.ReaderAt, offset, size int64) (bool, error) {
	var next atomic.Int64
	next.Store(offset)
	var invalid atomic.Bool
	look := func() error {
		buf := make([]byte, charsetPiece+utf8.UTFMax-1)
		for !invalid.Load() {
			from := next.Add(charsetPiece) - charsetPiece
			if from >= size {
				break
			}
			piece := buf[:min(size-from, int64(len(buf)))]
			if _, err := io.ReadFull(io.NewSectionReader(at, from, size-from), piece); err != nil {
				return err
			}
			own := min(charsetPiece, len(piece))
			begin := 0
			if from > offset {
				begin = continuation(piece)
			}
			if end := own + continuation(piece[own:]); begin > end || !utf8.Valid(piece[begin:end]) {
				invalid.Store(true)
			}
		}
		return nil
	}
	readers := int(min(int64(runtime.GOMAXPROCS(0)), maxSplitter, (size-offset)/charsetPiece+1))
	failures := make([]error, readers)
	var running sync.WaitGroup
	for i := range readers {
		running.Go(func() { failures[i] = look() })
	}
	running.Wait()
	return !invalid.Load(), errors.Join(failures...)
}

// continuation returns how many bytes at the start of b may belong to a character that begins
// before it.
func continuation(b []byte) int {
	n := 0
	for n < min(len(b), utf8.UTFMax-1) && !utf8.RuneStart(b[n]) {
		n++
	}
	return n
}

// partialRune returns the length of an incomplete character at the end of b.
func partialRune(b []byte) int {
	for i := 1; i < utf8.UTFMax && i <= len(b); i++ {
		if c := b[len(b)-i]; utf8.RuneStart(c) {
			if c >= utf8.RuneSelf && !utf8.FullRune(b[len(b)-i:]) {
				return i
			}
			return 0
		}
	}
	return 0
}

// bareUTF16 recognises mostly English UTF-16 without a byte order mark.
func bareUTF16(head []byte) charset {
	head = head[:min(len(head), 4096)&^1]
	var zeros [2]int
	for i, c := range head {
		if c == 0 {
			zeros[i&1]++
		}
	}
	switch most := len(head) * 2 / 5; { // four of five high bytes
	case len(head) < 8:
		return ""
	case zeros[1] >= most && zeros[0] == 0:
		return utf16LE
	case zeros[0] >= most && zeros[1] == 0:
		return utf16BE
	}
	return ""
}

// decode returns a text as UTF-8 without a byte order mark. It settles the encoding where it is not
// known.
func (f *csvFile) decode(r io.Reader) (io.Reader, error) {
	switch f.charset {
	case utf16LE:
		return transform.NewReader(r, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder()), nil
	case utf16BE:
		return transform.NewReader(r, unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewDecoder()), nil
	}
	start := make([]byte, len(bomUTF8))
	n, _, err := readFull(r, start)
	if err != nil {
		return nil, err
	}
	offset := int64(n)
	if string(start[:n]) != bomUTF8 {
		r = io.MultiReader(bytes.NewReader(start[:n]), r)
		offset = 0
	}
	switch f.charset {
	case utf8Text:
		return r, nil
	case windows1252:
		return transform.NewReader(r, charmap.Windows1252.NewDecoder()), nil
	}
	settle := func(offset int64) (charset, error) {
		err := f.settle(offset)
		return f.charset, err
	}
	return &settling{r: r, settle: settle, offset: offset}, nil
}
