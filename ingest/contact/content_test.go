package contact_test

import (
	"slices"
	"testing"

	"picreport/ingest/contact"
	"picreport/ingest/contact/contacttest"
)

// sayings are contacts that each say something else, but for the first two, which say the same.
func sayings() []contacttest.Row {
	base := contacttest.Row{
		ID: "7", Client: "x", Date: 738000, BirthDate: 720000, Age: contact.Age{Low: 18, High: 24, Known: true},
		Gender: "Male", Source: "call",
		Services: []string{"a", "b"}, Place: contact.Place{File: "a.csv", Row: 2},
	}
	rows := []contacttest.Row{base, base}
	rows[1].Given, rows[1].Place = "X", contact.Place{File: "b.csv", Sheet: "s", Row: 9}
	for _, change := range []func(*contacttest.Row){
		func(r *contacttest.Row) { r.ID = "8" },
		func(r *contacttest.Row) { r.Client = "y" },
		func(r *contacttest.Row) { r.Date++ },
		func(r *contacttest.Row) { r.BirthDate++ },
		func(r *contacttest.Row) { r.BirthDate = 0 },
		func(r *contacttest.Row) { r.Age.Low++ },
		func(r *contacttest.Row) { r.Age.High++ },
		func(r *contacttest.Row) { r.Age = contact.Age{} },
		func(r *contacttest.Row) { r.Age = contact.Age{Known: true} },
		func(r *contacttest.Row) { r.Gender = "" },
		func(r *contacttest.Row) { r.Gender = "Female" },
		func(r *contacttest.Row) { r.Source = "" },
		func(r *contacttest.Row) { r.Source = "Male" },
		func(r *contacttest.Row) { r.Gender, r.Source = r.Source, r.Gender },
		func(r *contacttest.Row) { r.Services = nil },
		func(r *contacttest.Row) { r.Services = []string{"a"} },
		func(r *contacttest.Row) { r.Services = []string{"ab"} },
		func(r *contacttest.Row) { r.Services = []string{"b", "a"} },
	} {
		r := base
		change(&r)
		rows = append(rows, r)
	}
	return rows
}

// The content is all that a contact says, but for its place and how the client ID is written.
func TestContent(t *testing.T) {
	rows := sayings()
	one, other := contacttest.New(), contacttest.New()
	for _, r := range slices.Backward(rows) { // so that the numbers of the two differ
		other.Contact(r)
	}
	for i := range rows {
		for j := range rows {
			a, b := one.Contact(rows[i]), one.Contact(rows[j])
			same := i == j || i < 2 && j < 2
			if got := contact.Equal(a, other.Contact(rows[j])); got != same {
				t.Errorf("%+v and %+v are equal: %t", rows[i], rows[j], got)
			}
			if sameBytes := string(contact.AppendContent(nil, a)) == string(contact.AppendContent(nil,
				b)); sameBytes != same {
				t.Errorf("%+v and %+v have equal bytes: %t", rows[i], rows[j], sameBytes)
			}
			if rows[i].ID == rows[j].ID && (a.Hash == b.Hash) != same {
				t.Errorf("%+v and %+v have equal hashes: %t", rows[i], rows[j], a.Hash == b.Hash)
			}
		}
	}
}

// Of any number of attributes a hash is one of all, at any place.
func TestSaid(t *testing.T) {
	h := contact.Hasher{Mixer: contact.NewMixer()}
	for n := range 12 {
		values := make([]contact.Value, n)
		blank := h.Said(738000, values)
		if h.Said(738001, values) == blank {
			t.Errorf("%d values: two days have one hash", n)
		}
		seen := map[uint64]bool{blank: true}
		for i := range values {
			values[i] = 1
			if sum := h.Said(738000, values); seen[sum] {
				t.Errorf("%d values: value %d makes no difference", n, i)
			} else {
				seen[sum] = true
			}
			values[i] = 0
		}
	}
}

// A roster says nothing of a contact.
func TestRosterValues(t *testing.T) {
	c := contacttest.New().Contact(sayings()[0])
	contact.RosterValues(c.Dict.Attributes, c.Values)
	got := contacttest.Of(c)
	if got.BirthDate == 0 || !got.Age.Known || got.Gender == "" || got.Source != "" || got.Services != nil {
		t.Errorf("a roster says %+v", got)
	}
}

// What one list holds is not taken for what the next holds.
func TestContentOfTwoLists(t *testing.T) {
	d := contact.NewDictionary([]contact.Attribute{{Name: "services", Kind: contact.List}, {
		Name: "referrals",
		Kind: contact.List,
	}}, nil)
	said := func(lists ...[]string) string {
		c := &contact.Contact{Dict: d, Values: make([]contact.Value, len(lists))}
		for i, labels := range lists {
			var values []contact.Value
			for _, l := range labels {
				values = append(values, d.Number(i, l))
			}
			c.Values[i] = d.ListNumber(i, values)
		}
		return string(contact.AppendContentOf(nil, c, "x"))
	}
	if said([]string{"a", "b"}, nil) == said([]string{"a"}, []string{"b"}) {
		t.Error("a service is as good as a referral")
	}
}
