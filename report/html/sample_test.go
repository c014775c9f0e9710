package html

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"testing"
	"time"

	"picreport/ingest/contact"
	"picreport/ingest/contact/contacttest"
	"picreport/report"
	"picreport/report/brand"
)

// read reads a file that picreport is shipped with.
func read(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile("../../templates/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// options are a programme of the published report's shape.
func options(t testing.TB) report.Options {
	t.Helper()
	words, err := report.ParseWords("words.en.yaml", read(t, "words.en.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	return report.Options{
		Program: report.Program{
			Name:  "Wilmington Partners in Care",
			Title: "Partners in Care",
			Mission: "A partnership between the Wilmington Police Department and ChristianaCare, the Wilmington " +
				"Partners in Care Program pairs " +
				"trained mental health clinicians with police officers, who respond as a team to calls for " +
				"service and conduct proactive outreach " +
				"to support those in need in our community. Launched in {{.Inception}}, our program includes a " +
				"case manager and two clinicians.",
		},
		Inception: contact.MakeDate(2024, time.March, 1),
		Genders:   []report.Gender{{Label: "Male", Always: true}, {Label: "Female", Always: true}},
		Sources: []report.Source{
			{Label: "Calls for service"},
			{Label: "Proactive patrol and outreach"},
			{Label: "Community and police officer contacts"},
			{Label: "WPD Victim Services Unit", Referral: true},
			{Label: "Youth Response Unit", Referral: true},
		},
		Services: []string{
			"Immediate access to mental health crisis services",
			"De-escalation and stabilization on scene",
			"Referrals for mental health treatment",
			"Referrals for addiction treatment",
			"Referrals to other social service providers",
			"Providing information about emergency shelter options",
			"Referrals to the WPD Victim Services Unit and Youth Response Unit",
		},
		ContactLines: report.ContactLines{
			Phone: "(302) 576-3189",
			Email: "PartnersInCare@ChristianaCare.org",
			Web:   "WilmingtonDE.gov/PartnersInCare",
		},
		Funding: "This program is funded in part through the Delaware Criminal Justice Council by the U.S. " +
			"Department of Justice, Office of Justice " +
			"Programs, Bureau of Justice Assistance, Comprehensive Opioid, Stimulant, and Substance Use Program.",
		Words: words,
	}
}

// document is the report of the last of these quarters, the first of which is 2024Q1.
func document(t testing.TB, news ...int) report.Document {
	t.Helper()
	o := options(t)
	first := contact.MakeQuarter(2024, 1)
	a := report.NewAggregator(first+contact.Quarter(len(news)-1), o)
	made := contacttest.New()
	ages := []int16{8, 15, 15, 20, 20, 30, 30, 30, 30, 30, 30, 70}
	for i, n := range news {
		for k := range n {
			c := contacttest.Row{
				Client: fmt.Sprint(i, "-", k),
				Date:   max((first + contact.Quarter(i)).Start(), o.Inception),
				Gender: o.Genders[k%2].Label,
				Source: o.Sources[k%(k%len(o.Sources)+1)].Label,
			}
			if k%20 > 0 {
				years := ages[k%len(ages)]
				c.Age = contact.Age{Low: years, High: years, Known: true}
			}
			a.Add(made.Contact(c))
		}
	}
	f, err := a.Figures()
	if err != nil {
		t.Fatal(err)
	}
	f.Clients.CarriedOver, f.Clients.Served = 13, f.Clients.New+13
	d, err := report.Build(
		&f,
		report.Texts{Report: report.TextSource{Name: "report.en.md", Text: string(read(t, "report.en.md"))}},
		o,
	)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// branded has the built-in typeface and one logo of a colour.
func branded(t testing.TB, c color.Color) brand.Brand {
	t.Helper()
	return brand.Brand{
		Fonts: brand.Fonts{
			Regular:   read(t, "fonts/PublicSans-Regular.ttf"),
			ExtraBold: read(t, "fonts/PublicSans-ExtraBold.ttf"),
		},
		Logos: []brand.Logo{{Data: disc(t, c), Alt: "Seal of the city"}},
	}
}

// disc is a PNG of a disc on nothing.
func disc(t testing.TB, c color.Color) []byte {
	t.Helper()
	img := image.NewNRGBA(image.Rect(0, 0, 120, 120))
	for y := range 120 {
		for x := range 120 {
			if (x-60)*(x-60)+(y-60)*(y-60) < 58*58 {
				img.Set(x, y, c)
			}
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// hostile is a document whose every text tries to be something else.
func hostile() report.Document {
	const x = `</style></title><script>alert(1)</script>"'--><img src=x onerror=alert(1)>{{.}}\`
	runs := []report.Run{{Text: x, Bold: true}, {Text: x, Link: `https://example.org/"><script>alert(1)</script>`}}
	return report.Document{
		Lang: `en"><script>`, Title: x, Author: x, Footer: x, Page: `{n}` + x + `{m}`,
		Cover: report.Cover{Title: x, Subtitle: x, Period: x},
		Blocks: []report.Block{
			report.Eyebrow{Text: x},
			report.Heading{Level: 2, Text: x},
			report.Paragraph{Runs: runs},
			report.List{Items: [][]report.Run{runs}},
			report.List{Ordered: true, Items: [][]report.Run{runs}},
			report.Numbers{
				Heading: x, Total: x, Caption: x, Title: x, Note: x, Columns: [2]string{x, x}, Alt: x,
				Rows: []report.NumberRow{{Text: x, Value: 1, Label: x}},
			},
			report.Demographics{
				Tables: []report.CountTable{
					{Title: x, Columns: [2]string{x, x}, Rows: []report.CountRow{{Text: x, Label: x}}},
				},
			},
			report.Table{
				Title:   x,
				Columns: []report.Column{{Title: x}, {Title: x, Number: true}},
				Rows:    [][]string{{x, x}},
				Total:   []string{x, x},
			},
			report.Closing{Heading: x, Lines: runs, Funding: x},
			report.PageBreak{},
			report.Closing{Heading: x, Lines: runs, Funding: x},
		},
	}
}

// rollup is a document with a table of programmes.
func rollup(t testing.TB, programs int) report.Document {
	t.Helper()
	o := options(t)
	var all []report.ProgramFigures
	for i := range programs {
		name := fmt.Sprintf("Équipe %d de São José", i+1)
		o.Program.Name = name
		a := report.NewAggregator(contact.MakeQuarter(2024, 3), o)
		made := contacttest.New()
		for k := range 3 + i {
			a.Add(made.Contact(contacttest.Row{
				Client: fmt.Sprint(k),
				Date:   contact.MakeDate(2024, time.July, 1+k%30),
				Source: o.Sources[k%5].Label,
			}))
		}
		f, err := a.Figures()
		if err != nil {
			t.Fatal(err)
		}
		all = append(
			all,
			report.ProgramFigures{ID: fmt.Sprint(i), Name: name, Inception: f.Inception, Begun: true, Figures: &f},
		)
	}
	o.Program.Name = "State Office"
	r, err := report.RollUp(contact.MakeQuarter(2024, 3), all, o)
	if err != nil {
		t.Fatal(err)
	}
	d, err := report.BuildRollup(
		&r,
		report.Texts{Report: report.TextSource{Name: "rollup.en.md", Text: string(read(t, "rollup.en.md"))}},
		o,
	)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// someQuarters makes new clients of n quarters.
func someQuarters(n int) []int {
	news := make([]int, n)
	for i := range news {
		news[i] = 3 + 7*i%50
	}
	return news
}

// long is a document that has more of everything than a page has room for.
func long(t testing.TB) report.Document {
	d := document(t, someQuarters(40)...)
	d.Cover.Title = "Neighbourhood Crisis Response, Behavioural Health and Supercalifragilisticexpialidocious " +
		"Follow-up Partnership"
	for i, b := range d.Blocks {
		switch b := b.(type) {
		case report.Numbers:
			b.Total = "1,234,567,890"
			b.Rows[0].Text = "1,234,567,890"
			b.Rows[1].Label = "A label of a quarter that is so long that it goes over to a second and, on a " +
				"telephone, to a third line"
			d.Blocks[i] = b
		case report.Demographics:
			for k := range b.Tables {
				b.Tables[k].Rows = append(
					b.Tables[k].Rows,
					report.CountRow{Text: "1,234,567,890", Label: "Anotherwordthatistoolongforanyplace yrs"},
				)
				for n := range 6 {
					b.Tables[k].Rows = append(
						b.Tables[k].Rows,
						report.CountRow{Text: fmt.Sprint(n), Label: "Two or more, self-described"},
					)
				}
			}
		}
	}
	return d
}
