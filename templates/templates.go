// Package templates holds what picreport is shipped with: the report text in each language, the language tables, the typeface and
// the configuration of the built-in programme. It has no logic.
package templates

import "embed"

// FS holds report.LANG.md, words.LANG.yaml, picreport.yaml and fonts/.
//
//go:embed *.md *.yaml fonts
var FS embed.FS
