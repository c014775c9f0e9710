package finding

// contactRules are the rules of contacts across rows and exports.
var contactRules = family{
	ContactIDReused: {
		"contact-id-reused", Warning, "Contact ID reused",
		"Rows of one contact ID differ. They are one contact, and the last row stands.",
		"Give each contact an ID of its own, or delete the outdated row.",
	},
	ContactIDNotUnique: {
		"contact-id-not-unique", Error, "Contact ID of several contacts",
		"A contact ID stands for several contacts: it is the number of a case, or each file begins to number anew.",
		"Set columns: {HEADER: ignore} where the column does not number contacts, or contact_ids: corrections where the " +
			"last row of an ID corrects those before it.",
	},
	ContactIDTwoContacts: {
		"contact-id-two-contacts", Warning, "Contact ID of two contacts",
		"Rows of one export have one contact ID, and differ in client and date. They are two contacts, and both count.",
		"Give each contact an ID of its own; set contact_ids: corrections where the last row of an ID corrects those " +
			"before it.",
	},
	ContactIDShared: {
		"contact-id-shared", Info, "Several clients under one contact ID",
		"Rows of one export have one contact ID and date, and several clients: people at one call. Each row is a contact.",
		nothingToDo,
	},
	ContactCorrected: {
		"contact-corrected", Info, "Contact differs from an earlier export",
		"A later export says something else about a contact of the same ID. The later one stands.",
		nothingToDo,
	},
	SameContactTwice: {
		"same-contact-twice", Warning, "Same contact twice",
		"Rows of one export are equal in all that is read of a contact, with the time of day. Without a contact ID each is " +
			"counted; with one they are one contact.",
		"Delete the row if it was entered twice.",
	},
	ExportsOverlap: {
		"exports-overlap", Error, "Export is a copy of another, but for some contacts",
		"At least two and at least half of one export's contacts stand in another, or agree with its in client and day, " +
			"and some do not: it was corrected, downloaded anew or exported in another form. Both together count some " +
			"contacts twice. An export that holds all contacts of another does no harm. One contact is enough where it agrees in " +
			"every column that both exports have, and one of the two has a column besides that is read.",
		"Count the newer one alone, or put it in the other's place: picreport ingest --replaces OLD NEW.",
	},
	ContactsAlike: {
		"contacts-alike", Warning, "Contacts of two exports differ in an unread column alone",
		"Contacts without a contact ID of two exports agree in all that is read and, where both have one, in the time of " +
			"day. They differ in a column that is not read, so each is counted.",
		"Where the column says nothing of a contact, such as the number of the row or the day of the download, map it to " +
			"ignore: then rows are not compared by it.",
	},
}
