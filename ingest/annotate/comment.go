package annotate

import (
	"bytes"
	"context"
	"encoding/xml"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"picreport/ingest/finding"
	"picreport/ingest/table"
)

// author is whom the comments are from.
const author = "picreport"

// maxFindings is how many findings a comment shows; the box of a longer one would cover the sheet.
const maxFindings = 10

// The box of a comment, in pixels.
const (
	boxWidth  = 320
	boxLine   = 15
	lineRunes = 52 // that fit in a line of the box
)

// comment puts a comment on each marked cell of a sheet, up to MaxComments in the whole copy.
func (b *book) comment(ctx context.Context, sheet string, marks []*mark) error {
	if room := MaxComments - b.commented; len(marks) > room {
		b.remark("only the first %d marked cells have a comment; "+
			"all are filled, and every finding is listed here", MaxComments)
		marks = marks[:room]
	}
	if len(marks) == 0 {
		return nil
	}
	b.commented += len(marks)
	p, err := b.commentParts(sheet)
	if err != nil {
		return err
	}
	if p.comments == "" && p.shapes == "" {
		if p, err = b.addParts(sheet, marks[0]); err != nil {
			return err
		}
		marks = marks[1:]
	}
	ok, err := b.addComments(ctx, sheet, p, marks)
	if !ok && err == nil {
		b.commented -= len(marks)
		b.remark("the cells of the sheet %q have no comments, "+
			"because of the controls or drawings on it; they are filled", sheet)
	}
	return err
}

// remark notes once what the copy lacks.
func (b *book) remark(format string, args ...any) {
	if text := fmt.Sprintf(format, args...); !slices.Contains(b.remarks, text) {
		b.remarks = append(b.remarks, text)
	}
}

// commentParts are the parts of a sheet that hold its comments; "" where it has none.
type commentParts struct {
	comments string // texts
	shapes   string // boxes, in VML
}

func (b *book) commentParts(sheet string) (commentParts, error) {
	rels, err := b.sheetRelations(sheet)
	if err != nil {
		return commentParts{}, err
	}
	var p commentParts
	for _, r := range rels {
		switch r.Kind {
		case "comments":
			p.comments = r.Part
		case "vmlDrawing":
			if bytes.Contains(b.part(r.Part), []byte("ClientData")) { // else a picture of the page header
				p.shapes = r.Part
			}
		}
	}
	return p, nil
}

// addParts makes the parts of a sheet without comments, with the first comment in them.
func (b *book) addParts(sheet string, m *mark) (commentParts, error) {
	n := b.freeNumber()
	p := commentParts{fmt.Sprintf("xl/comments%d.xml", n), fmt.Sprintf("xl/drawings/vmlDrawing%d.vml", n)}
	if err := b.f.AddComment(sheet, newComment(m.cell, m.findings, false)); err != nil {
		return p, err
	}
	vml, err := xml.Marshal(b.f.VMLDrawing[p.shapes])
	if err != nil {
		return p, err
	}
	b.f.Pkg.Store(p.shapes, vml)
	delete(b.f.VMLDrawing, p.shapes)
	return p, nil
}

// freeNumber returns the number by which excelize will name the next parts of comments. It counts
// the parts there are, whatever their names, and would write into those of another sheet.
func (b *book) freeNumber() int {
	names := map[string]bool{}
	n := 0
	count := func(name string) {
		if !names[name] && strings.Contains(name, "xl/comments") {
			n++
		}
		names[name] = true
	}
	b.f.Pkg.Range(func(name, _ any) bool {
		count(name.(string))
		return true
	})
	for name := range b.f.Comments {
		count(name)
	}
	for name := range b.f.VMLDrawing {
		count(name)
	}
	for ; names[fmt.Sprintf("xl/comments%d.xml", n+1)] || names[fmt.Sprintf("xl/drawings/vmlDrawing%d.vml", n+1)]; n++ {
		b.f.Comments[fmt.Sprintf("xl/comments-skipped-%d", n+1)] = nil // counted, and never written
	}
	return n + 1
}

