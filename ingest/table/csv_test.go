package table

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
)

// gotRow is a row as the tests compare it.
type gotRow struct {
	Num     int
	Cells   []string
	Notices []NoticeKind
}

// readAll reads a sheet to its end.
func readAll(t *testing.T, f *File, sheet int) ([]gotRow, error) {
	t.Helper()
	var rows []gotRow
	last := 0
	for row, err := range f.Rows(t.Context(), sheet) {
		if err != nil {
			return rows, err
		}
		if row.Num <= last {
			t.Errorf("row %d comes after row %d", row.Num, last)
		}
		last = row.Num
		g := gotRow{Num: row.Num}
		for _, c := range row.Cells {
			g.Cells = append(g.Cells, strings.Clone(c.Text))
			if (c.Kind == Blank) != (c.Text == "") {
				t.Errorf("row %d: a cell of kind %d holds %q", row.Num, c.Kind, c.Text)
			}
		}
		for _, n := range row.Notices {
			if n.Row != row.Num {
				t.Errorf("row %d: a notice of row %d", row.Num, n.Row)
			}
			g.Notices = append(g.Notices, n.Kind)
		}
		rows = append(rows, g)
	}
	return rows, nil
}

// readCSV reads a text as standard input.
func readCSV(t *testing.T, text string) ([]gotRow, []Notice) {
	t.Helper()
	f, err := Read("-", strings.NewReader(text), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := readAll(t, f, 0)
	if err != nil {
		t.Fatal(err)
	}
	return rows, f.Notices()
}

func utf16Text(s string, big, mark bool) string {
	var b []byte
	if mark {
		s = "\uFEFF" + s
	}
	for _, u := range utf16.Encode([]rune(s)) {
		if big {
			b = append(b, byte(u>>8), byte(u))
		} else {
			b = append(b, byte(u), byte(u>>8))
		}
	}
	return string(b)
}

func gzipped(s string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = io.WriteString(w, s)
	_ = w.Close()
	return b.String()
}

func TestCSVDialects(t *testing.T) {
	want := []gotRow{
		{1, []string{"id", "name", "note"}, nil},
		{2, []string{"0012", "Zoë, \"Z\"", "one\ntwo"}, nil},
		{3, []string{"7", "", "x"}, nil},
	}
	text := "id,name,note\n0012,\"Zoë, \"\"Z\"\"\",\"one\ntwo\"\n7,,x\n"
	with := func(delim string) string {
		return "id" + delim + "name" + delim + "note\n0012" + delim + "\"Zoë, \"\"Z\"\"\"" + delim + "\"one\ntwo\"\n7" + delim + delim + "x\n"
	}
	latin := strings.ReplaceAll(text, "ë", "\xEB")
	delimiter := func(d string) []Notice { return []Notice{{Kind: DelimiterFound, Col: -1, Detail: d}} }
	guessed := func(e string) []Notice { return []Notice{{Kind: EncodingGuessed, Col: -1, Detail: e}} }
	tests := []struct {
		name, text string
		notices    []Notice
	}{
		{"UTF-8", text, nil},
		{"no last line end", strings.TrimSuffix(text, "\n"), nil},
		{"BOM", bomUTF8 + text, nil},
		{"UTF-16LE", utf16Text(text, false, true), nil},
		{"UTF-16BE", utf16Text(text, true, true), nil},
		{"UTF-16LE without a mark", utf16Text(text, false, false), guessed("UTF-16LE")},
		{"Windows-1252", latin, guessed("Windows-1252")},
		{"Windows-1252 behind a false BOM", bomUTF8 + latin, guessed("Windows-1252")},
		{"semicolon", with(";"), delimiter("semicolon")},
		{"tab", with("\t"), delimiter("tab")},
		{"pipe", with("|"), delimiter("pipe")},
		{"gz", gzipped(text), nil},
		{"gz of UTF-16", gzipped(utf16Text(text, false, true)), nil},
		{"blank rows at the end", text + "\n,,\n \n\n\x1A", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			rows, notices := readCSV(t, tt.text)
			if d := cmp.Diff(want, rows); d != "" {
				t.Errorf("rows (-want +got):\n%s", d)
			}
			if d := cmp.Diff(tt.notices, notices); d != "" {
				t.Errorf("notices (-want +got):\n%s", d)
			}
		})
	}
}

