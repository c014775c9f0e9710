package finding

// ageRules are the rules of reported ages.
var ageRules = family{
	AgeUnreadable: {
		"age-unreadable", Warning, "Age unreadable",
		"The age is neither a number nor a band such as 18–24. It was not used.",
		"Write the age in completed years, or leave it blank; where it is a group in words, say in which band it counts with ages:.",
	},
	AgeGroupInNoBand: {
		"age-group-in-no-band", Warning, "Age group in no one band",
		"An age group, such as Under 18, spans several age bands of the report, or parts of them. Its clients count as Not reported, " +
			"but for those with a birth date.",
		"Say in which band the group counts, as in ages: {\"Under 18\": 13-17}, or export birth dates.",
	},
	AgeOutOfRange: {
		"age-out-of-range", Warning, "Age out of range",
		"The age is over 110, or negative. Above 120 or below 0 it was not used.",
		"Correct the age, or leave it blank.",
	},
	AgeBirthDateMismatch: {
		"age-birth-date-mismatch", Warning, "Age at odds with birth date",
		"The reported age differs by more than a year from the age by birth date on the day of contact. " +
			"The birth date is used.",
		"Correct one of the two.",
	},
}
