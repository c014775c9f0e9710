package ingest

import "picreport/ingest/internal/value"

// Nearest returns the candidate that s is most likely a misspelling of, whatever their case, blanks
// and punctuation, or "" where none is near: more than a third of the longer one's letters would
// have to change.
func Nearest(s string, candidates []string) string {
	a := []rune(value.Key(s))
	best, least := "", 0
	for _, c := range candidates {
		b := []rune(value.Key(c))
		limit := max(len(a), len(b)) / 3
		if len(a)-len(b) > limit || len(b)-len(a) > limit {
			continue // spares long texts the work
		}
		if d := editDistance(a, b); d <= limit && (best == "" || d < least) {
			best, least = c, d
		}
	}
	return best
}

// editDistance counts the insertions, deletions, replacements and swaps of neighbours that make a
// into b (optimal string alignment).
func editDistance(a, b []rune) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range a {
		before, last, row = last, row, before
		row[0] = i + 1
		for j := range b {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			row[j+1] = min(last[j]+cost, last[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
	}
	return row[len(b)]
}
