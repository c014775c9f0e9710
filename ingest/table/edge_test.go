package table

import (
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// A character may be cut by the end of any buffer on its way.
func TestCutCharacters(t *testing.T) {
	for shift := range 4 {
		for _, char := range []string{"é", "–", "😀"} {
			cell := strings.Repeat("x", shift) + strings.Repeat(char, 10_000)
			rows, notices := readCSV(t, "a,b\n"+strings.Repeat(cell+",2\n", 40))
			if len(rows) != 41 || len(notices) != 0 || rows[40].Cells[0] != cell {
				t.Fatalf("%s shifted by %d: %d rows, %v", char, shift, len(rows), notices)
			}
		}
	}
}

// One byte at the very end that is not UTF-8 makes the whole text Windows-1252.
func TestLateEncoding(t *testing.T) {
	path := filepath.Join(t.TempDir(), "contacts.csv")
	text := "a,b\n\xC9,2\n" + strings.Repeat("1,2\n", 200_000) + "caf\xE9,3"
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := readAll(t, f, 0)
	if err != nil || rows[1].Cells[0] != "É" || rows[len(rows)-1].Cells[0] != "café" {
		t.Errorf("rows %v … %v, %v", rows[1], rows[len(rows)-1], err)
	}
}

func TestUnescape(t *testing.T) {
	tests := []struct{ in, want string }{
		{"a_x000D_b", "a\rb"},
		{"_x005F_x000D_", "_x000D_"},
		{"_xD83D__xDE00_", "😀"},
		{"_xD83D_", "\uFFFD"},
		{"_xD83D__x0041_", "\uFFFDA"},
		{"_x00G0_ _x12_ _x", "_x00G0_ _x12_ _x"},
	}
	for _, tt := range tests {
		if got := string(unescape([]byte("_x000D_"+tt.in), len("_x000D_"))); got != "_x000D_"+tt.want {
			t.Errorf("%q reads as %q", tt.in, got)
		}
	}
}

func TestAppendText(t *testing.T) {
	tests := []struct{ in, want string }{
		{"a &amp;&lt;&gt;&quot;&apos; b", `a &<>"' b`},
		{"&#65;&#x1F600;&#X41;", "A😀A"},
		{"&nbsp; & &; &#; &#xZZ; &#99999999;", "&nbsp; & &; &#; &#xZZ; &#99999999;"},
	}
	for _, tt := range tests {
		if got := string(appendText(nil, []byte(tt.in))); got != tt.want {
			t.Errorf("%q reads as %q", tt.in, got)
		}
	}
}

func TestNoSuchSheet(t *testing.T) {
	for name, raw := range map[string]string{"CSV": "a,b\n", "XLSX": string(bookOf("<sheetData/>"))} {
		f, err := Read("-", strings.NewReader(raw), Options{})
		if err != nil {
			t.Fatal(err)
		}
		var e *Error
		if _, err := readAll(t, f, 1); !errors.As(err, &e) || e.Kind != NoSheets {
			t.Errorf("%s: sheet 1 gives %v", name, err)
		}
		_ = f.Close()
	}
}

// Reading may stop at any row and start again.
func TestStopAndReadAgain(t *testing.T) {
	for name, raw := range map[string]string{
		"CSV":  "a,b\n1,2\n3,4\n",
		"gz":   gzipped("a,b\n1,2\n3,4\n"),
		"XLSX": string(bookOf("<sheetData><row><c><v>1</v></c></row><row><c><v>2</v></c></row><row><c><v>3</v></c></row></sheetData>")),
	} {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, []byte(raw), 0o600); err != nil {
			t.Fatal(err)
		}
		f, err := Open(path, Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, err := range f.Rows(t.Context(), 0) {
			if err != nil {
				t.Fatal(err)
			}
			break
		}
		early, _, err := f.Digest()
		if err != nil {
			t.Fatal(err)
		}
		if rows, err := readAll(t, f, 0); len(rows) != 3 || err != nil {
			t.Errorf("%s: %d rows at the second reading, %v", name, len(rows), err)
		}
		late, size, err := f.Digest()
		if err != nil || late != early || size != int64(len(raw)) {
			t.Errorf("%s: digest %s and then %s of %d bytes, %v", name, early, late, size, err)
		}
		_ = f.Close()
	}
}

// The first reading takes the digest along; it is that of the packed bytes.
func TestDigestWhileReading(t *testing.T) {
	path := filepath.Join(t.TempDir(), "contacts.csv.gz")
	if err := os.WriteFile(path, []byte(gzipped("a,b\n1,2\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	in, err := openInput(path, DefaultMaxUnzipped)
	if err != nil {
		t.Fatal(err)
	}
	src, err := openSource(in, Options{})
	if err != nil {
		t.Fatal(err)
	}
	f := &File{src}
	defer f.Close()
	if _, err := readAll(t, f, 0); err != nil || in.sum == "" {
		t.Errorf("after the rows the digest is %q, %v", in.sum, err)
	}
}

func TestFindDialect(t *testing.T) {
	tests := []struct {
		name, head string
		want       byte
	}{
		{"header alone", "a;b;c", ';'},
		{"commas in titles and notes", "Report, 2024\nid\tnote\n1\ta, b\n2\tc\n3\td, e, f\n", '\t'},
		{"a comma decimal in every column", "x;y\n1,5;2,5\n3,5;4,5\n", ';'},
		{"quoted texts with the other delimiter", "a;b\n\"x, y\";1\n\"z, w\";2\n", ';'},
		{"quotes that one delimiter makes stray", "name, first;note\nDoe, J;\"x\"\nRoe, A;\"y\"\n", ';'},
		{"a pipe within a tab file", "a\tb\n1|2\t3\n1|2\t3\n", '\t'},
		{"times and dates", "id,at\n1,2024-07-01 13:45:00\n2,2024-07-02 08:00:00\n", ','},
		{"nothing to split", "hello\nworld\n", ','},
		{"trailing cells left out", "id,a,b,services\n1,2,3,x;y\n2\n3,4\n4,5,6,x;y\n5,6,7,x;y\n", ','},
	}
	for _, tt := range tests {
		if got := findDialect(tt.head, true).delimiter; got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

// One quote too many harms one row, which says so.
func TestOneQuoteTooMany(t *testing.T) {
	rnd := rand.New(rand.NewPCG(5, 6))
	fields := []string{"12", "", "word", "two words", `"a, b"`, `"say ""x"" to"`, `""`, `"""all"""`, `"end """`, "2024-07-01"}
	for range 3000 {
		var lines []string
		for range 3 + rnd.IntN(6) {
			line := []string{"id"}
			for range 4 {
				line = append(line, fields[rnd.IntN(len(fields))])
			}
			lines = append(lines, strings.Join(line, ",")+"\n")
		}
		want := readRecords(t, strings.Join(lines, ""))
		harmed := rnd.IntN(len(lines))
		at := rnd.IntN(len(lines[harmed]))
		lines[harmed] = lines[harmed][:at] + `"` + lines[harmed][at:]
		text := strings.Join(lines, "")
		got := readRecords(t, text)
		if len(got) != len(want) {
			t.Fatalf("a quote in row %d makes %d of %d rows of:\n%s", harmed+1, len(got), len(want), text)
		}
		for i := range want {
			if i == harmed && got[i].Notices == nil {
				t.Fatalf("row %d has no notice in:\n%s", i+1, text)
			}
			if i != harmed && cmp.Diff(want[i], got[i]) != "" {
				t.Fatalf("a quote in row %d changes row %d of:\n%s", harmed+1, i+1, text)
			}
		}
	}
}

// readRecords reads comma-separated text.
func readRecords(t *testing.T, text string) []gotRow {
	t.Helper()
	var rows []gotRow
	for p := newRecords(strings.NewReader(text), ','); ; {
		row, err := p.next()
		if errors.Is(err, io.EOF) {
			return rows
		}
		if err != nil {
			t.Fatal(err)
		}
		g := gotRow{Num: row.Num}
		for _, c := range row.Cells {
			g.Cells = append(g.Cells, c.Text)
		}
		for _, n := range row.Notices {
			g.Notices = append(g.Notices, n.Kind)
		}
		rows = append(rows, g)
	}
}

// A text without a name, such as a pipe, reads like a file.
func TestPipe(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	go func() {
		_, _ = w.WriteString("a,b\n1,2\n")
		_ = w.Close()
	}()
	f, err := Read("-", r, Options{})
	if err != nil {
		t.Fatal(err)
	}
	rows, err := readAll(t, f, 0)
	if d := cmp.Diff([]gotRow{{1, []string{"a", "b"}, nil}, {2, []string{"1", "2"}, nil}}, rows); d != "" || err != nil {
		t.Errorf("rows (-want +got):\n%s, %v", d, err)
	}
}

// Pieces of a file are valid together just where the whole is, wherever characters and faults lie
// at their borders.
func TestPiecesOfUTF8(t *testing.T) {
	for _, at := range []string{"é", "–", "😀", "\xC3", "\xE2\x80", "\xF0\x9F\x98", "\x80", "\x80\x80\x80\x80", "\xF5\x80\x80\x80", "\xC0\x80"} {
		for shift := -5; shift <= 5; shift++ {
			for _, tail := range []string{"", "x", strings.Repeat("y", charsetPiece)} {
				text := strings.Repeat("x", charsetPiece+shift) + at + tail
				got, err := isUTF8(strings.NewReader(text), 0, int64(len(text)))
				if want := utf8.ValidString(text); got != want || err != nil {
					t.Errorf("%q at %d with %d bytes after it: %t, %v, want %t", at, shift, len(tail), got, err, want)
				}
			}
		}
	}
}
