package ingest

import "slices"

// needs are the checks that need a column, by the fields that must all be there.
var needs = []struct {
	fields []field
	rules  []ruleID
}{
	{[]field{fieldContactID}, []ruleID{ruleContactIDReused}},
	{[]field{fieldBirthDate}, []ruleID{
		ruleBirthDateUnreadable, ruleBirthDateFuture, ruleBirthDateAfterContact, ruleBirthDateImplausible, ruleClientBirthDates,
	}},
	{[]field{fieldAge}, []ruleID{ruleAgeUnreadable, ruleAgeOutOfRange}},
	{[]field{fieldAge, fieldBirthDate}, []ruleID{ruleAgeBirthDateMismatch}},
	{[]field{fieldGender}, []ruleID{ruleGenderUnknown, ruleClientGenders}},
	{[]field{fieldSource}, []ruleID{ruleSourceUnknown}},
	{[]field{fieldServices}, []ruleID{ruleServiceUnknown}},
	{[]field{fieldRecordedOn}, []ruleID{ruleRecordedBeforeContact, ruleEntryLag}},
	{[]field{fieldName, fieldBirthDate}, []ruleID{rulePersonTwoIDs}},
}

// reportNotRun lists the checks of a file for which each of the sheets that are read lacks a column, or the options lack a bound.
func (r *Reader) reportNotRun(export int32, sheets []*sheetReader) {
	add := func(reason string, rules ...ruleID) {
		for _, rule := range rules {
			r.notRun = append(r.notRun, NotRun{Code: catalogue[rule].Code, File: r.found.names[export], Reason: reason})
		}
	}
	for _, n := range needs {
		if f := lackedBy(sheets, n.fields); f != noField {
			add("there is no column for "+f.String(), n.rules...)
		}
	}
	if !slices.ContainsFunc(sheets, func(s *sheetReader) bool { return s.lay.role == roleContacts }) {
		return
	}
	if r.opts.Today == 0 {
		add("the day of the report is not given", ruleContactDateFuture)
	}
	if r.opts.Inception == 0 {
		add("no inception is set", ruleContactDateBeforeInception)
	}
	for _, l := range [...]*spellings{r.spellings[fieldSource], r.spellings[fieldServices]} {
		if len(l.names) == 0 && lackedBy(sheets, []field{l.field}) == noField {
			add("no labels are set for "+l.field.String(), l.rule)
		}
	}
}

// lackedBy returns the field that keeps a check from running: the first that the last sheet lacks where every sheet lacks one. It is noField
// where one sheet has all, and where the check is of contacts and the sheets are rosters.
func lackedBy(sheets []*sheetReader, fields []field) field {
	lacked := noField
	for _, s := range sheets {
		i := slices.IndexFunc(fields, func(f field) bool { return !s.lay.can(f) })
		if i < 0 {
			return noField
		}
		if s.lay.role == roleContacts || fields[i].isDemographic() {
			lacked = fields[i]
		}
	}
	return lacked
}

// can is has, but that a name may stand in two columns.
func (l *layout) can(f field) bool {
	return l.has(f) || f == fieldName && l.has(fieldFirstName) && l.has(fieldLastName)
}
