// Package contact is what every other room speaks in: a contact is a client, a day, and a value for
// each attribute.
//
// Values are numbers in a Dictionary, made once where a cell is read. Whatever comes after that
// (dedup, the ledger, figures) handles attributes by index, and asks the Dictionary for a label
// only where one is printed. What a contact says, and when two say the same, stands in content.go.
package contact

import "slices"

// Contact is one service contact with one client on one date, or, where Date is 0, what a roster
// says of a client.
//
// A Contact that an iterator yields is valid until the next is asked for, and is not to be changed;
// Clone keeps it.
type Contact struct {
	Dict     *Dictionary // what the numbers mean; contacts that are merged or counted together have one
	Client   int32       // number of the client, from 1
	IDNumber int32       // number of the contact ID, from 1; 0 where there is none
	Date     Date
	Hash     uint64  // of the content but for the contact ID, by a Hasher of the Dictionary's reader
	Values   []Value // by attribute
	ID       string  // the contact ID as compared; "" where the export has none
	Given    string  // the client ID as this row's source writes it; "" where the Dictionary says it
	Place    Place
	Rest     Rest // of contacts without a contact ID, where there may be others to compare them with
}

// Place says where a row stands.
type Place struct {
	File  string // the export's source name
	Sheet string // "" in a CSV
	Row   int    // as Excel shows it; 1 is the first
}

// ClientID returns the client ID as compared: NFC, trimmed, inner blanks collapsed, case-folded;
// never "".
func (c *Contact) ClientID() string { return c.Dict.Clients.ID(c.Client) }

// GivenClient returns the client ID as exports write it: as in the first row of the client that was
// read.
func (c *Contact) GivenClient() string {
	if c.Given != "" {
		return c.Given
	}
	return c.Dict.Clients.Given(c.Client)
}

// AnonymousID is the client ID, as compared, of contacts with people who have none: all of them share
// it, and count as no client. No export can have it, for it is a control character. AnonymousName is
// shown in its place.
const (
	AnonymousID   = "\x01"
	AnonymousName = "(anonymous)"
)

// IsAnonymous reports whether the contact is one with somebody who has no client ID.
func (c *Contact) IsAnonymous() bool { return c.Client == c.Dict.Anonymous && c.Client != 0 }

// Clone returns a copy that stays valid.
func (c *Contact) Clone() Contact {
	kept := *c
	kept.Values = slices.Clone(c.Values)
	return kept
}

// Clients are the clients of a Dictionary, by number from 1.
type Clients interface {
	ID(client int32) string    // as compared
	Given(client int32) string // as first written
}
