package ingest

import (
	"strings"

	"picreport/ingest/contact"
	"picreport/ingest/internal/value"
	"picreport/ingest/table"
)

const (
	excelEpoch = 693594 // the Date of serial 0 in the 1900 system, after the day that never was: 1899-12-30
	serial1904 = 1462   // days by which the 1904 system counts less
	maxEntry   = 30     // days from a contact to its entry that pass without a warning

	firstBirthSerial   = 1     // 1899-12-31
	firstContactSerial = 25569 // 1970-01-01
	lastSerial         = 73050 // 2099-12-31
)

// highPlausibleAge is the age in completed years above which an age or a birth date is reported as implausible.
const highPlausibleAge = 110

// firstContact is the first day that a contact can have, whatever the programme's inception: 1970-01-01.
const firstContact = contact.UnixEpoch

// isPossible reports whether a contact can have been on a day.
func (r *Reader) isPossible(d contact.Date) bool {
	return d >= max(r.opts.Inception, firstContact) && (r.opts.Today == 0 || d <= r.opts.Today)
}

// contactDate returns the day of the contact, or 0 with a finding of the error. A date that lacks its year or its day is ambiguous; one
// that only the other date order can read is unreadable; one that both can read is read in the chosen order, and if other dates of
// the column contradict that order, a finding of the column says how many there are of each.
func (s *sheetReader) contactDate(text string, kind table.Kind) contact.Date {
	n := note{at: s.row.of(fieldContactDate), field: fieldContactDate, value: text}
	d, problem := contact.Date(0), value.DateError(0)
	switch {
	case kind == table.ErrorValue:
		n.rule, n.text = ruleErrorCellNeeded, "the contact date is an Excel error"
	case text == "":
		n.rule, n.text = ruleContactDateMissing, "the contact date is blank"
	default:
		d, problem = s.date(fieldContactDate, text, kind, s.r.pivot)
		switch {
		case problem == value.NoYear || problem == value.NoDay:
			n.rule, n.text = ruleContactDateAmbiguous, "the contact date is not a whole date: "+problem.Error()
		case problem != 0 && isNotReported(text):
			n.rule, n.text = ruleContactDateMissing, "a word for an unknown value stands for the contact date"
		case problem != 0:
			n.rule, n.text = ruleContactDateUnreadable, "the contact date cannot be read: "+problem.Error()
			n.hint = s.dateHint(problem)
		case s.r.opts.Today != 0 && d > s.r.opts.Today:
			n.rule, n.text = ruleContactDateFuture, "the contact date is after "+s.r.opts.Today.String()
		case d < s.r.opts.Inception:
			n.rule, n.text = ruleContactDateBeforeInception, "the contact date is before "+s.r.opts.Inception.String()
		case d < firstContact:
			n.rule, n.text = ruleContactDateBeforeInception, "the contact date is before "+firstContact.String()+", so before any programme"
		default:
			return d
		}
	}
	s.r.found.add(n)
	return 0
}

// dateHint says what to do about an unreadable date, "" for the rule's own hint.
func (s *sheetReader) dateHint(problem value.DateError) string {
	if problem != value.OtherDateOrder {
		return ""
	}
	if s.r.opts.DateOrder == value.DMY {
		return "set date_order: mdy, if the column has the month first, or write the date as 2024-07-01"
	}
	return "set date_order: dmy, if the column has the day first, or write the date as 2024-07-01"
}

// date reads a cell of a column of dates.
func (s *sheetReader) date(f field, text string, kind table.Kind, latest contact.Date) (contact.Date, value.DateError) {
	switch kind {
	case table.Time:
		return 0, value.OnlyATime
	case table.Bool:
		return 0, value.NotADate
	}
	if d := s.serial(f, text, kind); d != 0 {
		s.stats[f].serial.add(s.row.of(f))
		return d, 0
	}
	d, evidence, problem := value.ParseDate(text, s.r.opts.DateOrder, latest)
	s.countOrder(f, evidence)
	return d, problem
}

// countOrder counts what a date shows of the order of its column.
func (s *sheetReader) countOrder(f field, shows value.OrderEvidence) {
	switch shows {
	case value.EitherOrder:
		s.stats[f].either.add(s.row.of(f))
	case value.MonthFirst:
		s.stats[f].month.add(s.row.of(f))
	case value.DayFirst:
		s.stats[f].day.add(s.row.of(f))
	}
}

// serial returns the day of a number, as Excel counts days, or 0 where the text is none in the plausible range. Text, and with it
// all of a CSV, must have five digits.
func (s *sheetReader) serial(f field, text string, kind table.Kind) contact.Date {
	whole, fraction, _ := strings.Cut(text, ".")
	n, ok := value.Digits(whole)
	if !ok || len(whole) > 5 || kind != table.Number && len(whole) != 5 {
		return 0
	}
	if _, ok := value.Digits(fraction[:min(len(fraction), 9)]); !ok && fraction != "" {
		return 0
	}
	if s.date1904 {
		n += serial1904
	}
	first := firstContactSerial
	if f == fieldBirthDate {
		first = firstBirthSerial
	}
	if n < first || n > lastSerial {
		return 0
	}
	if n < 60 { // before the 29 February 1900 of Excel
		n++
	}
	return contact.Date(excelEpoch + n)
}

