package report

import "picreport/ingest/contact"

// periodOf is the part of a quarter that a report covers, where the inception lies in it or before
// it.
func periodOf(q contact.Quarter, inception contact.Date, o Options) Period {
	start := max(q.Start(), inception)
	p := Period{Start: start, End: q.End(), Label: o.Words.period(start, q.End()), Partial: start != q.Start()}
	if o.Through != 0 {
		p.Through = min(o.Through, q.End())
	}
	return p
}

// quartersTo are the quarters from the inception to q, with nothing counted yet.
func quartersTo(q contact.Quarter, inception contact.Date, o Options) []QuarterCount {
	first := contact.QuarterOf(inception)
	counts := make([]QuarterCount, q-first+1)
	for i := range counts {
		p := periodOf(first+contact.Quarter(i), inception, o)
		counts[i] = QuarterCount{Quarter: first + contact.Quarter(i), Label: p.Label, Partial: p.Partial}
	}
	if o.Through != 0 {
		this := &counts[len(counts)-1]
		this.Label = fill(o.Words.SoFar, "period", this.Label)
	}
	return counts
}
