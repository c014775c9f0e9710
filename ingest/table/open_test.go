package table

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// ole is the start of an OLE file with the entries of its streams.
func ole(streams ...string) string {
	s := "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + strings.Repeat("\x00", 504)
	for _, name := range streams {
		wide := utf16Text(name+"\x00", false, false)
		s += wide + strings.Repeat("\x00", 64-len(wide)) + string([]byte{byte(len(wide)), 0}) + strings.Repeat("\x00", oleEntry-66)
	}
	return s
}

func TestWrongFiles(t *testing.T) {
	types := func(kind string) string {
		return `<Types><Override PartName="/x" ContentType="application/vnd.` + kind + `"/></Types>`
	}
	tests := []struct {
		name, content string
		kind          ErrorKind
		says          string
	}{
		{"empty", "", Empty, "the file is empty"},
		{"BOM alone", bomUTF8, Empty, "empty"},
		{"UTF-16 BOM alone", "\xFF\xFE", Empty, "empty"},
		{"blanks", " \r\n\n", Empty, "empty"},
		{"empty gz", gzipped(""), Empty, "empty"},
		{"xls", ole("Root Entry", "Workbook"), WrongType, "an old Excel workbook (.xls)"},
		{"xls with a name in capitals", ole("Root Entry", "WORKBOOK"), WrongType, "an old Excel workbook (.xls)"},
		{"xls of Excel 5 in small letters", ole("Root Entry", "book"), WrongType, "an old Excel workbook (.xls)"},
		{"xls of Excel 2", "\x09\x00\x04\x00\x02\x00\x10\x00\x0a\x00\x00\x00", WrongType, "a workbook of Excel 2 (.xls)"},
		{"xls of Excel 3", "\x09\x02\x06\x00\x00\x00\x10\x00\x00\x00\x0a\x00\x00\x00", WrongType, "a workbook of Excel 3 (.xls)"},
		{"xls of Excel 4", "\x09\x04\x06\x00\x00\x00\x10\x00\x00\x00\x0a\x00\x00\x00", WrongType, "a workbook of Excel 4 (.xls)"},
		{"workbook file of Excel 4", "\x09\x04\x06\x00\x00\x00\x00\x01\x00\x00\x0a\x00\x00\x00", WrongType, "a workbook of Excel 4 (.xls)"},
		{"xls without OLE", "\x09\x08\x10\x00\x00\x06\x05\x00\x54\x38\xcd\x07\xc1\x40\x00\x00", WrongType, "an old Excel workbook (.xls)"},
		{"doc in capitals", ole("Root Entry", "WORDDOCUMENT"), WrongType, "an old Word document"},
		{"msg in capitals", ole("__PROPERTIES_VERSION1.0"), WrongType, "an Outlook message"},
		{"a name without a directory", ole()[:512] + utf16Text("xxWORKBOOK\x00", false, false), WrongType, "an old Excel workbook (.xls)"},
		{"a name as the text of a stream", ole("Root Entry") + utf16Text(strings.Repeat("x", 64)+"Book\x00", false, false) + strings.Repeat("x", 128), WrongType, "an old Office file"},
		{"rights management", ole("\x06DataSpaces", "DRMEncryptedDataSpace", "EncryptedPackage"), UnknownEncryption, "protected by rights management"},
		{"encryption that nothing describes", ole("Root Entry", "ENCRYPTEDPACKAGE"), UnknownEncryption, "how is not said"},
		{"doc", ole("WordDocument"), WrongType, "an old Word document"},
		{"msg", ole("__properties_version1.0"), WrongType, "an Outlook message"},
		{"other OLE", ole(), WrongType, "an old Office file"},
		{"broken encryption", ole("EncryptedPackage", "EncryptionInfo"), UnknownEncryption, "cannot be read"},
		{"xlsb", string(zipOf("[Content_Types].xml", types("ms-excel.sheet.binary.macroEnabled.main"))), WrongType, "(.xlsb)"},
		{"docx", string(zipOf("[Content_Types].xml", types("openxmlformats-officedocument.wordprocessingml.document.main+xml"))), WrongType, "a Word document"},
		{"pptx", string(zipOf("[Content_Types].xml", types("openxmlformats-officedocument.presentationml.presentation.main+xml"))), WrongType, "PowerPoint"},
		{"ods", string(zipOf("mimetype", "application/vnd.oasis.opendocument.spreadsheet")), WrongType, "OpenDocument spreadsheet (.ods)"},
		{"odt", string(zipOf("mimetype", "application/vnd.oasis.opendocument.text")), WrongType, "an OpenDocument file"},
		{"numbers", string(zipOf("Index/Document.iwa", "")), WrongType, "Numbers"},
		{"zip", string(zipOf("contacts.csv", "a,b")), WrongType, "a ZIP archive"},
		{"HTML", "\n<html><table><tr><td>1</td></tr></table></html>", WrongType, "an HTML page"},
		{"HTML with a type", bomUTF8 + "<!DOCTYPE HTML>", WrongType, "an HTML page"},
		{"XML", "<?xml version=\"1.0\"?><records/>", WrongType, "an XML document"},
		{"XML spreadsheet", `<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">`, WrongType, "Excel 2003 XML"},
		{"JSON", "[\n {\"a\": 1}]", WrongType, "a JSON document"},
		{"JSON object", `{"a": 1}`, WrongType, "a JSON document"},
		{"PDF", "%PDF-1.7\n", WrongType, "a PDF document"},
		{"PNG", "\x89PNG\r\n\x1A\n", WrongType, "a PNG image"},
		{"SQLite", "SQLite format 3\x00", WrongType, "an SQLite database"},
		{"binary", "\x01\x02\x03\x04abcd\x05\x06", WrongType, "binary data"},
		{"gz of a workbook", gzipped("PK\x03\x04"), WrongType, "a gzip archive of a workbook"},
		{"gz of HTML", gzipped("<html>"), WrongType, "an HTML page"},
		{"cut-off gz", gzipped(strings.Repeat("a,b\n", 100))[:30], Damaged, "cut off"},
		{"broken gz", "\x1F\x8B\x08\x00\x00\x00\x00\x00\x00\x00\xFF\xFF\xFF\xFF\xFF", Damaged, ".gz file is damaged"},
		{"cut-off workbook", string(bookOf("<sheetData/>")[:300]), Damaged, "zip archive cannot be read"},
		{"no sheets", string(bookOf("", "xl/workbook.xml", "<workbook><sheets/></workbook>")), NoSheets, "no sheet"},
		{"no workbook part", string(zipOf("[Content_Types].xml", contentTypes, "_rels/.rels", rootRelations)), Damaged, "xl/workbook.xml is missing"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f, err := Read("contacts.xlsx", strings.NewReader(tt.content), Options{})
			var e *Error
			if !errors.As(err, &e) || f != nil {
				t.Fatalf("got %v, %v", f, err)
			}
			if e.Kind != tt.kind || !strings.Contains(e.Msg, tt.says) {
				t.Errorf("got %s: %s", e.Kind, e.Msg)
			}
			if e.Hint == "" {
				t.Error("no hint")
			}
		})
	}
}

