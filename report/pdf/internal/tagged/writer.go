// Package tagged writes tagged PDF: pages whose every mark either belongs to an element of a
// structure tree or is an artifact.
//
// A Writer draws through fpdf, which knows nothing of structure, and brackets each piece of drawing
// as marked content. Finish closes fpdf's document, cuts it into its objects and writes the file
// anew with the structure tree, the parent tree, link annotations, bookmarks, XMP, an output intent
// and a content-hash ID, as PDF/UA-1 (ISO 14289-1) and PDF/A-2a (ISO 19005-2) ask. Anything
// unexpected in fpdf's output is an error, never a guess.
//
// All lengths are points (1/72 inch); y grows downwards from the top edge of the page.
package tagged

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"strconv"

	"github.com/go-pdf/fpdf"

	"picreport/report/brand"
)

// Rect is a box on a page: X and Y are its top left corner.
type Rect struct{ X, Y, W, H float64 }

// Style is how a piece of text is set.
type Style struct {
	Font     int     // index into the fonts given to New
	Size     float64 // points
	Tracking float64 // extra space after each character, in points
	Color    brand.RGB
}

// Writer draws pages. After the first misuse it draws on, and Finish returns the error. It is not
// safe for concurrent use.
type Writer struct {
	pdf    *fpdf.Fpdf
	height float64
	ruler  *fpdf.Fpdf // holds the same fonts and no pages, so that measuring leaves no trace in a page
	widths map[glyph]int
	root   *Elem
	owners [][]*Elem // by page, the element that owns each marked-content ID
	annots []annot
	marks  []bookmark
	images []image.Image
	open   bool // marked content is open
	err    error
}

type glyph struct {
	font int
	r    rune
}

type annot struct {
	page int // from 1
	box  Rect
	url  string
	text string
	link *Elem
	obj  int
}

type bookmark struct {
	title string
	page  int
	y     float64
}

// New returns a Writer for pages of the given size, with TrueType fonts that CheckFont finds
// nothing wrong with.
func New(width, height float64, fonts [][]byte) (w *Writer, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("read fonts: %v", r)
		}
	}()
	size := fpdf.SizeType{Wd: width, Ht: height}
	w = &Writer{height: height, widths: map[glyph]int{}, root: &Elem{Type: "Document"}}
	w.pdf = newPDF(size, fonts)
	w.ruler = newPDF(size, fonts)
	return w, errors.Join(w.pdf.Error(), w.ruler.Error())
}

func newPDF(size fpdf.SizeType, fonts [][]byte) *fpdf.Fpdf {
	p := fpdf.NewCustom(&fpdf.InitType{UnitStr: "pt", Size: size})
	p.SetCatalogSort(true)
	p.SetAutoPageBreak(false, 0)
	p.SetMargins(0, 0, 0)
	for i, data := range fonts {
		// fpdf pads tables in place when it subsets a font, hence the copy.
		p.AddUTF8FontFromBytes(family(i), "", bytes.Clone(data))
	}
	return p
}

func family(font int) string { return "font" + strconv.Itoa(font) }

// Root is the Document element, the root of the structure tree.
func (w *Writer) Root() *Elem { return w.root }

// AddPage starts the next page.
func (w *Writer) AddPage() {
	if w.open {
		w.fail("page break inside marked content")
	}
	w.pdf.AddPage()
	w.owners = append(w.owners, nil)
}

// Page is the number of the current page, from 1; 0 before the first.
func (w *Writer) Page() int { return len(w.owners) }

// Mark opens marked content that belongs to e. What is drawn until End is part of e.
func (w *Writer) Mark(e *Elem) {
	p := w.Page() - 1
	if p < 0 {
		w.fail("marked content before the first page")
		return
	}
	id := len(w.owners[p])
	w.owners[p] = append(w.owners[p], e)
	e.kids = append(e.kids, mark{page: p, id: id})
	w.begin(fmt.Sprintf("/%s <</MCID %d>> BDC", e.Type, id))
}

// Decoration opens marked content that means nothing to a reader who does not see it.
func (w *Writer) Decoration() { w.begin("/Artifact BMC") }

// Pagination opens marked content that belongs to the page and not to the document: kind is Header
// or Footer.
func (w *Writer) Pagination(kind string) {
	edge := "Top"
	if kind == "Footer" {
		edge = "Bottom"
	}
	w.begin(fmt.Sprintf("/Artifact <</Type /Pagination /Subtype /%s /Attached [/%s]>> BDC", kind, edge))
}

