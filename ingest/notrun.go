package ingest

import (
	"slices"

	"picreport/ingest/finding"
)

// needs are the checks that need a column, by the fields that must all be there.
var needs = []struct {
	fields []field
	rules  []finding.ID
}{
	{[]field{fieldContactID}, []finding.ID{finding.ContactIDReused}},
	{[]field{fieldBirthDate}, []finding.ID{
		finding.BirthDateUnreadable, finding.BirthDateFuture, finding.BirthDateAfterContact, finding.BirthDateImplausible, finding.ClientBirthDates,
	}},
	{[]field{fieldAge}, []finding.ID{finding.AgeUnreadable, finding.AgeOutOfRange, finding.AgeGroupInNoBand}},
	{[]field{fieldAge, fieldBirthDate}, []finding.ID{finding.AgeBirthDateMismatch}},
	{[]field{fieldGender}, []finding.ID{finding.GenderUnknown, finding.ClientGenders}},
	{[]field{fieldSource}, []finding.ID{finding.SourceUnknown}},
	{[]field{fieldServices}, []finding.ID{finding.ServiceUnknown}},
	{[]field{fieldRecordedOn}, []finding.ID{finding.RecordedBeforeContact, finding.EntryLag}},
	{[]field{fieldName, fieldBirthDate}, []finding.ID{finding.PersonTwoIDs}},
}

// reportNotRun lists the checks of a file for which each of the sheets that are read lacks a
// column, or the options lack a bound.
func (r *Reader) reportNotRun(export int32, sheets []*sheetReader) {
	add := func(reason string, rules ...finding.ID) {
		for _, rule := range rules {
			r.notRun = append(r.notRun, finding.NotRun{Code: rule.Rule().Code, File: r.found.names[export], Reason: reason})
		}
	}
	for _, n := range needs {
		if f := lackedBy(sheets, n.fields); f != noField {
			add("there is no column for "+f.String(), n.rules...)
		}
	}
	if !slices.ContainsFunc(sheets, func(s *sheetReader) bool { return s.layout.role == roleContacts }) {
		return
	}
	if r.opts.Today == 0 {
		add("the day of the report is not given", finding.ContactDateFuture)
	}
	if r.opts.Inception == 0 {
		add("no inception is set", finding.ContactDateBeforeInception)
	}
	for _, l := range [...]*spellings{r.spellings[fieldSource], r.spellings[fieldServices]} {
		if len(l.names) == 0 && lackedBy(sheets, []field{l.field}) == noField {
			add("no labels are set for "+l.field.String(), l.rule)
		}
	}
}

// lackedBy returns the field that keeps a check from running: the first that the last sheet lacks
// where every sheet lacks one. It is noField where one sheet has all, and where the check is of
// contacts and the sheets are rosters.
func lackedBy(sheets []*sheetReader, fields []field) field {
	lacked := noField
	for _, s := range sheets {
		i := slices.IndexFunc(fields, func(f field) bool { return !s.layout.can(f) })
		if i < 0 {
			return noField
		}
		if s.layout.role == roleContacts || fields[i].isDemographic() {
			lacked = fields[i]
		}
	}
	return lacked
}

// can is has, but that a name may stand in two columns.
func (l *layout) can(f field) bool {
	return l.has(f) || f == fieldName && l.has(fieldFirstName) && l.has(fieldLastName)
}
