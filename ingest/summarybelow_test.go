package ingest_test

import (
	"strings"
	"testing"

	"picreport/ingest/finding"
)

// A summary below a table is never counted as clients, whatever columns it stands in: it is passed over, or an error at its label.
func TestSummaryBelow(t *testing.T) {
	const rows = "Client ID,Contact Date,Gender\nA1,2024-07-01,F\nA2,2024-07-02,M\nA3,2024-07-05,M\n"
	for summary, stops := range map[string]int{
		"First contact,7/1/2024\nLast contact,7/5/2024\n":     2,
		"\nFirst contact,7/1/2024,\nLast contact,7/5/2024,\n": 2,
		"Start date,2024-07-01,\nEnd date:,2024-09-30,\n":     2,
		"Min,2024-07-01,\nMax,2024-07-05,\n":                  2,
		"Earliest,2024-07-01,\n":                              1,
		"Period start,2024-07-01,F\n":                         1,
		"Date range,2024-07-01,2024-09-30\n":                  1,
		"Total clients,3\n":                                   0,
		"Average,2.5,\n":                                      0,
		"\nSummary,\nFemale,1\nMale,2\n":                      0,
		"\nQuarter,Clients\n2024Q3,3\n":                       0,
		"Report date,2024-10-01\nPrinted,2024-10-01 09:00,\n": 0,
		"Generated on,2024-10-01,\nAs of,2024-10-01,\n":       0,
	} {
		contacts, sum := readFiles(t, options(), csv(rows+summary))
		errors := 0
		for _, f := range sum.Findings {
			if f.Severity == finding.Error {
				errors++
			}
		}
		if len(contacts) != 3 || errors != stops {
			t.Errorf("%q: %d contacts with %d errors, want 3 with %d", strings.TrimSpace(summary), len(contacts), errors, stops)
		}
	}
}
