package table

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

// zipOf packs parts, given as name, content, name, content …
func zipOf(parts ...string) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		p, _ := w.Create(parts[i])
		_, _ = p.Write([]byte(parts[i+1]))
	}
	_ = w.Close()
	return b.Bytes()
}

const (
	transitional = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	docRelations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	contentTypes = `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="xml" ContentType="application/xml"/>` +
		`<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`
	rootRelations = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="rId1" Type="` + docRelations + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`
	bookRelations = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="rId1" Type="` + docRelations + `/worksheet" Target="worksheets/sheet1.xml"/>` +
		`<Relationship Id="rId2" Type="` + docRelations + `/sharedStrings" Target="/xl/sharedStrings.xml"/>` +
		`<Relationship Id="rId3" Type="` + docRelations + `/styles" Target="styles.xml"/></Relationships>`
	bookXML = `<workbook xmlns="` + transitional + `" xmlns:r="` + docRelations + `"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>`
)

// bookOf is a workbook of one sheet, whose sheet XML, after the opening of the worksheet element,
// is given.
func bookOf(sheet string, more ...string) []byte {
	parts := []string{
		"[Content_Types].xml", contentTypes, "_rels/.rels", rootRelations, "xl/_rels/workbook.xml.rels", bookRelations,
		"xl/worksheets/sheet1.xml", `<?xml version="1.0"?><worksheet xmlns="` + transitional + `">` + sheet + `</worksheet>`,
	}
	book := false
	for i := 0; i < len(more); i += 2 {
		book = book || more[i] == "xl/workbook.xml"
	}
	if !book {
		parts = append(parts, "xl/workbook.xml", bookXML)
	}
	return zipOf(append(parts, more...)...)
}

func sharedXML(items string) string { return `<sst xmlns="` + transitional + `">` + items + `</sst>` }

// stylesXML has the number formats as styles 0, 1, 2 …: a number for a built-in one, else a code.
func stylesXML(formats ...any) string {
	var custom, xfs strings.Builder
	for i, f := range formats {
		id, ok := f.(int)
		if !ok {
			id = 164 + i
			fmt.Fprintf(&custom, `<numFmt numFmtId="%d" formatCode="%s"/>`, id, strings.ReplaceAll(f.(string), `"`, "&quot;"))
		}
		fmt.Fprintf(&xfs, `<xf numFmtId="%d"/>`, id)
	}
	return `<styleSheet xmlns="` + transitional + `"><numFmts>` + custom.String() + `</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>` +
		xfs.String() + `</cellXfs></styleSheet>`
}

