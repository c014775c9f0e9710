package report

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Text is text of the figures or the configuration that stands in Markdown: printed by a template
// it is escaped, so that it reads as it is and is never taken for markup.
type Text string

// String returns the text with every ASCII punctuation mark escaped, as CommonMark allows, and line
// ends as blanks.
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

// View is what a report text can refer to: the figures, ready to be put into sentences. The doc of
// each field is what users read.
type View struct {
	Program        ProgramView
	Quarter        QuarterView
	Previous       QuarterView // its First and Partial are false before the inception
	Period         PeriodView
	Inception      Text        `doc:"the programme's first month"`
	SinceInception int         `doc:"clients since inception"`
	Served         int         `doc:"individuals served: New + CarriedOver"`
	New            int         `doc:"clients whose first contact ever falls in the quarter"`
	CarriedOver    int         `doc:"clients of the quarter whose first contact falls before it"`
	Change         *ChangeView // nil where no comparison with the previous quarter can be made
	Contacts       int         `doc:"contacts in the quarter"`
	Anonymous      int         `doc:"those of them with people who have no client ID; a line below [demographics] says so"`
	Sources        SourcesView
	Services       []Text            `doc:"the configured services"`
	Restatements   []RestatementView `doc:"corrected figures of earlier reports, each with Figure, Label, Published, On and Now"`
	Figures        *Figures          // everything that was counted, for what the others lack
	QuarterText    string            `doc:"the quarter's own paragraph, from quarters/QUARTER.md"`
	Programs       []ProgramRow      `doc:"the programmes of a roll-up, each with ID, Name, Inception, Begun, SinceInception, Served, New, CarriedOver and Contacts"`
	NotBegun       []Text            `doc:"those programmes of a roll-up that have not begun"`
}

// ProgramView is the programme.
type ProgramView struct {
	Name    Text   `doc:"the programme"`
	Title   Text   `doc:"its name on the cover"`
	Mission string `doc:"program.mission, in Markdown"`
}

// PeriodView is the time that the report covers.
type PeriodView struct {
	Label Text `doc:"the months that the report covers"`
	Start Text `doc:"the first day"`
	End   Text `doc:"the last day"`
	// Through is the last day that was counted, where the quarter has not ended; "" elsewhere.
	Through Text `doc:"the last day that was counted, in a quarter that has not ended"`
}

// QuarterView is one quarter.
type QuarterView struct {
	Name    Text `doc:"the quarter"`
	Ordinal Text `doc:"its number in words"`
	Number  int  `doc:"its number, 1 to 4"`
	Year    Text `doc:"its year"`
	Label   Text `doc:"its months"`
	New     int  `doc:"its new clients"`
	First   bool `doc:"whether it is the inception quarter"`
	Partial bool `doc:"whether it is one begun after its first month"`
	// Uncompared says that the opening balance has all of the quarter before, or a part.
	Uncompared bool `doc:"whether there is nothing to compare with, since the opening balance has the quarter before"`
}

// ChangeView compares new clients with the quarter before. Exactly one of Rise, Fall and Same is
// set.
type ChangeView struct {
	Rise    bool `doc:"more new clients than in the quarter before"`
	Fall    bool `doc:"fewer"`
	Same    bool `doc:"as many"`
	Percent int  `doc:"the change in whole percent, without a sign; 0 rounds to nothing"`
}

// SourcesView says how the quarter's contacts were generated. Sources without a contact are not in
// it.
type SourcesView struct {
	// the source with most contacts, or all that share the first place; nil where none was recorded
	Leading     *SourceGroup
	Others      *SourceGroup // every other one, in the configured order; nil where there is none
	Configured  bool         `doc:"the configuration names sources"`
	All         bool         `doc:"Leading is one source and has every contact with a recorded source"`
	Recorded    int          `doc:"contacts with a recorded source"`
	Majority    bool         `doc:"Leading is one source and has more than half of all contacts"`
	Tied        bool         `doc:"Leading is several sources, equal in number"`
	FewRecorded bool         `doc:"at least as many contacts have no recorded source as have Leading's"`
	Unreported  int          `doc:"contacts without a recorded source"`
}

// SourceGroup is some sources, told apart by how a sentence names them.
type SourceGroup struct {
	Direct    []Text `doc:"sources that are named as they are"`
	Referrals []Text `doc:"units, named as referrals from them"`
}

