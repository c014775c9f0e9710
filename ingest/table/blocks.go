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

// A CSV is read in blocks that end where a record does. One goroutine reads and cuts them, some split them into rows, and whoever asked
// for the rows gets them in order. Splitting and Prepare are half of all work on a large export, and need nothing but their block.
const (
	firstBlock  = 16 << 10  // bytes of the first block: who only wants the headers need not wait for more
	blockSize   = 128 << 10 // bytes of a block: with its cells it fits the cache of a core
	maxSplitter = 4         // goroutines that split; beyond, whoever uses the rows is what takes time
)

// block is a number of whole records.
type block struct {
	text    string
	split   bool // the cutter has done so already
	rows    []Row
	cells   []Cell
	nums    int // how many rows there are, blank ones included
	dropped []Notice
	err     error // what stopped the reading after the rows; an *Error counts rows from the block's first

	ready    any
	panicked any
	done     chan struct{} // has one value once the block is split
}

// add adds a row with a copy of its cells.
func (b *block) add(row Row) {
	from := len(b.cells)
	b.cells = append(b.cells, row.Cells...)
	row.Cells = b.cells[from:len(b.cells):len(b.cells)]
	b.rows = append(b.rows, row)
}

// reset empties the block, and lets go of the texts.
func (b *block) reset() {
	clear(b.rows)
	clear(b.cells)
	b.text, b.split, b.rows, b.cells, b.nums, b.dropped, b.err = "", false, b.rows[:0], b.cells[:0], 0, nil, nil
}

// number gives the rows of a block the numbers that they have in the file, in which others stand before them.
func (b *block) number(before int) {
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

// pipeline is the reading of one CSV.
type pipeline struct {
	cut     *cutter
	prepare func() Prepare // may be nil

	jobs    chan *block // to be split
	ordered chan *block // all of them, in the order of the file
	free    chan *block
	stop    chan struct{}
	running sync.WaitGroup
}

// blocksOf yields the blocks of a CSV in order, each split. One is valid until the next is asked for. The iteration does not end before
// all reading has.
func blocksOf(c *cutter, prepare func() Prepare) iter.Seq[*block] {
	return func(yield func(*block) bool) {
		splitters := min(runtime.GOMAXPROCS(0), maxSplitter)
		n := 2*splitters + 2
		p := &pipeline{
			cut: c, prepare: prepare,
			jobs: make(chan *block, n), ordered: make(chan *block, n), free: make(chan *block, n), stop: make(chan struct{}),
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
	err := p.cut.next(b)
	if err != nil && !errors.Is(err, io.EOF) {
		b.err = err
	}
	return err == nil && b.err == nil
}

// split splits blocks until there are no more.
func (p *pipeline) split() {
	s := newSplitter(p.cut.delim)
	var prepare Prepare
	if p.prepare != nil {
		prepare = p.prepare()
	}
	for b := range p.jobs {
		p.splitOne(s, prepare, b)
		b.done <- struct{}{}
	}
}

func (p *pipeline) splitOne(s *splitter, prepare Prepare, b *block) {
	defer func() {
		if panicked := recover(); panicked != nil {
			b.panicked = panicked
		}
	}()
	if !b.split {
		s.split(b)
	}
	if prepare != nil {
		b.ready = prepare(b.rows, b.ready)
	}
}

// rows reads the file from its start.
func (f *csvFile) rows(ctx context.Context, sheet int, prepare func() Prepare) iter.Seq2[Batch, error] {
	return func(yield func(Batch, error) bool) {
		if sheet != 0 {
			yield(Batch{}, errNoSuchSheet(sheet))
			return
		}
		text, err := f.text(ctxReader{ctx, f.in.tee()})
		if err != nil {
			yield(Batch{}, f.in.reason(ctx, err))
			return
		}
		before := 0
		if f.dialect.sepLine {
			before = 1
		}
		f.dropped = nil
		for b := range blocksOf(newCutter(text, f.dialect), prepare) {
			b.number(before)
			f.drop(b.dropped)
			before += b.nums
			if len(b.rows) > 0 && !yield(Batch{Rows: b.rows, Ready: b.ready}, nil) {
				return
			}
			if b.err != nil {
				yield(Batch{}, f.in.reason(ctx, b.err))
				return
			}
		}
		if err := f.in.unchanged(); err != nil {
			yield(Batch{}, f.in.reason(ctx, err))
		}
	}
}

// drop keeps the first notice of each kind of rows that were passed over.
func (f *csvFile) drop(notices []Notice) {
	for _, n := range notices {
		if !slices.ContainsFunc(f.dropped, func(d Notice) bool { return d.Kind == n.Kind }) {
			f.dropped = append(f.dropped, n)
		}
	}
}