func TestCSVRows(t *testing.T) {
	row := func(num int, cells ...string) gotRow { return gotRow{Num: num, Cells: cells} }
	stray := []NoticeKind{StrayQuote}
	unclosed := []NoticeKind{UnclosedQuote}
	tests := []struct {
		name, text string
		want       []gotRow
	}{
		{"CRLF", "a,b\r\n1,2\r\n", []gotRow{row(1, "a", "b"), row(2, "1", "2")}},
		{"CR alone", "a,b\r1,2\r", []gotRow{row(1, "a", "b"), row(2, "1", "2")}},
		{"mixed line ends", "a,b\r1,2\n3,4\r\n5,6", []gotRow{row(1, "a", "b"), row(2, "1", "2"), row(3, "3", "4"), row(4, "5", "6")}},
		{"blank rows count", "a,b\n\n,\n1,2\n", []gotRow{row(1, "a", "b"), row(4, "1", "2")}},
		{"ragged", "a,b\n1\n1,2,3\n", []gotRow{row(1, "a", "b"), row(2, "1"), row(3, "1", "2", "3")}},
		{"sep line", "sep=;\r\na;b,c\r\n1;2", []gotRow{row(2, "a", "b,c"), row(3, "1", "2")}},
		{"sep line, odd character", "SEP=^\na^b\n1^2", []gotRow{row(2, "a", "b"), row(3, "1", "2")}},
		{"quoted sep line", "\"sep=|\"\na|b\n", []gotRow{row(2, "a", "b")}},
		{"quoted CRLF", "a,b\n\"1\r\n2\",3\n4,5", []gotRow{row(1, "a", "b"), row(2, "1\r\n2", "3"), row(3, "4", "5")}},
		{"empty quotes", "a,b\n\"\",\"\"\"\"\n", []gotRow{row(1, "a", "b"), row(2, "", `"`)}},
		{"blanks around quotes", "a,b\n1, \"x, y\" \n", []gotRow{row(1, "a", "b"), row(2, "1", "x, y")}},
		{
			"kept from Excel", "=\"a\",b\n=\"0012\",=\"\"\n\"=\"\"0013\"\"\",=\"4\"\n",
			[]gotRow{row(1, "a", "b"), row(2, "0012", ""), row(3, "0013", "4")},
		},
		{
			"a formula", "a,b\n=\"x\"&\"y\",2\n=\"3,4\n\"=\"\"5\"\"&6\",=7",
			[]gotRow{row(1, "a", "b"), {2, []string{`="x"&"y"`, "2"}, stray}, {3, []string{`="3`, "4"}, stray}, row(4, `="5"&6`, "=7")},
		},
		{"quote inside", "a,b\nO\"Brien,2\n3,4", []gotRow{row(1, "a", "b"), {2, []string{`O"Brien`, "2"}, stray}, row(3, "3", "4")}},
		{"text after a quote", "a,b\n\"abc\" def,2\n3,4", []gotRow{row(1, "a", "b"), {2, []string{"abc def", "2"}, stray}, row(3, "3", "4")}},
		{
			"text after a quote, quotes later", "a,b\n\"abc\" def,\"2\"\n3,4",
			[]gotRow{row(1, "a", "b"), {2, []string{"abc def", "2"}, stray}, row(3, "3", "4")},
		},
		{
			"quotes not doubled", "a,b\n\"said \"hi, you\" twice\",2\n3,4",
			[]gotRow{row(1, "a", "b"), {2, []string{`said "hi, you" twice`, "2"}, stray}, row(3, "3", "4")},
		},
		{
			"never closed", "a,b\n1,\"abc\n3,4\n5,6\n",
			[]gotRow{row(1, "a", "b"), {2, []string{"1", `"abc`}, unclosed}, row(3, "3", "4"), row(4, "5", "6")},
		},
		{
			"not closed before the next quoted field", "a,b\n1,\"abc\n3,4\n5,\"x\"\n\"7\",8\n",
			[]gotRow{row(1, "a", "b"), {2, []string{"1", `"abc`}, unclosed}, row(3, "3", "4"), row(4, "5", "x"), row(5, "7", "8")},
		},
		{
			"zero bytes", "a,b\n1\x00,\x00\n3,4\n",
			[]gotRow{row(1, "a", "b"), {2, []string{"1", ""}, []NoticeKind{NULBytes}}, row(3, "3", "4")},
		},
		{"lost text", "a,b\n\uFFFD,2\n", []gotRow{row(1, "a", "b"), {2, []string{"\uFFFD", "2"}, []NoticeKind{BadText}}}},
		{"one column", "id\n1\n", []gotRow{row(1, "id"), row(2, "1")}},
		{
			"decimal commas", "id;x;y\n1;1,5;2,5\n2;3,5;4,5\n",
			[]gotRow{row(1, "id", "x", "y"), row(2, "1", "1,5", "2,5"), row(3, "2", "3,5", "4,5")},
		},
		{
			"delimiters within quotes", "id,x\n1,\"a;b;c\"\n2,\"d;e;f\"\n",
			[]gotRow{row(1, "id", "x"), row(2, "1", "a;b;c"), row(3, "2", "d;e;f")},
		},
		{
			"a list in a cell", "id,services,x\n1,a|b\n2,a|b\n3,c|d,y\n",
			[]gotRow{row(1, "id", "services", "x"), row(2, "1", "a|b"), row(3, "2", "a|b"), row(4, "3", "c|d", "y")},
		},
		{
			"titles above", "Contacts, third quarter\n\nid;date\n1;2\n3;4\n",
			[]gotRow{row(1, "Contacts, third quarter"), row(3, "id", "date"), row(4, "1", "2"), row(5, "3", "4")},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, _ := readCSV(t, tt.text)
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Errorf("rows (-want +got):\n%s", d)
			}
		})
	}
}

