// Package pdf draws a report.Document as a branded, tagged PDF: PDF/UA-1 for readers who use a screen reader, PDF/A-2a for archives.
//
// The package has two layers. Package internal/tagged writes marked content and the structure of the file, and alone knows fpdf; what
// stands here places the document's blocks on pages, in reading order, and speaks in elements, marks and artifacts. It counts nothing:
// every word and number comes from the Document.
package pdf

import (
	"context"
	"errors"
	"fmt"
	"slices"
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
	PDF     []byte
	Pages   int
	Missing []rune // the characters that a font has no glyph for, sorted; U+FFFD or a question mark stands in their place
}

// Render draws doc. The same arguments give the same bytes. It fails when ctx is done, and when the brand does
// not pass Brand.Check.
func Render(ctx context.Context, doc report.Document, o Options) (*Result, error) {
	look, err := o.Brand.Look()
	if err := errors.Join(err, o.Brand.Fonts.Check()); err != nil {
		return nil, fmt.Errorf("draw report: %w", err)
	}
	l, err := layAll(ctx, doc, look)
	if err != nil {
		return nil, fmt.Errorf("draw report: %w", err)
	}
	out, err := l.w.Finish(tagged.Meta{
		Title: l.plain(doc.Title), Author: l.plain(doc.Author), Creator: o.Creator, Lang: doc.Lang, Date: o.Date,
	})
	if err != nil {
		return nil, fmt.Errorf("draw report: %w", err)
	}
	return &Result{PDF: out, Pages: l.w.Page(), Missing: l.missingRunes()}, nil
}

// layAll lays the report out until the number of pages that its footers name is the number it has: twice, unless a footer is so long
// that the number changes how it wraps.
func layAll(ctx context.Context, doc report.Document, look brand.Look) (l *layout, err error) {
	total := 0
	for range 4 {
		if l, err = lay(ctx, doc, look, total); err != nil || l.w.Page() == total {
			break
		}
		total = l.w.Page()
	}
	return l, err
}

// missingRunes are the runes that no glyph was found for, sorted.
func (l *layout) missingRunes() []rune {
	var out []rune
	for r := range l.missing {
		out = append(out, r)
	}
	slices.Sort(out)
	return out
}
