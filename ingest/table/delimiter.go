package table

import (
	"strings"
)

// dialectLen is how many bytes of text tell the delimiter, and dialectRows how many records at
// most.
const (
	dialectLen  = 64 << 10
	dialectRows = 200
)

// dialect is how a CSV is written.
type dialect struct {
	delimiter byte
	sepLine   bool // the first row is a "sep=;" line, which Excel writes and honours
}

// delimiters are those that are looked for; on a tie the first wins.
var delimiters = []byte{',', ';', '\t', '|'}

// findDialect finds the delimiter from the start of a text, which may be the whole of it.
//
// Each delimiter splits the first records by the same rules as later all of them, so that quoted
// text misleads none. The one under which the most records have the same number of fields wins. One
// that starts to fit later than another (decimal commas below a header that has none) or that turns
// quotes stray counts less.
func findDialect(head string, whole bool) dialect {
	line := head
	if i := strings.IndexAny(head, "\r\n"); i >= 0 {
		line = head[:i]
	}
	line = strings.Trim(line, `"`)
	if len(line) == 5 && strings.EqualFold(line[:4], "sep=") && line[4] != '"' {
		return dialect{delimiter: line[4], sepLine: true}
	}
	best := dialect{delimiter: delimiters[0]}
	fits := make([]fit, len(delimiters))
	earliest := dialectRows
	for i, d := range delimiters {
		fits[i] = fitOf(head, whole, d)
		if fits[i].fields > 1 {
			earliest = min(earliest, fits[i].first)
		}
	}
	top, wide := 0.0, 0
	for i, f := range fits {
		if f.fields < 2 {
			continue
		}
		score := f.share
		if f.first > earliest {
			score -= 0.25
		}
		if score > top || score == top && f.fields > wide {
			top, wide, best.delimiter = score, f.fields, delimiters[i]
		}
	}
	return best
}

// fit is how well a delimiter splits records.
type fit struct {
	fields int     // the most common number of fields above 1; 0 for none
	share  float64 // of the records with that many fields, less those with stray quotes
	first  int     // index of the first of them
}

func fitOf(head string, whole bool, delim byte) fit {
	p := newRecords(strings.NewReader(head), delim)
	counts := map[int]int{}
	first := map[int]int{}
	n, stray := 0, 0
	for n < dialectRows {
		row, err := p.next()
		if err != nil || n > 0 && !whole && p.pos == len(p.block) {
			break // the end, or a last record that may be cut
		}
		if len(row.Notices) > 0 {
			stray++
		}
		k := len(row.Cells)
		if _, seen := first[k]; !seen {
			first[k] = n
		}
		counts[k]++
		n++
	}
	var f fit
	for k, c := range counts {
		if k > 1 && (c > counts[f.fields] || f.fields == 0 || c == counts[f.fields] && k > f.fields) {
			f.fields = k
		}
	}
	if f.fields > 0 {
		f.share = float64(counts[f.fields]-stray) / float64(n)
		f.first = first[f.fields]
	}
	return f
}

// delimiterName names a delimiter for people.
func delimiterName(d byte) string {
	switch d {
	case ';':
		return "semicolon"
	case '\t':
		return "tab"
	case '|':
		return "pipe"
	}
	return string(rune(d))
}
