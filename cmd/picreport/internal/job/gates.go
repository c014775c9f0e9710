package job

import (
	"fmt"

	"picreport/cmd/picreport/internal/failure"
	"picreport/ingest/contact"
	"picreport/ingest/finding"
	"picreport/report"
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
	if o := r.config.Opening; o.Through != "" && o.File == "" && o.Unmatched == "" {
		return failure.Heldf("opening: without opening.file new and carried-over clients cannot be told apart, since some "+
			"of those of %s and before may count as new: name a file with their client IDs, or set opening.unmatched: "+
			"accept, and the report says so; nothing was written", o.Through)
	}
	return nil
}

// warnOfFigures says what of the figures a careful person would look into.
func (r *Report) warnOfFigures() {
	if r.Figures.Contacts.Total == 0 {
		r.env.Log.Warn(fmt.Sprintf("%s has no contacts: check that the exports reach that far", r.Quarter))
	}
	r.env.warnOfCoverage(r.Figures.Coverage)
}

// warnOfCoverage says where the data may not be whole.
func (env Env) warnOfCoverage(c report.Coverage) {
	for _, d := range c.Doubts {
		env.Log.Warn(doubtful(d))
	}
}

// doubtful says why the data may not be whole, and what to do.
func doubtful(d report.Doubt) string {
	days := finding.Counted(int(d.To-d.From)+1, "day", "days")
	switch d.Kind {
	case report.LateStart:
		return fmt.Sprintf("there is no contact from %s to %s, though contacts are to be expected from %s on, so that clients "+
			"of that time would count as new: add its exports, or correct program.inception, or set opening",
			d.From, d.To, monthOf(d.From))
	case report.EarlyContact:
		return fmt.Sprintf("the earliest contact is years before all others, which begin on %s: see whether its date is "+
			"right; picreport explain since-inception lists it", d.To+1)
	case report.EmptyMonth:
		return fmt.Sprintf("there is no contact in %s, which would hardly come about at the programme's own rate: add the "+
			"export that has it or, where the programme was closed, set coverage: {closed: [%q]}",
			monthOf(d.From), monthOf(d.From))
	}
	return fmt.Sprintf("the last contact is of %s, and the %s after it would hardly pass without one at the "+
		"programme's own rate: see whether the exports reach to the quarter's end or, where the programme was closed, set "+
		"coverage: {closed: [%q]}",
		d.From-1, days, d.From.String()+".."+d.To.String())
}

// monthOf writes the month of a day as 2024-08.
func monthOf(d contact.Date) string { return d.String()[:len("2024-08")] }
