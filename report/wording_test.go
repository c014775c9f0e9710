package report

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"picreport/ingest/contact"
)

// TestQuarterSoFar reads every sentence, and every name of the period, of a quarter that has not
// ended. Nothing is compared in it.
func TestQuarterSoFar(t *testing.T) {
	one := []Count{{"Calls for service", 1}}
	const soFar = "In the second quarter of 2024, through May 31, 2024, "
	const team = "our program continued its work in the community. The team has reported "
	for _, c := range []struct {
		name                string
		inception           time.Month
		news                []int
		carried             int
		sources             []Count
		overview, breakdown string
	}{
		{
			"more clients than in the quarter before", time.January,
			[]int{5, 9},
			2, one,
			soFar + team + "9 new clients" + outreach,
			soFar + "a total of *11* individuals received services, including *9* new clients and *2* clients who have been receiving " +
				"continued assistance dating back to a prior quarter.",
		},
		{
			"one new client, after a partial quarter", time.March,
			[]int{5, 1},
			0, one,
			soFar + team + "1 new client" + outreach,
			soFar + "*1* individual received services: a new client.",
		},
		{
			"none in the quarter before", time.January,
			[]int{5, 0, 0, 0, 0, 2},
			0, one,
			"In the second quarter of 2025, through May 31, 2025, " + team + "2 new clients" + outreach,
			"In the second quarter of 2025, through May 31, 2025, a total of *2* individuals received services, all of them new clients.",
		},
		{
			"nobody new", time.January,
			[]int{5, 0},
			3, one,
			soFar + team + "no new clients" + outreach,
			soFar + "a total of *3* individuals received services, all of them clients who have been receiving continued assistance dating " +
				"back to a prior quarter.",
		},
		{
			"no contacts", time.January,
			[]int{5, 0},
			0, nil,
			soFar + "no contacts were recorded.",
			soFar + "no individuals received services.",
		},
	} {
		o := testOptions(t)
		o.Inception = day(2024, c.inception, 1)
		o.Through = day((contact.QuarterOf(o.Inception) + contact.Quarter(len(c.news)-1)).Year(), time.May, 31)
		f := countedBy(t, o, c.news, c.carried, c.sources...)
		checkParagraphs(t, c.name, &f, englishText(t), o, c.overview, c.breakdown)
	}
}

// TestPeriodSoFar reads how a quarter that has not ended is named on the cover, in the title, at
// the foot and in the chart.
func TestPeriodSoFar(t *testing.T) {
	o := testOptions(t)
	o.Inception, o.Through = day(2024, time.January, 1), day(2024, time.May, 9)
	f := countedBy(t, o, []int{5, 9}, 0, Count{"Calls for service", 1})
	d, err := Build(&f, englishText(t), o)
	if err != nil {
		t.Fatal(err)
	}
	rows := d.Blocks[4].(Numbers).Rows
	got := []string{d.Cover.Period, d.Title, d.Footer, rows[0].Label, rows[1].Label}
	want := []string{
		"April–June, 2024, through May 9, 2024",
		"Wilmington Partners in Care – Progress Report, April–June 2024, through May 9, 2024",
		"Wilmington Partners in Care · Progress Report · April–June, 2024, through May 9, 2024",
		"January–March 2024",
		"April–June 2024 (to date)",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("names of the period (-want +got):\n%s", diff)
	}
}