func openBook(t *testing.T, raw []byte, o Options) *File {
	t.Helper()
	f, err := Read("book.xlsx", bytes.NewReader(raw), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	if f.Format() != XLSX {
		t.Fatalf("format %q", f.Format())
	}
	return f
}

// cellsOf returns each cell of the first sheet as "ref kind text".
func cellsOf(t *testing.T, f *File) []string {
	t.Helper()
	kinds := []string{"blank", "text", "number", "date", "datetime", "time", "bool", "error"}
	var all []string
	for row, err := range f.Rows(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		for i, c := range row.Cells {
			if c.Kind != Blank {
				all = append(all, fmt.Sprintf("%s%d %s %s", ColumnName(i), row.Num, kinds[c.Kind], c.Text))
			}
		}
	}
	return all
}

func TestXLSXCells(t *testing.T) {
	shared := sharedXML(`<si><t>plain</t></si><si><r><rPr><b/></rPr><t xml:space="preserve">rich </t></r><r><t>text</t></r>` +
		`<rPh sb="0" eb="1"><t>guide</t></rPh></si><si><t>a_x000D_b_x005F_x000D_ &amp;&#233;&#x1F600;</t></si><si/><si><t><![CDATA[<c> & d]]></t></si>`)
	tests := []struct {
		name, sheet string
		want        []string
	}{
		{
			"shared strings", `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c>` +
				`<c r="D1" t="s"><v>3</v></c><c r="E1" t="s"><v>4</v></c></row>`,
			[]string{"A1 text plain", "B1 text rich text", "C1 text a\rb_x000D_ &é😀", "E1 text <c> & d"},
		},
		{
			"inline strings", `<row r="2"><c r="A2" t="inlineStr"><is><t>0012</t></is></c><c r="C2" t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r></is></c></row>`,
			[]string{"A2 text 0012", "C2 text ab"},
		},
		{
			"numbers", `<row r="1"><c r="A1"><v>1.023E3</v></c><c r="B1"><v>0.1</v></c><c r="C1"><v>0.30000000000000004</v></c>` +
				`<c r="D1"><v>1E20</v></c><c r="E1"><v>-0</v></c><c r="F1" t="n"><v>007</v></c><c r="G1"><v>1023.0</v></c><c r="H1"><v>4.4000000000000004</v></c></row>`,
			[]string{
				"A1 number 1023", "B1 number 0.1", "C1 number 0.30000000000000004", "D1 number 100000000000000000000", "E1 number 0",
				"F1 number 7", "G1 number 1023", "H1 number 4.4",
			},
		},
		{
			"others", `<row r="1"><c r="A1" t="b"><v>1</v></c><c r="B1" t="b"><v>0</v></c><c r="C1" t="e"><v>#N/A</v></c>` +
				`<c r="D1" t="str"><f>A2</f><v>said</v></c><c r="E1"><f>1+1</f><v>2</v></c><c r="F1" t="str"><f>""</f><v></v></c></row>`,
			[]string{"A1 bool TRUE", "B1 bool FALSE", "C1 error #N/A", "D1 text said", "E1 number 2"},
		},
		{
			"ISO dates", `<row r="1"><c r="A1" t="d"><v>2024-07-01</v></c><c r="B1" t="d"><v>2024-07-01T13:45:00Z</v></c>` +
				`<c r="C1" t="d"><v>2024-07-01T00:00:00.000</v></c><c r="D1" t="d"><v>13:45:00</v></c><c r="E1" t="d"><v>soon</v></c></row>`,
			[]string{"A1 date 2024-07-01", "B1 datetime 2024-07-01T13:45:00", "C1 date 2024-07-01", "D1 time 13:45:00", "E1 text soon"},
		},
		{
			"no references", `<row><c><v>1</v></c><c><v>2</v></c></row><row r="5"><c><v>3</v></c><c r="D5"><v>4</v></c><c><v>5</v></c></row><row><c><v>6</v></c></row>`,
			[]string{"A1 number 1", "B1 number 2", "A5 number 3", "D5 number 4", "E5 number 5", "A6 number 6"},
		},
		{
			"quotes, comments and blanks in the XML", "<row r='1' >\n<!-- <c> --><c r='A1' x='>' ><v >1</v ></c >\r\n</row>",
			[]string{"A1 number 1"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := openBook(t, bookOf("<sheetData>"+tt.sheet+"</sheetData>", "xl/sharedStrings.xml", shared), Options{})
			if d := cmp.Diff(tt.want, cellsOf(t, f)); d != "" {
				t.Errorf("cells (-want +got):\n%s", d)
			}
		})
	}
}

func TestXLSXRows(t *testing.T) {
	tests := []struct {
		name, sheet string
		want        []gotRow
		notices     []Notice
	}{
		{
			"merged over rows",
			`<sheetData><row r="1"><c r="A1"><v>9</v></c><c r="B1"><v>8</v></c></row>` +
				`<row r="2"><c r="A2" t="inlineStr"><is><t>id</t></is></c><c r="B2"><v>1</v></c></row>` +
				`<row r="3"><c r="A3"/><c r="B3"><v>2</v></c></row><row r="4"><c r="A4"/></row>` +
				`<row r="5"><c r="B5"><v>3</v></c></row><row r="6"><c r="B6"><v>4</v></c></row></sheetData>` +
				`<mergeCells count="3"><mergeCell ref="C8:D8"/><mergeCell ref="A2:A5"/><mergeCell ref="C1:D1"/></mergeCells>`,
			[]gotRow{
				{1, []string{"9", "8"}, nil},
				{2, []string{"id", "1"}, nil},
				{3, []string{"id", "2"}, nil},
				{5, []string{"id", "3"}, nil},
				{6, []string{"", "4"}, nil},
			},
			[]Notice{{Kind: MergedCells, Sheet: "S", Row: 1, Col: 2, Detail: "C1:D1 and 2 more"}},
		},
		{
			"merged over columns",
			`<sheetData><row r="1"><c r="A1"><v>9</v></c><c r="B1"/></row></sheetData><mergeCells><mergeCell ref="A1:B1"/></mergeCells>`,
			[]gotRow{{1, []string{"9", ""}, nil}},
			[]Notice{{Kind: MergedCells, Sheet: "S", Row: 1, Col: 0, Detail: "A1:B1"}},
		},
		{
			"hidden columns",
			`<cols><col min="2" max="2" hidden="1"/><col min="3" max="4"/><col min="5" max="16384" hidden="true"/></cols>` +
				`<sheetData><row r="1"><c r="A1"><v>1</v></c><c r="F1"><v>2</v></c></row></sheetData>`,
			[]gotRow{{1, []string{"1", "", "", "", "", "2"}, nil}},
			[]Notice{{Kind: HiddenColumns, Sheet: "S", Col: 1, Detail: "B, E:F"}},
		},
		{
			"hidden columns beyond the values",
			`<cols><col min="3" max="16384" hidden="1"/></cols><sheetData><row r="1"><c r="B1"><v>1</v></c></row></sheetData>`,
			[]gotRow{{1, []string{"", "1"}, nil}},
			nil,
		},
		{
			"formulas without a value",
			`<sheetData><row r="1"><c r="A1"><f>1+1</f></c><c r="B1"><v>1</v></c></row><row r="2"><c r="A2"><f>2</f><v></v></c></row></sheetData>`,
			[]gotRow{{1, []string{"", "1"}, []NoticeKind{FormulaNoValue}}},
			[]Notice{{Kind: FormulaNoValue, Sheet: "S", Row: 2, Col: 0, Detail: "1"}},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := openBook(t, bookOf(tt.sheet), Options{})
			for range 2 {
				got, err := readAll(t, f, 0)
				if err != nil {
					t.Fatal(err)
				}
				if d := cmp.Diff(tt.want, got); d != "" {
					t.Errorf("rows (-want +got):\n%s", d)
				}
				if d := cmp.Diff(tt.notices, f.Notices()); d != "" {
					t.Errorf("notices (-want +got):\n%s", d)
				}
			}
		})
	}
}

