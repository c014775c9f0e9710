package finding

// sheetRules are the rules of a table as a whole: which sheets and rows are read, and what stands
// in it beside rows.
var sheetRules = family{
	SheetUnknown: {
		"sheet-unknown", Error, "Sheet not found",
		"The workbook has no sheet of the name that was asked for. Nothing in it was counted.",
		"Name one of the sheets that the workbook has.",
	},
	SheetsWithContacts: {
		"sheets-with-contacts", Error, "Several sheets with contacts",
		"Several sheets of the workbook hold contacts, such as one for each month, and nothing says which " +
			"of them count. Nothing in the workbook was counted.",
		"Read all of them with --sheet '*', or name those that count with --sheet NAME, which can be repeated.",
	},
	SheetNotRead: {
		"sheet-not-read", Info, "Sheet not read",
		"The workbook has further sheets, which hold neither contacts nor a roster. They were not read.",
		"If one of them holds contacts, name it with --sheet.",
	},
	SheetContactsNotRead: {
		"sheet-contacts-not-read", Warning, "Further sheet with contacts",
		"Another sheet of the workbook may hold contacts too: it has client IDs and a column of dates that no " +
			"field takes. It was not read.",
		"If they are contacts, map the header of the dates to contact_date with columns: in picreport.yaml.",
	},
	SheetHidden: {
		"sheet-hidden", Warning, "Hidden sheet read",
		"The rows come from a sheet that is hidden in the workbook.",
		"Unhide the sheet and check that it is the current one.",
	},
	RowsHidden: {
		"rows-hidden", Warning, "Hidden rows read",
		"Rows that are hidden, by hand or by a filter, were read like all others.",
		"Delete the hidden rows if they should not count.",
	},
	ColumnsHidden: {
		"columns-hidden", Info, "Hidden columns",
		"The sheet has hidden columns. They were read like all others.",
		"Unhide them to see what was read.",
	},
	RowsMissing: {
		"rows-missing", Warning, "No rows below the headers",
		"The table has headers and nothing below them, or totals alone. It adds nothing to the figures.",
		"Export it again, and check the filter of the export, unless there was nothing to export.",
	},
	TotalRow: {
		"total-row", Info, "Total or note below the table",
		"A row holds a total or a note and no contact. It was not counted as a row.",
		nothingToDo,
	},
	RowsPrepared: {
		"rows-prepared", Info, "Rows prepared for entry",
		"Rows have nothing in a column that is read, such as tick boxes alone, or, three and more at the end of the table, " +
			"nothing but a number that runs on or a formula. They were not counted as rows.",
		nothingToDo,
	},
	RowsLeftOut: {
		"rows-left-out", Info, "Rows left out",
		"Rows are of a client whom leave_out: names, or lie before the programme's inception, and before_inception: is leave_out. " +
			"They were not counted.",
		nothingToDo,
	},
	TableBelow: {
		"table-below", Info, "Another table below",
		"Below the table, after a blank row, stands another one without contact dates, such as a summary. Its rows " +
			"were not counted.",
		"Move them into the table if they are contacts.",
	},
	MergedCells: {
		"merged-cells", Info, "Merged cells",
		"A value that is merged over several rows was read in each of them; one that is merged over " +
			"columns, in the first.",
		"Check the rows if the merge was not meant for each of them.",
	},
	RowWidth: {
		"row-width", Warning, "Row longer than the header",
		"The row has values beyond the last header; its columns may have shifted.",
		"Look for a delimiter inside a value that is not quoted.",
	},
}
