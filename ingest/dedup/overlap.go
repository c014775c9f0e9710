package dedup

import (
	"cmp"
	"slices"

	"picreport/ingest/contact"
)

// Contacts that stand in two exports count once, so an export that holds all contacts of another
// one does no harm. One that holds many of them, but not all, is a corrected or a reformatted copy:
// what was corrected counts twice. Whether it is one is told from a few bytes of each contact.

// Extent is what is kept of the contacts of one export to compare it with others. The zero Extent
// has none.
type Extent struct {
	members     []Member
	rests       rests
	others      int          // contacts that none of another export can be
	first, last contact.Date // days of the first and the last contact
}

// Member is what is kept of a contact: numbers that mean the same in all exports that are compared.
type Member struct {
	Client  int32
	Date    contact.Date
	Content uint32 // of a hash of what it says, but for the contact ID
	ID      int32  // of the contact ID; 0 for none

	rest keptRest
}

// Add adds a contact, with what it says beside its content.
func (e *Extent) Add(m Member, said *contact.Rest) {
	e.span(m.Date)
	m.rest = e.rests.add(said)
	e.members = append(e.members, m)
}

// AddOther adds a contact that is known to be none of the other export: its client is not there.
func (e *Extent) AddOther(day contact.Date) {
	e.span(day)
	e.others++
}

func (e *Extent) span(day contact.Date) {
	if e.first == 0 || day < e.first {
		e.first = day
	}
	e.last = max(e.last, day)
}

// Last returns the day of the last contact, 0 where there is none.
func (e *Extent) Last() contact.Date { return e.last }

// Overlap says what two exports have in common.
type Overlap struct {
	Contacts [2]int // of each of the two; one ID is one contact
	Same     int    // contacts that stand in both, and count once
	Near     int    // contacts that agree in client and day, those that count once among them
	Alike    int    // contacts without an ID that agree in all that is read, but not in an unread column
	Partly   int    // contacts that agree in every column that both exports have, of which each counts
	Untold   int    // contacts that count once, of which it cannot be told whether they agree in unread columns
	// Fields says that one export has a column for something that is read and the other has not.
	Fields bool
	// Differ are the keys of the unread columns in which contacts differ that are alike, where that can
	// be told.
	Differ []uint64
}

// Compare reports whether two exports are copies of each other of which one was corrected or
// reformatted: at least two and at least half of one's contacts stand in the other, or agree with
// one of it in client and day, and some of both do not stand in the other. Contacts of a client and
// day at two times are two. One contact is enough where all agrees that both exports say, and one of
// them says more.
func Compare(a, b *Extent) (o Overlap, copies bool) {
	if a.last < b.first || b.last < a.first || a.last == 0 || b.last == 0 {
		return o, false
	}
	same, hasIDs := matchIDs(a, b)
	o.Contacts = [2]int{a.contacts(), b.contacts()}
	days := matchDays(a, b)
	o.Same = same + days.equal
	o.Near = max(days.near+days.shifted(), o.Same)
	o.Alike, o.Differ, o.Untold = days.alike, days.differ, days.untold
	o.Partly, o.Fields = days.partly, hasOtherFields(a, b)
	least := min(o.Contacts[0], o.Contacts[1])
	half := func(n int) bool { return n >= 2 && 2*n >= least }
	switch {
	case o.Same >= least: // all of one stand in the other
		return o, false
	case half(o.Same), o.Partly > 0:
		return o, true
	case hasIDs && 5*o.Near <= 3*least:
		// Contact IDs that differ speak for two exports, such as those of two teams which have clients
		// in common: it takes more than half.
		return o, false
	}
	return o, half(o.Near)
}

// contacts returns how many contacts there are. The members are sorted by ID.
func (e *Extent) contacts() int {
	n := e.others
	for i, m := range e.members {
		if m.ID == 0 || i == 0 || e.members[i-1].ID != m.ID {
			n++
		}
	}
	return n
}

// sortBy sorts the members, unless they are in that order.
func (e *Extent) sortBy(order func(a, b Member) int) {
	if !slices.IsSortedFunc(e.members, order) {
		slices.SortFunc(e.members, order)
	}
}

func byID(a, b Member) int { return cmp.Compare(a.ID, b.ID) }

func byDay(a, b Member) int {
	return cmp.Or(cmp.Compare(a.Client, b.Client), cmp.Compare(a.Date, b.Date))
}

// byContent is byDay, and within a day by what the contacts say, those without an ID first.
func byContent(a, b Member) int {
	return cmp.Or(byDay(a, b), cmp.Compare(min(a.ID, 1), min(b.ID, 1)), cmp.Compare(a.Content, b.Content))
}

// merge walks two exports side by side, both sorted, and calls each with the members that are equal
// in an order, which may be coarser than that by which they are sorted.
func merge(a, b []Member, order func(a, b Member) int, each func(a, b []Member)) {
	for len(a) > 0 && len(b) > 0 {
		switch c := order(a[0], b[0]); {
		case c < 0:
			a = a[1:]
		case c > 0:
			b = b[1:]
		default:
			m, n := run(a, order), run(b, order)
			each(a[:m], b[:n])
			a, b = a[m:], b[n:]
		}
	}
}

// run returns how many members at the beginning are equal in an order.
func run(members []Member, order func(a, b Member) int) int {
	n := 1
	for n < len(members) && order(members[0], members[n]) == 0 {
		n++
	}
	return n
}

// matchIDs returns how many contact IDs stand for one contact in both exports: of one client or of
// one day, since either may have been corrected. An ID of neither is a number that was used again.
// both is set where both exports have contact IDs.
func matchIDs(a, b *Extent) (same int, both bool) {
	a.sortBy(byID)
	b.sortBy(byID)
	merge(a.members, b.members, byID, func(a, b []Member) {
		if a[0].ID != 0 && slices.ContainsFunc(a, func(m Member) bool {
			return slices.ContainsFunc(b, func(o Member) bool { return m.Client == o.Client || m.Date == o.Date })
		}) {
			same++
		}
	})
	return same, a.hasIDs() && b.hasIDs()
}

// hasIDs reports whether a contact has an ID, where the members are sorted by ID.
func (e *Extent) hasIDs() bool { return len(e.members) > 0 && e.members[len(e.members)-1].ID != 0 }
