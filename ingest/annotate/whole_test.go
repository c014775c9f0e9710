package annotate

import (
	"archive/zip"
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"picreport/ingest/finding"
	"picreport/ingest/table"
)

const (
	officeNS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	strictNS = "http://purl.oclc.org/ooxml/spreadsheetml/main"
	typesXML = `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
		`<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>` +
		`<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>` +
		`<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>`
	rootRels = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="` + officeNS + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`
	bookRels = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="` + officeNS + `/worksheet" Target="worksheets/sheet1.xml"/>` +
		`<Relationship Id="rId9" Type="` + officeNS + `/styles" Target="styles.xml"/></Relationships>`
	bookXML   = `<workbook xmlns="` + mainNamespace + `" xmlns:r="` + officeNS + `"><sheets><sheet name="Contacts" sheetId="1" r:id="rId1"/></sheets></workbook>`
	sheetXML  = `<worksheet xmlns="` + mainNamespace + `"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Client ID</t></is></c></row><row r="2"><c r="A2" s="0"><v>7</v></c></row></sheetData></worksheet>`
	stylesXML = `<styleSheet xmlns="` + mainNamespace + `"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills>` +
		`<borders count="1"><border/></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs></styleSheet>`
)

// shaped is a workbook of one sheet whose parts, or their names, are other than usual: what follows
// replaces a part, or with another name moves it.
func shaped(t *testing.T, change func(name, content string) (string, string)) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, part := range [][2]string{
		{"[Content_Types].xml", typesXML},
		{"_rels/.rels", rootRels},
		{"xl/workbook.xml", bookXML},
		{"xl/_rels/workbook.xml.rels", bookRels},
		{"xl/worksheets/sheet1.xml", sheetXML},
		{"xl/styles.xml", stylesXML},
	} {
		name, content := change(part[0], part[1])
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = w.Write([]byte(content))
	}
	check(t, z.Close())
	path := filepath.Join(t.TempDir(), "odd.xlsx")
	check(t, os.WriteFile(path, b.Bytes(), 0o600))
	return path
}

// in changes the parts whose name has an ending.
func in(ending string, pairs ...string) func(name, content string) (string, string) {
	return func(name, content string) (string, string) {
		if strings.HasSuffix(name, ending) {
			content = strings.NewReplacer(pairs...).Replace(content)
		}
		return name, content
	}
}

func wide(text string) string {
	out := "\xFF\xFE"
	for _, unit := range utf16.Encode([]rune(text)) {
		out += string([]byte{byte(unit), byte(unit >> 8)})
	}
	return out
}

