package ingest_test

import "strings"

// oracleWaiting is a row whose contact ID an earlier file may have for the same contact, which the
// end of its own file tells.
type oracleWaiting struct {
	id     string
	use    *oracleUse
	before *oracleUse // of the same client on another day; nil for none
}

// addContactID finds what a row is to the earlier contacts of its contact ID, and reports whether
// it can be counted.
func (r *oracleRow) addContactID(c *oracleContact) bool {
	now := &oracleUse{file: r.file, client: c.client.id, day: c.day, content: c.content(), at: r.at("contact_id")}
	at, all := now.at, r.uses[c.id]
	var mine *oracleUse
	for _, use := range all {
		if use.client == now.client && !use.gone {
			mine = use
		}
	}
	isKey := r.redcap && strings.Contains(c.id, "/")
	switch {
	case len(all) == 0:
	case mine != nil && mine.day == now.day:
		switch {
		case mine.file == now.file && mine.content == now.content:
			r.findOfID(at, "same-contact-twice")
		case mine.file == now.file:
			r.findOfID(at, "contact-id-reused")
		case mine.content != now.content:
			r.findOfID(at, "contact-corrected")
		}
		*mine = *now
		return true
	case mine != nil && mine.file == now.file:
		r.findOfID(at, "contact-id-not-unique")
		return false
	case mine != nil && isKey:
		r.findOfID(at, "contact-corrected")
		*mine = *now
		return true
	case mine != nil, r.filesWithRows > 0:
		r.waiting = append(r.waiting, oracleWaiting{c.id, now, mine})
	default:
		r.beside(at, now, all)
	}
	r.uses[c.id] = append(all, now)
	return true
}

// findOfID reports something of a contact ID: of a file 200 times, and once for all others; that
// several clients share one, once.
func (s *oracleSheet) findOfID(at, code string) {
	most := 200
	if code == "contact-id-shared" {
		most = 0
	}
	if s.findingsOfIDs[code]++; s.findingsOfIDs[code] <= most+1 {
		s.find(s.file, at, code)
	}
}

// beside reports a contact whose ID other clients have in the same file.
func (s *oracleSheet) beside(at string, now *oracleUse, others []*oracleUse) {
	for _, other := range others {
		if other.day == now.day {
			s.findOfID(at, "contact-id-shared")
			return
		}
	}
	if len(others) > 0 {
		s.findOfID(at, "contact-id-two-contacts")
	}
}

// endContactIDs settles the rows that wait.
func (s *oracleSheet) endContactIDs() {
	doubts, dates := map[string]int{}, map[string]int{}
	for _, day := range s.counted {
		dates[day[:7]]++
	}
	for _, w := range s.waiting {
		if w.before != nil {
			doubts[w.before.day[:7]]++
			dates[w.use.day[:7]]--
		}
	}
	done := map[string]bool{}
	for _, w := range s.waiting {
		if !done[w.id] {
			done[w.id] = true
			s.endContactID(w.id, func(month string) bool { return dates[month] > 0 && dates[month] >= doubts[month] })
		}
	}
}

// endContactID settles the rows of one contact ID.
func (s *oracleSheet) endContactID(id string, covers func(month string) bool) {
	var rows []oracleWaiting
	taken := map[*oracleUse]bool{}
	for _, w := range s.waiting {
		if w.id == id {
			rows = append(rows, w)
			taken[w.before] = true
		}
	}
	var earlier, here []*oracleUse
	for _, use := range s.uses[id] {
		switch {
		case use.gone || taken[use]:
		case use.file == s.file:
			here = append(here, use)
		default:
			earlier = append(earlier, use)
		}
	}
	last := map[string]string{} // the cells that correct another client, by day
	for _, w := range rows {
		same := oracleOfDay(earlier, w.use.day)
		switch {
		case w.before != nil && covers(w.before.day[:7]):
			w.before.gone = true
			s.findOfID(w.use.at, "contact-id-reused")
		case w.before == nil && len(same) > 0:
			same[0].gone = true
			last[w.use.day] = w.use.at
			s.findOfID(w.use.at, "contact-id-reused")
		case w.before == nil && len(oracleOfDay(earlier, "")) == 0:
			var before []*oracleUse
			for _, use := range here {
				if use == w.use {
					break
				}
				before = append(before, use)
			}
			s.beside(w.use.at, w.use, before)
		default:
			s.findOfID(w.use.at, "contact-id-not-unique")
			w.use.gone = true
			s.dated--
			s.rejected++
		}
	}
	for day, at := range last {
		for _, use := range oracleOfDay(earlier, day) {
			use.gone = true
			s.findOfID(at, "contact-id-reused")
		}
	}
}

// oracleOfDay returns the contacts of a day that stand; "" is any.
func oracleOfDay(uses []*oracleUse, day string) []*oracleUse {
	var of []*oracleUse
	for _, use := range uses {
		if !use.gone && (day == "" || use.day == day) {
			of = append(of, use)
		}
	}
	return of
}
