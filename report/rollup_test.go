package report

import (
	"errors"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"picreport/ingest/contact"
	"picreport/ingest/contact/contacttest"
)

// Three made-up programmes in 2024Q3. What is expected of them was counted by hand from these
// lines, C2 being a client of two:
//
//	Riverton, since March 2024     Lakeside, since the first contact    Hilltop, since October 2024
//	C1 2024-03-05 F 30  calls      C2 2024-05-20 M 40  calls            (not begun)
//	C1 2024-07-01       calls      C2 2024-08-02       Other
//	C2 2024-07-04 M 17  patrol     C9 2024-09-30    -  calls, outreach
//	C3 2024-09-01 F 61  -
//
// Riverton: since 3, served 3 (C1 C2 C3), new 2, carried 1, contacts 3. Lakeside: since 2, served
// 2, new 1, carried 1, contacts 2.
func threePrograms(t testing.TB, lang string) ([]ProgramFigures, Options) {
	t.Helper()
	q := contact.MakeQuarter(2024, 3)
	office := Options{
		Program: Program{Name: "State Office"}, Genders: []Gender{{"Female", true}, {"Male", true}},
		Sources: []Source{{Label: "Calls"}, {Label: "Patrol"}}, Words: testWords(t, lang),
	}
	row := func(client string, d contact.Date, gender string, age int16, source string, services ...string) contacttest.Row {
		c := contacttest.Row{Client: client, Date: d, Gender: gender, Source: source, Services: services}
		if age > 0 {
			c.Age = exactly(age)
		}
		return c
	}
	riverton, lakeside := office, office
	riverton.Program.Name, riverton.Inception = "Riverton", day(2024, time.March, 1)
	lakeside.Program.Name = "Lakeside"
	r := compute(t, q, riverton,
		row("C1", day(2024, time.March, 5), "Female", 30, "Calls"), row("C1", day(2024, time.July, 1), "", 0, "Calls"),
		row("C2", day(2024, time.July, 4), "Male", 17, "Patrol"), row("C3", day(2024, time.September, 1), "Female", 61, ""))
	l := compute(t, q, lakeside,
		row("C2", day(2024, time.May, 20), "Male", 40, "Calls"), row("C2", day(2024, time.August, 2), "", 0, contact.Other),
		row("C9", day(2024, time.September, 30), "", 0, "Calls", "Outreach"))
	return []ProgramFigures{
		{ID: "riverton", Name: "Riverton", Inception: r.Inception, Begun: true, Figures: &r},
		{ID: "lakeside", Name: "Lakeside", Inception: l.Inception, Begun: true, Figures: &l},
		{ID: "hilltop", Name: "Hilltop", Inception: "2024-10"},
	}, office
}

