package ingest

import (
	"encoding/binary"
	"fmt"
	"hash/maphash"
	"slices"
	"strings"

	"picreport/ingest/internal/value"
)

// repeats remembers the rows of the export that is being read, and the contact IDs of all, to find contacts that come again.
// Its state is some 9 bytes for each row without a contact ID, and some 40 for each contact ID.
type repeats struct {
	mixer
	seed maphash.Seed
	ids  *contactIDs

	equal equality // of an export
	base  ref      // the last row before it

	content []byte // of the last row
}

// said are the numbers of the labels of a contact among those of its Reader.
type said struct {
	gender, source labelID
	services       int32 // joined.id
}

func newRepeats() *repeats {
	seed := maphash.MakeSeed()
	return &repeats{mixer: newMixer(), seed: seed, ids: newContactIDs(seed)}
}

// checkContact is checkRepeat for a contact whose hashes are not known yet.
func (r *Reader) checkContact(c *Contact, row *rowPlaces) {
	p := r.repeats
	content := p.hash(c.Date, c.BirthDate, c.Age, c.said)
	p.content = append(p.content[:0], c.ID...)
	hash, check := p.ids.hashes(p.content)
	r.checkRepeat(c, contentOf(content, c.client), hash, check, row)
}

// hash returns a hash of what a contact says, but for its IDs and its place. Equal labels have equal numbers.
func (p *repeats) hash(date, birth Date, age Age, said said) uint64 {
	years := uint64(uint16(age.Low)) | uint64(uint16(age.High))<<16
	if age.Known {
		years |= 1 << 32
	}
	return p.triple(uint64(uint32(date))|uint64(uint32(birth))<<32, uint64(said.gender)|uint64(said.source)<<16|uint64(uint32(said.services))<<32, years)
}

// contentOf returns the hash of all of a contact but its ID and place, from that without the client.
func contentOf(said uint64, client int32) uint64 { return said ^ uint64(client)*0x9E3779B97F4A7C15 }

// checkRepeat reports a contact ID, of which it takes the hashes, that was used for something else, and counts equal rows until endExport.
func (r *Reader) checkRepeat(c *Contact, content uint64, hash uint32, check uint64, row *rowPlaces) {
	c.content = content
	if c.ID == "" {
		c.number = 0
		r.countRow(c, row.ref())
		return
	}
	number, used := r.repeats.ids.of(hash, check)
	c.number = number
	use := r.repeats.ids.use(number)
	now := idUse{check: use.check, content: uint32(c.content), client: c.client, at: row.ref()}
	if used {
		r.checkReuse(*use, now, c.ID)
	}
	*use = now
}

// checkReuse reports what a contact ID was used for before.
func (r *Reader) checkReuse(use, now idUse, id string) {
	here, before := r.at(now.at, fieldContactID), r.at(use.at, fieldContactID)
	n := note{at: here, field: fieldContactID, value: id}
	same := use.content == now.content && use.client == now.client
	switch earlier := r.found.where(before, here); {
	case same && before.export == here.export:
		n.rule = ruleSameContactTwice
		n.text = "this row has the contact ID and the content of " + earlier + "; they count once"
	case same:
		return
	case use.client != now.client:
		n.rule = ruleContactIDReused
		n.text = "this contact ID stands for another client in " + earlier + ", which does not count now"
	case before.export == here.export:
		n.rule = ruleContactIDReused
		n.text = "this contact ID has other content in " + earlier + ", which does not count now"
	default:
		n.rule = ruleContactCorrected
		n.text = "this contact had other content in " + earlier
	}
	r.found.add(n)
}

// countRow counts a contact without an ID. The first row of a client, which are nearly half of all, is compared on its own.
func (r *Reader) countRow(c *Contact, row ref) {
	p, who := r.repeats, r.clients.at(c.client)
	if who.seen == row {
		who.remember(c.content)
		return
	}
	if who.isAsFirst(c.content) && who.seen > p.base {
		p.equal.add(c.content, who.seen)
		who.content = 0
	}
	p.equal.add(c.content, row)
}

// endExport reports the equal rows of an export, once a group, and forgets its rows.
func (r *Reader) endExport() {
	p := r.repeats
	p.base = r.lastRow
	for _, e := range p.equal.end() {
		second := r.at(e.second, fieldClientID)
		earlier := r.found.where(r.at(e.first, fieldClientID), second)
		r.found.add(note{
			at: second, rule: ruleSameContactTwice,
			text: fmt.Sprintf("this row equals that of %s; %d rows are equal in all, and each is counted", earlier, e.count),
		})
	}
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
		words = append(words, strings.FieldsFunc(value.Fold(name), func(r rune) bool { return strings.ContainsRune(" ,.'-", r) })...)
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
func (r *Reader) checkPerson(i int32, names []string, birth Date, at place) {
	hash := r.repeats.person(names, birth)
	if hash == 0 {
		return
	}
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
		at: at, rule: rulePersonTwoIDs, field: fieldClientID, value: r.clients.text(i),
		text: "this client has the name and birth date of the client in " + r.found.where(r.at(r.clients.at(other).seen, fieldClientID), at),
	})
}