func TestOpenErrors(t *testing.T) {
	dir := t.TempDir()
	tests := []struct {
		path string
		kind ErrorKind
	}{
		{filepath.Join(dir, "none.csv"), Missing},
		{dir, Directory},
		{filepath.Join(dir, "~$contacts.xlsx"), WrongType},
	}
	if os.Getuid() != 0 {
		secret := filepath.Join(dir, "secret.csv")
		_ = os.WriteFile(secret, []byte("a,b\n"), 0)
		tests = append(tests, struct {
			path string
			kind ErrorKind
		}{secret, NoPermission})
	}
	for _, tt := range tests {
		_, err := Open(tt.path, Options{})
		var e *Error
		if !errors.As(err, &e) || e.Kind != tt.kind || strings.Contains(e.Error(), dir) {
			t.Errorf("Open(%q): %v", tt.path, err)
		}
	}
	if e := readError(os.ErrPermission); e.Kind != NoPermission {
		t.Errorf("a permission error is %s", e.Kind)
	}
}

// A CSV named .xlsx is a CSV.
func TestContentDecides(t *testing.T) {
	path := filepath.Join(t.TempDir(), "contacts.xlsx")
	_ = os.WriteFile(path, []byte("a,b\n1,2\n"), 0o600)
	f, err := Open(path, Options{})
	if err != nil || f.Format() != CSV {
		t.Fatalf("got %v, %v", f, err)
	}
	_ = f.Close()
}

