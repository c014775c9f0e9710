package report

import (
	"cmp"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"

	"picreport/ingest/contact"
)

// Aggregator counts contacts into the figures of one quarter, in one pass and with state per
// client. Contacts after the quarter's last day change nothing. The order of contacts matters only
// where two of one client on one day differ: the later one stands.
type Aggregator struct {
	quarter    contact.Quarter
	start, end contact.Date
	o          Options

	dict     *contact.Dictionary // of the contacts; nil before the first
	mixed    bool                // there were contacts of another one, whose numbers mean other clients
	clients  *clientTable
	ofClient []int         // the attributes that describe clients
	counts   []valueCounts // of the quarter's contacts, in the attributes that describe contacts
	pending  pending
	touched  uint32   // keeps settle from being optimised
	days     DayTally // of all contacts
	earliest contact.Date
	contacts int
	// The contacts among them with people who have no client ID.
	anonymous int
	later     bool // there are contacts, but after the quarter
}

// NewAggregator returns an Aggregator for quarter q.
func NewAggregator(q contact.Quarter, o Options) *Aggregator {
	end := q.End()
	if o.Through != 0 && o.Through < end {
		end = o.Through
	}
	return &Aggregator{quarter: q, start: o.countsFrom(q.Start()), end: end, o: o}
}

// valueCounts are how many contacts have each value of an attribute.
type valueCounts struct {
	attribute int
	byValue   []int
}

// add counts a value.
func (c *valueCounts) add(v contact.Value) {
	if n := int(v) + 1 - len(c.byValue); n > 0 {
		c.byValue = append(c.byValue, make([]int, n)...)
	}
	c.byValue[v]++
}

// pending is what contacts, and rows of a roster, tell of their clients, and waits to be counted.
type pending struct {
	n       int
	clients [pendingContacts]int32
	dates   [pendingContacts]contact.Date
	values  []contact.Value // of each contact, those of the attributes that describe clients
}

// pendingContacts is how many contacts are counted at a time.
const pendingContacts = 64

// Add counts one contact, or takes a roster row's demographics for a client. It keeps nothing of c
// but its Dictionary.
func (a *Aggregator) Add(c *contact.Contact) {
	if a.dict == nil {
		a.begin(c.Dict)
	}
	a.mixed = a.mixed || c.Dict != a.dict
	if a.mixed {
		return
	}
	if c.Date > a.end {
		a.later = true
		return
	}
	p := &a.pending
	if c.Client != c.Dict.Anonymous { // nobody has the number 0
		p.clients[p.n], p.dates[p.n] = c.Client, c.Date
		for i, attribute := range a.ofClient {
			p.values[p.n*len(a.ofClient)+i] = c.Values[attribute]
		}
		p.n++
	} else if c.Date >= a.start {
		a.anonymous++
	}
	a.days.Add(c.Date)
	if c.Date != 0 && (a.earliest == 0 || c.Date < a.earliest) {
		a.earliest = c.Date
	}
	if c.Date >= a.start {
		a.contacts++
		for i := range a.counts {
			a.counts[i].add(c.Values[a.counts[i].attribute])
		}
	}
	if p.n == pendingContacts {
		a.settle()
	}
}

// begin makes room for contacts of a Dictionary.
func (a *Aggregator) begin(dict *contact.Dictionary) {
	a.dict, a.clients = dict, newClientTable(dict.Attributes)
	for i, attribute := range dict.Attributes {
		if attribute.OfClient {
			a.ofClient = append(a.ofClient, i)
		} else {
			a.counts = append(a.counts, valueCounts{attribute: i})
		}
	}
	a.pending.values = make([]contact.Value, pendingContacts*len(a.ofClient))
}

