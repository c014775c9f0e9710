package value

import (
	"strings"
	"time"

	"picreport/ingest/contact"
	"picreport/ingest/internal/swar"
)

// DateOrder is the order of day and month in dates such as 3/4/2024.
type DateOrder string

// The date orders.
const (
	MDY DateOrder = "mdy" // month first, as in the US; the default
	DMY DateOrder = "dmy" // day first
)

// DateError says why a text is not a date. It never holds the text.
type DateError uint8

// The reasons.
const (
	NotADate       DateError = iota + 1 // no form of a date that is known
	NoSuchDay                           // the month does not have that day
	NoSuchMonth                         // the month is above 12 in either order
	OtherDateOrder                      // only readable with day and month the other way round
	NoYear                              // a day and a month alone
	NoDay                               // a year, or a month and a year, alone
	OnlyATime                           // a time of day alone
)

// Error returns the reason in a few words.
func (e DateError) Error() string {
	switch e {
	case NoSuchDay:
		return "the month does not have that day"
	case NoSuchMonth:
		return "there is no such month"
	case OtherDateOrder:
		return "the month would be above 12; day and month may stand the other way round"
	case NoYear:
		return "the year is missing"
	case NoDay:
		return "the day is missing"
	case OnlyATime:
		return "it is a time without a day"
	default:
		return "it is not a known form of a date"
	}
}

// OrderEvidence is what a date such as 3/4/2024 says of the order of its column.
type OrderEvidence uint8

// The evidence.
const (
	NoEvidence   OrderEvidence = iota // the form has one meaning
	EitherOrder                       // both parts are months
	EitherDotted                      // likewise, in a date such as 3.4.2024
	MonthFirst                        // the second part is above 12
	DayFirst                          // the first part is above 12
)

// ParseDate reads a calendar day: 2024-07-01, 20240701, 7/1/2024 (in the given order; also with
// "-", "." and two-digit years), July 1, 2024, 1 Jul 2024, 01-JUL-24, 1 de julio de 2024,
// 2024-W27-1; each also after a weekday and before a time of day, and as Java and JavaScript write
// them, with the year last. The time is not used, nor is its zone. A two-digit year is the latest
// that keeps the day on or before latest. It also returns what the text shows of the order of its
// column. The problem is 0 for none. It does not allocate.
func ParseDate(text string, order DateOrder, latest contact.Date) (contact.Date, OrderEvidence, DateError) {
	d, _, evidence, problem := ParseDateTime(text, order, latest)
	return d, evidence, problem
}

// ParseDateTime is ParseDate with the time of day that stands beside the day.
func ParseDateTime(text string, order DateOrder, latest contact.Date) (contact.Date, Clock, OrderEvidence, DateError) {
	s := strings.TrimSpace(text)
	if d := ISODate(s); d != 0 {
		if len(s) == len(time.DateOnly) {
			return d, Clock{}, NoEvidence, 0
		}
		if clock, ok := parseClock(s[len(time.DateOnly):]); ok {
			return d, clock, NoEvidence, 0
		}
	}
	s = withoutWeekday(s)
	d, clock, evidence, problem := parseParts(s, order, latest)
	if problem != NotADate {
		return d, clock, evidence, problem
	}
	if d, clock := yearLast(s); d != 0 {
		return d, clock, NoEvidence, 0
	}
	if d, rest := isoWeek(s); d != 0 {
		if clock, ok := parseClock(rest); rest == "" || ok {
			return d, clock, NoEvidence, 0
		}
	}
	if rest := withoutSpanishWeekday(s); len(rest) < len(s) {
		return parseParts(rest, order, latest)
	}
	return 0, Clock{}, NoEvidence, NotADate
}

// parseParts reads a day of three parts, alone or before a time of day.
func parseParts(s string, order DateOrder, latest contact.Date) (contact.Date, Clock, OrderEvidence, DateError) {
	p := dateParts{rest: s}
	if !p.read() {
		return 0, Clock{}, NoEvidence, whyNot(s)
	}
	var clock Clock
	if p.rest != "" {
		var ok bool
		if clock, ok = parseClock(p.rest); !ok || p.mayEndInYear() {
			return 0, Clock{}, NoEvidence, NotADate
		}
	}
	d, evidence, problem := p.resolve(order, latest)
	return d, clock, evidence, problem
}

