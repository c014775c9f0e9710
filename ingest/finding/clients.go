package finding

// clientRules are the rules of clients: their IDs, and what their rows say of them.
var clientRules = family{
	IDShortened: {
		"id-shortened", Warning, "IDs shortened by a spreadsheet",
		"The column has IDs such as 1.02E+09, which a spreadsheet has made of longer numbers; several " +
			"IDs may have become one.",
		"Format the column as text or as a number without decimals, and export it again.",
	},
	ClientIDMissing: {
		"client-id-missing", Error, "Client ID missing",
		"The row has no client ID, or what stands for people without one: a word such as “unknown”, a code for " +
			"missing data, 0, or 9999 far from the other IDs. It was not counted, for it cannot be counted as one client.",
		"Fill in the client ID; for people who gave none, anonymous: true counts such rows as contacts and as no client.",
	},
	ClientIDConverted: {
		"client-id-converted", Error, "Client ID changed by a spreadsheet",
		"The client ID is a date or a truth value where the others are none, or a number of more than 15 digits, of which " +
			"a spreadsheet keeps 15. A spreadsheet has made it of another ID. The row was not counted.",
		"Format the column as text, type the ID again, and export it again.",
	},
	ClientBirthDates: {
		"client-birth-dates", Warning, "Client with two birth dates",
		"Rows of one client have different birth dates. The last reported one is used.",
		"Correct the wrong rows.",
	},
	ClientGenders: {
		"client-genders", Warning, "Client with two genders",
		"Rows of one client have different genders. The last reported one is used.",
		"Correct the wrong rows, if any is wrong.",
	},
	ClientIDSpelling: {
		"client-id-spelling", Info, "Client ID spelt in several ways",
		"Client IDs differ only in case or blanks. They are one client.",
		nothingToDo,
	},
	ClientIDLookAlike: {
		"client-id-look-alike", Warning, "Client IDs look alike",
		"Two client IDs differ only in leading zeros, O and 0, blanks or punctuation. They count as two clients.",
		"If they are one person, use one ID.",
	},
	ClientIDsInOneCell: {
		"client-ids-in-one-cell", Warning, "Two client IDs in one cell",
		"The cell has two client IDs or more. They count as one client, who is none of them.",
		"Give each client a row.",
	},
	ClientIDShape: {
		"client-id-shape", Warning, "Client ID of another form",
		"The client ID is of a form that hardly any other has, or not of the form that client_id_pattern sets.",
		"Correct the ID, or set client_id_pattern in picreport.yaml to the forms that IDs have.",
	},
	ClientIDRowNumber: {
		"client-id-row-number", Warning, "Numbers of rows for client IDs",
		"The client IDs go on by one from row to row in 200 rows or more, as the numbers of rows do. If they are such " +
			"numbers, each contact counts as a client.",
		"Map the column that holds the client ID with columns: in picreport.yaml, if it is another one.",
	},
	PersonTwoIDs: {
		"person-two-ids", Warning, "One person under two IDs",
		"Two client IDs have the same name and birth date. They count as two clients.",
		"If they are one person, use one ID.",
	},
	ClientNotInRoster: {
		"client-not-in-roster", Warning, "Client not in the roster",
		"A client has contacts, but is not in the roster that was read with them.",
		"Add the client to the roster, or correct the client ID.",
	},
	RosterClientTwice: {
		"roster-client-twice", Warning, "Client twice in the roster",
		"The roster has more than one row for a client. What the later row reports stands.",
		"Delete the outdated row.",
	},
}
