package ingest

import (
	"slices"
	"strings"

	"picreport/ingest/contact"
	"picreport/ingest/finding"
	"picreport/ingest/internal/value"
	"picreport/ingest/table"
)

// labelMemo remembers what the texts of one attribute's cells stand for: a column has few distinct
// texts, or too many.
type labelMemo struct {
	*spellings
	col     int               // the column of the attribute's field; -1 for none
	present bool              // the sheet has the field
	alone   bool              // in that column alone: there are neither check boxes nor further columns
	last    [128]*cellMeaning // by some bytes of the text; they answer in a third of the time of the map
	seen    map[cellText]*cellMeaning
	item    map[string]*labelItem // by the text of one value
}

// maxSeen bounds the texts whose meaning is remembered.
const maxSeen = 10_000

// cellText is what a cell holds.
type cellText struct {
	text string
	kind table.Kind
}

// cellMeaning is what a cell stands for.
type cellMeaning struct {
	cellText
	value   contact.Value // of the label or, of an attribute that takes several, of the list
	items   []*labelItem  // the values that the cell lists; nil for none
	unusual bool          // it has invisible or typographic characters
	counted bool          // the findings of its column count it
}

// labelItem is what the text of one value stands for.
type labelItem struct {
	meaning
	text  string
	value contact.Value // of its label
	unknownAt
}

func newLabelMemo(s *spellings, l *layout) *labelMemo {
	return &labelMemo{
		spellings: s, col: l.col[s.field], present: l.has(s.field),
		alone: len(l.boxes[s.field]) == 0 && (s.field != fieldServices || len(l.services) == 0),
		seen:  map[cellText]*cellMeaning{}, item: map[string]*labelItem{},
	}
}

// label returns the value of an attribute that takes one label.
func (p *rowParser) label(f field) contact.Value {
	memo := p.labels[f]
	if !memo.present {
		return 0
	}
	if m := p.labelCell(memo.col, f); m != nil {
		return m.value
	}
	if memo.alone {
		p.out.stats[f].blanks++
		return 0
	}
	return p.checkedBox(f)
}

// checkedBox returns the label of the first box of an attribute that is checked.
func (p *rowParser) checkedBox(f field) contact.Value {
	first := contact.Value(0)
	for _, b := range p.layout.boxes[f] {
		if !isChecked(p.plainAt(b.col)) {
			continue
		}
		at := p.atColumn(b.col)
		item := p.labels[f].of(p.r, b.choice)
		p.count(item, at, f)
		if first != 0 && item.value != 0 && item.value != first {
			p.note(note{
				at: at, rule: finding.SeveralValues, field: f, value: b.choice,
				text: "more than one box is checked; the first was used",
			})
			break
		}
		if first == 0 {
			first = item.value
		}
	}
	return first
}

// list returns the value of an attribute that takes several labels.
func (p *rowParser) list(f field) contact.Value {
	memo := p.labels[f]
	if !memo.present {
		return 0
	}
	first := p.labelCell(memo.col, f)
	if memo.alone {
		if first == nil {
			return 0
		}
		return first.value
	}
	var values []contact.Value
	values = addItems(values, first)
	for _, col := range p.layout.services {
		values = addItems(values, p.labelCell(col, f))
	}
	for _, b := range p.layout.boxes[f] {
		if isChecked(p.plainAt(b.col)) {
			item := p.labels[f].of(p.r, b.choice)
			p.count(item, p.atColumn(b.col), f)
			values = addValue(values, item.value)
		}
	}
	return p.r.dict.ListNumber(p.labels[f].attribute, values)
}

// addItems adds the labels of a cell, each once; m may be nil.
func addItems(values []contact.Value, m *cellMeaning) []contact.Value {
	if m != nil {
		for _, item := range m.items {
			values = addValue(values, item.value)
		}
	}
	return values
}

// addValue adds a label, unless it is none or there already.
func addValue(values []contact.Value, v contact.Value) []contact.Value {
	if v == 0 || slices.Contains(values, v) {
		return values
	}
	return append(values, v)
}

