package ingest

import (
	"fmt"
	"strings"

	"picreport/ingest/finding"
)

// plural returns a count with its noun: "1 cell", "2 cells".
func plural(n int, noun string) string { return finding.Counted(n, noun, noun+"s") }

// maxQuoted is how many names a message lists.
const maxQuoted = 12

// quoted lists names for a message, the first dozen of them.
func quoted(names []string) string {
	var b strings.Builder
	for i, name := range names[:min(len(names), maxQuoted)] {
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "%q", name)
	}
	if n := len(names) - maxQuoted; n > 0 {
		fmt.Fprintf(&b, " and %d more", n)
	}
	return b.String()
}
