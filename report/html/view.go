package html

import (
	"fmt"
	"html/template"
	"strconv"
	"strings"
	"unicode/utf8"

	"picreport/report"
)

// view is a document as page.html takes it.
type view struct {
	report.Document
	Look      look
	LongTitle bool         // set smaller
	Slim      string       // the cover in its short form, at the right
	Number    template.CSS // the content of a printed page's number
	Sheets    [][]block    // the blocks between page breaks
	Closing   *closing     // what closes the page; nil where the document does not end in contact lines
}

// block is one block: the field that is set says which.
type block struct {
	Eyebrow   string
	Heading   *report.Heading
	Paragraph []run
	List      *list
	Numbers   *numbers
	Tables    []table
	Rows      *rows
	Closing   *closing
}

// run is a report.Run with a link that the page may hold.
type run struct {
	Text string
	Bold bool
	Link template.URL
	Tel  bool
}

type list struct {
	Ordered bool
	Items   [][]run
}

type numbers struct {
	report.Numbers
	Length int // of the total in characters, which is set as large as has room
	Dense  bool
	Bars   []bar
}

// bar is a row of the panel. Percent is the width of its bar, and "" for none.
type bar struct {
	report.NumberRow
	Percent string
}

type table struct {
	report.CountTable
	Wide, Dense bool
}

// rows is a report.Table, cell by cell.
type rows struct {
	Title   string
	Columns []report.Column
	Body    [][]cell
	Total   []cell
}

type cell struct {
	Text   string
	Names  bool // it names its row
	Number bool
}

type closing struct {
	Heading string
	Lines   []run
	Funding string
}

func newView(doc report.Document) (view, error) {
	v := view{
		Document:  doc,
		LongTitle: utf8.RuneCountInString(doc.Cover.Title) > roomyTitle,
		Slim:      doc.Cover.Subtitle + " · " + doc.Cover.Period,
		Number:    pageNumber(doc.Page),
		Sheets:    [][]block{nil},
	}
	level := 1
	for i, b := range doc.Blocks {
		if _, ok := b.(report.PageBreak); ok {
			v.Sheets = append(v.Sheets, nil)
			continue
		}
		drawn, err := newBlock(b, &level)
		if err != nil {
			return v, err
		}
		if drawn.Closing != nil && i == len(doc.Blocks)-1 {
			v.Closing = drawn.Closing
			continue
		}
		last := &v.Sheets[len(v.Sheets)-1]
		*last = append(*last, drawn)
	}
	return v, nil
}

// newBlock takes over one block. level is that of the heading before it, and of its own heading
// after.
func newBlock(b report.Block, level *int) (block, error) {
	switch b := b.(type) {
	case report.Eyebrow:
		return block{Eyebrow: b.Text}, nil
	case report.Heading:
		*level = min(max(b.Level, 2), *level+1, 6)
		return block{Heading: &report.Heading{Level: *level, Text: b.Text}}, nil
	case report.Paragraph:
		runs, err := newRuns(b.Runs)
		return block{Paragraph: runs}, err
	case report.List:
		l := &list{Ordered: b.Ordered}
		for _, item := range b.Items {
			runs, err := newRuns(item)
			if err != nil {
				return block{}, err
			}
			l.Items = append(l.Items, runs)
		}
		return block{List: l}, nil
	case report.Numbers:
		*level = 2
		return block{Numbers: newNumbers(b)}, nil
	case report.Demographics:
		return block{Tables: newTables(b)}, nil
	case report.Table:
		return block{Rows: newRows(b)}, nil
	case report.Closing:
		*level = 2
		runs, err := newRuns(b.Lines)
		return block{Closing: &closing{Heading: b.Heading, Lines: runs, Funding: b.Funding}}, err
	}
	return block{}, fmt.Errorf("a page cannot hold a %T", b)
}

func newRuns(runs []report.Run) ([]run, error) {
	out := make([]run, 0, len(runs))
	for _, r := range runs {
		scheme, _, _ := strings.Cut(r.Link, ":")
		switch strings.ToLower(scheme) {
		case "", "https", "http", "mailto", "tel":
		default:
			return nil, fmt.Errorf(
				"the link of %q begins with %q; a page links to https:, http:, mailto: and tel: alone",
				r.Text, scheme,
			)
		}
		out = append(
			out,
			run{Text: r.Text, Bold: r.Bold, Link: template.URL(r.Link), Tel: strings.EqualFold(scheme, "tel")},
		)
	}
	return out, nil
}

// The most characters of a title or a number, and the most rows, that have room at full size.
const (
	roomyTitle  = 45
	roomyNumber = 6
	roomyRows   = 6
)

func newNumbers(b report.Numbers) *numbers {
	n := &numbers{Numbers: b, Length: max(3, utf8.RuneCountInString(b.Total)), Dense: len(b.Rows) > roomyRows}
	most := 0
	for _, r := range b.Rows {
		if !r.Folded {
			most = max(most, r.Value)
		}
		n.Dense = n.Dense || utf8.RuneCountInString(r.Text) > roomyNumber
	}
	for _, r := range b.Rows {
		w := bar{NumberRow: r}
		if r.Value > 0 && !r.Folded {
			// Half a percent is the least that is seen.
			w.Percent = strconv.FormatFloat(max(0.5, 100*float64(r.Value)/float64(most)), 'f', 2, 64)
		}
		n.Bars = append(n.Bars, w)
	}
	return n
}

func newTables(b report.Demographics) []table {
	tables := make([]table, len(b.Tables))
	for i, t := range b.Tables {
		tables[i] = table{CountTable: t, Wide: len(t.Rows) > 4}
		for _, r := range t.Rows {
			tables[i].Dense = tables[i].Dense || utf8.RuneCountInString(r.Text) > roomyNumber
		}
	}
	return tables
}

func newRows(b report.Table) *rows {
	r := &rows{Title: b.Title, Columns: b.Columns, Total: newCells(b, b.Total)}
	for _, row := range b.Rows {
		r.Body = append(r.Body, newCells(b, row))
	}
	return r
}

func newCells(b report.Table, row []string) []cell {
	cells := make([]cell, len(row))
	for i, text := range row {
		cells[i] = cell{Text: text, Names: i == 0, Number: i < len(b.Columns) && b.Columns[i].Number}
	}
	return cells
}

// pageNumber writes "{n} of {m}" as the content of a printed page's margin.
func pageNumber(form string) template.CSS {
	var css []string
	for i, part := range strings.Split(form, "{n}") {
		if i > 0 {
			css = append(css, "counter(page)")
		}
		for j, words := range strings.Split(part, "{m}") {
			if j > 0 {
				css = append(css, "counter(pages)")
			}
			css = append(css, cssString(words))
		}
	}
	return template.CSS(strings.Join(css, " "))
}

// cssString escapes every rune, so that it is safe as CSS whatever s holds.
func cssString(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		fmt.Fprintf(&b, "\\%06X", r)
	}
	b.WriteByte('"')
	return b.String()
}
