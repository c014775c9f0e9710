package table

import "strconv"

// exactDigits is how many digits of an integer a float64 holds whatever they are.
const exactDigits = 15

// isShortInteger reports whether a number as a workbook writes it is the shortest decimal already:
// a small integer.
func isShortInteger(s []byte) bool {
	if len(s) == 0 || len(s) > exactDigits || s[0] == '0' && len(s) > 1 {
		return false
	}
	for _, c := range s {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

// parseNumber reads a number as a workbook writes it.
func parseNumber(s []byte) (float64, bool) {
	for _, c := range s {
		if (c < '0' || c > '9') && c != '.' && c != '-' && c != '+' && c != 'e' && c != 'E' {
			return 0, false // ParseFloat also knows names and hexadecimal
		}
	}
	f, err := strconv.ParseFloat(string(s), 64)
	return f, err == nil
}

// appendNumber appends the shortest decimal that reads back as f, without an exponent.
func appendNumber(dst []byte, f float64) []byte {
	if f == 0 {
		return append(dst, '0') // also for -0
	}
	return strconv.AppendFloat(dst, f, 'f', -1, 64)
}
