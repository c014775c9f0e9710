package ingest

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"picreport/ingest/finding"
	"picreport/ingest/table"
)

// place is where a finding stands: what a Place is to a contact, with the column, and in little
// memory.
type place struct {
	export int32 // index into Reader.exports
	sheet  int32 // index into findings.sheets
	row    int32 // 0 for none
	col    int32 // 1 is A; 0 for none
}

// isBefore reports whether a place stands in an earlier row of one sheet.
func (p place) isBefore(other place) bool {
	return p.export == other.export && p.sheet == other.sheet && p.row < other.row
}

// note is a Finding as it is kept: a hundred thousand of them are a hundred thousand times 80
// bytes.
type note struct {
	at    place
	rule  finding.ID
	field field
	text  string
	hint  string // "" for the rule's own
	value string
	cells *unknownCells // all that it is about; nil where at is the only one
}

// findings collects notes. Equal texts are mostly kept once.
type findings struct {
	notes      []note
	texts      map[string]string
	sheets     []string // sheets[0] is ""
	firstSheet int      // index of the first of the export that is being read
	names      []string // of the exports
	showValues bool
}

// maxTexts bounds the texts that are shared: those that name a cell are all different.
const maxTexts = 4096

func newFindings(showValues bool) *findings {
	return &findings{texts: map[string]string{}, sheets: []string{""}, showValues: showValues}
}

// startExport makes known the sheets of the export that is read next, in the order in which its
// findings are to stand.
func (f *findings) startExport(sheets []table.Sheet) {
	f.firstSheet = len(f.sheets)
	for _, s := range sheets {
		f.sheets = append(f.sheets, strings.Clone(s.Name))
	}
}

// sheet returns the index of the name of a sheet of the export that is being read.
func (f *findings) sheet(name string) int32 {
	if i := slices.Index(f.sheets[f.firstSheet:], name); name != "" && i >= 0 {
		return int32(f.firstSheet + i)
	}
	return 0
}

func (f *findings) add(n note) {
	n.text, n.hint = f.intern(n.text), f.intern(n.hint)
	n.value = f.shown(n.value)
	f.notes = append(f.notes, n)
}

func (f *findings) intern(s string) string {
	if s == "" {
		return ""
	}
	if kept, ok := f.texts[s]; ok {
		return kept
	}
	s = strings.Clone(s)
	if len(f.texts) < maxTexts {
		f.texts[s] = s
	}
	return s
}

// shown returns a value to keep in a finding: none at all unless the user asked for values.
func (f *findings) shown(value string) string {
	if !f.showValues {
		return ""
	}
	return strings.Clone(value)
}

// list returns the findings in file order: by export, sheet, row and column; what concerns a whole
// file or sheet comes first.
func (f *findings) list() []finding.Finding {
	slices.SortStableFunc(f.notes, func(a, b note) int {
		return cmp.Or(cmp.Compare(a.at.export, b.at.export), cmp.Compare(a.at.sheet, b.at.sheet),
			cmp.Compare(a.at.row, b.at.row), cmp.Compare(a.at.col, b.at.col), cmp.Compare(a.rule, b.rule))
	})
	out := make([]finding.Finding, 0, len(f.notes))
	for i := range f.notes {
		out = append(out, f.finding(&f.notes[i]))
	}
	return out
}

func (f *findings) finding(n *note) finding.Finding {
	rule := n.rule.Rule()
	out := finding.Finding{
		Code: rule.Code, Severity: rule.Severity, Sheet: f.sheets[n.at.sheet], Row: int(n.at.row),
		Field: n.field.String(), Message: n.text, Hint: cmp.Or(n.hint, rule.Hint()), Value: n.value,
	}
	if n.cells != nil && n.cells.count > 1 {
		out.Count, out.Cells = n.cells.count, n.cells.names(f)
	}
	if n.at.export >= 0 {
		out.File = f.names[n.at.export]
	}
	if n.at.col > 0 {
		out.Column = table.ColumnName(int(n.at.col) - 1)
		if n.at.row > 0 {
			out.Cell = cellName(n.at)
		}
	}
	return out
}

// cellName returns a place's cell as Excel shows it, such as C14.
func cellName(at place) string { return table.ColumnName(int(at.col)-1) + strconv.Itoa(int(at.row)) }
