package report

import (
	"fmt"
	"iter"
	"slices"
	"strings"

	"picreport/ingest/contact"
)

// Explanation is what stands behind one figure. Its Count is the figure as it is printed.
type Explanation struct {
	Figure  string          `json:"figure"`
	Quarter contact.Quarter `json:"quarter"`
	Count   int             `json:"count"`
	Unit    string          `json:"unit"` // what Count counts: "clients" or "contacts"
	Rows    []Evidence      `json:"rows"`
}

// Evidence is one row behind a figure, and what it is there for.
type Evidence struct {
	Client string       `json:"client"`
	Date   contact.Date `json:"date,omitempty"` // 0 for a row of a roster
	File   string       `json:"file"`
	Sheet  string       `json:"sheet,omitempty"`
	Row    int          `json:"row"`
	Why    string       `json:"why"` // such as "first contact" or "gender last reported"
}

// FigureNames are the figures that Explain takes. One that ends in = takes a label of its table,
// such as gender=Female.
var FigureNames = []string{"served", "new", "carried-over", "since-inception", "contacts", "anonymous", "client=", "gender=", "age=", "source=", "service="}

// FigureError says that there is no such figure.
type FigureError struct{ msg string }

func (e *FigureError) Error() string { return e.msg }

// explainer holds every contact to the quarter's end, since only then it is known which of them a
// figure rests on.
type explainer struct {
	*Aggregator
	index map[int32]int       // number of a client to its index in rows
	rows  [][]contact.Contact // by client, in the order of their first contact
	out   Explanation
}

// Explain finds the clients and rows behind a figure. It decides by what the Aggregator decides by,
// so that its count is the printed one. A figure that does not exist is a *FigureError.
func Explain(contacts iter.Seq2[*contact.Contact, error], q contact.Quarter, o Options, figure string) (Explanation, error) {
	e := &explainer{Aggregator: NewAggregator(q, o), index: map[int32]int{}}
	for c, err := range contacts {
		if err != nil {
			return Explanation{}, err
		}
		if e.Add(c); c.Date <= e.end {
			e.keep(c)
		}
	}
	if e.mixed {
		return Explanation{}, errMixed
	}
	if _, err := e.inception(); err != nil {
		return Explanation{}, err
	}
	if e.dict != nil {
		e.settle()
	}
	if err := e.markOpening(); err != nil {
		return Explanation{}, err
	}
	e.out = Explanation{Figure: figure, Quarter: q, Unit: "clients", Rows: []Evidence{}}
	if err := e.explain(figure); err != nil {
		return Explanation{}, err
	}
	return e.out, nil
}

// keep keeps a contact.
func (e *explainer) keep(c *contact.Contact) {
	i, ok := e.index[c.Client]
	if !ok {
		i = len(e.rows)
		e.index[c.Client] = i
		e.rows = append(e.rows, nil)
	}
	kept := c.Clone()
	kept.Given = c.GivenClient()
	if len(e.rows[i]) > 0 {
		kept.Given = e.rows[i][0].Given // one name for a client, though exports may write it in several ways
	}
	e.rows[i] = append(e.rows[i], kept)
}

func (e *explainer) explain(figure string) error {
	name, value, _ := strings.Cut(figure, "=")
	switch strings.ToLower(strings.TrimSpace(name)) {
	case "served":
		e.eachClient(func(cl client) bool { return cl.served() }, e.inQuarter)
	case "new":
		e.eachClient(func(cl client) bool { return cl.isNewSince(e.start) }, e.firstContact)
	case "carried-over":
		e.eachClient(func(cl client) bool { return cl.served() && !cl.isNewSince(e.start) }, e.firstContact, e.inQuarter)
	case "since-inception":
		e.eachClient(func(cl client) bool { return cl.isNewSince(1) }, e.firstContact)
		if e.o.Opening != nil {
			e.out.Count += e.o.Opening.Clients // of whom the exports need not say anything
		}
	case "contacts":
		e.eachContact(func(contact.Contact) bool { return true })
	case "anonymous":
		e.eachContact(func(c contact.Contact) bool { return c.IsAnonymous() })
	case "client":
		return e.oneClient(value)
	case "gender":
		return e.gender(value)
	case "age":
		return e.age(value)
	case "source":
		return e.source(value)
	case "service":
		return e.service(value)
	default:
		return &FigureError{fmt.Sprintf("there is no figure %q: the figures are %s", figure, strings.Join(FigureNames, ", "))}
	}
	return nil
}

// evidence finds the rows of a client that a figure rests on.
type evidence func(cl client, rows []contact.Contact) []Evidence

// eachClient counts the clients for which in holds, and lists their rows.
func (e *explainer) eachClient(in func(client) bool, rows ...evidence) {
	for _, of := range e.rows {
		cl := e.clients.at(of[0].Client)
		if !in(cl) {
			continue
		}
		e.out.Count++
		for _, find := range rows {
			e.out.Rows = append(e.out.Rows, find(cl, of)...)
		}
	}
}

