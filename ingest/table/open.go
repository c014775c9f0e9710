package table

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"
)

// Open opens a named file. Its content decides what it is, whatever its name says. The error is an
// *Error. The caller closes the file.
func Open(path string, o Options) (*File, error) {
	if strings.HasPrefix(filepath.Base(path), "~$") {
		return nil, &Error{
			Kind: WrongType, Msg: "this is a lock file that Excel keeps beside an open workbook",
			Hint: "name the workbook itself, without the ~$",
		}
	}
	in, err := openInput(path, o.maxUnzipped())
	if err != nil {
		return nil, err
	}
	return open(in, o)
}

// Read opens a stream, such as standard input; name is for messages only. The stream is stored
// before Read returns: in memory, or from 64 MiB on in a temporary file that Close removes. At most
// Options.MaxUnzipped bytes are taken.
func Read(name string, r io.Reader, o Options) (*File, error) {
	in, err := spool(name, r, o.maxUnzipped())
	if err != nil {
		return nil, err
	}
	return open(in, o)
}

func (o Options) maxUnzipped() int64 {
	if o.MaxUnzipped > 0 {
		return o.MaxUnzipped
	}
	return DefaultMaxUnzipped
}

// open finds out what the input is and opens it as that. It closes the input on an error.
func open(in *input, o Options) (*File, error) {
	src, err := openSource(in, o)
	if err != nil {
		_ = in.Close()
		return nil, readError(err)
	}
	return &File{src: src}, nil
}

func openSource(in *input, o Options) (source, error) {
	head, err := in.head(sniffLen)
	if err != nil {
		return nil, err
	}
	switch what := sniff(head); what {
	case isZip:
		return openWorkbook(in, in.at, in.size, o)
	case isOLE:
		return openEncrypted(in, o)
	case isGzip, isText:
		return openCSV(in, what == isGzip, o)
	default:
		return nil, wrongType(what)
	}
}

// bytesText prints a number of bytes for people.
func bytesText(n int64) string {
	switch {
	case n >= 1<<30 && n%(1<<30) == 0:
		return fmt.Sprintf("%d GiB", n>>30)
	case n >= 1<<20 && n%(1<<20) == 0:
		return fmt.Sprintf("%d MiB", n>>20)
	}
	return fmt.Sprintf("%d bytes", n)
}
