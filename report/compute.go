package report

import (
	"cmp"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"

	"picreport/ingest"
	"picreport/ingest/contact"
)

// Aggregator counts contacts into the figures of one quarter, in one pass and with state per client. Contacts after the quarter's
// last day change nothing. The order of contacts matters only where two of one client on one day differ: the later one stands.
type Aggregator struct {
	quarter    Quarter
	start, end contact.Date
	o          Options

	clients   clientRows
	index     map[string]int // client ID to its index in clients, where contacts have no client number
	any       bool           // there was a contact
	reader    *ingest.Reader // who numbered the clients; nil for none
	mixed     bool           // there were contacts of another reader, whose numbers mean other clients
	byID      bool           // not to go by client numbers
	pending   []pending
	warm      contact.Date // keeps settle from being optimised
	genders   []string     // the labels met
	earliest  contact.Date
	bySource  map[string]int
	byService map[string]int
	contacts  int
	later     bool // there are contacts, but after the quarter
}

// NewAggregator returns an Aggregator for quarter q.
func NewAggregator(q Quarter, o Options) *Aggregator {
	end := q.End()
	if o.Through != 0 && o.Through < end {
		end = o.Through
	}
	return &Aggregator{
		quarter: q, start: q.Start(), end: end, o: o,
		index: map[string]int{}, bySource: map[string]int{}, byService: map[string]int{},
	}
}

// pending is what a contact, or a row of a roster, tells of its client, and waits to be counted.
type pending struct {
	index     int // of the client
	date      contact.Date
	birthDate contact.Date
	age       contact.Age
	gender    int16 // as in clientState
}

// pendingContacts is how many contacts are counted at a time.
const pendingContacts = 64

// Add counts one contact, or takes a roster row's demographics for a client. It keeps nothing of c but its labels.
func (a *Aggregator) Add(c *ingest.Contact) {
	if c.Date > a.end {
		a.later = true
		return
	}
	gender := int16(0)
	if c.Gender != "" {
		gender = a.genderIndex(c.Gender)
	}
	a.pending = append(a.pending, pending{})
	p := &a.pending[len(a.pending)-1]
	p.index, p.date, p.birthDate, p.gender = a.indexOf(c), c.Date, c.BirthDate, gender
	if c.Age.Known {
		p.age = c.Age
	}
	if c.Date != 0 && (a.earliest == 0 || c.Date < a.earliest) {
		a.earliest = c.Date
	}
	if c.Date >= a.start {
		a.contacts++
		a.bySource[c.Source]++
		for _, s := range c.Services {
			a.byService[s]++
		}
	}
	if len(a.pending) == pendingContacts {
		a.settle()
	}
}

// settle counts the contacts that wait. Their clients are touched first, in a loop that does nothing else, for memory answers for many of them
// as fast as for one.
func (a *Aggregator) settle() {
	var clients [pendingContacts]*clientState
	for i := range a.pending {
		clients[i] = a.clients.at(a.pending[i].index)
	}
	for _, cl := range clients[:len(a.pending)] {
		a.warm += cl.first
	}
	for i := range a.pending {
		a.count(&a.pending[i], clients[i])
	}
	a.pending = a.pending[:0]
}

// count counts what is known of a client.
func (a *Aggregator) count(p *pending, cl *clientState) {
	cl.learn(p)
	if p.age.Known {
		a.clients.age(p.index).learn(p)
	}
	if p.date == 0 {
		return
	}
	if cl.first == 0 || p.date < cl.first {
		cl.first = p.date
	}
	if p.date >= a.start {
		cl.served = true
	}
}

// indexOf returns the index of a contact's client: by the number that a Reader gave it or, without one, by its ID.
func (a *Aggregator) indexOf(c *ingest.Contact) int {
	n, reader := c.ClientNumber()
	if a.byID {
		n, reader = 0, nil
	}
	if !a.any {
		a.reader, a.any = reader, true
	}
	a.mixed = a.mixed || reader != a.reader
	if n > 0 {
		return int(n) - 1
	}
	id := c.ClientID()
	i, ok := a.index[id]
	if !ok {
		i = len(a.index)
		a.index[strings.Clone(id)] = i
	}
	return i
}

