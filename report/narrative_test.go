package report

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"picreport/ingest/contact"
	"picreport/ingest/contact/contacttest"
)

// englishText is the report text that is shipped.
func englishText(t testing.TB) Texts {
	t.Helper()
	const name = "../templates/report.en.md"
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return Texts{Report: TextSource{Name: "report.en.md", Text: string(data)}}
}

// outline writes a document as lines, bold text between asterisks.
func outline(d Document) []string {
	var lines []string
	runs := func(runs []Run) string {
		var s strings.Builder
		for _, r := range runs {
			if r.Bold {
				s.WriteString("*" + r.Text + "*")
			} else {
				s.WriteString(r.Text)
			}
		}
		return s.String()
	}
	for _, b := range d.Blocks {
		switch b := b.(type) {
		case Eyebrow:
			lines = append(lines, "^ "+b.Text)
		case Heading:
			lines = append(lines, "# "+b.Text)
		case Paragraph:
			lines = append(lines, runs(b.Runs))
		case List:
			for _, item := range b.Items {
				lines = append(lines, "- "+runs(item))
			}
		case Numbers:
			lines = append(lines, "[numbers]")
		case Demographics:
			lines = append(lines, "[demographics]")
		case Closing:
			lines = append(lines, "[contact]")
		case PageBreak:
			lines = append(lines, "[page]")
		}
	}
	return lines
}

// counted makes figures of the given numbers: new clients by quarter from inception on (its first
// month is month), those carried over, and contacts by source.
func counted(t testing.TB, inception time.Month, news []int, carried int, sources ...Count) Figures {
	t.Helper()
	o := testOptions(t)
	o.Inception = day(2024, inception, 1)
	first := contact.QuarterOf(o.Inception)
	last := first + contact.Quarter(len(news)-1)
	a := NewAggregator(last, o)
	made := contacttest.New()
	for i, n := range news {
		for k := range n {
			a.Add(made.Contact(contacttest.Row{Client: fmt.Sprint(i, "-", k), Date: max((first + contact.Quarter(i)).Start(), o.Inception)}))
		}
	}
	f, err := a.Figures()
	if err != nil {
		t.Fatal(err)
	}
	f.Clients.CarriedOver = carried
	f.Clients.Served = f.Clients.New + carried
	f.Contacts = ContactCounts{BySource: sources}
	for _, s := range sources {
		f.Contacts.Total += s.Count
	}
	return f
}

var seedSources = []Count{
	{"Calls for service", 122},
	{"Community and police officer contacts", 36},
	{"Proactive patrol and outreach", 20},
	{"WPD Victim Services Unit", 19},
	{"Youth Response Unit", 4},
	{"Not reported", 1},
}

// TestSeedSentences holds the sentences of the published report for 2024Q3.
func TestSeedSentences(t *testing.T) {
	f := counted(t, time.March, []int{5, 87, 115}, 13, seedSources...)
	d, err := Build(&f, englishText(t), testOptions(t))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"^ Wilmington Partners in Care",
		"# Mission and overview",
		"Launched in March 2024, our program includes a case manager and two clinicians.",
		"The third quarter of 2024 saw the continued growth of our pilot program, and the expanded reach of this initiative in the community. " +
			"The team has reported a 32% increase in new clients compared with the second quarter, and our case manager and clinicians have been " +
			"attending community events and conducting outreach to raise awareness of our partnership.",
		"[numbers]",
		"[page]",
		"# Third quarter breakdown",
		"In the third quarter of 2024, a total of *128* individuals received services, including *115* new clients and *13* clients who have " +
			"been receiving continued assistance dating back to a prior quarter.",
		"[demographics]",
		"The majority of clinician and case manager contacts were generated through *calls for service*, in addition to " +
			"*proactive patrol and outreach, community and police officer contacts*, and referrals from the *WPD Victim Services Unit* and " +
			"*Youth Response Unit*.",
		"Services and referrals provided by our clinicians and case manager include:",
		"- De-escalation and stabilization on scene",
		"- Referrals for addiction treatment",
		"[contact]",
	}
	if diff := cmp.Diff(want, outline(d)); diff != "" {
		t.Errorf("the text differs (-want +got):\n%s", diff)
	}
	if d.Cover != (Cover{"Partners in Care", "Progress Report", "July–September, 2024"}) {
		t.Errorf("cover: %+v", d.Cover)
	}
	n := d.Blocks[4].(Numbers)
	if n.Total != "207" || n.Caption != "Total number of individuals who have received services since our program’s inception in March 2024" {
		t.Errorf("numbers: %q %q", n.Total, n.Caption)
	}
}

