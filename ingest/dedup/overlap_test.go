package dedup_test

import (
	"testing"

	"picreport/ingest/contact"
	"picreport/ingest/dedup"
)

// extent makes an Extent of contacts without an ID, of a client a day, which all say the same.
func extent(id int32, days ...contact.Date) *dedup.Extent {
	e := &dedup.Extent{}
	for _, day := range days {
		m := dedup.Member{Client: int32(day), Date: day, Content: 1}
		if id != 0 {
			m.ID = id + int32(day)
		}
		e.Add(m, &contact.Rest{})
	}
	return e
}

func TestCompareExtents(t *testing.T) {
	withOthers := extent(0, 1, 2)
	withOthers.AddOther(9)
	withOthers.AddOther(9)
	withOthers.AddOther(9)
	reused := &dedup.Extent{}
	for day := contact.Date(1); day <= 4; day++ {
		reused.Add(dedup.Member{Client: 100 + int32(day), Date: day + 10, ID: 1000 + int32(day)}, &contact.Rest{})
	}
	tests := []struct {
		name       string
		a, b       *dedup.Extent
		copies     bool
		same, near int
	}{
		{"nothing", extent(0), extent(0, 1, 2), false, 0, 0},
		{"other days", extent(0, 1, 2), extent(0, 3, 4), false, 0, 0},
		{"all", extent(0, 1, 2, 3), extent(0, 1, 2, 3, 4), false, 3, 3},
		{"half", extent(0, 1, 2, 3, 4), extent(0, 3, 4, 5, 6), true, 2, 2},
		{"less than half", extent(0, 1, 2, 3, 4, 5), extent(0, 4, 5, 6, 7, 8), false, 2, 2},
		{"one of two", extent(0, 1, 2), extent(0, 2, 3), false, 1, 1},
		{"half of the smaller one", extent(0, 1, 2, 3, 4, 5, 6, 7, 8), extent(0, 7, 8, 9, 10), true, 2, 2},
		{"with contacts that are none of the other's", extent(0, 1, 2, 9, 10), withOthers, true, 2, 2},
		{"contact IDs", extent(1000, 1, 2, 3), extent(1000, 2, 3, 4), true, 2, 2},
		{"other contact IDs", extent(1000, 1, 2, 3), extent(2000, 1, 2, 3), true, 0, 3},
		{"other contact IDs, half", extent(1000, 1, 2, 3, 4), extent(2000, 3, 4, 5, 6), false, 0, 2},
		{"contact IDs in one", extent(1000, 1, 2, 3, 4), extent(0, 3, 4, 5, 6), true, 0, 2},
		{"contact IDs that were used again", extent(1000, 1, 2, 3, 4, 20), reused, false, 0, 0},
	}
	for _, tt := range tests {
		for _, pair := range [][2]*dedup.Extent{{tt.a, tt.b}, {tt.b, tt.a}} {
			o, copies := dedup.Compare(pair[0], pair[1])
			if copies != tt.copies || o.Same != tt.same || o.Near != tt.near {
				t.Errorf("%s: %+v, %t", tt.name, o, copies)
			}
		}
	}
}
