package table

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"
)

// Declarations of namespaces that the shapes use.
const (
	mcNS    = ` xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"`
	x14NS   = ` xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"`
	x15NS   = ` xmlns:x15="http://schemas.microsoft.com/office/spreadsheetml/2010/11/main"`
	mainNS  = ` xmlns:m="` + transitional + `"`
	bookTop = `<workbook xmlns="` + transitional + `" xmlns:r="` + docRelations + `"` + mcNS + x15NS + mainNS + `>`
	oneList = `<sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets>`
)

// A date cell of a workbook that counts its days from 1904, or from 1900, by what its main part
// says.
func TestDateSystemByPlace(t *testing.T) {
	is1904 := `<workbookPr date1904="1"/>`
	tests := []struct{ name, book, want string }{
		{"plain", is1904 + oneList, "2024-07-01"},
		{"none", oneList, "2020-06-30"},
		{
			"x15 in an extension",
			is1904 + oneList + `<extLst><ext uri="{1}"><x15:workbookPr chartTrackingRefBase="1"/></ext></extLst>`,
			"2024-07-01",
		},
		{
			"x15 in an extension that sets it",
			oneList + `<extLst><ext uri="{1}"><x15:workbookPr date1904="1"/></ext></extLst>`, "2020-06-30",
		},
		{"the same element deeper down", is1904 + oneList + `<extLst><ext uri="{1}"><workbookPr/></ext></extLst>`, "2024-07-01"},
		{"its attribute with a prefix", `<workbookPr x15:date1904="1"/>` + oneList, "2020-06-30"},
		{
			"an alternative that needs something newer, and a fallback",
			`<mc:AlternateContent><mc:Choice Requires="x15"><workbookPr/></mc:Choice>` +
				`<mc:Fallback><workbookPr date1904="true"/></mc:Fallback></mc:AlternateContent>` + oneList, "2024-07-01",
		},
		{
			"an alternative that needs nothing newer",
			`<mc:AlternateContent><mc:Choice Requires="m"><workbookPr date1904="true"/></mc:Choice>` +
				`<mc:Choice Requires="m"><workbookPr/></mc:Choice><mc:Fallback><workbookPr/></mc:Fallback></mc:AlternateContent>` + oneList,
			"2024-07-01",
		},
		{
			"no alternative that is read", is1904 + `<mc:AlternateContent><mc:Choice Requires="x15 m"><workbookPr/></mc:Choice></mc:AlternateContent>` +
				oneList, "2024-07-01",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := openBook(t, bookOf(`<sheetData><row r="1"><c r="A1" s="0"><v>44012</v></c></row></sheetData>`,
				"xl/workbook.xml", bookTop+tt.book+"</workbook>", "xl/styles.xml", stylesXML(14)), Options{})
			if d := cmp.Diff([]string{"A1 date " + tt.want}, cellsOf(t, f)); d != "" {
				t.Errorf("cells (-want +got):\n%s", d)
			}
		})
	}
}

