package ingest_test

import (
	"strings"
	"testing"
)

// The hints where a needed field has no column: what they propose is what the column holds, and never what is there already.
func TestSuggestedColumns(t *testing.T) {
	tests := []struct{ name, text, want, not string }{
		{"a date by what it holds", "Client ID,Seen,Note\nA1,2024-07-01,x\n", `"Seen": contact_date`, "Note"},
		{"a date by its header", "Client ID,Contct Date\nA1,\n", `"Contct Date": contact_date`, ""},
		{"an ID near to a known one", "Clint ID,Contact Date\nA1,2024-07-01\n", `"Clint ID": client_id`, ""},
		{"an ID by its last word", "Consumer Code,Contact Date\nA1,2024-07-01\n", `"Consumer Code": client_id`, ""},
		{"not the ID of a form", "Form ID,Contact Date\n77,2024-07-01\n", "map the header of client_id", "Form ID"},
		{"not a birth date", "Client ID,Birthdate of client\nA1,1990-07-01\n", "", `"Birthdate of client": contact_date`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, sum := readFiles(t, options(), csv(tt.text))
			var hints []string
			for _, f := range sum.Findings {
				hints = append(hints, f.Hint)
			}
			all := strings.Join(hints, "\n")
			if !strings.Contains(all, tt.want) || tt.not != "" && strings.Contains(all, tt.not) {
				t.Errorf("hints:\n%s\nwant %s, and not %s", all, tt.want, tt.not)
			}
		})
	}
}
