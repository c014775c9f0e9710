package report

import (
	"iter"

	"picreport/ingest/contact"
)

// clientTable keeps what figures need of each client. There may be millions, so that a client is a
// few words of 32 bits: its first contact, and for each attribute of clients that a contact has
// said so far the value that stands and the day it was said.
type clientTable struct {
	// of blockClients clients each; they never move: a slice of millions would be copied each time
	// it grows
	blocks [][]uint32
	stride int // words of a client
	kept   []keptAttribute
	n      int32 // the highest number of a client
}

// keptAttribute says how the value of an attribute is kept.
type keptAttribute struct {
	slot    int  // the index of the value among the words of a client, the day after it; 0 where no contact has said one
	isFirst bool // the first value that was said stands, not the last
}

// blockClients is how many clients are allocated at once.
const blockClients = 1 << 16

// client is what is known of one client on the last day of a quarter. It changes with its table.
type client struct {
	table *clientTable
	words []uint32
}

// first returns the day of the first contact, 0 for none.
func (c client) first() contact.Date { return contact.Date(c.words[0] >> 2) }

// served reports whether there was a contact in the quarter.
func (c client) served() bool { return c.words[0]&1 != 0 }

// before reports whether the client is of the opening balance, and so never new.
func (c client) before() bool { return c.words[0]&2 != 0 }

// markBefore says that the client is of the opening balance.
func (c client) markBefore() { c.words[0] |= 2 }

// isNewSince reports whether the first contact ever is not before a day.
func (c client) isNewSince(day contact.Date) bool { return c.first() >= day && !c.before() }

// contact takes in the day of a contact.
func (c client) contact(day contact.Date, inQuarter bool) {
	first, marks := c.first(), c.words[0]&3
	if first == 0 || day < first {
		first = day
	}
	if inQuarter {
		marks |= 1
	}
	c.words[0] = uint32(first)<<2 | marks
}

// value returns the value of an attribute that stands, and the day of the contact that said it: 0
// for a roster.
func (c client) value(attribute int) (contact.Value, contact.Date) {
	slot := c.table.kept[attribute].slot
	if slot == 0 {
		return 0, 0
	}
	return contact.Value(c.words[slot]), contact.Date(c.words[slot+1])
}

// tell takes in what a contact on a day, or a roster on day 0, says of an attribute. Of an age the
// earliest one stands, of all else the last. What a roster says has no day, and so stands only
// where no contact says otherwise.
func (c client) tell(attribute int, v contact.Value, day contact.Date) {
	kept := c.table.kept[attribute]
	words := c.words[kept.slot : kept.slot+2]
	said := contact.Date(words[1])
	switch {
	case words[0] == 0, !kept.isFirst && day >= said, kept.isFirst && day != 0 && (said == 0 || day < said):
		words[0], words[1] = uint32(v), uint32(day)
	}
}

// newClientTable returns an empty table.
func newClientTable(attributes []contact.Attribute) *clientTable {
	t := &clientTable{stride: 1}
	for _, a := range attributes {
		t.kept = append(t.kept, keptAttribute{isFirst: a.Kind == contact.Years})
	}
	return t
}

// at returns the client of a number, from 1, and makes room for it.
func (t *clientTable) at(number int32) client {
	i := int(number) - 1
	for i/blockClients >= len(t.blocks) {
		t.blocks = append(t.blocks, make([]uint32, blockClients*t.stride))
	}
	from := i % blockClients * t.stride
	words := t.blocks[i/blockClients][from : from+t.stride : from+t.stride]
	if number > t.n {
		t.n = number
		// memory that is new is better written first: to read it maps a page of zeros, which is
		// replaced at the first write
		clear(words)
	}
	return client{t, words}
}

// widen makes room for an attribute that no contact has said before.
func (t *clientTable) widen(attribute int) {
	old := t.stride
	t.kept[attribute].slot = old
	t.stride += 2
	for i, block := range t.blocks {
		wider := make([]uint32, blockClients*t.stride)
		for j := range blockClients {
			copy(wider[j*t.stride:], block[j*old:(j+1)*old])
		}
		t.blocks[i] = wider
	}
}

// block yields the clients of one block. Those that no contact told of are zero.
func (t *clientTable) block(i int) iter.Seq[client] {
	return func(yield func(client) bool) {
		block := t.blocks[i]
		for j := range min(blockClients, int(t.n)-i*blockClients) {
			if !yield(client{t, block[j*t.stride : (j+1)*t.stride]}) {
				return
			}
		}
	}
}