// ISODate returns the day at the start of s where it is written as 2024-07-01, else 0.
func ISODate(s string) contact.Date {
	if len(s) < len(time.DateOnly) {
		return 0
	}
	const (
		zeros  swar.Word = 0x2d_30_30_2d_30_30_30_30 // 0000-00-
		digits swar.Word = 0x00_09_09_00_09_09_09_09 // the highest in each place
	)
	w := swar.Of(s) ^ zeros
	d1, d2 := s[8]-'0', s[9]-'0'
	if !w.AtMost(digits) || d1 > 9 || d2 > 9 {
		return 0
	}
	year := w.Lane(0)*1000 + w.Lane(1)*100 + w.Lane(2)*10 + w.Lane(3)
	return contact.MakeDate(year, time.Month(w.Lane(5)*10+w.Lane(6)), int(d1)*10+int(d2))
}

// datePart is one of the three parts of a date: a number with its count of digits, or a month's
// name.
type datePart struct {
	n     int
	width int
	month bool
}

// dateParts are the parts of a date as written, and what follows them.
type dateParts struct {
	part   [3]datePart
	dotted bool // points stand between them
	rest   string
}

// read takes three parts off the front of the rest. It reports whether there were three, of which
// at most one is a name.
func (p *dateParts) read() bool {
	if p.readCompact() {
		return true
	}
	names := 0
	for i := range p.part {
		if i > 0 && !p.skipSeparator(p.part[i-1].month) {
			return false
		}
		if !p.readPart(&p.part[i]) {
			return false
		}
		if p.part[i].month {
			names++
		}
	}
	return names <= 1
}

// mayEndInYear reports whether what looks like a military time may be the year, as in "Jul 01 14
// 2024".
func (p *dateParts) mayEndInYear() bool {
	year, ok := Digits(strings.TrimLeft(p.rest, " "))
	return ok && p.part[0].month && p.part[2].width == 2 && year >= 1900 && year < 2100
}

// readCompact takes 20240701, alone or before a time of day.
func (p *dateParts) readCompact() bool {
	n := 0
	for n < len(p.rest) && IsDigit(p.rest[n]) {
		n++
	}
	if n != 8 && n != 12 && n != 14 {
		return false
	}
	y, _ := Digits(p.rest[:4])
	m, _ := Digits(p.rest[4:6])
	d, _ := Digits(p.rest[6:8])
	p.part = [3]datePart{{n: y, width: 4}, {n: m, width: 2}, {n: d, width: 2}}
	p.rest = p.rest[8:]
	if n > 8 {
		p.rest = p.rest[n-8:]
	}
	return true
}

// readPart takes a number of up to four digits, with an ordinal's ending, or the name of a month.
func (p *dateParts) readPart(part *datePart) bool {
	i := 0
	for i < len(p.rest) && IsDigit(p.rest[i]) {
		i++
	}
	if i > 0 {
		n, ok := Digits(p.rest[:i])
		*part = datePart{n: n, width: i}
		p.rest = withoutOrdinal(p.rest[i:])
		return ok && i <= 4
	}
	for i < len(p.rest) && IsLetter(p.rest[i]) {
		i++
	}
	m := monthByName(p.rest[:i])
	*part = datePart{n: m, month: true}
	p.rest = p.rest[i:]
	return m > 0
}

