// Package templates holds what picreport is shipped with: the report text in each language, the
// language tables, the typeface, the configuration of the built-in programme and the one to begin
// with. It has no logic.
package templates

import "embed"

// FS holds builtin.yaml, the built-in configuration; starter.yaml, what init writes; report.LANG.md
// and rollup.LANG.md; words.LANG.yaml; and fonts/.
//
//go:embed *.md *.yaml fonts
var FS embed.FS
