// Package workbook writes figures as an XLSX workbook: one tidy sheet a table, with a chart beside
// it.
//
// Write fills the sheets (sheets.go) through a thin writer of typed cells (sheet.go), draws the
// charts (chart.go), and fixes everything that would make two files of the same figures differ. All
// words stand in words.go. Nothing here counts: every number in a cell is one of the figures.
package workbook

import (
	"fmt"
	"io"
	"sort"
	"time"

	"github.com/xuri/excelize/v2"

	"picreport/report"
	"picreport/report/brand"
)

// Options say what a workbook says of itself, and how it looks.
type Options struct {
	Brand   brand.Brand
	Date    time.Time // when it was made; the zero time takes the last day of the figures' quarter
	Creator string    // the program that made it; "" is picreport
	Lang    string    // of the labels, BCP 47; "" is en-US
}

// Write writes the figures to w. The same figures and options give the same bytes.
func Write(w io.Writer, f *report.Figures, o Options) error {
	return save(w, about{f.Program, titleFile, f.Period}, append(
		[]table{{sheetFigures, headersFigures, []float64{38, 34}, func(sh *sheet) { figures(sh, f) }}},
		counted(f.NewByQuarter, f.Demographics, f.Contacts)...,
	), o)
}

// WriteRollup writes the roll-up of several programmes to w, as Write does: their sums, and a sheet
// with a row for each programme.
func WriteRollup(w io.Writer, r *report.Rollup, o Options) error {
	return save(w, about{r.Program, titleRollup, r.Period}, append(
		[]table{
			{sheetFigures, headersFigures, []float64{38, 34}, func(sh *sheet) { rollupFigures(sh, r) }},
			{
				sheetPrograms,
				headersPrograms,
				[]float64{18, 44, 11, 8, 18, 18, 13, 14, 11},
				func(sh *sheet) { programs(sh, r) },
			},
		},
		counted(r.Totals.NewByQuarter, r.Totals.Demographics, r.Totals.Contacts)...,
	), o)
}

// table is a sheet, its headers and the widths of its columns in characters, and what writes its
// rows.
type table struct {
	name    string
	headers []string
	widths  []float64
	rows    func(*sheet)
}

// counted are the sheets that a report and a roll-up have alike.
func counted(quarters []report.QuarterCount, d report.Demography, c report.ContactCounts) []table {
	return []table{
		{sheetNew, headersNew, []float64{12, 28, 16, 13}, func(sh *sheet) { newByQuarter(sh, quarters) }},
		{sheetDemographics, headersDemographics, []float64{12, 24, 20, 10}, func(sh *sheet) { demographics(sh, d) }},
		{sheetSources, headersSources, []float64{48, 11}, func(sh *sheet) { sh.counts(c.BySource, titleSources) }},
		{sheetServices, headersServices, []float64{62, 11}, func(sh *sheet) { sh.counts(c.ByService, titleServices) }},
	}
}

// about is what a workbook is about.
type about struct {
	program string
	title   string // of the file: programme, period
	period  report.Period
}

func save(w io.Writer, a about, tables []table, o Options) error {
	book := excelize.NewFile()
	defer book.Close() // it holds no file
	if err := fill(book, a, tables, o); err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	sortContentTypes(book)
	if err := book.Write(w); err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	return nil
}

// sortContentTypes undoes the one thing that differs from run to run: excelize lists the types of
// pictures in the order of a map.
func sortContentTypes(book *excelize.File) {
	d := book.ContentTypes.Defaults
	sort.Slice(d, func(i, j int) bool { return d[i].Extension < d[j].Extension })
}

func fill(book *excelize.File, a about, tables []table, o Options) error {
	if err := properties(book, a, o); err != nil {
		return err
	}
	look, err := newLook(o.Brand)
	if err != nil {
		return err
	}
	styles, err := newStyles(book, look)
	if err != nil {
		return err
	}
	if err := book.SetSheetName(book.GetSheetName(0), tables[0].name); err != nil {
		return err
	}
	for _, t := range tables {
		sh := newSheet(book, t.name, look, styles)
		sh.head(t.headers, t.widths)
		sh.page()
		t.rows(sh)
		if sh.err != nil {
			return fmt.Errorf("sheet %s: %w", t.name, sh.err)
		}
	}
	return nil
}

// properties sets what the file says of itself, in place of the clock and of the library's own
// name.
func properties(book *excelize.File, a about, o Options) error {
	if o.Date.IsZero() {
		o.Date = a.period.End.Time()
	}
	if o.Creator == "" {
		o.Creator = "picreport"
	}
	if o.Lang == "" {
		o.Lang = "en-US"
	}
	made := o.Date.UTC().Format(time.RFC3339)
	err := book.SetDocProps(&excelize.DocProperties{
		Title: fmt.Sprintf(a.title, a.program, a.period.Label), Creator: a.program, LastModifiedBy: o.Creator,
		Created: made, Modified: made, Language: o.Lang,
	})
	if err != nil {
		return err
	}
	return book.SetAppProps(&excelize.AppProperties{Application: o.Creator, Company: a.program})
}