func (w *Writer) begin(operator string) {
	if w.open {
		w.fail("marked content inside marked content")
	}
	w.open = true
	w.pdf.RawWriteStr(operator)
}

// End closes the marked content that Mark, Decoration or Pagination opened.
func (w *Writer) End() {
	if !w.open {
		w.fail("no marked content to close")
	}
	w.open = false
	w.pdf.RawWriteStr("EMC")
}

func (w *Writer) fail(what string) {
	if w.err == nil {
		w.err = fmt.Errorf("draw page %d: %s", w.Page(), what)
	}
}

// needMark reports whether drawing is allowed here.
func (w *Writer) needMark() bool {
	if !w.open {
		w.fail("drawing outside marked content")
	}
	return w.open
}

// Width is the width of s, tracking included. Runes must be below U+10000.
func (w *Writer) Width(st Style, s string) float64 {
	units, n := 0, 0
	for _, r := range s {
		g := glyph{st.Font, r}
		u, ok := w.widths[g]
		if !ok {
			w.ruler.SetFont(family(st.Font), "", 10)
			u = w.ruler.GetStringSymbolWidth(string(r))
			w.widths[g] = u
		}
		units += u
		n++
	}
	return float64(units)*st.Size/1000 + float64(n)*st.Tracking
}

// Text draws s with its baseline starting at x, y. Runes must be below U+10000 and in the font.
func (w *Writer) Text(st Style, x, y float64, s string) {
	if s == "" || !w.needMark() {
		return
	}
	w.pdf.SetFont(family(st.Font), "", st.Size)
	w.pdf.SetTextColor(int(st.Color.R), int(st.Color.G), int(st.Color.B))
	if st.Tracking != 0 {
		w.pdf.RawWriteStr(fmt.Sprintf("%.3f Tc", st.Tracking))
		defer w.pdf.RawWriteStr("0 Tc")
	}
	w.pdf.Text(x, y, s)
}

// Fill paints a box, with corners rounded by radius.
func (w *Writer) Fill(c brand.RGB, box Rect, radius float64) {
	if !w.needMark() {
		return
	}
	w.pdf.SetFillColor(int(c.R), int(c.G), int(c.B))
	if radius > 0 {
		w.pdf.RawWriteStr(roundedPath(box, radius, w.height) + " f")
		return
	}
	w.pdf.Rect(box.X, box.Y, box.W, box.H, "F")
}

// roundedPath is the outline of a box with rounded corners. fpdf's own leaves a saved graphics
// state behind at each call, and PDF/A allows no more than 28 of them.
func roundedPath(b Rect, radius, pageHeight float64) string {
	const bow = 0.5523 // how far the handles of a Bézier curve reach that stands for a quarter circle
	left, right, bottom, top := b.X, b.X+b.W, pageHeight-b.Y-b.H, pageHeight-b.Y
	r := min(radius, b.W/2, b.H/2)
	k := r * (1 - bow)
	return fmt.Sprintf(
		"%.2f %.2f m %.2f %.2f l %.2f %.2f %.2f %.2f %.2f %.2f c %.2f %.2f l %.2f %.2f %.2f %.2f %.2f %.2f c "+
			"%.2f %.2f l %.2f %.2f %.2f %.2f %.2f %.2f c %.2f %.2f l %.2f %.2f %.2f %.2f %.2f %.2f c h",
		left+r, bottom, right-r, bottom, right-k, bottom, right, bottom+k, right, bottom+r, right, top-r,
		right, top-k, right-k, top, right-r, top, left+r, top, left+k, top, left, top-k, left, top-r,
		left, bottom+r, left, bottom+k, left+k, bottom, left+r, bottom,
	)
}

// Image draws the image that AddImage took in, stretched to box.
func (w *Writer) Image(index int, box Rect) {
	if !w.needMark() {
		return
	}
	w.pdf.RawWriteStr(fmt.Sprintf(
		"q %.3f 0 0 %.3f %.3f %.3f cm /%s Do Q", box.W, box.H, box.X, w.height-box.Y-box.H, imageName(index),
	))
}

// Link puts a link annotation over box on the current page, as part of e, a Link element. text says
// where it leads.
func (w *Writer) Link(e *Elem, url, text string, box Rect) {
	e.kids = append(e.kids, object(len(w.annots)))
	w.annots = append(w.annots, annot{page: w.Page(), box: box, url: url, text: text, link: e})
}

// Bookmark adds an entry to the file's outline that leads to height y of the current page.
func (w *Writer) Bookmark(title string, y float64) {
	w.marks = append(w.marks, bookmark{title: title, page: w.Page(), y: y})
}
