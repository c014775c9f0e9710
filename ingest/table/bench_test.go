package table

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// benchRows is how many rows a benchmark reads at once.
const benchRows = 20_000

// generatedCSV is an export of n made-up contacts.
func generatedCSV(n int) string {
	var b strings.Builder
	b.WriteString("contact_id,client_id,contact_date,date_of_birth,gender,source,services\n")
	for i := range n {
		fmt.Fprintf(&b, "C%07d,%d,2024-%02d-%02d,19%02d-03-04,%s,Calls for service,\"Referral; \"\"Follow-up\"\"\"\n",
			i, i%(n/3+1), i%12+1, i%28+1, i%90+10, [...]string{"Male", "Female"}[i%2])
	}
	return b.String()
}

// generatedXLSX is a workbook of n made-up contacts in ten columns, with shared strings.
func generatedXLSX(b *testing.B, n int) []byte {
	b.Helper()
	f := excelize.NewFile()
	date, _ := f.NewStyle(&excelize.Style{NumFmt: 14})
	w, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		b.Fatal(err)
	}
	for i := range n {
		at := excelize.Cell{StyleID: date, Value: 45000 + i%365}
		born := excelize.Cell{StyleID: date, Value: 30000 + i%5000}
		ref := fmt.Sprint("A", i+1)
		if err := w.SetRow(ref, []any{fmt.Sprint("C", i), i, at, born, "Female", "Calls for service", "Referral", i % 90, true, 1.5}); err != nil {
			b.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		b.Fatal(err)
	}
	return shareStrings(b, saved(b, f))
}

// shareStrings turns the inline strings that a stream writer leaves into shared ones.
func shareStrings(b *testing.B, raw []byte) []byte {
	b.Helper()
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		b.Fatal(err)
	}
	index, items := map[string]int{}, ""
	var list strings.Builder
	inline := regexp.MustCompile(`t="inlineStr"><is>(<t>[^<]*</t>)</is>`)
	var parts []string
	for _, f := range z.File {
		r, _ := f.Open()
		data, _ := io.ReadAll(r)
		if f.Name == "xl/worksheets/sheet1.xml" {
			data = inline.ReplaceAllFunc(data, func(cell []byte) []byte {
				text := string(inline.FindSubmatch(cell)[1])
				if _, ok := index[text]; !ok {
					index[text] = len(index)
					list.WriteString("<si>" + text + "</si>")
				}
				return fmt.Appendf(nil, `t="s"><v>%d</v>`, index[text])
			})
			items = list.String()
		}
		if f.Name != "xl/sharedStrings.xml" {
			parts = append(parts, f.Name, string(data))
		}
	}
	for i := range parts {
		if parts[i] == "xl/_rels/workbook.xml.rels" && !strings.Contains(parts[i+1], "sharedStrings") {
			parts[i+1] = strings.Replace(parts[i+1], "</Relationships>", `<Relationship Id="rId99" Type="`+docRelations+
				`/sharedStrings" Target="sharedStrings.xml"/></Relationships>`, 1)
		}
	}
	return zipOf(append(parts, "xl/sharedStrings.xml", sharedXML(items))...)
}

func drain(b *testing.B, raw []byte, want int) {
	b.Helper()
	f, err := Read("-", bytes.NewReader(raw), Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	n := 0
	for _, err := range f.Rows(context.Background(), 0) {
		if err != nil {
			b.Fatal(err)
		}
		n++
	}
	if n != want {
		b.Fatalf("%d rows", n)
	}
}

func BenchmarkCSV(b *testing.B) {
	raw := []byte(generatedCSV(benchRows))
	b.SetBytes(int64(len(raw)))
	b.ReportAllocs()
	for b.Loop() {
		drain(b, raw, benchRows+1)
	}
}

func BenchmarkXLSX(b *testing.B) {
	raw := generatedXLSX(b, benchRows)
	b.Run("table", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			drain(b, raw, benchRows)
		}
	})
	b.Run("excelize", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			f, err := excelize.OpenReader(bytes.NewReader(raw))
			if err != nil {
				b.Fatal(err)
			}
			rows, err := f.Rows("Sheet1")
			if err != nil {
				b.Fatal(err)
			}
			for rows.Next() {
				if _, err := rows.Columns(excelize.Options{RawCellValue: true}); err != nil {
					b.Fatal(err)
				}
			}
			_ = rows.Close()
			_ = f.Close()
		}
	})
}