// eachContact counts and lists the quarter's contacts for which in holds.
func (e *explainer) eachContact(in func(contact.Contact) bool) {
	e.out.Unit = "contacts"
	for _, of := range e.rows {
		for _, c := range of {
			if c.Date >= e.start && in(c) {
				e.out.Count++
				e.out.Rows = append(e.out.Rows, proof(c, "contact in the quarter"))
			}
		}
	}
}

func proof(c contact.Contact, why string) Evidence {
	return Evidence{Client: c.GivenClient(), Date: c.Date, File: c.Place.File, Sheet: c.Place.Sheet, Row: c.Place.Row, Why: why}
}

func (e *explainer) inQuarter(_ client, rows []contact.Contact) (out []Evidence) {
	for _, c := range rows {
		if c.Date >= e.start {
			out = append(out, proof(c, "contact in the quarter"))
		}
	}
	return out
}

func (e *explainer) firstContact(cl client, rows []contact.Contact) []Evidence {
	for _, c := range rows {
		if c.Date == cl.first() {
			return []Evidence{proof(c, "first contact")}
		}
	}
	return nil
}

func (e *explainer) gender(value string) error {
	var labels []string
	for _, g := range e.genderOrder() {
		labels = append(labels, g.Label)
	}
	label, err := pick("gender", value, labels)
	if err != nil {
		return err
	}
	e.eachClient(
		func(cl client) bool {
			gender, _ := cl.value(contact.Gender)
			return e.describes(cl) && e.genderLabel(gender) == label
		},
		e.firstContact, said(contact.Gender, "gender last reported"))
	return nil
}

// said finds the row that said the value of an attribute of a client that stands: of an age the
// first of that day, of all else the last.
func said(attribute int, why string) evidence {
	return func(cl client, rows []contact.Contact) []Evidence {
		v, day := cl.value(attribute)
		in := func(c contact.Contact) bool { return v != 0 && c.Values[attribute] == v && c.Date == day }
		if cl.table.kept[attribute].isFirst {
			if i := slices.IndexFunc(rows, in); i >= 0 {
				return []Evidence{proof(rows[i], why)}
			}
			return nil
		}
		for _, c := range slices.Backward(rows) {
			if in(c) {
				return []Evidence{proof(c, why)}
			}
		}
		return nil
	}
}

func (e *explainer) age(value string) error {
	var labels []string
	bands := e.o.ageBands()
	for _, b := range bands {
		labels = append(labels, b.label(e.o.Words))
	}
	labels = append(labels, e.o.Words.NotReported)
	label, err := pick("age", value, labels)
	if err != nil {
		return err
	}
	e.eachClient(
		func(cl client) bool { return e.describes(cl) && labels[ageBandOf(cl, bands)] == label },
		e.firstContact,
		func(cl client, rows []contact.Contact) []Evidence {
			if birth, _ := cl.value(contact.BirthDate); ageOn(cl.first(), contact.Date(birth)).Known {
				return said(contact.BirthDate, "birth date last reported")(cl, rows)
			}
			return said(contact.ReportedAge, "earliest reported age")(cl, rows)
		})
	return nil
}

func (e *explainer) source(value string) error {
	w := e.o.Words
	var labels []string
	for _, s := range e.o.Sources {
		labels = append(labels, s.Label)
	}
	label, err := pick("source", value, append(labels, w.Other, w.NotReported))
	if err != nil {
		return err
	}
	e.eachContact(e.countsUnder(contact.Source, label))
	return nil
}

func (e *explainer) service(value string) error {
	w := e.o.Words
	label, err := pick("service", value, append(slices.Clone(e.o.Services), w.Other))
	if err != nil {
		return err
	}
	e.eachContact(e.countsUnder(contact.Services, label))
	return nil
}

// countsUnder returns whether a contact counts under a label of an attribute.
func (e *explainer) countsUnder(attribute int, label string) func(contact.Contact) bool {
	return func(c contact.Contact) bool {
		return slices.Contains(e.labelsOf(attribute, c.Values[attribute]), label)
	}
}

// pick returns the label that a user means: 13-17 is "13–17 yrs".
func pick(table, value string, labels []string) (string, error) {
	for _, label := range labels {
		if loose(label) == loose(value) {
			return label, nil
		}
	}
	for _, label := range labels {
		if first, _, ok := strings.Cut(loose(label), " "); ok && first == loose(value) && strings.ContainsAny(first, "0123456789") {
			return label, nil
		}
	}
	return "", &FigureError{fmt.Sprintf("%s has no label %q%s: the labels are %s",
		table, value, suggestion(value, labels), strings.Join(labels, ", "))}
}

func loose(s string) string {
	return strings.ToLower(strings.Join(strings.Fields(strings.ReplaceAll(s, "–", "-")), " "))
}
