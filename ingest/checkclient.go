package ingest

import (
	"cmp"
	"encoding/binary"
	"hash/maphash"
	"slices"
	"strings"

	"picreport/ingest/contact"
	"picreport/ingest/dedup"
	"picreport/ingest/finding"
	"picreport/ingest/internal/clients"
	"picreport/ingest/internal/value"
)

// clientState is what the checks across rows remember of a client. There may be millions, so it is
// kept to 16 bytes, without a pointer; with its ID two clients fill a line of the cache, and none
// lies in two.
type clientState struct {
	seen    dedup.Row    // the first row
	birth   contact.Date // the first that was reported
	content uint32       // of the hash of what the first row says, while no row of its export is equal to it; 0 for none
	gender  uint16       // the first that was reported
	flags   clientFlags
	more    uint8 // of content: eight bits
}

// clientFlags say which findings of a client were made, so that each is made once, and whether
// there was a contact.
type clientFlags uint8

const (
	saidSpelling clientFlags = 1 << iota
	saidBirth
	saidGender
	hasContact
)

// remember keeps forty bits of the hash of what the client's first row says. That a row is taken to
// be equal to it and is not happens once in a million million rows; for other rows, of which
// sixty-four bits are compared, less often still.
func (c *clientState) remember(content uint64) {
	c.content, c.more = max(1, uint32(content)), uint8(content>>32)
}

// isAsFirst reports whether a row that says something of the client says what the first row does,
// and that was kept.
func (c *clientState) isAsFirst(content uint64) bool {
	return c.content == max(1, uint32(content)) && c.more == uint8(content>>32)
}

// clientRows are the rows in which clients first did something, where that was not their first row.
type clientRows struct {
	contact       map[int32]dedup.Row // had a contact
	birth, gender firstRows           // had a birth date, a gender
	roster        []dedup.Row         // the last row of a roster, by client
}

// at returns the place of a field in a row.
func (r *Reader) at(row dedup.Row, f field) place {
	i, _ := slices.BinarySearchFunc(r.units, row, func(s *sheetReader, row dedup.Row) int { return cmp.Compare(s.row.base+1, row+1) })
	unit := r.units[i-1] // the last that begins before the row
	p := rowPlaces{at: unit.at, layout: unit.layout}
	p.at.row = int32(row - unit.row.base)
	return p.of(f)
}

// client returns the number of the client of an ID, and reports findings about the ID. text is what
// was parsed, which is needed only where the ID does not tell it.
func (s *sheetReader) client(id clients.ID, found clients.Found, text string) int32 {
	r := s.r
	client, isNew, otherSpelling := r.clients.Number(id, found, text)
	if !isNew && s.fresh.n > 0 {
		s.fresh.end(r)
	}
	switch {
	case isNew:
		r.clients.State(client).seen = s.row.ref()
		s.fresh.add(client)
		r.checkAlike(client, id.Hash, s.row.of(fieldClientID))
	case otherSpelling:
		state := r.clients.State(client)
		if state.flags&saidSpelling != 0 {
			break
		}
		state.flags |= saidSpelling
		if id.InKey() {
			text = id.Text()
		}
		at := s.row.of(fieldClientID)
		r.found.add(note{
			at: at, rule: finding.ClientIDSpelling, field: fieldClientID, value: text,
			text: "this client ID differs from that in " + r.found.where(r.at(state.seen, fieldClientID), at) +
				" only in case or blanks; they are one client",
		})
	}
	return client
}

// checkAlike reports a new client whose ID looks like that of an earlier one.
func (r *Reader) checkAlike(client int32, hash uint32, at place) {
	other := r.clients.Alike(client, hash)
	if other == 0 {
		return
	}
	r.found.add(note{
		at: at, rule: finding.ClientIDLookAlike, field: fieldClientID, value: r.clients.Given(client),
		text: "this client ID looks like that in " + r.found.where(r.at(r.clients.State(other).seen, fieldClientID), at) +
			", but counts as another client",
	})
}

