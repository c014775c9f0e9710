package table

import (
	"context"
	"errors"
	"io"
	"iter"
	"runtime"
	"slices"
	"sync"
)

// Files are read ahead of their use, in blocks. One goroutine reads them, in order; some split
// those that are not rows yet, and prepare the rows; and whoever asked for the rows gets them in
// order. Splitting and preparing are half of all work on a large CSV, and need nothing but their
// block.

// Batch is what was made of a number of rows that were read ahead. It is valid until the next one
// is asked for.
type Batch[T any] struct {
	Ready  T   // what a Preparer made of the rows
	Before int // what has to be added to Row.Num, as the Preparer saw it
}

// Preparer works on rows ahead of their use, in one of the goroutines that read ahead, where their
// Num and that of their Notices are not settled yet: they count from Batch.Before.
type Preparer[T any] interface {
	// Begin begins a batch, and forgets any that was not ended: rows may be taken anew, so that
	// nothing may come of them before End. It is given what End returned for a batch that is no
	// longer in use, at first the zero T.
	Begin(used T)
	// Row takes the next row, of which it may keep nothing, not even a text.
	Row(row *Row)
	// End returns what was made of the rows since Begin.
	End() T
}

// Batches reads a sheet of a file, by its index in Sheets, below a row, of which 0 is none; prepare
// is called for each goroutine that reads. It may be called again. An error ends the batches: an
// *Error, or that of ctx, which is looked at between batches.
func Batches[T any](
	ctx context.Context, f *File, sheet, below int, prepare func() Preparer[T],
) iter.Seq2[Batch[T], error] {
	return func(yield func(Batch[T], error) bool) {
		make := func() preparer { return preparerOf[T]{prepare()} }
		for b, err := range f.src.blocks(ctx, sheet, below, make) {
			if err != nil {
				yield(Batch[T]{}, err)
				return
			}
			if ready, ok := b.ready.(T); ok && !yield(Batch[T]{ready, b.before}, nil) {
				return
			}
		}
	}
}

// preparer is a Preparer, whatever it makes.
type preparer interface {
	begin(used any)
	row(row *Row)
	end() any
}

type preparerOf[T any] struct{ Preparer[T] }

func (p preparerOf[T]) begin(used any) {
	t, _ := used.(T)
	p.Begin(t)
}

func (p preparerOf[T]) row(row *Row) { p.Row(row) }
func (p preparerOf[T]) end() any     { return p.End() }

// The sizes of blocks are such that a block with its cells fits the cache of a core. Of rows that
// were not cut as text they are bounded one by one.
const (
	fullBatch   = 512       // rows of a block
	batchCells  = 8 << 10   // cells from which on a block is handed over, however few its rows
	batchText   = 256 << 10 // bytes of text from which on it is
	firstBatch  = 32        // rows of the first block: who only wants the headers need not wait for more
	maxSplitter = 4         // goroutines that split and prepare; beyond, whoever uses the rows is what takes time
)

// blocks is a file, or a sheet of one, as a sequence of blocks.
type blocks interface {
	// next fills an empty block. With its rows it may return io.EOF, or what stopped the reading
	// after them.
	next(b *block) error
	// splitter returns what splits the text of blocks into rows, for one goroutine, and has them
	// prepared, unless that is nil; nil where next has made rows.
	splitter(prepare preparer) func(b *block)
}

// block is a number of whole rows.
type block struct {
	// raw is text of a CSV, to be split where split is not set. Its memory changes places with that
	// of the cutter.
	raw     []byte
	split   bool
	pass    int   // rows up to this one, counted from the block's first, are not wanted
	rows    []Row // none once they are prepared
	cells   []Cell
	size    int // of the texts of rows that were added
	nums    int // how many rows of a CSV there are, blank ones included
	before  int // how many rows of a CSV stand before them
	dropped []Notice
	err     error // what stopped the reading after the rows; in a CSV an *Error counts rows from the block's first

	ready    any // what a preparer made of the rows; stays when the block is used again
	panicked any
	done     chan struct{} // has one value once the block is split
}

// add adds a row with a copy of its cells.
func (b *block) add(row Row) {
	from := len(b.cells)
	for _, c := range row.Cells {
		b.cells = append(b.cells, c)
		b.size += len(c.Text)
	}
	row.Cells = b.cells[from:len(b.cells):len(b.cells)]
	b.rows = append(b.rows, row)
}

