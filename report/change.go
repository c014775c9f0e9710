package report

// changeInNew compares a quarter's new clients with the previous quarter's. It returns nil where
// there is nothing to divide by.
func changeInNew(this, previous QuarterCount) *Change {
	if previous.New == 0 {
		return nil
	}
	diff := 100 * (this.New - previous.New)
	c := &Change{PreviousQuarter: previous.Quarter, Previous: previous.New, Exact: float64(diff) / float64(previous.New)}
	if !previous.Partial {
		percent := roundHalfAway(diff, previous.New)
		c.Percent = &percent
	}
	return c
}

// roundHalfAway divides n by a positive d and rounds to the nearest integer, halves away from zero.
func roundHalfAway(n, d int) int {
	if n < 0 {
		return -roundHalfAway(-n, d)
	}
	return (2*n + d) / (2 * d)
}
