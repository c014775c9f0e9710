package ingest

import (
	"slices"

	"picreport/ingest/contact"
	"picreport/ingest/internal/value"
)

// Anonymous says which rows without a usable client ID are contacts with people who gave none: they
// count as contacts, and as no client. The zero value says that none are.
type Anonymous struct {
	All   bool     `json:",omitempty"` // all that have a blank, a word for unknown, a code for missing data, 0 or an error
	Texts []string `json:",omitempty"` // those of them that have one of these, in any case; AnonymousBlank is a blank cell
}

// AnonymousBlank stands among Anonymous.Texts for a blank cell.
const AnonymousBlank = "blank"

// isAnonymous reports whether a text that is no client ID stands for somebody who gave none.
func (r *Reader) isAnonymous(text string, kind idKind) bool {
	switch kind {
	case isBlank, isError, isWord, isZero, doubtfulCode, doubtfulNumber, doubtfulZero, doubtfulName:
	default:
		return false // another one was meant
	}
	if r.opts.Anonymous.All {
		return true
	}
	key := value.Key(text)
	return slices.ContainsFunc(r.opts.Anonymous.Texts, func(one string) bool {
		if kind == isBlank {
			return value.Key(one) == AnonymousBlank
		}
		return key != "" && value.Key(one) == key || one == text
	})
}

// anonymous returns the number of the client that stands for people without an ID.
func (s *sheetReader) anonymous() int32 {
	d := s.r.dict
	if d.Anonymous == 0 {
		d.Anonymous = s.r.clients.NumberAs(contact.AnonymousID, contact.AnonymousName)
		s.r.clients.State(d.Anonymous).seen = s.row.ref()
	}
	return d.Anonymous
}
