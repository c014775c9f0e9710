package report

import (
	"bytes"
	"encoding/json"
	"slices"

	"picreport/ingest/contact"
)

// Restatement is a figure that was published as one number and is another now.
type Restatement struct {
	Quarter     contact.Quarter `json:"quarter"`
	Figure      string          `json:"figure"` // as Explain takes it: "new", "age=13–17 yrs"
	Published   int             `json:"published"`
	PublishedOn contact.Date    `json:"published_on"`
	Now         int             `json:"now"`
	Because     string          `json:"because,omitempty"` // what changed the ledger since then
}

// Restated compares the published figures of a quarter with those that are counted now. Age bands
// are compared where they are the same ones as then.
func Restated(published, now *Figures) []Restatement {
	var out []Restatement
	compare := func(figure string, was, is int) {
		if was != is {
			out = append(out, Restatement{Quarter: now.Quarter, Figure: figure, Published: was, Now: is})
		}
	}
	compare("since-inception", published.Clients.SinceInception, now.Clients.SinceInception)
	compare("served", published.Clients.Served, now.Clients.Served)
	compare("new", published.Clients.New, now.Clients.New)
	compare("carried-over", published.Clients.CarriedOver, now.Clients.CarriedOver)
	if a, b := published.ChangeInNew, now.ChangeInNew; a != nil && b != nil && a.Percent != nil && b.Percent != nil {
		compare("change-in-new", *a.Percent, *b.Percent)
	}
	compare("contacts", published.Contacts.Total, now.Contacts.Total)
	compare("anonymous", published.Contacts.Anonymous, now.Contacts.Anonymous)
	if published.Demographics.Basis == now.Demographics.Basis {
		compareTables("gender=", published.Demographics.Gender, now.Demographics.Gender, compare)
		if slices.EqualFunc(published.Demographics.Age, now.Demographics.Age, func(a, b Count) bool { return a.Label == b.Label }) {
			compareTables("age=", published.Demographics.Age, now.Demographics.Age, compare)
		}
	}
	return out
}

// compareTables compares the counts of two tables. A label that only one of them has counts as none
// in the other.
func compareTables(prefix string, was, is []Count, compare func(string, int, int)) {
	counts := map[string][2]int{}
	var order []string
	for i, table := range [][]Count{was, is} {
		for _, c := range table {
			n, ok := counts[c.Label]
			if !ok {
				order = append(order, c.Label)
			}
			n[i] = c.Count
			counts[c.Label] = n
		}
	}
	for _, label := range order {
		compare(prefix+label, counts[label][0], counts[label][1])
	}
}

// Same reports whether two reports of a quarter print the same figures: from which files they were
// counted, and what was published before, makes no others.
func Same(a, b *Figures) bool {
	var said [2][]byte
	for i, f := range []Figures{*a, *b} {
		f.Data, f.Restatements, f.Coverage = Data{}, nil, Coverage{}
		text, err := json.Marshal(f)
		if err != nil {
			return false
		}
		said[i] = text
	}
	return bytes.Equal(said[0], said[1])
}