func (a *Aggregator) genderIndex(label string) int16 {
	i := slices.Index(a.genders, label)
	if i < 0 {
		i = len(a.genders)
		a.genders = append(a.genders, strings.Clone(label))
	}
	return int16(i + 1)
}

// QuarterError says that a quarter cannot be reported: it lies before the inception.
type QuarterError struct{ msg string }

func (e *QuarterError) Error() string { return e.msg }

// ErrNoContacts says that there is nothing to count and no inception to count from.
type ErrNoContacts struct{}

func (ErrNoContacts) Error() string {
	return "there are no contacts, and program.inception is not set: nothing says when the programme began"
}

// errMixed keeps client numbers that mean different clients apart.
var errMixed = errors.New("count: contacts of more than one reader")

// Figures returns what was counted, without Data. It returns a *QuarterError for a quarter before the inception, and ErrNoContacts
// where neither a contact nor the options say when the programme began.
func (a *Aggregator) Figures() (Figures, error) {
	a.settle()
	if a.mixed {
		return Figures{}, errMixed
	}
	inception, err := a.inception()
	if err != nil {
		return Figures{}, err
	}
	w := a.o.Words
	f := Figures{
		Schema: Schema, Program: a.o.Program.Name, Quarter: a.quarter,
		Inception: inception.String()[:len("2024-03")],
		Contacts: ContactCounts{
			Total:     a.contacts,
			BySource:  byCount(a.bySource, w),
			ByService: byCount(a.byService, w),
		},
	}
	f.NewByQuarter = quartersTo(a.quarter, inception, a.o)
	counts := a.countClients(inception, f.NewByQuarter)
	f.Clients.Served = counts.served
	for i, n := range counts.new {
		f.NewByQuarter[i].New = n
	}
	this := f.NewByQuarter[len(f.NewByQuarter)-1]
	f.Period = periodOf(a.quarter, inception, a.o)
	if n := len(f.NewByQuarter); n > 1 {
		f.ChangeInNew = changeInNew(this, f.NewByQuarter[n-2])
		if f.Period.Through != 0 && f.ChangeInNew != nil {
			f.ChangeInNew.Percent = nil // a quarter that has not ended cannot be compared
		}
	}
	for _, n := range f.NewByQuarter {
		f.Clients.SinceInception += n.New
	}
	f.Clients.New = this.New
	f.Clients.CarriedOver = f.Clients.Served - f.Clients.New
	f.Demographics = a.demography(counts)
	return f, nil
}

// inception returns the first day of the inception month.
func (a *Aggregator) inception() (contact.Date, error) {
	inception := a.o.Inception
	if inception == 0 && a.earliest != 0 {
		year, month, _ := a.earliest.Date()
		inception = contact.MakeDate(year, month, 1)
	}
	switch {
	case inception == 0 && a.later:
		return 0, &QuarterError{fmt.Sprintf("quarter %s ends before the first contact", a.quarter)}
	case inception == 0:
		return 0, ErrNoContacts{}
	case inception > a.end:
		return 0, &QuarterError{fmt.Sprintf("quarter %s lies before the programme's inception in %s", a.quarter, inception.String()[:len("2024-03")])}
	case a.earliest != 0 && a.earliest < inception:
		return 0, fmt.Errorf("a contact of %s lies before the programme's inception in %s: correct the contact or program.inception",
			a.earliest, inception.String()[:len("2024-03")])
	}
	return inception, nil
}

// clientCounts are counts of clients.
type clientCounts struct {
	new     []int // of each quarter since the inception
	served  int   // in the quarter
	ages    []int // of the demographics' basis, by age band; the last is not reported
	genders []int // likewise by clientState.gender
}

