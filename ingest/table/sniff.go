package table

import (
	"bytes"
	"strings"
)

// sniffLen is how many bytes from the start tell what a file is.
const sniffLen = 64 << 10

// content is what a file is by its first bytes: one of the constants, or a phrase that names it for
// people.
type content string

const (
	isText content = "text"
	isZip  content = "zip"
	isOLE  content = "ole"
	isGzip content = "gzip"
	noData content = ""

	// bareBIFF is an .xls of Excel 5 or later whose stream stands without the OLE file around it.
	bareBIFF content = "an old Excel workbook (.xls)"
)

// magics are the first bytes of files that may pass for an export.
var magics = []struct {
	prefix string
	is     content
}{
	{"PK\x03\x04", isZip},
	{"PK\x05\x06", isZip},
	{"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", isOLE},
	{"\x1F\x8B", isGzip},
	{"\x09\x00\x04\x00", "a workbook of Excel 2 (.xls)"},
	{"\x09\x02\x06\x00", "a workbook of Excel 3 (.xls)"},
	{"\x09\x04\x06\x00", "a workbook of Excel 4 (.xls)"},
	{"\x09\x08", bareBIFF},
	{"%PDF-", "a PDF document"},
	{"\x89PNG\r\n\x1A\n", "a PNG image"},
	{"\xFF\xD8\xFF", "a JPEG image"},
	{"GIF87a", "a GIF image"},
	{"GIF89a", "a GIF image"},
	{"SQLite format 3\x00", "an SQLite database"},
	{"{\\rtf", "a Rich Text document"},
	{"PAR1", "a Parquet file"},
	{"ARROW1", "an Arrow file"},
	{"$FL2", "an SPSS data file"},
	{"7z\xBC\xAF\x27\x1C", "a 7z archive"},
	{"Rar!\x1A\x07", "a RAR archive"},
	{"BZh9", "a bzip2 archive"},
	{"\xFD7zXZ\x00", "an xz archive"},
	{"\x28\xB5\x2F\xFD", "a Zstandard archive"},
	{"MZ\x90\x00", "a Windows program"},
	{"\x7FELF", "a program"},
}

// sniff says what a file is that starts with head.
func sniff(head []byte) content {
	for _, m := range magics {
		if bytes.HasPrefix(head, []byte(m.prefix)) {
			if m.is == bareBIFF && (len(head) < 8 || head[2] < 4 || head[2] > 16 || head[3] != 0) {
				continue // text that begins with a tab
			}
			return m.is
		}
	}
	if bomOf(head) == utf16LE || bomOf(head) == utf16BE {
		return isText
	}
	text := bytes.TrimLeft(bytes.TrimPrefix(head, []byte(bomUTF8)), " \t\r\n")
	if len(text) == 0 && len(head) < sniffLen {
		return noData
	}
	if looksBinary(head) {
		return "binary data"
	}
	return isText
}

// sniffMarkup names decoded text that is markup and not a table, or returns noData.
func sniffMarkup(text string) content {
	text = strings.TrimLeft(text, " \t\r\n")
	start := strings.ToLower(text[:min(len(text), 4096)])
	switch {
	case strings.HasPrefix(start, "<!doctype html"), strings.HasPrefix(start, "<html"),
		strings.HasPrefix(start, "<table"),
		strings.HasPrefix(start, "<head"), strings.HasPrefix(start, "<body"), strings.HasPrefix(start, "<meta"):
		return "an HTML page"
	case strings.HasPrefix(start, "<?xml"):
		switch {
		case strings.Contains(start, "urn:schemas-microsoft-com:office:spreadsheet"):
			return "an Excel 2003 XML spreadsheet"
		case strings.Contains(start, "<html"):
			return "an HTML page"
		}
		return "an XML document"
	}
	if object, list := strings.HasPrefix(start, "{"), strings.HasPrefix(start, "["); object || list {
		rest := strings.TrimLeft(start[1:], " \t\r\n")
		if object && strings.HasPrefix(rest, `"`) || list && rest != "" && strings.IndexByte(`{["`, rest[0]) >= 0 {
			return "a JSON document"
		}
	}
	return noData
}

// looksBinary reports whether head holds too many control characters for any text. Zero bytes alone
// do not count: they stand in damaged text, and in UTF-16 without a BOM.
func looksBinary(head []byte) bool {
	n := 0
	for _, c := range head {
		if c < ' ' && c != 0 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1A {
			n++
		}
	}
	return n > len(head)/10
}

// wrongType says what a file is that is neither CSV nor XLSX.
func wrongType(what content) *Error {
	if what == noData {
		return &Error{Kind: Empty, Msg: "the file is empty", Hint: "export it again"}
	}
	e := &Error{
		Kind: WrongType, Msg: "this is " + string(what) + ", not a CSV or XLSX file",
		Hint: "export the contacts as CSV or XLSX",
	}
	switch {
	case strings.HasPrefix(string(what), "a workbook of Excel "):
		e.Hint = "open it in LibreOffice, or in Excel where the Trust Center allows files so old, " +
			"and save it as an Excel workbook (.xlsx)"
	case strings.Contains(string(what), "archive"):
		e.Hint = "unpack it and name the CSV or XLSX file inside"
	case strings.Contains(string(what), "spreadsheet"), strings.Contains(string(what), "workbook"),
		what == "an HTML page":
		e.Hint = "open it in Excel or LibreOffice and save it as an Excel workbook (.xlsx)"
	}
	return e
}
