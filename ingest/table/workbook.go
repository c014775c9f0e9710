package table

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"

	"github.com/klauspost/compress/flate"
)

// workbook is an opened XLSX.
type workbook struct {
	in    *input
	parts map[string]*zip.File // by lower-case name: some writers disagree with themselves on case

	from1904    bool
	list        []Sheet
	sheetOf     []string // part name by sheet
	stringsPart string   // part name of the shared strings; "" for none
	stylesPart  string   // part name of the styles; "" for none

	last    unpacked
	loaded  bool
	strings []string
	styles  []numberFormat
	noted   map[int][]Notice // by sheet; what the last reading of it noticed
}

// openWorkbook opens a zip archive of size bytes at r as a workbook. The digest is that of in.
func openWorkbook(in *input, r io.ReaderAt, size int64, o Options) (source, error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, damaged(0, err, "the workbook is damaged: its zip archive cannot be read")
	}
	z.RegisterDecompressor(zip.Deflate, flate.NewReader) // takes two thirds of the time of the standard library's
	b := &workbook{in: in, parts: map[string]*zip.File{}, noted: map[int][]Notice{}}
	left := o.maxUnzipped()
	for _, f := range z.File {
		// archive/zip never unpacks more of a part than the size that it declares.
		if f.UncompressedSize64 > uint64(left) {
			return nil, tooLarge(o.maxUnzipped())
		}
		left -= int64(f.UncompressedSize64)
		b.parts[partName(f.Name)] = f
	}
	ctx := context.Background() // what is read here is small
	main, err := b.mainPart(ctx)
	if err != nil {
		return nil, err
	}
	if err := b.readMain(ctx, main); err != nil {
		return nil, err
	}
	if len(b.list) == 0 {
		return nil, &Error{Kind: NoSheets, Msg: "the workbook has no sheet of cells", Hint: "export it again"}
	}
	return b, nil
}

