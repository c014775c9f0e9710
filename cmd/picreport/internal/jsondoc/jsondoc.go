// Package jsondoc writes JSON as all of picreport's documents are written: indented, with & and <
// as they are.
package jsondoc

import (
	"encoding/json"
	"io"
)

// Write writes a value and a newline.
func Write(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}
