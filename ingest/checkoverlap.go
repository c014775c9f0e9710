package ingest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"picreport/ingest/contact"
	"picreport/ingest/dedup"
	"picreport/ingest/finding"
)

// keepExtent begins to keep what tells whether the sheet is a copy of another one, where there is
// another export.
func (s *sheetReader) keepExtent() {
	if !s.r.dict.OneSource && s.layout.role == roleContacts {
		s.extent = &dedup.Extent{}
	}
}

// addToExtent keeps a contact.
func (s *sheetReader) addToExtent(c *contact.Contact) {
	if s.extent != nil {
		s.extent.Add(dedup.Member{Client: c.Client, Date: c.Date, Content: uint32(c.Hash), ID: c.IDNumber}, &c.Rest)
	}
}

// overlap is a pair of exports of which one is a corrected or reformatted copy of the other.
type overlap struct {
	dedup.Overlap
	old, fresh *sheetReader
}

// checkOverlaps reports exports that are copies of others but for some contacts.
func (r *Reader) checkOverlaps() {
	var found, alike []overlap
	for i, a := range r.units {
		for _, b := range r.units[i+1:] {
			if a.extent == nil || b.extent == nil {
				continue
			}
			switch o, copies := dedup.Compare(a.extent, b.extent); {
			case copies:
				found = append(found, r.inOrder(o, a, b))
			case o.Alike > 0:
				alike = append(alike, r.inOrder(o, a, b))
			}
		}
	}
	for _, s := range r.units {
		s.extent = nil
	}
	r.reportAlike(alike)
	hint := r.overlapHint(slices.DeleteFunc(slices.Clone(found), func(o overlap) bool { return o.inOneExport() || o.isPartly() }))
	for _, o := range found {
		n := note{at: place{export: o.fresh.at.export}, rule: finding.ExportsOverlap, hint: hint}
		older := r.exports[o.old.at.export].Name
		if o.inOneExport() {
			n.at.sheet = o.fresh.at.sheet
			older = fmt.Sprintf("the sheet %q", o.old.sheet.Name)
			n.hint = fmt.Sprintf("if %s is the older, name the sheets that count: --sheet %s", older, Quoted(o.fresh.sheet.Name))
		}
		n.text = OverlapText(older, o.Overlap)
		if o.isPartly() {
			n.text, n.hint = o.partlyText(older)
		}
		if line := o.ignoreLine(); line != "" {
			n.hint = line + "; " + n.hint
		}
		r.found.add(n)
	}
}

// inOneExport reports whether the two are sheets of one workbook.
func (o overlap) inOneExport() bool { return o.old.at.export == o.fresh.at.export }

// inOrder says which of two exports, given in their order in the run, is the newer: by their names,
// else by their last contacts, else it is the second. Its counts are those of the older one first.
func (r *Reader) inOrder(o dedup.Overlap, a, b *sheetReader) overlap {
	order := cmp.Or(CompareNames(r.exports[a.at.export].Path, r.exports[b.at.export].Path, r.opts.DateOrder),
		cmp.Compare(a.extent.Last(), b.extent.Last()))
	if order > 0 {
		o.Contacts[0], o.Contacts[1] = o.Contacts[1], o.Contacts[0]
		a, b = b, a
	}
	return overlap{o, a, b}
}

// OverlapText says how an export overlaps with an older one. Its counts are those of the older one
// first.
func OverlapText(older string, o dedup.Overlap) string {
	many, what := o.Near, "agree in client and day with contacts of"
	if o.Same == o.Near {
		what = "stand in"
	}
	rest := o.Contacts[0] - many
	text := fmt.Sprintf("%d of the %d contacts of %s %s this export, which has %d",
		many, o.Contacts[0], older, what, o.Contacts[1])
	switch {
	case o.Same < o.Near && o.Same > 0:
		text += fmt.Sprintf(", but no more than %d are equal", o.Same)
	case o.Same < o.Near:
		text += ", but none is equal"
	case rest == 1:
		text += ", but 1 does not"
	default:
		text += fmt.Sprintf(", but %d do not", rest)
	}
	return text + ": one is a corrected or reformatted copy of the other, and both together count some contacts twice"
}

// overlapHint says how to count none of the older exports. It ends in the line to type.
func (r *Reader) overlapHint(found []overlap) string {
	older := map[int32]bool{}
	var names, replaced []string
	for _, o := range found {
		if e := o.old.at.export; !older[e] {
			older[e] = true
			names = append(names, r.exports[e].Name)
			replaced = append(replaced, "--replaces "+Quoted(r.exports[e].Name))
		}
	}
	if len(found) == 0 {
		return ""
	}
	var kept []string
	for i, e := range r.exports {
		if !older[int32(i)] {
			kept = append(kept, Quoted(e.Path))
		}
	}
	hint := "if " + strings.Join(names, ", ") + " is the older, count without it; in a ledger: picreport ingest " +
		strings.Join(replaced, " ") + " " + Quoted(r.exports[found[0].fresh.at.export].Path)
	if len(names) > 1 {
		hint = strings.Replace(hint, " is the older, count without it", " are the older, count without them", 1)
	}
	if r.opts.Command == "" || slices.Contains(kept, "-") {
		return hint
	}
	return hint + "; else: " + r.opts.Command + " " + strings.Join(kept, " ")
}

// Quoted returns a word as a command line takes it.
func Quoted(word string) string {
	if word != "" && !strings.ContainsAny(word, " \t()[]{}&;'\"`$*?<>|!#~\\") {
		return word
	}
	if !strings.Contains(word, `"`) {
		return `"` + word + `"`
	}
	return "'" + word + "'"
}
