package ingest

import (
	"strings"
	"time"

	"picreport/ingest/contact"
	"picreport/ingest/internal/value"
)

// Options say what the columns and values of an export mean. The zero value has the built-in
// headers, no labels of its own, month before day, and no bounds on contact dates.
type Options struct {
	// Columns maps a header, as in the export, to one of Fields; it wins over every built-in
	// header. A header that is mapped to "ignore" is not read. Several may be mapped to "services",
	// and several to "contact_date": a row is then a contact for each of them that it fills.
	Columns  map[string]string
	Genders  []Label // empty: Male and Female. M, F and the like are spellings of these two in any case
	Sources  []Label // empty: every source is OtherSource
	Services []Label // empty: every service is OtherSource
	// Ages are the ages that age groups and words stand for, by their text in any case: those that
	// lie in no one band, or say no number.
	Ages map[string]contact.Age `json:",omitempty"`
	// AgeBands are the bands of the report, from 0 up; a group that lies in no one of them is
	// reported. None: no group is. It decides nothing of what is read.
	AgeBands   []contact.Age `json:"-"`
	ContactIDs ContactIDs    `json:",omitempty"` // what rows of one contact ID are
	DateOrder  value.DateOrder
	// Separator parts several services in a cell, and nothing else does; "" is ";", "|", new lines,
	// and "," "/" "&" or blanks where each part is then a label.
	Separator string `json:",omitempty"`
	// DateOrderSet says that the user chose DateOrder: dates that do not show their order are then
	// read in it without a word.
	DateOrderSet bool `json:"-"`
	// Zone is where contacts take place: times of UTC that are on another day there are reported. Nil
	// is for no such check.
	Zone *time.Location `json:"-"`
	// RestKey has the contacts of one export, too, carry what tells them apart from those of another,
	// Contact.Rest, by hashes with these seeds; nil for those of several exports alone.
	RestKey *contact.Mixer `json:"-"`
	// Counted are the names of the fields that the user's own configuration counts, so that an export
	// without them is doubtful. It decides nothing of what is read.
	Counted []string `json:"-"`

	Dictionary string       // path of a REDCap data dictionary, whose labels stand for raw codes; "" for none
	Today      contact.Date // contacts after it are in the future; 0 for no such bound
	// RedcapContacts names the instruments and events of REDCap exports whose rows are contacts, as
	// exports write them; no others are. None: every row with a contact date is one.
	RedcapContacts []string `json:",omitempty"`
	// Partial says that other exports of the programme are read by other Readers: a roster without
	// contacts is then nothing to be said.
	Partial bool `json:"-"`

	Inception contact.Date // first day of the inception month; contacts before it are errors; 0 for no such bound

	// Sheets are the names of the only sheets of a workbook to read; AllSheets is all that have the
	// columns of contacts, and every roster. None chooses by the columns.
	Sheets     SheetNames `json:"Sheet"`
	Password   string     // of encrypted workbooks
	ShowValues bool       // put the cell's value into each finding

	// Anonymous says which rows without a usable client ID count as contacts, and as no client.
	Anonymous Anonymous `json:",omitzero"`

	// LeaveOut says which rows are no contacts. They are no rows either, and a finding counts them.
	LeaveOut LeaveOut `json:",omitzero"`
	// SameClient maps a client ID to that of the client who is the same person.
	SameClient map[string]string `json:",omitempty"`

	clientsAlone bool // a column of client IDs is a roster, without anything else
	// Command reads exports as this run does, for hints: exports follow it. "" is none.
	Command string `json:"-"`
	// ClientIDPattern is a regular expression of a whole client ID, in any case; "" for none. IDs of
	// another form are warned of.
	ClientIDPattern string `json:",omitzero"`
}

// ContactIDs says what rows of one contact ID are. The zero value goes by what they say.
type ContactIDs string

// What rows of one contact ID can be.
const (
	ContactIDsCorrect ContactIDs = "corrections" // one contact, of which the last row stands
	ContactIDsIgnored ContactIDs = "ignore"      // whatever they are without it, as if there were none
)

// Label is one value that a report prints, and the spellings of it in exports. Its own Name is
// always a spelling. Case, blanks and punctuation of a spelling do not matter.
type Label struct {
	Name   string   `yaml:"label"`
	Values []string `yaml:"values"`
}

// SheetNames are names of sheets of a workbook.
type SheetNames []string

// String joins the names by a slash, which no name of a sheet has in it.
func (s SheetNames) String() string { return strings.Join(s, "/") }

// MarshalText writes the names as one text, as ledgers have had it since there was one name: a
// digest of the options does not change where they do not.
func (s SheetNames) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// DateOrder is the order of day and month in dates such as 3/4/2024.
type DateOrder = value.DateOrder

// The date orders.
const (
	MDY = value.MDY // month first, as in the US; the default
	DMY = value.DMY // day first
)