// What stands elsewhere than cells, rows and columns do is none of them.
func TestCellsByPlace(t *testing.T) {
	row := `<row r="1"><c r="A1"><v>1</v></c></row>`
	tests := []struct {
		name, sheet string
		want        []string
	}{
		{
			"a row of another namespace", `<sheetData` + x14NS + `>` + row + `<x14:row r="2"><c r="A2"><v>9</v></c></x14:row></sheetData>`,
			[]string{"A1 number 1"},
		},
		{
			"a cell and a value of another namespace",
			`<sheetData` + x14NS + `><row r="1"><x14:c r="A1"><v>9</v></x14:c><c r="B1"><x14:v>9</x14:v><v>1</v></c></row></sheetData>`,
			[]string{"B1 number 1"},
		},
		{
			"names declared anew within", `<sheetData><row r="1"><c r="A1"><v>1</v><extLst xmlns="urn:x"><v>9</v></extLst></c><c r="B1"><v>2</v></c></row></sheetData>`,
			[]string{"A1 number 1", "B1 number 2"},
		},
		{
			"an extension of a row and of a cell",
			`<sheetData><row r="1"><c r="A1"><extLst><ext uri="x"><v>9</v><is><t>z</t></is></ext></extLst><v>1</v></c><extLst><c r="D1"><v>9</v></c></extLst></row></sheetData>`,
			[]string{"A1 number 1"},
		},
		{
			"rows and columns beside the sheet's own", `<sheetPr><row r="1"><c r="C1"><v>9</v></c></row></sheetPr><sheetData>` + row + `</sheetData>` +
				`<extLst><ext uri="x"><sheetData><row r="2"><c r="A2"><v>9</v></c></row></sheetData></ext></extLst>`,
			[]string{"A1 number 1"},
		},
		{
			"attributes with a prefix", `<sheetData` + x14NS + `><row r="1" x14:r="7" x14:hidden="1"><c r="A1" x14:r="D9" x14:t="b"><v>1</v></c></row></sheetData>`,
			[]string{"A1 number 1"},
		},
		{
			"alternatives of rows and of cells", `<sheetData` + mcNS + x14NS + `><mc:AlternateContent><mc:Choice Requires="x14"><row r="1"><c r="A1"><v>9</v></c></row></mc:Choice>` +
				`<mc:Fallback>` + row + `</mc:Fallback></mc:AlternateContent><row r="2"><mc:AlternateContent><mc:Choice Requires="x14"><c r="A2"><v>9</v></c></mc:Choice>` +
				`<mc:Fallback><c r="A2"><v>2</v></c></mc:Fallback></mc:AlternateContent><c r="B2"><mc:AlternateContent><c><v>7</v></c><mc:Fallback><v>3</v></mc:Fallback></mc:AlternateContent></c></row></sheetData>`,
			[]string{"A1 number 1", "A2 number 2", "B2 number 3"},
		},
		{
			"merged ranges of another place or namespace", `<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="B2"><v>2</v></c></row></sheetData>` +
				`<mergeCells` + x14NS + `><x14:mergeCell ref="A1:A2"/></mergeCells><extLst><mergeCells><mergeCell ref="A1:A2"/></mergeCells></extLst>`,
			[]string{"A1 number 1", "B2 number 2"},
		},
		{
			"merged ranges behind rows that name their own end", `<sheetData><row r="1"><c r="A1"><v>1</v></c></row><!-- </sheetData> --><?x </sheetData>?>` +
				`<row r="2"><c r="B2" t="str"><v><![CDATA[</sheetData>]]></v></c></row></sheetData><mergeCells><mergeCell ref="A1:A2"/></mergeCells>`,
			[]string{"A1 number 1", "A2 number 1", "B2 text </sheetData>"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if d := cmp.Diff(tt.want, cellsOf(t, openBook(t, bookOf(tt.sheet), Options{}))); d != "" {
				t.Errorf("cells (-want +got):\n%s", d)
			}
		})
	}
}

func TestInlineTexts(t *testing.T) {
	tests := []struct{ name, cell, want string }{
		{"is after v", `<c r="A1" t="inlineStr"><v>1000</v><is><t>1001</t></is></c>`, "text 1001"},
		{"is before v", `<c r="A1" t="inlineStr"><is><t>1001</t></is><v>1000</v></c>`, "text 1001"},
		{"v alone", `<c r="A1" t="inlineStr"><v>1000</v></c>`, "text 1000"},
		{"is of a number", `<c r="A1"><is><t>1001</t></is><v>1000</v></c>`, "number 1000"},
		{"v of a number, then is", `<c r="A1"><v>1000</v><is><t>1001</t></is></c>`, "number 1000"},
		{"is of a shared text", `<c r="A1" t="s"><is><t>0</t></is><v>1</v></c>`, "text one"},
		{"runs, and a guide", `<c r="A1" t="inlineStr"><is><r><rPr><b/></rPr><t>a</t></r><r><t xml:space="preserve"> b</t></r><rPh sb="0" eb="1"><t>ruby</t></rPh></is></c>`, "text a b"},
		{"a text of another namespace", `<c r="A1" t="inlineStr"><is><t>a</t><x:t xmlns:x="urn:x">b</x:t></is></c>`, "text a"},
		{"a text deeper down", `<c r="A1" t="inlineStr"><is><t>a</t><r><rPr><t>b</t></rPr><t>c</t></r></is></c>`, "text ac"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := openBook(t, bookOf(`<sheetData><row r="1">`+tt.cell+`</row></sheetData>`, "xl/sharedStrings.xml", sharedXML(`<si><t>zero</t></si><si><t>one</t></si>`)), Options{})
			if d := cmp.Diff([]string{"A1 " + tt.want}, cellsOf(t, f)); d != "" {
				t.Errorf("cells (-want +got):\n%s", d)
			}
		})
	}
}

