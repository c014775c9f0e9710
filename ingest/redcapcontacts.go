package ingest

import (
	"fmt"
	"slices"
	"strings"

	"picreport/ingest/finding"
	"picreport/ingest/internal/value"
)

// Instruments and events of REDCap may each have a contact date of their own. Rows belong to a
// group: that of their instrument or, where they repeat none, of their event. A group whose dates
// nothing reads is an error, since its contacts would be missing; Options.RedcapContacts says which
// groups are contacts.

// redcapGroups are the groups of a sheet, in the order of their first rows.
type redcapGroups struct {
	byName map[string]*redcapGroup
	list   []*redcapGroup
}

// redcapGroup is what the rows of a group have.
type redcapGroup struct {
	name   string
	dated  int   // rows with a contact date that is read
	none   int   // rows with a date of a group that has no contacts, as the config says
	unread []int // by unread column: rows with a date in it and none that is read
	first  place // of those rows
}

// of returns the group of a name.
func (g *redcapGroups) of(name string, columns int) *redcapGroup {
	if of := g.byName[name]; of != nil {
		return of
	}
	if g.byName == nil {
		g.byName = map[string]*redcapGroup{}
	}
	of := &redcapGroup{name: strings.Clone(name), unread: make([]int, columns)}
	g.byName[of.name], g.list = of, append(g.list, of)
	return of
}

// redcapKeys returns what the name of an instrument or event is known by: raw or labelled, with or
// without its arm.
func redcapKeys(name string) []string {
	keys := []string{value.Key(name)}
	if i := strings.LastIndex(name, "_arm_"); i > 0 {
		keys = append(keys, value.Key(name[:i]))
	}
	if i := strings.LastIndex(name, "(Arm "); i > 0 {
		keys = append(keys, value.Key(name[:i]))
	}
	return keys
}

// isRedcapContact reports whether the rows of a group may be contacts.
func (r *Reader) isRedcapContact(group string) bool {
	if group == "" || len(r.opts.RedcapContacts) == 0 {
		return true
	}
	keys := redcapKeys(group)
	return slices.ContainsFunc(r.opts.RedcapContacts, func(name string) bool { return slices.Contains(keys, value.Key(name)) })
}

// redcapGroup returns the group of the row.
func (p *rowParser) redcapGroup() string {
	if instrument := p.plainAt(p.layout.redcap.instrument); instrument != "" {
		return instrument
	}
	return p.plainAt(p.layout.redcap.event)
}

// isOfContacts reports whether the row is of a group that may have contacts.
func (p *rowParser) isOfContacts() bool {
	if len(p.r.opts.RedcapContacts) == 0 {
		return true
	}
	group := p.redcapGroup()
	is, known := p.groups[group]
	if !known {
		if p.groups == nil {
			p.groups = map[string]bool{}
		}
		is = p.r.isRedcapContact(group)
		p.groups[strings.Clone(group)] = is
	}
	return is
}

// findSpareDates makes spare columns of contact dates of those that speak of contacts, where the
// config says which instruments are contacts.
func (r *Reader) findSpareDates(l *layout, rows []headRow) {
	if l.redcap == nil || len(r.opts.RedcapContacts) == 0 {
		return
	}
	for _, col := range l.free {
		h := readDateHeader(l.texts[col])
		dates, others := countDates(col, rows)
		if !h.ofRedcap || dates < others || dates == 0 && !h.named {
			continue
		}
		if l.col[fieldContactDate] < 0 {
			l.col[fieldContactDate] = col
			l.fields++
			l.role = l.roleOf()
			continue
		}
		l.spareDates = append(l.spareDates, col)
	}
}

// countGroup counts a row for its group.
func (s *sheetReader) countGroup(row *admittedRow) {
	parts := &row.batch.redcap[row.index]
	group := s.groups.of(row.batch.text(parts.group), len(s.layout.unread))
	if row.is&isDated != 0 {
		group.dated++
	}
	if parts.isDatedNone {
		group.none++
	}
	for i := range group.unread {
		if parts.unread&(1<<min(i, 31)) == 0 {
			continue
		}
		if group.first.row == 0 {
			group.first = s.row.at
			group.first.col = int32(s.layout.unread[i].col) + 1
		}
		group.unread[i]++
	}
}