// birthDate returns the client's birth date, or 0, with a finding where it is not usable.
func (s *sheetReader) birthDate(day contact.Date) contact.Date {
	text, kind := s.optional(fieldBirthDate)
	if text == "" {
		s.stats[fieldBirthDate].blanks++
		return 0
	}
	today := s.r.pivot
	latest := today
	if day != 0 {
		latest = min(latest, day)
	}
	n := note{at: s.row.of(fieldBirthDate), field: fieldBirthDate, value: text}
	d, problem := s.date(fieldBirthDate, text, kind, latest)
	switch {
	case problem != 0 && isNotReported(text):
		s.stats[fieldBirthDate].wordForUnknown.add(n.at)
		return 0
	case problem != 0:
		n.rule, n.text, n.hint = ruleBirthDateUnreadable, "the birth date cannot be read: "+problem.Error(), s.dateHint(problem)
	case d > today:
		n.rule, n.text = ruleBirthDateFuture, "the birth date is after "+today.String()
	case day != 0 && d > day:
		n.rule, n.text = ruleBirthDateAfterContact, "the birth date is after the contact date"
	case latest-d > highPlausibleAge*365 && contact.CompletedYears(d, latest) > highPlausibleAge:
		n.rule, n.text = ruleBirthDateImplausible, "by the birth date the client is over 110 years old"
	default:
		return d
	}
	s.r.found.add(n)
	return 0
}

// age returns the reported age, or the zero Age, with a finding where it is not usable or doubtful.
func (s *sheetReader) age(birth, day contact.Date) contact.Age {
	text, kind := s.optional(fieldAge)
	if text == "" {
		s.stats[fieldAge].blanks++
		return contact.Age{}
	}
	n := note{at: s.row.of(fieldAge), field: fieldAge, value: text}
	if kind == table.Date || kind == table.DateTime || kind == table.Time || kind == table.Bool {
		n.rule, n.text = ruleAgeUnreadable, "the age is stored as a date, a time or a truth value"
		n.hint = "Excel takes a band such as 10-12 for a date; format the column as text and type it again"
		s.r.found.add(n)
		return contact.Age{}
	}
	text = s.decode(fieldAge, text)
	ends, ok := value.ParseAge(text)
	low, high := ends[0], ends[1]
	switch {
	case !ok && isNotReported(text):
		s.stats[fieldAge].wordForUnknown.add(n.at)
		return contact.Age{}
	case !ok:
		n.rule, n.text = ruleAgeUnreadable, "the age is neither a number nor a band"
	case low < 0 || max(low, high) >= contact.MaxAge+1:
		n.rule, n.text = ruleAgeOutOfRange, "the age is below 0 or above 120; it was not used"
	default:
		age := contact.Age{Low: int16(low), High: int16(high), Known: true}
		s.checkAge(age, birth, day, n)
		return age
	}
	s.r.found.add(n)
	return contact.Age{}
}

// checkAge reports an age that is used but doubtful.
func (s *sheetReader) checkAge(age contact.Age, birth, day contact.Date, n note) {
	if age.Low > highPlausibleAge {
		n.rule, n.text = ruleAgeOutOfRange, "the age is above 110"
		s.r.found.add(n)
	}
	if birth == 0 || day == 0 {
		return
	}
	if years := contact.CompletedYears(birth, day); years < int(age.Low)-1 || years > int(age.High)+1 {
		n.rule, n.text = ruleAgeBirthDateMismatch, "the age differs by more than a year from the age by birth date"
		s.r.found.add(n)
	}
}

// entryLag reports a contact that was recorded before it took place, or long after.
func (s *sheetReader) entryLag(day contact.Date) {
	text, kind := s.optional(fieldRecordedOn)
	if text == "" || day == 0 {
		return
	}
	n := note{at: s.row.of(fieldRecordedOn), field: fieldRecordedOn, value: text}
	d, problem := s.date(fieldRecordedOn, text, kind, s.r.pivot)
	switch {
	case problem != 0 && isNotReported(text):
		return
	case problem != 0:
		n.rule, n.text, n.hint = ruleRecordedOnUnreadable, "the entry date cannot be read: "+problem.Error(), s.dateHint(problem)
	case d < day:
		n.rule, n.text = ruleRecordedBeforeContact, "the contact was recorded "+plural(int(day-d), "day")+" before it took place"
	case d > day+maxEntry:
		n.rule, n.text = ruleEntryLag, "the contact was recorded "+plural(int(d-day), "day")+" after it took place"
	default:
		return
	}
	s.r.found.add(n)
}
