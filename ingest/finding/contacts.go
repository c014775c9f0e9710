package finding

// contactRules are the rules of contacts across rows and exports.
var contactRules = family{
	ContactIDReused: {
		"contact-id-reused", Warning, "Contact ID reused",
		"Rows of one contact ID differ. They are one contact, and the last row stands.",
		"Give each contact an ID of its own, or delete the outdated row.",
	},
	ContactCorrected: {
		"contact-corrected", Info, "Contact differs from an earlier export",
		"A later export says something else about a contact of the same ID. The later one stands.",
		nothingToDo,
	},
	SameContactTwice: {
		"same-contact-twice", Warning, "Same contact twice",
		"Rows of one export are equal. Without a contact ID each is counted; with one they are one contact.",
		"Delete the row if it was entered twice.",
	},
}
