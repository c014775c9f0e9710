package dedup

import (
	"slices"

	"picreport/ingest/contact"
)

// dayMatches says what contacts of two exports have in common that are of one client and day.
type dayMatches struct {
	equal  int           // contacts without an ID that are equal
	near   int           // contacts with or without one, those at two times but for the equal ones left out
	alike  int           // contacts without an ID that agree in all that is read, and differ in an unread column
	partly int           // contacts without an ID that agree in every column that both exports have, and are not equal
	untold int           // equal contacts of which it cannot be told whether they agree in unread columns
	lags   map[int32]int // of contacts that differ in the time alone, how many by how many minutes

	differ []uint64 // the keys of the columns in which contacts differ that are alike
}

// matchDays finds what two exports have in common.
func matchDays(a, b *Extent) (d dayMatches) {
	a.sortBy(byContent)
	b.sortBy(byContent)
	d.lags = map[int32]int{}
	var restsA, restsB []rest
	others := hasOtherColumns(a, b)
	merge(a.members, b.members, byDay, func(inA, inB []Member) {
		d.near += nearOf(inA, inB)
		before := d.equal
		merge(inA, inB, byContent, func(inA, inB []Member) {
			if inA[0].ID == 0 {
				restsA, restsB = a.appendRests(restsA[:0], inA), b.appendRests(restsB[:0], inB)
				d.match(restsA, restsB)
			}
		})
		if others {
			restsA, restsB = a.appendRests(restsA[:0], withoutID(inA)), b.appendRests(restsB[:0], withoutID(inB))
			agreeing := 0
			pairUp(restsA, restsB, (*rest).agrees, func(_, _ *rest) { agreeing++ })
			d.partly += max(0, agreeing-(d.equal-before))
		}
	})
	return d
}

// withoutID returns the contacts of one client and day that have no contact ID, which come first.
func withoutID(members []Member) []Member {
	n := 0
	for n < len(members) && members[n].ID == 0 {
		n++
	}
	return members[:n]
}

// hasOtherColumns reports whether the contacts of two exports have other columns, so that some may
// say less than others.
func hasOtherColumns(a, b *Extent) bool {
	columns := slices.Concat(a.rests.columns, b.rests.columns)
	return slices.ContainsFunc(columns, func(c *contact.Columns) bool { return !c.Summed && !c.Same(columns[0]) })
}

// hasOtherFields reports whether one export has a column for something that is read and the other has
// not.
func hasOtherFields(a, b *Extent) bool {
	columns := slices.Concat(a.rests.columns, b.rests.columns)
	return slices.ContainsFunc(columns, func(c *contact.Columns) bool { return c.Fields != columns[0].Fields })
}

// appendRests appends what contacts say beside their content.
func (e *Extent) appendRests(to []rest, members []Member) []rest {
	for _, m := range members {
		to = append(to, e.rests.at(m.rest))
	}
	return to
}

// nearOf returns how many contacts of one client and day may be the same: as many as can be paired
// so that no pair has two times.
func nearOf(a, b []Member) int {
	if len(a) == 1 && len(b) == 1 && (a[0].rest.clock == b[0].rest.clock || b[0].rest.clock == 0) {
		return 1
	}
	times := map[int32][2]int{}
	for side, members := range [...][]Member{a, b} {
		for _, m := range members {
			n := times[m.rest.clock]
			n[side]++
			times[m.rest.clock] = n
		}
	}
	timeless := times[0]
	delete(times, 0)
	same, leftA, leftB := 0, 0, 0
	for _, n := range times {
		both := min(n[0], n[1])
		same, leftA, leftB = same+both, leftA+n[0]-both, leftB+n[1]-both
	}
	return same + min(leftA+timeless[0], leftB+timeless[1], timeless[0]+timeless[1])
}

// match pairs contacts of equal content: first those that are equal, then those that are alike.
func (d *dayMatches) match(a, b []rest) {
	a, b = pairUp(a, b, (*rest).agrees, func(a, b *rest) {
		d.equal++
		if a.isUntold(b) {
			d.untold++
		}
	})
	a, b = pairUp(a, b, (*rest).inTime, func(a, b *rest) {
		d.alike++
		d.differ = a.appendDiffering(d.differ, b)
	})
	pairUp(a, b, (*rest).inCells, func(a, b *rest) { d.lags[a.clock-b.clock]++ })
}

// pairUp pairs what fits, each once, calls each with the pairs, and returns what is left of both.
func pairUp(a, b []rest, fits func(a, b *rest) bool, each func(a, b *rest)) (leftA, leftB []rest) {
	for i := range a {
		found := false
		for j := range b {
			if found = fits(&a[i], &b[j]); found {
				each(&a[i], &b[j])
				b[j] = b[len(b)-1]
				b = b[:len(b)-1]
				break
			}
		}
		if !found {
			leftA = append(leftA, a[i])
		}
	}
	return leftA, b
}

// shifted returns how many contacts are at two times that lie as far apart as those of at least half
// of all others: they are the same, at times of another zone.
func (d *dayMatches) shifted() int {
	most, all := 0, 0
	for _, n := range d.lags {
		most, all = max(most, n), all+n
	}
	if most < 2 || 2*most < all {
		return 0
	}
	return most
}