// TestCorrections reads the note on figures that were published otherwise: only where it is asked
// for, and only of figures that sentences name.
func TestCorrections(t *testing.T) {
	published := []Restatement{
		{Quarter: contact.MakeQuarter(2024, 1), Figure: "new", Published: 6, PublishedOn: day(2024, time.April, 1), Now: 5},
		{Quarter: contact.MakeQuarter(2024, 1), Figure: "contacts", Published: 7, PublishedOn: day(2024, time.April, 1), Now: 8},
		{Quarter: contact.MakeQuarter(2024, 2), Figure: "age=0–12 yrs", Published: 1, PublishedOn: day(2024, time.July, 5), Now: 2},
		{Quarter: contact.MakeQuarter(2024, 2), Figure: "since-inception", Published: 999, PublishedOn: day(2024, time.July, 15), Now: 1000},
		{Quarter: contact.MakeQuarter(2024, 2), Figure: "served", Published: 9, PublishedOn: day(2024, time.July, 15), Now: 10},
		{Quarter: contact.MakeQuarter(2024, 2), Figure: "carried-over", Published: 4, PublishedOn: day(2024, time.July, 15), Now: 3},
	}
	const note = "Figures of earlier reports have been corrected since they were published: new clients in the report for March 2024, " +
		"published as 6 on April 1, 2024, are now 5; clients since inception in the report for April–June 2024, published as 999 on " +
		"July 15, 2024, are now 1,000; individuals served in the report for April–June 2024, published as 9 on July 15, 2024, are now 10; " +
		"carried-over clients in the report for April–June 2024, published as 4 on July 15, 2024, are now 3."
	for _, c := range []struct {
		name         string
		asked        bool
		restatements []Restatement
		want         string // "" for no note
	}{
		{"asked for", true, published, note},
		{"not asked for", false, published, ""},
		{"nothing to say", true, nil, ""},
		{"only figures that no sentence names", true, published[1:3], ""},
	} {
		o := testOptions(t)
		o.Inception, o.NoteRestatements = day(2024, time.March, 1), c.asked
		f := countedBy(t, o, []int{5, 87, 115}, 13, Count{"Calls for service", 1})
		f.Restatements = c.restatements
		d, err := Build(&f, englishText(t), o)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		lines := outline(d)
		got := lines[len(lines)-2]
		if c.want == "" && strings.HasPrefix(got, "- ") {
			got = "" // the last service
		}
		if got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}

// TestRecordedSourcesAreSaid says where a claim holds only among contacts with a recorded source:
// as soon as those without one are as many as the leading source has.
func TestRecordedSourcesAreSaid(t *testing.T) {
	const calls, patrol = "Calls for service", "Proactive patrol and outreach"
	for _, c := range []struct {
		unreported int
		want       string
	}{
		{2, "The largest share of clinician and case manager contacts were generated through *calls for service*, in addition to *proactive patrol and outreach*."},
		{3, "The largest share of clinician and case manager contacts with a recorded source were generated through *calls for service*, " +
			"in addition to *proactive patrol and outreach*."},
		{4, "The largest share of clinician and case manager contacts with a recorded source were generated through *calls for service*, " +
			"in addition to *proactive patrol and outreach*."},
	} {
		f := counted(t, time.January, []int{4, 5}, 0, Count{calls, 3}, Count{patrol, 2}, Count{"Not reported", c.unreported})
		d, err := Build(&f, englishText(t), testOptions(t))
		if err != nil {
			t.Fatal(err)
		}
		if got := outline(d)[9]; got != c.want {
			t.Errorf("%d without a source:\n got %s\nwant %s", c.unreported, got, c.want)
		}
	}
	f := counted(t, time.January, []int{4, 5}, 0, Count{calls, 3}, Count{patrol, 3}, Count{"Not reported", 3})
	d, err := Build(&f, englishText(t), testOptions(t))
	if err != nil {
		t.Fatal(err)
	}
	want := "The largest shares of clinician and case manager contacts with a recorded source, equal in number, were generated through " +
		"*calls for service* and *proactive patrol and outreach*."
	if got := outline(d)[9]; got != want {
		t.Errorf("two sources as many as those without one:\n got %s\nwant %s", got, want)
	}
}

// TestNoSourcesConfigured leaves the sentence on sources out where the programme names none,
// whatever its contacts say.
func TestNoSourcesConfigured(t *testing.T) {
	o := testOptions(t)
	o.Sources = nil
	for _, sources := range [][]Count{{{"Not reported", 9}}, {{"Other", 9}}, {{"Other", 4}, {"Not reported", 5}}} {
		f := counted(t, time.January, []int{4, 5}, 0, sources...)
		d, err := Build(&f, englishText(t), o)
		if err != nil {
			t.Fatal(err)
		}
		want := []string{"[demographics]", "Services and referrals provided by our clinicians and case manager include:"}
		if diff := cmp.Diff(want, outline(d)[8:10]); diff != "" {
			t.Errorf("%v (-want +got):\n%s", sources, diff)
		}
	}
	f := counted(t, time.January, []int{4, 5}, 0, Count{"Other", 9})
	o = testOptions(t)
	o.Services = nil
	d, err := Build(&f, englishText(t), o)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"[demographics]", "All clinician and case manager contacts were generated through *other sources*.", "[contact]"}
	if diff := cmp.Diff(want, outline(d)[8:]); diff != "" {
		t.Errorf("without services (-want +got):\n%s", diff)
	}
}