// settle counts the contacts that wait. Their clients are touched first, in a loop that does
// nothing else, for memory answers for many of them as fast as for one.
func (a *Aggregator) settle() {
	p := &a.pending
	width := len(a.ofClient)
	var clients [pendingContacts]client
	for i, attribute := range a.ofClient {
		if a.clients.kept[attribute].slot != 0 {
			continue
		}
		for at := i; at < p.n*width; at += width {
			if p.values[at] != 0 {
				a.clients.widen(attribute)
				break
			}
		}
	}
	for i, number := range p.clients[:p.n] {
		clients[i] = a.clients.at(number)
	}
	for _, cl := range clients[:p.n] {
		a.touched += cl.words[0]
	}
	for i, cl := range clients[:p.n] {
		for j, v := range p.values[i*width : (i+1)*width] {
			if v != 0 {
				cl.tell(a.ofClient[j], v, p.dates[i])
			}
		}
		if p.dates[i] != 0 {
			cl.contact(p.dates[i], p.dates[i] >= a.start)
		}
	}
	p.n = 0
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
var errMixed = errors.New("count: contacts of more than one dictionary")

// Figures returns what was counted, without Data. It returns a *QuarterError for a quarter before
// the inception, and ErrNoContacts where neither a contact nor the options say when the programme
// began.
func (a *Aggregator) Figures() (Figures, error) {
	if a.mixed {
		return Figures{}, errMixed
	}
	if a.dict != nil {
		a.settle()
	}
	inception, err := a.inception()
	if err != nil {
		return Figures{}, err
	}
	if err := a.markOpening(); err != nil {
		return Figures{}, err
	}
	from := a.o.countsFrom(inception)
	f := Figures{
		Schema: Schema, Program: a.o.Program.Name, Quarter: a.quarter,
		Inception: inception.String()[:len("2024-03")],
		Contacts: ContactCounts{
			Total:     a.contacts,
			Anonymous: a.anonymous,
			BySource:  a.byCount(contact.Source),
			ByService: a.byCount(contact.Services),
		},
	}
	f.NewByQuarter = quartersTo(a.quarter, from, a.o)
	f.Opening = a.o.openingCount()
	counts := a.countClients(from, f.NewByQuarter)
	f.Clients.Served = counts.served
	for i, n := range counts.new {
		f.NewByQuarter[i].New = n
	}
	this := f.NewByQuarter[len(f.NewByQuarter)-1]
	f.Period = periodOf(a.quarter, from, a.o)
	if n := len(f.NewByQuarter); n > 1 {
		f.ChangeInNew = changeInNew(this, f.NewByQuarter[n-2])
		if f.Period.Through != 0 && f.ChangeInNew != nil {
			f.ChangeInNew.Percent = nil // a quarter that has not ended cannot be compared
		}
	}
	for _, n := range f.NewByQuarter {
		f.Clients.SinceInception += n.New
	}
	if f.Opening != nil {
		f.Clients.SinceInception += f.Opening.Clients
	}
	f.Clients.New = this.New
	f.Clients.CarriedOver = f.Clients.Served - f.Clients.New
	f.Demographics = a.demography(counts)
	f.Coverage = a.days.coverage(coverageSpan{
		begin: from, declared: a.o.Inception != 0, watched: (a.quarter - 1).Start(), end: a.end, closed: a.o.Closed,
	})
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
		return 0, &QuarterError{fmt.Sprintf("quarter %s lies before the programme's inception in %s",
			a.quarter, inception.String()[:len("2024-03")])}
	case a.o.countsFrom(inception) > a.end:
		return 0, &QuarterError{fmt.Sprintf("quarter %s lies in the opening balance, which goes to %s",
			a.quarter, a.o.Opening.Through)}
	case a.earliest != 0 && a.earliest < inception:
		return 0, fmt.Errorf("a contact of %s lies before the programme's inception in %s: correct the contact or "+
			"program.inception",
			a.earliest, inception.String()[:len("2024-03")])
	}
	return inception, nil
}

// clientCounts are counts of clients.
type clientCounts struct {
	new     []int // of each quarter since the inception
	served  int   // in the quarter
	ages    []int // of the demographics' basis, by age band; the last is not reported
	genders []int // likewise, by the number of the label
}

// SampleFigures returns the figures of one made-up contact on a day, to try texts on.
func SampleFigures(day contact.Date, o Options) (Figures, error) {
	dict := contact.NewDictionary(contact.BuiltIn(), nil)
	a := NewAggregator(contact.QuarterOf(day), o)
	a.Add(&contact.Contact{Dict: dict, Client: 1, Date: day, Values: make([]contact.Value, len(dict.Attributes))})
	return a.Figures()
}

