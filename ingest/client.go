package ingest

import (
	"strconv"
	"strings"
	"unicode"
)

// client is what the checks across rows remember of a client.
type client struct {
	id       string // as compared
	text     string // as the first row writes it
	seen     place  // of the first row
	contact  place  // of the first contact; row 0 for none
	roster   place  // of the last row of a roster; row 0 for none
	birth    Date   // the first that was reported
	birthAt  place
	gender   string // the first that was reported
	genderAt place
	told     told // which findings were made, so that each is made once a client
}

// told are flags of findings.
type told uint8

const (
	toldSpelling told = 1 << iota
	toldBirth
	toldGender
)

// clients are all clients of a run.
type clients struct {
	byText map[string]int32 // what a cell says to the index in all
	byID   map[string]int32
	alike  map[string][]int32 // lookAlikeKey to the clients that share it
	people map[uint64]int32   // hash of a name and birth date to the first client who has it
	all    []client
}

func newClients() *clients {
	return &clients{
		byText: map[string]int32{}, byID: map[string]int32{}, alike: map[string][]int32{}, people: map[uint64]int32{},
	}
}

// maxAlike is with how many earlier clients a new one is compared.
const maxAlike = 16

// of returns the client of a text that has been through plain, and reports findings about its ID.
func (c *clients) of(text string, at place, f *findings) *client {
	if i, ok := c.byText[text]; ok {
		return &c.all[i]
	}
	text = strings.Clone(text)
	id := compareID(text)
	i, ok := c.byID[id]
	if !ok {
		i = int32(len(c.all))
		c.all = append(c.all, client{id: id, text: text, seen: at})
		c.byID[id] = i
		c.checkAlike(i, at, f)
	}
	c.byText[text] = i
	known := &c.all[i]
	if ok && known.told&toldSpelling == 0 {
		known.told |= toldSpelling
		f.add(note{
			at: at, rule: ruleClientIDSpelling, field: fieldClientID, value: text,
			text: "this client ID differs from that in " + f.where(known.seen, at) + " only in case or blanks; they are one client",
		})
	}
	return known
}

// checkAlike reports a new client whose ID looks like that of an earlier one.
func (c *clients) checkAlike(i int32, at place, f *findings) {
	id := c.all[i].id
	key, parts := lookAlikeKey(id)
	if key == "" {
		return
	}
	others := c.alike[key]
	c.alike[key] = append(others, i)
	for _, o := range others[:min(len(others), maxAlike)] {
		if _, otherParts := lookAlikeKey(c.all[o].id); parts == otherParts || parts == key || otherParts == key {
			f.add(note{
				at: at, rule: ruleClientIDLookAlike, field: fieldClientID, value: c.all[i].text,
				text: "this client ID looks like that in " + f.where(c.all[o].seen, at) + ", but counts as another client",
			})
			return
		}
	}
}

// compareID returns an ID as it is compared: NFC, case-folded, inner blanks collapsed. The text has been through plain.
func compareID(text string) string {
	id := fold(text)
	if strings.Contains(id, "  ") || strings.ContainsAny(id, "\t\n\r") {
		id = strings.Join(strings.Fields(id), " ")
	}
	return id
}

// lookAlikeKey returns what IDs share that differ only in leading zeros, O and 0, blanks or punctuation, and in being written as
// 1023, 1023.0 or 1.023e3. Its parts keep one "-" in place of each run of blanks and punctuation, to tell 1-12 from 11-2.
func lookAlikeKey(id string) (key, parts string) {
	if n, err := strconv.ParseFloat(id, 64); err == nil && n == float64(int64(n)) && n > 0 && n < 1e15 && strings.ContainsAny(id, ".e") {
		key = strconv.FormatInt(int64(n), 10)
		return key, key
	}
	var b strings.Builder
	zeros, digit := 0, false // zeros held back at the start of a run of digits; inside such a run
	for _, r := range id {
		if r == 'o' {
			r = '0'
		}
		if r == '0' && !digit {
			zeros++
			continue
		}
		number := unicode.IsDigit(r)
		if zeros > 0 && !number {
			b.WriteByte('0')
		}
		zeros, digit = 0, number
		if number || unicode.IsLetter(r) {
			b.WriteRune(r)
		} else if s := b.String(); s != "" && s[len(s)-1] != '-' {
			b.WriteByte('-')
		}
	}
	if zeros > 0 {
		b.WriteByte('0')
	}
	parts = strings.Trim(b.String(), "-")
	return strings.ReplaceAll(parts, "-", ""), parts
}

// checkClient reports what a row says of its client that an earlier row said otherwise, and remembers it.
func (r *Reader) checkClient(who *client, c *Contact, at *rowPlaces) {
	if c.Date != 0 && who.contact.row == 0 {
		who.contact = at.of(fieldClientID)
	}
	switch {
	case c.BirthDate == 0:
	case who.birth == 0:
		who.birth, who.birthAt = c.BirthDate, at.of(fieldBirthDate)
	case who.birth != c.BirthDate && who.told&toldBirth == 0:
		who.told |= toldBirth
		here := at.of(fieldBirthDate)
		r.found.add(note{
			at: here, rule: ruleClientBirthDates, field: fieldBirthDate, value: c.BirthDate.String(),
			text: "the birth date of this client is another one in " + r.found.where(who.birthAt, here),
		})
	}
	switch {
	case c.Gender == "":
	case who.gender == "":
		who.gender, who.genderAt = c.Gender, at.of(fieldGender)
	case who.gender != c.Gender && who.told&toldGender == 0:
		who.told |= toldGender
		here := at.of(fieldGender)
		r.found.add(note{
			at: here, rule: ruleClientGenders, field: fieldGender, value: c.Gender,
			text: "the gender of this client is another one in " + r.found.where(who.genderAt, here),
		})
	}
}

// checkRosterClient reports a client whom one roster has twice. Records of a REDCap project have several base rows by nature.
func (r *Reader) checkRosterClient(who *client, at place, redcap bool) {
	if who.roster.row != 0 && who.roster.export == at.export && who.roster.sheet == at.sheet && !redcap {
		r.found.add(note{
			at: at, rule: ruleRosterClientTwice, field: fieldClientID, value: who.text,
			text: "this client stands in the roster already, in " + r.found.where(who.roster, at),
		})
	}
	who.roster = at
}

// checkRoster reports the clients who have contacts but are in none of the rosters, where there was one.
func (r *Reader) checkRoster() {
	if !r.hasRoster {
		return
	}
	for i := range r.clients.all {
		who := &r.clients.all[i]
		if who.contact.row == 0 || who.roster.row != 0 {
			continue
		}
		r.found.add(note{
			at: who.contact, rule: ruleClientNotInRoster, field: fieldClientID, value: who.text,
			text: "this client has contacts, but is not in the roster",
		})
	}
}
