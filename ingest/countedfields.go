package ingest

import (
	"fmt"
	"slices"

	"picreport/ingest/finding"
)

// reportCounted reports the fields that the user's own configuration counts and no column has. One
// sheet that has a field is enough: demographics may stand in a roster alone. Where an export could
// not be read nothing is known of its columns.
func (r *Reader) reportCounted() {
	first := slices.IndexFunc(r.units, func(s *sheetReader) bool { return s.layout.role == roleContacts })
	read := map[int32]bool{}
	for _, s := range r.units {
		read[s.at.export] = true
	}
	if first < 0 || len(read) < len(r.exports) {
		return
	}
	for _, name := range r.opts.Counted {
		f := fieldByName(name)
		if !f.hasLabels() || r.isAccountedFor(f) {
			continue
		}
		s := r.units[first]
		n := note{at: s.at, rule: finding.CountedFieldMissing, field: f}
		n.at.row = int32(s.layout.row)
		exports := "the export"
		if len(read) > 1 {
			exports = fmt.Sprintf("the %d exports", len(read))
		}
		key := labelKey(f)
		n.text = fmt.Sprintf("no column of %s holds the %s, which %s: in picreport.yaml counts", exports, f.title(), key)
		n.hint = fmt.Sprintf("map its header with columns:, as in {\"the header\": %s}; if the exports have none, take "+
			"%s: out", f, key)
		r.found.add(n)
	}
}

// isAccountedFor reports whether a sheet has a field, or a finding says already why none does.
func (r *Reader) isAccountedFor(f field) bool {
	for _, s := range r.units {
		if (s.layout.role == roleContacts || f.isDemographic()) && (s.layout.has(f) || s.layout.near[f]) {
			return true
		}
	}
	return slices.ContainsFunc(r.mappedAbsent, func(a absent) bool { return a.field == f && r.isReported(a) })
}

// labelKey is the key of the configuration that has the labels of a field.
func labelKey(f field) string {
	i := slices.IndexFunc(labelFields[:], func(of labelField) bool { return of.field == f })
	return labelFields[i].key
}
