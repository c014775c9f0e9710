package finding

// dateRules are the rules of the dates of a row: of the contact, of birth and of entry.
var dateRules = family{
	DateSerial: {
		"date-serial", Info, "Dates as day numbers",
		"The column has dates as Excel's day numbers. They were read as days.",
		"Format the column as a date before exporting.",
	},
	DateOrder: {
		"date-order", Warning, "Dates contradict the date order",
		"Some dates of the column can only be read with day and month the other way round. Those are " +
			"not used, and the others may be misread.",
		"Check which order the column has, and set date_order: mdy or dmy.",
	},
	DatesSwapped: {
		"dates-swapped", Error, "Dates swapped by Excel",
		"All real dates of the workbook's column have a day up to 12, and all that are text have a part " +
			"above 12. So it looks when Excel opens a CSV with day and month in the other order than its own: " +
			"it swaps those that it can, and leaves the others as text. Setting date_order: does not mend it.",
		"Export again, and format the column as text before Excel reads it, or hand picreport the CSV itself.",
	},
	DateOrderUnknown: {
		"date-order-unknown", Error, "Date order unknown",
		"Each date of the column can be read with the day or the month first, and they are written with " +
			"points, as is usual where days come first, or another column of the sheet has the other order. " +
			"Either reading would be a guess.",
		"Set date_order: dmy or date_order: mdy in picreport.yaml.",
	},
	DateOrderUnproven: {
		"date-order-unproven", Info, "Date order not proven",
		"No date of the column shows whether the day or the month comes first. They were read in the " +
			"default order, or are too few to tell whether Excel has swapped them.",
		"Set date_order: mdy or date_order: dmy in picreport.yaml.",
	},
	DatesUTC: {
		"dates-utc", Warning, "Times of another time zone",
		"All times beside the contact dates are of UTC, and some are on another day in the programme's time " +
			"zone, timezone: in picreport.yaml. Time zones are not applied: each contact counts on the day that is written.",
		"Export local times, or the date alone; if the days are right as they are, nothing needs to be done.",
	},
	ContactDateMissing: {
		"contact-date-missing", Error, "Contact date missing",
		"The row has no contact date. It was not counted.",
		"Fill in the date of the contact.",
	},
	ContactDateUnreadable: {
		"contact-date-unreadable", Error, "Contact date unreadable",
		"The contact date is no day that could be read in the chosen date order. The row was not counted.",
		"Write the date as 2024-07-01.",
	},
	ContactDateAmbiguous: {
		"contact-date-ambiguous", Error, "Contact date ambiguous",
		"The contact date lacks its year or its day, so that more than one day could be meant. The row " +
			"was not counted.",
		"Write the whole date, as in 2024-07-01.",
	},
	ContactDateFuture: {
		"contact-date-future", Error, "Contact date in the future",
		"The contact date is after the day of the report. The row was not counted.",
		"Correct the date; look at the year first.",
	},
	ContactDateBeforeInception: {
		"contact-date-before-inception", Error, "Contact date before inception",
		"The contact date is before the programme's first month. The row was not counted.",
		"Correct the date, or program.inception in picreport.yaml.",
	},
	BirthDateUnreadable: {
		"birth-date-unreadable", Warning, "Birth date unreadable",
		"The birth date is no day that could be read. It was not used.",
		"Write the date as 1990-07-01.",
	},
	BirthDateFuture: {
		"birth-date-future", Warning, "Birth date in the future",
		"The birth date is after the day of the report. It was not used.",
		"Correct the date; look at the year first.",
	},
	BirthDateAfterContact: {
		"birth-date-after-contact", Warning, "Birth date after the contact",
		"The client would have been born after the contact. The birth date was not used.",
		"Correct the birth date or the contact date.",
	},
	BirthDateImplausible: {
		"birth-date-implausible", Warning, "Birth date implausible",
		"By the birth date the client is over 110 years old. It was not used.",
		"Correct the birth date; look at the year first.",
	},
	BirthDateOfEntry: {
		"birth-date-of-entry", Warning, "Birth date is that of the contact or the entry",
		"The birth date is the day of the contact or the day on which it was recorded, as when a form fills " +
			"in today's date. It was not used.",
		"Correct the birth date, or leave it blank.",
	},
	RecordedOnUnreadable: {
		"recorded-on-unreadable", Info, "Entry date unreadable",
		"The day on which the contact was recorded could not be read. The entry lag was not checked for the row.",
		"Write the date as 2024-07-01.",
	},
	RecordedBeforeContact: {
		"recorded-before-contact", Warning, "Recorded before the contact",
		"The contact was recorded before the day on which it is said to have taken place.",
		"Correct the contact date; look at the month and the year first.",
	},
	EntryLag: {
		"entry-lag", Warning, "Recorded late",
		"The contact was recorded more than 30 days after it took place; the date may be wrong, or " +
			"earlier reports may lack it.",
		"Check the contact date.",
	},
}
