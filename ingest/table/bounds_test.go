package table

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"
)

// endless repeats a text for ever.
type endless struct {
	start, unit string
	at          int
}

func (e *endless) Read(p []byte) (int, error) {
	n := 0
	for n < len(p) {
		if e.at < len(e.start) {
			m := copy(p[n:], e.start[e.at:])
			n, e.at = n+m, e.at+m
			continue
		}
		from := (e.at - len(e.start)) % len(e.unit)
		m := copy(p[n:], e.unit[from:])
		n, e.at = n+m, e.at+m
	}
	return n, nil
}

// bounded runs read, which must refuse what it reads as of a kind, with at most some MiB allocated
// in all and within a minute.
func bounded(t *testing.T, kind ErrorKind, mib int, read func() error) {
	t.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := time.Now()
	err := read()
	runtime.ReadMemStats(&after)
	var e *Error
	if !errors.As(err, &e) || e.Kind != kind {
		t.Errorf("got %v, want an error of the kind %s", err, kind)
	}
	if used := (after.TotalAlloc - before.TotalAlloc) >> 20; used > uint64(mib) {
		t.Errorf("%d MiB allocated, want at most %d", used, mib)
	}
	if took := time.Since(start); took > time.Minute {
		t.Errorf("it took %s", took)
	}
}

// readOut reads a stream to its end, without keeping a row.
func readOut(r io.Reader, o Options) error {
	f, err := Read("-", r, o)
	if err != nil {
		return err
	}
	defer f.Close()
	for i := range f.Sheets() {
		for _, err := range f.Rows(context.Background(), i) {
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// A record without an end is given up at MaxRecord, however it goes on.
func TestEndlessRecord(t *testing.T) {
	long := strings.Repeat("x", 1000)
	for _, text := range []endless{
		{"a,b\n", long, 0},
		{"a,b\n\"", long, 0},
		{"a,b\n", long + ",", 0},
	} {
		t.Run(fmt.Sprintf("%.12q", text.start+text.unit), func(t *testing.T) {
			bounded(t, TooLarge, 512, func() error {
				p := newRecords(&text, ',')
				for {
					if _, err := p.next(); err != nil {
						return err
					}
				}
			})
		})
	}
}

// A record of nothing but delimiters has more columns than any sheet.
func TestEndlessColumns(t *testing.T) {
	bounded(t, TooLarge, 256, func() error {
		return readOut(io.LimitReader(&endless{start: "a,b\n1", unit: ","}, 8<<20), Options{})
	})
}

// A stream without an end is given up at the limit on what a file may hold.
func TestEndlessStream(t *testing.T) {
	bounded(t, TooLarge, 64, func() error { return readOut(&endless{unit: "a,b\n"}, Options{MaxUnzipped: 8 << 20}) })
}

// An archive that unpacks to a hundred times its size is refused at the limit.
func TestBombs(t *testing.T) {
	var gz bytes.Buffer
	z := gzip.NewWriter(&gz)
	_, _ = io.Copy(z, io.LimitReader(&endless{start: "a,b\n", unit: "1,2\n"}, 256<<20))
	_ = z.Close()
	rows := "<sheetData>" + strings.Repeat("<row/>", 32<<20/6) + "</sheetData>"
	tests := []struct {
		name string
		raw  []byte
		mib  int
	}{
		{"gzip", gz.Bytes(), 8},
		{"sheet", bookOf(rows), 8},
		{"styles", bookOf("<sheetData/>", "xl/styles.xml", rows), 8},
		{"a part that nothing names", bookOf("<sheetData/>", "xl/media/x.bin", rows), 8},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			bounded(t, TooLarge, tt.mib, func() error { return readOut(bytes.NewReader(tt.raw), Options{MaxUnzipped: 16 << 20}) })
		})
	}
}

// What is small in the file must not become large in memory.
func TestHostileSheets(t *testing.T) {
	cell := func(ref string) string {
		return `<sheetData><row r="1"><c r="` + ref + `"><v>1</v></c></row></sheetData>`
	}
	text := `<c r="A1" t="str"><v>` + strings.Repeat("x", 1000) + `</v></c>`
	tests := []struct {
		name string
		raw  []byte
		kind ErrorKind
	}{
		{"a column beyond any sheet", bookOf(cell("ZZZZ1")), Damaged},
		{"a column just beyond", bookOf(cell("XFE1")), Damaged},
		{"a row beyond any sheet", bookOf(`<sheetData><row r="1048577"><c><v>1</v></c></row></sheetData>`), TooLarge},
		{"a million cells without references", bookOf("<sheetData><row>" + strings.Repeat("<c/>", 1<<20) + "</row></sheetData>"), TooLarge},
		{"one cell a million times", bookOf(`<sheetData><row>` + strings.Repeat(`<c r="A1"><f/></c>`, 1<<20) + "</row></sheetData>"), TooLarge},
		{"one cell of much text many times", bookOf(`<sheetData><row>` + strings.Repeat(text, 16<<10) + strings.Repeat(text, 16<<10) + "</row></sheetData>"), TooLarge},
		{"elements in elements", bookOf("<sheetData><row><c>" + strings.Repeat("<a>", 4<<20)), Damaged},
		{"ends without starts", bookOf("<sheetData>" + strings.Repeat("</a>", 1<<20)), Damaged},
		{"a tag without an end", bookOf("<sheetData><row " + strings.Repeat("x", MaxRecord+1<<20)), TooLarge},
		{"a document type", bookOf(`<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><sheetData/>`), Damaged},
		{"many names for one sheet", bookOf(cell("A1"), "xl/workbook.xml", strings.Replace(bookXML, `<sheet name="S" sheetId="1" r:id="rId1"/>`,
			strings.Repeat(`<sheet name="S" sheetId="1" r:id="rId1"/>`, 1<<18), 1)), Damaged},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			bounded(t, tt.kind, 256, func() error { return readOut(bytes.NewReader(tt.raw), Options{}) })
		})
	}
}
