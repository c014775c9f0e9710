package ingest

import (
	"strings"
	"testing"
)

// No word for an unknown value has a digit, which isNotReported takes for granted.
func TestNotReportedWords(t *testing.T) {
	for word := range notReported {
		if strings.ContainsAny(word, "0123456789") {
			t.Errorf("%q", word)
		}
	}
}
