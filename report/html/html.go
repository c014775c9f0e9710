// Package html draws a report.Document as one web page that needs nothing else: no script, no file
// beside it, no request.
//
// Render turns the document into the values that the page is made of (view.go), the brand into
// colours and data: URIs (look.go), and executes page.html, which holds the structure, with
// page.css, which holds the look on screens and on paper. Nothing here counts, and nothing here
// decides what is said or in which order.
package html

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"html/template"

	"picreport/report"
	"picreport/report/brand"
)

// Options say how a page looks.
type Options struct {
	Brand brand.Brand
}

//go:embed page.html page.css
var files embed.FS

var page = template.Must(template.ParseFS(files, "page.html", "page.css"))

// Render returns the document as an HTML file in UTF-8. The same document and options give the same
// bytes.
//
// It is an error if the document has no language or title, holds a link that is none of https:,
// http:, mailto: and tel:, or if the brand cannot be used.
func Render(doc report.Document, o Options) ([]byte, error) {
	if doc.Lang == "" || doc.Title == "" {
		return nil, errors.New("render html: the document needs a language and a title")
	}
	look, err := newLook(o.Brand)
	if err != nil {
		return nil, fmt.Errorf("render html: %w", err)
	}
	v, err := newView(doc)
	if err != nil {
		return nil, fmt.Errorf("render html: %w", err)
	}
	v.Look = look
	var out bytes.Buffer
	if err := page.ExecuteTemplate(&out, "page.html", v); err != nil {
		return nil, fmt.Errorf("render html: %w", err)
	}
	return out.Bytes(), nil
}