const outreach = ", and our case manager and clinicians have been attending community events and conducting outreach to raise awareness of our partnership."

// TestOverviewSentences reads the quarter's own paragraph and the breakdown for data that is not
// the seed's.
func TestOverviewSentences(t *testing.T) {
	one := []Count{{"Calls for service", 1}}
	for _, c := range []struct {
		name                string
		inception           time.Month
		news                []int
		carried             int
		sources             []Count
		overview, breakdown string
	}{
		{
			"the inception quarter, begun in its last month", time.March,
			[]int{5},
			0, one,
			"March 2024 saw the launch of our program. The team has reported 5 new clients" + outreach,
			"In the first quarter of 2024, a total of *5* individuals received services, all of them new clients.",
		},
		{
			"the inception quarter, whole", time.January,
			[]int{1},
			0, one,
			"The first quarter of 2024 saw the launch of our program. The team has reported 1 new client" + outreach,
			"In the first quarter of 2024, *1* individual received services: a new client.",
		},
		{
			"a partial quarter before: no percentage", time.March,
			[]int{5, 87},
			3, one,
			"The second quarter of 2024 was the first full quarter of our pilot program. The team has reported 87 new clients" + outreach,
			"In the second quarter of 2024, a total of *90* individuals received services, including *87* new clients and *3* clients who have " +
				"been receiving continued assistance dating back to a prior quarter.",
		},
		{
			"a fall", time.March,
			[]int{5, 87, 115, 108},
			9, one,
			"In the fourth quarter of 2024, our program continued its work in the community. The team has reported a 6% decrease in new clients " +
				"compared with the third quarter" + outreach,
			"In the fourth quarter of 2024, a total of *117* individuals received services, including *108* new clients and *9* clients who have " +
				"been receiving continued assistance dating back to a prior quarter.",
		},
		{
			"a fall of 8 percent, one new client's article, one person each", time.January,
			[]int{100, 92},
			1, one,
			"In the second quarter of 2024, our program continued its work in the community. The team has reported an 8% decrease in new clients " +
				"compared with the first quarter" + outreach,
			"In the second quarter of 2024, a total of *93* individuals received services, including *92* new clients and *1* client who has " +
				"been receiving continued assistance dating back to a prior quarter.",
		},
		{
			"no change", time.January,
			[]int{7, 7},
			2, one,
			"In the second quarter of 2024, our program continued its work in the community. The team has reported as many new clients as in " +
				"the first quarter" + outreach,
			"In the second quarter of 2024, a total of *9* individuals received services, including *7* new clients and *2* clients who have " +
				"been receiving continued assistance dating back to a prior quarter.",
		},
		{
			"a change that rounds to nothing", time.January,
			[]int{1000, 1004},
			2, one,
			"The second quarter of 2024 saw the continued growth of our pilot program, and the expanded reach of this initiative in the community. " +
				"The team has reported a slight increase (less than 1%) in new clients compared with the first quarter" + outreach,
			"In the second quarter of 2024, a total of *1,006* individuals received services, including *1,004* new clients and *2* clients who " +
				"have been receiving continued assistance dating back to a prior quarter.",
		},
		{
			"across the year", time.July,
			[]int{7, 10, 12},
			0, one,
			"The first quarter of 2025 saw the continued growth of our pilot program, and the expanded reach of this initiative in the community. " +
				"The team has reported a 20% increase in new clients compared with the fourth quarter of 2024" + outreach,
			"In the first quarter of 2025, a total of *12* individuals received services, all of them new clients.",
		},
		{
			"none before", time.January,
			[]int{3, 0, 4},
			0, one,
			"In the third quarter of 2024, our program continued its work in the community. The team has reported 4 new clients, after none in " +
				"the second quarter" + outreach,
			"In the third quarter of 2024, a total of *4* individuals received services, all of them new clients.",
		},
		{
			"nobody new", time.January,
			[]int{3, 0},
			2, one,
			"In the second quarter of 2024, our program continued its work in the community. The team has reported no new clients" + outreach,
			"In the second quarter of 2024, a total of *2* individuals received services, all of them clients who have been receiving continued " +
				"assistance dating back to a prior quarter.",
		},
		{
			"nobody new, one carried over", time.January,
			[]int{3, 0},
			1, one,
			"In the second quarter of 2024, our program continued its work in the community. The team has reported no new clients" + outreach,
			"In the second quarter of 2024, *1* individual received services: a client who has been receiving continued assistance " +
				"dating back to a prior quarter.",
		},
		{
			"no contacts at all", time.March,
			[]int{5, 87, 115, 108, 0},
			0, nil,
			"In the first quarter of 2025, no contacts were recorded.",
			"In the first quarter of 2025, no individuals received services.",
		},
	} {
		f := counted(t, c.inception, c.news, c.carried, c.sources...)
		checkParagraphs(t, c.name, &f, englishText(t), testOptions(t), c.overview, c.breakdown)
	}
}

