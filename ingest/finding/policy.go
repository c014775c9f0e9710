package finding

import "slices"

// Policy is what a user lets pass.
type Policy struct {
	AllowErrors bool     // leave out the rows that have errors
	Strict      bool     // treat warnings as errors
	Families    []string // treat the warnings of these families as errors
}

// Found counts findings, as far as a Policy looks at them.
type Found struct {
	Unreadable int // errors about a file that could not be read, for a reason outside its data
	Unusable   int // errors about a whole export, of which nothing can be left out
	Errors     int // errors about rows; of a ledger's source, the rows that were left out
	Warnings   int
	ByFamily   map[string]int // of the warnings, by the name of their family; nil where it is not known
}

// Stop says which findings stop a run. The zero Stop lets it go on.
type Stop struct {
	Unreadable, Unusable, Errors, Warnings bool
}

// Stops is the one place that decides which findings stop a run. Rows can be left out, but not a
// whole export: the report would be wrong, whatever the user allows.
func (p Policy) Stops(f Found) Stop {
	return Stop{
		Unreadable: f.Unreadable > 0,
		Unusable:   f.Unusable > 0,
		Errors:     f.Errors > 0 && !p.AllowErrors,
		Warnings:   f.Warnings > 0 && p.Strict || slices.ContainsFunc(p.Families, func(name string) bool { return f.ByFamily[name] > 0 }),
	}
}

// Forbids says whether a finding is a warning that stops a run.
func (p Policy) Forbids(f *Finding) bool {
	if f.Severity != Warning || f.Accepted {
		return false
	}
	rule, _ := ByCode(f.Code)
	return p.Strict || slices.Contains(p.Families, rule.Family())
}

// Any says whether anything stops the run.
func (s Stop) Any() bool { return s != Stop{} }

// Whole says whether an export as a whole stops the run.
func (s Stop) Whole() bool { return s.Unreadable || s.Unusable }

// unreadableRules are rules about a file that could not be read for reasons outside its data.
var unreadableRules = []ID{FileUnreadable, FileEncrypted, FileDamaged, FileTooLarge}

// FoundIn counts findings.
func FoundIn(findings []Finding) (f Found) {
	for i := range findings {
		switch one := &findings[i]; {
		case one.Severity == Warning && one.Accepted:
		case one.Severity == Warning:
			f.Warnings++
			if f.ByFamily == nil {
				f.ByFamily = map[string]int{}
			}
			rule, _ := ByCode(one.Code)
			f.ByFamily[rule.Family()]++
		case one.Severity != Error:
		case slices.ContainsFunc(unreadableRules, func(id ID) bool { return id.Rule().Code == one.Code }):
			f.Unreadable++
		case one.Row == 0, isOfExport(one.Code):
			f.Unusable++
		default:
			f.Errors++
		}
	}
	return f
}

// isOfExport reports whether a rule is about a file, a sheet or its headers: an error of it keeps
// all of an export from being read as it is meant, wherever it stands.
func isOfExport(code string) bool {
	for _, rules := range [...]family{fileRules, sheetRules, headerRules} {
		for _, rule := range rules {
			if rule.Code == code {
				return true
			}
		}
	}
	return false
}
