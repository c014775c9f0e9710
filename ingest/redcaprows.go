package ingest

import (
	"slices"
	"strings"

	"picreport/ingest/table"
)

// redcapClient returns the client ID of a row of REDCap. Where the client ID is not the record ID, it stands in the base row alone, and
// the other rows of the record leave it blank.
func (s *sheetReader) redcapClient(text string, kind table.Kind) (string, table.Kind) {
	if !s.lay.redcap.repeats() || s.lay.redcap.record == s.lay.col[fieldClientID] {
		return text, kind
	}
	id := s.plainAt(s.lay.redcap.record)
	if id != s.rec.id {
		s.rec = record{id: strings.Clone(id)}
	}
	if text == "" && id != "" && s.rec.client != "" {
		return s.rec.client, table.Text
	}
	if s.rec.client == "" && kind != table.ErrorValue {
		s.rec.client = strings.Clone(text)
	}
	return text, kind
}

// redcapOutcome says what a row is, and notes that the instrument of a row with a contact date is that of contacts. A row without
// one says something of its client, unless it has what only contacts have, or is of a contacts' instrument.
func (s *sheetReader) redcapOutcome(c *Contact, dated bool) outcome {
	instrument := s.plainAt(s.lay.redcap.instrument)
	if instrument == "" && s.plainAt(s.lay.redcap.instance) != "" {
		instrument = s.plainAt(s.lay.redcap.event) // a repeating event
	}
	switch {
	case dated && instrument != "":
		s.instrument(instrument).isContact = true
		return isContact
	case dated:
		return isContact
	case c.ID != "", c.Source != "", len(c.Services) > 0, instrument != "" && s.instrument(instrument).isContact:
		s.missing(fieldContactDate, ruleContactDateMissing)
		return isRejected
	case instrument == "" || c.client == 0:
		return isRoster
	}
	u := s.instrument(instrument)
	row := *c
	row.Place.Row = int(s.row.row.row)
	u.rows = append(u.rows, row)
	return isUndated
}

func (s *sheetReader) instrument(name string) *undated {
	u := s.undate[name]
	if u == nil {
		u = &undated{}
		s.undate[strings.Clone(name)] = u
	}
	return u
}

// endUndated decides of the rows that were left open, in the order of the sheet. It reports whether more is wanted.
func (s *sheetReader) endUndated(yield func(*Contact, error) bool) bool {
	e := &s.r.exports[s.at.export]
	var roster []Contact
	for _, u := range s.undate {
		for _, c := range u.rows {
			if !u.isContact {
				roster = append(roster, c)
				continue
			}
			s.row.row.row = int32(c.Place.Row)
			s.missing(fieldContactDate, ruleContactDateMissing)
			e.Rejected++
		}
	}
	slices.SortFunc(roster, func(a, b Contact) int { return a.Place.Row - b.Place.Row })
	for _, c := range roster {
		s.row.row.row = int32(c.Place.Row)
		e.Roster++
		s.asRoster(&c)
		c.Place.File, c.Place.Sheet = e.Name, s.r.found.sheets[s.at.sheet]
		if !yield(&c, nil) {
			return false
		}
	}
	return true
}
