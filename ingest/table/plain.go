package table

import (
	"bytes"
	"io"
	"regexp"
)

// encodingName is the name of its encoding in the declaration of a part.
var encodingName = regexp.MustCompile(`^(<\?xml[^>]*?\sencoding\s*=\s*)("[^"]*"|'[^']*')`)

// PlainXML returns a part of a workbook in UTF-8 without a byte order mark, for readers that know no
// other encoding. The error is one that reading the part would have.
func PlainXML(content []byte) ([]byte, error) {
	x := newXMLReader(bytes.NewReader(content), mainNamespace)
	if x.broken != nil {
		return nil, x.broken
	}
	rest, err := io.ReadAll(x.r)
	if err != nil {
		return nil, err
	}
	plain := bytes.Join([][]byte{x.buf[x.pos:x.end], rest}, nil)
	if bytes.Equal(plain, content) {
		return content, nil
	}
	return encodingName.ReplaceAll(plain, []byte(`$1"UTF-8"`)), nil
}