func TestSheets(t *testing.T) {
	f := excelize.NewFile()
	_ = f.SetCellStr("Sheet1", "A1", "x")
	for _, name := range []string{"Hidden", "Very"} {
		_, _ = f.NewSheet(name)
	}
	if err := errors.Join(f.SetSheetVisible("Hidden", false), f.SetSheetVisible("Very", false, true)); err != nil {
		t.Fatal(err)
	}
	if err := f.AddChartSheet("Chart", &excelize.Chart{Type: excelize.Col, Series: []excelize.ChartSeries{{Values: "Sheet1!$A$1:$A$2"}}}); err != nil {
		t.Fatal(err)
	}
	_ = f.SetRowVisible("Hidden", 1, false)
	_ = f.SetCellStr("Hidden", "A1", "y")
	got := openBook(t, saved(t, f), Options{})
	if d := cmp.Diff([]Sheet{{"Sheet1", false}, {"Hidden", true}, {"Very", true}}, got.Sheets()); d != "" {
		t.Errorf("sheets (-want +got):\n%s", d)
	}
	for row, err := range got.Rows(t.Context(), 1) {
		if err != nil || !row.Hidden || row.Cells[0].Text != "y" {
			t.Errorf("row %+v, %v", row, err)
		}
	}
}

func saved(t testing.TB, f *excelize.File, o ...excelize.Options) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := f.Write(&b, o...); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestStrict(t *testing.T) {
	strict := strings.NewReplacer(transitional, "http://purl.oclc.org/ooxml/spreadsheetml/main", docRelations, "http://purl.oclc.org/ooxml/officeDocument/relationships")
	raw := zipOf(
		"[Content_Types].xml", contentTypes, "_rels/.rels", strict.Replace(rootRelations),
		"xl/_rels/workbook.xml.rels", strict.Replace(bookRelations), "xl/workbook.xml", strict.Replace(bookXML),
		"xl/worksheets/sheet1.xml", strict.Replace(`<x:worksheet xmlns:x="`+transitional+`"><x:sheetData><x:row r="1"><x:c r="A1" t="s"><x:v>0</x:v></x:c></x:row>`+
			`<x:row r="2"><x:c r="B2"><x:v>1</x:v></x:c></x:row></x:sheetData><x:mergeCells><x:mergeCell ref="A1:A2"/></x:mergeCells></x:worksheet>`),
		"xl/sharedStrings.xml", strict.Replace(sharedXML(`<si><t>a</t></si>`)))
	got := cellsOf(t, openBook(t, raw, Options{}))
	if d := cmp.Diff([]string{"A1 text a", "A2 text a", "B2 number 1"}, got); d != "" {
		t.Errorf("cells (-want +got):\n%s", d)
	}
}

func TestXLSXDamage(t *testing.T) {
	sheet := func(s string) []byte { return bookOf("<sheetData>" + s + "</sheetData>") }
	tests := []struct {
		name string
		raw  []byte
		kind ErrorKind
		row  int
	}{
		{"rows out of order", sheet(`<row r="3"><c><v>1</v></c></row><row r="2"><c><v>1</v></c></row>`), Damaged, 4},
		{"a text that is not there", sheet(`<row r="2"><c t="s"><v>9</v></c></row>`), Damaged, 2},
		{"a reference that is none", sheet(`<row r="2"><c r="12"><v>9</v></c></row>`), Damaged, 2},
		{"too many columns", sheet(`<row r="2"><c r="XFD2"/><c><v>9</v></c></row>`), TooLarge, 2},
		{"too many rows", sheet(`<row r="1048577"><c><v>9</v></c></row>`), TooLarge, 1048577},
		{"cut off", bookOf(`<sheetData><row r="2"><c r="A2"><v>1</v></c></row><row r="3"><c`), Damaged, 3},
		{"a document type", bookOf(`<!DOCTYPE x><sheetData/>`), Damaged, 0},
		{"a long text", sheet(`<row r="2"><c t="inlineStr"><is><t>` + strings.Repeat("x", MaxRecord+1) + `</t></is></c></row>`), TooLarge, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := readAll(t, openBook(t, tt.raw, Options{}), 0)
			var e *Error
			if !errors.As(err, &e) || e.Kind != tt.kind || tt.row != 0 && e.Row != tt.row {
				t.Errorf("got %#v", err)
			}
		})
	}
}
