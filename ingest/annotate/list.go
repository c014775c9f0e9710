package annotate

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"picreport/ingest/finding"
	"picreport/ingest/table"
)

// column is one of the Findings sheet.
type column struct {
	title string
	width float64 // in characters
	text  func(*finding.Finding, target) string
}

// lineHeight is the height of a line of text, in points.
const lineHeight = 15

// cellColumn is the index of the column that holds the links.
const cellColumn = 3

func columns(withValues bool) []column {
	out := []column{
		{"Severity", 11, func(f *finding.Finding, _ target) string { return label(f.Severity) }},
		{"Code", 34, func(f *finding.Finding, _ target) string { return f.Code }},
		{"Sheet", 20, func(f *finding.Finding, t target) string {
			if t.sheet != "" {
				return t.sheet
			}
			return f.Sheet
		}},
		{"Cell", 12, whereText},
		{"Field", 16, func(f *finding.Finding, _ target) string { return f.Field }},
		{"Message", 60, func(f *finding.Finding, _ target) string { return message(f) }},
		{"Hint", 60, func(f *finding.Finding, _ target) string { return sentence(f.Hint) }},
	}
	if withValues {
		out = append(out, column{"Value", 24, func(f *finding.Finding, _ target) string { return f.Value }})
	}
	return out
}

// whereText says where a finding stands: its own cell, although a merged range shows the mark at
// its first.
func whereText(f *finding.Finding, _ target) string {
	switch {
	case f.Cell != "":
		return f.Cell
	case f.Row > 0:
		return "row " + strconv.Itoa(f.Row)
	case f.Column != "":
		return "column " + f.Column
	}
	return ""
}

// label returns a severity as the copy shows it.
func label(s finding.Severity) string { return sentence(string(s)) }

// sentence returns a text with a capital at its start.
func sentence(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	if size == 0 || first == utf8.RuneError {
		return text
	}
	return string(unicode.ToUpper(first)) + text[size:]
}

// list adds the Findings sheet. The sheet that the user sees first stays the same.
func (b *book) list(ctx context.Context) error {
	name := b.freeName("Findings")
	if _, err := b.f.NewSheet(name); err != nil {
		return err
	}
	shown := b.findings
	if room := table.MaxRows - 10; len(shown) > room {
		b.remark("only the first %d of %d findings are listed: a sheet has no more rows", room, len(shown))
		shown = shown[:room]
	}
	if len(shown) > MaxLinks {
		b.remark("only the first %d findings have a link to their cell", MaxLinks)
	}
	withValues := slices.ContainsFunc(b.findings, func(f finding.Finding) bool { return f.Value != "" })
	l := &list{f: b.f, name: name, columns: columns(withValues)}
	if err := l.head(); err != nil {
		return err
	}
	for _, text := range b.remarks {
		if err := l.add(&finding.Finding{Severity: finding.Info, Message: text}, target{}, false); err != nil {
			return err
		}
	}
	for i := range shown {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if err := l.add(&shown[i], b.targets[i], i < MaxLinks); err != nil {
			return err
		}
	}
	return l.finish()
}

// freeName returns a name that no sheet has. Excel takes names that differ only in case for one.
func (b *book) freeName(want string) string {
	taken := b.f.GetSheetList()
	name := want
	for n := 2; slices.ContainsFunc(taken, func(s string) bool { return strings.EqualFold(s, name) }); n++ {
		name = fmt.Sprintf("%s (%d)", want, n)
	}
	return name
}

// list is the Findings sheet in the making.
type list struct {
	f       *excelize.File
	name    string
	columns []column
	row     int // the last one written
	runs    []run
}

// run are rows of one severity, which share the fill of their first cell.
type run struct {
	severity finding.Severity
	from, to int
}

// head writes the row of titles.
func (l *list) head() error {
	l.row = 1
	bold, err := l.f.NewStyle(&excelize.Style{
		Font: &excelize.Font{Bold: true}, Alignment: &excelize.Alignment{Vertical: "top", WrapText: true},
		Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"D9D9D9"}},
	})
	if err != nil {
		return err
	}
	for i, c := range l.columns {
		letters, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		if err := l.f.SetColWidth(l.name, letters, letters, c.width); err != nil {
			return err
		}
		if err := l.f.SetCellStr(l.name, letters+"1", c.title); err != nil {
			return err
		}
	}
	if err := l.f.SetCellStyle(l.name, "A1", l.at(len(l.columns), 1), bold); err != nil {
		return err
	}
	return l.f.SetPanes(l.name, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"})
}

