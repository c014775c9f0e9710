package ingest

import (
	"strings"
	"time"

	"picreport/ingest/contact"
	"picreport/ingest/finding"
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

// firstContact is the first day that a contact can have, whatever the programme's inception:
// 1970-01-01.
const firstContact contact.Date = 719163

// highPlausibleAge is the age in completed years above which an age or a birth date is reported as
// implausible.
const highPlausibleAge = 110

// isPossible reports whether a contact can have been on a day.
func (r *Reader) isPossible(d contact.Date) bool {
	return d >= max(r.opts.Inception, firstContact) && (r.opts.Today == 0 || d <= r.opts.Today)
}

// isoDay returns the day of a cell that is nothing but a date such as 2024-07-01, else 0.
func isoDay(c table.Cell) contact.Date {
	if len(c.Text) != len(time.DateOnly) || c.Kind != table.Text && c.Kind != table.Date {
		return 0
	}
	return value.ISODate(c.Text)
}

// contactDate returns the day of the contact, or 0 with a finding of the error, and whether the row
// has such a date at all: in a REDCap export one need not. A date that lacks its year or its day is
// ambiguous; one that only the other date order can read is unreadable; one that both can read is
// read in the chosen order, and if other dates of the column contradict that order, a finding of
// the column says how many there are of each.
func (p *rowParser) contactDate() (d contact.Date, dated bool) {
	if p.day != 0 {
		p.realDay(fieldContactDate, p.raw(fieldContactDate))
		return p.day, true
	}
	text, kind := p.cell(fieldContactDate)
	if text == "" && p.layout.redcap != nil {
		return 0, false
	}
	n := note{at: p.of(fieldContactDate), field: fieldContactDate, value: text}
	var problem value.DateError
	switch {
	case kind == table.ErrorValue:
		n.rule, n.text = finding.ErrorCellNeeded, "the contact date is an Excel error"
	case text == "":
		n.rule, n.text = finding.ContactDateMissing, "the contact date is blank"
	default:
		d, problem = p.date(fieldContactDate, text, kind, p.r.pivot)
		switch {
		case problem == value.NoYear || problem == value.NoDay:
			n.rule, n.text = finding.ContactDateAmbiguous, "the contact date is not a whole date: "+problem.Error()
		case problem != 0 && isNotReported(text):
			n.rule, n.text = finding.ContactDateMissing, "a word for an unknown value stands for the contact date"
		case problem != 0:
			n.rule, n.text = finding.ContactDateUnreadable, "the contact date cannot be read: "+problem.Error()
			n.hint = p.dateHint(problem)
		case p.r.isPossible(d):
			return d, true
		case p.r.opts.Today != 0 && d > p.r.opts.Today:
			n.rule, n.text = finding.ContactDateFuture, "the contact date is after "+p.r.opts.Today.String()
		case d < p.r.opts.Inception && p.r.opts.LeaveOut.BeforeInception:
			p.early = true
			return 0, true
		case d < p.r.opts.Inception:
			n.rule, n.text = finding.ContactDateBeforeInception, "the contact date is before "+p.r.opts.Inception.String()
		default:
			n.rule = finding.ContactDateBeforeInception
			n.text = "the contact date is before " + firstContact.String() + ", so before any programme"
		}
	}
	p.note(n)
	return 0, true
}

// The hints of a date that only the other order can read.
const (
	hintMDY = "set date_order: mdy, if the column has the month first, or write the date as 2024-07-01"
	hintDMY = "set date_order: dmy, if the column has the day first, or write the date as 2024-07-01"
)

// dateHint says what to do about an unreadable date, "" for the rule's own hint.
func (p *rowParser) dateHint(problem value.DateError) string {
	switch {
	case problem != value.OtherDateOrder:
		return ""
	case p.r.opts.DateOrder == value.DMY:
		return hintMDY
	}
	return hintDMY
}

// date reads a cell of a column of dates.
func (p *rowParser) date(f field, text string, kind table.Kind, latest contact.Date) (contact.Date, value.DateError) {
	switch kind {
	case table.Time:
		d := timedDay(f, text, p.date1904)
		if d == 0 {
			return 0, value.OnlyATime
		}
		p.out.stats[f].serial.add(p.of(f))
		return d, 0
	case table.Bool:
		return 0, value.NotADate
	}
	if d := serial(f, text, kind, p.date1904); d != 0 {
		p.out.stats[f].serial.add(p.of(f))
		if f == fieldContactDate {
			p.clock = serialMinute(text)
		}
		if kind == table.Number {
			_, _, day := d.Date()
			p.out.stats[f].dates.addReal(p.of(f), day)
		}
		return d, 0
	}
	p.realDay(f, table.Cell{Text: text, Kind: kind})
	d, clock, evidence, problem := value.ParseDateTime(text, p.r.opts.DateOrder, latest)
	if evidence != value.NoEvidence {
		p.out.stats[f].dates.addEvidence(evidence, p.of(f))
	}
	if clock.Known && f == fieldContactDate && problem == 0 {
		p.clock = minuteOf(clock)
		p.out.stats[f].dates.addClock(d, clock, p.r.opts.Zone, p.of(f))
	}
	return d, problem
}

// serial returns the day of a number, as Excel counts days, or 0 where the text is none in the
// plausible range. Text, and with it all of a CSV, must have five digits.
func serial(f field, text string, kind table.Kind, date1904 bool) contact.Date {
	whole, fraction, _ := strings.Cut(text, ".")
	n, ok := value.Digits(whole)
	if !ok || len(whole) > 5 || kind != table.Number && len(whole) != 5 || f == fieldBirthDate && isBirthYear(n) {
		return 0
	}
	if _, ok := value.Digits(fraction[:min(len(fraction), 9)]); !ok && fraction != "" {
		return 0
	}
	return serialDay(f, n, date1904)
}

// serialDay returns the day that Excel counts as n, or 0 outside the plausible range.
func serialDay(f field, n int, date1904 bool) contact.Date {
	if date1904 {
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

// timedDay returns the day of a serial that is shown under a time format, "1091388:00:00", or 0 for
// a time of day or a duration.
func timedDay(f field, text string, date1904 bool) contact.Date {
	hours, _, _ := strings.Cut(text, ":")
	n, ok := value.Digits(hours)
	if n /= 24; !ok || n <= longestDuration {
		return 0
	}
	return serialDay(f, n, date1904)
}

// longestDuration is how many days a time may last before it is taken for a date under a time
// format: those of a year.
const longestDuration = 366

// isBirthYear reports whether a number in a column of birth dates is a year alone. As a serial it
// would be a day of 1905.
func isBirthYear(n int) bool { return n >= 1900 && n < 2100 }

// birthDate returns the client's birth date, or 0, with a finding where it is not usable.
func (p *rowParser) birthDate(of contact.Date) contact.Date {
	today := p.r.pivot
	latest := today
	if of != 0 {
		latest = min(latest, of)
	}
	c := p.raw(fieldBirthDate)
	if d := isoDay(c); d != 0 && d <= latest && latest-d <= highPlausibleAge*365 && d < latest-maxTypedOver {
		p.realDay(fieldBirthDate, c)
		return d
	}
	text, kind := p.optional(fieldBirthDate)
	if text == "" {
		p.out.stats[fieldBirthDate].blanks++
		return 0
	}
	n := note{at: p.of(fieldBirthDate), field: fieldBirthDate, value: text}
	d, problem := p.date(fieldBirthDate, text, kind, latest)
	switch {
	case problem != 0 && isNotReported(text):
		p.out.stats[fieldBirthDate].wordForUnknown.add(n.at)
		return 0
	case problem == value.NoDay:
		n.rule, n.text = finding.BirthDateUnreadable, "the birth date is a year, or a month and a year, alone, which "+
			"gives no age"
		n.hint = "write the whole birth date, or the age in a column of its own"
	case problem != 0:
		n.rule, n.text, n.hint = finding.BirthDateUnreadable, "the birth date cannot be read: "+problem.Error(), p.dateHint(problem)
	case d > today:
		n.rule, n.text = finding.BirthDateFuture, "the birth date is after "+today.String()
	case of != 0 && d > of:
		n.rule, n.text = finding.BirthDateAfterContact, "the birth date is after the contact date"
	case latest-d > highPlausibleAge*365 && contact.CompletedYears(d, latest) > highPlausibleAge:
		n.rule, n.text = finding.BirthDateImplausible, "by the birth date the client is over 110 years old"
		if year, _, _ := d.Date(); kind == table.Date && year == yearOfYears {
			n.hint = "a year alone, typed into a cell that is formatted as a date, becomes a day of 1905: write the whole " +
				"birth date"
		}
	case p.isTypedOver(d, of):
		n.rule, n.text = finding.BirthDateOfEntry, "the birth date is the day of the contact or of the entry"
	default:
		return d
	}
	p.note(n)
	return 0
}

// yearOfYears is the year in which Excel has the serials 1900 to 2024.
const yearOfYears = 1905

// maxTypedOver is how many days before the contact a birth date may lie to be the day of an entry.
const maxTypedOver = 366

// isTypedOver reports whether a birth date is not one: the day of the contact or of its entry,
// which a form fills in or a hand repeats.
func (p *rowParser) isTypedOver(birth, of contact.Date) bool {
	if of == 0 {
		return birth == p.r.opts.Today
	}
	if birth == of {
		return true
	}
	text, _ := value.Clean(p.raw(fieldRecordedOn).Text)
	if text == "" || birth < of-maxTypedOver {
		return false
	}
	recorded, _, problem := value.ParseDate(text, p.r.opts.DateOrder, p.r.pivot)
	return problem == 0 && recorded == birth
}

// age returns the reported age, or the zero Age, with a finding where it is not usable or doubtful.
func (p *rowParser) age(birth, of contact.Date) contact.Age {
	c := p.raw(fieldAge)
	years, ok := value.Digits(c.Text)
	if ok && len(c.Text) <= 3 && years <= highPlausibleAge && (c.Kind == table.Text || c.Kind == table.Number) && p.layout.vars[fieldAge] == "" &&
		len(p.r.ages) == 0 {
		age := contact.Age{Low: int16(years), High: int16(years), Known: true}
		p.checkAge(age, birth, of, c.Text)
		return age
	}
	text, kind := p.optional(fieldAge)
	if text == "" {
		p.out.stats[fieldAge].blanks++
		return contact.Age{}
	}
	n := note{at: p.of(fieldAge), field: fieldAge, value: text}
	if kind == table.Date || kind == table.DateTime || kind == table.Time || kind == table.Bool {
		n.rule, n.text = finding.AgeUnreadable, "the age is stored as a date, a time or a truth value"
		n.hint = "Excel takes a band such as 10-12 for a date; format the column as text and type it again"
		p.note(n)
		return contact.Age{}
	}
	said := p.ageOf(p.decode(fieldAge, text))
	switch {
	case said.notReported:
		p.out.stats[fieldAge].wordForUnknown.add(n.at)
		return contact.Age{}
	case said.problem != 0:
		n.rule, n.text = said.problem, said.text
	default:
		if said.inNoBand && birth == 0 {
			p.countUnknown(&said.unknownAt, p.r.ageGroups, said.key, text, n.at)
		}
		p.checkAge(said.age, birth, of, n.value)
		return said.age
	}
	p.note(n)
	return contact.Age{}
}

// checkAge reports an age that is used but doubtful.
func (p *rowParser) checkAge(age contact.Age, birth, of contact.Date, text string) {
	if age.Low > highPlausibleAge {
		p.note(note{at: p.of(fieldAge), field: fieldAge, value: text, rule: finding.AgeOutOfRange, text: "the age is above 110"})
	}
	if birth == 0 || of == 0 {
		return
	}
	if years := contact.CompletedYears(birth, of); years < int(age.Low)-1 || years > int(age.High)+1 {
		p.note(note{
			at: p.of(fieldAge), field: fieldAge, value: text, rule: finding.AgeBirthDateMismatch,
			text: "the age differs by more than a year from the age by birth date",
		})
	}
}

// entryLag reports a contact that was recorded before it took place, or long after.
func (p *rowParser) entryLag(of contact.Date) {
	if of == 0 {
		p.optional(fieldRecordedOn) // for what is to be said of the cell
		return
	}
	if d := isoDay(p.raw(fieldRecordedOn)); d >= of && d <= of+maxEntry {
		return
	}
	text, kind := p.optional(fieldRecordedOn)
	if text == "" {
		return
	}
	n := note{at: p.of(fieldRecordedOn), field: fieldRecordedOn, value: text}
	d, problem := p.date(fieldRecordedOn, text, kind, p.r.pivot)
	switch {
	case problem != 0 && isNotReported(text):
		return
	case problem != 0:
		n.rule, n.text, n.hint = finding.RecordedOnUnreadable, "the entry date cannot be read: "+problem.Error(), p.dateHint(problem)
	case d < of:
		n.rule, n.text = finding.RecordedBeforeContact, "the contact was recorded "+plural(int(of-d), "day")+" before it took place"
	case d > of+maxEntry:
		n.rule, n.text = finding.EntryLag, "the contact was recorded "+plural(int(d-of), "day")+" after it took place"
	default:
		return
	}
	p.note(n)
}
