package ingest

import "strings"

// Rule is an entry of the catalogue of findings. A code never changes its meaning.
type Rule struct {
	Code     string   `json:"code"` // kebab-case
	Severity Severity `json:"severity"`
	Title    string   `json:"title"`   // a few words
	Meaning  string   `json:"meaning"` // what it says about the data, and what picreport did
	Mend     string   `json:"mend"`    // what to do; the hint of a finding that has no better one
}

// ruleID is a rule's place in the catalogue. A finding is made of one, so that none can be made without an entry.
type ruleID uint8

const (
	ruleFileUnreadable ruleID = iota
	ruleFileWrongType
	ruleFileEncrypted
	ruleFileDamaged
	ruleFileTooLarge
	ruleFileEmpty
	ruleFileTwice
	ruleFileSameContent
	ruleEncodingGuessed
	ruleFileNotice
	ruleSheetUnknown
	ruleSheetNotRead
	ruleSheetContactsNotRead
	ruleSheetHidden
	ruleRowsHidden
	ruleHeaderMissing
	ruleColumnMissing
	ruleColumnAmbiguous
	ruleHeaderDuplicate
	ruleColumnNotUsed
	ruleMappedColumnMissing
	ruleColumnsHidden
	ruleRowsMissing
	ruleTotalRow
	ruleHeaderRepeated
	ruleHeaderMoved
	ruleMergedCells
	ruleFormulaWithoutValue
	ruleStrayQuote
	ruleNulBytes
	ruleRowWidth
	ruleUnusualCharacters
	ruleDateSerial
	ruleDateOrder
	ruleNotReported
	ruleIDShortened
	ruleClientIDMissing
	ruleContactDateMissing
	ruleContactDateUnreadable
	ruleContactDateAmbiguous
	ruleContactDateFuture
	ruleContactDateBeforeInception
	ruleErrorCellNeeded
	ruleErrorCell
	ruleBirthDateUnreadable
	ruleBirthDateFuture
	ruleBirthDateAfterContact
	ruleBirthDateImplausible
	ruleAgeUnreadable
	ruleAgeOutOfRange
	ruleAgeBirthDateMismatch
	ruleGenderUnknown
	ruleSourceUnknown
	ruleServiceUnknown
	ruleSeveralValues
	ruleRecordedOnUnreadable
	ruleRecordedBeforeContact
	ruleEntryLag
	ruleContactIDReused
	ruleContactCorrected
	ruleSameContactTwice
	ruleClientBirthDates
	ruleClientGenders
	ruleClientIDSpelling
	ruleClientIDLookAlike
	rulePersonTwoIDs
	ruleClientNotInRoster
	ruleRosterClientTwice
	numRules
)

// nothingToDo is the Mend of a rule that only tells what was done.
const nothingToDo = "Nothing needs to be done."

// hint returns what to do as part of a message: in lower case, without a full stop, "" for nothing.
func (r *Rule) hint() string {
	if r.Mend == nothingToDo {
		return ""
	}
	return strings.ToLower(r.Mend[:1]) + strings.TrimSuffix(r.Mend[1:], ".")
}

// Rules returns the catalogue of findings, from files through tables and rows to checks across rows.
func Rules() []Rule { return append([]Rule(nil), catalogue[:]...) }

// RuleByCode returns the rule of a code, and whether there is one.
func RuleByCode(code string) (Rule, bool) {
	for _, r := range catalogue {
		if r.Code == code {
			return r, true
		}
	}
	return Rule{}, false
}
