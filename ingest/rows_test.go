package ingest_test

import (
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"picreport/ingest"
)

// What a Reader makes of exports is what an oracle makes of them: the same contacts in the same
// order, the same findings at the same cells, and the same counts.
func TestOracle(t *testing.T) {
	for seed := range uint64(300) {
		e := newOddExports(rand.New(rand.NewPCG(seed, 13)))
		e.useDictionary(t)
		files := e.texts()
		due := newOracle(e.opts, e.choices)
		due.read(files)
		if d := due.diff(sayWith(t, e.opts, files)); d != "" {
			t.Fatalf("seed %d: %.3000s\n%.2000s", seed, d, strings.Join(files, "\n\n"))
		}
	}
}

// However many batches rows take, nothing of what was read of one changes while the memory of
// another is used again.
func TestOracleOfManyBatches(t *testing.T) {
	for seed := range uint64(2) {
		e := newLongExport(rand.New(rand.NewPCG(seed, 19)), 3000)
		e.useDictionary(t)
		files := []string{bareCSV(widened(e.files[0], strings.Repeat("long ", 300)))}
		due := newOracle(e.opts, e.choices)
		due.read(files)
		if d := due.diff(sayWith(t, e.opts, files)); d != "" {
			t.Fatalf("seed %d: %.3000s", seed, d)
		}
	}
}

// useDictionary writes the dictionary that the exports need.
func (e *oddExports) useDictionary(t *testing.T) {
	if e.choices != nil {
		e.opts.Dictionary = dictionaryFile(t, e.choices)
	}
}

// A row means what it means, whatever stands around it and however it is read: the contacts of an
// export are the same with a blank after each cell, with a column beside them that nobody reads,
// below an odd row, after another export, in another order, and read ahead in smaller batches or
// by more goroutines.
func FuzzRows(f *testing.F) {
	for seed := range uint64(24) {
		f.Add(binary.LittleEndian.AppendUint64(nil, seed*0x9E3779B97F4A7C15))
	}
	f.Fuzz(func(t *testing.T, random []byte) {
		rnd := rand.New(&byteSource{rest: random, then: seedOf(random)})
		e := newOddExports(rnd)
		e.useDictionary(t)
		for _, rows := range e.files {
			one := e
			one.files = [][][]string{rows}
			one.compareTwisted(t, rnd)
		}
	})
}

// byteSource draws random numbers from bytes, so that a fuzzer that changes one changes one
// choice, and then from a seed.
type byteSource struct {
	rest []byte
	then *rand.PCG
}

func seedOf(b []byte) *rand.PCG {
	h := fnv.New64()
	_, _ = h.Write(b)
	return rand.NewPCG(h.Sum64(), 17)
}

func (s *byteSource) Uint64() uint64 {
	if len(s.rest) < 2 {
		return s.then.Uint64()
	}
	n := uint64(s.rest[0]) | uint64(s.rest[1])<<8
	s.rest = s.rest[2:]
	return n<<48 | n<<32 | n<<16 | n
}

// compareTwisted reads an export as it is and in several twisted forms.
func (e *oddExports) compareTwisted(t *testing.T, rnd *rand.Rand) {
	rows := e.files[0]
	text := csvOf(rows, "")
	want := contentLines(t, e.opts, 0, text)
	compare := func(name string, want, got []string) {
		t.Helper()
		if !slices.Equal(want, got) {
			t.Fatalf("%s: %.3000s\n%.2000s", name, cmp.Diff(want, got), text)
		}
	}
	check := func(name string, got []string) { compare(name, want, got) }
	check("a blank after each cell", contentLines(t, e.opts, 0, csvOf(rows, " ")))
	check("without quotation marks", contentLines(t, e.opts, 0, bareCSV(rows)))
	check("a column that nobody reads", contentLines(t, e.opts, 0, csvOf(widened(rows, "x"), "")))
	check("smaller batches", contentLines(t, e.opts, 0, csvOf(widened(rows, strings.Repeat("long ", 1500)), "")))
	check("after itself", contentLines(t, e.opts, 1, csvOf(rows, " "), text))
	other := newOddExports(rnd)
	check("after another export", contentLines(t, e.opts, 1, csvOf(other.files[0], ""), text))
	func() {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1 + rnd.IntN(6)))
		check("other goroutines", contentLines(t, e.opts, 0, text))
	}()
	e.compareMoved(t, rnd, compare)
}

