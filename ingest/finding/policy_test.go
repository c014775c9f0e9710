package finding_test

import (
	"testing"

	"picreport/ingest/finding"
)

// What stops a run, by what was found and what the user lets pass.
func TestStops(t *testing.T) {
	info := finding.Finding{Code: "not-reported", Severity: finding.Info, Row: 3}
	warning := finding.Finding{Code: "gender-unknown", Severity: finding.Warning, Row: 3}
	row := finding.Finding{Code: "client-id-missing", Severity: finding.Error, Row: 3}
	export := finding.Finding{Code: "column-missing", Severity: finding.Error}
	damaged := finding.Finding{Code: "file-damaged", Severity: finding.Error, Row: 7}
	none, lenient, strict := finding.Policy{}, finding.Policy{AllowErrors: true}, finding.Policy{Strict: true}
	both := finding.Policy{AllowErrors: true, Strict: true}
	for _, tt := range []struct {
		name   string
		policy finding.Policy
		found  []finding.Finding
		want   finding.Stop
	}{
		{"nothing", strict, nil, finding.Stop{}},
		{"a note, strictly", strict, []finding.Finding{info}, finding.Stop{}},
		{"a warning", none, []finding.Finding{warning}, finding.Stop{}},
		{"a warning, strictly", strict, []finding.Finding{warning}, finding.Stop{Warnings: true}},
		{"a row's error", none, []finding.Finding{info, row}, finding.Stop{Errors: true}},
		{"a row's error, allowed", lenient, []finding.Finding{row}, finding.Stop{}},
		{"a row's error, allowed, and a warning, strictly", both, []finding.Finding{row, warning}, finding.Stop{Warnings: true}},
		{"an export's error, allowed or not", lenient, []finding.Finding{export}, finding.Stop{Unusable: true}},
		{"a damaged file, wherever", lenient, []finding.Finding{damaged}, finding.Stop{Unreadable: true}},
		{"all", none, []finding.Finding{warning, row, export, damaged}, finding.Stop{Unreadable: true, Unusable: true, Errors: true}},
	} {
		got := tt.policy.Stops(finding.FoundIn(tt.found))
		if got != tt.want || got.Any() != (tt.want != finding.Stop{}) || got.Whole() != (tt.want.Unreadable || tt.want.Unusable) {
			t.Errorf("%s: %+v, want %+v", tt.name, got, tt.want)
		}
	}
}
