package ingest_test

// oracleDated is a contact, as far as copies of exports are told from it.
type oracleDated struct {
	id, client, day, content string
	clock                    int               // the minute of the day, -1 for none
	rest                     map[string]string // what the unread columns say, by header
}

// oracleFile is what copies of an export are told from.
type oracleFile struct {
	rows        []oracleDated
	first, last string // days
	ids         int    // different contact IDs
	blank       int    // rows without one
}

func newOracleFile(rows []oracleDated) *oracleFile {
	f := &oracleFile{rows: rows}
	seen := map[string]bool{}
	for _, c := range rows {
		if f.first == "" || c.day < f.first {
			f.first = c.day
		}
		f.last = max(f.last, c.day)
		switch {
		case c.id == "":
			f.blank++
		case !seen[c.id]:
			seen[c.id] = true
			f.ids++
		}
	}
	return f
}

// findCopies finds exports that are copies of others, but for some contacts, and those that have
// contacts which differ in an unread column alone.
func (o *oracle) findCopies() {
	for i, name := range o.names {
		for _, other := range o.names[i+1:] {
			a, b := newOracleFile(o.days[name]), newOracleFile(o.days[other])
			code := "exports-overlap"
			switch {
			case a.last < b.first || b.last < a.first:
				continue
			case isCopy(a, b):
			case oracleAlike(a.rows, b.rows) > 0:
				code = "contacts-alike"
			default:
				continue
			}
			if a.last > b.last {
				o.find(name, "", code)
			} else {
				o.find(other, "", code)
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
	equal, _ := oraclePairs(a.rows, b.rows, func(x, y oracleDated) bool {
		return x.id == "" && y.id == "" && x.content == y.content && x.inTime(y) && x.inCells(y)
	})
	agreeing, _ := oraclePairs(a.rows, b.rows, func(x, y oracleDated) bool {
		return x.id == "" && y.id == "" && x.inTime(y) && x.inCells(y)
	})
	same := len(ids) + equal[0]
	near := max(same, oracleNear(a.rows, b.rows))
	least := min(a.ids+a.blank, b.ids+b.blank)
	switch {
	case least == 0 || same >= least:
		return false
	case same >= 2 && 2*same >= least, agreeing[0] > equal[0]:
		return true
	case a.ids > 0 && b.ids > 0:
		return near >= 2 && 10*near > 6*least
	}
	return near >= 2 && 2*near >= least
}