// checkParagraphs builds a report and reads the quarter's own paragraph and that of the breakdown.
func checkParagraphs(t *testing.T, name string, f *Figures, texts Texts, o Options, overview, breakdown string) {
	t.Helper()
	d, err := Build(f, texts, o)
	if err != nil {
		t.Errorf("%s: %v", name, err)
		return
	}
	lines := outline(d)
	if lines[3] != overview {
		t.Errorf("%s: overview\n got %s\nwant %s", name, lines[3], overview)
	}
	if lines[7] != breakdown {
		t.Errorf("%s: breakdown\n got %s\nwant %s", name, lines[7], breakdown)
	}
}

// TestSourceSentences reads the sentence on sources. A source without a contact is never named.
func TestSourceSentences(t *testing.T) {
	const calls, patrol, officers, vsu, yru = "Calls for service", "Proactive patrol and outreach",
		"Community and police officer contacts", "WPD Victim Services Unit", "Youth Response Unit"
	for _, c := range []struct {
		sources []Count
		want    string // "" for no sentence
	}{
		{nil, ""},
		{[]Count{{calls, 1}}, "The one clinician and case manager contact was generated through *calls for service*."},
		{[]Count{{vsu, 1}}, "The one clinician and case manager contact was generated through referrals from the *WPD Victim Services Unit*."},
		{[]Count{{calls, 9}}, "All clinician and case manager contacts were generated through *calls for service*."},
		{[]Count{{calls, 9}, {"Not reported", 1}}, "The majority of clinician and case manager contacts were generated through *calls for service*."},
		{[]Count{{calls, 5}, {patrol, 4}, {yru, 1}}, "The largest share of clinician and case manager contacts were generated through " +
			"*calls for service*, in addition to *proactive patrol and outreach* and referrals from the *Youth Response Unit*."},
		{[]Count{{calls, 6}, {patrol, 4}}, "The majority of clinician and case manager contacts were generated through " +
			"*calls for service*, in addition to *proactive patrol and outreach*."},
		{[]Count{{patrol, 6}, {officers, 2}, {calls, 1}, {"Other", 1}}, "The majority of clinician and case manager contacts were generated through " +
			"*proactive patrol and outreach*, in addition to *calls for service*, *community and police officer contacts*, and *other sources*."},
		{[]Count{{vsu, 6}, {yru, 2}, {calls, 1}}, "The majority of clinician and case manager contacts were generated through referrals from the " +
			"*WPD Victim Services Unit*, in addition to *calls for service* and referrals from the *Youth Response Unit*."},
		{[]Count{{calls, 6}, {vsu, 2}, {yru, 1}}, "The majority of clinician and case manager contacts were generated through *calls for service*, " +
			"in addition to referrals from the *WPD Victim Services Unit* and *Youth Response Unit*."},
		{[]Count{{calls, 3}, {patrol, 3}, {yru, 1}}, "The largest shares of clinician and case manager contacts, equal in number, were generated " +
			"through *calls for service* and *proactive patrol and outreach*, in addition to referrals from the *Youth Response Unit*."},
		{[]Count{{"Not reported", 8}, {calls, 3}, {patrol, 1}}, "The largest share of clinician and case manager contacts with a recorded source " +
			"were generated through *calls for service*, in addition to *proactive patrol and outreach*."},
		{[]Count{{"Not reported", 3}, {calls, 3}}, "All clinician and case manager contacts with a recorded source were generated through *calls for service*."},
		{[]Count{{"Not reported", 4}, {calls, 1}}, "The one clinician and case manager contact with a recorded source was generated through *calls for service*."},
		{[]Count{{"Not reported", 1}, {calls, 1}}, "The one clinician and case manager contact with a recorded source was generated through *calls for service*."},
		{[]Count{{"Not reported", 8}}, "No source was recorded for the clinician and case manager contacts of this quarter."},
		{[]Count{{"Not reported", 1}}, "No source was recorded for the clinician and case manager contact of this quarter."},
	} {
		f := counted(t, time.January, []int{4, 5}, 0, c.sources...)
		d, err := Build(&f, englishText(t), testOptions(t))
		if err != nil {
			t.Errorf("%v: %v", c.sources, err)
			continue
		}
		got := outline(d)[9]
		if c.want == "" {
			c.want = "Services and referrals provided by our clinicians and case manager include:"
		}
		if got != c.want {
			t.Errorf("%v:\n got %s\nwant %s", c.sources, got, c.want)
		}
	}
}

