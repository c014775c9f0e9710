package table

import (
	"bytes"
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

// findCharset reads a text to its end, for only that settles whether it is UTF-8: a byte order mark, then zeros in every other
// byte (UTF-16 without a mark), then valid UTF-8, then Windows-1252. It reports whether the encoding was guessed.
func findCharset(r io.Reader) (c charset, guessed bool, err error) {
	buf := make([]byte, charsetPiece)
	n, last, err := readFull(r, buf)
	if err != nil {
		return "", false, err
	}
	if c, guessed := charsetOfHead(buf[:n]); c != "" {
		return c, guessed, nil
	}
	for {
		valid := buf[:n]
		rest := 0
		if !last {
			rest = partialRune(valid)
		}
		if !utf8.Valid(valid[:n-rest]) {
			return windows1252, true, nil
		}
		if last {
			return utf8Text, false, nil
		}
		copy(buf, valid[n-rest:])
		if n, last, err = readFull(r, buf[rest:]); err != nil {
			return "", false, err
		}
		n += rest
	}
}

// charsetOfHead returns the encoding that the start of a text tells, or "".
func charsetOfHead(head []byte) (c charset, guessed bool) {
	if c := bomOf(head); c != "" && c != utf8Text {
		return c, false
	}
	c = bareUTF16(head)
	return c, c != ""
}

// charsetPiece is how many bytes are looked at at a time.
const charsetPiece = 256 << 10

// charsetOfFile is findCharset for a file of a size, which several goroutines read at once.
func charsetOfFile(at io.ReaderAt, size int64) (c charset, guessed bool, err error) {
	head := make([]byte, min(size, charsetPiece))
	if _, err := io.ReadFull(io.NewSectionReader(at, 0, size), head); err != nil {
		return "", false, err
	}
	if c, guessed := charsetOfHead(head); c != "" {
		return c, guessed, nil
	}
	valid, err := isUTF8(at, size)
	switch {
	case err != nil:
		return "", false, err
	case valid:
		return utf8Text, false, nil
	}
	return windows1252, true, nil
}

// isUTF8 reports whether a file is valid UTF-8. It is looked at in pieces, each from the first character that begins in it to the end of
// the last one.
func isUTF8(at io.ReaderAt, size int64) (bool, error) {
	var next atomic.Int64
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
			if from > 0 {
				begin = continuation(piece)
			}
			if end := own + continuation(piece[own:]); begin > end || !utf8.Valid(piece[begin:end]) {
				invalid.Store(true)
			}
		}
		return nil
	}
	readers := int(min(int64(runtime.GOMAXPROCS(0)), maxSplitter, size/charsetPiece+1))
	failures := make([]error, readers)
	var running sync.WaitGroup
	for i := range readers {
		running.Go(func() { failures[i] = look() })
	}
	running.Wait()
	return !invalid.Load(), errors.Join(failures...)
}

// continuation returns how many bytes at the start of b may belong to a character that begins before it.
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

// decode returns a text of encoding c as UTF-8 without a byte order mark.
func decode(r io.Reader, c charset) (io.Reader, error) {
	switch c {
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
	if string(start[:n]) != bomUTF8 {
		r = io.MultiReader(bytes.NewReader(start[:n]), r)
	}
	if c == windows1252 {
		return transform.NewReader(r, charmap.Windows1252.NewDecoder()), nil
	}
	return r, nil
}