// countClients counts the clients, of whom there may be millions, in several goroutines.
func (a *Aggregator) countClients(from contact.Date, quarters []QuarterCount) clientCounts {
	quarterOf := make([]int32, 0, a.quarter.End()-from+1) // index of a day's quarter, by the days since the first
	for i, c := range quarters {
		for range c.Quarter.End() - max(c.Quarter.Start(), from) + 1 {
			quarterOf = append(quarterOf, int32(i))
		}
	}
	bands := a.o.ageBands()
	blocks, genderCount := 0, 1
	if a.dict != nil {
		blocks, genderCount = len(a.clients.blocks), a.dict.Count(contact.Gender)
	}
	counts := make([]clientCounts, max(1, min(runtime.GOMAXPROCS(0), blocks)))
	var running sync.WaitGroup
	for w := range counts {
		c := &counts[w]
		*c = clientCounts{new: make([]int, len(quarters)), ages: make([]int, len(bands)+1), genders: make([]int, genderCount)}
		running.Go(func() {
			for i := w; i < blocks; i += len(counts) {
				for cl := range a.clients.block(i) {
					if cl.isNewSince(from) {
						c.new[quarterOf[cl.first()-from]]++
					}
					if cl.served() {
						c.served++
					}
					if a.describes(cl) {
						gender, _ := cl.value(contact.Gender)
						c.ages[ageBandOf(cl, bands)]++
						c.genders[gender]++
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
	d := Demography{Basis: a.o.basis()}
	bands := a.o.ageBands()
	for i, b := range bands {
		d.Age = append(d.Age, Count{b.label(w), c.ages[i]})
	}
	d.Age = append(d.Age, Count{w.NotReported, c.ages[len(bands)]})
	genders := map[string]int{}
	for v, n := range c.genders {
		genders[a.genderLabel(contact.Value(v))] += n
	}
	for _, g := range a.genderOrder() {
		if n := genders[g.Label]; n > 0 || g.Always {
			d.Gender = append(d.Gender, Count{g.Label, n})
		}
	}
	return d
}

// genderOrder lists the genders in the order in which they print: the configured ones, then any
// other that was reported.
func (a *Aggregator) genderOrder() []Gender {
	order := slices.Clone(a.o.Genders)
	if a.dict != nil {
		for v := 1; v < a.dict.Count(contact.Gender); v++ {
			label := a.dict.Label(contact.Gender, contact.Value(v))
			if !slices.ContainsFunc(order, func(g Gender) bool { return g.Label == label }) {
				order = append(order, Gender{Label: label})
			}
		}
	}
	return append(order, Gender{Label: a.o.Words.NotReported})
}

// genderLabel returns the label under which a gender counts.
func (a *Aggregator) genderLabel(v contact.Value) string {
	if v == 0 {
		return a.o.Words.NotReported
	}
	return a.dict.Label(contact.Gender, v)
}

// ageBandOf returns the index of the age band under which a client counts, or the number of bands
// where the age is not reported.
func ageBandOf(cl client, bands []AgeBand) int {
	birth, _ := cl.value(contact.BirthDate)
	age := ageOn(cl.first(), contact.Date(birth))
	if !age.Known {
		reported, _ := cl.value(contact.ReportedAge)
		age = reported.Age()
	}
	if i := band(bands, age); i >= 0 {
		return i
	}
	return len(bands)
}

// describes says whether a client is one of the demographics' basis.
func (a *Aggregator) describes(cl client) bool {
	if a.o.basis() == BasisServed {
		return cl.served()
	}
	return cl.isNewSince(a.start)
}

// byCount lists the labels of an attribute of contacts by how many of the quarter's contacts have
// them, the highest count first and equal ones by label. A contact with several counts under each.
func (a *Aggregator) byCount(attribute int) []Count {
	byLabel := map[string]int{}
	if a.dict != nil {
		of := slices.IndexFunc(a.counts, func(c valueCounts) bool { return c.attribute == attribute })
		for v, n := range a.counts[of].byValue {
			if n > 0 {
				for _, label := range a.labelsOf(attribute, contact.Value(v)) {
					byLabel[label] += n
				}
			}
		}
	}
	return sortedCounts(byLabel)
}

// sortedCounts lists counts, the highest first and equal ones by label.
func sortedCounts(byLabel map[string]int) []Count {
	list := make([]Count, 0, len(byLabel))
	for label, n := range byLabel {
		list = append(list, Count{label, n})
	}
	slices.SortFunc(list, func(a, b Count) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Label, b.Label))
	})
	return list
}

// labelsOf returns the labels under which a value of an attribute of contacts counts. A contact
// that lists no labels counts under none, and one that has no label where there can be one counts
// as not reported.
func (a *Aggregator) labelsOf(attribute int, v contact.Value) []string {
	w := a.o.Words
	if v == 0 && a.dict.Attributes[attribute].Kind == contact.Label {
		return []string{w.NotReported}
	}
	labels := a.dict.Labels(attribute, v)
	for i, label := range labels {
		if label == contact.Other {
			labels[i] = w.Other
		}
	}
	return labels
}
