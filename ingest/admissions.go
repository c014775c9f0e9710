package ingest

import (
	"fmt"
	"slices"
	"strings"

	"picreport/ingest/finding"
	"picreport/ingest/internal/value"
)

// A roster may have dates: of enrolment, or of a birth. A list of admissions has them too, and is a
// list of contacts if the programme counts admissions: where it is read alone, somebody has to say.

// notOfRoster begin headers of dates that say nothing of what a roster is.
var notOfRoster = []string{
	"birth", "dob", "born", "update", "modif", "creat", "enter", "record", "death", "decease", "consent", "expir", "export", "print", "timestamp",
}

// findRosterDates finds the unread columns of dates of a roster, and those of them that admissions
// have.
func (l *layout) findRosterDates(rows []headRow) {
	if l.role != roleRoster {
		return
	}
	for _, col := range l.free {
		key := value.Key(l.texts[col])
		days, others := countDates(col, rows)
		if days == 0 || days <= others || slices.ContainsFunc(notOfRoster, func(part string) bool { return strings.Contains(key, part) }) {
			continue
		}
		l.rosterDates = append(l.rosterDates, col)
		if strings.Contains(key, "admission") || strings.Contains(key, "admit") || strings.Contains(key, "intake") {
			l.admissions = append(l.admissions, col)
		}
	}
}

// noteRosterDates says of a roster which dates are not read, and remembers where they may be those
// of contacts.
func (r *Reader) noteRosterDates(at place, l *layout) {
	if len(l.rosterDates) == 0 {
		return
	}
	at.row, at.col = 0, int32(l.rosterDates[0])+1
	n := note{
		at: at, rule: finding.RosterDatesNotRead, field: fieldContactDate,
		text: fmt.Sprintf("the sheet was read as a roster, which has no contacts; the dates of %s are not read",
			l.columns(l.rosterDates)),
	}
	if l.canName(l.rosterDates[0]) {
		n.hint = fmt.Sprintf("if each row is a contact on that day, set %s in picreport.yaml",
			columnsLine(l.texts[l.rosterDates[0]], fieldContactDate.String()))
	}
	r.found.add(n)
	if len(l.admissions) == 0 {
		return
	}
	col := l.admissions[0]
	at.col = int32(col) + 1
	n = note{
		at: at, rule: finding.AdmissionsNotRead, field: fieldContactDate,
		text: fmt.Sprintf("there are no contacts: no column is read as the contact date, and the dates of %s are not read",
			l.columns(l.admissions)),
	}
	if l.canName(l.admissions...) {
		n.hint = fmt.Sprintf("if each row is a contact on that day, set %s in picreport.yaml; if this is a roster, %s",
			columnsLine(l.texts[col], fieldContactDate.String()), l.mapAll(l.admissions, fieldIgnore))
	}
	r.admissions = append(r.admissions, n)
}

// checkAdmissions reports lists of admissions that were read as rosters, where no contacts were
// read.
func (r *Reader) checkAdmissions() {
	if r.hasContacts || r.opts.Partial {
		return
	}
	for _, n := range r.admissions {
		r.found.add(n)
	}
}