// RestatementView is a figure of an earlier report that has been corrected since. There are some
// only where the configuration says restatements: note.
type RestatementView struct {
	Figure    Text `doc:"what was corrected: new clients"`
	Label     Text `doc:"the months of the corrected report"`
	Published int  `doc:"the number that was published"`
	On        Text `doc:"the day on which it was published"`
	Now       int  `doc:"the number that is right"`
}

// newView prepares the figures for the text.
func newView(f *Figures, o Options) View {
	w := o.Words
	last := len(f.NewByQuarter) - 1
	v := View{
		Program:        ProgramView{Name: Text(o.Program.Name), Title: Text(o.Program.title())},
		Quarter:        quarterView(f.NewByQuarter[last], w, last == 0 && f.Opening == nil),
		Previous:       quarterView(QuarterCount{Quarter: f.Quarter - 1}, w, false),
		Period:         PeriodView{Text(f.Period.Label), Text(f.Period.Start.String()), Text(f.Period.End.String()), Text(f.Period.Through.String())},
		Inception:      Text(inceptionLabel(f, w)),
		SinceInception: f.Clients.SinceInception,
		Served:         f.Clients.Served,
		New:            f.Clients.New,
		CarriedOver:    f.Clients.CarriedOver,
		Contacts:       f.Contacts.Total,
		Anonymous:      f.Contacts.Anonymous,
		Sources:        sourcesView(f.Contacts, o),
		Figures:        f,
	}
	if last > 0 {
		v.Previous = quarterView(f.NewByQuarter[last-1], w, last == 1 && f.Opening == nil)
	}
	v.Quarter.Uncompared = f.Opening != nil && (last == 0 || f.NewByQuarter[last-1].Partial)
	if c := f.ChangeInNew; c != nil && c.Percent != nil {
		v.Change = &ChangeView{Rise: f.Clients.New > c.Previous, Fall: f.Clients.New < c.Previous, Same: f.Clients.New == c.Previous}
		v.Change.Percent = max(*c.Percent, -*c.Percent)
	}
	for _, s := range o.Services {
		v.Services = append(v.Services, Text(w.label(s)))
	}
	v.Restatements = restatementViews(f, o)
	return v
}

// restatementViews are the restatements that the report names: those of numbers of clients, which
// it prints in sentences.
func restatementViews(f *Figures, o Options) (views []RestatementView) {
	if !o.NoteRestatements {
		return nil
	}
	for _, r := range f.Restatements {
		name, ok := o.Words.Restated[r.Figure]
		if !ok {
			continue
		}
		label := o.Words.period(r.Quarter.Start(), r.Quarter.End())
		for _, q := range f.NewByQuarter {
			if q.Quarter == r.Quarter {
				label = q.Label
			}
		}
		on, err := o.Words.date(r.PublishedOn.String())
		if err != nil {
			continue // no figure was published on no day
		}
		views = append(views, RestatementView{Text(name), Text(label), r.Published, Text(on), r.Now})
	}
	return views
}

func quarterView(c QuarterCount, w *Words, first bool) QuarterView {
	return QuarterView{
		Name: Text(c.Quarter.String()), Ordinal: Text(w.Ordinals[c.Quarter.Number()-1]), Number: c.Quarter.Number(),
		Year: Text(strconv.Itoa(c.Quarter.Year())), Label: Text(c.Label), New: c.New, First: first, Partial: c.Partial,
	}
}

// inceptionLabel names the inception month: "March 2024".
func inceptionLabel(f *Figures, w *Words) string { return w.monthLabel(f.Inception) }

// monthLabel names a month such as 2024-03.
func (w *Words) monthLabel(of string) string {
	year, _ := strconv.Atoi(of[:4])
	month, _ := strconv.Atoi(of[5:])
	return fill(w.Month, "from", w.Months[month-1], "year", strconv.Itoa(year))
}

// sourcesView finds the leading sources. Contacts from unknown sources count as one more source,
// named last.
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
	v := SourcesView{Configured: len(o.Sources) > 0, Unreported: counts[w.NotReported], Recorded: c.Total - counts[w.NotReported]}
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
	v.Leading, v.Others = group(leading, w), group(others, w)
	v.Tied = len(leading) > 1
	v.All = !v.Tied && best == v.Recorded
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

func group(sources []Source, w *Words) *SourceGroup {
	if len(sources) == 0 {
		return nil
	}
	g := &SourceGroup{}
	for _, s := range sources {
		text := s.Text
		if translated, ok := w.SourceTexts[s.Label]; ok {
			text = translated
		} else if text == "" && s.Referral {
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

// inSentence gives a label a small first letter, unless it begins with a name in capitals such as
// "WPD".
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