// TestTextInAnotherLanguage refuses each text that says it is in another language than the report,
// by its own file's name, both before and after the data has been read.
func TestTextInAnotherLanguage(t *testing.T) {
	f := counted(t, time.January, []int{4, 5}, 0)
	const spanish = "{{define \"language\"}}es{{end}}Nuestro trimestre."
	own := TextSource{Name: "quarters/2024Q2.md", Text: spanish}
	for _, c := range []struct {
		name    string
		mission string
		quarter *TextSource
		want    string // the file that is named; "" for no error
	}{
		{"the quarter's own", "We help.", &own, "quarters/2024Q2.md"},
		{"the mission", spanish, nil, "program.mission"},
		{"English that says so", "{{define \"language\"}}en{{end}}We help.", nil, ""},
		{"one that does not say", "We help.", &TextSource{Name: "q.md", Text: "Nuestro trimestre."}, ""},
	} {
		o := testOptions(t)
		o.Program.Mission = c.mission
		texts := englishText(t)
		texts.Quarter = c.quarter
		_, built := Build(&f, texts, o)
		for _, err := range []error{CheckTexts(texts, o), built} {
			var te *TextError
			switch {
			case c.want == "" && err != nil:
				t.Errorf("%s: %v", c.name, err)
			case c.want != "" && (!errors.As(err, &te) || te.File != c.want || !strings.Contains(te.Msg, `in the language "es", and the report is in "en"`)):
				t.Errorf("%s: %v; want an error in %s", c.name, err, c.want)
			}
		}
	}
}

// TestEmptyQuarterText refuses a quarter's text that says nothing, rather than print none or the
// built-in paragraph.
func TestEmptyQuarterText(t *testing.T) {
	f := counted(t, time.January, []int{4, 5}, 0)
	texts := englishText(t)
	texts.Quarter = &TextSource{Name: "quarters/2024Q2.md", Text: "{{if .QuarterText}}x{{end}}\n \n"}
	var te *TextError
	if _, err := Build(&f, texts, testOptions(t)); !errors.As(err, &te) || te.File != "quarters/2024Q2.md" {
		t.Errorf("%v; want an error in quarters/2024Q2.md", err)
	}
}

// TestFourDigits groups numbers of four digits only where the language does.
func TestFourDigits(t *testing.T) {
	w := Words{Thousands: ".", FourDigits: false}
	for n, want := range map[int]string{
		0: "0", 999: "999", 1000: "1000", 9999: "9999", 10000: "10.000", 123456: "123.456", 1234567: "1.234.567", -1234: "-1234", -12345: "-12.345", -123: "-123",
	} {
		if got := w.Number(n); got != want {
			t.Errorf("Number(%d) = %s; want %s", n, got, want)
		}
	}
	w.FourDigits = true
	if got := w.Number(1000); got != "1.000" {
		t.Errorf("Number(1000) = %s; want 1.000", got)
	}
}