// partName is the key of a part.
func partName(name string) string {
	return strings.ToLower(strings.TrimLeft(strings.ReplaceAll(name, `\`, "/"), "/"))
}

// open opens a part as XML whose own namespace is given.
func (b *workbook) open(ctx context.Context, name string, own namespace) (*xmlReader, io.Closer, error) {
	f := b.parts[name]
	if f == nil {
		return nil, nil, errNoPart(name)
	}
	if f.UncompressedSize64 > maxPart && name != b.stringsPart {
		return nil, nil, tooLargePart(name)
	}
	r, err := f.Open()
	if err != nil {
		return nil, nil, partError(name, 0, err)
	}
	return newXMLReader(ctxReader{ctx, r}, own), r, nil
}

// maxPart is how large a part may be that is not a sheet or the shared strings.
const maxPart = 64 << 20

func tooLargePart(name string) *Error {
	return &Error{
		Kind: TooLarge, Msg: "the workbook's part " + name + " is larger than " + bytesText(maxPart),
		Hint: "export it again, or save it as CSV",
	}
}

func errNoPart(name string) *Error {
	return damaged(0, nil, "the workbook is damaged: its part %s is missing", name)
}

// xmlRoot is the root of a part.
type xmlRoot struct {
	own  namespace
	name string
}

// each calls do for each child, of the part's own namespace, of the root of a part.
func (b *workbook) each(ctx context.Context, name string, root xmlRoot, do func(x *xmlReader) error) error {
	x, c, err := b.open(ctx, name, root.own)
	if err != nil {
		return err
	}
	defer c.Close()
	err = x.root(root.name)
	if err == nil {
		err = x.children(func() error { return do(x) })
	}
	if err != nil {
		return partError(name, 0, err)
	}
	return nil
}

// partError says that a part cannot be read.
func partError(name string, row int, err error) error {
	var own *Error
	if errors.As(err, &own) {
		return err
	}
	return damaged(row, err, "the workbook is damaged at its part %s", name)
}

// isCorruptFlate reports whether err says that packed bytes are broken.
func isCorruptFlate(err error) bool {
	var corrupt flate.CorruptInputError
	return errors.As(err, &corrupt)
}

// relations reads the relations of a part by their IDs. Their parts are named as in b.parts.
func (b *workbook) relations(ctx context.Context, of string) (map[string]Relation, error) {
	name := RelationsPart(of)
	found := map[string]Relation{}
	if b.parts[name] == nil {
		return found, nil
	}
	err := b.each(ctx, name, relationsRoot, func(x *xmlReader) error {
		if r, ok := relationAt(x, of); ok {
			r.Part = partName(r.Part)
			found[r.ID] = r
		}
		return nil
	})
	return found, err
}

// mainPart finds the part that lists the sheets, or says what the archive is instead.
func (b *workbook) mainPart(ctx context.Context) (string, error) {
	const types = "[content_types].xml"
	if b.parts[types] == nil {
		return "", wrongType(b.otherZip())
	}
	var kinds []string
	main := ""
	err := b.each(ctx, types, xmlRoot{packTypes, "Types"}, func(x *xmlReader) error {
		if n := string(x.name); n != "Override" && n != "Default" {
			return nil
		}
		kind := x.attr("ContentType")
		kinds = append(kinds, kind)
		if spreadsheetML(kind) && string(x.name) == "Override" {
			main = partName(x.attr("PartName"))
		}
		return nil
	})
	if err != nil {
		return "", err
	}
	root, err := b.relations(ctx, "")
	if err != nil {
		return "", err
	}
	if !slices.ContainsFunc(kinds, spreadsheetML) {
		return "", wrongType(otherOffice(kinds))
	}
	for _, r := range root {
		if r.Kind == "officeDocument" && b.parts[r.Part] != nil {
			return r.Part, nil
		}
	}
	return main, nil
}

// spreadsheetML reports whether a content type is that of a workbook: ordinary, template, with or
// without macros.
func spreadsheetML(kind string) bool {
	kind = strings.ToLower(kind)
	return strings.HasSuffix(kind, ".main+xml") &&
		(strings.Contains(kind, "spreadsheetml") || strings.Contains(kind, "ms-excel"))
}

// otherOffice names the Office file of the content types.
func otherOffice(kinds []string) content {
	all := strings.ToLower(strings.Join(kinds, " "))
	switch {
	case strings.Contains(all, "ms-excel.sheet.binary"):
		return "a binary Excel workbook (.xlsb)"
	case strings.Contains(all, "wordprocessingml"), strings.Contains(all, "ms-word"):
		return "a Word document"
	case strings.Contains(all, "presentationml"), strings.Contains(all, "ms-powerpoint"):
		return "a PowerPoint presentation"
	}
	return "an Office file of another kind"
}

// otherZip names a zip archive that is no Office file.
func (b *workbook) otherZip() content {
	if f := b.parts["mimetype"]; f != nil {
		if r, err := f.Open(); err == nil {
			defer r.Close()
			kind, _ := io.ReadAll(io.LimitReader(r, 100))
			switch {
			case strings.Contains(string(kind), "opendocument.spreadsheet"):
				return "an OpenDocument spreadsheet (.ods)"
			case strings.Contains(string(kind), "opendocument"):
				return "an OpenDocument file"
			}
		}
	}
	if b.parts["index/document.iwa"] != nil || b.parts["index.zip"] != nil {
		return "an Apple Numbers spreadsheet"
	}
	return "a ZIP archive"
}

// readMain reads the list of sheets and the date system.
func (b *workbook) readMain(ctx context.Context, main string) error {
	rels, err := b.relations(ctx, main)
	if err != nil {
		return err
	}
	for _, r := range rels {
		switch r.Kind {
		case "sharedStrings":
			b.stringsPart = r.Part
		case "styles":
			b.stylesPart = r.Part
		}
	}
	return b.each(ctx, main, xmlRoot{mainNamespace, "workbook"}, func(x *xmlReader) error {
		switch string(x.name) {
		case "workbookPr":
			b.from1904 = isTrue(x.attr("date1904"))
		case "sheets":
			return x.children(func() error {
				if string(x.name) == "sheet" {
					return b.listSheet(x, rels)
				}
				return nil
			})
		}
		return nil
	})
}

// listSheet takes a sheet of the list. Those that hold no cells are left out: charts, dialogs, and
// modules of macros, which have no part of their own and so name no relation.
func (b *workbook) listSheet(x *xmlReader, rels map[string]Relation) error {
	id := x.relation()
	if id == "" {
		return nil
	}
	r, ok := rels[id]
	if !ok {
		return damaged(0, nil, "the workbook is damaged: it does not say where its sheet %q is", x.attr("name"))
	}
	if r.Kind != "worksheet" {
		return nil
	}
	if slices.Contains(b.sheetOf, r.Part) {
		return damaged(0, nil, "the workbook is damaged: it has two sheets in one part")
	}
	state := x.attr("state")
	b.list = append(b.list, Sheet{Name: x.attr("name"), Hidden: state == "hidden" || state == "veryHidden"})
	b.sheetOf = append(b.sheetOf, r.Part)
	return nil
}

// isTrue reads a boolean of XML.
func isTrue(s string) bool { return s == "1" || s == "true" || s == "on" }

// load reads what all sheets need, once.
func (b *workbook) load(ctx context.Context) error {
	if b.loaded {
		return nil
	}
	if err := b.loadStyles(ctx); err != nil {
		return err
	}
	if err := b.loadStrings(ctx); err != nil {
		return err
	}
	b.loaded = true
	return nil
}

// blocks reads a sheet from its start.
func (b *workbook) blocks(ctx context.Context, sheet, below int, prepare func() preparer) iter.Seq2[*block, error] {
	return func(yield func(*block, error) bool) {
		if sheet < 0 || sheet >= len(b.list) {
			yield(nil, errNoSuchSheet(sheet))
			return
		}
		s := &sheetBlocks{ctx: ctx, book: b, sheet: sheet, below: below}
		defer s.close()
		for block := range readAhead(s, prepare) {
			if !yield(block, nil) {
				return
			}
			if block.err != nil {
				yield(nil, b.in.reason(ctx, block.err))
				return
			}
		}
	}
}

// sheetBlocks are the rows of a sheet in blocks.
type sheetBlocks struct {
	ctx   context.Context
	book  *workbook
	sheet int
	below int          // rows up to this one are not wanted
	s     *sheetReader // nil before the first block
}

func (s *sheetBlocks) next(b *block) error {
	b.split = true
	limit := fullBatch
	if s.s == nil {
		limit = firstBatch
		err := s.book.load(s.ctx)
		if err == nil {
			s.s, err = s.book.openSheet(s.ctx, s.sheet)
		}
		if err != nil {
			return err
		}
	}
	for !b.full(limit) {
		row, err := s.s.next(s.ctx)
		if err != nil {
			return err // with the rows before it
		}
		if row.Num > s.below {
			b.add(row)
		}
	}
	return nil
}

func (s *sheetBlocks) splitter(preparer) func(*block) { return nil }

func (s *sheetBlocks) close() {
	if s.s != nil {
		s.book.noted[s.sheet] = s.s.closing()
		_ = s.s.xml.Close()
	}
}

func errNoSuchSheet(sheet int) error {
	return &Error{Kind: NoSheets, Msg: fmt.Sprintf("there is no sheet of index %d", sheet)}
}

func (b *workbook) format() Format  { return XLSX }
func (b *workbook) sheets() []Sheet { return b.list }
func (b *workbook) date1904() bool  { return b.from1904 }

func (b *workbook) notices() []Notice {
	var all []Notice
	for i := range b.list {
		all = append(all, b.noted[i]...)
	}
	return all
}

func (b *workbook) digest() (string, int64, error) { return b.in.digest() }
func (b *workbook) Close() error                   { return b.in.Close() }
