package table

import (
	"context"
	"strconv"
	"strings"
)

// totals are the rows of a sheet in which one of its tables has its totals.
type totals struct {
	top, bottom int // row numbers, both included
	left, width int // columns
}

// maxTables is how many tables of a sheet are looked at.
const maxTables = 1000

// totalsOf reads where the tables of a sheet have their totals. A table that cannot be read has
// none: the rows are there without it.
func (b *workbook) totalsOf(ctx context.Context, sheet string) []totals {
	relations, err := b.relations(ctx, sheet)
	if err != nil {
		return nil
	}
	var all []totals
	for _, r := range relations {
		if r.Kind != "table" || len(all) == maxTables {
			continue
		}
		if t, ok := b.totalsAt(ctx, r.Part); ok {
			all = append(all, t)
		}
	}
	return all
}

// totalsAt reads the totals of one table: the last rows of its range, as many as totalsRowCount
// says (ECMA-376 part 1, 18.5.1.2).
func (b *workbook) totalsAt(ctx context.Context, part string) (t totals, ok bool) {
	x, c, err := b.open(ctx, part, mainNamespace)
	if err != nil {
		return t, false
	}
	defer c.Close()
	if x.root("table") != nil {
		return t, false
	}
	rows, err := strconv.Atoi(x.attr("totalsRowCount"))
	from, to, _ := strings.Cut(x.attr("ref"), ":")
	left, top, ok1 := cellOf(from)
	right, bottom, ok2 := cellOf(to)
	if err != nil || rows < 1 || !ok1 || !ok2 || bottom-rows < top || right < left {
		return t, false
	}
	return totals{bottom - rows + 1, bottom, left, right - left + 1}, true
}

// noteTotals notes that the row has the totals of a table.
func (s *sheetReader) noteTotals() {
	for _, t := range s.totals {
		if s.row.Num >= t.top && s.row.Num <= t.bottom {
			s.notices = append(s.notices, Notice{Kind: TotalsRow, Sheet: s.name, Row: s.row.Num, Col: t.left, Width: t.width})
		}
	}
}
