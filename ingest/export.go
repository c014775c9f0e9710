package ingest

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"picreport/ingest/contact"
	"picreport/ingest/finding"
	"picreport/ingest/internal/value"
	"picreport/ingest/table"
)

// readExport reads one input. It reports whether more is wanted; its error is one with which the
// work cannot go on.
func (r *Reader) readExport(ctx context.Context, export int32, in Input, yield func(*contact.Contact, error) bool) (bool, error) {
	at := place{export: export}
	file, err := r.open(in)
	if err != nil {
		return true, r.failed(ctx, at, err)
	}
	defer file.Close()
	sheets, err := r.chooseSheets(ctx, export, file)
	if err != nil {
		return true, r.failed(ctx, at, err)
	}
	r.reportNotRun(export, sheets)
	for _, s := range sheets {
		more, err := s.read(ctx, file, yield)
		if err != nil {
			at.sheet = s.at.sheet
			if err := r.failed(ctx, at, err); err != nil {
				return false, err
			}
		}
		if !more {
			return false, nil
		}
		r.endSheet(s)
	}
	r.endContactIDs()
	r.fileNotices(export, file, sheets)
	e := &r.exports[export]
	if e.SHA256, e.Size, err = file.Digest(); err != nil {
		return true, r.failed(ctx, at, err)
	}
	return true, nil
}

func (r *Reader) open(in Input) (*table.File, error) {
	o := table.Options{Password: r.opts.Password}
	if in.Stdin != nil {
		return table.Read(cmp.Or(in.Name, in.Path, "-"), in.Stdin, o)
	}
	return table.Open(in.Path, o)
}

// checkLayout reports what is wrong with the headers of the sheet that was chosen, and whether that
// keeps it from being read.
func (r *Reader) checkLayout(at place, l *layout) (stop bool) {
	r.reportLayout(at, l)
	at.row = int32(l.row)
	n := note{at: at}
	switch {
	case l.fatal:
		return true
	case l.role == roleContacts, l.role == roleRoster && !l.isDoubtfulRoster():
		return false
	case len(l.months) > 0:
		n = l.crosstabNote()
		n.at = at
		n.at.row, n.at.col = 0, int32(l.months[0])+1
	case l.first == 0:
		n.at.row = 0
		n.rule, n.text = finding.FileEmpty, "there is no row that holds anything"
	case len(l.names()) == 0:
		n.at.row = 0
		n.rule, n.text = finding.HeaderMissing, l.withoutTexts()
	case l.fields == 0, l.fields == 1 && !l.nameable:
		n.at.row = 0
		n.rule = finding.HeaderMissing
		n.text = fmt.Sprintf("none of the first %d rows has known headers; the likeliest, row %d, has %s",
			headerRows, l.row, l.listed())
		if l.nameable {
			n.hint = r.suggest(l, fieldClientID, fieldContactDate)
		}
	case !l.has(fieldClientID):
		n.rule, n.field = finding.ColumnMissing, fieldClientID
		n.text = "no column holds the client ID; the headers are " + l.listed()
		n.hint = r.suggest(l, fieldClientID)
		if !l.has(fieldContactDate) {
			n.hint = r.suggest(l, fieldClientID, fieldContactDate)
		}
	case len(l.dates) > 1:
		n.rule, n.field = finding.ColumnAmbiguous, fieldContactDate
		n.text = fmt.Sprintf("no column is known to hold the contact date, and %s could", l.columns(l.dates))
		if n.hint = r.suggest(l, fieldContactDate); l.canName(l.dates...) {
			n.hint = l.suggestDates()
		}
	default:
		n.rule, n.field = finding.ColumnMissing, fieldContactDate
		n.text = "no column holds the contact date; the headers are " + l.listed()
		n.hint = r.suggest(l, fieldContactDate)
	}
	if len(l.shownNames()) < len(l.names()) {
		n.value = strings.Join(shortened(l.names()), ", ")
	}
	r.found.add(n)
	return true
}

// withoutTexts says what a sheet holds in whose first rows no text is found.
func (l *layout) withoutTexts() string {
	if l.first > headerRows {
		return fmt.Sprintf("the first %d rows are blank, and the first that holds anything is row %d: headers are looked "+
			"for no further down",
			headerRows, l.first)
	}
	return fmt.Sprintf("the first %d rows have no text that may be a header; from row %d on they hold dates, numbers "+
		"or the like",
		headerRows, l.first)
}

