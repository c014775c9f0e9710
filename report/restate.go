package report

import "picreport/ingest"

// Restatement is a figure that was published as one number and is another now.
type Restatement struct {
	Quarter     Quarter     `json:"quarter"`
	Figure      string      `json:"figure"` // as Explain takes it: "new", "age=13–17 yrs"
	Published   int         `json:"published"`
	PublishedOn ingest.Date `json:"published_on"`
	Now         int         `json:"now"`
	Because     string      `json:"because,omitempty"` // what changed the ledger since then
}

// Restated compares the published figures of a quarter with those that are counted now. Labels that only one of them has, such as an
// age band that is configured otherwise by now, are not compared.
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
	compare("contacts", published.Contacts.Total, now.Contacts.Total)
	if published.Demographics.Basis == now.Demographics.Basis {
		compareTables("gender=", published.Demographics.Gender, now.Demographics.Gender, compare)
		compareTables("age=", published.Demographics.Age, now.Demographics.Age, compare)
	}
	return out
}

func compareTables(prefix string, was, is []Count, compare func(string, int, int)) {
	before := map[string]int{}
	for _, c := range was {
		before[c.Label] = c.Count
	}
	for _, c := range is {
		if n, ok := before[c.Label]; ok {
			compare(prefix+c.Label, n, c.Count)
		}
	}
}
