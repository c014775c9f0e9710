package table

import (
	"bytes"
	"encoding/binary"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A part that unpacks to more than it declares is no way around the limit.
func TestLyingZip(t *testing.T) {
	raw := bookOf("<sheetData>" + strings.Repeat(" ", 1<<20) + `<row><c><v>1</v></c></row></sheetData>`)
	for i := 0; ; { // the sizes in the central directory
		j := bytes.Index(raw[i:], []byte("PK\x01\x02"))
		if j < 0 {
			break
		}
		i += j
		if binary.LittleEndian.Uint32(raw[i+24:]) > 1<<20 {
			binary.LittleEndian.PutUint32(raw[i+24:], 1000)
		}
		i += 4
	}
	rows, err := readAll(t, openBook(t, raw, Options{MaxUnzipped: 1 << 19}), 0)
	var e *Error
	if !errors.As(err, &e) || e.Kind != Damaged || len(rows) != 0 {
		t.Errorf("%d rows, %v", len(rows), err)
	}
}

// A sheet too large to be held in memory is unpacked twice, and reads the same.
func TestLargeSheet(t *testing.T) {
	sheet := `<sheetData><row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>` + strings.Repeat("<!--"+strings.Repeat("x", 1<<20)+"-->", keptSheet>>20) +
		`<row r="2"><c r="B2"><v>3</v></c></row></sheetData><mergeCells><mergeCell ref="A1:A2"/></mergeCells>`
	got := cellsOf(t, openBook(t, bookOf(sheet), Options{}))
	if d := cmp.Diff([]string{"A1 number 1", "B1 number 2", "A2 number 1", "B2 number 3"}, got); d != "" {
		t.Errorf("cells (-want +got):\n%s", d)
	}
}

// The rows before a damage are read; what stops reading says where.
func TestDamagedSheet(t *testing.T) {
	raw := bookOf("<sheetData>" + strings.Repeat(`<row><c><v>1</v></c></row>`, 5000) + "</sheetData>")
	i := bytes.Index(raw, []byte("xl/worksheets/sheet1.xml"))
	for k := range 40 {
		raw[i+200+k] ^= 0x55
	}
	rows, err := readAll(t, openBook(t, raw, Options{}), 0)
	var e *Error
	if !errors.As(err, &e) || e.Kind != Damaged || e.Row < len(rows) {
		t.Errorf("%d rows, %#v", len(rows), err)
	}
}

func TestLargePart(t *testing.T) {
	raw := bookOf("<sheetData/>", "xl/styles.xml", "<styleSheet>"+strings.Repeat(" ", maxPart)+"</styleSheet>")
	_, err := readAll(t, openBook(t, raw, Options{}), 0)
	var e *Error
	if !errors.As(err, &e) || e.Kind != TooLarge || !strings.Contains(e.Msg, "xl/styles.xml") {
		t.Errorf("got %v", err)
	}
}

// Cells with notices in rows that hold nothing must not pile up.
func TestUnvaluedRows(t *testing.T) {
	f := openBook(t, bookOf("<sheetData>"+strings.Repeat(`<row><c/><c><f>1</f></c></row>`, 5000)+"</sheetData>"), Options{})
	if rows, err := readAll(t, f, 0); len(rows) != 0 || err != nil {
		t.Errorf("%d rows, %v", len(rows), err)
	}
	want := []Notice{{Kind: FormulaNoValue, Sheet: "S", Row: 1, Col: 1, Detail: "5000"}}
	if d := cmp.Diff(want, f.Notices()); d != "" {
		t.Errorf("notices (-want +got):\n%s", d)
	}
}

// Quotes in any number take time in proportion to the text; were it by the square, this would take
// hours.
func TestManyQuotes(t *testing.T) {
	for _, unit := range []string{`,""`, `,"a`, `""`, `"a`, ` "`, ",\"\"\"a\n", "\"a\"b\n", ", \"a\n", ",\"a\r\n"} {
		text := "a,b\n\"" + strings.Repeat(unit, 4<<20/len(unit))
		n := 0
		for p := newRecords(strings.NewReader(text), ','); ; n++ {
			if _, err := p.next(); err != nil {
				break
			}
		}
		if n == 0 {
			t.Errorf("%q: no rows", unit)
		}
	}
}

func TestOtherWriters(t *testing.T) {
	tests := []struct {
		name  string
		parts []string
		want  []string
	}{
		{
			"names in another case, with backslashes",
			[]string{
				"[content_types].xml", contentTypes, `_rels\.rels`, rootRelations, `xl\_rels\workbook.xml.rels`, bookRelations,
				`xl\Workbook.xml`, bookXML, `xl\Worksheets\Sheet1.xml`, `<worksheet><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>`,
			},
			[]string{"A1 number 1"},
		},
		{
			"no root relationships",
			[]string{
				"[Content_Types].xml", contentTypes, "xl/_rels/workbook.xml.rels", bookRelations, "xl/workbook.xml", bookXML,
				"xl/worksheets/sheet1.xml", `<worksheet><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>`,
			},
			[]string{"A1 number 1"},
		},
		{
			"UTF-16 and a byte order mark",
			[]string{
				"[Content_Types].xml", bomUTF8 + contentTypes, "_rels/.rels", rootRelations, "xl/_rels/workbook.xml.rels", bookRelations,
				"xl/workbook.xml", utf16Text(bookXML, true, true), "xl/worksheets/sheet1.xml",
				utf16Text(`<worksheet><sheetData><row><c t="inlineStr"><is><t>é</t></is></c></row></sheetData></worksheet>`, false, true),
			},
			[]string{"A1 text é"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if d := cmp.Diff(tt.want, cellsOf(t, openBook(t, zipOf(tt.parts...), Options{}))); d != "" {
				t.Errorf("cells (-want +got):\n%s", d)
			}
		})
	}
	lost := strings.Replace(bookXML, "rId1", "rId9", 1)
	_, err := Read("-", bytes.NewReader(bookOf("<sheetData/>", "xl/workbook.xml", lost)), Options{})
	var e *Error
	if !errors.As(err, &e) || e.Kind != Damaged {
		t.Errorf("a sheet without a relationship: %v", err)
	}
}
