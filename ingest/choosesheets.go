package ingest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"picreport/ingest/finding"
	"picreport/ingest/internal/value"
	"picreport/ingest/table"
)

// AllSheets stands among Options.Sheets for every sheet that has the columns of contacts.
const AllSheets = "*"

// candidate is a sheet whose head was looked at.
type candidate struct {
	index  int
	sheet  table.Sheet
	layout *layout
	head   []headRow
	rows   bool // below the headers a client ID or a contact date is filled
}

// chooseSheets returns the sheets of a file to read: those that were asked for or, where none was,
// the one with contacts, and every roster beside it. Where there is none, or nothing says which of
// several is meant, it returns none, and a finding says why.
func (r *Reader) chooseSheets(ctx context.Context, export int32, file *table.File) ([]*sheetReader, error) {
	all := file.Sheets()
	r.found.startExport(all)
	asked := r.sheetsAsked(export, file)
	if asked == nil {
		return nil, nil
	}
	candidates, err := r.lookAtSheets(ctx, file, asked)
	if err != nil {
		return nil, err
	}
	wanted := candidates
	chosen := r.namesSheets() && file.Format() != table.CSV
	if r.namesSheets() && !chosen {
		r.found.add(note{
			at: place{export: export}, rule: finding.FileNotice,
			text: fmt.Sprintf("the export is no workbook, so that %s says nothing of it", quoted(r.opts.Sheets)),
		})
	}
	if !chosen {
		wanted = r.withContacts(candidates)
		if len(wanted) > 1 && !slices.ContainsFunc(r.opts.Sheets, isAllSheets) {
			r.askForSheets(export, wanted)
			return nil, nil
		}
	}
	stop := false
	for _, c := range wanted {
		if c.layout.first == 0 && len(all) > 1 && chosen {
			r.reportEmptySheet(export, c)
			stop = true
			continue
		}
		stop = r.checkLayout(r.sheetPlace(export, c), c.layout) || stop
	}
	if stop {
		for _, c := range wanted {
			r.addSheet(r.sheetPlace(export, c), c.layout, "")
		}
		return nil, nil
	}
	return r.sheetReaders(export, candidates, wanted), nil
}

// reportEmptySheet says that a sheet that was named holds nothing, whatever the file does.
func (r *Reader) reportEmptySheet(export int32, c candidate) {
	r.found.add(note{
		at: r.sheetPlace(export, c), rule: finding.HeaderMissing,
		text: fmt.Sprintf("the sheet %q holds nothing at all", c.sheet.Name), hint: "name a sheet that holds contacts " +
			"with --sheet",
	})
}

// sheetReaders returns readers of the sheets that are wanted, and of every roster beside them. Of
// the other sheets it says that they are not read.
func (r *Reader) sheetReaders(export int32, candidates, wanted []candidate) []*sheetReader {
	var out []*sheetReader
	contacts := 0
	for _, c := range candidates {
		joins := c.layout.role == roleRoster && !c.layout.isDoubtfulRoster() && !c.layout.fatal
		switch {
		case isAmong(wanted, c):
			out = append(out, r.newSheetReader(export, c))
			if c.layout.role == roleContacts {
				contacts++
			}
		case joins:
			r.reportLayout(r.sheetPlace(export, c), c.layout)
			out = append(out, r.newSheetReader(export, c))
		default:
			r.notReadSheet(export, c)
		}
	}
	if contacts > 1 {
		r.dict.OneSource = false
	}
	// demographics before contacts
	slices.SortStableFunc(out, func(a, b *sheetReader) int { return cmp.Compare(b.layout.role, a.layout.role) })
	return out
}

func isAmong(candidates []candidate, c candidate) bool {
	return slices.ContainsFunc(candidates, func(other candidate) bool { return other.index == c.index })
}

// isAllSheets reports whether a name is AllSheets, also with the quotation marks that the shell of
// Windows leaves around it.
func isAllSheets(name string) bool { return strings.Trim(name, `'"`) == AllSheets }

