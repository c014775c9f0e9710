package ingest

import (
	"cmp"
	"slices"
	"strings"

	"picreport/ingest/contact"
	"picreport/ingest/internal/value"
	"picreport/ingest/table"
)

// restColumn is a column of which nothing goes into a contact: one that is not read, or whose
// values only checks look at. Rows of two exports that differ in it are two contacts. Besides, it is
// one that holds what another export may not say.
type restColumn struct {
	col int
	key uint64 // a hash of its header

	attribute int // that the column holds, where contacts of exports without one are compared; else -1
}

// hasOthers reports whether contacts may be compared with those of other exports: in this run, or
// later where they are kept.
func (r *Reader) hasOthers() bool { return !r.dict.OneSource || r.opts.RestKey != nil }

// findRest finds the columns of which nothing goes into a contact, but for those that the config
// says are not to be read: in these rows may differ. Of an export that is compared with no other one
// they are not looked at, which would take a third of the time.
func (r *Reader) findRest(l *layout) {
	if l.role != roleContacts || !r.hasOthers() {
		return
	}
	l.rest, l.restColumns = nil, &contact.Columns{}
	for col, text := range l.texts {
		key := value.Key(text)
		if key == "" || l.isCounted(col) || slices.Contains(l.ignored, col) {
			continue
		}
		l.rest = append(l.rest, restColumn{col, r.rest.Text(0, key), -1})
	}
	for i, a := range r.dict.Attributes {
		if !l.has(fieldByName(a.Name)) {
			continue
		}
		l.restColumns.Fields |= 1 << i
		if r.opts.RestKey == nil {
			l.rest = append(l.rest, restColumn{-1, r.rest.Text(1, a.Name), i})
		}
	}
	slices.SortStableFunc(l.rest, func(a, b restColumn) int { return cmp.Compare(a.key, b.key) })
	for _, c := range l.rest {
		l.restColumns.Keys = append(l.restColumns.Keys, c.key)
	}
}

// isCounted reports whether a column goes into contacts.
func (l *layout) isCounted(col int) bool {
	for _, f := range [...]field{fieldRecordedOn, fieldName, fieldFirstName, fieldLastName} {
		if l.col[f] == col {
			return false
		}
	}
	c := l.redcap
	return l.uses(col) || c != nil && slices.Contains([]int{c.record, c.event, c.instrument, c.instance}, col)
}

// countsAll reports whether all columns go into contacts, so that equal contacts are equal rows.
func (l *layout) countsAll() bool {
	return !slices.ContainsFunc(l.present, func(col int) bool { return !l.isCounted(col) })
}

// addRest adds the hashes of the cells of a row, and the time of day of its contact.
func (p *rowParser) addRest() {
	p.out.clocks = append(p.out.clocks, p.clock)
	for _, c := range p.layout.rest {
		sum := uint64(0)
		if c.attribute >= 0 {
			sum = p.r.rest.Pair(c.key, uint64(p.values[c.attribute]))
		} else if c.col < len(p.cells) && p.cells[c.col].Kind != table.Blank {
			sum = p.restHash(c.key, p.cells[c.col])
		}
		p.out.rest = append(p.out.rest, sum)
	}
}

// restHash returns a hash of what a cell of an unread column says, 0 for nothing. A number, a date, a
// time or a truth value is the same in a CSV and in a workbook.
func (p *rowParser) restHash(key uint64, c table.Cell) uint64 {
	text, _ := value.Clean(c.Text)
	switch {
	case text == "":
		return 0
	case value.IsDigit(text[0]) && strings.ContainsAny(text, ".,/-:"):
		if number, ok := plainDecimal(text); ok {
			return p.r.rest.Text(key, number)
		}
		day, clock, _, problem := value.ParseDateTime(text, p.r.opts.DateOrder, p.r.pivot)
		if problem == 0 {
			return p.r.rest.Pair(key, uint64(day)<<32|uint64(minuteOf(clock)))
		}
		if strings.Count(text, ":") == 2 {
			text = strings.TrimSuffix(text, ":00")
		}
	case strings.EqualFold(text, "true"), strings.EqualFold(text, "false"):
		text = strings.ToUpper(text)
	}
	return p.r.rest.Text(key, text)
}

// plainDecimal writes a decimal number without zeros at its end, and with a point. A comma with three
// digits after it may part thousands.
func plainDecimal(text string) (plain string, ok bool) {
	whole, fraction, found := strings.Cut(text, ".")
	if !found {
		whole, fraction, found = strings.Cut(text, ",")
		found = found && len(fraction) != 3
	}
	if !found || strings.Trim(whole, "0123456789") != "" || strings.Trim(fraction, "0123456789") != "" {
		return "", false
	}
	if fraction = strings.TrimRight(fraction, "0"); fraction == "" {
		return whole, true
	}
	return whole + "." + fraction, true
}

// minuteOf returns the minute of the day, from 1; 0 for none. Midnight is none: it is what programs
// write beside a day without a time.
func minuteOf(c value.Clock) int32 {
	if c.Minute == 0 {
		return 0
	}
	return int32(c.Minute) + 1
}

// serialMinute is minuteOf for the fraction of a day in a text such as 45474.375.
func serialMinute(text string) int32 {
	_, fraction, _ := strings.Cut(text, ".")
	n, scale := 0, 1
	for i := 0; i < len(fraction) && i < 9; i++ {
		n, scale = 10*n+int(fraction[i]-'0'), 10*scale
	}
	return minuteOf(value.Clock{Minute: int16((n*24*60 + scale/2) / scale)})
}

// restOf returns what a row of the batch says beside its content.
func (b *parsedBatch) restOf(row int, columns *contact.Columns) contact.Rest {
	if len(b.clocks) == 0 {
		return contact.Rest{}
	}
	n := len(columns.Keys)
	return contact.Rest{Clock: b.clocks[row], Columns: columns, Cells: b.rest[row*n:][:n:n]}
}
