package table

import "iter"

// Rows of a workbook are read ahead of their use, in a goroutine of their own, so that unpacking and splitting a file take no time from those who work
// on its rows. They are handed over in batches: a channel costs more than a row does.
const (
	firstBatch = 32        // rows of the first batch: who only wants the headers need not wait for more
	fullBatch  = 512       // rows of a batch
	batchCells = 8 << 10   // cells from which on a batch is handed over, however few its rows
	batchText  = 256 << 10 // bytes of text from which on it is
	batches    = 3         // one in use, one waiting, one being filled
)

// Batch is a number of rows that were read ahead. It is valid until the next one is asked for.
type Batch struct {
	Rows  []Row
	Ready any // what Prepare made of them; nil without one
}

// Prepare works on rows ahead of their use, in the goroutine that reads them, where their Num and that of their Notices are not settled yet. It
// may reuse what it returned before, for a batch that is no longer in use; at first that is nil.
type Prepare func(rows []Row, before any) any

// batch is a Batch with the cells of its rows.
type batch struct {
	Batch
	cells []Cell
	text  int
}

// add copies a row into the batch, and reports whether the batch is full.
func (b *batch) add(row Row, limit int) bool {
	from := len(b.cells)
	for _, c := range row.Cells {
		b.cells = append(b.cells, c)
		b.text += len(c.Text)
	}
	row.Cells = b.cells[from:len(b.cells):len(b.cells)]
	b.Rows = append(b.Rows, row)
	return len(b.Rows) >= limit || len(b.cells) >= batchCells || b.text >= batchText
}

// reset empties the batch, and lets go of the texts.
func (b *batch) reset() {
	clear(b.Rows)
	clear(b.cells)
	b.Rows, b.cells, b.text = b.Rows[:0], b.cells[:0], 0
}

// batched yields the rows that read passes to its argument, which read does in a goroutine of its own until that returns false. An error of
// read comes after every row before it. The iteration does not end before read has returned.
func batched(prepare func() Prepare, read func(yield func(Row) bool) error) iter.Seq2[Batch, error] {
	return func(yield func(Batch, error) bool) {
		a := ahead{full: make(chan *batch, batches), free: make(chan *batch, batches), stop: make(chan struct{})}
		if prepare != nil {
			a.prepare = prepare()
		}
		for range batches {
			a.free <- &batch{}
		}
		go a.run(read)
		defer a.end() // also where yield panics
		for b := range a.full {
			if !yield(b.Batch, nil) {
				return
			}
			b.reset()
			a.free <- b
		}
		if a.panicked != nil {
			panic(a.panicked)
		}
		if a.err != nil {
			yield(Batch{}, a.err)
		}
	}
}

// ahead is the reading ahead of one sheet. What read left behind may be looked at once full is closed.
type ahead struct {
	prepare    Prepare
	full, free chan *batch
	stop       chan struct{}
	err        error
	panicked   any // to be passed on to who asked for the rows
}

// end stops the reading, and waits for its end.
func (a *ahead) end() {
	close(a.stop)
	for range a.full { // until it is closed
	}
}

// run runs read and sends its rows in batches, until read ends or stop is closed.
func (a *ahead) run(read func(yield func(Row) bool) error) {
	defer close(a.full)
	defer func() { a.panicked = recover() }()
	b, limit := a.take(), firstBatch
	a.err = read(func(row Row) bool {
		if b == nil || !b.add(row, limit) {
			return b != nil
		}
		a.send(b)
		b, limit = a.take(), fullBatch
		return b != nil
	})
	if b != nil && len(b.Rows) > 0 {
		a.send(b)
	}
}

// send hands a batch over. It never waits: there are no more batches than full has room for.
func (a *ahead) send(b *batch) {
	if a.prepare != nil {
		b.Ready = a.prepare(b.Rows, b.Ready)
	}
	a.full <- b
}

// take returns an empty batch, nil where no more are wanted.
func (a *ahead) take() *batch {
	select {
	case b := <-a.free:
		return b
	case <-a.stop:
		return nil
	}
}
