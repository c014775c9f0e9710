package tagged

import (
	"fmt"
	"strings"
	"unicode/utf16"
)

func utf16Units(s string) []uint16 { return utf16.Encode([]rune(s)) }

// putStructure writes the structure tree, the tree that leads back to it from marks and
// annotations, and the annotations. It returns the object of the tree's root.
func (w *Writer) putStructure(f *file, pages []int) int {
	tree, parents := f.add(""), f.add("")
	for i := range w.annots {
		w.annots[i].obj = f.add("")
	}
	w.root.walk(func(e *Elem) { e.obj = f.add("") })
	ids := w.nameHeaders(f)
	w.putElem(f, pages, w.root, tree)

	var nums strings.Builder
	for i, owners := range w.owners {
		fmt.Fprintf(&nums, "%d [", i)
		for _, e := range owners {
			nums.WriteString(ref(e.obj) + " ")
		}
		nums.WriteString("]\n")
	}
	for i, a := range w.annots {
		key := len(pages) + i
		fmt.Fprintf(&nums, "%d %s\n", key, ref(a.link.obj))
		f.objs[a.obj] = fmt.Appendf(
			nil,
			"<</Type /Annot /Subtype /Link /F 4 /Border [0 0 0] /Rect %s /P %s /StructParent %d\n"+
				"/Contents %s /A <</S /URI /URI (%s)>>>>",
			corners(a.box, w.height), ref(pages[a.page-1]), key, textString(a.text), escape(a.url),
		)
	}
	f.objs[parents] = []byte("<</Nums [" + nums.String() + "]>>")
	f.objs[tree] = fmt.Appendf(nil, "<</Type /StructTreeRoot /K %s /ParentTree %s /ParentTreeNextKey %d%s>>",
		ref(w.root.obj), ref(parents), len(pages)+len(w.annots), ids)
	return tree
}

// nameHeaders gives each TH that heads a cell an ID and returns the root's entry that lists them,
// "" for none.
func (w *Writer) nameHeaders(f *file) string {
	var ids []*Elem
	w.root.walk(func(e *Elem) {
		for _, h := range e.Headers {
			if h.id == "" {
				ids = append(ids, h)
				h.id = fmt.Sprintf("th%06d", len(ids)) // padded: a name tree is sorted
			}
		}
	})
	if len(ids) == 0 {
		return ""
	}
	var names strings.Builder
	for _, h := range ids {
		fmt.Fprintf(&names, "(%s) %s\n", h.id, ref(h.obj))
	}
	return " /IDTree " + ref(f.add("<</Names ["+names.String()+"]>>"))
}

// putElem writes e and all below it.
func (w *Writer) putElem(f *file, pages []int, e *Elem, parent int) {
	var b strings.Builder
	fmt.Fprintf(&b, "<</Type /StructElem /S /%s /P %s", e.Type, ref(parent))
	if a := e.attributes(w.height); a != "" {
		b.WriteString(" /A [" + a + "]")
	}
	if e.id != "" {
		b.WriteString(" /ID (" + e.id + ")")
	}
	if e.Alt != "" {
		b.WriteString(" /Alt " + textString(e.Alt))
	}
	if e.Title != "" {
		b.WriteString(" /T " + textString(e.Title))
	}
	b.WriteString(" /K [")
	for _, k := range e.kids {
		switch k := k.(type) {
		case *Elem:
			b.WriteString(ref(k.obj) + " ")
			w.putElem(f, pages, k, e.obj)
		case mark:
			fmt.Fprintf(&b, "<</Type /MCR /Pg %s /MCID %d>> ", ref(pages[k.page]), k.id)
		case object:
			a := w.annots[k]
			fmt.Fprintf(&b, "<</Type /OBJR /Pg %s /Obj %s>> ", ref(pages[a.page-1]), ref(a.obj))
		}
	}
	b.WriteString("]>>")
	f.objs[e.obj] = []byte(b.String())
}

// escape writes s inside a PDF literal string. Addresses are ASCII: what is not is written as
// percent escapes.
func escape(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		switch {
		case c <= ' ' || c >= 0x7F:
			fmt.Fprintf(&b, "%%%02X", c)
		case c == '\\' || c == '(' || c == ')':
			b.WriteByte('\\')
			b.WriteByte(c)
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}
