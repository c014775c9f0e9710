package ingest

import (
	"fmt"
	"strings"
	"sync/atomic"

	"picreport/ingest/finding"
)

// unknownValues are the values of one field that are none of those that the report has a place for,
// as they come, each with all of its cells.
type unknownValues struct {
	byKey map[string]*unknownCells
	order []*unknownCells
	more  unknownCells // all beyond maxUnknown
	kept  int          // cells whose places are kept
	full  atomic.Bool  // no more are kept, so that rows that are read ahead need not name theirs
}

// unknownCells are the cells of one unknown value.
type unknownCells struct {
	text   string
	first  place
	count  int
	sheets []sheetCells
}

// sheetCells are cells of one sheet.
type sheetCells struct {
	of    place // the sheet
	cells cellList
}

// unknownValue is a value of a row that is none of the values that the report has a place for, with
// its cells in a batch.
type unknownValue struct {
	of        *unknownValues
	key, text string // what spellings of one value share, and the first of them
	first     place
	cells     cellList
}

// maxUnknownCells bounds the cells of a field whose places are kept.
const maxUnknownCells = 10 * maxCells

// maxUnknown bounds the unknown values of a field that are told apart: a column of free text has as
// many as rows.
const maxUnknown = 1000

func newUnknownValues() *unknownValues { return &unknownValues{byKey: map[string]*unknownCells{}} }

// add adds the cells of one value, which count from a row.
func (u *unknownValues) add(v *unknownValue, before int32) {
	to := u.byKey[v.key]
	switch {
	case to != nil:
	case len(u.order) == maxUnknown:
		to = &u.more
	default:
		to = &unknownCells{text: strings.Clone(v.text)}
		u.byKey[strings.Clone(v.key)] = to
		u.order = append(u.order, to)
	}
	first := v.first
	first.row += before
	if to.count == 0 || first.isBefore(to.first) { // open rows come late
		to.first = first
	}
	to.count += v.cells.n
	if u.kept += len(v.cells.cells); u.kept > maxUnknownCells {
		u.full.Store(true)
		return
	}
	of := place{export: first.export, sheet: first.sheet}
	last := len(to.sheets) - 1
	if last < 0 || to.sheets[last].of != of {
		to.sheets = append(to.sheets, sheetCells{of: of})
		last++
	}
	to.sheets[last].cells.addAll(&v.cells, before)
}

// report adds a finding for each value, at its first cell; say sets what it says of a value.
func (u *unknownValues) report(f *findings, rule finding.ID, of field, say func(n *note, v *unknownCells)) {
	for _, v := range u.order {
		n := note{at: v.first, rule: rule, field: of, value: v.text, cells: v}
		say(&n, v)
		f.add(n)
	}
	if more := &u.more; more.count > 0 {
		f.add(note{
			at: more.first, rule: rule, field: of, cells: more,
			text: fmt.Sprintf("%s with other values than the %d unknown ones before; this is the first", plural(more.count, "cell"), maxUnknown),
		})
	}
}

// names returns the cells as a user names them, the first maxCells of them: C14 in the sheet of the
// first, and contacts.csv:C14 or contacts.xlsx:Sheet1!C14 elsewhere.
func (c *unknownCells) names(f *findings) []string {
	var out []string
	for i := range c.sheets {
		s := &c.sheets[i]
		prefix := ""
		if s.of.export != c.first.export || s.of.sheet != c.first.sheet {
			prefix = f.names[s.of.export] + ":"
			if sheet := f.sheets[s.of.sheet]; sheet != "" {
				prefix += sheet + "!"
			}
		}
		for _, cell := range s.cells.names() {
			if len(out) == maxCells {
				return out
			}
			out = append(out, prefix+cell)
		}
	}
	return out
}
