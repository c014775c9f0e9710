// Package workbook writes figures as an XLSX workbook: one tidy sheet a table, with a chart beside it.
//
// Write fills the sheets (sheets.go) through a thin writer of typed cells (sheet.go), draws the charts (chart.go), and fixes
// everything that would make two files of the same figures differ. All words stand in words.go. Nothing here counts: every number
// in a cell is one of the figures.
package workbook

import (
	"fmt"
	"io"
	"sort"
	"time"

	"github.com/xuri/excelize/v2"

	"picreport/report"
)

// Options say what a workbook says of itself.
type Options struct {
	Date    time.Time // when it was made; the zero time takes the last day of the figures' quarter
	Creator string    // the program that made it, with its version; "" is picreport
	Lang    string    // of the labels, BCP 47; "" is en-US
}

// Write writes the figures to w. The same figures and options give the same bytes.
func Write(w io.Writer, f *report.Figures, o Options) error {
	book := excelize.NewFile()
	defer book.Close() // it holds no file
	if err := fill(book, f, o); err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	sortContentTypes(book)
	if err := book.Write(w); err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	return nil
}

// sortContentTypes undoes the one thing that differs from run to run: excelize lists the types of pictures in the order of a map.
func sortContentTypes(book *excelize.File) {
	d := book.ContentTypes.Defaults
	sort.Slice(d, func(i, j int) bool { return d[i].Extension < d[j].Extension })
}

func fill(book *excelize.File, f *report.Figures, o Options) error {
	if err := properties(book, f, o); err != nil {
		return err
	}
	styles, err := newStyles(book)
	if err != nil {
		return err
	}
	if err := book.SetSheetName(book.GetSheetName(0), sheetFigures); err != nil {
		return err
	}
	for _, s := range []struct {
		name    string
		headers []string
		widths  []float64
		rows    func(*sheet, *report.Figures)
	}{
		{sheetFigures, headersFigures, []float64{38, 34}, figures},
		{sheetNew, headersNew, []float64{12, 28, 16, 13}, newByQuarter},
		{sheetDemographics, headersDemographics, []float64{12, 24, 20, 10}, demographics},
		{sheetSources, headersSources, []float64{48, 11}, sources},
		{sheetServices, headersServices, []float64{62, 11}, services},
	} {
		sh := newSheet(book, s.name, styles)
		sh.head(s.headers, s.widths)
		sh.page()
		s.rows(sh, f)
		if sh.err != nil {
			return fmt.Errorf("sheet %s: %w", s.name, sh.err)
		}
	}
	return nil
}

// properties sets what the file says of itself, in place of the clock and of the library's own name.
func properties(book *excelize.File, f *report.Figures, o Options) error {
	if o.Date.IsZero() {
		o.Date = f.Period.End.Time()
	}
	if o.Creator == "" {
		o.Creator = "picreport"
	}
	if o.Lang == "" {
		o.Lang = "en-US"
	}
	made := o.Date.UTC().Format(time.RFC3339)
	err := book.SetDocProps(&excelize.DocProperties{
		Title: fmt.Sprintf(titleFile, f.Program, f.Period.Label), Creator: f.Program, LastModifiedBy: o.Creator,
		Created: made, Modified: made, Language: o.Lang,
	})
	if err != nil {
		return err
	}
	return book.SetAppProps(&excelize.AppProperties{Application: o.Creator, Company: f.Program})
}