// skipSeparator takes what may stand between two parts: one of "/", "-", ".", "," with blanks
// around it, or blanks, or, beside a month's name, nothing; after a short name also ".-" and the
// like, and in Spanish "de".
func (p *dateParts) skipSeparator(afterName bool) bool {
	s := strings.TrimLeft(p.rest, " ")
	if s == "" {
		return false
	}
	if afterName && s[0] == '.' && len(s) > 1 {
		s = strings.TrimLeft(s[1:], " ")
		if s == "" {
			return false
		}
		if !strings.ContainsRune("/-,", rune(s[0])) {
			p.rest = withoutDe(s)
			return true
		}
	}
	switch s[0] {
	case '/', '-', '.', ',':
		p.dotted = s[0] == '.'
		p.rest = strings.TrimLeft(s[1:], " ")
		return true
	}
	if rest := withoutDe(s); len(rest) < len(s) {
		p.rest = rest
		return true
	}
	ok := afterName || len(s) < len(p.rest) || IsLetter(s[0])
	p.rest = s
	return ok
}

// resolve says which part is what.
func (p *dateParts) resolve(order DateOrder, latest contact.Date) (contact.Date, OrderEvidence, DateError) {
	a, b, c := p.part[0], p.part[1], p.part[2]
	switch {
	case a.month && b.width <= 2 && isYear(c): // July 1, 2024
		return p.day(c, a, b, latest)
	case b.month && a.width == 4 && c.width <= 2: // 2024-Jul-01
		return p.day(a, b, c, latest)
	case b.month && a.width <= 2 && isYear(c): // 1 Jul 2024
		return p.day(c, b, a, latest)
	case a.month || b.month || c.month:
		return 0, NoEvidence, NotADate
	case a.width == 4 && b.width <= 2 && c.width <= 2: // 2024/7/1
		return p.day(a, b, c, latest)
	case a.width <= 2 && b.width <= 2 && isYear(c):
		return p.ordered(order, latest)
	}
	return 0, NoEvidence, NotADate
}

// ordered reads 7/1/2024 in the given order. A date that only the other order can read is not read.
func (p *dateParts) ordered(order DateOrder, latest contact.Date) (contact.Date, OrderEvidence, DateError) {
	a, b, c := p.part[0], p.part[1], p.part[2]
	month, day := a, b
	if order == DMY {
		month, day = b, a
	}
	evidence := EitherOrder
	if p.dotted {
		evidence = EitherDotted
	}
	switch {
	case a.n > 12 && b.n > 12:
		return 0, NoEvidence, NoSuchMonth
	case a.n > 12:
		evidence = DayFirst
	case b.n > 12:
		evidence = MonthFirst
	case a.n == b.n:
		evidence = NoEvidence
	}
	if month.n > 12 {
		if _, _, problem := p.day(c, day, month, latest); problem != 0 {
			return 0, NoEvidence, NoSuchMonth
		}
		return 0, evidence, OtherDateOrder
	}
	d, _, problem := p.day(c, month, day, latest)
	return d, evidence, problem
}

// day builds the day. A year of two digits is the latest that keeps it on or before latest.
func (*dateParts) day(year, month, day datePart, latest contact.Date) (contact.Date, OrderEvidence, DateError) {
	if month.n < 1 || month.n > 12 {
		return 0, NoEvidence, NoSuchMonth
	}
	y := year.n
	if year.width == 2 {
		y += 2000
		if contact.MakeDate(y, time.Month(month.n), day.n) > latest {
			y -= 100
		}
	}
	d := contact.MakeDate(y, time.Month(month.n), day.n)
	if d == 0 {
		return 0, NoEvidence, NoSuchDay
	}
	return d, NoEvidence, 0
}

func isYear(p datePart) bool { return !p.month && (p.width == 2 || p.width == 4) }

// whyNot says what is wrong with a text that does not start with three parts of a date.
func whyNot(s string) DateError {
	var p dateParts
	p.rest = s
	if !p.readPart(&p.part[0]) {
		return NotADate
	}
	if p.rest == "" && p.part[0].width == 4 || isWeekAlone(s) {
		return NoDay
	}
	if isTime(s) && strings.Contains(s, ":") {
		return OnlyATime
	}
	if !p.skipSeparator(p.part[0].month) || !p.readPart(&p.part[1]) || p.rest != "" {
		return NotADate
	}
	a, b := p.part[0], p.part[1]
	if a.width == 4 || b.width == 4 {
		return NoDay
	}
	if a.month != b.month || !a.month {
		return NoYear
	}
	return NotADate
}