func rollUp(t testing.TB, programs []ProgramFigures, o Options) Rollup {
	t.Helper()
	r, err := RollUp(contact.MakeQuarter(2024, 3), programs, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestRollUp(t *testing.T) {
	programs, o := threePrograms(t, "en")
	r := rollUp(t, programs, o)
	want := Totals{
		Clients: Clients{SinceInception: 5, Served: 5, New: 3, CarriedOver: 2},
		NewByQuarter: []QuarterCount{
			{contact.MakeQuarter(2024, 1), "March 2024", true, 1},
			{contact.MakeQuarter(2024, 2), "April–June 2024", false, 1},
			{contact.MakeQuarter(2024, 3), "July–September 2024", false, 3},
		},
		Demographics: Demography{
			Basis:  BasisNew,
			Gender: []Count{{"Female", 1}, {"Male", 1}, {"Not reported", 1}},
			Age:    []Count{{"0–12 yrs", 0}, {"13–17 yrs", 1}, {"18–24 yrs", 0}, {"25–59 yrs", 0}, {"60+ yrs", 1}, {"Not reported", 1}},
		},
		Contacts: ContactCounts{
			Total:     5,
			BySource:  []Count{{"Calls", 2}, {"Not reported", 1}, {"Other", 1}, {"Patrol", 1}},
			ByService: []Count{{"Outreach", 1}},
		},
	}
	if d := cmp.Diff(want, r.Totals); d != "" {
		t.Errorf("totals (-want +got):\n%s", d)
	}
	if r.Schema != "picreport.rollup/1" || r.Program != "State Office" || r.Inception != "2024-03" || r.Period.Partial {
		t.Errorf("%s, %s, since %s, %+v", r.Schema, r.Program, r.Inception, r.Period)
	}
}

// TestTableAddsUp adds the rows of the table of programmes up, as they are printed.
func TestTableAddsUp(t *testing.T) {
	programs, o := threePrograms(t, "en")
	r := rollUp(t, programs, o)
	table := programTable(&r, o.Words)
	want := [][]string{
		{"Riverton", "March 2024", "3", "3", "2", "1", "3"},
		{"Lakeside", "May 2024", "2", "2", "1", "1", "2"},
		{"Hilltop", "begins in October 2024", "0", "0", "0", "0", "0"},
		{"All programs", "", "5", "5", "3", "2", "5"},
	}
	if d := cmp.Diff(want, append(table.Rows, table.Total)); d != "" {
		t.Errorf("table (-want +got):\n%s", d)
	}
	for column := 2; column < len(table.Columns); column++ {
		sum := 0
		for _, row := range table.Rows {
			n, err := strconv.Atoi(row[column])
			if err != nil {
				t.Fatal(err)
			}
			sum += n
		}
		if strconv.Itoa(sum) != table.Total[column] {
			t.Errorf("%s: the rows add up to %d, the last row says %s", table.Columns[column].Title, sum, table.Total[column])
		}
	}
}

// TestRollUpRefuses adds up nothing that is not the same thing.
func TestRollUpRefuses(t *testing.T) {
	programs, o := threePrograms(t, "en")
	var early *QuarterError
	if _, err := RollUp(contact.MakeQuarter(2024, 3), programs[2:], o); !errors.As(err, &early) {
		t.Errorf("none has begun: %v", err)
	}
	for name, change := range map[string]func(*Figures){
		"other bands":   func(f *Figures) { f.Demographics.Age = f.Demographics.Age[1:] },
		"other basis":   func(f *Figures) { f.Demographics.Basis = BasisServed },
		"other quarter": func(f *Figures) { f.Quarter++ },
	} {
		other := *programs[1].Figures
		change(&other)
		if _, err := RollUp(contact.MakeQuarter(2024, 3), []ProgramFigures{programs[0], {Name: "Other", Figures: &other}}, o); err == nil {
			t.Errorf("%s: added up", name)
		}
	}
	if total := programs[0].Figures.Demographics.Age; total[1].Count != 1 {
		t.Error("the figures of a programme were changed by adding them up")
	}
}

// TestFiguresIn gives the figures of one count in two languages.
func TestFiguresIn(t *testing.T) {
	o := testOptions(t)
	a := NewAggregator(contact.MakeQuarter(2024, 3), o)
	made := contacttest.New()
	a.Add(made.Contact(contacttest.Row{Client: "C1", Date: day(2024, time.July, 1)}))
	spanish, err := a.FiguresIn(testWords(t, "es"))
	if err != nil {
		t.Fatal(err)
	}
	english, err := a.Figures()
	if err != nil {
		t.Fatal(err)
	}
	if spanish.Period.Label != "julio–septiembre de 2024" || spanish.Contacts.BySource[0].Label != "No indicado" || english.Contacts.BySource[0].Label != "Not reported" {
		t.Errorf("%+v, and %+v", spanish, english)
	}
}

// rollupText is the text of a roll-up as it is shipped.
func rollupText(t testing.TB, lang string) Texts {
	t.Helper()
	data, err := os.ReadFile("../templates/rollup." + lang + ".md")
	if err != nil {
		t.Fatal(err)
	}
	return Texts{Report: TextSource{Name: "rollup." + lang + ".md", Text: string(data)}}
}

// paragraphs are the sentences of a roll-up.
func rollupParagraphs(t testing.TB, lang string, programs []ProgramFigures, o Options) []string {
	t.Helper()
	r := rollUp(t, programs, o)
	doc, err := BuildRollup(&r, rollupText(t, lang), o)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, b := range doc.Blocks {
		if p, ok := b.(Paragraph); ok {
			out = append(out, plain(p.Runs))
		}
	}
	return out
}

// TestRollupSentences reads the roll-up, also where there is little to say.
func TestRollupSentences(t *testing.T) {
	for name, c := range map[string]struct {
		pick func([]ProgramFigures) []ProgramFigures
		want []string
	}{
		"three": {func(p []ProgramFigures) []ProgramFigures { return p }, []string{
			"This report adds up the figures of 3 programs, one of which had not begun: Hilltop. In the third quarter of 2024, they served a total of 5 individuals in 5 contacts.",
			"Clients are counted within each program and never matched across programs, since client IDs are each program’s own: a person who was served by two programs counts once in each.",
			"In the third quarter of 2024, a total of 5 individuals received services, including 3 new clients and 2 clients who have been receiving continued assistance dating back to a prior quarter.",
			"A contact counts under each service that it lists.",
		}},
		"one": {func(p []ProgramFigures) []ProgramFigures { return p[:1] }, []string{
			"This report adds up the figures of 1 program. In the third quarter of 2024, it served a total of 3 individuals in 3 contacts.",
			"Clients are counted within each program and never matched across programs, since client IDs are each program’s own: a person who was served by two programs counts once in each.",
			"In the third quarter of 2024, a total of 3 individuals received services, including 2 new clients and 1 client who has been receiving continued assistance dating back to a prior quarter.",
		}},
	} {
		programs, o := threePrograms(t, "en")
		if d := cmp.Diff(c.want, rollupParagraphs(t, "en", c.pick(programs), o)); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
	}
}

// TestRollupDocument is the head of the document, and what it alone can hold.
func TestRollupDocument(t *testing.T) {
	programs, o := threePrograms(t, "en")
	r := rollUp(t, programs, o)
	doc, err := BuildRollup(&r, rollupText(t, "en"), o)
	if err != nil {
		t.Fatal(err)
	}
	if doc.Title != "State Office – Progress Report of All Programs, July–September 2024" || doc.Cover.Subtitle != "Progress Report of All Programs" {
		t.Errorf("%q, %q", doc.Title, doc.Cover.Subtitle)
	}
	for _, b := range doc.Blocks {
		if n, ok := b.(Numbers); ok && (n.Total != "5" || strings.Contains(n.Caption, "our program’s")) {
			t.Errorf("the panel says %s, %q", n.Total, n.Caption)
		}
	}
	own := Texts{Report: TextSource{Name: "r.md", Text: "[programs]"}}
	if _, err := Build(programs[0].Figures, own, o); err == nil || !strings.Contains(err.Error(), "r.md:1: [programs] stands in the text of a roll-up alone") {
		t.Errorf("the table of programmes in the report of one: %v", err)
	}
	listed := Texts{Report: TextSource{Name: "r.md", Text: "{{range .Programs}}{{.Name}} of {{.Inception}}: {{.New}}; {{end}}"}}
	doc, err = BuildRollup(&r, listed, o)
	if err != nil {
		t.Fatal(err)
	}
	if got := plain(doc.Blocks[0].(Paragraph).Runs); got != "Riverton of March 2024: 2; Lakeside of May 2024: 1; Hilltop of October 2024: 0;" {
		t.Errorf("%q", got)
	}
}
