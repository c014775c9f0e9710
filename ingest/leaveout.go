package ingest

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"picreport/ingest/finding"
	"picreport/ingest/internal/clients"
	"picreport/ingest/internal/value"
)

// LeaveOut says which rows are no contacts although they look like some.
type LeaveOut struct {
	Clients         []string `json:",omitempty"` // client IDs, such as Test
	Reason          string   `json:"-"`          // why, for the finding
	BeforeInception bool     `json:",omitempty"` // and contacts before Options.Inception
}

// compared returns a client ID as it is compared.
func compared(text string) string {
	cleaned, _ := value.Clean(text)
	return string(clients.AppendCompared(nil, cleaned))
}

// joinClients reads Options.LeaveOut and SameClient.
func (r *Reader) joinClients() error {
	for _, text := range r.opts.LeaveOut.Clients {
		r.leftOut[compared(text)] = true
	}
	for _, text := range slices.Sorted(maps.Keys(r.opts.SameClient)) {
		r.same[compared(text)] = r.opts.SameClient[text]
	}
	for _, from := range slices.Sorted(maps.Keys(r.same)) {
		to, steps := r.same[from], 0
		for ; r.same[compared(to)] != ""; steps++ {
			if to = r.same[compared(to)]; steps > len(r.same) {
				return fmt.Errorf("%q is the same client as itself, over others", r.same[from])
			}
		}
		r.same[from] = to
	}
	return nil
}

// sameAs returns the ID of the client that a text stands for: itself, or what Options.SameClient says.
func (r *Reader) sameAs(text string) string {
	if len(r.same) == 0 {
		return text
	}
	if to, ok := r.same[compared(text)]; ok {
		return to
	}
	return text
}

// isLeftOut reports whether the row is of a client who is left out.
func (p *rowParser) isLeftOut() bool {
	if len(p.r.leftOut) == 0 {
		return false
	}
	text := p.plainAt(p.col[fieldClientID])
	return text != "" && p.r.leftOut[compared(text)]
}

// reportLeftOut says which rows of the sheet were left out, and why.
func (s *sheetReader) reportLeftOut() {
	for _, of := range [...]struct {
		cells *unknownCells
		field field
		why   string
	}{
		{&s.leftOut, fieldClientID, strings.TrimSpace(s.r.opts.LeaveOut.Reason)},
		{&s.early, fieldContactDate, "before the programme's inception"},
	} {
		if n := of.cells.count; n > 0 {
			s.r.found.add(note{
				at: of.cells.first, rule: finding.RowsLeftOut, field: of.field, cells: of.cells,
				text: fmt.Sprintf("%s left out: %s", plural(n, "row"), of.why),
			})
		}
	}
}

// addCell adds a cell of the one sheet that the cells are of.
func (c *unknownCells) addCell(at place) {
	if c.count == 0 {
		c.first, c.sheets = at, []sheetCells{{of: place{export: at.export, sheet: at.sheet}}}
	}
	c.count++
	c.sheets[0].cells.add(at)
}