// Whatever the source is like, each part of its copy is whole XML, the copy opens, and it holds what
// the source does.
func TestWholeCopies(t *testing.T) {
	const x14ac = `http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac`
	tests := []struct {
		name   string
		change func(name, content string) (string, string)
	}{
		{"as usual", in("")},
		{"strict", func(name, content string) (string, string) {
			return name, strings.NewReplacer(mainNamespace, strictNS, officeNS, "http://purl.oclc.org/ooxml/officeDocument/relationships").Replace(content)
		}},
		{"strict, and said to be", func(name, content string) (string, string) {
			return name, strings.NewReplacer(mainNamespace, strictNS, officeNS, "http://purl.oclc.org/ooxml/officeDocument/relationships",
				"<workbook", `<workbook conformance="strict"`).Replace(content)
		}},
		{"a prefix for all names", in(".xml", "<workbook xmlns=", "<x:workbook xmlns:x=", "</workbook", "</x:workbook", "<sheets", "<x:sheets", "</sheets", "</x:sheets", "<sheet ", "<x:sheet ",
			"<worksheet xmlns=", "<x:worksheet xmlns:x=", "</worksheet", "</x:worksheet", "<sheetData", "<x:sheetData", "</sheetData", "</x:sheetData",
			"<row", "<x:row", "</row", "</x:row", "<c ", "<x:c ", "</c>", "</x:c>", "<v>", "<x:v>", "</v>", "</x:v>", "<is><t>", "<x:is><x:t>", "</t></is>", "</x:t></x:is>")},
		{"another prefix of relations", in("workbook.xml", "xmlns:r=", "xmlns:rel=", "r:id=", "rel:id=")},
		{"a prefix declared where it is used", in("sheet1.xml", `<row r="2">`, `<row r="2" xmlns:ac="`+x14ac+`" ac:dyDescent="0.25">`)},
		{"an extension whose prefix an ancestor declares", in("sheet1.xml", `<worksheet `, `<worksheet xmlns:q="urn:q" `, `</worksheet>`, `<extLst><ext uri="{1}"><q:x q:y="1"/></ext></extLst></worksheet>`)},
		{"an extension of the workbook", in("workbook.xml", `<workbook `, `<workbook xmlns:q="urn:q" `, `</workbook>`, `<extLst xmlns:p="urn:p"><ext uri="{1}"><q:x p:y="1"/></ext></extLst></workbook>`)},
		{"alternatives in the workbook", in("workbook.xml", `<workbook `, `<workbook xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:x15ac="urn:x15ac" xmlns:x15="urn:x15" mc:Ignorable="x15" `, `<sheets>`,
			`<mc:AlternateContent><mc:Choice Requires="x15"><x15ac:absPath url="C:\"/></mc:Choice></mc:AlternateContent><sheets>`)},
		{"a font without a name", in("styles.xml", `<name val="Calibri"/>`, "")},
		{"a font whose name says nothing", in("styles.xml", `<name val="Calibri"/>`, "<name/>")},
		{"no font at all", in("styles.xml", `<font><sz val="11"/><name val="Calibri"/></font>`, "")},
		{"a font that holds nothing", in("styles.xml", `<font><sz val="11"/><name val="Calibri"/></font>`, "<font/>")},
		{"the main part in another case", func(name, content string) (string, string) {
			return strings.ReplaceAll(name, "workbook.xml", "Workbook.xml"), content
		}},
		{"all parts in capitals", func(name, content string) (string, string) { return strings.ToUpper(name), content }},
		{"all parts in small letters, with backslashes", func(name, content string) (string, string) {
			return strings.ToLower(strings.ReplaceAll(name, "/", `\`)), content
		}},
		{"relations in another case", in("workbook.xml.rels", "worksheets/sheet1.xml", "Worksheets/Sheet1.xml", `"styles.xml"`, `"/XL/Styles.xml"`)},
		{"the main part, and all that names it, in another case", func(name, content string) (string, string) {
			r := strings.NewReplacer("xl/workbook.xml", "XL/Workbook.xml", "xl/_rels/workbook.xml", "XL/_rels/Workbook.xml")
			return r.Replace(name), r.Replace(content)
		}},
		{"parts in UTF-16", func(name, content string) (string, string) {
			if strings.HasSuffix(name, "workbook.xml") || strings.HasSuffix(name, "sheet1.xml") {
				content = wide(`<?xml version="1.0" encoding="UTF-16"?>` + content)
			}
			return name, content
		}},
		{"a part in ISO-8859-1", in("sheet1.xml", `<worksheet`, `<?xml version="1.0" encoding="ISO-8859-1"?><worksheet`, "Client ID", "Client ID \xE9")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path := shaped(t, tt.change)
			raw := writeBytes(t, path, []finding.Finding{at("first", finding.Error, "Contacts", "A2")}, Options{})
			all, _, err := readParts(raw)
			check(t, err)
			for name, content := range all {
				if bytes.Contains(content, []byte("purl.oclc.org")) || bytes.Contains(content, []byte("strict")) {
					t.Errorf("%s is half strict:\n%s", name, content)
				}
				if missing, err := checkXML(content); isXML(name) && (missing != nil || err != nil) {
					t.Errorf("%s: %v, %v\n%s", name, missing, err, content)
				}
			}
			f, err := excelize.OpenReader(bytes.NewReader(raw))
			check(t, err)
			defer f.Close()
			if got := f.GetSheetList(); len(got) != 2 || got[0] != "Contacts" {
				t.Errorf("sheets %q", got)
			}
			if got := must[string](t)(f.GetCellValue("Contacts", "A2")); got != "7" {
				t.Errorf("A2 is %q", got)
			}
			if got := comments(t, f, "Contacts")["A2"]; !strings.HasPrefix(got, "Error: The first") {
				t.Errorf("the comment is %q", got)
			}
			own, err := table.Read("copy", bytes.NewReader(raw), table.Options{})
			check(t, err)
			check(t, own.Close())
		})
	}
}

// A copy that would lack something is not written.
func TestBrokenCopies(t *testing.T) {
	for name, content := range map[string]string{
		"an end of another name":  `<a><b></a>`,
		"ends that cross":         `<a><b></a></b>`,
		"two roots":               `<a/><a/>`,
		"nothing":                 ``,
		"an attribute twice":      `<a b="1" b="2"/>`,
		"a prefix nobody knows":   `<a><q:b/></a>`,
		"an attribute's likewise": `<a q:b="1"/>`,
	} {
		if got, err := declared([]byte(content), nil); err == nil {
			t.Errorf("%s: %s", name, got)
		}
	}
	for was, want := range map[string]string{
		`<a><r:b/></a>`:                                       `<a xmlns:r="` + officeNS + `"><r:b/></a>`,
		`<?xml version="1.0"?><!-- a --><sst/>`:               `<?xml version="1.0"?><!-- a --><sst xmlns="` + mainNamespace + `"/>`,
		`<a xmlns:q="urn:q"><b xmlns:p="urn:p" p:c="1"/></a>`: `<a xmlns:q="urn:q"><b xmlns:p="urn:p" p:c="1"/></a>`,
		`<a><q:b/></a>`:                                       `<a xmlns:q="urn:&lt;q"><q:b/></a>`,
	} {
		got, err := declared([]byte(was), []byte(`<x><y xmlns:q="urn:&lt;q"/></x>`))
		if string(got) != want || err != nil {
			t.Errorf("%s became %s, %v", was, got, err)
		}
	}
}
