package report

import (
	"iter"

	"picreport/ingest/contact"
)

// client is what is known of one client on the quarter's last day.
type client struct {
	clientState
	reportedAge
}

// clientState is what figures need of a client. There may be millions, so it is kept to 20 bytes.
type clientState struct {
	first      contact.Date // 0 until the first contact
	genderDate contact.Date // of the contact that reported the gender; 0 for a roster
	birth      contact.Date
	birthDate  contact.Date // of the contact that reported the birth date; 0 for a roster
	gender     int16        // 1 + an index of Aggregator.genders; 0 where not reported
	served     bool
}

// reportedAge is the earliest age that was reported of a client. Most exports have birth dates instead.
type reportedAge struct {
	age     contact.Age
	ageDate contact.Date // of the contact that reported it; 0 for a roster
}

// clientRows are clients in rows that never move: a slice of millions would be copied each time it grows.
type clientRows struct {
	rows []clientRow
	n    int // one more than the highest index
}

// clientRow is a number of clients. Its ages are nil until one is reported.
type clientRow struct {
	states []clientState
	ages   []reportedAge
}

// rowClients is how many clients are allocated at once.
const rowClients = 1 << 16

// at returns the client of an index, and makes room for it.
func (r *clientRows) at(i int) *clientState {
	for i/rowClients >= len(r.rows) {
		r.rows = append(r.rows, clientRow{states: make([]clientState, rowClients)})
	}
	cl := &r.rows[i/rowClients].states[i%rowClients]
	if i >= r.n {
		r.n = i + 1
		*cl = clientState{} // memory that is new is better written first: to read it maps a page of zeros, which is replaced at the first write
	}
	return cl
}

// age returns the age of the client of an index for which there is room.
func (r *clientRows) age(i int) *reportedAge {
	row := &r.rows[i/rowClients]
	if row.ages == nil {
		row.ages = make([]reportedAge, rowClients)
	}
	return &row.ages[i%rowClients]
}

// all yields the clients by index. Those that no contact told of are zero.
func (r *clientRows) all() iter.Seq2[int, client] {
	return func(yield func(int, client) bool) {
		for i := range r.rows {
			for j, cl := range r.row(i) {
				if !yield(i*rowClients+j, cl) {
					return
				}
			}
		}
	}
}

// row yields the clients of one row by their index in it.
func (r *clientRows) row(i int) iter.Seq2[int, client] {
	return func(yield func(int, client) bool) {
		row := &r.rows[i]
		for j := range min(rowClients, r.n-i*rowClients) {
			cl := client{clientState: row.states[j]}
			if row.ages != nil {
				cl.reportedAge = row.ages[j]
			}
			if !yield(j, cl) {
				return
			}
		}
	}
}

// learn takes the demographics of a contact: the last reported gender and birth date. What a roster says has no date and so stands only
// where no contact says otherwise.
func (c *clientState) learn(p *pending) {
	if p.gender != 0 && (c.gender == 0 || p.date >= c.genderDate) {
		c.gender, c.genderDate = p.gender, p.date
	}
	if p.birthDate != 0 && (c.birth == 0 || p.date >= c.birthDate) {
		c.birth, c.birthDate = p.birthDate, p.date
	}
}

// learn takes an age that is known where it is the earliest reported one.
func (r *reportedAge) learn(p *pending) {
	earlier := p.date != 0 && (r.ageDate == 0 || p.date < r.ageDate)
	if !r.age.Known || earlier {
		r.age, r.ageDate = p.age, p.date
	}
}
