package dedup

// Relation is what a row with a contact ID is to an earlier contact of the same ID.
type Relation uint8

// The relations. All but the last two leave the row a contact that counts.
const (
	FirstOfID  Relation = iota // there is no earlier one
	SameRow                    // one contact: client and date agree, and the last row stands
	Correction                 // one contact: the later export, or row, stands in place of the earlier
	AtOneCall                  // two contacts: two clients on one date
	TwoClients                 // two contacts: two clients, each on a date of its own
	Undecided                  // the end of the export tells; see IDs.EndExport
	CaseNumber                 // an error: one export has the ID on several dates of one client
	UsedAgain                  // an error: two exports have it for two contacts
)

// IsError reports whether the row cannot be counted.
func (r Relation) IsError() bool { return r >= CaseNumber }

// pair says how two rows of one contact ID, the second after the first, differ.
type pair struct {
	oneExport  bool
	sameClient bool
	sameDate   bool
	covered    bool // the later export covers the date of the first; only asked for two exports
}

// relate is the table of when two rows of one contact ID are one contact: the one place that has
// it. IDs finds the rows to compare.
func relate(p pair) Relation {
	switch {
	case p.sameClient && p.sameDate:
		return SameRow
	case p.oneExport && p.sameClient:
		return CaseNumber
	case p.oneExport && p.sameDate:
		return AtOneCall
	case p.oneExport:
		return TwoClients
	case p.sameDate, p.sameClient && p.covered:
		return Correction
	}
	return UsedAgain
}
