package report

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// directive is a paragraph that places one of the report's own blocks: [by-the-numbers], [eyebrow:
// TEXT].
var directive = regexp.MustCompile(`^\[([a-z-]+)(?::\s*(.*?))?\s*\]$`)

// builder turns filled-in Markdown into blocks.
type builder struct {
	src   markdown
	place func(name, argument string) (Block, error) // makes the report's own blocks
}

// blocks reads Markdown. What a report cannot hold is a *TextError that says what to write instead.
func (b *builder) blocks() ([]Block, error) {
	doc := goldmark.DefaultParser().Parse(text.NewReader(b.src.text))
	var out []Block
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		block, err := b.block(n)
		if err != nil {
			return nil, err
		}
		if block != nil {
			out = append(out, block)
		}
	}
	return out, nil
}

func (b *builder) block(n ast.Node) (Block, error) {
	switch n := n.(type) {
	case *ast.Heading:
		if n.Level != 2 {
			return nil, b.errorf(n, "a heading of level %d: the title of the page is the only level 1, sections are level 2; write ## before the heading", n.Level)
		}
		runs, err := b.runs(n)
		return Heading{Level: n.Level, Text: plain(runs)}, err
	case *ast.Paragraph:
		return b.paragraph(n)
	case *ast.List:
		return b.list(n)
	case *ast.LinkReferenceDefinition:
		return nil, nil
	case *ast.HTMLBlock:
		return nil, b.errorf(n, "a block of HTML: write plain Markdown (paragraphs, ## headings, - lists)")
	case *ast.CodeBlock:
		return nil, b.errorf(n, "a line indented by four blanks or a tab: begin it at the margin")
	case *ast.FencedCodeBlock:
		return nil, b.errorf(n, "a code block (the lines between ```): write a paragraph")
	case *ast.Blockquote:
		return nil, b.errorf(n, "a quotation (>): write a paragraph")
	case *ast.ThematicBreak:
		return nil, b.errorf(n, "a rule: write [page-break] for a new page, or nothing")
	default:
		return nil, b.errorf(n, "a construct that a report cannot hold (%s): write a paragraph, a ## heading or a - list", n.Kind())
	}
}

func (b *builder) paragraph(n *ast.Paragraph) (Block, error) {
	runs, err := b.runs(n)
	if err != nil {
		return nil, err
	}
	all := plain(runs)
	if m := directive.FindStringSubmatch(all); m != nil && len(runs) == 1 {
		block, err := b.place(m[1], m[2])
		if err != nil {
			return nil, b.errorf(n, "%s", err)
		}
		return block, nil
	}
	if strings.TrimSpace(all) == "" {
		return nil, nil
	}
	if b.isTable(n) {
		return nil, b.errorf(n, "a table: write a list with - before each item, or place [demographics]")
	}
	return Paragraph{Runs: runs}, nil
}

// tableRule is the line under the header of a table in the Markdown of GitHub.
var tableRule = regexp.MustCompile(`^\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)+\|?\s*$`)

func (b *builder) isTable(n *ast.Paragraph) bool {
	if n.Lines().Len() < 2 {
		return false
	}
	second := n.Lines().At(1)
	return tableRule.Match(bytes.TrimSpace(second.Value(b.src.text)))
}

// openable says whether an address is one that a reader may be led to.
func openable(address string) bool {
	scheme, _, ok := strings.Cut(address, ":")
	return ok && slices.Contains([]string{"https", "http", "mailto", "tel"}, strings.ToLower(scheme))
}

func (b *builder) list(n *ast.List) (Block, error) {
	list := List{Ordered: n.IsOrdered()}
	for item := n.FirstChild(); item != nil; item = item.NextSibling() {
		if item.ChildCount() != 1 {
			return nil, b.errorf(item, "an item of a list that holds more than one paragraph: write one paragraph an item")
		}
		switch item.FirstChild().(type) {
		case *ast.TextBlock, *ast.Paragraph:
		default:
			return nil, b.errorf(item, "a list inside a list: write one list")
		}
		runs, err := b.runs(item.FirstChild())
		if err != nil {
			return nil, err
		}
		list.Items = append(list.Items, runs)
	}
	return list, nil
}

