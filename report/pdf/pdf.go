// Package pdf draws a report.Document as a branded, tagged PDF: PDF/UA-1 for readers who use a
// screen reader, PDF/A-2a for archives.
//
// The package has two layers. Package internal/tagged writes marked content and the structure of
// the file, and alone knows fpdf; what stands here places the document's blocks on pages, in
// reading order, as elements, marks and artifacts. It counts nothing: every word and number comes
// from the Document.
package pdf

import (
	"context"
	"errors"
	"fmt"
	"time"

	"picreport/report"
	"picreport/report/brand"
	"picreport/report/pdf/internal/tagged"
)

// Options are what Render takes beside the document.
type Options struct {
	Brand   brand.Brand
	Date    time.Time // creation date written into the file
	Creator string    // the program that made it, such as "picreport"
}

// Result is a drawn report.
type Result struct {
	PDF   []byte
	Pages int
	// Missing is the characters that a font has no glyph for, sorted. U+FFFD or a question mark
	// stands in their place.
	Missing []rune
}

// Render draws doc. The same arguments give the same bytes. It fails when ctx is done, and when the
// brand does not pass Brand.Check.
func Render(ctx context.Context, doc report.Document, o Options) (*Result, error) {
	look, err := o.Brand.Look()
	if err := errors.Join(err, o.Brand.Fonts.Check()); err != nil {
		return nil, fmt.Errorf("draw report: %w", err)
	}
	p, err := drawAll(ctx, doc, look)
	if err != nil {
		return nil, fmt.Errorf("draw report: %w", err)
	}
	out, err := p.w.Finish(tagged.Meta{
		Title: oneLine(doc.Title), Author: oneLine(doc.Author), Creator: o.Creator, Lang: doc.Lang, Date: o.Date,
	})
	if err != nil {
		return nil, fmt.Errorf("draw report: %w", err)
	}
	return &Result{PDF: out, Pages: p.w.Page(), Missing: p.missingRunes()}, nil
}

// drawAll draws the report until the number of pages that its footers name is the number it has:
// twice, unless a footer is so long that the number changes how it wraps.
func drawAll(ctx context.Context, doc report.Document, look brand.Look) (p *pages, err error) {
	total := 0
	for range 4 {
		if p, err = drawPages(ctx, doc, look, total); err != nil || p.w.Page() == total {
			break
		}
		total = p.w.Page()
	}
	return p, err
}