func TestPasswords(t *testing.T) {
	x := excelize.NewFile()
	_ = x.SetCellStr("Sheet1", "A1", "x")
	locked := saved(t, x, excelize.Options{Password: "open sesame"})
	protected := saved(t, x, excelize.Options{Password: DefaultPassword})
	tests := []struct {
		name     string
		raw      []byte
		password string
		kind     ErrorKind
	}{
		{"right", locked, "open sesame", ""},
		{"wrong", locked, "close sesame", WrongPassword},
		{"none", locked, "", PasswordNeeded},
		{"protected only", protected, "", ""},
		{"protected only, a password given", protected, "some", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f, err := Read("-", bytes.NewReader(tt.raw), Options{Password: tt.password})
			if tt.kind != "" {
				var e *Error
				if !errors.As(err, &e) || e.Kind != tt.kind {
					t.Errorf("got %v", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			if got := cellsOf(t, f); len(got) != 1 || got[0] != "A1 text x" {
				t.Errorf("cells %q", got)
			}
			want := sha256.Sum256(tt.raw)
			if sum, size, err := f.Digest(); sum != hex.EncodeToString(want[:]) || size != int64(len(tt.raw)) || err != nil {
				t.Errorf("digest %s of %d bytes, %v", sum, size, err)
			}
		})
	}
}

func TestMaxUnzipped(t *testing.T) {
	raw := bookOf("<sheetData>" + strings.Repeat(" ", 1<<20) + "</sheetData>")
	var e *Error
	if _, err := Read("-", bytes.NewReader(raw), Options{MaxUnzipped: 1 << 20}); !errors.As(err, &e) || e.Kind != TooLarge {
		t.Errorf("beyond the limit: %v", err)
	}
	f, err := Read("-", bytes.NewReader(raw), Options{MaxUnzipped: 2 << 20})
	if err != nil {
		t.Fatalf("within the limit: %v", err)
	}
	_ = f.Close()
}

// A long stream is stored in a file of our own, and leaves nothing behind.
func TestSpool(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	t.Setenv("TMP", dir)
	text := strings.Repeat(strings.Repeat("x", 1022)+",\n", spoolMemory/1024+2)
	f, err := Read("-", strings.NewReader(text), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if files, _ := os.ReadDir(dir); len(files) != 1 {
		t.Errorf("%d temporary files", len(files))
	}
	n := 0
	for _, err := range f.Rows(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		n++
	}
	want := sha256.Sum256([]byte(text))
	if sum, size, _ := f.Digest(); n != spoolMemory/1024+2 || sum != hex.EncodeToString(want[:]) || size != int64(len(text)) {
		t.Errorf("%d rows, digest %s of %d bytes", n, sum, size)
	}
	if err := f.Close(); err != nil {
		t.Error(err)
	}
	if files, _ := os.ReadDir(dir); len(files) != 0 {
		t.Errorf("%d temporary files are left", len(files))
	}
	if _, err := Read("-", strings.NewReader(text), Options{MaxUnzipped: spoolMemory + 1}); err == nil {
		t.Error("a stream beyond the limit was taken")
	}
	if files, _ := os.ReadDir(dir); len(files) != 0 {
		t.Errorf("%d temporary files are left after an error", len(files))
	}
}

// TestContext stops reading soon after the context ends: within the few batches that may have been
// read ahead.
func TestContext(t *testing.T) {
	stop := errors.New("stop")
	row := `<row><c><v>1</v></c></row>`
	for name, raw := range map[string]string{
		"CSV":  strings.Repeat("a,b\n", 8*contextRows),
		"XLSX": string(bookOf("<sheetData>" + strings.Repeat(row, 8*contextRows) + "</sheetData>")),
	} {
		f, err := Read("-", strings.NewReader(raw), Options{})
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancelCause(t.Context())
		n := 0
		for _, rowErr := range f.Rows(ctx, 0) {
			if err = rowErr; err == nil {
				n++
			}
			cancel(stop)
		}
		cancel(nil)
		if n == 0 || n > 4*contextRows || !errors.Is(err, stop) {
			t.Errorf("%s: %d rows, then %v", name, n, err)
		}
	}
}