// labelCell returns what a cell of a column stands for, nil for nothing, and counts what its
// column's findings count. An error cell is reported.
func (p *rowParser) labelCell(col int, f field) *cellMeaning {
	if col < 0 || col >= len(p.cells) || p.cells[col].Text == "" {
		return nil
	}
	c := &p.cells[col]
	memo := p.labels[f]
	m := *memo.at(c.Text)
	if m == nil || m.text != c.Text || m.kind != c.Kind {
		if m = memo.seen[cellText{c.Text, c.Kind}]; m == nil {
			m = p.readLabels(*c, f)
			if m.kind == table.ErrorValue {
				p.noteErrorCell(p.atColumn(col), f, m.text)
				return nil
			}
			m.cellText = cellText{strings.Clone(c.Text), c.Kind}
			m.counted = m.unusual || slices.ContainsFunc(m.items, func(i *labelItem) bool { return i.notReported || i.unknown })
			if len(memo.seen) < maxSeen {
				memo.seen[m.cellText] = m
			}
		}
		*memo.at(c.Text) = m
	}
	if m.counted {
		p.countCell(m, p.atColumn(col), f)
	}
	if m.items == nil {
		return nil
	}
	return m
}

// countCell counts what the findings of a column say of a cell.
func (p *rowParser) countCell(m *cellMeaning, at place, f field) {
	if m.unusual {
		p.out.stats[f].unusual.add(at)
	}
	for _, item := range m.items {
		p.count(item, at, f)
	}
}

// at returns the place of a text, which another text may have taken.
func (l *labelMemo) at(text string) **cellMeaning {
	n := len(text)
	return &l.last[uint(n+int(text[0])*3+int(text[n/2])*5+int(text[n-1])*7)%uint(len(l.last))]
}

// readLabels reads a cell. Of an error the meaning has the kind table.ErrorValue.
func (p *rowParser) readLabels(c table.Cell, f field) *cellMeaning {
	text, kind, unusual := readCell(c)
	m := &cellMeaning{cellText: cellText{text, kind}, unusual: unusual}
	if text == "" || kind == table.ErrorValue {
		return m
	}
	text = p.decode(f, text)
	memo := p.labels[f]
	if p.r.dict.Attributes[memo.attribute].Kind != contact.List {
		m.items = []*labelItem{memo.of(p.r, text)}
		m.value = m.items[0].value
		return m
	}
	var values []contact.Value
	for _, part := range memo.split(text) {
		if part, _ = value.Clean(part); part != "" {
			item := memo.of(p.r, part)
			m.items = append(m.items, item)
			values = addValue(values, item.value)
		}
	}
	m.value = p.r.dict.ListNumber(memo.attribute, values)
	return m
}

// of returns what the text of one value stands for.
func (l *labelMemo) of(r *Reader, text string) *labelItem {
	if item := l.item[text]; item != nil {
		return item
	}
	text = strings.Clone(text) // which the meaning may hold a part of
	item := &labelItem{meaning: l.spellings.of(text), text: text}
	item.value, _ = r.dict.Find(l.attribute, item.label)
	if len(l.item) < maxSeen {
		l.item[item.text] = item
	}
	return item
}

// decode returns the label that a REDCap dictionary has for a code, else the text.
func (p *rowParser) decode(f field, text string) string {
	if p.layout.vars[f] == "" {
		return text
	}
	if label, ok := p.r.redcapDictionary.label(p.layout.vars[f], text); ok {
		return label
	}
	return text
}

// count counts a value where the finding of its column says how often it came.
func (p *rowParser) count(item *labelItem, at place, f field) {
	switch {
	case item.notReported:
		p.out.stats[f].wordForUnknown.add(at)
	case item.unknown:
		p.countUnknown(&item.unknownAt, p.labels[f].unknown, item.key, item.text, at)
	}
}

// unknownAt is where an unknown value stands among those of a batch.
type unknownAt struct {
	batch int // the last in which it came
	at    int // in parsedBatch.unknown
}

// countUnknown counts a cell with an unknown value.
func (p *rowParser) countUnknown(in *unknownAt, of *unknownValues, key, text string, at place) {
	if in.batch != p.batch {
		*in = unknownAt{p.batch, len(p.out.unknown)}
		p.out.unknown = append(p.out.unknown, unknownValue{of: of, key: key, text: text, first: at})
	}
	if cells := &p.out.unknown[in.at].cells; of.full.Load() {
		cells.n++
	} else {
		cells.add(at)
	}
}
