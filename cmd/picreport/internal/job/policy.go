package job

import (
	"errors"
	"fmt"
	"slices"
	"strconv"

	"picreport/cmd/picreport/internal/failure"
	"picreport/ingest"
	"picreport/ingest/finding"
)

// Code is the exit code of a run that findings stop: a failure of the system comes before one of
// the data.
func Code(s finding.Stop) int {
	switch {
	case s.Unreadable:
		return failure.Failed
	case s.Any():
		return failure.Data
	}
	return failure.Done
}

// unreadRules are warnings that contacts may be missing from the figures, or a breakdown be blank:
// said by themselves.
var unreadRules = []string{
	"sheet-contacts-not-read", "rows-missing", "header-near", "counted-field-missing", "mapped-column-missing",
}

// bySeverity divides findings: the errors, those of them that are about a whole export, and the
// warnings.
func bySeverity(findings []finding.Finding) (errors, whole, warnings []finding.Finding) {
	for _, f := range findings {
		switch f.Severity {
		case finding.Error:
			errors = append(errors, f)
			if found := finding.FoundIn([]finding.Finding{f}); found.Errors == 0 {
				whole = append(whole, f)
			}
		case finding.Warning:
			if !f.Accepted {
				warnings = append(warnings, f)
			}
		}
	}
	return errors, whole, warnings
}

// pass lets what was found in exports pass or returns why not, and says what was found. refusal
// says what is not done then.
func (env Env) pass(s ingest.Summary, p finding.Policy, refusal string) error {
	stop := p.Stops(finding.FoundIn(s.Findings))
	errors, whole, warnings := bySeverity(s.Findings)
	switch {
	case stop.Whole() && len(whole) == 1:
		return failure.With(Code(stop), fmt.Errorf("%s", OneLine(whole[0])))
	case stop.Whole():
		env.Show(env.about, whole)
		return failure.With(Code(stop), wholeRefusal(whole))
	case stop.Warnings:
		warnings = slices.DeleteFunc(warnings, func(f finding.Finding) bool { return !p.Forbids(&f) })
		env.Show(env.about, append(errors, warnings...))
		return failure.With(Code(stop),
			fmt.Errorf("%s: %s; correct the data, accept what is right with picreport accept, or leave out %s",
				severities(len(errors), len(warnings), strictness(p)), refusal, strictness(p)))
	case stop.Errors:
		env.Show(env.about, errors)
		return failure.With(Code(stop),
			fmt.Errorf("%s: %s; correct the data, or leave these rows out with --allow-errors",
				severities(len(errors), 0, ""), refusal))
	}
	env.sayPassed(s, errors, warnings)
	if n := s.Accepted(); n > 0 {
		env.Log.Info(strconv.Itoa(n) + " accepted: warnings that " + AcceptedName + " lets be")
	}
	return nil
}

// wholeRefusal says that several findings about whole exports stop a run. What is to be done about
// copies of exports is done about all of them at once.
func wholeRefusal(whole []finding.Finding) error {
	text := finding.Counted(len(whole), "export", "exports") + " cannot be read: nothing was written"
	copies := slices.DeleteFunc(slices.Clone(whole), func(f finding.Finding) bool {
		return f.Code != finding.ExportsOverlap.Rule().Code
	})
	if len(copies) == len(whole) {
		text = finding.Counted(len(whole), "pair", "pairs") + " of exports are copies but for some contacts: nothing was " +
			"written"
	} else if len(copies) > 0 {
		text = finding.Counted(len(whole), "error", "errors") + " about whole exports: nothing was written"
	}
	if len(copies) > 0 {
		text += "; " + copies[0].Hint
	}
	return errors.New(text)
}

// sayPassed says what was found and stops nothing.
func (env Env) sayPassed(s ingest.Summary, errors, warnings []finding.Finding) {
	if len(errors) > 0 {
		rejected := 0
		for _, e := range s.Exports {
			rejected += e.Rejected
		}
		if !env.Quiet {
			env.Show(env.about, errors)
		}
		env.Log.Error(finding.Counted(rejected, "row", "rows") + " left out because of errors") // said also with --quiet
	}
	others := 0
	for _, w := range warnings {
		if slices.Contains(unreadRules, w.Code) {
			env.Log.Warn(OneLine(w))
		} else {
			others++
		}
	}
	if others > 0 {
		env.Log.Info(finding.Counted(others, "warning", "warnings") + " in the data; picreport validate shows them")
	}
}

// strictness names what makes warnings errors.
func strictness(p finding.Policy) string {
	if p.Strict {
		return "--strict"
	}
	return "strict:"
}

func severities(errors, warnings int, strict string) string {
	switch {
	case warnings == 0:
		return finding.Counted(errors, "error", "errors") + " in the data"
	case errors == 0:
		return finding.Counted(warnings, "warning", "warnings") + " in the data, and " + strict + " is set"
	}
	return finding.Counted(errors, "error", "errors") + " and " + finding.Counted(warnings, "warning", "warnings") +
		" in the data"
}
