package workbook

// The names of the sheets, in their order.
const (
	sheetFigures      = "Figures"
	sheetPrograms     = "Programs"
	sheetNew          = "New by quarter"
	sheetDemographics = "Demographics"
	sheetSources      = "Sources"
	sheetServices     = "Services"
)

// The headers of the columns.
var (
	headersFigures  = []string{"Figure", "Value"}
	headersPrograms = []string{
		"ID",
		"Program",
		"Inception",
		"Begun",
		"Since inception",
		"Individuals served",
		"New clients",
		"Carried over",
		"Contacts",
	}
	headersNew          = []string{"Quarter", "Period", "Partial quarter", "New clients"}
	headersDemographics = []string{"Attribute", "Group", "Clients counted", "Clients"}
	headersSources      = []string{"Source", "Contacts"}
	headersServices     = []string{"Service", "Contacts"}
)

// What the sheet of figures calls them.
const (
	wordProgram        = "Program"
	wordQuarter        = "Quarter"
	wordStart          = "First day"
	wordEnd            = "Last day"
	wordPeriod         = "Period"
	wordPartial        = "Partial quarter"
	wordInception      = "Inception"
	wordSinceInception = "Individuals served since inception"
	wordServed         = "Individuals served"
	wordNew            = "New clients"
	wordCarriedOver    = "Carried-over clients"
	wordPreviousQ      = "Previous quarter"
	wordPrevious       = "New clients in the previous quarter"
	wordChange         = "Change in new clients"
	wordChangeExact    = "Change in new clients, exact"
	wordContacts       = "Contacts"
	wordAnonymous      = "Contacts with people without a client ID"
	wordRowsRead       = "Rows read"
	wordContactsRead   = "Contacts read"
	wordRosterRead     = "Roster rows read"
	wordRejected       = "Rows left out"
	wordDuplicates     = "Duplicate rows"

	wordOverseer      = "Programs of"
	wordEarliest      = "Earliest inception"
	wordPrograms      = "Programs"
	wordProgramsBegun = "Programs that have begun"
	wordAllPrograms   = "All programs"
	wordWithin        = "Clients counted"
	wordWithinYes     = "within programs, never matched across"
)

// Words within cells, charts and properties.
const (
	wordGender = "Gender"
	wordAge    = "Age"
	wordBasis  = "New clients" // whom the demographics describe
	wordAll    = "Individuals served"

	titleFile     = "%s – Figures, %s"                 // programme, period
	titleRollup   = "%s – Figures of all programs, %s" // who oversees the programmes, period
	titlePrograms = "Individuals served by program"
	titleNew      = "New clients by quarter"
	titleAge      = "%s by age" // whom the demographics describe
	titleSources  = "Contacts by source"
	titleServices = "Contacts by service"
	altChart      = "%s: a bar chart of the numbers in cells %s of this sheet."
)