// namesSheets reports whether the options name single sheets.
func (r *Reader) namesSheets() bool {
	return len(r.opts.Sheets) > 0 && !slices.ContainsFunc(r.opts.Sheets, isAllSheets)
}

// sheetsAsked returns the indices of the sheets to look at, or nil, with findings, where the file
// has not all that were named.
func (r *Reader) sheetsAsked(export int32, file *table.File) []int {
	var asked []int
	all := file.Sheets()
	if file.Format() == table.CSV || !r.namesSheets() {
		for i := range all {
			asked = append(asked, i)
		}
		return asked
	}
	unknown := false
	for _, name := range r.opts.Sheets {
		is := func(s table.Sheet) bool { return strings.EqualFold(strings.TrimSpace(s.Name), strings.TrimSpace(name)) }
		i := slices.IndexFunc(all, is)
		if i < 0 {
			r.reportUnknownSheet(export, name, all)
			unknown = true
		} else if !slices.Contains(asked, i) {
			asked = append(asked, i)
		}
	}
	if unknown {
		return nil
	}
	slices.Sort(asked)
	return asked
}

func (r *Reader) reportUnknownSheet(export int32, name string, all []table.Sheet) {
	var names []string
	for _, s := range all {
		names = append(names, s.Name)
	}
	hint := "the sheets are " + quoted(names)
	if near := Nearest(name, names); near != "" {
		hint = fmt.Sprintf("did you mean %q? %s", near, hint)
	}
	r.found.add(note{at: place{export: export}, rule: finding.SheetUnknown, text: fmt.Sprintf("there is no sheet %q", name), hint: hint})
}

// lookAtSheets finds the headers of sheets, and whether there is anything below them.
func (r *Reader) lookAtSheets(ctx context.Context, file *table.File, asked []int) ([]candidate, error) {
	all := file.Sheets()
	var out []candidate
	for _, i := range asked {
		c := candidate{index: i, sheet: all[i]}
		for row, err := range file.Rows(ctx, i) {
			if err != nil {
				var stop *table.Error
				if len(c.head) == 0 || !errors.As(err, &stop) {
					return nil, err
				}
				break
			}
			if row.Num <= headerRows {
				c.head = append(c.head, r.newHeadRow(row))
				continue
			}
			if c.layout == nil {
				c.findLayout(r)
			}
			if c.layout.first == 0 {
				c.layout.first = row.Num
			}
			if len(asked) == 1 || c.rows || c.layout.role != roleContacts {
				break // nothing turns on it
			}
			c.rows = c.layout.hasRow(r.newHeadRow(row))
		}
		if c.layout == nil {
			c.findLayout(r)
		}
		out = append(out, c)
	}
	return out, nil
}

// findLayout finds the headers among the first rows.
func (c *candidate) findLayout(r *Reader) {
	c.layout = r.findLayout(c.head)
	c.rows = slices.ContainsFunc(c.head, c.layout.hasRow)
}

// hasRow reports whether a row stands below the headers, and has a client ID or a contact date.
func (l *layout) hasRow(row headRow) bool {
	return row.num > l.last && (row.isFilled(l.col[fieldClientID]) || row.isFilled(l.col[fieldContactDate]))
}

// isFilled reports whether there is something in a column.
func (h headRow) isFilled(col int) bool {
	return col >= 0 && col < len(h.texts) && (h.texts[col] != "" || h.dates[col])
}

// withContacts returns the sheets that hold contacts or, where none does, the one that is likeliest
// to be meant. A sheet prepared for a month to come, with headers and no rows, holds none.
func (r *Reader) withContacts(candidates []candidate) []candidate {
	best := slices.MinFunc(candidates, func(a, b candidate) int { return cmp.Compare(a.order(), b.order()) })
	if best.layout.role != roleContacts {
		return []candidate{best}
	}
	var out []candidate
	for _, c := range candidates {
		if c.index == best.index || c.layout.role == roleContacts && c.rows || c.isLike(best.layout) {
			out = append(out, c)
		}
	}
	return out
}

