package job

import (
	"fmt"

	"picreport/cmd/picreport/internal/failure"
)

// A gate holds a report back whose data has no error, because a careful person would not publish
// it. Those that need no data are in gateOnPlan, those that look at the figures in warnOfFigures,
// which only warns so far.

// gateOnPlan looks at what is known before any data is read.
func (r *Report) gateOnPlan(o BuildOptions) error {
	if !r.ended() && !o.AllowPartial {
		return failure.Usagef("--quarter: %s has not ended: its last day is %s; report what there is so far with "+
			"--allow-partial", r.Quarter, r.Quarter.End())
	}
	return nil
}

// warnOfFigures says what of the figures a careful person would look into.
func (r *Report) warnOfFigures() {
	if r.Figures.Contacts.Total == 0 {
		r.env.Log.Warn(fmt.Sprintf("%s has no contacts: check that the exports reach that far", r.Quarter))
	}
}
