package report

import "picreport/ingest/contact"

// Schema names the form of the figures document. Keys are only ever added to it.
const Schema = "picreport.figures/1"

// Figures are everything that is counted for one quarter. Its JSON encoding is the figures
// document, and every output reads it; no output counts anything itself.
type Figures struct {
	Schema       string          `json:"schema"`
	Program      string          `json:"program"`
	Quarter      contact.Quarter `json:"quarter"`
	Period       Period          `json:"period"`
	Inception    string          `json:"inception"` // month: 2024-03
	Clients      Clients         `json:"clients"`
	NewByQuarter []QuarterCount  `json:"new_by_quarter"`    // from the inception quarter to this one, without a gap
	Opening      *OpeningCount   `json:"opening,omitempty"` // the clients of before those quarters; nil for none
	// nil where the previous quarter had no new clients or is before inception
	ChangeInNew  *Change       `json:"change_in_new"`
	Demographics Demography    `json:"demographics"`
	Contacts     ContactCounts `json:"contacts"`
	Coverage     Coverage      `json:"coverage"`
	Data         Data          `json:"data"`

	// Restatements are the figures of this and earlier quarters that were published otherwise; only
	// a build from the ledger knows them.
	Restatements []Restatement `json:"restatements,omitempty"`
}

// Period is the part of a quarter that a report covers.
type Period struct {
	Start   contact.Date `json:"start"`
	End     contact.Date `json:"end"`
	Label   string       `json:"label"`             // July–September 2024
	Partial bool         `json:"partial"`           // begins at the inception, after the quarter's first month
	Through contact.Date `json:"through,omitempty"` // the last day that was counted, where the quarter has not ended
}

// Clients counts clients. Served is New + CarriedOver; SinceInception is the sum of all new clients
// to the quarter's end, and of the opening balance.
type Clients struct {
	SinceInception int `json:"since_inception"`
	Served         int `json:"served"`
	New            int `json:"new"`
	CarriedOver    int `json:"carried_over"`
}

// QuarterCount is the number of new clients in one quarter.
type QuarterCount struct {
	Quarter contact.Quarter `json:"quarter"`
	Label   string          `json:"label"`
	Partial bool            `json:"partial"`
	New     int             `json:"new"`
}

// Change compares the new clients of a quarter with those of the one before.
type Change struct {
	PreviousQuarter contact.Quarter `json:"previous_quarter"`
	Previous        int             `json:"previous"`
	// whole, rounded half away from zero; nil after a partial quarter, and in one that has not
	// ended
	Percent *int    `json:"percent"`
	Exact   float64 `json:"exact"` // in percent
}

// Basis says whom the demographics describe.
type Basis string

// The bases.
const (
	BasisNew    Basis = "new"    // the quarter's new clients; the default
	BasisServed Basis = "served" // all individuals served
)

// Demography counts the clients of the basis by gender and by age on the day of first contact. Each
// table adds up to the basis.
type Demography struct {
	Basis  Basis   `json:"basis"`
	Gender []Count `json:"gender"`
	Age    []Count `json:"age"`
}

// Count is how often a label was counted.
type Count struct {
	Label string `json:"label"`
	Count int    `json:"count"`
}

// ContactCounts counts the quarter's contacts. BySource adds up to Total; a contact with several
// services counts under each.
type ContactCounts struct {
	Total     int     `json:"total"`
	Anonymous int     `json:"anonymous,omitempty"` // of Total, those with people without a client ID, who are no clients
	BySource  []Count `json:"by_source"`           // by count, then label; labels without a contact are absent
	ByService []Count `json:"by_service"`          // likewise
}

// Data says what the figures were counted from, over all quarters. Rows = Contacts + Roster +
// Rejected + Duplicates, but that a row with several contact dates is that many contacts.
type Data struct {
	Rows       int      `json:"rows"`
	Contacts   int      `json:"contacts"`
	Roster     int      `json:"roster"`
	Rejected   int      `json:"rejected"`
	Duplicates int      `json:"duplicates"`
	LeftOut    int      `json:"left_out,omitempty"` // rows beside Rows that the configuration leaves out
	Exports    []Export `json:"exports"`
}

// Export is one file that was read.
type Export struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
	Rows   int    `json:"rows"`
}
