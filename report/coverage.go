package report

import (
	"slices"
	"time"

	"picreport/ingest/contact"
)

// Coverage says how far the contacts reach from which a quarter's figures were counted, and where
// they may not be whole. It looks no further than the last day that counts.
type Coverage struct {
	// 0 for none; of contacts years before all others, as an EarlyContact says, it is not the day,
	// which may be a birth date in the wrong column
	FirstContact contact.Date `json:"first_contact,omitempty"`
	LastContact  contact.Date `json:"last_contact,omitempty"`
	// the whole months without a contact, from the inception on, such as 2024-08
	EmptyMonths []string `json:"empty_months"`
	Doubts      []Doubt  `json:"doubts"`
}

// Doubt is a stretch of days without a contact that makes it doubtful whether the data is whole.
type Doubt struct {
	Kind   DoubtKind    `json:"kind"`
	From   contact.Date `json:"from,omitempty"` // the first day without a contact; 0 for an EarlyContact
	To     contact.Date `json:"to"`             // the last one
	Chance float64      `json:"chance,omitempty"`
}

// DoubtKind says why a stretch without contacts is doubtful.
type DoubtKind string

// The kinds of doubt.
const (
	// LateStart: no contact in the month of the inception and the one after it.
	LateStart DoubtKind = "late-start"
	// EarlyContact: the earliest contacts are years before all others, as with a mistyped year.
	EarlyContact DoubtKind = "early-contact"
	// EmptyMonth: a month without a contact, in the quarter or the one before, which at the
	// programme's own rate would hardly come about.
	EmptyMonth DoubtKind = "empty-month"
	// SilentEnd: no contact in the last days of the quarter, likewise.
	SilentEnd DoubtKind = "silent-end"
)

const (
	unlikely   = 0.01    // the chance below which a silence is doubtful
	earlyGap   = 2 * 365 // days between the earliest contacts and all others that make a year doubtful
	recentDays = 26 * 7  // the days before a silence whose rate is looked at beside the whole
	fewestDays = 20      // with a contact, before a silence: fewer do not tell a rate

	watchedMonths = 6 // of the quarter and the one before: one of them may be empty by chance
)

// DayTally counts contacts by day. The zero DayTally is empty.
type DayTally struct {
	base   contact.Date // the day of the first count
	counts []uint32
}

// tallyDays is how many days a DayTally makes room for at once.
const tallyDays = 4 * 365

// Add counts a contact of a day. Day 0, of a roster, is none.
func (t *DayTally) Add(d contact.Date) {
	if d == 0 {
		return
	}
	i := int(d - t.base)
	if uint(i) >= uint(len(t.counts)) {
		t.widen(d)
		i = int(d - t.base)
	}
	t.counts[i]++
}

// widen makes room for a day.
func (t *DayTally) widen(d contact.Date) {
	from, to := d-tallyDays, d+tallyDays
	if len(t.counts) > 0 {
		from, to = min(from, t.base), max(to, t.base+contact.Date(len(t.counts)))
	}
	wider := make([]uint32, to-from)
	copy(wider[max(0, t.base-from):], t.counts)
	t.base, t.counts = from, wider
}

// any reports whether a day has a contact.
func (t *DayTally) any(d contact.Date) bool {
	i := int(d - t.base)
	return i >= 0 && i < len(t.counts) && t.counts[i] > 0
}

// days lists the days that have a contact.
func (t *DayTally) days() (days []contact.Date) {
	for i, n := range t.counts {
		if n > 0 {
			days = append(days, t.base+contact.Date(i))
		}
	}
	return days
}

// Coverage says how far all contacts of a tally reach, and where they may not be whole, as a report
// of the quarter of the last one would.
func (t *DayTally) Coverage(o Options) Coverage {
	days := t.days()
	if len(days) == 0 {
		return t.coverage(coverageSpan{})
	}
	last := days[len(days)-1]
	begin := o.Inception
	if begin == 0 {
		begin = monthOf(days[0])
	}
	return t.coverage(coverageSpan{
		begin: o.countsFrom(begin), declared: o.Inception != 0, watched: (contact.QuarterOf(last) - 1).Start(), end: last,
		closed: o.Closed,
	})
}

// coverageSpan is what a coverage is asked for.
type coverageSpan struct {
	begin    contact.Date // the first day that can count: of the inception's month, or after the opening balance
	declared bool         // the configuration says when that is
	watched  contact.Date // the first day of the quarter before
	end      contact.Date // the last day that counts
	closed   Calendar
}

