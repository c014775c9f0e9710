package ingest

// catalogue is the one table of findings that the reader, the command line and the documentation share.
var catalogue = [numRules]Rule{
	ruleFileUnreadable: {
		"file-unreadable", SeverityError, "File cannot be read",
		"The file is missing, is a folder, or the system refused to read it. Nothing in it was counted.",
		"Check the path and the permissions, and close the file in other programs.",
	},
	ruleFileWrongType: {
		"file-wrong-type", SeverityError, "Not a CSV or XLSX file",
		"The content of the file is of another kind, whatever its name says. Nothing in it was counted.",
		"Save or export it again as CSV UTF-8 or as an Excel workbook (.xlsx).",
	},
	ruleFileEncrypted: {
		"file-encrypted", SeverityError, "Workbook needs a password",
		"The workbook is password-protected, and there was no password or a wrong one. Nothing in it was counted.",
		"Give the password with --password-file or PICREPORT_PASSWORD.",
	},
	ruleFileDamaged: {
		"file-damaged", SeverityError, "File is damaged",
		"The file breaks off or contradicts itself. Rows before the damage may have been read; do not rely on them.",
		"Export or copy the file again.",
	},
	ruleFileTooLarge: {
		"file-too-large", SeverityError, "File is too large",
		"The file unpacks to more than the stated limit, or a part of it is larger than any sheet can be.",
		"Export fewer rows or columns to a file, or check where it comes from.",
	},
	ruleFileEmpty: {
		"file-empty", SeverityError, "File is empty",
		"The file has no row at all.",
		"Export it again, and check the filter of the export.",
	},
	ruleFileTwice: {
		"file-twice", SeverityWarning, "File named twice",
		"The same path was given more than once. It was read once.",
		"Name each file once.",
	},
	ruleFileSameContent: {
		"file-same-content", SeverityWarning, "Same content as another file",
		"Two files are the same, byte for byte. Their contacts count once.",
		"Leave out one of them.",
	},
	ruleEncodingGuessed: {
		"encoding-guessed", SeverityInfo, "Encoding is not UTF-8",
		"The text is not valid UTF-8 and was read as Windows-1252, the encoding of older Windows programs.",
		"Save as “CSV UTF-8” to be sure of accented letters.",
	},
	ruleFileNotice: {
		"file-oddity", SeverityInfo, "Oddity of the file",
		"The file departs from its format in a way that does not change what was read.",
		nothingToDo,
	},
	ruleSheetUnknown: {
		"sheet-unknown", SeverityError, "Sheet not found",
		"The workbook has no sheet of the name that was asked for. Nothing in it was counted.",
		"Name one of the sheets that the workbook has.",
	},
	ruleSheetNotRead: {
		"sheet-not-read", SeverityInfo, "Sheet not read",
		"The workbook has further sheets, which are neither the contacts nor a roster. They were not read.",
		"If one of them holds contacts, name it with --sheet.",
	},
	ruleSheetContactsNotRead: {
		"sheet-contacts-not-read", SeverityWarning, "Further sheet with contacts",
		"Another sheet of the workbook has the columns of contacts too. Only the first one was read.",
		"Name the sheet with --sheet, or save each sheet as a file of its own.",
	},
	ruleSheetHidden: {
		"sheet-hidden", SeverityWarning, "Hidden sheet read",
		"The rows come from a sheet that is hidden in the workbook.",
		"Unhide the sheet and check that it is the current one.",
	},
	ruleRowsHidden: {
		"rows-hidden", SeverityWarning, "Hidden rows read",
		"Rows that are hidden, by hand or by a filter, were read like all others.",
		"Delete the hidden rows if they should not count.",
	},
	ruleHeaderMissing: {
		"header-missing", SeverityError, "No header row",
		"None of the first 20 rows looks like the headers of contacts or of a roster. Nothing in the file was counted.",
		"Put the headers in one row, or map them with columns: in picreport.yaml.",
	},
	ruleColumnMissing: {
		"column-missing", SeverityError, "Needed column missing",
		"No header claims a field that every contact needs. Nothing in the sheet was counted.",
		"Map the header with columns: in picreport.yaml.",
	},
	ruleColumnAmbiguous: {
		"column-ambiguous", SeverityError, "Several columns for one field",
		"More than one column could be the field, and nothing says which. Nothing in the sheet was counted.",
		"Choose one with columns: in picreport.yaml.",
	},
	ruleHeaderDuplicate: {
		"header-duplicate", SeverityError, "Header twice",
		"Two columns of one header claim the same field. Nothing in the sheet was counted.",
		"Rename or delete one of the columns.",
	},
	ruleColumnNotUsed: {
		"column-not-used", SeverityInfo, "Column not used",
		"Another column that stands for the same field was preferred, or the sheet is a roster, which has no such field.",
		"If this is the right column, map it with columns: in picreport.yaml.",
	},
	ruleMappedColumnMissing: {
		"mapped-column-missing", SeverityWarning, "Mapped column missing",
		"A header that the config maps to a field is not in the export.",
		"Correct the header under columns: in picreport.yaml.",
	},
	ruleColumnsHidden: {
		"columns-hidden", SeverityInfo, "Hidden columns",
		"The sheet has hidden columns. They were read like all others.",
		"Unhide them to see what was read.",
	},
	ruleRowsMissing: {
		"rows-missing", SeverityWarning, "No rows below the headers",
		"The table has headers and nothing below them, or totals alone. It adds nothing to the figures.",
		"Export it again, and check the filter of the export, unless there was nothing to export.",
	},
	ruleTotalRow: {
		"total-row", SeverityInfo, "Total or note below the table",
		"A row holds a total or a note and no contact. It was not counted as a row.",
		nothingToDo,
	},
	ruleHeaderRepeated: {
		"header-repeated", SeverityInfo, "Header row repeated",
		"The headers stand in the table again. The row was not counted.",
		nothingToDo,
	},
	ruleHeaderMoved: {
		"header-moved", SeverityError, "Headers in another order",
		"The headers stand in the table again, but over other columns. The rows below them were read as those above, and cannot be relied on.",
		"Put the columns of the rows below in the order of those above, or the two parts into files of their own.",
	},
	ruleMergedCells: {
		"merged-cells", SeverityInfo, "Merged cells",
		"A value that is merged over several rows was read in each of them; one that is merged over columns, in the first.",
		"Check the rows if the merge was not meant for each of them.",
	},
	ruleFormulaWithoutValue: {
		"formula-without-value", SeverityWarning, "Formula never computed",
		"A cell has a formula without a stored result, and was read as blank.",
		"Open the workbook in Excel, let it calculate, and save it.",
	},
	ruleStrayQuote: {
		"stray-quote", SeverityWarning, "Stray quotation mark",
		"A quotation mark stands where CSV allows none; the columns of this row may have shifted.",
		"Check the row, and double the quotation marks inside quoted text.",
	},
	ruleNulBytes: {
		"nul-bytes", SeverityWarning, "NUL bytes",
		"The file has NUL bytes, which no text should have. They were left out.",
		"Export the file again; it may be damaged.",
	},
	ruleRowWidth: {
		"row-width", SeverityWarning, "Row longer than the header",
		"The row has values beyond the last header; its columns may have shifted.",
		"Look for a delimiter inside a value that is not quoted.",
	},
	ruleUnusualCharacters: {
		"unusual-characters", SeverityInfo, "Invisible or typographic characters",
		"Cells hold no-break spaces, zero-width characters or smart quotes. They were read as plain ones.",
		nothingToDo,
	},
	ruleDateSerial: {
		"date-serial", SeverityInfo, "Dates as day numbers",
		"The column has dates as Excel's day numbers. They were read as days.",
		"Format the column as a date before exporting.",
	},
	ruleDateOrder: {
		"date-order", SeverityWarning, "Dates contradict the date order",
		"Some dates of the column can only be read with day and month the other way round. Those are not used, and the others may be misread.",
		"Check which order the column has, and set date_order: mdy or dmy.",
	},
	ruleNotReported: {
		"values-not-reported", SeverityInfo, "Unknown or declined",
		"Cells say that a value is unknown, declined or the like, which is not the same as blank. Both are counted as not reported.",
		nothingToDo,
	},
	ruleIDShortened: {
		"id-shortened", SeverityWarning, "IDs shortened by a spreadsheet",
		"The column has IDs such as 1.02E+09, which a spreadsheet has made of longer numbers; several IDs may have become one.",
		"Format the column as text or as a number without decimals, and export it again.",
	},
	ruleClientIDMissing: {
		"client-id-missing", SeverityError, "Client ID missing",
		"The row has no client ID, or a word such as “unknown” in its place. It was not counted.",
		"Fill in the client ID.",
	},
	ruleContactDateMissing: {
		"contact-date-missing", SeverityError, "Contact date missing",
		"The row has no contact date. It was not counted.",
		"Fill in the date of the contact.",
	},
	ruleContactDateUnreadable: {
		"contact-date-unreadable", SeverityError, "Contact date unreadable",
		"The contact date is no day that could be read in the chosen date order. The row was not counted.",
		"Write the date as 2024-07-01.",
	},
	ruleContactDateAmbiguous: {
		"contact-date-ambiguous", SeverityError, "Contact date ambiguous",
		"The contact date lacks its year or its day, so that more than one day could be meant. The row was not counted.",
		"Write the whole date, as in 2024-07-01.",
	},
	ruleContactDateFuture: {
		"contact-date-future", SeverityError, "Contact date in the future",
		"The contact date is after the day of the report. The row was not counted.",
		"Correct the date; look at the year first.",
	},
	ruleContactDateBeforeInception: {
		"contact-date-before-inception", SeverityError, "Contact date before inception",
		"The contact date is before the programme's first month. The row was not counted.",
		"Correct the date, or program.inception in picreport.yaml.",
	},
	ruleErrorCellNeeded: {
		"error-cell-needed", SeverityError, "Error in a needed cell",
		"The client ID or the contact date is an Excel error such as #N/A. The row was not counted.",
		"Mend the formula of the cell, or type the value.",
	},
	ruleErrorCell: {
		"error-cell", SeverityWarning, "Error in a cell",
		"The cell is an Excel error such as #N/A. It was read as blank.",
		"Mend the formula of the cell, or type the value.",
	},
	ruleBirthDateUnreadable: {
		"birth-date-unreadable", SeverityWarning, "Birth date unreadable",
		"The birth date is no day that could be read. It was not used.",
		"Write the date as 1990-07-01.",
	},
	ruleBirthDateFuture: {
		"birth-date-future", SeverityWarning, "Birth date in the future",
		"The birth date is after the day of the report. It was not used.",
		"Correct the date; look at the year first.",
	},
	ruleBirthDateAfterContact: {
		"birth-date-after-contact", SeverityWarning, "Birth date after the contact",
		"The client would have been born after the contact. The birth date was not used.",
		"Correct the birth date or the contact date.",
	},
	ruleBirthDateImplausible: {
		"birth-date-implausible", SeverityWarning, "Birth date implausible",
		"By the birth date the client is over 110 years old. It was not used.",
		"Correct the birth date; look at the year first.",
	},
	ruleAgeUnreadable: {
		"age-unreadable", SeverityWarning, "Age unreadable",
		"The age is neither a number nor a band such as 18–24. It was not used.",
		"Write the age in completed years, or leave it blank.",
	},
	ruleAgeOutOfRange: {
		"age-out-of-range", SeverityWarning, "Age out of range",
		"The age is over 110, or negative. Above 120 or below 0 it was not used.",
		"Correct the age, or leave it blank.",
	},
	ruleAgeBirthDateMismatch: {
		"age-birth-date-mismatch", SeverityWarning, "Age at odds with birth date",
		"The reported age differs by more than a year from the age by birth date on the day of contact. The birth date is used.",
		"Correct one of the two.",
	},
	ruleGenderUnknown: {
		"gender-unknown", SeverityWarning, "Unknown gender value",
		"The value is none of the spellings under genders:. It counts as not reported.",
		"Add the spelling under genders: in picreport.yaml, or correct the cells.",
	},
	ruleSourceUnknown: {
		"source-unknown", SeverityWarning, "Unknown source value",
		"The value is none of the spellings under sources:. It counts as Other.",
		"Add the spelling under sources: in picreport.yaml, or correct the cells.",
	},
	ruleServiceUnknown: {
		"service-unknown", SeverityWarning, "Unknown service value",
		"The value is none of the spellings under services:. It counts as Other. Several services are split at ; and |.",
		"Add the spelling under services: in picreport.yaml, or correct the cells.",
	},
	ruleSeveralValues: {
		"several-values", SeverityWarning, "Several values where one is expected",
		"More than one box is checked for a field that takes one value. The first was used.",
		"Leave one box checked, or map one of them to a label of its own.",
	},
	ruleRecordedOnUnreadable: {
		"recorded-on-unreadable", SeverityInfo, "Entry date unreadable",
		"The day on which the contact was recorded could not be read. The entry lag was not checked for the row.",
		"Write the date as 2024-07-01.",
	},
	ruleRecordedBeforeContact: {
		"recorded-before-contact", SeverityWarning, "Recorded before the contact",
		"The contact was recorded before the day on which it is said to have taken place.",
		"Correct the contact date; look at the month and the year first.",
	},
	ruleEntryLag: {
		"entry-lag", SeverityWarning, "Recorded late",
		"The contact was recorded more than 30 days after it took place; the date may be wrong, or earlier reports may lack it.",
		"Check the contact date.",
	},
	ruleContactIDReused: {
		"contact-id-reused", SeverityWarning, "Contact ID reused",
		"Rows of one contact ID differ. They are one contact, and the last row stands.",
		"Give each contact an ID of its own, or delete the outdated row.",
	},
	ruleContactCorrected: {
		"contact-corrected", SeverityInfo, "Contact differs from an earlier export",
		"A later export says something else about a contact of the same ID. The later one stands.",
		nothingToDo,
	},
	ruleSameContactTwice: {
		"same-contact-twice", SeverityWarning, "Same contact twice",
		"Rows of one export are equal. Without a contact ID each is counted; with one they are one contact.",
		"Delete the row if it was entered twice.",
	},
	ruleClientBirthDates: {
		"client-birth-dates", SeverityWarning, "Client with two birth dates",
		"Rows of one client have different birth dates. The last reported one is used.",
		"Correct the wrong rows.",
	},
	ruleClientGenders: {
		"client-genders", SeverityWarning, "Client with two genders",
		"Rows of one client have different genders. The last reported one is used.",
		"Correct the wrong rows, if any is wrong.",
	},
	ruleClientIDSpelling: {
		"client-id-spelling", SeverityInfo, "Client ID spelt in several ways",
		"Client IDs differ only in case or blanks. They are one client.",
		nothingToDo,
	},
	ruleClientIDLookAlike: {
		"client-id-look-alike", SeverityWarning, "Client IDs look alike",
		"Two client IDs differ only in leading zeros, O and 0, blanks or punctuation. They count as two clients.",
		"If they are one person, use one ID.",
	},
	rulePersonTwoIDs: {
		"person-two-ids", SeverityWarning, "One person under two IDs",
		"Two client IDs have the same name and birth date. They count as two clients.",
		"If they are one person, use one ID.",
	},
	ruleClientNotInRoster: {
		"client-not-in-roster", SeverityWarning, "Client not in the roster",
		"A client has contacts, but is not in the roster that was read with them.",
		"Add the client to the roster, or correct the client ID.",
	},
	ruleRosterClientTwice: {
		"roster-client-twice", SeverityWarning, "Client twice in the roster",
		"The roster has more than one row for a client. What the later row reports stands.",
		"Delete the outdated row.",
	},
}
