package contact

// Age is an age in completed years as an export reports it: one number, or the ends of a band such
// as 18–24. In the Age of "60+" High is MaxAge. The zero Age is "not reported"; Known tells it from
// the age 0.
type Age struct {
	Low, High int16
	Known     bool
}

// MaxAge is the highest age in completed years that is taken as an age.
const MaxAge = 120

// CompletedYears returns the completed years from a birth date to a day on or after it. Whoever is
// born on 29 February completes a year on 1 March where there is no 29th.
func CompletedYears(birth, day Date) int {
	by, bm, bd := birth.Date()
	y, m, d := day.Date()
	years := y - by
	if m < bm || m == bm && d < bd {
		years--
	}
	return years
}
