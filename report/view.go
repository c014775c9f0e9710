package report

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Text is text of the figures or the configuration that stands in Markdown: printed by a template it is escaped, so that it
// reads as it is and is never taken for markup.
type Text string

// String returns the text with every ASCII punctuation mark escaped, as CommonMark allows, and line ends as blanks.
func (t Text) String() string {
	var b strings.Builder
	for _, r := range string(t) {
		switch {
		case r == '\n' || r == '\r':
			r = ' '
		case r < utf8.RuneSelf && (unicode.IsPunct(r) || unicode.IsSymbol(r)):
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// View is what a report text can refer to: the figures, ready to be put into sentences.
type View struct {
	Program        ProgramView
	Quarter        QuarterView
	Previous       QuarterView // the quarter before; its First and Partial are false before the inception
	Period         PeriodView
	Inception      Text // March 2024
	SinceInception int
	Served         int
	New            int
	CarriedOver    int
	Change         *ChangeView // nil where no comparison with the previous quarter can be made
	Contacts       int
	Sources        SourcesView
	Services       []Text
	Figures        *Figures // everything that was counted
	QuarterText    string   // the quarter's own paragraph, in Markdown; "" where there is none
}

// ProgramView is the programme.
type ProgramView struct {
	Name, Title Text
	Mission     string // Markdown
}

// PeriodView is the time that the report covers.
type PeriodView struct {
	Label Text // July–September 2024
	Start Text // 2024-07-01
	End   Text // 2024-09-30
}

// QuarterView is one quarter.
type QuarterView struct {
	Name    Text // 2024Q3
	Ordinal Text // third
	Number  int  // 3
	Year    Text // 2024
	Label   Text // July–September 2024
	New     int  // new clients
	First   bool // the inception quarter
	Partial bool // the inception quarter, begun after its first month
}

// ChangeView compares new clients with the quarter before. Exactly one of Rise, Fall and Same is set.
type ChangeView struct {
	Rise, Fall, Same bool
	Percent          int // whole, without a sign; 0 for a change that rounds to nothing
}

// SourcesView says how the quarter's contacts were generated. Sources without a contact are not in it.
type SourcesView struct {
	Leading     *SourceGroup // the source with most contacts, or all that share the first place; nil where none was recorded
	Others      *SourceGroup // every other one, in the configured order; nil where there is none
	All         bool         // Leading is one source and has every contact
	Majority    bool         // Leading is one source and has more than half of all contacts
	Tied        bool         // Leading is several sources
	FewRecorded bool         // contacts without a recorded source are at least as many as Leading's
	Unreported  int          // contacts without a recorded source
}

// SourceGroup is some sources, told apart by how a sentence names them.
type SourceGroup struct {
	Direct    []Text // "calls for service"
	Referrals []Text // "WPD Victim Services Unit", named as referrals from it
}

// newView prepares the figures for the text.
func newView(f *Figures, o Options) View {
	w := o.Words
	last := len(f.NewByQuarter) - 1
	v := View{
		Program:        ProgramView{Name: Text(o.Program.Name), Title: Text(o.Program.title())},
		Quarter:        quarterView(f.NewByQuarter[last], w, last == 0),
		Previous:       quarterView(QuarterCount{Quarter: f.Quarter - 1}, w, false),
		Period:         PeriodView{Text(f.Period.Label), Text(f.Period.Start.String()), Text(f.Period.End.String())},
		Inception:      Text(inceptionLabel(f, w)),
		SinceInception: f.Clients.SinceInception,
		Served:         f.Clients.Served,
		New:            f.Clients.New,
		CarriedOver:    f.Clients.CarriedOver,
		Contacts:       f.Contacts.Total,
		Sources:        sourcesView(f.Contacts, o),
		Figures:        f,
	}
	if last > 0 {
		v.Previous = quarterView(f.NewByQuarter[last-1], w, last == 1)
	}
	if c := f.ChangeInNew; c != nil && c.Percent != nil {
		v.Change = &ChangeView{Rise: f.Clients.New > c.Previous, Fall: f.Clients.New < c.Previous, Same: f.Clients.New == c.Previous}
		v.Change.Percent = max(*c.Percent, -*c.Percent)
	}
	for _, s := range o.Services {
		v.Services = append(v.Services, Text(s))
	}
	return v
}

func quarterView(c QuarterCount, w *Words, first bool) QuarterView {
	return QuarterView{
		Name: Text(c.Quarter.String()), Ordinal: Text(w.Ordinals[c.Quarter.Number()-1]), Number: c.Quarter.Number(),
		Year: Text(strconv.Itoa(c.Quarter.Year())), Label: Text(c.Label), New: c.New, First: first, Partial: c.Partial,
	}
}

// inceptionLabel names the inception month: "March 2024".
func inceptionLabel(f *Figures, w *Words) string {
	year, _ := strconv.Atoi(f.Inception[:4])
	month, _ := strconv.Atoi(f.Inception[5:])
	return fill(w.Month, "from", w.Months[month-1], "year", strconv.Itoa(year))
}

// sourcesView finds the leading sources. Contacts from unknown sources count as one more source, named last.
func sourcesView(c ContactCounts, o Options) SourcesView {
	w := o.Words
	counts := map[string]int{}
	for _, s := range c.BySource {
		counts[s.Label] = s.Count
	}
	sources := o.Sources
	if _, ok := findSource(sources, w.Other); !ok {
		sources = append(sources[:len(sources):len(sources)], Source{Label: w.Other, Text: w.OtherText})
	}
	best := 0
	for _, s := range sources {
		best = max(best, counts[s.Label])
	}
	v := SourcesView{Unreported: counts[w.NotReported]}
	if best == 0 {
		return v
	}
	var leading, others []Source
	for _, s := range sources {
		switch counts[s.Label] {
		case 0:
		case best:
			leading = append(leading, s)
		default:
			others = append(others, s)
		}
	}
	v.Leading, v.Others = group(leading), group(others)
	v.Tied = len(leading) > 1
	v.All = !v.Tied && best == c.Total
	v.Majority = !v.Tied && 2*best > c.Total
	v.FewRecorded = v.Unreported >= best
	return v
}

func findSource(sources []Source, label string) (Source, bool) {
	for _, s := range sources {
		if s.Label == label {
			return s, true
		}
	}
	return Source{}, false
}

func group(sources []Source) *SourceGroup {
	if len(sources) == 0 {
		return nil
	}
	g := &SourceGroup{}
	for _, s := range sources {
		text := s.Text
		if text == "" && s.Referral {
			text = s.Label // a unit's name
		} else if text == "" {
			text = inSentence(s.Label)
		}
		if s.Referral {
			g.Referrals = append(g.Referrals, Text(text))
		} else {
			g.Direct = append(g.Direct, Text(text))
		}
	}
	return g
}

// inSentence gives a label a small first letter, unless it begins with a name in capitals such as "WPD".
func inSentence(label string) string {
	r, n := utf8.DecodeRuneInString(label)
	next, _ := utf8.DecodeRuneInString(label[n:])
	if unicode.IsUpper(next) {
		return label
	}
	return string(unicode.ToLower(r)) + label[n:]
}

func (p Program) title() string {
	if p.Title == "" {
		return p.Name
	}
	return p.Title
}
