package finding

// valueRules are the rules of values: cells without one, and those that are none of the labels.
var valueRules = family{
	FormulaWithoutValue: {
		"formula-without-value", Warning, "Formula never computed",
		"A cell has a formula without a stored result, and was read as blank.",
		"Open the workbook in Excel, let it calculate, and save it.",
	},
	UnusualCharacters: {
		"unusual-characters", Info, "Invisible or typographic characters",
		"Cells hold no-break spaces, zero-width characters or smart quotes. They were read as plain ones.",
		nothingToDo,
	},
	NotReported: {
		"values-not-reported", Info, "Unknown or declined",
		"Cells say that a value is unknown, declined or the like, which is not the same as blank. Both " +
			"are counted as not reported.",
		nothingToDo,
	},
	ErrorCellNeeded: {
		"error-cell-needed", Error, "Error in a needed cell",
		"The client ID or the contact date is an Excel error such as #N/A. The row was not counted.",
		"Mend the formula of the cell, or type the value.",
	},
	ErrorCell: {
		"error-cell", Warning, "Error in a cell",
		"The cell is an Excel error such as #N/A. It was read as blank.",
		"Mend the formula of the cell, or type the value.",
	},
	GenderUnknown: {
		"gender-unknown", Warning, "Unknown gender value",
		"The value is none of the spellings under genders:. It counts as not reported.",
		"Add the spelling under genders: in picreport.yaml, or correct the cells.",
	},
	SourceUnknown: {
		"source-unknown", Warning, "Unknown source value",
		"The value is none of the spellings under sources:. It counts as Other.",
		"Add the spelling under sources: in picreport.yaml, or correct the cells.",
	},
	ServiceUnknown: {
		"service-unknown", Warning, "Unknown service value",
		"The value is none of the spellings under services:. It counts as Other. Several services are " +
			"split at ; and |, and at commas, slashes, & and blanks where each part is then one of them.",
		"Add the spelling under services: in picreport.yaml, or correct the cells; where another sign parts " +
			"several services, set separator:.",
	},
	SeveralValues: {
		"several-values", Warning, "Several values where one is expected",
		"More than one box is checked for a field that takes one value. The first was used.",
		"Leave one box checked, or map one of them to a label of its own.",
	},
}
