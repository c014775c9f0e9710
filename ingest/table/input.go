package table

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"os"
)

// spoolMemory is how many bytes of a stream are kept in memory; beyond them it goes to a temporary
// file that only the user can read. A stream is stored at all because nothing but its last byte
// settles its encoding, and a workbook's index is at its end.
const spoolMemory = 64 << 20

// input is the raw bytes of a file: of a named one, or of a stream that was stored.
type input struct {
	name string
	at   io.ReaderAt
	size int64
	file *os.File    // nil for a stream in memory
	info os.FileInfo // of a named file, as it was opened; nil for a stream
	temp bool        // file is our own, to be removed

	sum string // digest in hex, once it is known
}

// openInput opens a named file. What is not a regular file, such as a pipe, is stored like a
// stream.
func openInput(path string, max int64) (*input, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, readError(err)
	}
	info, err := f.Stat()
	if err != nil {
		_ = f.Close()
		return nil, readError(err)
	}
	if info.IsDir() {
		_ = f.Close()
		return nil, errDirectory()
	}
	if !info.Mode().IsRegular() {
		defer f.Close()
		return spool(path, f, max)
	}
	return &input{name: path, at: f, size: info.Size(), file: f, info: info}, nil
}

// spool stores a stream of at most max bytes.
func spool(name string, r io.Reader, max int64) (*input, error) {
	sum := sha256.New()
	r = io.TeeReader(io.LimitReader(r, max+1), sum)
	var head bytes.Buffer
	n, err := io.Copy(&head, io.LimitReader(r, spoolMemory))
	if err != nil {
		return nil, readError(err)
	}
	in := &input{name: name, at: bytes.NewReader(head.Bytes()), size: n}
	if n == spoolMemory {
		if err := in.spoolToFile(head.Bytes(), r); err != nil {
			_ = in.Close()
			return nil, readError(err)
		}
	}
	if in.size > max {
		_ = in.Close()
		return nil, tooLarge(max)
	}
	in.sum = hex.EncodeToString(sum.Sum(nil))
	return in, nil
}

// spoolToFile stores head and what is left of r.
func (in *input) spoolToFile(head []byte, r io.Reader) error {
	f, err := os.CreateTemp("", "picreport-*") // created with the mode 0600
	if err != nil {
		return err
	}
	in.file, in.temp, in.at = f, true, f
	if _, err := f.Write(head); err != nil {
		return err
	}
	n, err := io.Copy(f, r)
	in.size = int64(len(head)) + n
	return err
}

// reader returns the bytes from the first.
func (in *input) reader() io.Reader { return io.NewSectionReader(in.at, 0, in.size) }

// tee returns the bytes from the first, and takes the digest of them as they are read.
func (in *input) tee() io.Reader {
	if in.sum != "" {
		return in.reader()
	}
	return &hashReader{in: in, r: in.reader(), sum: sha256.New()}
}

// hashReader is the reader of input.tee.
type hashReader struct {
	in  *input
	r   io.Reader
	sum hash.Hash
}

func (h *hashReader) Read(p []byte) (int, error) {
	n, err := h.r.Read(p)
	h.sum.Write(p[:n])
	if errors.Is(err, io.EOF) && h.in.sum == "" {
		h.in.sum = hex.EncodeToString(h.sum.Sum(nil))
	}
	return n, err
}

// ctxReader stops when the context does.
type ctxReader struct {
	ctx context.Context
	r   io.Reader
}

func (c ctxReader) Read(p []byte) (int, error) {
	if c.ctx.Err() != nil {
		return 0, context.Cause(c.ctx)
	}
	return c.r.Read(p)
}

// readFull reads until buf is full or the input ends, which last reports. Unlike with io.ReadFull,
// an input that is cut off, such as a .gz, is an error.
func readFull(r io.Reader, buf []byte) (n int, last bool, err error) {
	for n < len(buf) {
		m, err := r.Read(buf[n:])
		n += m
		if err == io.EOF {
			return n, true, nil
		}
		if err != nil {
			return n, false, err
		}
	}
	return n, false, nil
}

// head returns at most n of the first bytes.
func (in *input) head(n int) ([]byte, error) {
	b := make([]byte, min(int64(n), in.size))
	if _, err := io.ReadFull(in.reader(), b); err != nil {
		return nil, readError(err)
	}
	return b, nil
}

// unchanged fails where a named file is no longer what was opened.
func (in *input) unchanged() error {
	if in.info == nil {
		return nil
	}
	now, err := in.file.Stat()
	if err != nil {
		return readError(err)
	}
	if now.Size() != in.size || !now.ModTime().Equal(in.info.ModTime()) {
		return &Error{
			Kind: Unreadable, Msg: "the file changed while it was read",
			Hint: "run again when nothing writes to it",
		}
	}
	return nil
}

// reason returns why the reading of rows stopped with err: the context's end and a change of the
// file come before what they caused.
func (in *input) reason(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if changed := in.unchanged(); changed != nil {
		return changed
	}
	return err
}

// digest returns the SHA-256 of the bytes and their number.
func (in *input) digest() (string, int64, error) {
	if in.sum == "" {
		if _, err := io.Copy(io.Discard, in.tee()); err != nil {
			return "", 0, readError(err)
		}
	}
	if err := in.unchanged(); err != nil {
		return "", 0, err
	}
	return in.sum, in.size, nil
}

// Close closes the file, and removes it where it is our own.
func (in *input) Close() error {
	if in.file == nil {
		return nil
	}
	err := in.file.Close()
	if in.temp {
		err = errors.Join(err, os.Remove(in.file.Name()))
	}
	in.file = nil
	return err
}

// tooLarge is the error of a file that holds or unpacks to more than max bytes.
func tooLarge(max int64) *Error {
	return &Error{
		Kind: TooLarge, Msg: "the file holds more than " + bytesText(max) + " of data",
		Hint: "check that it is an export of contacts; split it if it is",
	}
}
