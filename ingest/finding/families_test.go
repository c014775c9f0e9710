package finding

import (
	"slices"
	"testing"
)

// Every rule is of one family, and every family has rules.
func TestFamilies(t *testing.T) {
	has := map[string]int{}
	for _, r := range Rules() {
		if !slices.Contains(FamilyNames(), r.Family()) {
			t.Errorf("%s is of the family %q", r.Code, r.Family())
		}
		has[r.Family()]++
	}
	for _, f := range Families() {
		if has[f.Name] == 0 || f.About == "" {
			t.Errorf("%s has %d rules, and is about %q", f.Name, has[f.Name], f.About)
		}
	}
	for code, want := range map[string]string{
		"gender-unknown": "unknown-values", "rows-missing": "coverage", "client-birth-dates": "clients", "row-width": "sheets",
	} {
		if r, _ := ByCode(code); r.Family() != want {
			t.Errorf("%s is of the family %q, want %q", code, r.Family(), want)
		}
	}
}

func TestStrictFamilies(t *testing.T) {
	unknown := Finding{Code: "gender-unknown", Severity: Warning, Row: 2}
	births := Finding{Code: "client-birth-dates", Severity: Warning, Row: 3}
	accepted := unknown
	accepted.Accepted = true
	tests := []struct {
		name     string
		policy   Policy
		findings []Finding
		stops    bool
	}{
		{"not strict", Policy{}, []Finding{unknown, births}, false},
		{"strict", Policy{Strict: true}, []Finding{births}, true},
		{"about its family", Policy{Families: []string{"unknown-values"}}, []Finding{births, unknown}, true},
		{"about another family", Policy{Families: []string{"unknown-values"}}, []Finding{births}, false},
		{"about several", Policy{Families: []string{"coverage", "clients"}}, []Finding{births}, true},
		{"accepted", Policy{Strict: true, Families: []string{"unknown-values"}}, []Finding{accepted}, false},
		{"accepted, and a new case", Policy{Strict: true}, []Finding{accepted, unknown}, true},
	}
	for _, tt := range tests {
		if got := tt.policy.Stops(FoundIn(tt.findings)).Warnings; got != tt.stops {
			t.Errorf("%s: stops %v", tt.name, got)
		}
	}
}
