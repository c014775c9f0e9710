package finding

import "strconv"

// Counted returns a number with its noun, such as "1 row" or "2 rows".
func Counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}
