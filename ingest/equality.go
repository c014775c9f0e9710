package ingest

// equality finds the equal rows of an export. Beyond the first few rows it works in a goroutine of its own: it takes an eighth of the time
// of all work, most of it waiting for memory, and nothing needs it before the export's end.
type equality struct {
	pending []hashedRow
	work    chan []hashedRow // nil until the goroutine runs, and after its end
	spare   chan []hashedRow // pending once it is done with
	done    chan struct{}

	rows  rowHashes // these two are the goroutine's while it runs
	again map[uint64]*equalRows
}

// equalRows are rows of one export that are equal.
type equalRows struct {
	first, second int32
	count         int
}

// pendingRows is how many rows are looked up at a time: memory answers for all of them at once.
const pendingRows = 512

func newEquality() *equality { return &equality{again: map[uint64]*equalRows{}} }

// add adds a row.
func (e *equality) add(row hashedRow) {
	e.pending = append(e.pending, row)
	if len(e.pending) < pendingRows {
		return
	}
	if e.work == nil {
		e.work, e.spare, e.done = make(chan []hashedRow, 2), make(chan []hashedRow, 4), make(chan struct{})
		for range cap(e.spare) {
			e.spare <- make([]hashedRow, 0, pendingRows)
		}
		go e.run()
	}
	e.work <- e.pending
	e.pending = <-e.spare
}

func (e *equality) run() {
	defer close(e.done)
	for rows := range e.work {
		e.settle(rows)
		e.spare <- rows[:0]
	}
}

// end ends the goroutine, and returns the equal rows that it found. It may be called again.
func (e *equality) end() map[uint64]*equalRows {
	if e.work != nil {
		close(e.work)
		<-e.done
		e.work = nil
	}
	e.settle(e.pending)
	e.pending = nil
	return e.again
}

func (e *equality) settle(rows []hashedRow) {
	e.rows.foresee(rows)
	for _, row := range rows {
		first, seen := e.rows.add(row)
		if !seen {
			continue
		}
		equal := e.again[row.hash]
		if equal == nil {
			equal = &equalRows{first: first, second: row.row, count: 1}
			e.again[row.hash] = equal
		}
		equal.count++
	}
}
