package pdf

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// checker proves what PDF/UA-1 asks of a file as far as a program can, with nothing of the writer's
// own.
type checker struct {
	*file
	problems []string
	content  [][]marked            // by page
	elems    map[int]*node         // by object number
	owners   map[[2]int]*node      // by page and MCID, as the tree says
	links    map[int]*node         // by the annotation's object number, as the tree says
	order    [][2]int              // page and MCID in the tree's order
	parents  map[int]types.Object  // the parent tree
	fonts    map[int]*embeddedFont // by object number
	level    int                   // of the last heading
	root     *node
}

// node is a structure element.
type node struct {
	kind   string
	object int
	dict   types.Dict
	attrs  types.Dict // all its attributes
	kids   []*node    // elements
	text   string     // of its own marks and its links'
	links  int        // annotations
}

// check returns everything that is wrong with a file.
func check(t testing.TB, pdf []byte) *checker {
	t.Helper()
	c := &checker{
		file: open(t, pdf), elems: map[int]*node{}, owners: map[[2]int]*node{}, links: map[int]*node{},
		parents: map[int]types.Object{}, fonts: map[int]*embeddedFont{},
	}
	c.catalog()
	for i, p := range c.pages {
		b, err := c.stream(p["Contents"])
		if err != nil {
			c.problem("page %d: %v", i+1, err)
		}
		c.content = append(c.content, readContent(b, func(format string, args ...any) {
			c.problem("page %d: %s", i+1, fmt.Sprintf(format, args...))
		}))
		c.glyphs(i)
	}
	c.tree()
	c.parentTree()
	c.annotations()
	c.rules(c.root)
	return c
}

func (c *checker) problem(format string, args ...any) {
	c.problems = append(c.problems, fmt.Sprintf(format, args...))
}

func (c *checker) catalog() {
	root := c.ctx.RootDict
	if m := c.dict(root["MarkInfo"]); m == nil || m.BooleanEntry("Marked") == nil || !*m.BooleanEntry("Marked") {
		c.problem("catalog: not marked")
	}
	if c.text(root["Lang"]) == "" {
		c.problem("catalog: no language")
	}
	if v := c.dict(root["ViewerPreferences"]); v == nil || v.BooleanEntry("DisplayDocTitle") == nil {
		c.problem("catalog: the title is not displayed")
	}
	xmp, err := c.stream(root["Metadata"])
	if err != nil {
		c.problem("catalog: %v", err)
	}
	for _, want := range []string{
		"^<\\?xpacket begin=\"\uFEFF\"", `<pdfuaid:part>1</pdfuaid:part>`,
		`<pdfaid:part>2</pdfaid:part>`, `<pdfaid:conformance>A</pdfaid:conformance>`,
		`<dc:title><rdf:Alt><rdf:li xml:lang="x-default">[^<]+</rdf:li>`,
	} {
		if !regexp.MustCompile(want).Match(xmp) {
			c.problem("metadata: no %s", want)
		}
	}
	intents := c.list(root["OutputIntents"])
	if len(intents) != 1 {
		c.problem("catalog: %d output intents", len(intents))
		return
	}
	if icc, err := c.stream(
		c.dict(intents[0])["DestOutputProfile"],
	); err != nil || len(icc) < 128 ||
		string(icc[36:40]) != "acsp" {
		c.problem("output intent: no ICC profile")
	}
}

// tree reads the structure tree.
func (c *checker) tree() {
	top := c.dict(c.ctx.RootDict["StructTreeRoot"])
	if top == nil {
		c.problem("no structure tree")
		c.root = &node{}
		return
	}
	kids := c.list(top["K"])
	if len(kids) != 1 {
		c.problem("structure tree: %d roots", len(kids))
	}
	c.root = c.elem(kids[0], object(c.ctx.RootDict["StructTreeRoot"]))
	if c.root.kind != "Document" {
		c.problem("structure tree: its root is a %s", c.root.kind)
	}
	c.covered()
}

