package report

import (
	"fmt"
	"slices"
	"time"

	"picreport/ingest/contact"
)

// RollupSchema names the form of the roll-up document. Keys are only ever added to it.
const RollupSchema = "picreport.rollup/1"

// Rollup are the figures of several programmes for one quarter, and their sums. Clients are counted
// within programmes: IDs are local to a programme, so that somebody who is a client of two counts
// in each. Its JSON encoding is the roll-up document.
type Rollup struct {
	Schema    string           `json:"schema"`
	Program   string           `json:"program"` // who oversees the programmes
	Quarter   contact.Quarter  `json:"quarter"`
	Period    Period           `json:"period"`    // from the earliest inception, where that lies in the quarter
	Inception string           `json:"inception"` // the earliest one's month: 2024-03
	Programs  []ProgramFigures `json:"programs"`
	Totals    Totals           `json:"totals"`
}

// ProgramFigures are one programme of a roll-up.
type ProgramFigures struct {
	ID        string   `json:"id"`
	Name      string   `json:"name"`
	Inception string   `json:"inception,omitempty"` // month; "" where the programme has not begun, and nothing says when it will
	Begun     bool     `json:"begun"`               // on the last day that counts
	Figures   *Figures `json:"figures"`             // nil where it has not begun
}

// clients are the programme's; all zero where it has not begun.
func (p ProgramFigures) clients() Clients {
	if p.Figures == nil {
		return Clients{}
	}
	return p.Figures.Clients
}

// contacts are how many the programme had in the quarter.
func (p ProgramFigures) contacts() int {
	if p.Figures == nil {
		return 0
	}
	return p.Figures.Contacts.Total
}

// Totals are the sums of the programmes' figures.
type Totals struct {
	Clients      Clients        `json:"clients"`
	Opening      *OpeningCount  `json:"opening,omitempty"` // the opening balances of the programmes that have one; nil for none
	NewByQuarter []QuarterCount `json:"new_by_quarter"`    // from the earliest inception's quarter, without a gap
	Demographics Demography     `json:"demographics"`
	Contacts     ContactCounts  `json:"contacts"`
}

// RollUp adds the figures of programmes up. They are of quarter q, in the language of o, and of one
// basis and the same age bands, else it is an error. o is of who oversees the programmes; its
// genders give the order of the table. It returns a *QuarterError where no programme has begun.
func RollUp(q contact.Quarter, programs []ProgramFigures, o Options) (Rollup, error) {
	var begun []*Figures
	for _, p := range programs {
		if p.Figures != nil {
			begun = append(begun, p.Figures)
		}
	}
	if len(begun) == 0 {
		return Rollup{}, &QuarterError{fmt.Sprintf("none of the programmes has begun by the end of %s", q)}
	}
	earliest := slices.MinFunc(begun, func(a, b *Figures) int { return int(inceptionOf(a) - inceptionOf(b)) })
	inception := inceptionOf(earliest)
	r := Rollup{
		Schema: RollupSchema, Program: o.Program.Name, Quarter: q, Period: periodOf(q, inception, o), Inception: earliest.Inception,
		Programs: programs, Totals: Totals{NewByQuarter: quartersTo(q, inception, o)},
	}
	t := &r.Totals
	first := t.NewByQuarter[0].Quarter
	for _, f := range begun {
		if f.Quarter != q {
			return Rollup{}, fmt.Errorf("roll up: %s has figures of %s among those of %s", f.Program, f.Quarter, q)
		}
		t.Clients.SinceInception += f.Clients.SinceInception
		t.Clients.Served += f.Clients.Served
		t.Clients.New += f.Clients.New
		t.Clients.CarriedOver += f.Clients.CarriedOver
		for _, n := range f.NewByQuarter {
			t.NewByQuarter[n.Quarter-first].New += n.New
		}
		t.Contacts.Total += f.Contacts.Total
		t.Contacts.Anonymous += f.Contacts.Anonymous
	}
	t.Opening = sumOpenings(begun, o.Words)
	t.Contacts.BySource = sumByCount(begun, func(f *Figures) []Count { return f.Contacts.BySource })
	t.Contacts.ByService = sumByCount(begun, func(f *Figures) []Count { return f.Contacts.ByService })
	var err error
	t.Demographics, err = sumDemography(begun, o)
	return r, err
}

