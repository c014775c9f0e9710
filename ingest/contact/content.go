package contact

import "encoding/binary"

// The content of a contact is all that it says: its contact ID, its client, its date and its
// values, but neither its place nor how the client ID is written. Two contacts that have the same
// content are equal. For contacts of one Dictionary a Hasher tells that by numbers; AppendContent
// spells it out, so that it can be compared across Dictionaries and kept.

// Hasher hashes the content of contacts of one Dictionary, but for the contact ID.
type Hasher struct{ Mixer }

// Said returns a hash of what a row says of its contact, before its client has a number.
func (h *Hasher) Said(date Date, values []Value) uint64 {
	sum := uint64(uint32(date))
	for len(values) >= 4 {
		sum = h.Triple(sum, uint64(values[0])|uint64(values[1])<<32, uint64(values[2])|uint64(values[3])<<32)
		values = values[4:]
	}
	for _, v := range values {
		sum = h.Pair(sum, uint64(v))
	}
	return sum
}

// Of returns the Hash of a contact: that of what its row says, and of its client.
func (h *Hasher) Of(said uint64, client int32) uint64 {
	return said ^ uint64(client)*0x9E3779B97F4A7C15
}

// Equal reports whether two contacts have the same content, whatever their Dictionaries.
func Equal(a, b *Contact) bool {
	return string(AppendContent(nil, a)) == string(AppendContent(nil, b))
}

// AppendContent appends the content of a contact, so that unlike contents append unlike bytes. The
// ledger keeps checksums of these bytes: they stay as they are.
func AppendContent(b []byte, c *Contact) []byte { return AppendContentOf(b, c, c.ClientID()) }

// AppendContentOf is AppendContent for a contact whose client may have no number yet: it is given
// the ID as compared.
func AppendContentOf(b []byte, c *Contact, client string) []byte {
	b = AppendText(b, c.ID)
	b = AppendText(b, client)
	b = c.appendKind(b, Label, func(b []byte, attribute int, v Value) []byte {
		return AppendText(b, c.Dict.Label(attribute, v))
	})
	b = binary.LittleEndian.AppendUint32(b, uint32(c.Date))
	b = c.appendKind(b, Day, func(b []byte, _ int, v Value) []byte {
		return binary.LittleEndian.AppendUint32(b, uint32(v))
	})
	b = c.appendKind(b, Years, func(b []byte, _ int, v Value) []byte { return appendAge(b, v.Age()) })
	return c.appendKind(b, List, func(b []byte, attribute int, v Value) []byte {
		members := c.Dict.Members(attribute, v)
		b = binary.AppendUvarint(b, uint64(len(members)))
		for _, m := range members {
			b = AppendText(b, c.Dict.Label(attribute, m))
		}
		return b
	})
}

// appendKind appends the values of the attributes of one kind.
func (c *Contact) appendKind(b []byte, kind Kind, add func(b []byte, attribute int, v Value) []byte) []byte {
	for i, a := range c.Dict.Attributes {
		if a.Kind == kind {
			b = add(b, i, c.Values[i])
		}
	}
	return b
}

func appendAge(b []byte, a Age) []byte {
	known := byte(0)
	if a.Known {
		known = 1
	}
	b = append(b, known)
	b = binary.LittleEndian.AppendUint16(b, uint16(a.Low))
	return binary.LittleEndian.AppendUint16(b, uint16(a.High))
}

// AppendText appends a text after its length.
func AppendText(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// RosterValues clears the values that a roster cannot say: those that describe a contact.
func RosterValues(attributes []Attribute, values []Value) {
	for i, a := range attributes {
		if !a.OfClient {
			values[i] = 0
		}
	}
}
