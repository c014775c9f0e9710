package job

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"picreport/cmd/picreport/internal/failure"
	"picreport/ingest/finding"
)

// LeftOutFigure is what Explain's command calls the rows that were not counted.
const LeftOutFigure = "left-out"

// LeftOutRow is a row that was not counted, and a finding that says why.
type LeftOutRow struct {
	File  string `json:"file"`
	Sheet string `json:"sheet,omitempty"`
	Row   int    `json:"row"`
	Cell  string `json:"cell,omitempty"`
	Code  string `json:"code"`
	Why   string `json:"why"`
}

// LeftOut lists the rows of exports that were not counted, in file order: those with an error, those
// that the configuration leaves out, and totals and notes. A ledger does not keep them.
func LeftOut(ctx context.Context, env Env, o ReadOptions, args []string) ([]LeftOutRow, error) {
	if len(args) == 0 {
		return nil, failure.Usagef("a ledger does not keep the rows that were left out: name the exports, as in " +
			"picreport explain left-out --quarter 2024Q3 FILE")
	}
	v, err := Validate(ctx, env, ValidateOptions{ReadOptions: o}, args)
	if err != nil {
		return nil, err
	}
	rows := []LeftOutRow{}
	for i := range v.Findings {
		f := &v.Findings[i]
		leaves := f.Severity == finding.Error || slices.Contains(leavingOut, f.Code)
		if f.Row == 0 || !leaves {
			continue
		}
		one := LeftOutRow{File: f.File, Sheet: f.Sheet, Row: f.Row, Cell: f.Cell, Code: f.Code, Why: f.Message}
		if len(f.Cells) == 0 {
			rows = append(rows, one)
		}
		for _, cell := range f.Cells {
			one.Cell = cell
			if _, err := fmt.Sscanf(strings.TrimLeft(cell, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"), "%d", &one.Row); err == nil {
				rows = append(rows, one)
			}
		}
	}
	return rows, nil
}

// leavingOut are the findings of rows that are not counted without being errors.
var leavingOut = []string{
	finding.RowsLeftOut.Rule().Code, finding.TotalRow.Rule().Code, finding.HeaderRepeated.Rule().Code,
}
