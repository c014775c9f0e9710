package annotate

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"picreport/ingest/finding"
)

// mark is a cell to be filled and commented.
type mark struct {
	col, row int // 1 is A, 1
	cell     string
	findings []*finding.Finding // worst first, at least one
}

func (m *mark) severity() finding.Severity { return m.findings[0].Severity }

// rank orders severities, worst first.
func rank(s finding.Severity) int {
	switch s {
	case finding.Error:
		return 0
	case finding.Warning:
		return 1
	case accepted:
		return 2
	}
	return 3
}

// marks returns the cells of a sheet to be marked, by row and column, and notes the target of each
// finding. The sheet has an index in the source, a name there, by which findings know it, and one
// in the copy.
func (b *book) marks(ctx context.Context, index int, inSource, inCopy string) ([]*mark, error) {
	places, err := b.places(ctx, index, inSource)
	if err != nil {
		return nil, err
	}
	merges, err := b.merges(inCopy)
	if err != nil {
		return nil, err
	}
	byPlace := map[place]*mark{}
	add := func(f *finding.Finding, at place) string {
		at = merges.anchor(at)
		m := byPlace[at]
		if m == nil {
			cell, err := excelize.CoordinatesToCellName(at.col, at.row)
			if err != nil {
				return "" // a place beyond any sheet can only be listed
			}
			m = &mark{col: at.col, row: at.row, cell: cell}
			byPlace[at] = m
		}
		if !slices.Contains(m.findings, f) {
			m.findings = append(m.findings, f)
		}
		return m.cell
	}
	for i := range b.findings {
		f := &b.findings[i]
		if at, ok := places[i]; ok {
			if cell := add(f, at); cell != "" {
				b.targets[i] = target{inCopy, cell}
			}
		}
		for _, at := range furtherCells(f, inSource) {
			add(f, at)
		}
	}
	out := make([]*mark, 0, len(byPlace))
	for _, m := range byPlace {
		slices.SortStableFunc(m.findings, func(a, b *finding.Finding) int {
			return cmp.Compare(rank(a.Severity), rank(b.Severity))
		})
		out = append(out, m)
	}
	slices.SortFunc(out, func(a, b *mark) int { return cmp.Or(cmp.Compare(a.row, b.row), cmp.Compare(a.col, b.col)) })
	return out, nil
}

// furtherCells returns the cells of a sheet that a finding about several names.
func furtherCells(f *finding.Finding, sheet string) []place {
	var out []place
	for _, cell := range f.Cells {
		on := f.Sheet
		if rest, found := strings.CutPrefix(cell, f.File+":"); found {
			bang := strings.LastIndexByte(rest, '!')
			on, cell = rest[:max(bang, 0)], rest[bang+1:]
		}
		if on != sheet {
			continue
		}
		if col, row, err := excelize.CellNameToCoordinates(cell); err == nil {
			out = append(out, place{col, row})
		}
	}
	return out
}

// place is a cell's column and row, from 1.
type place struct{ col, row int }

// places returns where the findings of a sheet are to be marked, by their index. A finding about a
// row is marked at the first cell of it that holds something, or else in column A.
func (b *book) places(ctx context.Context, index int, sheet string) (map[int]place, error) {
	out := map[int]place{}
	first := map[int]int{} // columns, by row
	for i := range b.findings {
		f := &b.findings[i]
		if f.Sheet != sheet {
			continue
		}
		if col, row, err := excelize.CellNameToCoordinates(f.Cell); err == nil {
			out[i] = place{col, row}
		} else if f.Row > 0 {
			out[i] = place{0, f.Row}
			first[f.Row] = 1
		}
	}
	if len(first) == 0 {
		return out, nil
	}
	for row, err := range b.src.Rows(ctx, index) {
		if err != nil {
			return nil, err
		}
		if _, asked := first[row.Num]; !asked {
			continue
		}
		for i, c := range row.Cells {
			if c.Text != "" {
				first[row.Num] = i + 1
				break
			}
		}
	}
	for i, at := range out {
		if at.col == 0 {
			out[i] = place{first[at.row], at.row}
		}
	}
	return out, nil
}

// merges are the merged ranges of a sheet. Only the first cell of such a range is seen.
type merges []mergedRange

type mergedRange struct{ from, to place }

func (b *book) merges(sheet string) (merges, error) {
	cells, err := b.f.GetMergeCells(sheet, true)
	if err != nil {
		return nil, err
	}
	var out merges
	for _, c := range cells {
		var m mergedRange
		var err1, err2 error
		m.from.col, m.from.row, err1 = excelize.CellNameToCoordinates(c.GetStartAxis())
		m.to.col, m.to.row, err2 = excelize.CellNameToCoordinates(c.GetEndAxis())
		if err1 == nil && err2 == nil {
			out = append(out, m)
		}
	}
	return out, nil
}

// anchor returns the cell that is seen in the place of another.
func (m merges) anchor(at place) place {
	for _, r := range m {
		if at.col >= r.from.col && at.col <= r.to.col && at.row >= r.from.row && at.row <= r.to.row {
			return r.from
		}
	}
	return at
}
