package ingest

import (
	"picreport/ingest/contact"
	"picreport/ingest/internal/value"
)

// Options say what the columns and values of an export mean. The zero value has the built-in
// headers, no labels of its own, month before day, and no bounds on contact dates.
type Options struct {
	// Columns maps a header, as in the export, to one of Fields; it wins over every built-in
	// header. A header that is mapped to "ignore" is not read. Several may be mapped to "services".
	Columns    map[string]string
	Genders    []Label // empty: Male and Female. M, F and the like are spellings of these two in any case
	Sources    []Label // empty: every source is OtherSource
	Services   []Label // empty: every service is OtherSource
	DateOrder  value.DateOrder
	Dictionary string       // path of a REDCap data dictionary, whose labels stand for raw codes; "" for none
	Today      contact.Date // contacts after it are in the future; 0 for no such bound
	Inception  contact.Date // first day of the inception month; contacts before it are errors; 0 for no such bound

	Sheet      string // the only sheet to read; "" chooses by the columns
	Password   string // of encrypted workbooks
	ShowValues bool   // put the cell's value into each finding
}

// Label is one value that a report prints, and the spellings of it in exports. Its own Name is
// always a spelling. Case, blanks and punctuation of a spelling do not matter.
type Label struct {
	Name   string   `yaml:"label"`
	Values []string `yaml:"values"`
}

// DateOrder is the order of day and month in dates such as 3/4/2024.
type DateOrder = value.DateOrder

// The date orders.
const (
	MDY = value.MDY // month first, as in the US; the default
	DMY = value.DMY // day first
)