// reportRedcapGroups makes the findings of the groups of a sheet.
func (s *sheetReader) reportRedcapGroups() {
	contacts := s.redcapContacts()
	for _, g := range s.groups.list {
		s.r.redcapGroups = append(s.r.redcapGroups, seenGroup{g.name, g.none, s.at})
		if g.none > 0 {
			s.r.found.add(note{
				at: s.at, rule: finding.RedcapNotContacts, field: fieldContactDate,
				text: fmt.Sprintf("%s of %q with a date; redcap: contacts: does not name it, so they are no contacts",
					plural(g.none, "row"), g.name),
			})
		}
		if g.name == "" {
			continue
		}
		for i, n := range g.unread {
			if !s.isUnreadOfGroup(g, i) {
				continue
			}
			at := s.at
			at.col = int32(s.layout.unread[i].col) + 1
			s.r.found.add(note{
				at: at, rule: finding.RedcapContactsNotRead, field: fieldContactDate,
				text: fmt.Sprintf("%s of %q with a date in %s, which is not read as the contact date; the first is %s",
					plural(n, "row"), g.name, s.layout.columns([]int{s.layout.unread[i].col}), cellName(g.first)),
				hint: s.redcapHint(contacts, s.layout.unread[i].col),
			})
		}
	}
}

// isUnreadOfGroup reports whether an unread column holds the contact dates of a group.
func (s *sheetReader) isUnreadOfGroup(g *redcapGroup, column int) bool {
	return g.name != "" && g.unread[column] > 0 && s.unread[column].dates > s.unread[column].others
}

// redcapContacts returns the names of the groups that have contact dates, read or not.
func (s *sheetReader) redcapContacts() []string {
	var names []string
	for _, g := range s.groups.list {
		isUnread := false
		for i := range g.unread {
			isUnread = isUnread || s.isUnreadOfGroup(g, i)
		}
		if g.name != "" && (g.dated > 0 || isUnread) {
			names = append(names, g.name)
		}
	}
	return names
}

// redcapHint says how to read the dates of a column in REDCap's rows: by the names of the groups
// or, where the config has them and does not find the column, by its header.
func (s *sheetReader) redcapHint(contacts []string, col int) string {
	if len(s.r.opts.RedcapContacts) > 0 {
		return fmt.Sprintf("where they are contacts, set %s in picreport.yaml; where not, %s",
			s.layout.mapAll(append(slices.Clone(s.layout.readDates()), col), fieldContactDate), s.layout.mapAll([]int{col}, fieldIgnore))
	}
	return fmt.Sprintf("name the instruments and events that are contacts in picreport.yaml, and leave out those that "+
		"are not: %s",
		redcapLine(contacts))
}

// redcapLine writes the line of a configuration that names the groups that are contacts.
func redcapLine(names []string) string {
	out := make([]string, len(names))
	for i, name := range names {
		out[i] = yamlKey(name)
	}
	return "redcap: {contacts: [" + strings.Join(out, ", ") + "]}"
}

// seenGroup is a group of a sheet that was read.
type seenGroup struct {
	name string
	none int
	at   place
}

// checkRedcapNames reports a name of Options.RedcapContacts that no export has, where it is nearly
// that of a group with dates, which it leaves out.
func (r *Reader) checkRedcapNames() {
	var left []string
	seen := map[string]bool{}
	for _, g := range r.redcapGroups {
		for _, key := range redcapKeys(g.name) {
			seen[key] = true
		}
		if g.none > 0 {
			left = append(left, g.name)
		}
	}
	for _, name := range r.opts.RedcapContacts {
		near := Nearest(name, left)
		if seen[value.Key(name)] || near == "" {
			continue
		}
		at := r.redcapGroups[slices.IndexFunc(r.redcapGroups, func(g seenGroup) bool { return g.name == near })].at
		r.found.add(note{
			at: at, rule: finding.RedcapContactsUnknown, field: fieldContactDate,
			text: fmt.Sprintf("redcap: contacts: names %q, which no export has; rows of %q, which it does not name, have "+
				"dates", name, near),
			hint: fmt.Sprintf("did you mean %q?", near),
		})
	}
}