// order ranks a sheet for the choice of the one to read.
func (c candidate) order() int {
	rank := 3
	switch {
	case c.layout.role == roleContacts && c.rows:
		rank = 0
	case c.layout.role == roleContacts:
		rank = 1
	case c.layout.role == roleRoster:
		rank = 2
	}
	rank *= 2
	if c.sheet.Hidden {
		rank++
	}
	if c.layout.first == 0 {
		rank += 2 // a cover that holds drawings alone, say
	}
	return rank<<20 - min(c.layout.fields, 1)<<19 + c.index
}

// isLike reports whether a sheet in which no contact date was found is one of contacts all the
// same: it has dates, client IDs and most of the headers of such a sheet, or its rows without any
// headers.
func (c candidate) isLike(contacts *layout) bool {
	l := c.layout
	if l.role == roleContacts {
		return false
	}
	if l.has(fieldClientID) && len(l.dates) > 0 {
		shared := l.sharedColumns(contacts)
		return 3*shared >= 2*(len(contacts.names())-1) && len(l.names())-shared <= shared
	}
	client, date := contacts.col[fieldClientID], contacts.col[fieldContactDate]
	rows := 0
	for _, row := range c.head {
		if !row.isFilled(client) || !row.isFilled(date) || !row.dates[date] {
			return false
		}
		rows++
	}
	return rows > 1 && l.role == roleNone
}

// sharedColumns counts the columns that have a header of another sheet, or a header of a field that
// a column of the other sheet has.
func (l *layout) sharedColumns(other *layout) int {
	shared := 0
	for col, text := range l.texts {
		isSame := func(theirs string) bool { return value.Key(theirs) == value.Key(text) }
		f := slices.Index(l.col[:], col)
		if text != "" && (slices.ContainsFunc(other.texts, isSame) || f >= 0 && other.has(field(f))) {
			shared++
		}
	}
	return shared
}

// askForSheets says that several sheets hold contacts, and how to say which of them count.
func (r *Reader) askForSheets(export int32, contacts []candidate) {
	var names []string
	for _, c := range contacts {
		names = append(names, c.sheet.Name)
	}
	r.found.add(note{
		at: place{export: export}, rule: finding.SheetsWithContacts,
		text: fmt.Sprintf("%d sheets hold contacts, and nothing says which of them count: %s", len(names), quoted(names)),
		hint: fmt.Sprintf("read all of them with --sheet '*', or name those that count, as in --sheet %s, which can be "+
			"repeated",
			shellWord(names[0])),
	})
}

// shellWord writes a name as one word of a command line.
func shellWord(name string) string {
	isPlain := func(c rune) bool {
		return c == '-' || c == '_' || value.IsLetter(byte(c)) && c < 0x80 || c >= '0' && c <= '9'
	}
	if name != "" && strings.IndexFunc(name, func(c rune) bool { return !isPlain(c) }) < 0 {
		return name
	}
	return `"` + name + `"`
}

func (r *Reader) sheetPlace(export int32, c candidate) place {
	return place{export: export, sheet: r.found.sheet(c.sheet.Name)}
}

// notReadSheet says of a sheet with rows that it was not read.
func (r *Reader) notReadSheet(export int32, c candidate) {
	if c.layout.row == 0 {
		return
	}
	n := note{at: r.sheetPlace(export, c), rule: finding.SheetNotRead, text: fmt.Sprintf("the sheet %q was not read", c.sheet.Name)}
	switch {
	case c.layout.role == roleContacts:
		n.text = fmt.Sprintf("the sheet %q has the columns of contacts and no rows, and was not read", c.sheet.Name)
	case c.layout.has(fieldClientID) && len(c.layout.dates) > 0:
		n.rule = finding.SheetContactsNotRead
		n.text = fmt.Sprintf("the sheet %q has client IDs and dates, which may be those of contacts, and was not read",
			c.sheet.Name)
	}
	r.found.add(n)
}
