package value

import "strings"

// IsMonth reports whether a text names a month, alone or with a year: "July", "Jul 2024", "Jul-24",
// "2024-07", "7/2024", "2024 July".
func IsMonth(text string) bool {
	parts := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" -/.,'_", r) })
	names, years, numbers := 0, 0, 0
	for _, part := range parts {
		n, ok := Digits(part)
		switch {
		case monthByName(part) > 0:
			names++
		case ok && len(part) == 4 && n >= 1970 && n < 2100:
			years++
		case ok && len(part) <= 2:
			numbers++
		default:
			return false
		}
	}
	switch len(parts) {
	case 1:
		return names == 1
	case 2:
		return names == 1 && years+numbers == 1 || years == 1 && numbers == 1 && isMonthNumber(parts)
	}
	return false
}

// isMonthNumber reports whether the shorter of two numbers is that of a month.
func isMonthNumber(parts []string) bool {
	for _, part := range parts {
		if n, _ := Digits(part); len(part) <= 2 {
			return n >= 1 && n <= 12
		}
	}
	return false
}
