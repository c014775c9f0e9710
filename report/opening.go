package report

import (
	"fmt"

	"picreport/ingest/contact"
)

// Opening is what a programme says of the time before its data: how many clients it had by then.
type Opening struct {
	Through contact.Date // the last day of that time, the end of a month
	Clients int
	// the client IDs as compared; nil where they are not known, so that new and carried-over clients
	// cannot be told apart for sure
	IDs map[string]bool
	// File names where IDs are from, for messages.
	File string
}

// OpeningCount is the opening balance as the figures have it. With the new clients of all quarters
// it adds up to the clients since inception.
type OpeningCount struct {
	Through string `json:"through"` // the last month: 2023-12
	Clients int    `json:"clients"`
	Label   string `json:"label"`  // before January 2024
	Listed  bool   `json:"listed"` // whether their IDs are known
}

// OpeningError says that the opening balance does not agree with the data.
type OpeningError struct{ msg string }

func (e *OpeningError) Error() string { return e.msg }

// countsFrom is the first day whose contacts count in a period.
func (o Options) countsFrom(inception contact.Date) contact.Date {
	if o.Opening != nil {
		return max(inception, o.Opening.Through+1)
	}
	return inception
}

// openingCount is the opening balance for the figures; nil for none.
func (o Options) openingCount() *OpeningCount {
	if o.Opening == nil {
		return nil
	}
	words := o.Words.Before
	if o.Opening.IDs == nil {
		words = o.Words.BeforeUnmatched
	}
	label := fill(words, "month", o.Words.monthLabel(monthKey(o.Opening.Through+1)))
	return &OpeningCount{monthKey(o.Opening.Through), o.Opening.Clients, label, o.Opening.IDs != nil}
}

// markOpening marks the clients that the opening balance holds: those that it lists, and those that
// had a contact by then. It returns an *OpeningError where it cannot hold them.
func (a *Aggregator) markOpening() error {
	o := a.o.Opening
	if o == nil || a.dict == nil || a.dict.Clients == nil {
		return nil
	}
	before, unlisted := 0, 0
	for number := int32(1); number <= a.clients.n; number++ {
		cl := a.clients.at(number)
		early := cl.first() != 0 && cl.first() <= o.Through
		listed := o.IDs[a.dict.Clients.ID(number)]
		if early {
			before++
		}
		if early && !listed {
			unlisted++
		}
		if early || listed {
			cl.markBefore()
		}
	}
	switch {
	case o.IDs != nil && unlisted > 0:
		return &OpeningError{fmt.Sprintf("opening: %d of the clients who have a contact by %s are not in %s: add them to "+
			"it, and to opening.clients", unlisted, o.Through, o.File)}
	case o.IDs == nil && before > o.Clients:
		return &OpeningError{fmt.Sprintf("opening: the exports have %d clients with a contact by %s, more than the %d of "+
			"opening.clients: correct it", before, o.Through, o.Clients)}
	}
	return nil
}
