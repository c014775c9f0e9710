package table

import (
	"bytes"
	"errors"
	"testing"

	"github.com/xuri/excelize/v2"
)

// checkFile reads a file to its end: no panic, only our errors, rows in order, and whole notices.
func checkFile(t *testing.T, raw []byte, o Options) {
	t.Helper()
	f, err := Read("-", bytes.NewReader(raw), o)
	if err != nil {
		checkError(t, err)
		return
	}
	defer f.Close()
	for i := range f.Sheets() {
		last := 0
		for row, err := range f.Rows(t.Context(), i) {
			if err != nil {
				checkError(t, err)
				break
			}
			if row.Num <= last || blankCells(row.Cells) || len(row.Cells) > MaxColumns {
				t.Fatalf("row %d of %d cells after row %d", row.Num, len(row.Cells), last)
			}
			last = row.Num
			for _, c := range row.Cells {
				if (c.Kind == Blank) != (c.Text == "") {
					t.Fatalf("row %d: a cell of kind %d holds %q", row.Num, c.Kind, c.Text)
				}
			}
			for _, n := range row.Notices {
				if n.Row != row.Num || n.Col < -1 || n.Col >= MaxColumns || n.Kind == "" {
					t.Fatalf("row %d has the notice %+v", row.Num, n)
				}
			}
		}
	}
	for _, n := range f.Notices() {
		if n.Kind == "" {
			t.Fatalf("notice %+v", n)
		}
	}
	if _, _, err := f.Digest(); err != nil {
		t.Fatal(err)
	}
}

func checkError(t *testing.T, err error) {
	t.Helper()
	var e *Error
	if !errors.As(err, &e) || e.Kind == "" || e.Msg == "" {
		t.Fatalf("a foreign error: %#v", err)
	}
}

func FuzzCSV(f *testing.F) {
	for _, s := range []string{
		"a,b\n1,2\n", "a;b\r\n1,5;2\r\n", "sep=|\ra|b\r", bomUTF8 + "a\tb\n\"x\ty\"\t2", "a,b\n\"1\n2\",\"\"\"\"\n", "a,b\nO\"Brien,\"abc\" def\n",
		"a,b\n1,\"open\n3,\"x\"\n", "a\x00,b\n", "caf\xE9,b\n", utf16Text("a,b\n1,2\n", false, true), utf16Text("a,b\n1,2\n", true, false),
		gzipped("a,b\n1,2\n"), "\n\n,,\n", `{"a":1}`, "<html>", "sep=", ` "a" , "b"x"` + "\r", "\"\"\"\n\"a\"\"\n",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) { checkFile(t, raw, Options{MaxUnzipped: 1 << 20}) })
}

// FuzzXLSX takes a whole file, or else the XML of a sheet, with that of the shared strings and of
// the styles.
func FuzzXLSX(f *testing.F) {
	x := excelize.NewFile()
	_ = x.SetCellStr("Sheet1", "A1", "x")
	var plain, locked bytes.Buffer
	_ = x.Write(&plain)
	_ = x.Write(&locked, excelize.Options{Password: "p"})
	shared := sharedXML(`<si><t>a_x000D_&amp;</t></si><si><r><t>b</t></r><rPh><t>c</t></rPh></si>`)
	f.Add(plain.Bytes(), "", "")
	f.Add(locked.Bytes(), "", "")
	for _, s := range []string{
		`<cols><col min="1" max="9" hidden="1"/></cols><sheetData><row r="1"><c r="A1" t="s"><v>1</v></c></row></sheetData>`,
		`<sheetData><row><c><v>1e5</v></c></row><row hidden="1"><c s="0"><v>45000.5</v></c><c t="d"><v>2024-01-01</v></c></row></sheetData>`,
		`<sheetData><row r="2"><c r="A2" t="inlineStr"><is><t>x</t></is></c></row><row><c r="B3" t="b"><v>1</v></c></row></sheetData>` +
			`<mergeCells><mergeCell ref="A2:A9"/></mergeCells>`,
		`<sheetData><row><c t="e"><v>#N/A</v></c><c><f>1</f></c><c t="str"><v><![CDATA[x]]></v></c></row></sheetData><!-- x -->`,
	} {
		f.Add([]byte(s), shared, stylesXML(14, "[h]:mm", `yyyy"x"\-[Red]`))
	}
	f.Fuzz(func(t *testing.T, raw []byte, shared, styles string) {
		if !bytes.HasPrefix(raw, []byte("PK")) && !bytes.HasPrefix(raw, []byte("\xD0\xCF")) {
			raw = bookOf(string(raw), "xl/sharedStrings.xml", shared, "xl/styles.xml", styles)
		}
		checkFile(t, raw, Options{MaxUnzipped: 1 << 20, Password: "p"})
	})
}
