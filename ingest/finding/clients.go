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
		"The row has no client ID, or a word such as “unknown” in its place. It was not counted.",
		"Fill in the client ID.",
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
