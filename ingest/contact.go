package ingest

import "slices"

// Contact is one service contact with one client on one date, or, where Date is 0, what a roster says of a client.
type Contact struct {
	ID        string   // the contact ID as compared (see ClientID); "" where the export has none. In REDCap: record/event/instrument/instance
	Client    string   // the client ID as compared, where whoever made the contact has set it: a Reader does not; see ClientID
	Date      Date     // 0 for a roster row
	BirthDate Date     // 0 where not reported or not usable
	Age       Age      // as reported at the contact; the zero Age where not reported or not usable
	Gender    string   // a label of the options; "" where not reported
	Source    string   // a label of the options, OtherSource, or "" where not reported
	Services  []string // labels of the options or OtherSource, each once, in the order of the row; nil where the row lists none; shared: not to be changed
	Place     Place
	Given     string // the client ID as an export writes it, for a contact that no Reader read; see GivenClient

	from    *Reader // who numbered it; nil for a contact that no Reader or Numberer has seen
	client  int32   // see ClientNumber
	number  int32   // of the contact ID among those of from; 0 for none
	said    said    // the numbers that from has for the labels
	content uint64  // a hash of all but ID and Place, with a seed of from
}

// ClientNumber returns the number of the client among those of the Reader that read the contact, or of the Numberer: 1 for the first that it
// met, and so on without gaps. It is 0, and the Reader nil, where neither has seen the contact. It spares whoever counts millions of contacts a map.
func (c *Contact) ClientNumber() (int32, *Reader) { return c.client, c.from }

// ClientID returns the client ID as compared: NFC, trimmed, inner blanks collapsed, case-folded; never "". Of a contact that a Reader read it is
// made anew each time.
func (c *Contact) ClientID() string {
	if c.Client == "" && c.from != nil && c.client != 0 {
		return c.from.clients.idOf(c.client)
	}
	return c.Client
}

// GivenClient returns the client ID as the exports write it: as in the first row of the client that was read.
func (c *Contact) GivenClient() string {
	switch {
	case c.Given != "":
		return c.Given
	case c.from != nil && c.client != 0:
		return c.from.clients.text(c.client)
	}
	return c.Client
}

// Equal reports whether two contacts say the same, wherever they were read and however the client ID is written. Services that are nil and empty are equal.
func (c Contact) Equal(other Contact) bool {
	return c.ID == other.ID && c.ClientID() == other.ClientID() && c.Date == other.Date && c.BirthDate == other.BirthDate && c.Age == other.Age &&
		c.Gender == other.Gender && c.Source == other.Source && slices.Equal(c.Services, other.Services) && c.Place == other.Place
}

// OtherSource is the Source of a contact whose source is none of those that the options name, and likewise a service.
const OtherSource = "Other"

// Place says where a row stands.
type Place struct {
	File  string // the export's source name
	Sheet string // "" in a CSV
	Row   int    // as Excel shows it; 1 is the first
}
