package config

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// numbersOfCases are parts of the headers of numbers that several clients and days share.
var numbersOfCases = []string{"case", "cad", "call", "incident", "cfs", "dispatch"}

// Changed says what the configuration may have to change since an earlier version: settings whose
// meaning is another one now. The help topic upgrade has all of it.
func (c *Config) Changed() []string {
	var out []string
	for _, header := range slices.Sorted(maps.Keys(c.Columns)) {
		isOfCases := slices.ContainsFunc(numbersOfCases, func(part string) bool {
			return strings.Contains(strings.ToLower(header), part)
		})
		if c.Columns[header] == "contact_id" && isOfCases {
			out = append(out, fmt.Sprintf("columns: %q is mapped to contact_id: if it is the number of a case or a call, which several "+
				"clients and days share, map it to ignore", header))
		}
	}
	if len(c.Exports) > 0 && c.DateOrder == "" {
		out = append(out, "date_order is not set: dates such as 7.1.2024 stop a report until it is")
	}
	return out
}
