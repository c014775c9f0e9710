package ingest

import (
	"fmt"
	"slices"
	"strings"

	"picreport/ingest/finding"
)

// reportAlike reports exports with contacts that agree in all that is read, and that count each
// since an unread column has another text.
func (r *Reader) reportAlike(found []overlap) {
	for _, o := range found {
		n := note{at: o.fresh.at, rule: finding.ContactsAlike, hint: o.ignoreLine()}
		older := r.exports[o.old.at.export].Name
		if o.inOneExport() {
			older = fmt.Sprintf("the sheet %q", o.old.sheet.Name)
		}
		columns := "the unread columns"
		if cols := o.differing(); len(cols) > 0 {
			columns = o.fresh.layout.columns(cols)
		}
		n.text = fmt.Sprintf("%s of %s, and as many of this export, agree in all that is read, but not in %s; each is counted",
			plural(o.Alike, "contact"), older, columns)
		r.found.add(n)
	}
}

// differing returns the columns of the newer export in which contacts differ that are alike.
func (o overlap) differing() []int {
	var cols []int
	for _, c := range o.fresh.layout.rest {
		if slices.Contains(o.Differ, c.key) {
			cols = append(cols, c.col)
		}
	}
	slices.Sort(cols)
	return cols
}

// ignoreLine says how to compare the contacts without the columns in which they differ, "" where
// their headers are not to be named.
func (o overlap) ignoreLine() string {
	l := o.fresh.layout
	var pairs []string
	for _, col := range o.differing() {
		if !l.canName(col) {
			return ""
		}
		pairs = append(pairs, l.texts[col], fieldIgnore.String())
	}
	if len(pairs) == 0 {
		return ""
	}
	return "if nothing there is of the contacts themselves, set " + columnsLine(pairs...) + " in picreport.yaml"
}

// isPartly reports whether it takes no more than contacts of which one export says less than the
// other to make them overlap.
func (o overlap) isPartly() bool {
	return o.Partly > 0 && 2*max(o.Same, o.Near) < min(o.Contacts[0], o.Contacts[1])
}

// partlyText says that contacts agree in every column that both exports have, and what to do.
func (o overlap) partlyText(older string) (text, hint string) {
	text = fmt.Sprintf("%s of %s, and as many of this export, agree in every column that both have, but one of the two says more "+
		"of them: these are the same contacts, and both together count them twice", plural(o.Partly, "contact"), older)
	var pairs, names []string
	for f := fieldBirthDate; f <= fieldServices; f++ {
		a, b := o.old.layout, o.fresh.layout
		if a.has(f) == b.has(f) {
			continue
		}
		names = append(names, f.title())
		if a.has(f) {
			b = a
		}
		if col := b.col[f]; col >= 0 && b.canName(col) {
			pairs = append(pairs, b.texts[col], fieldIgnore.String())
		}
	}
	hint = "delete the contacts that stand in both from the export that says less of them"
	if len(pairs) == 2*len(names) {
		hint += "; where the figures need no " + strings.Join(names, ", ") + ", set " + columnsLine(pairs...) + " in picreport.yaml"
	}
	return text, hint
}