// prepare has the rows prepared, and lets go of them.
func (b *block) prepare(p preparer) {
	for i := range b.rows {
		p.row(&b.rows[i])
	}
	clear(b.rows)
	b.rows = b.rows[:0]
}

// full reports whether a block has so many rows, cells or texts that it is to be handed over.
func (b *block) full(rows int) bool {
	return len(b.rows) >= rows || len(b.cells) >= batchCells || b.size >= batchText
}

// reset empties the block, and lets go of the texts.
func (b *block) reset() {
	clear(b.rows)
	clear(b.cells)
	b.raw, b.split, b.pass, b.rows, b.cells = b.raw[:0], false, 0, b.rows[:0], b.cells[:0]
	b.size, b.nums, b.before, b.dropped, b.err = 0, 0, 0, nil, nil
}

// number gives the rows of a block the numbers that they have in the file, in which others stand
// before them.
func (b *block) number(before int) {
	b.before = before
	for i := range b.rows {
		row := &b.rows[i]
		row.Num += before
		for j := range row.Notices {
			row.Notices[j].Row += before
		}
	}
	for i := range b.dropped {
		b.dropped[i].Row += before
	}
	var own *Error
	if errors.As(b.err, &own) && own.Row > 0 {
		at := *own
		at.Row += before
		b.err = &at
	}
}

// pipeline is the reading of one file or sheet.
type pipeline struct {
	from    blocks
	prepare func() preparer // may be nil

	jobs    chan *block // to be split
	ordered chan *block // all of them, in the order of the file
	free    chan *block
	stop    chan struct{}
	running sync.WaitGroup
}

// readAhead yields the blocks in order, each split. One is valid until the next is asked for. The
// iteration does not end before all reading has. A panic of the reading comes to who asked for the
// blocks.
func readAhead(from blocks, prepare func() preparer) iter.Seq[*block] {
	return func(yield func(*block) bool) {
		splitters := min(runtime.GOMAXPROCS(0), maxSplitter)
		n := 2*splitters + 2
		p := &pipeline{
			from: from, prepare: prepare,
			jobs: make(chan *block, n), ordered: make(chan *block, n), free: make(chan *block, n),
			stop: make(chan struct{}),
		}
		for range n {
			p.free <- &block{done: make(chan struct{}, 1)}
		}
		p.running.Go(p.read)
		for range splitters {
			p.running.Go(p.split)
		}
		defer p.running.Wait()
		defer close(p.stop) // also where yield panics
		for b := range p.ordered {
			<-b.done
			if b.panicked != nil {
				panic(b.panicked)
			}
			if !yield(b) {
				return
			}
			b.reset()
			p.free <- b
		}
	}
}

// read cuts blocks until the text ends, an error stops it, or no more are wanted.
func (p *pipeline) read() {
	defer close(p.ordered)
	defer close(p.jobs)
	for more := true; more; {
		var b *block
		select {
		case b = <-p.free:
		case <-p.stop:
			return
		}
		more = p.next(b)
		p.ordered <- b // these never wait: there are no more blocks than they have room for
		p.jobs <- b
	}
}

// next cuts a block, and reports whether there is more.
func (p *pipeline) next(b *block) (more bool) {
	defer func() {
		if b.panicked = recover(); b.panicked != nil {
			b.split, more = true, false
		}
	}()
	err := p.from.next(b)
	if err != nil && !errors.Is(err, io.EOF) {
		b.err = err
	}
	return err == nil && b.err == nil
}

// split splits blocks until there are no more.
func (p *pipeline) split() {
	var prepare preparer
	if p.prepare != nil {
		prepare = p.prepare()
	}
	split := p.from.splitter(prepare)
	for b := range p.jobs {
		p.splitOne(split, prepare, b)
		b.done <- struct{}{}
	}
}

func (p *pipeline) splitOne(split func(*block), prepare preparer, b *block) {
	defer func() {
		if panicked := recover(); panicked != nil {
			b.panicked = panicked
		}
	}()
	if prepare != nil {
		prepare.begin(b.ready)
	}
	if b.pass > 0 {
		b.rows = slices.DeleteFunc(b.rows, func(row Row) bool { return row.Num <= b.pass })
	}
	switch {
	case !b.split:
		split(b)
	case prepare != nil:
		b.prepare(prepare)
	}
	if prepare != nil {
		b.ready = prepare.end()
	}
}
