package clients

import "testing"

// A new ID looks like the earliest of those that differ from it in leading zeros, O and 0, blanks
// or punctuation alone.
func TestAlike(t *testing.T) {
	tests := []struct {
		ids  []string // the last is new
		want int32    // 0 for none
	}{
		{[]string{"12", "0012"}, 1},
		{[]string{"c01", "co1"}, 1},
		{[]string{"01-1", "1-1"}, 1},
		{[]string{"1-12", "11-2"}, 0},
		{[]string{"1-12", "112"}, 1},
		{[]string{"112", "1-12"}, 1},
		{[]string{"1023", "1.023e3"}, 1},
		{[]string{"1023", "1023.0"}, 1},
		{[]string{"10", "100"}, 0},
		{[]string{"x7", "a-1", "a 1", "a.1", "a_1"}, 2},
		{[]string{"-", "--"}, 0},
	}
	for _, tt := range tests {
		s := New[struct{}]()
		p := s.Parser()
		var client int32
		var id ID
		for _, text := range tt.ids {
			id = p.Parse(text)
			client, _, _ = s.Number(id, NotLookedUp, text)
		}
		if got := s.Alike(client, id.Hash); got != tt.want {
			t.Errorf("%q: the last looks like client %d, want %d", tt.ids, got, tt.want)
		}
	}
}
