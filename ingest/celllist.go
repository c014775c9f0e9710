package ingest

// maxCells bounds the cells that one finding names.
const maxCells = 10_000

// cellList counts the cells of a sheet that one finding is about, and keeps their places, the first
// maxCells of them.
type cellList struct {
	n     int
	cells []cellPlace
}

// cellPlace is the place of a cell in its sheet.
type cellPlace struct {
	row int32
	col int32 // 1 is A
}

func (l *cellList) add(at place) {
	if l.n++; len(l.cells) < maxCells {
		l.cells = append(l.cells, cellPlace{at.row, at.col})
	}
}

// addAll adds the cells of later rows, which count from a row.
func (l *cellList) addAll(more *cellList, before int32) {
	l.n += more.n
	for _, c := range more.cells[:min(len(more.cells), maxCells-len(l.cells))] {
		l.cells = append(l.cells, cellPlace{c.row + before, c.col})
	}
}

// names returns the cells as Excel shows them.
func (l *cellList) names() []string {
	out := make([]string, len(l.cells))
	for i, c := range l.cells {
		out[i] = cellName(place{row: c.row, col: c.col})
	}
	return out
}
