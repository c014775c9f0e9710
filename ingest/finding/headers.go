package finding

// headerRules are the rules of headers: which columns a table has and what they hold.
var headerRules = family{
	HeaderMissing: {
		"header-missing", Error, "No header row",
		"None of the first 20 rows looks like the headers of contacts or of a roster. Nothing in the " +
			"file was counted.",
		"Put the headers in one row, or map them with columns: in picreport.yaml.",
	},
	ColumnMissing: {
		"column-missing", Error, "Needed column missing",
		"No header claims a field that every contact needs. Nothing in the sheet was counted.",
		"Map the header with columns: in picreport.yaml.",
	},
	ColumnAmbiguous: {
		"column-ambiguous", Error, "Several columns for one field",
		"More than one column could be the field, and nothing says which. Nothing in the sheet was counted.",
		"Choose one with columns: in picreport.yaml.",
	},
	HeaderDuplicate: {
		"header-duplicate", Error, "Header twice",
		"Two columns of one header claim the same field. Nothing in the sheet was counted.",
		"Rename or delete one of the columns.",
	},
	ColumnNotUsed: {
		"column-not-used", Info, "Column not used",
		"Another column that stands for the same field was preferred, or the sheet is a roster, which " +
			"has no such field.",
		"If this is the right column, map it with columns: in picreport.yaml.",
	},
	MappedColumnMissing: {
		"mapped-column-missing", Warning, "Mapped column missing",
		"A header that the config maps to a field is not in the export.",
		"Correct the header under columns: in picreport.yaml.",
	},
	HeaderNear: {
		"header-near", Warning, "Header nearly understood",
		"A header is nearly one of a field that no column has, so that the column was not read, and the " +
			"field is blank in every row.",
		"Map the header with columns: in picreport.yaml, or map it to ignore.",
	},
	CountedFieldMissing: {
		"counted-field-missing", Warning, "Counted field without a column",
		"The configuration says how a field counts, and no column of the exports holds it. All count as " +
			"not reported.",
		"Map its header with columns: in picreport.yaml, or take the key out of it.",
	},
	ColumnsNotRead: {
		"columns-not-read", Info, "Columns not read",
		"Columns of the sheet that stand for no field. They were not read.",
		"If one of them should count, map it with columns: in picreport.yaml; ignore says that it should not.",
	},
	HeaderRows: {
		"header-rows", Info, "Several rows of headers",
		"The headers stand in more than one row, as surveys have questions below names. All but the names were passed over, or " +
			"two rows were read together where only both make a header.",
		nothingToDo,
	},
	HeaderRepeated: {
		"header-repeated", Info, "Header row repeated",
		"The headers stand in the table again. The row was not counted.",
		nothingToDo,
	},
	HeaderMoved: {
		"header-moved", Error, "Headers in another order",
		"The headers stand in the table again, but over other columns. The rows below them were read as " +
			"those above, and cannot be relied on.",
		"Put the columns of the rows below in the order of those above, or the two parts into files of their own.",
	},
}
