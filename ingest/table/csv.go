package table

import (
	"compress/gzip"
	"errors"
	"io"
	"slices"
	"strings"
)

// csvFile is an opened CSV.
type csvFile struct {
	in      *input
	gz      bool
	max     int64
	charset charset
	dialect dialect
	noted   []Notice
	dropped []Notice // of rows that the last reading passed over
}

// openCSV settles the encoding, by reading the file once, and the delimiter.
func openCSV(in *input, gz bool, o Options) (source, error) {
	f := &csvFile{in: in, gz: gz, max: o.maxUnzipped()}
	guessed, err := f.findCharset()
	if err != nil {
		return nil, err
	}
	if guessed {
		f.noted = append(f.noted, Notice{Kind: EncodingGuessed, Col: -1, Detail: string(f.charset)})
	}
	text, err := f.text(in.reader())
	if err != nil {
		return nil, err
	}
	head := make([]byte, dialectLen)
	n, whole, err := readFull(text, head)
	if err != nil {
		return nil, unpackError(err)
	}
	if whole && strings.TrimSpace(string(head[:n])) == "" {
		return nil, wrongType(noData)
	}
	if what := sniffMarkup(string(head[:n])); what != noData {
		return nil, wrongType(what)
	}
	f.dialect = findDialect(string(head[:n]), whole)
	if f.dialect.delimiter != ',' {
		f.noted = append(f.noted, Notice{Kind: DelimiterFound, Col: -1, Detail: delimiterName(f.dialect.delimiter)})
	}
	return f, nil
}

// findCharset settles the encoding, and reports whether it was guessed.
func (f *csvFile) findCharset() (guessed bool, err error) {
	if !f.gz {
		if f.charset, guessed, err = charsetOfFile(f.in.at, f.in.size); err != nil {
			return false, readError(err)
		}
		return guessed, nil
	}
	raw, err := f.raw(f.in.reader())
	if err != nil {
		return false, err
	}
	if raw, err = f.sniffPacked(raw); err != nil {
		return false, err
	}
	if f.charset, guessed, err = findCharset(raw); err != nil {
		return false, unpackError(err)
	}
	return guessed, nil
}

// sniffPacked refuses a .gz of something else than text.
func (f *csvFile) sniffPacked(r io.Reader) (io.Reader, error) {
	head := make([]byte, sniffLen)
	n, _, err := readFull(r, head)
	if err != nil {
		return nil, unpackError(err)
	}
	switch what := sniff(head[:n]); what {
	case isText:
		return io.MultiReader(strings.NewReader(string(head[:n])), r), nil
	case isZip, isOLE, isGzip:
		return nil, wrongType("a gzip archive of a workbook or of another archive")
	case noData:
		return nil, wrongType(noData)
	default:
		return nil, wrongType("a gzip archive of " + what)
	}
}

// raw returns the unpacked bytes of r.
func (f *csvFile) raw(r io.Reader) (io.Reader, error) {
	if !f.gz {
		return r, nil
	}
	z, err := gzip.NewReader(r)
	if err != nil {
		return nil, unpackError(err)
	}
	return &limitReader{r: z, left: f.max, max: f.max}, nil
}

// text returns the text of r as UTF-8.
func (f *csvFile) text(r io.Reader) (io.Reader, error) {
	raw, err := f.raw(r)
	if err != nil {
		return nil, err
	}
	text, err := decode(raw, f.charset)
	if err != nil {
		return nil, unpackError(err)
	}
	return text, nil
}

// unpackError tells a damaged .gz from a failed read.
func unpackError(err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		return damaged(0, nil, "the .gz file is cut off")
	}
	if errors.Is(err, gzip.ErrChecksum) || errors.Is(err, gzip.ErrHeader) || isCorruptFlate(err) {
		return damaged(0, err, "the .gz file is damaged")
	}
	return readError(err)
}

// limitReader fails with TooLarge beyond max bytes.
type limitReader struct {
	r         io.Reader
	left, max int64
}

func (l *limitReader) Read(p []byte) (int, error) {
	n, err := l.r.Read(p)
	if l.left -= int64(n); l.left < 0 {
		return 0, tooLarge(l.max)
	}
	return n, err
}

func (f *csvFile) format() Format                 { return CSV }
func (f *csvFile) sheets() []Sheet                { return []Sheet{{}} }
func (f *csvFile) date1904() bool                 { return false }
func (f *csvFile) notices() []Notice              { return slices.Concat(f.noted, f.dropped) }
func (f *csvFile) digest() (string, int64, error) { return f.in.digest() }
func (f *csvFile) Close() error                   { return f.in.Close() }
