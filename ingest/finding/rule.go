package finding

import "strings"

// Rule is an entry of the catalogue of findings. A code never changes its meaning.
type Rule struct {
	Code     string   `json:"code"` // kebab-case
	Severity Severity `json:"severity"`
	Title    string   `json:"title"`   // a few words
	Meaning  string   `json:"meaning"` // what it says about the data, and what picreport did
	Mend     string   `json:"mend"`    // what to do; the hint of a finding that has no better one
}

// nothingToDo is the Mend of a rule that only tells what was done.
const nothingToDo = "Nothing needs to be done."

// Hint returns what to do as part of a message: in lower case, without a full stop, "" for nothing.
func (r *Rule) Hint() string {
	if r.Mend == nothingToDo {
		return ""
	}
	return strings.ToLower(r.Mend[:1]) + strings.TrimSuffix(r.Mend[1:], ".")
}
