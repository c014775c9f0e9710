package job

import (
	"fmt"

	"picreport/cmd/picreport/internal/failure"
)

// Gates hold a report back whose data has no error, because a careful person would not publish it.
// All of them are here: those that need no data, and those that look at the figures. A new one is a
// line of gateOnPlan or gateOnFigures.

// gateOnPlan looks at what is known before any data is read.
func (r *Report) gateOnPlan(o BuildOptions) error {
	if !r.ended() && !o.AllowPartial {
		return failure.Usagef("--quarter: %s has not ended: its last day is %s; report what there is so far with "+
			"--allow-partial", r.Quarter, r.Quarter.End())
	}
	return nil
}

// gateOnFigures looks at the figures.
func (r *Report) gateOnFigures() {
	if r.Figures.Contacts.Total == 0 {
		r.env.Log.Warn(fmt.Sprintf("%s has no contacts: check that the exports reach that far", r.Quarter))
	}
}