// A record may begin anywhere in a block, and a block may end anywhere in a record.
func TestCSVBlocks(t *testing.T) {
	line := "12345,\"a \"\"b\"\", c\r\nd\",\"e\" ,f\r\n"
	for shift := range 2 * len(line) {
		first := strings.Repeat("x", blockSize-shift) + ",1,2,3\r\n"
		got, _ := readCSV(t, first+line+line)
		if len(got) != 3 || cmp.Diff([]string{"12345", "a \"b\", c\r\nd", "e", "f"}, got[1].Cells) != "" || got[1].Notices != nil {
			t.Fatalf("block cut %d bytes before a row: got %+v", shift, got[1:])
		}
	}
}

// What is well formed reads as encoding/csv reads it.
func TestCSVDifferential(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	words := []string{"a", "", "x y", `q"q`, "l\nm", "é", "1,5", "2;3", "t\tu", "p|q", " lead", "trail ", strings.Repeat("long", 100)}
	for range 300 {
		delim := []rune{',', ';', '\t', '|'}[rnd.IntN(4)]
		var b bytes.Buffer
		w := csv.NewWriter(&b)
		w.Comma, w.UseCRLF = delim, rnd.IntN(2) == 0
		width := 3 + rnd.IntN(5)
		for range 1 + rnd.IntN(60) {
			rec := []string{"id"}
			for len(rec) < width {
				rec = append(rec, words[rnd.IntN(len(words))])
			}
			_ = w.Write(rec)
		}
		w.Flush()
		r := csv.NewReader(bytes.NewReader(b.Bytes()))
		r.Comma = delim
		want, err := r.ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		p := newRecords(bytes.NewReader(b.Bytes()), byte(delim))
		for i, rec := range want {
			row, err := p.next()
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, c := range row.Cells {
				got = append(got, strings.ReplaceAll(c.Text, "\r\n", "\n"))
			}
			if d := cmp.Diff(rec, got); d != "" || row.Notices != nil {
				t.Fatalf("record %d of %q: %s %v", i, b.String(), d, row.Notices)
			}
		}
	}
}

func TestCSVLimits(t *testing.T) {
	_, notices := readCSV(t, "a,b\n1,2\n\x00\x00,\n\x00")
	if d := cmp.Diff([]Notice{{Kind: NULBytes, Row: 3, Col: 0}}, notices); d != "" {
		t.Errorf("blank rows of zero bytes (-want +got):\n%s", d)
	}
	f, err := Read("-", strings.NewReader("a,b\n"+strings.Repeat("x", MaxRecord+blockSize)+"\n"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	_, err = readAll(t, f, 0)
	var e *Error
	if !errors.As(err, &e) || e.Kind != TooLarge || e.Row != 2 {
		t.Errorf("a long row gives %v", err)
	}
	line := strings.Repeat("y", 1021) + ",z\n"
	rows, _ := readCSV(t, "a,b\n1,\"x\n"+strings.Repeat(line, MaxRecord/len(line)+10))
	if len(rows) != MaxRecord/len(line)+12 || cmp.Diff([]NoticeKind{UnclosedQuote}, rows[1].Notices) != "" {
		t.Errorf("a quote left open gives %d rows, notices %v", len(rows), rows[1].Notices)
	}
	rows, _ = readCSV(t, "a,b\n1,"+strings.Repeat("x", MaxCellText+1)+"\n")
	if cmp.Diff([]NoticeKind{LongText}, rows[1].Notices) != "" {
		t.Errorf("a long text gives %v", rows[1].Notices)
	}
	_, err = Read("-", strings.NewReader(gzipped(strings.Repeat("a,b\n", 1000))), Options{MaxUnzipped: 3999})
	if !errors.As(err, &e) || e.Kind != TooLarge {
		t.Errorf("a .gz beyond the limit gives %v", err)
	}
}

func TestNamedCSV(t *testing.T) {
	path := filepath.Join(t.TempDir(), "contacts.csv")
	if err := os.WriteFile(path, []byte("a,b\n1,2\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	want, err := readAll(t, f, 0)
	if err != nil {
		t.Fatal(err)
	}
	again, _ := readAll(t, f, 0)
	if d := cmp.Diff(want, again); d != "" || len(want) != 2 {
		t.Errorf("the second reading differs: %s", d)
	}
	sum, size, err := f.Digest()
	// printf 'a,b\n1,2\n' | sha256sum
	if want := "492d5ea496056f1a6a6592241032fab764c321596317930b4fa0e1e8bc3b7470"; sum != want || size != 8 || err != nil {
		t.Errorf("digest %s of %d bytes, %v", sum, size, err)
	}
	if err := os.WriteFile(path, []byte("a,b\n1,2\n3,4\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var e *Error
	if _, err := readAll(t, f, 0); !errors.As(err, &e) || e.Kind != Unreadable {
		t.Errorf("a file that changed gives %v", err)
	}
}