// runs returns the text below n, neighbours in one style joined.
func (b *builder) runs(n ast.Node) ([]Run, error) {
	var out []Run
	add := func(r Run) {
		if last := len(out) - 1; last >= 0 && out[last].Bold == r.Bold && out[last].Link == r.Link {
			out[last].Text += r.Text
			return
		}
		out = append(out, r)
	}
	var walk func(n ast.Node, style Run) error
	walk = func(n ast.Node, style Run) error {
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			r, err := b.inline(c, style)
			if err != nil {
				return err
			}
			if c.Kind() == ast.KindEmphasis || c.Kind() == ast.KindLink {
				err = walk(c, r)
			} else {
				add(r)
			}
			if err != nil {
				return err
			}
		}
		return nil
	}
	if err := walk(n, Run{}); err != nil {
		return nil, err
	}
	return out, nil
}

// inline returns the text of an inline node in its style, or for emphasis and links the style of what is below them.
func (b *builder) inline(n ast.Node, r Run) (Run, error) {
	switch n := n.(type) {
	case *ast.Text:
		r.Text = unescape(n.Segment.Value(b.src.text))
		if n.SoftLineBreak() || n.HardLineBreak() {
			r.Text += " "
		}
	case *ast.String:
		r.Text = string(n.Value)
	case *ast.Emphasis:
		if n.Level == 1 {
			return r, b.errorf(n, "italics (*…*): the report's typeface has none; write **…** for bold")
		}
		r.Bold = true
	case *ast.Link:
		if r.Link = unescape(n.Destination); !openable(r.Link) {
			return r, b.errorf(n, "a link that a report cannot hold: begin its address with https://, mailto: or tel:")
		}
	case *ast.AutoLink:
		r.Text, r.Link = string(n.Label(b.src.text)), string(n.URL(b.src.text))
		if n.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(r.Link, "mailto:") {
			r.Link = "mailto:" + r.Link
		}
		if !openable(r.Link) {
			return r, b.errorf(n, "a link that a report cannot hold: begin its address with https://, mailto: or tel:")
		}
	case *ast.Image:
		return r, b.errorf(n, "an image: set brand.logos in the configuration for a logo; the text holds no images")
	case *ast.CodeSpan:
		return r, b.errorf(n, "code between backticks: write **…** for bold")
	case *ast.RawHTML:
		return r, b.errorf(n, "an HTML tag: write **…** for bold, and \\< for a plain <")
	default:
		return r, b.errorf(n, "a construct that a report cannot hold (%s): write plain text, **bold** or [a link](https://…)", n.Kind())
	}
	return r, nil
}

func plain(runs []Run) string {
	var s strings.Builder
	for _, r := range runs {
		s.WriteString(r.Text)
	}
	return s.String()
}

// unescape resolves backslash escapes and entities, which goldmark leaves to its renderers.
func unescape(b []byte) string {
	return string(util.UnescapePunctuations(util.ResolveEntityNames(util.ResolveNumericReferences(b))))
}

func (b *builder) errorf(n ast.Node, format string, args ...any) error {
	return &TextError{File: b.src.file, Line: b.src.source(lineOf(n, b.src.text)), Msg: fmt.Sprintf(format, args...)}
}

// lineOf returns the line (0 is the first) on which a node begins, or -1 where that cannot be told.
func lineOf(n ast.Node, source []byte) int {
	if start := startOf(n); start >= 0 {
		line := bytes.Count(source[:start], []byte("\n"))
		if n.Kind() == ast.KindFencedCodeBlock {
			line-- // its text begins below the fence
		}
		return line
	}
	if p := n.Parent(); p != nil && p.Type() == ast.TypeBlock && p.Kind() != ast.KindDocument {
		return lineOf(p, source)
	}
	end := 0
	if p := n.PreviousSibling(); p != nil {
		if end = endOf(p); end < 0 {
			return -1
		}
	}
	rest := source[end:]
	blank := len(rest) - len(bytes.TrimLeft(rest, "\n\r\t "))
	return bytes.Count(source[:end+blank], []byte("\n"))
}

// startOf returns where the text of a node begins, or -1 where it has none.
func startOf(n ast.Node) int {
	start := -1
	_ = ast.Walk(n, func(c ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		if c.Type() == ast.TypeBlock && c.Lines() != nil && c.Lines().Len() > 0 {
			start = c.Lines().At(0).Start
		} else if t, ok := c.(*ast.Text); ok {
			start = t.Segment.Start
		}
		if start >= 0 {
			return ast.WalkStop, nil
		}
		return ast.WalkContinue, nil
	})
	return start
}

// endOf returns where the text of a block ends, or -1 where it has none.
func endOf(n ast.Node) int {
	end := -1
	_ = ast.Walk(n, func(c ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering && c.Type() == ast.TypeBlock && c.Lines() != nil && c.Lines().Len() > 0 {
			end = max(end, c.Lines().At(c.Lines().Len()-1).Stop)
		}
		return ast.WalkContinue, nil
	})
	return end
}
