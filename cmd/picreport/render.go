package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strconv"
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
	allowErrors bool // print a replacement for characters that the fonts lack
	figures     any  // the JSON document
	workbook    func(io.Writer, workbook.Options) error
	document    func() (report.Document, error)
	lang        string
}

// drawing is the report's.
func (r *reporting) drawing(date time.Time) drawing {
	return drawing{
		config: r.config, date: date, allowErrors: r.allowErrors, figures: r.figures, lang: r.options.Words.Lang,
		workbook: func(w io.Writer, o workbook.Options) error { return workbook.Write(w, r.figures, o) },
		document: func() (report.Document, error) { return report.Build(r.figures, r.texts, r.options) },
	}
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
func (a *app) renderAll(ctx context.Context, formats []string, d drawing, outputs []string) ([]atomicfile.File, error) {
	files := make([]atomicfile.File, len(outputs))
	for i, format := range formats {
		data, err := a.render(ctx, format, d)
		if err != nil {
			return nil, err
		}
		files[i] = atomicfile.File{Path: outputs[i], Data: data}
	}
	return files, ctx.Err()
}

// render returns the report in one format.
func (a *app) render(ctx context.Context, format string, d drawing) ([]byte, error) {
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
		a.log.Error(msg + "; a replacement stands in the report")
	}
	return result.PDF, nil
}

// creator is the program as documents name it: without its version, so that the same input gives the same bytes from every build.
const creator = "picreport"

// date is the creation date of documents: SOURCE_DATE_EPOCH where it is set (https://reproducible-builds.org/specs/source-date-epoch/),
// else the clock's.
func (a *app) date() (time.Time, error) {
	epoch, ok := a.lookupEnv("SOURCE_DATE_EPOCH")
	if !ok || epoch == "" {
		return a.now(), nil
	}
	seconds, err := strconv.ParseInt(epoch, 10, 64)
	if err != nil {
		return time.Time{}, failure.Usagef("SOURCE_DATE_EPOCH: %q is not a number of seconds", epoch)
	}
	return time.Unix(seconds, 0).UTC(), nil
}

func codePoints(runes []rune) string {
	out := make([]string, len(runes))
	for i, r := range runes {
		out[i] = fmt.Sprintf("U+%04X", r)
	}
	return strings.Join(out, ", ")
}
