package ingest_test

// oracleDated is a contact, as far as copies of exports are told from it.
type oracleDated struct{ id, client, day, content string }

// oracleFile is what copies of an export are told from.
type oracleFile struct {
	rows        []oracleDated
	first, last string         // days
	ids         int            // different contact IDs
	blank       int            // rows without one
	equal, near map[string]int // rows without an ID by all that they say; all rows by client and day
}

func newOracleFile(rows []oracleDated) *oracleFile {
	f := &oracleFile{rows: rows, equal: map[string]int{}, near: map[string]int{}}
	seen := map[string]bool{}
	for _, c := range rows {
		if f.first == "" || c.day < f.first {
			f.first = c.day
		}
		f.last = max(f.last, c.day)
		f.near[c.client+"|"+c.day]++
		switch {
		case c.id == "":
			f.blank++
			f.equal[c.client+"|"+c.content]++
		case !seen[c.id]:
			seen[c.id] = true
			f.ids++
		}
	}
	return f
}

// common counts what two have in common.
func common(a, b map[string]int) (n int) {
	for key, count := range a {
		n += min(count, b[key])
	}
	return n
}

// findCopies finds exports that are copies of others, but for some contacts.
func (o *oracle) findCopies() {
	for i, name := range o.names {
		for _, other := range o.names[i+1:] {
			a, b := newOracleFile(o.days[name]), newOracleFile(o.days[other])
			if a.last < b.first || b.last < a.first || !isCopy(a, b) {
				continue
			}
			if a.last > b.last {
				o.find(name, "", "exports-overlap")
			} else {
				o.find(other, "", "exports-overlap")
			}
		}
	}
}

func isCopy(a, b *oracleFile) bool {
	ids := map[string]bool{}
	for _, x := range a.rows {
		for _, y := range b.rows {
			if x.id != "" && x.id == y.id && (x.client == y.client || x.day == y.day) {
				ids[x.id] = true
			}
		}
	}
	same := len(ids) + common(a.equal, b.equal)
	near := max(same, common(a.near, b.near))
	least := min(a.ids+a.blank, b.ids+b.blank)
	switch {
	case least == 0 || same >= least:
		return false
	case same >= 2 && 2*same >= least:
		return true
	case a.ids > 0 && b.ids > 0:
		return near >= 2 && 10*near > 6*least
	}
	return near >= 2 && 2*near >= least
}