// checkClient reports what a row says of its client that an earlier row said otherwise, and
// remembers it.
func (r *Reader) checkClient(c *contact.Contact, at *rowPlaces) {
	state := r.clients.State(c.Client)
	here := at.ref()
	if c.Date != 0 && state.flags&hasContact == 0 {
		state.flags |= hasContact
		if state.seen != here {
			r.rows.contact[c.Client] = here
		}
	}
	switch birth := contact.Date(c.Values[contact.BirthDate]); {
	case birth == 0:
	case state.birth == 0:
		state.birth = birth
		if here != state.seen {
			r.rows.birth.add(c.Client, here)
		}
	case state.birth != birth && state.flags&saidBirth == 0:
		state.flags |= saidBirth
		here := at.of(fieldBirthDate)
		first := cmp.Or(r.rows.birth.of(c.Client), state.seen)
		r.found.add(note{
			at: here, rule: finding.ClientBirthDates, field: fieldBirthDate, value: birth.String(),
			text: "the birth date of this client is another one in " + r.found.where(r.at(first, fieldBirthDate), here),
		})
	}
	switch gender := uint16(c.Values[contact.Gender]); {
	case gender == 0:
	case state.gender == 0:
		state.gender = gender
		if here != state.seen {
			r.rows.gender.add(c.Client, here)
		}
	case state.gender != gender && state.flags&saidGender == 0:
		state.flags |= saidGender
		here := at.of(fieldGender)
		first := cmp.Or(r.rows.gender.of(c.Client), state.seen)
		r.found.add(note{
			at: here, rule: finding.ClientGenders, field: fieldGender, value: r.dict.Label(contact.Gender, contact.Value(gender)),
			text: "the gender of this client is another one in " + r.found.where(r.at(first, fieldGender), here),
		})
	}
}

// checkRosterClient reports a client whom one roster has twice. Records of a REDCap project have
// several base rows by nature.
func (r *Reader) checkRosterClient(client int32, row *rowPlaces, redcap bool) {
	last := r.rows.lastRoster(client)
	if *last > row.base && !redcap {
		at := row.of(fieldClientID)
		r.found.add(note{
			at: at, rule: finding.RosterClientTwice, field: fieldClientID, value: r.clients.Given(client),
			text: "this client stands in the roster already, in " + r.found.where(r.at(*last, fieldClientID), at),
		})
	}
	*last = row.ref()
}

// lastRoster returns where the last row of a client in a roster is kept.
func (c *clientRows) lastRoster(client int32) *dedup.Row {
	if n := int(client) + 1 - len(c.roster); n > 0 {
		c.roster = append(c.roster, make([]dedup.Row, n)...)
	}
	return &c.roster[client]
}

// checkRoster reports the clients who have contacts but are in none of the rosters, where there was
// one.
func (r *Reader) checkRoster() {
	if !r.hasRoster {
		return
	}
	for client := int32(1); client <= r.clients.Len(); client++ {
		state := r.clients.State(client)
		if client == r.dict.Anonymous || state.flags&hasContact == 0 || *r.rows.lastRoster(client) != 0 {
			continue
		}
		row, ok := r.rows.contact[client]
		if !ok {
			row = state.seen
		}
		r.found.add(note{
			at: r.at(row, fieldClientID), rule: finding.ClientNotInRoster, field: fieldClientID, value: r.clients.Given(client),
			text: "this client has contacts, but is not in the roster",
		})
	}
}

// persons finds clients who have one name and birth date. No name is kept.
type persons struct {
	seed    maphash.Seed
	clients map[uint64]int32 // hash of a name and birth date to the first client who has it
	said    map[[2]int32]bool
}

func newPersons() *persons {
	return &persons{seed: maphash.MakeSeed(), clients: map[uint64]int32{}, said: map[[2]int32]bool{}}
}

// hash returns a hash of a name and birth date, with a seed of its own run; 0 where one is missing.
// The order of the words of the name does not matter. Several goroutines may call it.
func (p *persons) hash(names []string, birth contact.Date) uint64 {
	var words []string
	for _, name := range names {
		words = append(words, strings.FieldsFunc(value.Fold(name), func(r rune) bool { return strings.ContainsRune(" ,.'-", r) })...)
	}
	if len(words) < 2 {
		return 0
	}
	slices.Sort(words)
	var b []byte
	for _, w := range words {
		b = contact.AppendText(b, w)
	}
	b = binary.LittleEndian.AppendUint32(b, uint32(birth))
	return maphash.Bytes(p.seed, b)
}

// checkPerson reports a client who has the name and birth date of another, of which it takes the
// hash; 0 for none.
func (r *Reader) checkPerson(client int32, person uint64, row *rowPlaces) {
	if person == 0 {
		return
	}
	p := r.persons
	other, seen := p.clients[person]
	if !seen {
		p.clients[person] = client
		return
	}
	if other == client || p.said[[2]int32{other, client}] {
		return
	}
	p.said[[2]int32{other, client}] = true
	at := row.of(fieldClientID)
	r.found.add(note{
		at: at, rule: finding.PersonTwoIDs, field: fieldClientID, value: r.clients.Given(client),
		text: "this client has the name and birth date of the client in " +
			r.found.where(r.at(r.clients.State(other).seen, fieldClientID), at),
	})
}
