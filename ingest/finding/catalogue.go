package finding

// ID is a rule's place in the catalogue. A finding is made of one, so that none can be made without
// an entry.
type ID uint8

// The rules in the order of the catalogue: from files through tables and rows to checks across
// rows. Findings of one place are listed in this order.
const (
	FileUnreadable ID = iota
	FileWrongType
	FileEncrypted
	FileDamaged
	FileTooLarge
	FileEmpty
	FileTwice
	FileSameContent
	EncodingGuessed
	FileNotice
	SheetUnknown
	SheetsWithContacts
	SheetNotRead
	SheetContactsNotRead
	SheetHidden
	RowsHidden
	HeaderMissing
	ColumnMissing
	ColumnAmbiguous
	HeaderDuplicate
	ColumnNotUsed
	MappedColumnMissing
	ContactDateDoubtful
	ContactDatesNotRead
	ContactDatesInColumns
	RedcapContactsNotRead
	RedcapContactsUnknown
	RedcapNotContacts
	Crosstab
	AdmissionsNotRead
	RosterDatesNotRead
	HeaderNear
	CountedFieldMissing
	ColumnsNotRead
	ColumnsHidden
	RowsMissing
	TotalRow
	RowsPrepared
	RowsLeftOut
	TableBelow
	HeaderRows
	HeaderRepeated
	HeaderMoved
	MergedCells
	FormulaWithoutValue
	StrayQuote
	NulBytes
	RowWidth
	UnusualCharacters
	DateSerial
	DateOrder
	DatesSwapped
	DateOrderUnknown
	DateOrderUnproven
	DatesUTC
	NotReported
	IDShortened
	ClientIDMissing
	ClientIDConverted
	ContactDateMissing
	ContactDateUnreadable
	ContactDateAmbiguous
	ContactDateFuture
	ContactDateBeforeInception
	ErrorCellNeeded
	ErrorCell
	BirthDateUnreadable
	BirthDateFuture
	BirthDateAfterContact
	BirthDateImplausible
	BirthDateOfEntry
	AgeUnreadable
	AgeOutOfRange
	AgeGroupInNoBand
	AgeBirthDateMismatch
	GenderUnknown
	SourceUnknown
	ServiceUnknown
	SeveralValues
	RecordedOnUnreadable
	RecordedBeforeContact
	EntryLag
	ContactIDReused
	ContactIDNotUnique
	ContactIDTwoContacts
	ContactIDShared
	ContactCorrected
	SameContactTwice
	ExportsOverlap
	ContactsAlike
	ClientBirthDates
	ClientGenders
	ClientIDSpelling
	ClientIDLookAlike
	ClientIDsInOneCell
	ClientIDShape
	ClientIDRowNumber
	PersonTwoIDs
	ClientNotInRoster
	RosterClientTwice
	numRules
)

// family is what a file of this package adds to the catalogue.
type family map[ID]Rule

// catalogue is the one table of findings that the reader, the command line and the documentation
// share. Each ID has an entry in one family.
var catalogue = func() (all [numRules]Rule) {
	for _, rules := range families {
		for id, rule := range rules {
			all[id] = rule
		}
	}
	return all
}()

var families = [...]family{
	fileRules, sheetRules, headerRules, unreadDateRules, dateRules, ageRules, valueRules, contactRules, clientRules,
}

// Rule returns the entry of the catalogue.
func (id ID) Rule() *Rule { return &catalogue[id] }

// Rules returns the catalogue, from files through tables and rows to checks across rows.
func Rules() []Rule { return append([]Rule(nil), catalogue[:]...) }

// ByCode returns the rule of a code, and whether there is one.
func ByCode(code string) (Rule, bool) {
	for _, r := range catalogue {
		if r.Code == code {
			return r, true
		}
	}
	return Rule{}, false
}
