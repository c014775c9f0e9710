package main

import (
	"archive/zip"
	"bytes"
	"os"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"
)

// makeExport writes a file that a script cannot hold as text: export NAME KIND [FILE]. The kinds
// are those of the switch below; FILE is what windows-1252 converts.
func makeExport(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: export NAME KIND [FILE]")
	}
	var b bytes.Buffer
	var err error
	switch kind := args[1]; kind {
	case "windows-1252":
		_, err = charmap.Windows1252.NewEncoder().Writer(&b).Write([]byte(ts.ReadFile(args[2])))
	case "sheets":
		err = twoSheets().Write(&b)
	case "password":
		err = twoSheets().Write(&b, excelize.Options{Password: "open sesame"})
	case "damaged":
		err = twoSheets().Write(&b)
		b.Truncate(b.Len() / 2)
	case "xls":
		name := "W\x00o\x00r\x00k\x00b\x00o\x00o\x00k\x00\x00\x00" // of a stream: 64 bytes, and how many of them are used
		b.WriteString("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + strings.Repeat("\x00", 504) +
			name + strings.Repeat("\x00", 64-len(name)) + string([]byte{byte(len(name)), 0}) + strings.Repeat("\x00", 62))
	case "ods":
		err = zipOf(&b, "mimetype", "application/vnd.oasis.opendocument.spreadsheet", "content.xml", "<office/>")
	case "zip":
		err = zipOf(&b, "contacts.csv", "client_id,contact_date\nA1,2024-07-01\n")
	case "long":
		b.WriteString("client_id,contact_date\nA1," + strings.Repeat("x", 17<<20) + "\n")
	default:
		ts.Fatalf("there is no kind %q", kind)
	}
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), b.Bytes(), 0o600))
}

// twoSheets is a workbook with one contact on its first sheet, Spring, and three on its second,
// Summer, of which one is copied from Spring.
func twoSheets() *excelize.File {
	f := excelize.NewFile()
	header := []any{"Client ID", "Contact Date"}
	_ = f.SetSheetName("Sheet1", "Spring")
	_ = f.SetSheetRow("Spring", "A1", &header)
	_ = f.SetSheetRow("Spring", "A2", &[]any{"A1", "2024-05-01"})
	_, _ = f.NewSheet("Summer")
	_ = f.SetSheetRow("Summer", "A1", &header)
	_ = f.SetSheetRow("Summer", "A2", &[]any{"A1", "2024-07-01"})
	_ = f.SetSheetRow("Summer", "A3", &[]any{"A2", "2024-07-02"})
	_ = f.SetSheetRow("Summer", "A4", &[]any{"A1", "2024-05-01"})
	return f
}

// zipOf packs parts, given as name, content, name, content …
func zipOf(b *bytes.Buffer, parts ...string) error {
	w := zip.NewWriter(b)
	for i := 0; i < len(parts); i += 2 {
		p, err := w.Create(parts[i])
		if err != nil {
			return err
		}
		if _, err := p.Write([]byte(parts[i+1])); err != nil {
			return err
		}
	}
	return w.Close()
}
