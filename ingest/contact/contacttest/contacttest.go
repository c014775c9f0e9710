// Package contacttest makes contacts of words, and words of contacts, for tests.
package contacttest

import (
	"iter"
	"strings"

	"picreport/ingest/contact"
)

// Row is a contact in words. What is left out is not reported.
type Row struct {
	ID              string // the contact ID
	Client          string // the client ID as compared
	Given           string // the client ID as written; "" is Client
	Date, BirthDate contact.Date
	Age             contact.Age
	Gender, Source  string
	Services        []string
	Place           contact.Place
	Rest            contact.Rest // Of leaves it out
}

// Maker makes contacts of one Dictionary.
type Maker struct {
	Dict    *contact.Dictionary
	hasher  contact.Hasher
	clients *clients
	ids     map[string]int32
}

// clients are contact.Clients.
type clients struct {
	numbers    map[string]int32
	ids, given []string // by number
}

func (c *clients) ID(client int32) string    { return c.ids[client] }
func (c *clients) Given(client int32) string { return c.given[client] }

// New returns a Maker.
func New() *Maker {
	known := &clients{numbers: map[string]int32{}, ids: []string{""}, given: []string{""}}
	return &Maker{
		Dict: contact.NewDictionary(contact.BuiltIn(), known), hasher: contact.Hasher{Mixer: contact.NewMixer()},
		clients: known, ids: map[string]int32{},
	}
}

// Contact makes a contact, which stays valid. A client is given as in its first row.
func (m *Maker) Contact(r Row) *contact.Contact {
	given := r.Given
	if given == "" {
		given = r.Client
	}
	client, ok := m.clients.numbers[r.Client]
	if !ok {
		client = int32(len(m.clients.ids))
		m.clients.numbers[r.Client] = client
		m.clients.ids, m.clients.given = append(m.clients.ids, r.Client), append(m.clients.given, given)
	}
	c := &contact.Contact{Dict: m.Dict, Client: client, Date: r.Date, ID: r.ID, Place: r.Place, Rest: r.Rest}
	if m.clients.given[client] != given {
		c.Given = given
	}
	if r.ID != "" {
		if m.ids[r.ID] == 0 {
			m.ids[r.ID] = int32(len(m.ids) + 1)
		}
		c.IDNumber = m.ids[r.ID]
	}
	var services []contact.Value
	for _, s := range r.Services {
		services = append(services, m.Dict.Number(contact.Services, s))
	}
	c.Values = make([]contact.Value, len(m.Dict.Attributes))
	c.Values[contact.BirthDate] = contact.Value(r.BirthDate)
	c.Values[contact.ReportedAge] = contact.AgeValue(r.Age)
	c.Values[contact.Gender] = m.Dict.Number(contact.Gender, r.Gender)
	c.Values[contact.Source] = m.Dict.Number(contact.Source, r.Source)
	c.Values[contact.Services] = m.Dict.ListNumber(contact.Services, services)
	c.Hash = m.hasher.Of(m.hasher.Said(c.Date, c.Values), client)
	return c
}

// Stream yields the contacts of rows, then an error where it is not nil.
func (m *Maker) Stream(rows []Row, err error) iter.Seq2[*contact.Contact, error] {
	return func(yield func(*contact.Contact, error) bool) {
		for _, r := range rows {
			if !yield(m.Contact(r), nil) {
				return
			}
		}
		if err != nil {
			yield(nil, err)
		}
	}
}

// Of puts a contact in words. Given is "" where the Dictionary says it.
func Of(c *contact.Contact) Row {
	return Row{
		ID: strings.Clone(c.ID), Client: c.ClientID(), Given: c.Given, Date: c.Date,
		BirthDate: contact.Date(c.Values[contact.BirthDate]), Age: c.Values[contact.ReportedAge].Age(),
		Gender: c.Dict.Label(contact.Gender, c.Values[contact.Gender]), Source: c.Dict.Label(contact.Source, c.Values[contact.Source]),
		Services: c.Dict.Labels(contact.Services, c.Values[contact.Services]), Place: c.Place,
	}
}
