package finding

// unreadDateRules are the rules of columns and rows whose dates are not read as those of contacts.
var unreadDateRules = family{
	ContactDateDoubtful: {
		"contact-date-doubtful", Error, "Contact date doubtful",
		"The column that would be the contact date is headed by a bare \"date\", and another column of dates, whose " +
			"header speaks of contacts, has other days. A bare date is often that of typing. Nothing of the sheet is to be " +
			"relied on.",
		"Say with columns: in picreport.yaml which is the contact date, and map the other to ignore.",
	},
	ContactDatesNotRead: {
		"contact-dates-not-read", Warning, "Dates of contacts not read",
		"A column of dates whose header speaks of contacts is not read, and differs from the contact date in more " +
			"than a tenth of the rows.",
		"Map it to contact_date or to ignore with columns: in picreport.yaml.",
	},
	ContactDatesInColumns: {
		"contact-dates-in-columns", Error, "Several contact dates in a row",
		"Rows have a date for each of several contacts, in columns of their own, and not all of these are read. " +
			"Contacts would be missing.",
		"Map each column of contact dates with columns: in picreport.yaml; a row is then a contact for each that it fills.",
	},
	RedcapContactsNotRead: {
		"redcap-contacts-not-read", Error, "REDCap contacts not read",
		"Rows of a repeating instrument or event have a date of their own that speaks of contacts, and that nothing " +
			"reads. Contacts would be missing.",
		"Name the instruments and events that are contacts with redcap: {contacts: [...]} in picreport.yaml.",
	},
	RedcapContactsUnknown: {
		"redcap-contacts-unknown", Error, "REDCap instrument misspelt",
		"The configuration names an instrument or event that no export has, and not one of nearly the same name whose " +
			"rows have dates.",
		"Correct the name under redcap: contacts: in picreport.yaml.",
	},
	RedcapNotContacts: {
		"redcap-not-contacts", Info, "REDCap rows that are no contacts",
		"Rows of an instrument or event have a date, and redcap: contacts: in picreport.yaml does not name it. They say " +
			"something of their client, and are no contacts.",
		"If they are contacts, add the name under redcap: contacts: in picreport.yaml.",
	},
	Crosstab: {
		"crosstab", Error, "A crosstab instead of contacts",
		"Months or days are the headers of columns, and the cells have counts or marks. No contact has a date or a row of " +
			"its own. Nothing in the sheet was counted.",
		"Export the contacts themselves, a row for each with its date.",
	},
	AdmissionsNotRead: {
		"admissions-not-read", Error, "Admissions read as a roster",
		"A list of clients has a date of admission and no contact date, so that it is a roster; and no export has " +
			"contacts. Nothing would be counted.",
		"Map the date to contact_date or to ignore with columns: in picreport.yaml.",
	},
	RosterDatesNotRead: {
		"roster-dates-not-read", Info, "Dates of a roster not read",
		"A sheet without a contact date was read as a roster: it says something of clients, and has no contacts. Its " +
			"column of dates is not read.",
		"If each row is a contact on that day, map the date to contact_date with columns: in picreport.yaml.",
	},
}