// Formats of conditional formatting have numbers of their own, and no say in those of cells.
func TestFormatsByPlace(t *testing.T) {
	styles := strings.Replace(stylesXML("yyyy-mm-dd"), "</styleSheet>",
		`<dxfs><dxf><numFmt numFmtId="164" formatCode="0.00"/></dxf></dxfs><extLst><ext uri="x"><cellXfs><xf numFmtId="0"/></cellXfs></ext></extLst></styleSheet>`, 1)
	styles = strings.Replace(styles, "<numFmts>", `<dxfs><dxf><numFmt numFmtId="164" formatCode="0.0"/></dxf></dxfs><numFmts>`, 1)
	f := openBook(t, bookOf(`<sheetData><row r="1"><c r="A1" s="0"><v>45474</v></c></row></sheetData>`, "xl/styles.xml", styles), Options{})
	if d := cmp.Diff([]string{"A1 date 2024-07-01"}, cellsOf(t, f)); d != "" {
		t.Errorf("cells (-want +got):\n%s", d)
	}
}

func TestDeclaredEncodings(t *testing.T) {
	sheet := func(declared string) string {
		return `<?xml version="1.0" encoding="` + declared + `"?><worksheet xmlns="` + transitional + `"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>José “x”</t></is></c></row>` +
			`<row r="2"><c r="B2"><v>1</v></c></row></sheetData><mergeCells><mergeCell ref="A1:A2"/></mergeCells></worksheet>`
	}
	latin := func(c *charmap.Charmap, text string) string {
		out, err := c.NewEncoder().String(text)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	plain := strings.NewReplacer("“", "(", "”", ")")
	tests := []struct{ name, xml, want, says string }{
		{"UTF-8", sheet("utf-8"), "José “x”", ""},
		{"UTF-16 with a mark", utf16Text(sheet("UTF-16"), true, true), "José “x”", ""},
		{"UTF-16 without a mark", utf16Text(sheet("UTF-16"), false, false), "José “x”", ""},
		{"UTF-16, big end first, without a mark", utf16Text(sheet("UTF-16BE"), true, false), "José “x”", ""},
		{"said to be UTF-16, and is UTF-8", sheet("utf-16"), "José “x”", ""},
		{"ISO-8859-1", latin(charmap.ISO8859_1, plain.Replace(sheet("ISO-8859-1"))), "José (x)", ""},
		{"ISO-8859-15", latin(charmap.ISO8859_15, plain.Replace(sheet("iso-8859-15"))), "José (x)", ""},
		{"Windows-1252", latin(charmap.Windows1252, sheet("windows-1252")), "José “x”", ""},
		{"a byte order mark wins", bomUTF8 + sheet("ISO-8859-1"), "José “x”", ""},
		{"one that is not read", sheet("Shift_JIS"), "", `the encoding "Shift_JIS", which is not read`},
		{"not what it says", latin(charmap.Windows1252, sheet("UTF-8")), "", "is said to be UTF-8, and is not"},
		{"not what it is without a declaration", strings.ReplaceAll(latin(charmap.Windows1252, sheet("UTF-8")), ` encoding="UTF-8"`, ""), "", "is said to be UTF-8, and is not"},
		{"not UTF-8 far behind its start", strings.Replace(sheet("UTF-8"), "</row>", "</row>"+strings.Repeat(" ", 200_000)+"<!-- \xE9 -->", 1), "", "is said to be UTF-8, and is not"},
		{"a character across two readings", strings.Replace(sheet("UTF-8"), "</row>", "</row><!-- "+strings.Repeat("€", 70_000)+" -->", 1), "José “x”", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := openBook(t, zipOf("[Content_Types].xml", contentTypes, "_rels/.rels", rootRelations, "xl/_rels/workbook.xml.rels", bookRelations,
				"xl/workbook.xml", bookXML, "xl/worksheets/sheet1.xml", tt.xml), Options{})
			rows, err := readAll(t, f, 0)
			if tt.says != "" {
				var e *Error
				if !errors.As(err, &e) || e.Kind != Damaged || !strings.Contains(e.Msg, tt.says) || e.Hint == "" {
					t.Errorf("got %v", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			want := []gotRow{{1, []string{tt.want}, nil}, {2, []string{tt.want, "1"}, nil}}
			if d := cmp.Diff(want, rows); d != "" {
				t.Errorf("rows (-want +got):\n%s", d)
			}
		})
	}
}

// Line ends of the file are one line feed in a text, and a blank in an attribute; those that are
// written as characters stay.
func TestLineEnds(t *testing.T) {
	cell := func(ref, text string) string {
		return `<c r="` + ref + `" t="inlineStr"><is><t>` + text + `</t></is></c>`
	}
	sheet := `<sheetData><row r="1">` + cell("A1", "a\r\nb") + cell("B1", "a\rb\r\rc") + cell("C1", "a&#13;\r\n&#10;b\r") +
		cell("D1", "<![CDATA[a\r\nb]]>") + cell("E1", "a_x000D_\r\nb") + `<c r="F1" t="s"><v>0</v></c><c r="G1" t="str"><v>x` + "\r\n" + `y</v></c></row></sheetData>`
	book := strings.Replace(bookXML, `name="S"`, "name=\"My\r\nown\tsheet\"", 1)
	f := openBook(t, bookOf(sheet, "xl/workbook.xml", book, "xl/sharedStrings.xml", sharedXML("<si><t>s\r\nt</t></si>")), Options{})
	want := []gotRow{{1, []string{"a\nb", "a\nb\n\nc", "a\r\n\nb\n", "a\nb", "a\r\nb", "s\nt", "x\ny"}, nil}}
	rows, err := readAll(t, f, 0)
	if d := cmp.Diff(want, rows); d != "" || err != nil {
		t.Errorf("rows (-want +got):\n%s%v", d, err)
	}
	if got := f.Sheets()[0].Name; got != "My own sheet" {
		t.Errorf("the sheet is %q", got)
	}
}

// Sheets without cells have no part, or one of another kind; the others are read.
func TestSheetsWithoutCells(t *testing.T) {
	for name, sheet := range map[string]string{
		"an empty relation": `<sheet name="Module1" sheetId="2" state="veryHidden" r:id=""/>`,
		"no relation":       `<sheet name="Module1" sheetId="2"/>`,
		"a macro sheet":     `<sheet name="Macro1" sheetId="2" r:id="rId9"/>`,
		"an id of its own":  `<sheet name="Module1" sheetId="2" id="rId1"/>`,
	} {
		t.Run(name, func(t *testing.T) {
			rels := strings.Replace(bookRelations, "</Relationships>",
				`<Relationship Id="rId9" Type="http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet" Target="macrosheets/sheet1.xml"/></Relationships>`, 1)
			raw := zipOf("[Content_Types].xml", contentTypes, "_rels/.rels", rootRelations, "xl/_rels/workbook.xml.rels", rels,
				"xl/workbook.xml", strings.Replace(bookXML, "<sheets>", "<sheets>"+sheet, 1), "xl/macrosheets/sheet1.xml", "<x/>",
				"xl/worksheets/sheet1.xml", `<worksheet xmlns="`+transitional+`"><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>`)
			f := openBook(t, raw, Options{})
			if d := cmp.Diff([]string{"A1 number 1"}, cellsOf(t, f)); d != "" || len(f.Sheets()) != 1 {
				t.Errorf("%v, cells (-want +got):\n%s", f.Sheets(), d)
			}
		})
	}
}

// XML that breaks its rules is refused, and not read as well as it goes.
func TestBrokenXML(t *testing.T) {
	row := `<row r="1"><c r="A1"><v>1</v></c></row>`
	for name, raw := range map[string][]byte{
		"ends that cross":             bookOf(`<sheetData><row r="1"><c r="A1"><v>1</c></v></row></sheetData>`),
		"an end of another name":      bookOf(`<sheetData>` + row + `</sheetdata>`),
		"a prefix that is not known":  bookOf(`<sheetData><x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row></sheetData>`),
		"a prefix beyond its element": bookOf(`<sheetPr xmlns:x="urn:x"/><sheetData>` + row + `</sheetData><x:y/>`),
		"two cell values":             bookOf(`<sheetData><row r="1"><c r="A1"><v>1</v><v>2</v></c></row></sheetData>`),
		"two inline texts":            bookOf(`<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>1</t></is><is><t>2</t></is></c></row></sheetData>`),
		"another root": zipOf("[Content_Types].xml", contentTypes, "_rels/.rels", rootRelations, "xl/_rels/workbook.xml.rels", bookRelations,
			"xl/workbook.xml", bookXML, "xl/worksheets/sheet1.xml", `<chartsheet xmlns="`+transitional+`"><sheetData>`+row+`</sheetData></chartsheet>`),
		"two roots": zipOf("[Content_Types].xml", contentTypes, "_rels/.rels", rootRelations, "xl/_rels/workbook.xml.rels", bookRelations,
			"xl/workbook.xml", bookXML, "xl/worksheets/sheet1.xml", strings.Repeat(`<worksheet xmlns="`+transitional+`"><sheetData>`+row+`</sheetData></worksheet>`, 2)),
	} {
		t.Run(name, func(t *testing.T) {
			f, err := Read("-", bytes.NewReader(raw), Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			_, err = readAll(t, f, 0)
			var e *Error
			if !errors.As(err, &e) || e.Kind != Damaged {
				t.Errorf("got %v", err)
			}
		})
	}
}
