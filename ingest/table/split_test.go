package table

import (
	"errors"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// inBlocks reads a text as rows does, in blocks of a size, and returns what was noticed of rows
// that were passed over too.
func inBlocks(text string, d dialect, size int) (rows []Row, dropped []Notice, err error) {
	c := newCutter(strings.NewReader(text), d, 0)
	c.size = size
	f := &csvFile{}
	before := 0
	if d.sepLine {
		before = 1
	}
	for b := range readAhead(c, nil) {
		b.number(before)
		before += b.nums
		f.drop(b.dropped)
		for _, row := range b.rows {
			row.Cells = append([]Cell(nil), row.Cells...)
			rows = append(rows, row)
		}
		if b.err != nil {
			return rows, f.dropped, b.err
		}
	}
	return rows, f.dropped, nil
}

// oneByOne reads a text record by record.
func oneByOne(text string, d dialect) (rows []Row, dropped []Notice, err error) {
	p := newRecords(strings.NewReader(text), d.delimiter)
	for {
		row, err := p.next()
		if errors.Is(err, io.EOF) {
			return rows, p.dropped, nil
		}
		if err != nil {
			return rows, p.dropped, atRow(err, p.num+1)
		}
		if row.Num == 1 && d.sepLine {
			continue
		}
		row.Cells = append([]Cell(nil), row.Cells...)
		rows = append(rows, row)
	}
}

// In blocks of whatever size, cut and split by several goroutines, a text has the rows and the
// notices that it has record by record.
func TestBlocksAreRecords(t *testing.T) {
	pieces := []string{
		"a", "bc", "1", " ", "é", "\uFFFD", "\x00", ",", ",", ",", ";", "\n", "\n", "\n", "\r\n", "\r", `"`, `"x"`, `"a,b"`, `"a` + "\n" + `b"`, `""`,
		`"a ""b"""`, `="007"`, `"` + "\r\n", ` "y" `, "\n\n", "x,y,z\n", "x,y,z\n",
	}
	rnd := rand.New(rand.NewPCG(3, 5))
	for n := range 6000 {
		d := dialect{delimiter: []byte{',', ',', ';', ' '}[rnd.IntN(4)]}
		var b strings.Builder
		if rnd.IntN(8) == 0 {
			d.sepLine = true
			b.WriteString("sep=" + string(rune(d.delimiter)) + []string{"\n", "\r\n", "\r"}[rnd.IntN(3)])
		}
		kinds := 1 + rnd.IntN(len(pieces))
		from := rnd.IntN(len(pieces))
		for range rnd.IntN(60) {
			b.WriteString(pieces[(from+rnd.IntN(kinds))%len(pieces)])
		}
		text := b.String()
		want, wantDropped, wantErr := oneByOne(text, d)
		size := 1 + rnd.IntN(len(text)+2)
		if n%2 == 0 {
			size = 1 + rnd.IntN(12)
		}
		got, dropped, err := inBlocks(text, d, size)
		if diff := cmp.Diff(want, got) + cmp.Diff(wantDropped, dropped); diff != "" || wantErr != nil || err != nil {
			t.Fatalf("%q in blocks of %d: %s%v, %v", text, size, diff, wantErr, err)
		}
	}
}

// Errors name the row in the file, wherever its block begins.
func TestErrorsInBlocks(t *testing.T) {
	tests := map[string]string{
		"columns":       strings.Repeat("a,b\n", 3000) + strings.Repeat(",", MaxColumns+1) + "\n",
		"quoted":        strings.Repeat("a,b\n", 3000) + `"x"` + strings.Repeat(",", MaxColumns+1) + "\n",
		"stray quote":   strings.Repeat("a,b\n", 3000) + `x"x` + strings.Repeat(",", MaxColumns+1) + "\n",
		"between lines": strings.Repeat("a,b\n", 3000) + strings.Repeat(",", MaxColumns+1) + "\n" + strings.Repeat("a,b\n", 3000),
	}
	for name, text := range tests {
		for _, size := range []int{100, 5000, blockSize} {
			_, _, err := inBlocks(text, dialect{delimiter: ','}, size)
			var e *Error
			if !errors.As(err, &e) || e.Kind != TooLarge || e.Row != 3001 {
				t.Errorf("%s in blocks of %d: %#v", name, size, err)
			}
		}
	}
}

// Reading that fails comes after the rows before it.
func TestBlocksFail(t *testing.T) {
	broken := errors.New("broken")
	for text, want := range map[string]int{"a,b\n1,2\n3": 2, "a,b\n\"1\",2\n\"3": 2, "a,b\n1\"1,2\n3": 1} {
		c := newCutter(io.MultiReader(strings.NewReader(text), failing{broken}), dialect{delimiter: ','}, 0)
		rows := 0
		var err error
		for b := range readAhead(c, nil) {
			rows += len(b.rows)
			err = b.err
		}
		var e *Error
		if rows != want || !errors.Is(err, broken) || !errors.As(err, &e) || e.Kind != Unreadable {
			t.Errorf("%q: %d rows, %v", text, rows, err)
		}
	}
}

// FuzzBlocks is TestBlocksAreRecords for any text.
func FuzzBlocks(f *testing.F) {
	for _, text := range []string{"a,b\n1,2\n", "a,\"b\"\"\n\"\r\n\"1\",2", "a\r\rb,\x00\n", "=\"1\",x\"y\n", "\"open\n,\n", " \"a\" ,\n\"b\"x\n", "é\uFFFD,\n\n"} {
		f.Add(text, byte(','), byte(3))
		f.Add(text, byte(' '), byte(40))
	}
	f.Fuzz(func(t *testing.T, text string, delimiter, size byte) {
		if strings.IndexByte("\"\r\n\x00", delimiter) >= 0 || delimiter >= 0x80 || size == 0 {
			return
		}
		d := dialect{delimiter: delimiter}
		want, wantDropped, wantErr := oneByOne(text, d)
		got, dropped, err := inBlocks(text, d, int(size))
		if diff := cmp.Diff(want, got) + cmp.Diff(wantDropped, dropped); diff != "" || wantErr != nil || err != nil {
			t.Fatalf("%q by %q in blocks of %d: %s%v, %v", text, delimiter, size, diff, wantErr, err)
		}
	})
}