// coverage says how far the contacts of a tally reach.
func (t *DayTally) coverage(s coverageSpan) Coverage {
	c := Coverage{EmptyMonths: []string{}, Doubts: []Doubt{}}
	days := t.days()
	if len(days) == 0 {
		return c
	}
	c.FirstContact, c.LastContact = days[0], days[len(days)-1]
	from, _ := slices.BinarySearch(days, s.begin)
	days = days[from:]
	if len(days) == 0 {
		return c
	}
	if n := earliestApart(days); n > 0 {
		days = days[n:]
		c.Doubts = append(c.Doubts, Doubt{Kind: EarlyContact, To: days[0] - 1})
		c.FirstContact = days[0]
		if !s.declared {
			s.begin = monthOf(days[0])
		}
	}
	if s.declared && days[0] >= nextMonth(nextMonth(s.begin)) {
		c.Doubts = append(c.Doubts, Doubt{Kind: LateStart, From: s.begin, To: days[0] - 1})
	}
	silences := silences{days, s}
	for month := monthOf(s.begin); nextMonth(month)-1 <= s.end; month = nextMonth(month) {
		if t.anyIn(month, nextMonth(month)-1) {
			continue
		}
		c.EmptyMonths = append(c.EmptyMonths, monthKey(month))
		if month < s.watched || month < days[0] || month > c.LastContact {
			continue // or it is part of a late start, or of the silence at the end
		}
		empty := silence{month, nextMonth(month) - 1}
		if chance := watchedMonths * silences.chance(empty, silences.around(month)); chance < unlikely {
			c.Doubts = append(c.Doubts, Doubt{EmptyMonth, empty.from, empty.to, chance})
		}
	}
	if c.LastContact < s.end {
		end := silence{c.LastContact + 1, s.end}
		if chance := silences.chance(end, end); chance < unlikely {
			c.Doubts = append(c.Doubts, Doubt{SilentEnd, end.from, end.to, chance})
		}
	}
	return c
}

// earliestApart returns how many of the earliest days with a contact, at most a hundredth and at
// least one, lie years before all others; 0 for none.
func earliestApart(days []contact.Date) int {
	for i := 1; i < len(days) && i <= max(1, len(days)/100); i++ {
		if days[i]-days[i-1] >= earlyGap {
			return i
		}
	}
	return 0
}

func (t *DayTally) anyIn(from, to contact.Date) bool {
	for d := from; d <= to; d++ {
		if t.any(d) {
			return true
		}
	}
	return false
}

// silence is a stretch of days without a contact.
type silence struct{ from, to contact.Date }

// silences judges stretches of days without a contact by the days that have one.
type silences struct {
	days []contact.Date // that have a contact, in order
	span coverageSpan
}

// around returns the silence in which a day lies, which has contacts before and after.
func (s silences) around(day contact.Date) silence {
	i := 0
	for s.days[i] < day {
		i++
	}
	return silence{s.days[i-1] + 1, s.days[i] - 1}
}

// chance is how probable it is that some days of a silence have no contact, at the programme's own
// rate: 1 where an earlier silence was as long as all of it, or too little is on record. The rate is the lower of all the time
// before and of the last half year.
func (s silences) chance(days, of silence) float64 {
	before, _ := slices.BinarySearch(s.days, of.from)
	if before < fewestDays || s.open(of) <= s.longestBefore(of.from) {
		return 1
	}
	chance := s.chanceSince(s.days[0], of.from, days)
	if since := of.from - recentDays; since > s.days[0] {
		chance = max(chance, s.chanceSince(since, of.from, days))
	}
	return chance
}

// chanceSince is the chance of a silence at the rates from one day to another. Each weekday has a
// rate of its own, for many programmes rest at weekends; where a weekday has few days its rate
// leans on that of all, and no rate is 1.
func (s silences) chanceSince(from, to contact.Date, of silence) float64 {
	const lean = 4 // as many days as this have the rate of all
	var had, all [7]float64
	var hadAll, allAll float64
	i, _ := slices.BinarySearch(s.days, from)
	for d := from; d < to; d++ {
		active := i < len(s.days) && s.days[i] == d
		if active {
			i++
		}
		if s.span.closed.has(d) {
			continue
		}
		all[weekday(d)]++
		allAll++
		if active {
			had[weekday(d)]++
			hadAll++
		}
	}
	common := hadAll / (allAll + 2)
	chance := 1.0
	for d := of.from; d <= of.to; d++ {
		if w := weekday(d); !s.span.closed.has(d) {
			chance *= 1 - (had[w]+lean*common)/(all[w]+lean)
		}
	}
	return chance
}

// open is how many days of a silence the programme was not closed.
func (s silences) open(of silence) (n int) {
	for d := of.from; d <= of.to; d++ {
		if !s.span.closed.has(d) {
			n++
		}
	}
	return n
}

// longestBefore is how long the longest silence before a day was.
func (s silences) longestBefore(day contact.Date) (longest int) {
	for i := 1; i < len(s.days) && s.days[i] < day; i++ {
		if s.days[i]-s.days[i-1] > 1 {
			longest = max(longest, s.open(silence{s.days[i-1] + 1, s.days[i] - 1}))
		}
	}
	return longest
}

func weekday(d contact.Date) int { return int(d) % 7 }

// monthOf returns the first day of a day's month.
func monthOf(d contact.Date) contact.Date {
	year, month, _ := d.Date()
	return contact.MakeDate(year, month, 1)
}

// nextMonth returns the first day of the month after a day's.
func nextMonth(d contact.Date) contact.Date {
	year, month, _ := d.Date()
	return contact.DateOf(time.Date(year, month+1, 1, 0, 0, 0, 0, time.UTC))
}

// monthKey writes the month of a day as 2024-08.
func monthKey(d contact.Date) string { return d.String()[:len("2024-08")] }
