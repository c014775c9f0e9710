package table

import (
	"compress/gzip"
	"context"
	"errors"
	"io"
	"iter"
	"slices"
	"strings"
)

// csvFile is an opened CSV.
type csvFile struct {
	in      *input
	gz      bool
	max     int64
	charset charset // "" until a byte that is not ASCII makes it matter
	guessed bool    // the charset was
	dialect dialect
	dropped []Notice // of rows that the last reading passed over
}

// openCSV settles the delimiter, and the encoding as far as the start of the file tells it.
func openCSV(in *input, gz bool, o Options) (source, error) {
	f := &csvFile{in: in, gz: gz, max: o.maxUnzipped()}
	if err := f.lookAtHead(); err != nil {
		return nil, err
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
	return f, nil
}

// lookAtHead takes the encoding that the start of the file tells, and refuses a .gz of something
// else than text.
func (f *csvFile) lookAtHead() error {
	raw, err := f.raw(f.in.reader())
	if err != nil {
		return err
	}
	head := make([]byte, sniffLen)
	n, _, err := readFull(raw, head)
	if err != nil {
		return unpackError(err)
	}
	f.charset, f.guessed = charsetOfHead(head[:n])
	if !f.gz {
		return nil
	}
	switch what := sniff(head[:n]); what {
	case isText:
		if f.charset == "" {
			return f.settle(0) // which also tells whether it unpacks to more than it may
		}
		return nil
	case isZip, isOLE, isGzip:
		return wrongType("a gzip archive of a workbook or of another archive")
	case noData:
		return wrongType(noData)
	default:
		return wrongType("a gzip archive of " + what)
	}
}

// settle settles the encoding of a file of which nothing before an offset matters for it.
func (f *csvFile) settle(offset int64) error {
	valid := false
	var err error
	if f.gz {
		var raw io.Reader
		if raw, err = f.raw(f.in.reader()); err == nil {
			valid, err = isUTF8Stream(raw)
		}
	} else {
		valid, err = isUTF8(f.in.at, offset, f.in.size)
	}
	if err != nil {
		return unpackError(err)
	}
	if f.charset = utf8Text; !valid {
		f.charset, f.guessed = windows1252, true
	}
	return nil
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
	text, err := f.decode(raw)
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

// blocks reads the file from its start.
func (f *csvFile) blocks(ctx context.Context, sheet, below int, prepare func() preparer) iter.Seq2[*block, error] {
	return func(yield func(*block, error) bool) {
		if sheet != 0 {
			yield(nil, errNoSuchSheet(sheet))
			return
		}
		text, err := f.text(ctxReader{ctx, f.in.tee()})
		if err != nil {
			yield(nil, f.in.reason(ctx, err))
			return
		}
		before := 0
		if f.dialect.sepLine {
			before = 1
		}
		f.dropped = nil
		for b := range readAhead(newCutter(text, f.dialect, below-before), prepare) {
			b.number(before)
			f.drop(b.dropped)
			before += b.nums
			if !yield(b, nil) {
				return
			}
			if b.err != nil {
				yield(nil, f.in.reason(ctx, b.err))
				return
			}
		}
		if err := f.in.unchanged(); err != nil {
			yield(nil, f.in.reason(ctx, err))
		}
	}
}

// drop keeps the first notice of each kind of rows that were passed over.
func (f *csvFile) drop(notices []Notice) {
	for _, n := range notices {
		if !slices.ContainsFunc(f.dropped, func(d Notice) bool { return d.Kind == n.Kind }) {
			f.dropped = append(f.dropped, n)
		}
	}
}

func (f *csvFile) format() Format                 { return CSV }
func (f *csvFile) sheets() []Sheet                { return []Sheet{{}} }
func (f *csvFile) date1904() bool                 { return false }
func (f *csvFile) digest() (string, int64, error) { return f.in.digest() }
func (f *csvFile) Close() error                   { return f.in.Close() }

func (f *csvFile) notices() (all []Notice) {
	if f.guessed {
		all = append(all, Notice{Kind: EncodingGuessed, Col: -1, Detail: string(f.charset)})
	}
	if f.dialect.delimiter != ',' {
		all = append(all, Notice{Kind: DelimiterFound, Col: -1, Detail: delimiterName(f.dialect.delimiter)})
	}
	return append(all, f.dropped...)
}
