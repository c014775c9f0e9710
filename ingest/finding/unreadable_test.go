package finding_test

import (
	"testing"

	"picreport/ingest/finding"
)

// Of the files that cannot be used, some could not be read for a reason outside their data: another
// exit code, whatever is allowed.
func TestUnreadable(t *testing.T) {
	for code, unreadable := range map[string]bool{
		"file-unreadable": true, "file-encrypted": true, "file-damaged": true, "file-too-large": true,
		"file-wrong-type": false, "file-empty": false, "sheet-unknown": false, "column-missing": false, "header-missing": false,
	} {
		f := finding.FoundIn([]finding.Finding{{Code: code, Severity: finding.Error}})
		if got := f.Unreadable == 1; got != unreadable || f.Unusable == 1 == unreadable {
			t.Errorf("%s: %+v", code, f)
		}
	}
}
