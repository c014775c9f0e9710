package pdf

// segment is the part of a line that belongs to one run.
type segment struct {
	line
	x   float64 // from the line's left edge
	row int     // which line, from 0
}

// splitRuns takes wrapped text apart by its runs, in the order of the runs; a run without text is
// nil.
func splitRuns(lines []line) [][]segment {
	var out [][]segment
	for row, ln := range lines {
		x := 0.0
		for _, pc := range ln.pieces {
			for len(out) <= pc.run {
				out = append(out, nil)
			}
			out[pc.run] = append(out[pc.run], segment{line: line{pieces: []piece{pc}, width: pc.width}, x: x, row: row})
			x += pc.width
		}
	}
	return out
}
