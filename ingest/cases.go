package ingest

import (
	"context"
	"strings"

	"picreport/ingest/finding"
	"picreport/ingest/internal/value"
	"picreport/ingest/table"
)

// Case is who and what a finding about a row is about, so that it can be told again when the row has
// moved, or stands in another file. Its texts are data of clients.
type Case struct {
	Client  string // the client's ID, without regard to case; "" where the row has none
	Contact string // the contact's ID and day; "" where the row has neither
	Value   string // of the finding's cell; dates are in one form
}

// Cases reads exports again, to tell what findings about their rows are about, by the index of the
// finding. Findings about no row, about rows of a stream, and those that pick leaves out have none.
func (r *Reader) Cases(
	ctx context.Context, findings []finding.Finding, pick func(*finding.Finding) bool,
) (map[int]Case, error) {
	out := map[int]Case{}
	for _, s := range r.units {
		rows := map[int][]int{}
		for i := range findings {
			f := &findings[i]
			if f.Row > 0 && f.File == r.exports[s.at.export].Name && f.Sheet == s.sheet.Name && pick(f) {
				rows[f.Row] = append(rows[f.Row], i)
			}
		}
		path := r.exports[s.at.export].Path
		if len(rows) == 0 || path == "" || path == "-" {
			continue
		}
		if err := s.cases(ctx, Input{Path: path}, findings, rows, out); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// cases reads the rows of the sheet that findings are about.
func (s *sheetReader) cases(
	ctx context.Context, in Input, findings []finding.Finding, rows map[int][]int, out map[int]Case,
) error {
	file, err := s.r.open(in)
	if err != nil {
		return err
	}
	defer file.Close()
	for row, err := range file.Rows(ctx, s.index) {
		if err != nil {
			return err
		}
		for _, i := range rows[row.Num] {
			out[i] = s.caseOf(row, findings[i].Column)
		}
	}
	return nil
}

// caseOf tells what a finding in a column of a row is about; "" is the row as a whole.
func (s *sheetReader) caseOf(row table.Row, column string) Case {
	text := func(col int) string {
		if col < 0 || col >= len(row.Cells) {
			return ""
		}
		text, _ := value.Clean(row.Cells[col].Text)
		if day, _, problem := value.ParseDate(text, s.r.opts.DateOrder, s.r.pivot); problem == 0 {
			return day.String()
		}
		return strings.ToLower(text)
	}
	c := Case{Client: text(s.layout.col[fieldClientID])}
	id, day := text(s.layout.col[fieldContactID]), text(s.layout.col[fieldContactDate])
	if id != "" || day != "" {
		c.Contact = id + " " + day
	}
	col := 0
	for ; column != "" && table.ColumnName(col) != column; col++ {
	}
	switch {
	case column != "":
		c.Value = text(col)
	case c.Client == "":
		for col := range row.Cells {
			c.Value += text(col) + "\n"
		}
	}
	return c
}