// elem reads an element and all below it.
func (c *checker) elem(o types.Object, parent int) *node {
	d := c.dict(o)
	n := &node{kind: c.name(d["S"]), object: object(o), dict: d, attrs: types.Dict{}}
	c.elems[n.object] = n
	if object(d["P"]) != parent {
		c.problem("%s %d: its P is not its parent", n.kind, n.object)
	}
	for _, a := range c.list(d["A"]) {
		for k, v := range c.dict(a) {
			n.attrs[k] = v
		}
	}
	for _, k := range c.list(d["K"]) {
		kd := c.dict(k)
		switch c.name(kd["Type"]) {
		case "StructElem":
			kid := c.elem(k, n.object)
			n.kids = append(n.kids, kid)
			if kid.kind == "Link" { // part of the sentence around it
				n.text += kid.text
			}
		case "MCR":
			at := [2]int{c.page(kd["Pg"]), c.number(kd["MCID"])}
			if c.owners[at] != nil {
				c.problem("page %d, mark %d: in two elements", at[0]+1, at[1])
			}
			c.owners[at] = n
			c.order = append(c.order, at)
			n.text += c.markText(at)
		case "OBJR":
			n.links++
			c.links[object(kd["Obj"])] = n
		default:
			c.problem("%s %d: unknown kid %v", n.kind, n.object, k)
		}
	}
	return n
}

func (c *checker) markText(at [2]int) string {
	if at[0] >= 0 && at[0] < len(c.content) {
		for _, m := range c.content[at[0]] {
			if m.id == at[1] {
				return m.text
			}
		}
	}
	c.problem("page %d, mark %d: in the tree, not on the page", at[0]+1, at[1])
	return ""
}

// covered checks that the tree has every mark, of the type that the page calls it, in the order in
// which the pages are drawn.
func (c *checker) covered() {
	var drawn [][2]int
	for p, marks := range c.content {
		for _, m := range marks {
			if m.id < 0 {
				continue
			}
			at := [2]int{p, m.id}
			drawn = append(drawn, at)
			if owner := c.owners[at]; owner == nil {
				c.problem("page %d, mark %d: in no element", p+1, m.id)
			} else if owner.kind != m.tag {
				c.problem("page %d, mark %d: a %s on the page, a %s in the tree", p+1, m.id, m.tag, owner.kind)
			}
		}
	}
	if !slices.Equal(drawn, c.order) {
		c.problem("reading order: the tree's order is not the pages'")
	}
}

// parentTree checks the way back from marks and annotations to the tree.
func (c *checker) parentTree() {
	top := c.dict(c.ctx.RootDict["StructTreeRoot"])
	nums := c.list(c.dict(top["ParentTree"])["Nums"])
	for i := 0; i+1 < len(nums); i += 2 {
		c.parents[c.number(nums[i])] = nums[i+1]
	}
	for p, d := range c.pages {
		entry := c.list(c.parents[c.number(d["StructParents"])])
		marks := 0
		for _, m := range c.content[p] {
			if m.id >= 0 {
				marks++
			}
		}
		if len(entry) != marks {
			c.problem("page %d: %d marks, %d in the parent tree", p+1, marks, len(entry))
		}
		for id, o := range entry {
			if owner := c.owners[[2]int{p, id}]; owner == nil || owner.object != object(o) {
				c.problem("page %d, mark %d: the parent tree and the tree disagree", p+1, id)
			}
		}
		if c.name(d["Tabs"]) != "S" {
			c.problem("page %d: the tab order is not the structure's", p+1)
		}
	}
}

