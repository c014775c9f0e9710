package tagged

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Meta is what the file says about itself.
type Meta struct {
	Title, Author, Creator string
	Lang                   string    // BCP 47
	Date                   time.Time // of creation, written in UTC
}

const producer = "picreport"

var pageHead = []byte("<</Type /Page\n")

// Finish closes the document and returns the file. The Writer is of no use afterwards. The same
// calls give the same bytes.
func (w *Writer) Finish(m Meta) (out []byte, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("write pdf: %v", r)
		}
	}()
	if w.open {
		w.fail("marked content left open")
	}
	if w.err != nil {
		return nil, w.err
	}
	if !langTag.MatchString(m.Lang) {
		return nil, fmt.Errorf("write pdf: %q is no language tag", m.Lang)
	}
	var raw bytes.Buffer
	if err := w.pdf.Output(&raw); err != nil {
		return nil, fmt.Errorf("write pdf: %w", err)
	}
	f, err := split(raw.Bytes())
	if err != nil {
		return nil, fmt.Errorf("write pdf: %w", err)
	}
	pages, err := w.pageObjects(f)
	if err != nil {
		return nil, fmt.Errorf("write pdf: %w", err)
	}
	if err := mendFonts(f); err != nil {
		return nil, fmt.Errorf("write pdf: %w", err)
	}
	if err := w.putImages(f); err != nil {
		return nil, fmt.Errorf("write pdf: %w", err)
	}
	tree := w.putStructure(f, pages)
	w.putPages(f, pages)
	w.putCatalog(f, pages, tree, m)
	return f.bytes(), nil
}

var langTag = regexp.MustCompile(`^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$`)

// pageObjects finds the page objects, in page order.
func (w *Writer) pageObjects(f *file) ([]int, error) {
	var pages []int
	for n, o := range f.objs {
		if bytes.HasPrefix(o, pageHead) {
			pages = append(pages, n)
		}
	}
	if len(pages) != w.Page() {
		return nil, fmt.Errorf("unexpected fpdf output: %d page objects for %d pages", len(pages), w.Page())
	}
	return pages, nil
}

// putPages gives each page its entries for structure and annotations.
func (w *Writer) putPages(f *file, pages []int) {
	links := make([][]string, len(pages))
	for _, a := range w.annots {
		links[a.page-1] = append(links[a.page-1], ref(a.obj))
	}
	for i, n := range pages {
		head := fmt.Sprintf("<</Type /Page\n/StructParents %d /Tabs /S\n", i)
		if len(links[i]) > 0 {
			head += "/Annots [" + strings.Join(links[i], " ") + "]\n"
		}
		f.objs[n] = append([]byte(head), f.objs[n][len(pageHead):]...)
	}
}

// putCatalog replaces fpdf's catalog and information dictionary.
func (w *Writer) putCatalog(f *file, pages []int, tree int, m Meta) {
	packet := xmp(m)
	meta := f.add(
		fmt.Sprintf("<</Type /Metadata /Subtype /XML /Length %d>>\nstream\n%s\nendstream", len(packet), packet),
	)
	icc := f.add(string(deflated("/N 3 /Alternate /DeviceRGB", srgb())))
	intent := fmt.Sprintf("<</Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB IEC61966-2.1)"+
		" /Info (sRGB IEC61966-2.1) /DestOutputProfile %s>>", ref(icc))
	outline := ""
	if len(w.marks) > 0 {
		outline = "/PageMode /UseOutlines /Outlines " + ref(w.putOutline(f, pages))
	}
	f.objs[f.root] = fmt.Appendf(
		nil,
		"<</Type /Catalog /Pages 1 0 R /Lang (%s) /MarkInfo <</Marked true>>\n/StructTreeRoot %s"+
			" /ViewerPreferences <</DisplayDocTitle true>>\n/Metadata %s /OutputIntents [%s]\n%s>>",
		m.Lang, ref(tree), ref(meta), intent, outline,
	)
	date := m.Date.UTC().Format("D:20060102150405+00'00'")
	f.objs[f.info] = fmt.Appendf(
		nil, "<</Title %s /Author %s /Creator %s /Producer %s /CreationDate (%s) /ModDate (%s)>>",
		textString(m.Title), textString(m.Author), textString(m.Creator), textString(producer), date, date,
	)
}

// putOutline writes the bookmarks as one flat list and returns the object of their root.
func (w *Writer) putOutline(f *file, pages []int) int {
	root := f.add("")
	first := root + 1
	last := root + len(w.marks)
	f.objs[root] = fmt.Appendf(
		nil, "<</Type /Outlines /First %s /Last %s /Count %d>>", ref(first), ref(last), len(w.marks),
	)
	for i, b := range w.marks {
		n := first + i
		around := ""
		if n > first {
			around += " /Prev " + ref(n-1)
		}
		if n < last {
			around += " /Next " + ref(n+1)
		}
		f.add(fmt.Sprintf("<</Title %s /Parent %s%s /Dest [%s /XYZ 0 %.2f null]>>",
			textString(b.title), ref(root), around, ref(pages[b.page-1]), w.height-b.y))
	}
	return root
}

// bytes writes the file.
func (f *file) bytes() []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n")
	var table strings.Builder
	for n := 1; n < len(f.objs); n++ {
		fmt.Fprintf(&table, "%010d 00000 n \n", b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", n, f.objs[n])
	}
	id := sha256.Sum256(b.Bytes())
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n%s", len(f.objs), table.String())
	fmt.Fprintf(&b, "trailer\n<</Size %d /Root %s /Info %s /ID [<%X> <%X>]>>\nstartxref\n%d\n%%%%EOF\n",
		len(f.objs), ref(f.root), ref(f.info), id[:16], id[:16], start)
	return b.Bytes()
}

func ref(n int) string { return strconv.Itoa(n) + " 0 R" }

// deflated is a compressed stream object with the given entries in its dictionary.
func deflated(entries string, data []byte) []byte {
	var z bytes.Buffer
	zw, _ := zlib.NewWriterLevel(&z, zlib.BestCompression) // fails for an unknown level only
	_, _ = zw.Write(data)                                  // a bytes.Buffer takes everything
	zw.Close()
	return stream(entries+" /Filter /FlateDecode", z.Bytes())
}

// stream is a stream object with the given entries in its dictionary.
func stream(entries string, data []byte) []byte {
	return fmt.Appendf(nil, "<<%s /Length %d>>\nstream\n%s\nendstream", entries, len(data), data)
}

// textString writes a PDF text string (ISO 32000-1, 7.9.2.2) as hexadecimal UTF-16, which needs no
// escapes.
func textString(s string) string {
	var b strings.Builder
	b.WriteString("<FEFF")
	for _, u := range utf16Units(s) {
		fmt.Fprintf(&b, "%04X", u)
	}
	return b.String() + ">"
}
