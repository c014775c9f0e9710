package tagged

import (
	"fmt"
	"strings"
)

// Elem is one element of the structure tree. Its fields may be set until Finish.
type Elem struct {
	Type string // a standard structure type of ISO 32000-1, 14.8.4: H1, P, Table …
	Alt  string // what a Figure shows
	// Title names a Sect for a reader who does not see it.
	Title string

	Numbering string  // of an L: Disc, Decimal …
	Scope     string  // of a TH: Row or Column
	Span      int     // the columns that a TH or TD spans; 0 for one
	Headers   []*Elem // the TH elements that head a TD
	Summary   string  // of a Table
	Box       *Rect   // of a Figure, on the page it starts on

	kids []any // *Elem, mark or object, in reading order
	id   string
	obj  int
}

// mark is marked content on a page: both count from 0.
type mark struct{ page, id int }

// object is a link annotation, by its index.
type object int

// Add appends a new element to e's children.
func (e *Elem) Add(kind string) *Elem {
	k := &Elem{Type: kind}
	e.kids = append(e.kids, k)
	return k
}

// walk calls visit for e and all below it, in reading order.
func (e *Elem) walk(visit func(*Elem)) {
	visit(e)
	for _, k := range e.kids {
		if c, ok := k.(*Elem); ok {
			c.walk(visit)
		}
	}
}

// attributes is the value of the element's A entry, "" for none.
func (e *Elem) attributes(pageHeight float64) string {
	var table, all strings.Builder
	if e.Scope != "" {
		fmt.Fprintf(&table, " /Scope /%s", e.Scope)
	}
	if e.Span > 1 {
		fmt.Fprintf(&table, " /ColSpan %d", e.Span)
	}
	if len(e.Headers) > 0 {
		table.WriteString(" /Headers [")
		for _, h := range e.Headers {
			fmt.Fprintf(&table, "(%s)", h.id)
		}
		table.WriteString("]")
	}
	if e.Summary != "" {
		table.WriteString(" /Summary " + textString(e.Summary))
	}
	if table.Len() > 0 {
		fmt.Fprintf(&all, "<</O /Table%s>>", table.String())
	}
	if e.Numbering != "" {
		fmt.Fprintf(&all, "<</O /List /ListNumbering /%s>>", e.Numbering)
	}
	if b := e.Box; b != nil {
		fmt.Fprintf(&all, "<</O /Layout /Placement /Block /BBox %s>>", corners(*b, pageHeight))
	}
	return all.String()
}

// corners writes a box as PDF does: lower left and upper right corner, y upwards.
func corners(b Rect, pageHeight float64) string {
	return fmt.Sprintf("[%.2f %.2f %.2f %.2f]", b.X, pageHeight-b.Y-b.H, b.X+b.W, pageHeight-b.Y)
}
