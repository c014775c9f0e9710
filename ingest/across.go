package ingest

import (
	"encoding/binary"
	"fmt"
	"hash/maphash"
	"slices"
	"strings"
)

// repeats remembers the rows of the export that is being read, and the contact IDs of all, to find contacts that come again.
// Its state is a hash and a row number for each row without a contact ID, and one entry for each contact ID.
type repeats struct {
	seed  maphash.Seed
	rows  map[uint64]place
	again map[uint64]*equalRows
	ids   map[string]idUse

	content []byte // of the last row
}

// equalRows are rows of one export that are equal.
type equalRows struct {
	first, second place
	count         int
}

// idUse is the last row of a contact ID.
type idUse struct {
	hash   uint64
	at     place
	client string
}

func newRepeats() *repeats {
	return &repeats{
		seed: maphash.MakeSeed(), rows: map[uint64]place{}, again: map[uint64]*equalRows{}, ids: map[string]idUse{},
	}
}

// check reports a contact ID that was used for something else, and counts equal rows until endExport.
func (p *repeats) check(c *Contact, at *rowPlaces, f *findings) {
	p.content = appendContent(p.content[:0], c)
	hash := maphash.Bytes(p.seed, p.content)
	if c.ID == "" {
		p.count(hash, at.of(fieldClientID))
		return
	}
	here := at.of(fieldContactID)
	use, used := p.ids[c.ID]
	if used {
		n := note{at: here, field: fieldContactID, value: c.ID}
		switch earlier := f.where(use.at, here); {
		case use.hash == hash && use.at.export == here.export:
			n.rule = ruleSameContactTwice
			n.text = "this row has the contact ID and the content of " + earlier + "; they count once"
		case use.hash == hash:
			n.rule = numRules
		case use.client != c.Client:
			n.rule = ruleContactIDReused
			n.text = "this contact ID stands for another client in " + earlier + ", which does not count now"
		case use.at.export == here.export:
			n.rule = ruleContactIDReused
			n.text = "this contact ID has other content in " + earlier + ", which does not count now"
		default:
			n.rule = ruleContactCorrected
			n.text = "this contact had other content in " + earlier
		}
		if n.rule != numRules {
			f.add(n)
		}
	}
	p.ids[c.ID] = idUse{hash, here, c.Client}
}

// count counts a row that has no contact ID.
func (p *repeats) count(hash uint64, at place) {
	first, seen := p.rows[hash]
	if !seen {
		p.rows[hash] = at
		return
	}
	e := p.again[hash]
	if e == nil {
		e = &equalRows{first: first, second: at, count: 1}
		p.again[hash] = e
	}
	e.count++
}

// endExport reports the equal rows of an export, once a group, and forgets its rows.
func (p *repeats) endExport(f *findings) {
	for _, e := range p.again {
		f.add(note{
			at: e.second, rule: ruleSameContactTwice,
			text: fmt.Sprintf("this row equals that of %s; %d rows are equal in all, and each is counted", f.where(e.first, e.second), e.count),
		})
	}
	clear(p.rows)
	clear(p.again)
}

// where says where a place is, as seen from another: "C14", "Sheet1!C14", "B12 of another file".
func (f *findings) where(at, from place) string {
	text := fmt.Sprintf("row %d", at.row)
	if at.col > 0 {
		text = cellName(at)
	}
	if at.sheet != from.sheet && f.sheets[at.sheet] != "" {
		text = f.sheets[at.sheet] + "!" + text
	}
	if at.export != from.export {
		text += " of " + f.names[at.export]
	}
	return text
}

// person returns a hash of a name and birth date, with a seed of its own run, so that no name is kept; 0 where one is missing.
// The order of the words of the name does not matter.
func (p *repeats) person(names []string, birth Date) uint64 {
	if birth == 0 {
		return 0
	}
	var words []string
	for _, name := range names {
		words = append(words, strings.FieldsFunc(fold(name), func(r rune) bool { return strings.ContainsRune(" ,.'-", r) })...)
	}
	if len(words) < 2 {
		return 0
	}
	slices.Sort(words)
	p.content = p.content[:0]
	for _, w := range words {
		p.content = appendText(p.content, w)
	}
	p.content = binary.LittleEndian.AppendUint32(p.content, uint32(birth))
	return maphash.Bytes(p.seed, p.content)
}

// checkPerson reports a client who has the name and birth date of another.
func (r *Reader) checkPerson(who *client, names []string, birth Date, at place) {
	hash := r.repeats.person(names, birth)
	if hash == 0 {
		return
	}
	i := r.clients.byID[who.id]
	other, seen := r.clients.people[hash]
	if !seen {
		r.clients.people[hash] = i
		return
	}
	if other == i || r.samePeople[[2]int32{other, i}] {
		return
	}
	r.samePeople[[2]int32{other, i}] = true
	r.found.add(note{
		at: at, rule: rulePersonTwoIDs, field: fieldClientID, value: who.text,
		text: "this client has the name and birth date of the client in " + r.found.where(r.clients.all[other].seen, at),
	})
}
