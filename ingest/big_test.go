package ingest_test

import (
	"archive/zip"
	"bufio"
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"picreport/ingest"
	"picreport/ingest/contact"
	"picreport/ingest/dedup"
	"picreport/ingest/internal/value"
)

// writeBig writes an export of n made-up contacts with 0.4 n clients over twelve quarters: 85 bytes
// a row. A client has one birth date and one gender in all rows. Every run writes the same.
func writeBig(out io.Writer, n int, contactIDs bool) error {
	type person struct {
		birth  contact.Date
		gender string
	}
	sources := [...]string{"Calls for service", "Self-referral", "Follow-up", "Community partner", "Victim services"}
	services := [...]string{
		"De-escalation and stabilization on scene", "Referral to treatment", "Transport to hospital",
		"De-escalation and stabilization on scene; Referral to treatment", "", "Follow-up visit",
	}
	rnd := rand.New(rand.NewPCG(1, 2))
	people := make([]person, max(n*4/10, 1))
	for i := range people {
		people[i] = person{contact.MakeDate(1930, 1, 1) + contact.Date(rnd.IntN(80*365)), [...]string{"Male", "Female"}[i%2]}
		if i%20 == 0 {
			people[i].gender = ""
		}
	}
	days := make([]string, 3*365)
	for i := range days {
		days[i] = (contact.MakeDate(2022, 1, 1) + contact.Date(i)).String()
	}
	w := bufio.NewWriterSize(out, 1<<20)
	header := "Client ID,Contact Date,Date of Birth,Gender,Source,Services\n"
	if contactIDs {
		header = "Contact ID," + header
	}
	_, _ = w.WriteString(header)
	for i := range n {
		if contactIDs {
			fmt.Fprintf(w, "E%08d,", i)
		}
		client := rnd.IntN(len(people))
		p := people[client]
		fmt.Fprintf(w, "WPC-%07d,%s,%s,%s,%s,%s\n", client, days[rnd.IntN(len(days))], p.birth, p.gender,
			sources[rnd.IntN(len(sources))], services[rnd.IntN(len(services))])
	}
	return w.Flush()
}

// bigRows is how many rows BenchmarkBig and BenchmarkBigBook read. PICREPORT_BIG_ROWS says
// otherwise; PICREPORT_BIG_KEEP names a folder to leave the exports in, for other programs to read.
func bigRows(b *testing.B) int {
	text, ok := os.LookupEnv("PICREPORT_BIG_ROWS")
	if !ok {
		return 200_000
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		b.Fatal(err)
	}
	return n
}

// bigPath returns where a large input is to be written.
func bigPath(b *testing.B, name string) string {
	dir := os.Getenv("PICREPORT_BIG_KEEP")
	if dir == "" {
		dir = b.TempDir()
	}
	return filepath.Join(dir, name)
}

// writeBigBook writes a workbook of n rows of the same contacts and ten columns: dates are serials,
// and texts are shared strings or inline.
func writeBigBook(out io.Writer, n int, shared bool) error {
	var texts bytes.Buffer
	if err := writeBig(&texts, n, true); err != nil {
		return err
	}
	book := zip.NewWriter(out)
	part := func(name string) *bufio.Writer {
		w, err := book.Create(name)
		must(err)
		return bufio.NewWriterSize(w, 1<<16)
	}
	for name, text := range bigBookParts {
		w := part(name)
		_, _ = w.WriteString(xml.Header + text)
		_ = w.Flush()
	}
	index := map[string]int{}
	var list []string
	w := part("xl/worksheets/sheet1.xml")
	_, _ = w.WriteString(xml.Header + `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`)
	lines := bufio.NewScanner(&texts)
	for row := 1; lines.Scan(); row++ {
		fmt.Fprintf(w, `<row r="%d">`, row)
		cells := strings.Split(lines.Text(), ",")
		if row == 1 {
			cells = append(cells, "Remarks", "Worker", "Minutes")
		} else {
			cells = append(cells, "seen at home", "Worker "+strconv.Itoa(row%40), strconv.Itoa(row%90))
		}
		for col, text := range cells {
			day, _, _ := value.ParseDate(text, value.MDY, 0)
			switch {
			case text == "":
			case day != 0 && (col == 2 || col == 3):
				fmt.Fprintf(w, `<c r="%c%d" s="1"><v>%d</v></c>`, 'A'+col, row, day-contact.MakeDate(1899, 12, 30))
			case row > 1 && col == 9:
				fmt.Fprintf(w, `<c r="%c%d"><v>%s</v></c>`, 'A'+col, row, text)
			case shared:
				i, ok := index[text]
				if !ok {
					i = len(list)
					index[text], list = i, append(list, text)
				}
				fmt.Fprintf(w, `<c r="%c%d" t="s"><v>%d</v></c>`, 'A'+col, row, i)
			default:
				fmt.Fprintf(w, `<c r="%c%d" t="inlineStr"><is><t>%s</t></is></c>`, 'A'+col, row, text)
			}
		}
		_, _ = w.WriteString("</row>")
	}
	_, _ = w.WriteString("</sheetData></worksheet>")
	_ = w.Flush()
	w = part("xl/sharedStrings.xml")
	_, _ = w.WriteString(xml.Header + `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">`)
	for _, text := range list {
		_, _ = w.WriteString("<si><t>" + text + "</t></si>")
	}
	_, _ = w.WriteString("</sst>")
	_ = w.Flush()
	return book.Close()
}

