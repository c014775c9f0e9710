package ingest_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"picreport/ingest"
	"picreport/ingest/contact"
)

// What age groups count as, and which lie in no one band, by the bands 0-12, 13-17, 18-24, 25-59 and 60+.
func TestAgeGroups(t *testing.T) {
	bands := func(o *ingest.Options) {
		for _, ends := range [][2]int16{{0, 12}, {13, 17}, {18, 24}, {25, 59}, {60, contact.MaxAge}} {
			o.AgeBands = append(o.AgeBands, contact.Age{Low: ends[0], High: ends[1], Known: true})
		}
	}
	says := func(ages map[string]contact.Age) func(*ingest.Options) {
		return func(o *ingest.Options) { bands(o); o.Ages = ages }
	}
	teens := contact.Age{Low: 13, High: 17, Known: true}
	tests := []struct {
		name  string
		o     func(*ingest.Options)
		cells string
		ages  string
		found []string
	}{
		{"bands", bands, "13-17|60+|Under 13", "13-17 60-120 0-12", nil},
		{
			"no one band, each value once", bands, "Under 18|18-30|under 18|UNDER 18", "0-17 18-30 0-17 0-17",
			[]string{"age-group-in-no-band D2 3 [D2 D4 D5]", "age-group-in-no-band D3 0 []"},
		},
		{"said", says(map[string]contact.Age{"Under 18": teens}), "under-18|UNDER 18", "13-17 13-17", nil},
		{"a word", says(map[string]contact.Age{"teen": teens}), "Teen|13", "13-17 13-13", nil},
		{"codes", says(map[string]contact.Age{"2": teens}), "2|14", "13-17 14-14", nil},
		{"no bands", func(*ingest.Options) {}, "Under 18", "0-17", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text := "client_id,contact_date,gender,age\n"
			for i, cell := range strings.Split(tt.cells, "|") {
				text += fmt.Sprintf("A%d,2024-07-01,F,%s\n", i+1, cell)
			}
			contacts, sum := readFiles(t, with(tt.o), csv(text))
			var ages, found []string
			for _, c := range contacts {
				ages = append(ages, fmt.Sprintf("%d-%d", c.Age.Low, c.Age.High))
			}
			for _, f := range sum.Findings {
				found = append(found, fmt.Sprintf("%s %s %d %v", f.Code, f.Cell, f.Count, f.Cells))
			}
			if d := cmp.Diff(tt.ages, strings.Join(ages, " ")); d != "" {
				t.Error(d)
			}
			if d := cmp.Diff(tt.found, found); d != "" {
				t.Error(d)
			}
		})
	}
	// With a birth date the group is not needed.
	_, sum := readFiles(t, with(bands), csv("client_id,contact_date,date_of_birth,age\nA1,2024-07-01,2010-01-01,Under 18\n"))
	for _, f := range sum.Findings {
		if f.Code == "age-group-in-no-band" {
			t.Errorf("found %+v", f)
		}
	}
	if _, err := ingest.NewReader(with(says(map[string]contact.Age{"Under 18": teens, "under-18": {Low: 1}}))); err == nil {
		t.Error("one text with two ages is taken")
	}
}

// An unknown value names all of its cells, in other sheets and files too.
func TestCellsOfUnknownValue(t *testing.T) {
	const head = "client_id,contact_date,gender\n"
	_, sum := readFiles(t, options(), csv(head+"A1,2024-07-01,Purpel\nA2,2024-07-01,F\nA3,2024-07-01,purpel\n", head+"A4,2024-07-02,purpel\n"))
	for _, f := range sum.Findings {
		if f.Code != "gender-unknown" {
			continue
		}
		if d := cmp.Diff([]string{"C2", "C4", "b.csv:C2"}, f.Cells); d != "" || f.Count != 3 || f.Cell != "C2" {
			t.Errorf("%s, %d cells, %s", f.Cell, f.Count, d)
		}
	}
}
