// Package dedup counts the same contact once. It has the rule (merge.go), and the compact stores
// that the rule and the checks of contact IDs and equal rows need: of contact IDs (ids.go, with
// the table of when their rows are one contact in table.go), of equal rows (equal.go), and of
// contacts that wait for the end of the input (store.go). When two contacts say the same is the
// matter of package contact.
package dedup

import (
	"errors"
	"iter"

	"picreport/ingest/contact"
)

// Merger counts the same contact once, from whatever order the exports were read in:
//   - with a contact ID, rows of one IDNumber are one contact and the last stands, at its own place
//     (which rows of an ID have one number, IDs says; and, through Dictionary.ByID, which contacts
//     do not stand after all);
//   - without one, rows of equal content are one contact when they come from different exports. A row counts as often as in the
//     export that has it most. Sheets of a workbook are exports of their own in this.
//
// Rosters pass through. Contacts come out in the order they came in. Up to the first contact ID
// they pass straight through, with a few bytes of state each; from there on they are stored,
// compactly, until the last is read.
type Merger struct {
	in         iter.Seq2[*contact.Contact, error]
	duplicates map[string]int
	total      int
	standing   int
}

// Merge returns a Merger over contacts of one Dictionary, with their numbers and hashes. Exports
// are told apart by Place.File.
func Merge(contacts iter.Seq2[*contact.Contact, error]) *Merger { return &Merger{in: contacts} }

// Duplicates returns how many contacts did not stand, once Contacts has run to its end.
func (m *Merger) Duplicates() int { return m.total }

// Standing returns how many contacts stand, rosters not included, once Contacts has run to its end.
func (m *Merger) Standing() int { return m.standing }

// DuplicatesOf returns how many of them were rows of one export, by its Place.File.
func (m *Merger) DuplicatesOf(export string) int { return m.duplicates[export] }

// errTwoDictionaries keeps numbers of two Dictionaries apart.
var errTwoDictionaries = errors.New("merge: contacts of more than one dictionary")

// Contacts reads the contacts and yields those that stand. An error of the input ends it.
func (m *Merger) Contacts() iter.Seq2[*contact.Contact, error] {
	return func(yield func(*contact.Contact, error) bool) {
		m.duplicates, m.total, m.standing = map[string]int{}, 0, 0
		rows, waiting := newRowCounts(), &store{}
		var dict *contact.Dictionary
		for c, err := range m.in {
			if err == nil && dict == nil {
				dict = c.Dict
			}
			if err == nil && c.Dict != dict {
				err = errTwoDictionaries
			}
			if err != nil {
				yield(nil, err)
				return
			}
			switch {
			case c.Date != 0 && c.IDNumber != 0:
				if file, again := waiting.replace(c); again {
					m.drop(file)
				}
			case c.Date != 0 && !dict.OneSource && !rows.stands(c):
				m.drop(c.Place.File)
			case waiting.n > 0:
				waiting.add(c)
			default:
				if !m.stand(c, yield) {
					return
				}
			}
		}
		waiting.drain(func(c *contact.Contact) bool { return m.end(c, yield) })
	}
}

// stand yields what stands.
func (m *Merger) stand(c *contact.Contact, yield func(*contact.Contact, error) bool) bool {
	if c.Date != 0 {
		m.standing++
	}
	return yield(c, nil)
}

// end yields a contact that waited for the end, unless what came after it tells that it does not
// stand.
func (m *Merger) end(c *contact.Contact, yield func(*contact.Contact, error) bool) bool {
	if byID := c.Dict.ByID; byID != nil && c.IDNumber != 0 {
		switch byID.Standing(c.IDNumber) {
		case contact.Corrected:
			m.drop(c.Place.File)
			return true
		case contact.LeftOut:
			return true
		}
	}
	return m.stand(c, yield)
}

func (m *Merger) drop(file string) {
	m.duplicates[file]++
	m.total++
}

// rowCounts counts equal rows by tab.
type rowCounts struct {
	rows  map[rowKey]rowCount
	older map[olderRow]uint32 // counts in tabs other than the one that had the row last
	tabs  map[tab]int32
}

// tab is a sheet of an export.
type tab struct{ file, sheet string }

// rowKey stands for all that a row says.
type rowKey struct {
	content uint64
	client  int32
}

// rowCount is how often a row stands, and how often the tab that had it last has it.
type rowCount struct {
	stands, here uint32
	tab          int32
}

type olderRow struct {
	key rowKey
	tab int32
}

func newRowCounts() *rowCounts {
	return &rowCounts{rows: map[rowKey]rowCount{}, older: map[olderRow]uint32{}, tabs: map[tab]int32{}}
}

// stands reports whether a row is one more than any tab had of it so far.
func (r *rowCounts) stands(c *contact.Contact) bool {
	in := tab{c.Place.File, c.Place.Sheet}
	number, ok := r.tabs[in]
	if !ok {
		number = int32(len(r.tabs))
		r.tabs[in] = number
	}
	key := rowKey{c.Hash, c.Client}
	n, seen := r.rows[key]
	if seen && n.tab != number {
		r.older[olderRow{key, n.tab}] = n.here
		n.here = r.older[olderRow{key, number}]
	}
	n.tab = number
	n.here++
	more := n.here > n.stands
	n.stands = max(n.stands, n.here)
	r.rows[key] = n
	return more
}
