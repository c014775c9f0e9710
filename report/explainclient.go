package report

import (
	"fmt"
	"strings"

	"picreport/ingest/contact"
)

// oneClient lists every row of one client to the quarter's end, and what each is to the figures.
func (e *explainer) oneClient(id string) error {
	wanted := strings.ToLower(strings.Join(strings.Fields(id), " "))
	for _, of := range e.rows {
		if of[0].IsAnonymous() || of[0].ClientID() != wanted {
			continue
		}
		e.out.Count = 1
		cl := e.clients.at(of[0].Client)
		saidFirst := false
		for _, c := range of {
			why := e.whyOf(cl, c, saidFirst)
			saidFirst = saidFirst || c.Date != 0 && c.Date == cl.first()
			e.out.Rows = append(e.out.Rows, proof(c, why))
		}
		return nil
	}
	return &FigureError{fmt.Sprintf("no row of that client counts to the end of %s: picreport explain left-out lists the rows of "+
		"exports that were not counted, and why", e.quarter)}
}

// whyOf says what a row of a client is to the figures; saidFirst is that a row before is the first
// contact.
func (e *explainer) whyOf(cl client, c contact.Contact, saidFirst bool) string {
	isFirst := c.Date != 0 && c.Date == cl.first() && !saidFirst
	switch {
	case c.Date == 0:
		return "says who the client is, and is no contact"
	case isFirst && cl.before():
		return "first contact here; the client is of the opening balance, and carried over"
	case isFirst:
		return "first contact: new in " + contact.QuarterOf(c.Date).String()
	case c.Date < e.start:
		return "contact of before: carried over in later quarters"
	case cl.isNewSince(e.start):
		return "contact in the quarter, of a new client"
	}
	return "contact in the quarter: carried over"
}