// addComments adds to the parts of a sheet: to the text of a cell's comment, or a comment and its
// box. It reports whether the parts are such that it could. excelize's AddComment takes time by the
// square of the comments, fails on those of LibreOffice, and names the wrong part for those of
// openpyxl.
func (b *book) addComments(ctx context.Context, sheet string, p commentParts, marks []*mark) (bool, error) {
	if _, err := b.f.GetComments(sheet); err != nil { // parses them into f.Comments
		return false, err
	}
	texts := b.f.Comments[p.comments]
	vml := b.part(p.shapes)
	if texts == nil || !bytes.Contains(vml, []byte("</xml>")) ||
		!bytes.Contains(vml, []byte("xmlns:v=")) || !bytes.Contains(vml, []byte("xmlns:x=")) {
		return false, nil
	}
	who := slices.Index(texts.Authors.Author, author)
	if who < 0 {
		who = len(texts.Authors.Author)
		texts.Authors.Author = append(texts.Authors.Author, author)
	}
	list := &texts.CommentList.Comment
	at := map[string]int{}
	for i, c := range *list {
		at[c.Ref] = i
	}
	var shapes strings.Builder
	id := lastShape(vml)
	scratch := excelize.NewFile() // makes comments of the types that excelize keeps to itself
	defer scratch.Close()
	for _, m := range marks {
		if ctx.Err() != nil {
			return false, context.Cause(ctx)
		}
		i, has := at[m.cell]
		clear(scratch.Comments)
		clear(scratch.VMLDrawing)
		if err := scratch.AddComment("Sheet1", newComment("A1", m.findings, has)); err != nil {
			return false, err
		}
		c := scratch.Comments["xl/comments1.xml"].CommentList.Comment[0]
		if has {
			text := &(*list)[i].Text
			text.R = append(text.R, c.Text.R...)
			continue
		}
		c.Ref, c.AuthorID = m.cell, who
		*list = append(*list, c)
		id++
		shapes.WriteString(shape(id, m))
	}
	b.insert(p.shapes, "</xml>", shapes.String())
	return true, nil
}

// shapeID is how Excel numbers the shapes of a VML drawing.
var shapeID = regexp.MustCompile(`_x0000_s(\d{1,9})"`)

// lastShape returns the highest number of a shape, at least the 1024 before the first.
func lastShape(vml []byte) int {
	last := 1024
	for _, found := range shapeID.FindAllSubmatch(vml, -1) {
		if n, err := strconv.Atoi(string(found[1])); err == nil {
			last = max(last, n)
		}
	}
	return last
}

// shape returns the box of a comment, right of its cell, as Excel writes it ([MS-OI29500] on VML,
// ECMA-376 part 4, 19.4).
func shape(id int, m *mark) string {
	height := boxLine * lines(m.findings)
	left := min(m.col, table.MaxColumns-6)
	top := min(m.row, table.MaxRows-height/20-3) - 1
	return fmt.Sprintf(`<v:shape xmlns:o="urn:schemas-microsoft-com:office:office" `+
		`id="_x0000_s%d" type="#_x0000_t202" `+
		`style="position:absolute;width:%dpx;height:%dpx;z-index:1;visibility:hidden" `+
		`fillcolor="#ffffe1" o:insetmode="auto">`+
		`<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>`+
		`<v:textbox><div style="text-align:left"></div></v:textbox>`+
		`<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>`+
		`<x:Anchor>%d, 15, %d, 2, %d, 15, %d, 4</x:Anchor>`+
		`<x:AutoFill>False</x:AutoFill><x:Row>%d</x:Row><x:Column>%d</x:Column></x:ClientData></v:shape>`,
		id, boxWidth, height, left, top, left+5, top+height/20+1, m.row-1, m.col-1)
}

// newComment makes a comment: each finding's severity in bold, its message, and its hint on a line
// of its own. A comment that goes below the words of someone else begins with its author.
func newComment(cell string, findings []*finding.Finding, below bool) excelize.Comment {
	c := excelize.Comment{Author: author, Cell: cell, Width: boxWidth, Height: uint(boxLine * lines(findings))}
	add := func(text string, bold bool) {
		font := &excelize.Font{Bold: bold, Family: "Tahoma", Size: 9}
		c.Paragraph = append(c.Paragraph, excelize.RichTextRun{Text: text, Font: font})
	}
	if below {
		add("\n\n"+author+"\n", false)
	}
	for i, f := range findings {
		if i > 0 {
			add("\n\n", false)
		}
		if i == maxFindings {
			add(fmt.Sprintf("and %d more: see the sheet of findings at the end", len(findings)-maxFindings), false)
			break
		}
		add(label(f.Severity)+": ", true)
		add(body(f), false)
	}
	return c
}

// body returns what a comment says of a finding.
func body(f *finding.Finding) string {
	if f.Hint == "" {
		return message(f)
	}
	return message(f) + "\n" + sentence(f.Hint)
}

// lines estimates how many lines a comment takes.
func lines(findings []*finding.Finding) int {
	n := 1
	for _, f := range findings[:min(len(findings), maxFindings)] {
		n++ // the gap
		for line := range strings.SplitSeq(label(f.Severity)+": "+body(f), "\n") {
			n += 1 + utf8.RuneCountInString(line)/lineRunes
		}
	}
	return n
}

// message returns what a finding says; the title of its rule where it says nothing.
func message(f *finding.Finding) string {
	if f.Message == "" {
		if rule, ok := finding.ByCode(f.Code); ok {
			return sentence(rule.Title)
		}
		return sentence(f.Code)
	}
	return sentence(f.Message)
}
