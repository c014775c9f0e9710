package report

import "picreport/ingest/contact"

// Options say how a programme counts and what it is called.
type Options struct {
	Program      Program
	Inception    contact.Date // first day of the inception month; 0 takes the month of the earliest contact
	Basis        Basis        // "" means BasisNew
	AgeBands     []AgeBand    // nil means DefaultAgeBands
	Genders      []Gender     // in the order in which they print
	Sources      []Source
	Services     []string // the labels that the report lists, in this order
	ContactLines ContactLines
	Funding      string // the funding statement; "" for none
	Words        *Words

	Opening *Opening     // the clients of before the data; nil for none
	Closed  Calendar     // when no contact is to be expected
	Through contact.Date // the last day that counts, in a quarter that has not ended; 0 for its own last day

	NoteRestatements bool // whether the report names figures that were published otherwise before
}

// Program is what the programme says of itself.
type Program struct {
	Name    string `yaml:"name"`    // Wilmington Partners in Care
	Title   string `yaml:"title"`   // as on the cover: Partners in Care; "" takes Name
	Mission string `yaml:"mission"` // Markdown; the first paragraph of the report
}

// Gender is a label of the gender table.
type Gender struct {
	Label  string
	Always bool // prints at zero too
}

// Source is a label of contact sources and how a sentence names it.
type Source struct {
	Label    string
	Text     string // "calls for service"; "" takes the label, and gives it a small first letter unless it is a Referral's
	Referral bool   // named as "referrals from the …"
}

// ContactLines say how to reach the programme. An empty one is left out.
type ContactLines struct {
	Phone string `yaml:"phone"`
	Email string `yaml:"email"`
	Web   string `yaml:"web"` // with or without https://
}

func (o Options) basis() Basis {
	if o.Basis == "" {
		return BasisNew
	}
	return o.Basis
}

func (o Options) ageBands() []AgeBand {
	if o.AgeBands == nil {
		return DefaultAgeBands()
	}
	return o.AgeBands
}