// bigBookParts are the parts of a workbook beside its sheet and its strings.
var bigBookParts = map[string]string{
	"[Content_Types].xml": `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>` +
		`<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>` +
		`<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>` +
		`<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>` +
		`<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>`,
	"_rels/.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
	"xl/workbook.xml": `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">` +
		`<sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
	"xl/_rels/workbook.xml.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/>` +
		`<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>` +
		`<Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
	"xl/styles.xml": `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills>` +
		`<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>`,
}

// BenchmarkBig reads and merges a large export, with and without contact IDs. Its heap-MB is what
// is in use, garbage included, at the end.
func BenchmarkBig(b *testing.B) {
	rows := bigRows(b)
	for _, contactIDs := range []bool{false, true} {
		b.Run(fmt.Sprintf("rows=%d/ids=%t", rows, contactIDs), func(b *testing.B) {
			benchBig(b, bigPath(b, fmt.Sprintf("big-%d-%t.csv", rows, contactIDs)), rows, func(out io.Writer) error { return writeBig(out, rows, contactIDs) })
		})
	}
}

// BenchmarkBigBook is BenchmarkBig for workbooks, beside a plain loop over the rows of excelize.
func BenchmarkBigBook(b *testing.B) {
	rows := min(bigRows(b), 1<<20-1)
	for _, shared := range []bool{true, false} {
		path := bigPath(b, fmt.Sprintf("big-%d-shared-%t.xlsx", rows, shared))
		b.Run(fmt.Sprintf("rows=%d/shared=%t", rows, shared), func(b *testing.B) {
			benchBig(b, path, rows, func(out io.Writer) error { return writeBigBook(out, rows, shared) })
		})
		b.Run(fmt.Sprintf("rows=%d/shared=%t/excelize", rows, shared), func(b *testing.B) {
			for b.Loop() {
				drainExcelize(b, path, rows+1)
			}
		})
	}
}

// benchBig measures how long an input takes that it writes to a path.
func benchBig(b *testing.B, path string, rows int, write func(io.Writer) error) {
	f, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	if err := write(f); err != nil {
		b.Fatal(err)
	}
	info, err := f.Stat()
	if err != nil || f.Close() != nil {
		b.Fatal(err)
	}
	b.SetBytes(info.Size())
	b.ReportAllocs()
	for b.Loop() {
		readBig(b, path, rows)
	}
	var heap runtime.MemStats
	runtime.ReadMemStats(&heap)
	b.ReportMetric(float64(heap.HeapInuse)/1e6, "heap-MB")
}

func drainExcelize(b *testing.B, path string, want int) {
	f, err := excelize.OpenFile(path)
	if err != nil {
		b.Fatal(err)
	}
	rows, err := f.Rows("Sheet1")
	if err != nil {
		b.Fatal(err)
	}
	n := 0
	for ; rows.Next(); n++ {
		if _, err := rows.Columns(excelize.Options{RawCellValue: true}); err != nil {
			b.Fatal(err)
		}
	}
	if err := errors.Join(rows.Error(), rows.Close(), f.Close()); err != nil || n != want {
		b.Fatalf("%d rows, %v", n, err)
	}
}

func readBig(b *testing.B, path string, rows int) {
	r, err := ingest.NewReader(ingest.Options{Today: contact.MakeDate(2025, 1, 1)})
	if err != nil {
		b.Fatal(err)
	}
	n := 0
	for _, err := range dedup.Merge(r.Read(context.Background(), []ingest.Input{{Path: path}})).Contacts() {
		if err != nil {
			b.Fatal(err)
		}
		n++
	}
	if n != rows {
		b.Fatalf("%d contacts", n)
	}
}
