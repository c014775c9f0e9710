package job

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// Brackets in the name of a folder are no pattern; those in the name of a file are one, unless no
// file fits it.
func TestExpand(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, path := range []string{
		"City [PD]/contacts (1).csv", "City [PD]/contacts 2.csv", "City P/contacts (1).csv", "[a]/[b]/x.csv", "[a]/b/x.csv",
		"notes [final] 1.csv", "n2024.csv", "n2025.csv", "n[.csv", "City [PD]/~$contacts.csv",
	} {
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	tests := []struct {
		arg  string
		want []string // nil where nothing matches
	}{
		{"City [PD]/*.csv", []string{"City [PD]/contacts (1).csv", "City [PD]/contacts 2.csv"}},
		{"City [PD]/contacts (?).csv", []string{"City [PD]/contacts (1).csv"}},
		{"City [PD]/contacts (1).csv", []string{"City [PD]/contacts (1).csv"}},
		{"[a]/*/x.csv", []string{"[a]/[b]/x.csv", "[a]/b/x.csv"}},
		{"[a]/[b]/*", []string{"[a]/[b]/x.csv"}},
		{"*/contacts (1).csv", []string{"City P/contacts (1).csv", "City [PD]/contacts (1).csv"}},
		{"n202[45].csv", []string{"n2024.csv", "n2025.csv"}},
		{"notes [final]*.csv", []string{"notes [final] 1.csv"}},
		{"n[.c*", []string{"n[.csv"}},
		{"City [PD]/*.xlsx", nil},
	}
	for _, tt := range tests {
		got, err := expand(filepath.FromSlash(tt.arg))
		for i := range got {
			got[i] = filepath.ToSlash(got[i])
		}
		if !slices.Equal(got, tt.want) || (err == nil) != (tt.want != nil) {
			t.Errorf("%s: %q, %v, want %q", tt.arg, got, err, tt.want)
		}
	}
}
