package dedup

import (
	"cmp"
	"slices"

	"picreport/ingest/contact"
)

// undecided is a row of the export that is being read, of which its end tells what it is to the
// contacts of its ID in earlier exports.
type undecided struct {
	first  int32 // contact of the ID
	number int32 // of the row's contact
	before int32 // the earlier contact of the same client on another date; 0 for none
}

// CountDay counts a contact of the export that is being read, with a contact ID or without one:
// which months it has tells what it may correct. Of the first export nothing is asked.
func (s *IDs) CountDay(day contact.Date) {
	if s.base == 0 {
		return
	}
	if n := int(day) + 1 - len(s.days); n > 0 {
		s.days = append(s.days, make([]int32, n)...)
	}
	s.days[day]++
}

// EndExport decides what was left open, and calls each with the number and the decision, in the
// order of the first contact of each ID. last is the last row of the export.
func (s *IDs) EndExport(last Row, each func(number int32, d Decision)) {
	slices.SortStableFunc(s.undecided, func(a, b undecided) int { return cmp.Compare(a.first, b.first) })
	inDoubt := s.doubts()
	for len(s.undecided) > 0 {
		n := 1
		for n < len(s.undecided) && s.undecided[n].first == s.undecided[0].first {
			n++
		}
		s.decide(s.undecided[:n], inDoubt, each)
		s.undecided = s.undecided[n:]
	}
	s.undecided, s.base = nil, last
	clear(s.days)
}

// doubts counts the rows of an export that may change the date of an earlier contact, and so say
// nothing of whether the export covers a month: by the month of that date, and by that of their own.
type doubts struct{ before, now map[int]int }

func (s *IDs) doubts() doubts {
	d := doubts{map[int]int{}, map[int]int{}}
	for _, u := range s.undecided {
		if u.before != 0 {
			d.before[monthOf(s.use(u.before).Date)]++
			d.now[monthOf(s.use(u.number).Date)]++
		}
	}
	return d
}

// monthOf numbers the months.
func monthOf(day contact.Date) int {
	year, month, _ := day.Date()
	return 12*year + int(month)
}

// covers reports whether the export covers the day of an earlier contact: whether it has other
// contacts of that month, and no fewer than there are dates in it that its rows may have changed, as
// where each file begins to number anew.
func (s *IDs) covers(day contact.Date, d doubts) bool {
	month, others := monthOf(day), 0
	_, _, ofMonth := day.Date()
	for at := day - contact.Date(ofMonth) + 1; int(at) < len(s.days) && monthOf(at) == month; at++ {
		others += int(s.days[at])
	}
	others -= d.now[month]
	return others > 0 && others >= d.before[month]
}

// decide decides of the rows of one ID.
func (s *IDs) decide(rows []undecided, inDoubt doubts, each func(int32, Decision)) {
	earlier, here := s.byDate(rows)
	correcting := map[contact.Date]int32{}
	for _, row := range rows {
		use := *s.use(row.number)
		d := Decision{Now: use}
		switch same := earlier[use.Date]; {
		case row.before != 0:
			d.Before = *s.use(row.before)
			d.Relation = relate(pair{sameClient: true, covered: s.covers(d.Before.Date, inDoubt)})
			if d.Relation == Correction {
				s.corrected.add(row.before)
			}
		case len(same) > 0:
			correcting[use.Date] = row.number
			d.Relation, d.Before = relate(pair{sameDate: true}), *s.use(same[0])
			s.corrected.add(same[0])
			if earlier[use.Date] = same[1:]; len(same) == 1 {
				delete(earlier, use.Date)
			}
		case len(earlier) > 0:
			d.Relation, d.Before = relate(pair{}), *s.use(anyOf(earlier))
		default:
			other := s.other(here, row.number)
			if other == row.number {
				continue // those before it do not stand
			}
			d.Before = *s.use(other)
			d.Relation = relate(pair{oneExport: true, sameDate: d.Before.Date == use.Date})
		}
		if d.Relation.IsError() {
			s.leftOut.add(row.number)
		}
		each(row.number, d)
	}
	for day, number := range correcting { // the later export has the ID for others on that day
		for _, before := range earlier[day] {
			s.corrected.add(before)
			each(number, Decision{relate(pair{sameDate: true}), *s.use(before), *s.use(number)})
		}
	}
}

// byDate returns the contacts of an ID by their dates: those of earlier exports that are neither in
// this one nor of a client of rows, and those of this one.
func (s *IDs) byDate(rows []undecided) (earlier, here map[contact.Date][]int32) {
	earlier, here = map[contact.Date][]int32{}, map[contact.Date][]int32{}
	taken := map[int32]bool{}
	for _, row := range rows {
		taken[row.before] = true
	}
	for number := rows[0].first; number != 0; number = s.after(number) {
		use := s.use(number)
		switch {
		case s.Standing(number) != contact.Stands || taken[number]:
		case use.At > s.base:
			here[use.Date] = append(here[use.Date], number)
		default:
			earlier[use.Date] = append(earlier[use.Date], number)
		}
	}
	return earlier, here
}

// other returns another contact of this export and ID, one that came before: of the same date where
// there is one. It is the contact itself where there is no other.
func (s *IDs) other(here map[contact.Date][]int32, number int32) int32 {
	if sameDate := slices.Min(here[s.use(number).Date]); sameDate != number {
		return sameDate
	}
	return anyOf(here)
}

// anyOf returns the first of some contacts.
func anyOf(byDate map[contact.Date][]int32) int32 {
	first := int32(0)
	for _, numbers := range byDate {
		for _, number := range numbers {
			if first == 0 || number < first {
				first = number
			}
		}
	}
	return first
}