// sumOpenings adds opening balances up. Where they go to different months the sum has none.
func sumOpenings(all []*Figures, w *Words) (sum *OpeningCount) {
	for _, f := range all {
		one := f.Opening
		switch {
		case one == nil:
		case sum == nil:
			first := *one
			sum = &first
		default:
			if sum.Clients += one.Clients; sum.Through != one.Through {
				sum.Through, sum.Label = "", w.BeforeData
			}
			sum.Listed = sum.Listed && one.Listed
		}
	}
	return sum
}

// inceptionOf is the first day of the inception month.
func inceptionOf(f *Figures) contact.Date {
	t, err := time.Parse("2006-01", f.Inception)
	if err != nil {
		return f.Period.Start // never: an Aggregator wrote it
	}
	return contact.DateOf(t)
}

// sumByCount adds counts up by label, and lists them as byCount does.
func sumByCount(all []*Figures, of func(*Figures) []Count) []Count {
	sums := map[string]int{}
	for _, f := range all {
		for _, c := range of(f) {
			sums[c.Label] += c.Count
		}
	}
	return sortedCounts(sums)
}

func sumDemography(all []*Figures, o Options) (Demography, error) {
	d := Demography{Basis: all[0].Demographics.Basis, Age: slices.Clone(all[0].Demographics.Age)}
	genders := map[string]int{}
	var met []string // in the order of the programmes' own tables
	for i, f := range all {
		other := f.Demographics
		sameBands := slices.EqualFunc(d.Age, other.Age, func(a, b Count) bool { return a.Label == b.Label })
		if other.Basis != d.Basis || !sameBands {
			return d, fmt.Errorf("roll up: %s counts other clients or has other age bands than %s", f.Program, all[0].Program)
		}
		for k, c := range other.Age {
			if i > 0 {
				d.Age[k].Count += c.Count
			}
		}
		for _, c := range other.Gender {
			genders[c.Label] += c.Count
			if !slices.Contains(met, c.Label) {
				met = append(met, c.Label)
			}
		}
	}
	for _, label := range genderLabels(o.Genders, met, o.Words) {
		if slices.Contains(met, label) {
			d.Gender = append(d.Gender, Count{label, genders[label]})
		}
	}
	return d, nil
}

// genderLabels lists genders in the order in which they print: the configured ones, then the
// others, then what is not reported.
func genderLabels(configured []Gender, met []string, w *Words) []string {
	labels := make([]string, 0, len(configured)+len(met)+1)
	for _, g := range configured {
		labels = append(labels, g.Label)
	}
	for _, label := range met {
		if !slices.Contains(labels, label) && label != w.NotReported {
			labels = append(labels, label)
		}
	}
	return append(labels, w.NotReported)
}

// sums are the totals as figures of one programme, for the blocks and variables that a roll-up
// shares with its report.
func (r *Rollup) sums() *Figures {
	return &Figures{
		Schema: Schema, Program: r.Program, Quarter: r.Quarter, Period: r.Period, Inception: r.Inception,
		Clients: r.Totals.Clients, Opening: r.Totals.Opening, NewByQuarter: r.Totals.NewByQuarter,
		Demographics: r.Totals.Demographics, Contacts: r.Totals.Contacts,
	}
}

// FiguresIn is Figures with the labels and periods of another language.
func (a *Aggregator) FiguresIn(w *Words) (Figures, error) {
	own := a.o.Words
	a.o.Words = w
	defer func() { a.o.Words = own }()
	return a.Figures()
}
