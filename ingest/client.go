package ingest

import (
	"cmp"
	"slices"
)

// client is what the checks across rows remember of a client. There may be millions, so it is kept to 32 bytes, ID and all, without a
// pointer: two of them fill a line of the cache, and none lies in two. An equal text, and places that are no other than seen, are not kept again.
type client struct {
	key     idKey
	seen    ref     // the first row
	birth   Date    // the first that was reported
	gender  labelID // the first that was reported
	told    told
	more    uint8  // of content: eight bits
	content uint32 // of the hash of what the first row says, while no row of its export is equal to it; 0 for none
}

// remember keeps forty bits of the hash of what the client's first row says. That a row is taken to be equal to it and is not happens once in
// a million million rows; for other rows, of which sixty-four bits are compared, less often still.
func (c *client) remember(content uint64) {
	c.content, c.more = max(1, uint32(content)), uint8(content>>32)
}

// isAsFirst reports whether a row that says something of the client says what the first row does, and that was kept.
func (c *client) isAsFirst(content uint64) bool {
	return c.content == max(1, uint32(content)) && c.more == uint8(content>>32)
}

// ref is a row of a sheet that is or was read, counted over all of them; 0 for none. With a field of the sheet's layout it is a place.
type ref uint32

// told are flags of a client: which findings were made, so that each is made once, whether there was a contact, and the spelling.
type told uint8

const (
	toldSpelling told = 1 << iota
	toldBirth
	toldGender
	hasContact
	toldBits = iota // how many flags there are; after them comes the spelling
)

func (t told) spelling() spelling { return spelling(t >> toldBits) }

// at returns the place of a field in a row.
func (r *Reader) at(row ref, f field) place {
	i, _ := slices.BinarySearchFunc(r.units, row, func(s *sheetReader, row ref) int { return cmp.Compare(s.row.base+1, row+1) })
	unit := r.units[i-1] // the last that begins before the row
	p := rowPlaces{row: unit.at, lay: unit.lay}
	p.row.row = int32(row - unit.row.base)
	return p.of(f)
}

// client returns the number of the client of a text that has been through value.Clean, and reports findings about its ID. Foreseen is the hash
// of the text where it is known already, else 0.
func (r *Reader) client(text string, foreseen uint32, row *rowPlaces) int32 {
	c := r.clients
	i, hash := c.find(text, foreseen)
	if i == 0 {
		i = c.addText(text, hash, row.ref())
		r.checkAlike(i, hash, row.of(fieldClientID))
		return i
	}
	if who := c.at(i); who.told&toldSpelling == 0 && !c.isSpelled(i, text) {
		who.told |= toldSpelling
		at := row.of(fieldClientID)
		r.found.add(note{
			at: at, rule: ruleClientIDSpelling, field: fieldClientID, value: text,
			text: "this client ID differs from that in " + r.found.where(r.at(who.seen, fieldClientID), at) + " only in case or blanks; they are one client",
		})
	}
	return i
}

// checkAlike reports a new client whose ID looks like that of an earlier one, the earliest of several.
func (r *Reader) checkAlike(i int32, hash uint32, at place) {
	c := r.clients
	var key, parts string // worked out for the few that share the hash alone
	first := int32(0)
	for other := range c.slots.all(hash) {
		if other == i || first != 0 && other > first {
			continue
		}
		if key == "" {
			if key, parts = lookAlikeKey(c.idOf(i)); key == "" {
				return
			}
		}
		k, p := lookAlikeKey(c.idOf(other))
		if k == key && (p == parts || parts == key || p == key) {
			first = other
		}
	}
	if first != 0 {
		r.found.add(note{
			at: at, rule: ruleClientIDLookAlike, field: fieldClientID, value: c.text(i),
			text: "this client ID looks like that in " + r.found.where(r.at(c.at(first).seen, fieldClientID), at) + ", but counts as another client",
		})
	}
}

// checkClient reports what a row says of its client that an earlier row said otherwise, and remembers it.
func (r *Reader) checkClient(i int32, c *Contact, at *rowPlaces) {
	who, gender := r.clients.at(i), c.said.gender
	here := at.ref()
	if c.Date != 0 && who.told&hasContact == 0 {
		who.told |= hasContact
		if who.seen != here {
			r.clients.contactAt[i] = here
		}
	}
	switch {
	case c.BirthDate == 0:
	case who.birth == 0:
		who.birth = c.BirthDate
		r.clients.learnAt(i, here, fieldBirthDate)
	case who.birth != c.BirthDate && who.told&toldBirth == 0:
		who.told |= toldBirth
		here := at.of(fieldBirthDate)
		r.found.add(note{
			at: here, rule: ruleClientBirthDates, field: fieldBirthDate, value: c.BirthDate.String(),
			text: "the birth date of this client is another one in " + r.found.where(r.at(r.clients.learntAt(i, fieldBirthDate), fieldBirthDate), here),
		})
	}
	switch {
	case gender == 0:
	case who.gender == 0:
		who.gender = gender
		r.clients.learnAt(i, here, fieldGender)
	case who.gender != gender && who.told&toldGender == 0:
		who.told |= toldGender
		here := at.of(fieldGender)
		r.found.add(note{
			at: here, rule: ruleClientGenders, field: fieldGender, value: c.Gender,
			text: "the gender of this client is another one in " + r.found.where(r.at(r.clients.learntAt(i, fieldGender), fieldGender), here),
		})
	}
}

// checkRosterClient reports a client whom one roster has twice. Records of a REDCap project have several base rows by nature.
func (r *Reader) checkRosterClient(i int32, row *rowPlaces, redcap bool) {
	last := r.clients.roster(i)
	if *last > row.base && !redcap {
		at := row.of(fieldClientID)
		r.found.add(note{
			at: at, rule: ruleRosterClientTwice, field: fieldClientID, value: r.clients.text(i),
			text: "this client stands in the roster already, in " + r.found.where(r.at(*last, fieldClientID), at),
		})
	}
	*last = row.ref()
}

// checkRoster reports the clients who have contacts but are in none of the rosters, where there was one.
func (r *Reader) checkRoster() {
	if !r.hasRoster {
		return
	}
	for i := int32(1); i <= r.clients.n; i++ {
		who := r.clients.at(i)
		if who.told&hasContact == 0 || *r.clients.roster(i) != 0 {
			continue
		}
		row, ok := r.clients.contactAt[i]
		if !ok {
			row = who.seen
		}
		r.found.add(note{
			at: r.at(row, fieldClientID), rule: ruleClientNotInRoster, field: fieldClientID, value: r.clients.text(i),
			text: "this client has contacts, but is not in the roster",
		})
	}
}
