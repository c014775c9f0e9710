package table

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Rows that are read ahead come whole and in order, however many batches they take and wherever the
// reader of them stops.
func TestBatches(t *testing.T) {
	const rows = 3*fullBatch + firstBatch + 7
	var text strings.Builder
	for i := range rows {
		fmt.Fprintf(&text, "%d,%s\n", i+1, strings.Repeat("x", i%100))
	}
	for _, stop := range []int{0, 1, firstBatch, firstBatch + 1, firstBatch + fullBatch, rows - 1, rows + 1} {
		f, err := Read("-", strings.NewReader(text.String()), Options{})
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for row, err := range f.Rows(context.Background(), 0) {
			if err != nil {
				t.Fatal(err)
			}
			n++
			if row.Num != n || row.Cells[0].Text != fmt.Sprint(n) || len(row.Cells[1].Text) != (n-1)%100 {
				t.Fatalf("row %d is %v", n, row)
			}
			if n == stop {
				break
			}
		}
		if want := min(max(stop, 1), rows); stop != 0 && n != want || stop == 0 && n != rows {
			t.Errorf("stop at %d: %d rows", stop, n)
		}
		if sum, size, err := f.Digest(); len(sum) != 64 || size != int64(text.Len()) || err != nil {
			t.Errorf("stop at %d: digest %q, %d, %v", stop, sum, size, err)
		}
		_ = f.Close()
	}
}

// A batch ends early where rows are wide or long: what is read ahead is bounded whatever the rows
// are.
func TestBatchesAreBounded(t *testing.T) {
	text := strings.Repeat(strings.Repeat("y,", 4000)+"\n", 50) + strings.Repeat(strings.Repeat("z", 100<<10)+",b\n", 50)
	f, err := Read("-", strings.NewReader(text), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	total := 0
	for batch, err := range f.src.blocks(context.Background(), 0, 0, nil) {
		if err != nil {
			t.Fatal(err)
		}
		cells, size := 0, 0
		for _, row := range batch.rows {
			cells += len(row.Cells)
			for _, c := range row.Cells {
				size += len(c.Text)
			}
		}
		if cells > blockSize || size > blockSize {
			t.Errorf("a batch of %d cells and %d bytes", cells, size)
		}
		total += len(batch.rows)
	}
	if total != 100 {
		t.Errorf("%d rows", total)
	}
}

// madeBlocks are blocks that a function makes, by their number from 0.
type madeBlocks struct {
	n    int
	make func(n int, b *block) error
}

func (m *madeBlocks) next(b *block) error {
	b.split = true
	m.n++
	return m.make(m.n-1, b)
}

func (m *madeBlocks) splitter(preparer) func(*block) { return nil }

// failingPreparer panics.
type failingPreparer struct{}

func (failingPreparer) Begin(any) {}
func (failingPreparer) Row(*Row)  { panic("oh") }
func (failingPreparer) End() any  { return nil }

// An error comes after the rows before it, and a panic comes to who asked for the rows.
func TestReadingAheadFails(t *testing.T) {
	broken := errors.New("broken")
	var got []int
	var err error
	for b := range readAhead(&madeBlocks{make: func(n int, b *block) error {
		for range 3 - n {
			b.add(Row{})
		}
		if n == 1 {
			return broken
		}
		return nil
	}}, nil) {
		got, err = append(got, len(b.rows)), b.err
	}
	if d := cmp.Diff([]int{3, 2}, got); d != "" || !errors.Is(err, broken) {
		t.Error(d, err)
	}
	for name, prepare := range map[string]func() preparer{
		"reading":   nil,
		"preparing": func() preparer { return preparerOf[any]{failingPreparer{}} },
	} {
		func() {
			defer func() {
				if p := recover(); p != "oh" {
					t.Errorf("%s: panic %v", name, p)
				}
			}()
			for range readAhead(&madeBlocks{make: func(_ int, b *block) error {
				if prepare == nil {
					panic("oh")
				}
				b.add(Row{})
				return nil
			}}, prepare) {
				t.Errorf("%s: a block", name)
			}
		}()
	}
}

// Wherever a block ends, the rows are the same.
func TestTinyBlocks(t *testing.T) {
	text := "\"id\",day\r\n\"a \"\"b\"\"\",\"2024-07-01\nlate\"\r\n ché,\"x\" y\r\r\n=\"0012\",z\n\"open,1\n2,3\nlast,\"\"\"\""
	want := recordsOf(t, text, 1<<20)
	for size := 1; size <= len(text)+1; size++ {
		if d := cmp.Diff(want, recordsOf(t, text, size)); d != "" {
			t.Fatalf("blocks of %d bytes: %s", size, d)
		}
	}
}

// recordsOf reads a text in blocks of a size.
func recordsOf(t *testing.T, text string, size int) []Row {
	t.Helper()
	p := newRecords(bytes.NewReader([]byte(text)), ',')
	p.size = size
	var rows []Row
	for {
		row, err := p.next()
		if err != nil {
			return rows
		}
		row.Cells = append([]Cell(nil), row.Cells...)
		rows = append(rows, row)
	}
}

// seen is a row that a keeper was shown.
type seen struct {
	num  int
	text string
}

// writer is a Preparer that writes down all rows.
type writer struct{ rows []seen }

func (w *writer) Begin([]seen) { w.rows = nil }
func (w *writer) End() []seen  { return w.rows }

func (w *writer) Row(row *Row) {
	text := ""
	for _, c := range row.Cells {
		text += c.Text + "|"
	}
	w.rows = append(w.rows, seen{row.Num, text})
}

// A Preparer is shown every row below the one that is named, once, by its number from Batch.Before.
func TestPreparer(t *testing.T) {
	rnd := rand.New(rand.NewPCG(5, 5))
	odds := []string{
		"", "\n", "\r\n", `"a,b"` + "\n", "\"a\nb\",c\n", "x\ry\n", "\x00\n", strings.Repeat("l", MaxCellText+1) + "\n",
	}
	for i, odd := range odds {
		var text strings.Builder
		if i%2 > 0 {
			text.WriteString("sep=,\n")
		}
		for n := range 20_000 {
			fmt.Fprintf(&text, "%d,%s,%d\n", rnd.IntN(1e9), strings.Repeat("é", rnd.IntN(20)), rnd.IntN(1e5))
			if rnd.IntN(9000) == 0 || n%5 == 0 && n < 15 {
				text.WriteString(odd)
			}
		}
		f, err := Read("-", strings.NewReader(text.String()), Options{})
		if err != nil {
			t.Fatal(err)
		}
		var all writer
		for row, err := range f.Rows(context.Background(), 0) {
			if err != nil {
				t.Fatal(err)
			}
			all.Row(&row)
		}
		for _, below := range []int{0, 1, 2, 7, 20, all.rows[len(all.rows)-1].num} {
			want := slices.DeleteFunc(slices.Clone(all.rows), func(s seen) bool { return s.num <= below })
			var got []seen
			for batch, err := range Batches(context.Background(), f, 0, below, func() Preparer[[]seen] { return &writer{} }) {
				if err != nil {
					t.Fatal(err)
				}
				for _, row := range batch.Ready {
					got = append(got, seen{row.num + batch.Before, row.text})
				}
			}
			if !slices.Equal(want, got) {
				t.Errorf("with %.10q: below row %d there are %d rows, want %d", odd, below, len(got), len(want))
			}
		}
		_ = f.Close()
	}
}
