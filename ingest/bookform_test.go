package ingest_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"fmt"
	"html"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// bookForm is how a workbook is written, part by part, as programs other than excelize write them.
type bookForm struct {
	inline   bool   // inline strings instead of shared ones
	from1904 bool   // day numbers count from 1904
	strict   bool   // the namespaces of strict OOXML
	dates    string // "": day numbers with a style; "t=d": ISO 8601 without any style part; else the layout of dates as text
	format   string // of the day numbers; "" is the built-in one
	numbers  bool   // digits without leading zeros are numbers, and not text
	noRefs   bool   // cells and rows do not say where they stand
	second   bool   // the rows are on the second sheet
	prefix   string // of the names in the XML of the sheet
}

// The namespaces, transitional and strict.
var mainNamespace = map[bool]string{
	false: "http://schemas.openxmlformats.org/spreadsheetml/2006/main", true: "http://purl.oclc.org/ooxml/spreadsheetml/main",
}

var relNamespace = map[bool]string{
	false: "http://schemas.openxmlformats.org/officeDocument/2006/relationships", true: "http://purl.oclc.org/ooxml/officeDocument/relationships",
}

func (f bookForm) write(rows [][]string) string {
	shared := map[string]int{}
	var texts strings.Builder
	sheet := f.sheet(rows, func(text string) int {
		i, ok := shared[text]
		if !ok {
			i = len(shared)
			shared[text] = i
			fmt.Fprintf(&texts, `<si><t xml:space="preserve">%s</t></si>`, html.EscapeString(text))
		}
		return i
	})
	main, rel := mainNamespace[f.strict], relNamespace[f.strict]
	date1904 := ""
	if f.from1904 {
		date1904 = `<workbookPr date1904="1"/>`
	}
	names := []string{"Contacts", "Notes"}
	if f.second {
		names = []string{"Notes", "Contacts"}
	}
	list, relations := "", ""
	for i, name := range names {
		list += fmt.Sprintf(`<sheet name="%s" sheetId="%d" r:id="r%d"/>`, name, i+1, i)
		relations += fmt.Sprintf(`<Relationship Id="r%d" Type="%s/worksheet" Target="%s.xml"/>`, i, rel, name)
	}
	xfs := `<xf numFmtId="0"/><xf numFmtId="14"/>`
	if f.format != "" {
		xfs = `<xf numFmtId="0"/><xf numFmtId="164"/>`
	}
	parts := []string{
		"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/workbook.xml" ` +
			`ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`,
		"_rels/.rels", `<Relationships><Relationship Id="a" Type="` + rel + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml", `<workbook xmlns="` + main + `" xmlns:r="` + rel + `">` + date1904 + `<sheets>` + list + `</sheets></workbook>`,
		"xl/Notes.xml", `<worksheet xmlns="` + main + `"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Read me</t></is></c></row></sheetData></worksheet>`,
		"xl/Contacts.xml", sheet,
	}
	if !f.inline {
		relations += `<Relationship Id="s" Type="` + rel + `/sharedStrings" Target="sharedStrings.xml"/>`
		parts = append(parts, "xl/sharedStrings.xml", `<sst xmlns="`+main+`">`+texts.String()+`</sst>`)
	}
	if f.dates != "t=d" {
		relations += `<Relationship Id="t" Type="` + rel + `/styles" Target="styles.xml"/>`
		parts = append(parts, "xl/styles.xml", `<styleSheet xmlns="`+main+`"><numFmts><numFmt numFmtId="164" formatCode="`+html.EscapeString(f.format)+
			`"/></numFmts><cellXfs>`+xfs+`</cellXfs></styleSheet>`)
	}
	return zipped(append(parts, "xl/_rels/workbook.xml.rels", "<Relationships>"+relations+"</Relationships>")...)
}

// sheet returns the XML of the rows.
func (f bookForm) sheet(rows [][]string, shared func(string) int) string {
	var b strings.Builder
	p := f.prefix
	for r, row := range rows {
		fmt.Fprintf(&b, `<%srow%s>`, p, f.ref("", r+1))
		for c, text := range row {
			name, _ := excelize.ColumnNumberToName(c + 1)
			at := f.ref(name, r+1)
			day, err := time.Parse(time.DateOnly, text)
			isDate := err == nil && madeDates[c]
			_, notNumber := strconv.Atoi(text)
			if isDate && f.dates != "" && f.dates != "t=d" {
				text = day.Format(f.dates)
				isDate = false
			}
			switch {
			case text == "" && f.noRefs:
				fmt.Fprintf(&b, `<%sc/>`, p)
			case text == "":
			case isDate && f.dates == "t=d":
				fmt.Fprintf(&b, `<%sc%s t="d"><%sv>%s</%sv></%sc>`, p, at, p, text, p, p)
			case isDate:
				fmt.Fprintf(&b, `<%sc%s s="1"><%sv>%d</%sv></%sc>`, p, at, p, f.serial(day), p, p)
			case f.numbers && madeNumbers[c] && notNumber == nil && (text == "0" || text[0] != '0'):
				fmt.Fprintf(&b, `<%sc%s><%sv>%s</%sv></%sc>`, p, at, p, text, p, p)
			case f.inline:
				fmt.Fprintf(&b, `<%sc%s t="inlineStr"><%sis><%st xml:space="preserve">%s</%st></%sis></%sc>`, p, at, p, p, html.EscapeString(text), p, p, p)
			default:
				fmt.Fprintf(&b, `<%sc%s t="s"><%sv>%d</%sv></%sc>`, p, at, p, shared(text), p, p)
			}
		}
		fmt.Fprintf(&b, `</%srow>`, p)
	}
	xmlns := "xmlns"
	if p != "" {
		xmlns += ":" + strings.TrimSuffix(p, ":")
	}
	return fmt.Sprintf(`<%sworksheet %s="%s"><%ssheetData>%s</%ssheetData></%sworksheet>`, p, xmlns, mainNamespace[f.strict], p, b.String(), p, p)
}

// ref returns the attribute that says where a cell or a row stands.
func (f bookForm) ref(column string, row int) string {
	if f.noRefs {
		return ""
	}
	return fmt.Sprintf(` r="%s%d"`, column, row)
}

// serial returns the day number.
func (f bookForm) serial(day time.Time) int {
	first := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	if f.from1904 {
		first = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	return int(day.Sub(first).Hours() / 24)
}

// zipped packs parts, given as name, content, name, content …
func zipped(parts ...string) string {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		p, err := w.Create(parts[i])
		must(err)
		_, err = p.Write([]byte(parts[i+1]))
		must(err)
	}
	must(w.Close())
	return b.String()
}

func gzipped(text string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, err := w.Write([]byte(text))
	must(err)
	must(w.Close())
	return b.String()
}

func encrypted(raw, password string) string {
	b, err := excelize.Encrypt([]byte(raw), &excelize.Options{Password: password})
	must(err)
	return string(b)
}