// reportLayout adds the findings of a sheet's headers.
func (r *Reader) reportLayout(at place, l *layout) {
	at.row = int32(l.row)
	for _, n := range l.found {
		col := n.at.col
		n.at = at
		n.at.col = col
		r.found.add(n)
	}
	if l.role == roleNone {
		return
	}
	if l.role == roleContacts {
		r.hasContacts = true
	}
	if l.role == roleRoster && !l.isDoubtfulRoster() {
		r.noteRosterDates(at, l)
	}
	if l.role == roleRoster && l.has(fieldSource) && !l.isDoubtfulRoster() {
		r.found.add(note{at: at, rule: finding.ColumnNotUsed, field: fieldSource, text: "a roster has no contacts; its " +
			"source was not used"})
	}
	keys := r.keysOf(l)
	for _, key := range slices.Sorted(maps.Keys(r.mapped)) {
		m := r.mapped[key]
		if keys[key] {
			r.mappedSeen[key] = true
			continue
		}
		if m.field == fieldIgnore || l.role == roleRoster && !m.field.isDemographic() || l.isMappedElsewhere(m.field) {
			continue
		}
		n := note{at: at, rule: finding.MappedColumnMissing, field: m.field}
		n.text = fmt.Sprintf("there is no column %q, which the config maps to %s", m.header, m.field)
		if near := Nearest(m.header, l.shownNames()); near != "" {
			n.hint = fmt.Sprintf("the nearest header is %q", near)
		}
		misspelt := n.hint != "" && !l.has(m.field)
		r.mappedAbsent = append(r.mappedAbsent, absent{n, key, misspelt || l.has(m.field) && !l.mapped[m.field]})
	}
}

// isMappedElsewhere reports whether another header that the config maps to a field stands in for one
// that the export has not: exports of two programs have a header each.
func (l *layout) isMappedElsewhere(f field) bool {
	return l.mapped[f] && f != fieldServices && f != fieldContactDate
}

// absent is a header of the config that an export does not have.
type absent struct {
	note
	key      string
	replaced bool // a built-in header took the field, or the export has a header that is nearly this one
}

// isReported reports whether the lack of a header is a fault: where no export has it, or this one
// has something in its place. That one export has not what another has is none.
func (r *Reader) isReported(a absent) bool { return a.replaced || !r.mappedSeen[a.key] }

// reportAbsent reports the headers of the config that exports lack.
func (r *Reader) reportAbsent() {
	for _, a := range r.mappedAbsent {
		if r.isReported(a) {
			r.found.add(a.note)
		}
	}
}

// keysOf returns the keys of all headers, of the fields of check boxes, and of the variables that a
// REDCap dictionary has for them.
func (r *Reader) keysOf(l *layout) map[string]bool {
	keys := map[string]bool{}
	for _, text := range l.texts {
		for _, mark := range [...]string{"___", "("} {
			name, _, _ := strings.Cut(text, mark)
			keys[value.Key(name)] = true
			if r.redcapDictionary != nil {
				keys[value.Key(r.redcapDictionary.byLabel[value.Key(name)])] = true
			}
		}
		keys[value.Key(text)] = true
	}
	return keys
}

// fileNotices makes findings of what the reader of the file coped with.
func (r *Reader) fileNotices(export int32, file *table.File, sheets []*sheetReader) {
	for _, n := range file.Notices() {
		at := place{export: export, sheet: r.found.sheet(n.Sheet), row: int32(n.Row), col: int32(n.Col + 1)}
		i := slices.IndexFunc(sheets, func(s *sheetReader) bool { return s.at.sheet == at.sheet })
		titleOnly := n.Kind == table.MergedCells && !strings.Contains(n.Detail, " and ")
		if n.Sheet != "" && (i < 0 || titleOnly && n.Row < sheets[i].layout.row) {
			continue
		}
		if note, ok := noteOf(n, nil); ok {
			note.at = at
			r.found.add(note)
		}
	}
}

// noteOf makes a finding, without its place, of a notice of package table, and reports whether it
// is worth one. The layout is that of the notice's row, nil for none.
func noteOf(n table.Notice, l *layout) (out note, ok bool) {
	switch n.Kind {
	case table.EncodingGuessed:
		out.rule, out.text = finding.EncodingGuessed, "the text is not UTF-8, and was read as "+n.Detail
	case table.DelimiterFound, table.TotalsRow:
		return note{}, false // found out as it should be: nothing that a user has to know
	case table.HiddenColumns:
		out.rule, out.text = finding.ColumnsHidden, "hidden columns were read: "+n.Detail
	case table.MergedCells:
		out.rule, out.text = finding.MergedCells, "merged cells: "+n.Detail
	case table.StrayQuote:
		out.rule, out.text = finding.StrayQuote, "a quotation mark stands inside a value that is not quoted"
	case table.UnclosedQuote:
		out.rule, out.text = finding.StrayQuote, "a quotation mark opens a value and nothing closes it; it was read as text"
	case table.NULBytes:
		out.rule, out.text = finding.NulBytes, "the row has NUL bytes, which were left out"
	case table.FormulaNoValue:
		if l != nil && !l.uses(n.Col) {
			return note{}, false
		}
		out.rule, out.text = finding.FormulaWithoutValue, "the formula has no stored result; the cell was read as blank"
	case table.LongText:
		out.rule, out.text = finding.FileNotice, "the text is longer than any that Excel holds in a cell: "+n.Detail
	case table.BadText:
		out.rule, out.text = finding.FileNotice, "characters were lost when the text was converted, before or by its encoding"
	default:
		out.rule, out.text = finding.FileNotice, strings.ReplaceAll(string(n.Kind), "-", " ")
		if n.Detail != "" {
			out.text += ": " + n.Detail
		}
	}
	return out, true
}
