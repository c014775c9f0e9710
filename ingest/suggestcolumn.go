package ingest

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"picreport/ingest/internal/value"
)

// findLikely settles which columns may be of a needed field that none has: by what they hold, and
// then by their headers. A column that another field has is none of them.
func (r *Reader) findLikely(l *layout, below []headRow) {
	if !l.has(fieldContactDate) {
		l.likely[fieldContactDate] = r.likelyDates(l, below)
	}
	if !l.has(fieldClientID) {
		if col := r.likelyClientID(l, below); col >= 0 {
			l.likely[fieldClientID] = []int{col}
		}
	}
}

// likelyDates returns the columns that may be the contact date: the one whose header is nearest, or
// all of a family such as Visit 1, Visit 2.
func (r *Reader) likelyDates(l *layout, below []headRow) []int {
	cols := slices.DeleteFunc(slices.Clone(l.dates), l.isMasked)
	speaks := func(col int) bool { return readDateHeader(l.texts[col]).ofContact }
	holds := func(col int) bool { _, dates, _ := columnTexts(col, below); return dates > 0 }
	near := func(col int) bool { f, _ := r.nearField(l.texts[col]); return f == fieldContactDate }
	for _, better := range []func(int) bool{holds, speaks, near} {
		if some := slices.DeleteFunc(slices.Clone(cols), func(col int) bool { return !better(col) }); len(some) > 0 {
			cols = some
		}
	}
	if len(cols) < 2 {
		return cols
	}
	stem := func(col int) string { return readDateHeader(l.texts[col]).stem }
	return slices.DeleteFunc(slices.Clone(cols), func(col int) bool { return stem(col) != stem(cols[0]) })
}

// likelyClientID returns the column that may hold client IDs: the one whose header is nearest or,
// where that is the only one, whose header ends like that of an ID; -1 for none.
func (r *Reader) likelyClientID(l *layout, below []headRow) int {
	wanted := slices.Clone(headers[fieldClientID])
	for key, m := range r.mapped {
		if m.field == fieldClientID {
			wanted = append(wanted, key)
		}
	}
	best, least := -1, 0
	var ids []int
	for _, col := range l.free {
		if l.isMasked(col) || slices.Contains(l.dates, col) || !r.mayHold(fieldClientID, col, below) {
			continue
		}
		key, tokens := value.Key(l.texts[col]), headerTokens(l.texts[col])
		if slices.ContainsFunc(tokens, func(t string) bool { return notOfClients[t] || notOfRows[t] }) {
			continue
		}
		if near := Nearest(key, wanted); near != "" {
			if d := editDistance([]rune(key), []rune(near)); best < 0 || d < least {
				best, least = col, d
			}
		}
		if len(tokens) > 0 && slices.Contains(idWords, tokens[len(tokens)-1]) {
			ids = append(ids, col)
		}
	}
	if best < 0 && len(ids) == 1 {
		return ids[0]
	}
	return best
}

// idWords end the headers of IDs.
var idWords = []string{"id", "ids", "no", "nr", "number", "code", "identifier", "ident"}

// notOfRows are words in the headers of IDs that are of a form, a case or a place, and of no
// client.
var notOfRows = map[string]bool{
	"form": true, "submission": true, "response": true, "case": true, "cad": true, "call": true, "incident": true, "event": true, "report": true,
	"user": true, "zip": true, "postal": true, "phone": true, "telephone": true, "fax": true, "unit": true, "badge": true, "beat": true,
	"site": true, "agency": true, "device": true, "collector": true, "agent": true, "row": true, "contact": true, "visit": true,
	"encounter": true, "service": true, "program": true, "programme": true, "complaint": true, "room": true, "apartment": true,
}

// suggest says how to map the columns that are likely of needed fields.
func (r *Reader) suggest(l *layout, fields ...field) string {
	var parts []string
	for _, f := range fields {
		for _, col := range l.likely[f] {
			parts = append(parts, fmt.Sprintf("%q: %s", l.texts[col], f))
		}
	}
	hint := fmt.Sprintf("map the header of %s with columns: in picreport.yaml", fields[0])
	if len(parts) > 0 {
		hint = "the nearest match is columns: {" + strings.Join(parts, ", ") + "} in picreport.yaml"
	}
	if dates := l.likely[fieldContactDate]; l.role == roleRoster && len(dates) > 0 {
		var ignored []string
		for _, col := range l.dates {
			if !l.isMasked(col) {
				ignored = append(ignored, fmt.Sprintf("%q: ignore", l.texts[col]))
			}
		}
		hint += "; if this is a roster, columns: {" + strings.Join(ignored, ", ") + "}"
	}
	return hint + r.mappedInVain(l, fields...)
}

// mappedInVain says which headers the config maps to fields that no column has, or nothing.
func (r *Reader) mappedInVain(l *layout, fields ...field) string {
	keys := r.keysOf(l)
	var names []string
	for _, key := range slices.Sorted(maps.Keys(r.mapped)) {
		if m := r.mapped[key]; slices.Contains(fields, m.field) && !keys[key] {
			names = append(names, m.header)
		}
	}
	if len(names) == 0 {
		return ""
	}
	return fmt.Sprintf("; it maps %s, which is no header here", quoted(names))
}