// TestValuesAreText makes sure that what stands in the configuration is never taken for markup.
func TestValuesAreText(t *testing.T) {
	o := testOptions(t)
	o.Program.Name = "A*B* <b>[x](y) & Co. #1 `c` {{.New}}"
	o.Services = []string{"1. Crisis - *now*", "<script>", "- dash", "a_b_c &amp; \\d"}
	f := counted(t, time.January, []int{4, 5}, 0)
	d, err := Build(&f, englishText(t), o)
	if err != nil {
		t.Fatal(err)
	}
	lines := outline(d)
	if lines[0] != "^ "+o.Program.Name {
		t.Errorf("eyebrow: %s", lines[0])
	}
	if diff := cmp.Diff([]string{"- 1. Crisis - *now*", "- <script>", "- - dash", "- a_b_c &amp; \\d"}, lines[len(lines)-5:len(lines)-1]); diff != "" {
		t.Errorf("services (-want +got):\n%s", diff)
	}
}

// TestTextErrors gives each mistake in a text, and where it is.
func TestTextErrors(t *testing.T) {
	f := counted(t, time.January, []int{4, 5}, 0)
	for _, c := range []struct{ text, want string }{
		{"a\n\n{{.Nwe}} b", "t.md:3: there is no variable .Nwe (did you mean New?)"},
		{"a\n{{if .Quarter.Frist}}{{end}}", "t.md:2: there is no variable .Frist (did you mean First?)"},
		{"a\n{{if eq .New 99999}}\n\n{{.Quarter.Yeer}}{{end}}", "t.md:4: there is no variable .Yeer (did you mean Year?)"},
		{"{{range .Services}}{{.}}{{$.Sevred}}{{end}}", "t.md:1: there is no variable .Sevred (did you mean Served?)"},
		{"{{with .Change}}\n{{.Rize}}{{end}}", "t.md:2: there is no variable .Rize (did you mean Rise?)"},
		{"{{template \"x\" .Quarter}}\n{{define \"x\"}}{{.Numer}}{{end}}", "t.md:2: there is no variable .Numer (did you mean Number?)"},
		{"{{if false}}{{template \"y\" .}}{{end}}", "t.md:1: there is no template \"y\""},
		{"a\n\n{{nubmer .New}}", "t.md:3: there is no function nubmer (did you mean number?)"},
		{"a\n\n{{if .New}}", "t.md:3: an {{if}}, {{range}}, {{with}} or {{define}} is not ended"},
		{"{{if true}}\na\n\n{{end}}\n<div>b</div>", "t.md:5: a block of HTML: "},
		{"{{number .New}}\n\n\na ![x](y.png)", "t.md:4: an image: "},
		{"{{range .Services}}\n- {{.}}\n{{end}}\n\n# Title", "t.md:5: a heading of level 1: "},
		{"a\n\n> b", "t.md:3: a quotation (>): "},
		{"a\n\n***\n\nb", "t.md:3: a rule: "},
		{"***", "t.md:1: a rule: "},
		{"a\n\n```\nb\n```", "t.md:3: a code block"},
		{"a\n\n| a | b |\n|---|---|\n| 1 | 2 |", "t.md:3: a table: "},
		{"a [b](javascript:alert)", "t.md:1: a link that a report cannot hold"},
		{"a <ftp://files.example>", "t.md:1: a link that a report cannot hold"},
		{"a [b](page.html)", "t.md:1: a link that a report cannot hold"},
		{"\n{{.Quarter}}", "t.md:2: {{.Quarter}} is a group of variables; write one of them, such as .Quarter.Name"},
		{"{{.Services}}", "t.md:1: {{.Services}} is a list; write {{list .Services}}, or a {{range}}"},
		{"{{bold .Sources.Leading.Direct}}", "t.md:1: .Direct has no value in this quarter"},
		{"\n{{range 2000000}}x{{end}}", "the text grows beyond 1 MiB"},
		{"{{/* nothing */}}", "the text is empty"},
		{"{{define \"language\"}}es{{end}}a", "this text is in the language \"es\", and the report is in \"en\""},
		{"a\n\n    b", "t.md:3: a line indented by four blanks or a tab: "},
		{"a *b* c", "t.md:1: italics (*…*): "},
		{"a\n\n[by-the-nmubers]", "t.md:3: there is no block [by-the-nmubers] (did you mean by-the-numbers?)"},
		{"[eyebrow]", "t.md:1: [eyebrow] has no text"},
	} {
		_, err := Build(&f, Texts{Report: TextSource{Name: "t.md", Text: c.text}}, testOptions(t))
		var te *TextError
		if !errors.As(err, &te) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q:\n got %v\nwant %s", c.text, err, c.want)
		}
	}
}

