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
//   - without one, rows that are equal in every column that both exports have are one contact when
//     they come from different exports (rowcounts.go). A row counts as often as in the export that
//     has it most. Sheets of a workbook are exports of their own in this.
//
// Rosters pass through. Contacts come out in the order they came in. Up to the first contact ID
// they pass straight through, with some bytes of state each where there is more than one export;
// from there on they are stored, compactly, until the last is read.
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
