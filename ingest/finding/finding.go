// Package finding says what can be wrong with an export, or worth knowing about it: the catalogue
// of rules, a file a family; the finding that a rule makes; and the policy that says which findings
// stop a run. To add a finding, add an ID to catalogue.go and its entry to the file of its family.
package finding

// Severity says what a finding means for the figures.
type Severity string

// The severities, worst first.
const (
	Error   Severity = "error"   // a file or a row cannot be counted
	Warning Severity = "warning" // the row counts, but something in it is likely wrong or was not used
	Info    Severity = "info"    // what the reader coped with
)

// Finding is one thing that is wrong, or worth knowing, about an export. Row, Column and Cell are
// as Excel shows them, and absent where the finding is about more than one row or column. Message
// and Hint are in lower case without a full stop, and never hold a cell's value.
type Finding struct {
	Code     string   `json:"code"` // of the Rule
	Severity Severity `json:"severity"`
	File     string   `json:"file,omitempty"`
	Sheet    string   `json:"sheet,omitempty"`
	Row      int      `json:"row,omitempty"`
	Column   string   `json:"column,omitempty"` // "C"
	Cell     string   `json:"cell,omitempty"`   // "C14"
	Field    string   `json:"field,omitempty"`  // "contact_date"
	Message  string   `json:"message"`
	Hint     string   `json:"hint,omitempty"`
	Value    string   `json:"value,omitempty"` // only under Options.ShowValues

	// Of a value that several cells have: how many do, and the cells, the first 10,000 of them, as in
	// "C14"; those of another sheet or file as in "contacts.xlsx:Sheet1!C14".
	Count int      `json:"count,omitempty"`
	Cells []string `json:"cells,omitempty"`

	// Accepted says that the user has looked at this warning, and lets it be.
	Accepted bool `json:"accepted,omitempty"`
}

// NotRun is a check that an export gave no chance to run.
type NotRun struct {
	Code   string `json:"code"` // of the Rule
	File   string `json:"file"`
	Reason string `json:"reason"`
}