// countClients counts the clients, of whom there may be millions, in several goroutines.
func (a *Aggregator) countClients(inception contact.Date, quarters []QuarterCount) clientCounts {
	quarterOf := make([]int32, 0, a.quarter.End()-inception+1) // index of a day's quarter, by the days since the inception
	for i, c := range quarters {
		for range c.Quarter.End() - max(c.Quarter.Start(), inception) + 1 {
			quarterOf = append(quarterOf, int32(i))
		}
	}
	bands := a.o.ageBands()
	counts := make([]clientCounts, max(1, min(runtime.GOMAXPROCS(0), len(a.clients.rows))))
	var running sync.WaitGroup
	for w := range counts {
		c := &counts[w]
		*c = clientCounts{new: make([]int, len(quarters)), ages: make([]int, len(bands)+1), genders: make([]int, len(a.genders)+1)}
		running.Go(func() {
			for i := w; i < len(a.clients.rows); i += len(counts) {
				for _, cl := range a.clients.row(i) {
					if cl.first != 0 {
						c.new[quarterOf[cl.first-inception]]++
					}
					if cl.served {
						c.served++
					}
					if a.describes(cl) {
						c.ages[ageBandOf(cl, bands)]++
						c.genders[cl.gender]++
					}
				}
			}
		})
	}
	running.Wait()
	all := counts[0]
	for _, c := range counts[1:] {
		all.served += c.served
		addEach(all.new, c.new)
		addEach(all.ages, c.ages)
		addEach(all.genders, c.genders)
	}
	return all
}

// addEach adds counts to as many others.
func addEach(to, more []int) {
	for i, n := range more {
		to[i] += n
	}
}

func (a *Aggregator) demography(c clientCounts) Demography {
	w := a.o.Words
	genders := map[string]int{w.NotReported: c.genders[0]}
	for i, label := range a.genders {
		genders[label] += c.genders[i+1]
	}
	d := Demography{Basis: a.o.basis()}
	bands := a.o.ageBands()
	for i, b := range bands {
		d.Age = append(d.Age, Count{b.label(w), c.ages[i]})
	}
	d.Age = append(d.Age, Count{w.NotReported, c.ages[len(bands)]})
	for _, g := range a.genderOrder() {
		if n := genders[g.Label]; n > 0 || g.Always {
			d.Gender = append(d.Gender, Count{g.Label, n})
		}
	}
	return d
}

// genderOrder lists the genders in the order in which they print: the configured ones, then any other that was reported.
func (a *Aggregator) genderOrder() []Gender {
	order := slices.Clone(a.o.Genders)
	for _, label := range a.genders {
		if !slices.ContainsFunc(order, func(g Gender) bool { return g.Label == label }) {
			order = append(order, Gender{Label: label})
		}
	}
	return append(order, Gender{Label: a.o.Words.NotReported})
}

// genderOf returns the label under which a client counts.
func (a *Aggregator) genderOf(cl client) string {
	if cl.gender == 0 {
		return a.o.Words.NotReported
	}
	return a.genders[cl.gender-1]
}

// ageBandOf returns the index of the age band under which a client counts, or the number of bands where the age is not reported.
func ageBandOf(cl client, bands []AgeBand) int {
	age := ageOn(cl.first, cl.birth)
	if !age.Known {
		age = cl.age
	}
	if i := band(bands, age); i >= 0 {
		return i
	}
	return len(bands)
}

// describes says whether a client is one of the demographics' basis.
func (a *Aggregator) describes(cl client) bool {
	if a.o.basis() == BasisServed {
		return cl.served
	}
	return cl.first >= a.start
}

// byCount lists counts, the highest first and equal ones by label.
func byCount(counts map[string]int, w *Words) []Count {
	list := make([]Count, 0, len(counts))
	for label, n := range counts {
		list = append(list, Count{sourceLabel(label, w), n})
	}
	slices.SortFunc(list, func(a, b Count) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Label, b.Label))
	})
	return list
}

// sourceLabel is the label under which the source or a service of a contact counts.
func sourceLabel(source string, w *Words) string {
	switch source {
	case "":
		return w.NotReported
	case ingest.OtherSource:
		return w.Other
	}
	return source
}