// at returns the name of a cell of the list; both count from 1.
func (l *list) at(col, row int) string {
	name, _ := excelize.CoordinatesToCellName(col, row) // within a sheet
	return name
}

// add writes a finding as text, never as a formula.
func (l *list) add(f *finding.Finding, t target, link bool) error {
	l.row++
	lines := 1
	for i, c := range l.columns {
		text := c.text(f, t)
		if text == "" {
			continue
		}
		// Words wrap before the end of a line.
		lines = max(lines, 1+10*(utf8.RuneCountInString(text)-1)/(9*int(c.width)))
		cell := l.at(i+1, l.row)
		if err := l.f.SetCellStr(l.name, cell, text); err != nil {
			return err
		}
		if i == cellColumn && link && t.cell != "" {
			tip := fmt.Sprintf("Go to %s of %s", t.cell, t.sheet)
			opts := excelize.HyperlinkOpts{Tooltip: &tip}
			if err := l.f.SetCellHyperLink(l.name, cell, location(t), "Location", opts); err != nil {
				return err
			}
		}
	}
	if lines > 1 { // LibreOffice does not fit the heights of rows by itself
		if err := l.f.SetRowHeight(l.name, l.row, min(float64(lineHeight*lines), excelize.MaxRowHeight)); err != nil {
			return err
		}
	}
	if n := len(l.runs); n > 0 && l.runs[n-1].severity == f.Severity {
		l.runs[n-1].to = l.row
	} else {
		l.runs = append(l.runs, run{f.Severity, l.row, l.row})
	}
	return nil
}

// location returns a cell as a link within the workbook names it.
func location(t target) string { return "'" + strings.ReplaceAll(t.sheet, "'", "''") + "'!" + t.cell }

// finish sets the looks of the rows, and the filter.
func (l *list) finish() error {
	if l.row > 1 {
		if err := l.style(); err != nil {
			return err
		}
	}
	if err := l.f.AutoFilter(l.name, "A1:"+l.at(len(l.columns), l.row), nil); err != nil {
		return err
	}
	return l.printing()
}

// printing fits all columns on the width of a page.
func (l *list) printing() error {
	landscape, wide, high, fit := "landscape", 1, 0, true
	page := excelize.PageLayoutOptions{Orientation: &landscape, FitToWidth: &wide, FitToHeight: &high}
	if err := l.f.SetPageLayout(l.name, &page); err != nil {
		return err
	}
	return l.f.SetSheetProps(l.name, &excelize.SheetPropsOptions{FitToPage: &fit})
}

func (l *list) style() error {
	top := &excelize.Alignment{Vertical: "top", WrapText: true}
	const text = 49 // the number format @: what is typed over stays text too
	wrapped, err := l.f.NewStyle(&excelize.Style{Alignment: top, NumFmt: text})
	if err != nil {
		return err
	}
	underlined := &excelize.Font{Color: "0563C1", Underline: "single"}
	link, err := l.f.NewStyle(&excelize.Style{Alignment: top, NumFmt: text, Font: underlined})
	if err != nil {
		return err
	}
	if err := l.f.SetCellStyle(l.name, "A2", l.at(len(l.columns), l.row), wrapped); err != nil {
		return err
	}
	links, err := l.f.GetHyperLinkCells(l.name, "Location")
	if err != nil {
		return err
	}
	for _, cell := range links {
		if err := l.f.SetCellStyle(l.name, cell, cell, link); err != nil {
			return err
		}
	}
	for _, r := range l.runs {
		filled, err := l.f.NewStyle(&excelize.Style{Alignment: top, NumFmt: text, Fill: fillOf(r.severity)})
		if err != nil {
			return err
		}
		if err := l.f.SetCellStyle(l.name, l.at(1, r.from), l.at(1, r.to), filled); err != nil {
			return err
		}
	}
	return nil
}