func TestQuarterText(t *testing.T) {
	f := counted(t, time.January, []int{4, 5}, 0)
	text := englishText(t)
	text.Quarter = &TextSource{Name: "quarters/2024Q2.md", Text: "Our **own** words on {{number .New}} clients.\n\nAnd more.\n"}
	d, err := Build(&f, text, testOptions(t))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"Our *own* words on 5 clients.", "And more.", "[numbers]"}, outline(d)[3:6]); diff != "" {
		t.Errorf("quarter text (-want +got):\n%s", diff)
	}
	text.Quarter.Text = "fine\n\n{{.Nwe}}"
	if _, err := Build(&f, text, testOptions(t)); err == nil || !strings.HasPrefix(err.Error(), "quarters/2024Q2.md:3: ") {
		t.Errorf("a mistake in the quarter's text: %v", err)
	}
}

func TestNumberRowsFold(t *testing.T) {
	w := testWords(t, "en")
	for _, quarters := range []int{1, 3, 8, 9, 12, 13, 20, 40, 120} {
		counts := make([]QuarterCount, quarters)
		sum := 0
		for i := range counts {
			q := contact.MakeQuarter(2024, 1) + contact.Quarter(i)
			counts[i] = QuarterCount{Quarter: q, Label: w.period(q.Start(), q.End()), New: i + 1}
			sum += i + 1
		}
		rows := numberRows(nil, counts, w)
		got := 0
		for _, r := range rows {
			got += r.Value
		}
		if got != sum {
			t.Errorf("%d quarters: rows add up to %d, not %d", quarters, got, sum)
		}
		if len(rows) > maxRows || quarters <= singleRows && len(rows) != quarters {
			t.Errorf("%d quarters: %d rows", quarters, len(rows))
		}
		if last := rows[len(rows)-1]; !last.Current || last.Label != counts[quarters-1].Label {
			t.Errorf("%d quarters: the last row is %+v", quarters, last)
		}
	}
	counts := make([]QuarterCount, 13) // 2024Q1–2027Q1
	for i := range counts {
		q := contact.MakeQuarter(2024, 1) + contact.Quarter(i)
		counts[i] = QuarterCount{Quarter: q, Label: q.String(), New: 1}
	}
	var labels []string
	for _, r := range numberRows(nil, counts, w) {
		labels = append(labels, r.Label+"="+r.Text)
	}
	want := []string{"2024=4", "2025=4", "2026Q1=1", "2026Q2=1", "2026Q3=1", "2026Q4=1", "2027Q1=1"}
	if diff := cmp.Diff(want, labels); diff != "" {
		t.Errorf("folded rows (-want +got):\n%s", diff)
	}
}

func TestNumberAndList(t *testing.T) {
	w := testWords(t, "en")
	for n, want := range map[int]string{0: "0", 7: "7", 999: "999", 1000: "1,000", 12345: "12,345", 1234567890: "1,234,567,890", -1234: "-1,234"} {
		if got := w.Number(n); got != want {
			t.Errorf("Number(%d) = %s; want %s", n, got, want)
		}
	}
	for want, items := range map[string][]string{"": nil, "a": {"a"}, "a and b": {"a", "b"}, "a, b, and c": {"a", "b", "c"}} {
		if got := w.List(items); got != want {
			t.Errorf("List(%q) = %q; want %q", items, got, want)
		}
	}
	for n, want := range map[int]string{1: "a", 8: "an", 11: "an", 18: "an", 80: "an", 81: "an", 100: "a", 110: "a", 800: "an", 1100: "a", 11000: "an", 18000: "an", 8000: "an", 28: "a"} {
		if got := indefinite(n); got != want {
			t.Errorf("indefinite(%d) = %s; want %s", n, got, want)
		}
	}
}
