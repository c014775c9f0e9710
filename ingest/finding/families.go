package finding

import "slices"

// Family is a group of rules that a user can be strict about.
type Family struct {
	Name  string // kebab-case; never changes what it is about
	About string // what its rules are about, in a few words
}

// named are the families by the file that their rules stand in.
var named = map[string]family{
	"files": fileRules, "sheets": sheetRules, "columns": headerRules, "dates": dateRules, "ages": ageRules,
	"values": valueRules, "contacts": contactRules, "clients": clientRules, "coverage": unreadDateRules,
}

// moved are rules of a family that is not that of their file.
var moved = map[string][]ID{
	"unknown-values": {GenderUnknown, SourceUnknown, ServiceUnknown, SeveralValues, AgeGroupInNoBand},
	"coverage":       {SheetContactsNotRead, RowsMissing},
}

// Families returns the families in the order of the catalogue.
func Families() []Family {
	return []Family{
		{"files", "files that could not be read, or not quite"},
		{"sheets", "sheets, hidden rows and columns, totals and merged cells"},
		{"coverage", "contacts that may not have been read"},
		{"columns", "headers and the columns below them"},
		{"dates", "dates and their order"},
		{"ages", "ages"},
		{"unknown-values", "values that are none of the labels"},
		{"values", "other values of cells"},
		{"contacts", "contacts that stand in several rows or exports"},
		{"clients", "clients that contradict themselves or each other"},
	}
}

// FamilyNames returns the names of the families.
func FamilyNames() []string {
	var names []string
	for _, f := range Families() {
		names = append(names, f.Name)
	}
	return names
}

// Family returns the name of the rule's family.
func (r *Rule) Family() string {
	id := ID(slices.IndexFunc(catalogue[:], func(other Rule) bool { return other.Code == r.Code }))
	for name, ids := range moved {
		if slices.Contains(ids, id) {
			return name
		}
	}
	for name, rules := range named {
		if _, ok := rules[id]; ok {
			return name
		}
	}
	return ""
}