// compareMoved reads the rows of an export of contacts in another order. Rows of REDCap say
// something of those around them, and so do rows of one contact ID, unless all are corrections.
func (e *oddExports) compareMoved(t *testing.T, rnd *rand.Rand, check func(string, []string, []string)) {
	rows, opts := e.files[0], e.opts
	opts.ContactIDs = ingest.ContactIDsCorrect
	head := 1 + slices.IndexFunc(rows, func(row []string) bool { return slices.Contains(row, "Client ID") })
	if head == 0 || slices.Contains(rows[head-1], "record_id") {
		return
	}
	want := contentLines(t, opts, 0, csvOf(rows, ""))
	below := slices.Insert(slices.Clone(rows), head, make([]string, 1)) // which is no row at all
	below[head] = []string{"", "x", "#N/A"}
	check("below an odd row", want, without(contentLines(t, opts, 0, csvOf(below, "")), 1))
	order := blocksMoved(rnd, len(rows)-head)
	moved := slices.Clone(rows[:head])
	for _, i := range order {
		moved = append(moved, rows[head+i])
	}
	back := map[string]string{}
	for to, from := range order {
		back[fmt.Sprintf("%d contact", head+to+1)] = fmt.Sprintf("%d contact", head+from+1)
	}
	got := contentLines(t, opts, 0, csvOf(moved, ""))
	for i, line := range got {
		at := line[:strings.Index(line, " contact")+len(" contact")]
		got[i] = back[at] + line[len(at):]
	}
	slices.Sort(got)
	slices.Sort(want)
	check("in another order", want, got)
}

// widened adds a column to rows that a Reader passes over.
func widened(rows [][]string, text string) [][]string {
	var out [][]string
	width := 0
	for _, row := range rows {
		width = max(width, len(row))
	}
	for i, row := range rows {
		row = append(slices.Clone(row), make([]string, width-len(row))...)
		if !slices.ContainsFunc(row,
			func(cell string) bool { return strings.TrimSpace(cell) != "" }) || isTotalOrNumbers(row) {
			out = append(out, row)
			continue
		}
		cell := text
		if i == 0 {
			cell = "Remark"
		}
		out = append(out, append(row, cell))
	}
	return out
}

// isTotalOrNumbers reports whether a row has fewer than two cells that are no number.
func isTotalOrNumbers(row []string) bool {
	texts := 0
	for _, cell := range row {
		if cell != "" && !oracleNumbers.MatchString(cell) {
			texts++
		}
	}
	return texts < 2
}

// blocksMoved returns an order of n rows in which a few blocks of them have changed places.
func blocksMoved(rnd *rand.Rand, n int) []int {
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	for range min(n, 3) {
		at := rnd.IntN(n)
		order = append(order[at:], order[:at]...)
		half := rnd.IntN(n)
		slices.Reverse(order[half:])
	}
	return order
}

// contentLines returns what the contacts of one of some files say, without how the ID is written,
// which is that of an earlier row.
func contentLines(t *testing.T, o ingest.Options, file int, texts ...string) []string {
	t.Helper()
	contacts, _ := readFiles(t, o, csv(texts...))
	var out []string
	for i := range contacts {
		c := contacts[i]
		if c.Place.File != fileName(file) {
			continue
		}
		line := contactLine(c)
		from, to := strings.Index(line, " written "), strings.Index(line, " on "+c.Date.String())
		out = append(out, strings.TrimPrefix(line[:from]+line[to:], fileName(file)+":"))
	}
	return out
}

// without returns lines of contacts with rows that are fewer by some.
func without(lines []string, rows int) []string {
	for i, line := range lines {
		row, rest, _ := strings.Cut(line, " ")
		n := 0
		_, err := fmt.Sscan(row, &n)
		must(err)
		lines[i] = fmt.Sprint(n-rows, " ", rest)
	}
	return lines
}