func (c *checker) annotations() {
	seen := map[int]bool{}
	for p, d := range c.pages {
		for _, o := range c.list(d["Annots"]) {
			a := c.dict(o)
			seen[object(o)] = true
			owner := c.links[object(o)]
			switch {
			case owner == nil || owner.kind != "Link":
				c.problem("page %d: an annotation in no Link", p+1)
			case object(c.parents[c.number(a["StructParent"])]) != owner.object:
				c.problem("page %d: the parent tree and the tree disagree about an annotation", p+1)
			}
			if c.text(a["Contents"]) == "" {
				c.problem("page %d: an annotation without Contents", p+1)
			}
			if c.number(a["F"]) != 4 {
				c.problem("page %d: an annotation that is not printed", p+1)
			}
			if c.text(c.dict(a["A"])["URI"]) == "" {
				c.problem("page %d: a link that leads nowhere", p+1)
			}
		}
	}
	for n := range c.links {
		if !seen[n] {
			c.problem("annotation %d: in the tree, on no page", n)
		}
	}
}

// children are the types that an element's kids may have; an element that is not listed has no
// elements below it.
var children = map[string]string{
	"Document": "H1 H2 H3 H4 P L Table Figure Sect",
	"Sect":     "P",
	"L":        "LI",
	"LI":       "Lbl LBody",
	"Table":    "Caption TR",
	"TR":       "TH TD",
	"P":        "Link",
	"LBody":    "Link",
	"H1":       "",
	"H2":       "",
	"H3":       "",
	"H4":       "",
	"Lbl":      "",
	"Caption":  "",
	"TH":       "",
	"TD":       "",
	"Figure":   "",
	"Link":     "",
}

// rules checks what each type of element needs.
func (c *checker) rules(n *node) {
	allowed, found := children[n.kind]
	if !found {
		c.problem("%q %d: no type of element that a report has", n.kind, n.object)
	}
	for _, k := range n.kids {
		if !slices.Contains(strings.Fields(allowed), k.kind) {
			c.problem("%s %d: a %s below it", n.kind, n.object, k.kind)
		}
	}
	switch n.kind {
	case "H1", "H2", "H3", "H4":
		if level := int(n.kind[1] - '0'); level > c.level+1 {
			c.problem("%s %d: a heading after one of level %d", n.kind, n.object, c.level)
		} else {
			c.level = level
		}
	case "Figure":
		if c.text(n.dict["Alt"]) == "" {
			c.problem("Figure %d: no alternative text", n.object)
		}
		if len(c.list(n.attrs["BBox"])) != 4 {
			c.problem("Figure %d: no bounding box", n.object)
		}
	case "L":
		if c.name(n.attrs["ListNumbering"]) == "" {
			c.problem("L %d: no numbering", n.object)
		}
	case "LI":
		if len(n.kids) != 2 || n.kids[0].kind != "Lbl" || n.kids[1].kind != "LBody" {
			c.problem("LI %d: not a label and a body", n.object)
		}
	case "Link":
		if n.links == 0 {
			c.problem("Link %d: no annotation", n.object)
		}
	case "Table":
		c.table(n)
	}
	for _, k := range n.kids {
		c.rules(k)
	}
}

// table checks that rows have the same columns, and that each header has its scope and each cell
// its headers.
func (c *checker) table(n *node) {
	named := map[string]bool{}
	for _, row := range n.kids {
		for _, cell := range row.kids {
			if id := c.text(cell.dict["ID"]); id != "" && cell.kind == "TH" {
				named[id] = true
			}
		}
	}
	wide := 0 // columns of the first row
	for _, row := range n.kids {
		if row.kind == "Caption" {
			continue
		}
		columns := 0
		for _, cell := range row.kids {
			columns += max(1, c.number(cell.attrs["ColSpan"]))
			scope := c.name(cell.attrs["Scope"])
			if cell.kind == "TH" && scope != "Row" && scope != "Column" {
				c.problem("TH %d: no scope", cell.object)
			}
			headers := c.list(cell.attrs["Headers"])
			if cell.kind == "TD" && len(headers) == 0 {
				c.problem("TD %d: no headers", cell.object)
			}
			for _, h := range headers {
				if !named[c.text(h)] {
					c.problem("TD %d: header %q is not in its table", cell.object, c.text(h))
				}
			}
		}
		if wide == 0 {
			wide = columns
		}
		if columns < 2 || columns != wide {
			c.problem("TR %d: %d columns", row.object, columns)
		}
	}
}
