package job

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"time"

	"picreport/cmd/picreport/internal/atomicfile"
	"picreport/cmd/picreport/internal/config"
	"picreport/cmd/picreport/internal/failure"
	"picreport/cmd/picreport/internal/jsondoc"
	"picreport/report"
	"picreport/report/html"
	"picreport/report/pdf"
	"picreport/report/workbook"
)

// drawing is what a report is rendered from, whether it is of one programme or of several.
type drawing struct {
	config      *config.Config
	date        time.Time
	log         *slog.Logger
	allowErrors bool // print a replacement for characters that the fonts lack
	figures     any  // the JSON document
	workbook    func(io.Writer, workbook.Options) error
	document    func() (report.Document, error)
	lang        string
}

// drawing is the report's.
func (r *Report) drawing(date time.Time) drawing {
	return drawing{
		config: r.config, date: date, log: r.env.Log, allowErrors: r.o.AllowErrors,
		figures: r.Figures, lang: r.Options.Words.Lang,
		workbook: func(w io.Writer, o workbook.Options) error { return workbook.Write(w, r.Figures, o) },
		document: func() (report.Document, error) { return report.Build(r.Figures, r.texts, r.Options) },
	}
}

// WriteWorkbook writes the figures as a workbook, with its creation date.
func (r *Report) WriteWorkbook(w io.Writer, date time.Time) error {
	return r.drawing(date).writeWorkbook(w)
}

// writeWorkbook writes the figures as a workbook.
func (d drawing) writeWorkbook(w io.Writer) error {
	brand, err := d.config.ReadBrand()
	if err != nil {
		return err
	}
	return d.workbook(w, workbook.Options{Brand: brand, Date: d.date, Creator: creator, Lang: d.lang})
}

// renderAll renders each format for its file.
func (d drawing) renderAll(ctx context.Context, formats, outputs []string) ([]atomicfile.File, error) {
	files := make([]atomicfile.File, len(outputs))
	for i, format := range formats {
		data, err := d.render(ctx, format)
		if err != nil {
			return nil, err
		}
		files[i] = atomicfile.File{Path: outputs[i], Data: data}
	}
	return files, ctx.Err()
}

// render returns the report in one format.
func (d drawing) render(ctx context.Context, format string) ([]byte, error) {
	var b bytes.Buffer
	switch format {
	case "json":
		err := jsondoc.Write(&b, d.figures)
		return b.Bytes(), err
	case "xlsx":
		err := d.writeWorkbook(&b)
		return b.Bytes(), err
	}
	doc, err := d.document()
	if err != nil {
		return nil, err
	}
	brand, err := d.config.ReadBrand()
	if err != nil {
		return nil, err
	}
	if format == "html" {
		return html.Render(doc, html.Options{Brand: brand})
	}
	result, err := pdf.Render(ctx, doc, pdf.Options{Brand: brand, Date: d.date, Creator: creator})
	if err != nil {
		return nil, err
	}
	if len(result.Missing) > 0 {
		msg := fmt.Sprintf("the fonts have no glyph for %s: set brand.fonts to fonts that have", codePoints(result.Missing))
		if !d.allowErrors {
			return nil, failure.Usagef("%s, or print a replacement with --allow-errors", msg)
		}
		d.log.Error(msg + "; a replacement stands in the report")
	}
	return result.PDF, nil
}

// creator is the program as documents name it: without its version, so that the same input gives
// the same bytes from every build.
const creator = "picreport"

func codePoints(runes []rune) string {
	out := make([]string, len(runes))
	for i, r := range runes {
		out[i] = fmt.Sprintf("U+%04X", r)
	}
	return strings.Join(out, ", ")
}
