// Package annotate writes a copy of an export that shows what picreport found wrong with it: each
// finding's cell is filled and commented, and a Findings sheet at the end lists all findings with a
// link to each cell.
//
// The way through:
//
//	export ─▶ marks (cells by sheet, with their findings) ─▶ workbook: fills and comments in the user's own workbook
//	                                                     └─▶ CSV:      a new workbook of the rows, as text
//	       ─▶ Findings sheet ─▶ copy
//
// The export itself is only read. A copy of a workbook is what excelize keeps of it: cells,
// formulas, formats, macros, drawings and charts stay; the sheet that was active stays the active
// one. No copy is handed out before each part of it is known to be whole XML, and its rows to be
// those of the source. The package is for copies that people look at: figures and their workbook are made
// elsewhere.
package annotate

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"time"

	"github.com/xuri/excelize/v2"

	"picreport/ingest/finding"
	"picreport/ingest/table"
)

// Options say how a copy is written.
type Options struct {
	Password string    // opens an encrypted workbook; its copy is encrypted with the same one. Not used for other files
	Name     string    // file name of the copy, so that its ending can be checked against its content; "" for no check
	Date     time.Time // when the copy was made, for its properties; zero leaves those of the source
}

// Limits on the marks of a copy. What is beyond them stands in the Findings sheet all the same,
// which then says so.
const (
	MaxComments = 20_000 // commented cells: each has a box of its own, and Excel is slow to open very many
	MaxLinks    = 20_000 // links of the Findings sheet: excelize takes time by the square of their number
)

// Write writes the annotated copy of the export at path, a CSV or XLSX file, to w. The findings are
// those of this file; each one's Cell or Row is marked on its Sheet. Findings about a whole file,
// sheet or column, and those whose sheet the file does not have, are only listed. A value is shown
// where a finding has one, and nowhere else. A warning that was accepted is marked as such, and as
// lightly as an info.
//
// An error says why the copy could not be made, and nothing was written then, unless w failed. It
// is a *table.Error where the file cannot be read. The same input gives the same bytes, except that
// encryption is never the same twice.
//
// Excel shows the thread instead of the comment on cells that have a threaded comment; the findings
// of these are in the Findings sheet alone.
func Write(ctx context.Context, w io.Writer, path string, findings []finding.Finding, o Options) (err error) {
	name := filepath.Base(path)
	defer recovered(&err, name)
	src, err := table.Open(path, table.Options{Password: o.Password})
	if err != nil {
		return fmt.Errorf("annotate %s: %w", name, err)
	}
	defer src.Close()
	b := &book{src: src, findings: shown(findings), targets: make([]target, len(findings))}
	defer b.close()
	if err := b.annotate(ctx, path, o); err != nil {
		return fmt.Errorf("annotate %s: %w", name, err)
	}
	raw, err := b.pack(ctx)
	if err != nil {
		return fmt.Errorf("annotate %s: %w", name, err)
	}
	if _, err := w.Write(raw); err != nil {
		return fmt.Errorf("write the annotated copy of %s: %w", name, err)
	}
	return nil
}

// accepted stands in the copy for the severity of a warning that was accepted.
const accepted finding.Severity = "accepted"

// shown returns the findings as the copy shows them.
func shown(findings []finding.Finding) []finding.Finding {
	out := slices.Clone(findings)
	for i := range out {
		if out[i].Accepted {
			out[i].Severity = accepted
		}
	}
	return out
}

// pack returns the copy, once it is known to be whole: every part of it is XML that says what its
// prefixes stand for, and it reads as the source does.
func (b *book) pack(ctx context.Context) ([]byte, error) {
	buf, err := b.f.WriteToBuffer()
	if err != nil {
		return nil, err
	}
	raw := buf.Bytes()
	if b.source != nil {
		if raw, err = complete(raw, b.source); err != nil {
			return nil, err
		}
		if err := b.checkCopy(ctx, raw); err != nil {
			return nil, err
		}
	}
	if b.password == "" {
		return raw, nil
	}
	return excelize.Encrypt(raw, &excelize.Options{Password: b.password})
}

// recovered makes an error of a panic: excelize panics on some odd files.
func recovered(err *error, name string) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("annotate %s: the workbook has parts that cannot be copied; "+
			"save it anew in Excel: %v", name, p)
	}
}

// book is a copy in the making.
type book struct {
	src       *table.File
	source    []byte // the workbook, decrypted; nil for a CSV
	password  string // that it is encrypted with; "" for none
	f         *excelize.File
	findings  []finding.Finding
	targets   []target // by finding
	styles    map[styleKey]int
	fills     map[finding.Severity]int // fill IDs
	commented int
	remarks   []string // on what the copy lacks, for the Findings sheet
}

// target is the cell that a finding was marked at.
type target struct{ sheet, cell string }

func (b *book) close() {
	if b.f != nil {
		_ = b.f.Close()
	}
}

func (b *book) annotate(ctx context.Context, path string, o Options) error {
	b.styles, b.fills = map[styleKey]int{}, map[finding.Severity]int{}
	copySource := (*book).copyWorkbook
	if b.src.Format() == table.CSV {
		copySource = (*book).copyCSV
	}
	if err := copySource(b, ctx, path, o); err != nil {
		return err
	}
	if err := b.list(ctx); err != nil {
		return err
	}
	return b.setProperties(o.Date)
}

// setProperties dates the copy. A workbook of the user keeps its author and the day it was created.
func (b *book) setProperties(date time.Time) error {
	if _, ok := b.f.Pkg.Load("docProps/core.xml"); !ok || date.IsZero() {
		return nil
	}
	p := excelize.DocProperties{Modified: date.UTC().Format(time.RFC3339), LastModifiedBy: author}
	if b.src.Format() == table.CSV {
		p.Created, p.Creator = p.Modified, author
	}
	return b.f.SetDocProps(&p)
}
