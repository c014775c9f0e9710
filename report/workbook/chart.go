package workbook

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"
)

// span is where a chart finds its labels and values: columns, and rows from first to last, 1 being
// the first of the sheet.
type span struct{ labels, values, first, last int }

// chart draws a span's values as bars or columns, with its upper left corner in a cell. Without
// rows there is no chart.
func (sh *sheet) chart(kind excelize.ChartType, title string, t span, at string) {
	rows := t.last - t.first + 1
	if sh.err != nil || rows < 1 {
		return
	}
	names := excelize.ChartAxis{Font: excelize.Font{Family: sh.look.chartFamily, Color: sh.look.text, Size: 10}}
	values := excelize.ChartAxis{None: true, Minimum: new(float64)} // from zero; each bar has its number
	height := 340
	if kind == excelize.Bar {
		names.ReverseOrder = true // the first row is the topmost bar
		height = 120 + 32*rows
	}
	no, gap := false, uint(60)
	sh.err = sh.book.AddChart(sh.name, at, &excelize.Chart{
		Type: kind,
		Series: []excelize.ChartSeries{{
			Name:       sh.ref(t.values, 1, 1),
			Categories: sh.ref(t.labels, t.first, t.last),
			Values:     sh.ref(t.values, t.first, t.last),
			Fill:       excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{sh.look.accent}},
		}},
		Title: excelize.ChartTitle{Paragraph: []excelize.RichTextRun{
			{
				Text: title,
				Font: &excelize.Font{Family: sh.look.chartFamily, Bold: true, Size: 14, Color: sh.look.primary},
			},
		}},
		Legend:     excelize.ChartLegend{Position: "none"},
		Dimension:  excelize.ChartDimension{Width: 620, Height: uint(min(height, 1400))},
		PlotArea:   excelize.ChartPlotArea{ShowVal: true},
		XAxis:      names,
		YAxis:      values,
		VaryColors: &no,
		GapWidth:   &gap,
		Format: excelize.GraphicOptions{
			Name:    title,
			AltText: fmt.Sprintf(altChart, title, cell(t.labels, t.first)+":"+cell(t.values, t.last)),
		},
	})
}

// ref names the cells of a column, with the sheet.
func (sh *sheet) ref(column, first, last int) string {
	name, _ := excelize.ColumnNumberToName(column)
	sheet := "'" + strings.ReplaceAll(sh.name, "'", "''") + "'!"
	if first == last {
		return fmt.Sprintf("%s$%s$%d", sheet, name, first)
	}
	return fmt.Sprintf("%s$%s$%d:$%s$%d", sheet, name, first, name, last)
}
