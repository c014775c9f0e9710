package pdf

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"
	"os"
	"testing"
	"time"

	"picreport/report"
	"picreport/report/brand"
)

const (
	sampleMission = "A partnership between the Wilmington Police Department and ChristianaCare, the Wilmington " +
		"Partners in Care Program pairs trained mental health clinicians with police officers, who " +
		"respond as a team to calls for service and conduct proactive outreach to support those in " +
		"need in our community. Launched in March 2024, our program includes a case manager and two" +
		" clinicians."

	sampleQuarter = "The third quarter of 2024 saw the continued growth of our pilot program, and the expanded " +
		"reach of this initiative in the community. The team has reported a 32% increase in new " +
		"clients compared with the second quarter, and our case manager and clinicians have been " +
		"attending community events and conducting outreach to raise awareness of our partnership."
)

// sample is the published report that picreport was made after.
func sample() report.Document {
	text := func(s string) report.Paragraph { return report.Paragraph{Runs: []report.Run{{Text: s}}} }
	item := func(s string) []report.Run { return []report.Run{{Text: s}} }
	return report.Document{
		Lang:   "en-US",
		Title:  "Wilmington Partners in Care – Progress Report, July–September 2024",
		Author: "Wilmington Partners in Care",
		Cover:  report.Cover{Title: "Partners in Care", Subtitle: "Progress Report", Period: "July–September, 2024"},
		Footer: "Wilmington Partners in Care · Progress Report · July–September, 2024",
		Page:   "{n} of {m}",
		Blocks: []report.Block{
			report.Eyebrow{Text: "Wilmington Partners in Care"},
			report.Heading{Level: 2, Text: "Mission and overview"},
			text(sampleMission),
			text(sampleQuarter),
			sampleNumbers(),
			report.PageBreak{},
			report.Heading{Level: 2, Text: "Third quarter breakdown"},
			report.Paragraph{Runs: []report.Run{
				{Text: "In the third quarter of 2024, a total of "},
				{Text: "128", Bold: true},
				{Text: " individuals received services, including "},
				{Text: "115", Bold: true},
				{Text: " new clients and "},
				{Text: "13", Bold: true},
				{Text: " clients who have been receiving continued assistance dating back to a prior quarter."},
			}},
			sampleDemographics(),
			report.Paragraph{Runs: []report.Run{
				{Text: "The majority of clinician and case manager contacts were generated through "},
				{Text: "calls for service", Bold: true},
				{Text: ", in addition to "},
				{Text: "proactive patrol and outreach, community and police officer contacts", Bold: true},
				{Text: ", and referrals from the "},
				{Text: "WPD Victim Services Unit", Bold: true},
				{Text: " and "},
				{Text: "Youth Response Unit", Bold: true},
				{Text: "."},
			}},
			text("Services and referrals provided by our clinicians and case manager include:"),
			report.List{Items: [][]report.Run{
				item("Immediate access to mental health crisis services"),
				item("De-escalation and stabilization on scene"),
				item("Referrals for mental health treatment"),
				item("Referrals for addiction treatment"),
				item("Referrals to other social service providers"),
				item("Providing information about emergency shelter options"),
				item("Referrals to the WPD Victim Services Unit and Youth Response Unit"),
			}},
			sampleContact(),
		},
	}
}

func sampleNumbers() report.Numbers {
	return report.Numbers{
		Heading: "By the numbers",
		Total:   "207",
		Caption: "Total number of individuals who have received services since our program’s inception in March 2024",
		Title:   "New clients",
		Note:    "by quarter",
		Columns: [2]string{"New clients", "Quarter"},
		Rows: []report.NumberRow{
			{Text: "5", Value: 5, Label: "March 2024"},
			{Text: "87", Value: 87, Label: "April–June 2024"},
			{Text: "115", Value: 115, Label: "July–September 2024", Current: true},
		},
		Alt: "Bar chart of new clients by quarter: 5 in March 2024, 87 in April–June 2024, " +
			"115 in July–September 2024.",
	}
}

func sampleDemographics() report.Demographics {
	return report.Demographics{Tables: []report.CountTable{
		{
			Title: "New clients by gender", Columns: [2]string{"Clients", "Gender"},
			Rows: []report.CountRow{{Text: "55", Label: "Male"}, {Text: "60", Label: "Female"}},
		},
		{
			Title: "New clients by age", Columns: [2]string{"Clients", "Age"},
			Rows: []report.CountRow{
				{Text: "2", Label: "0–12 yrs"},
				{Text: "9", Label: "13–17 yrs"},
				{Text: "14", Label: "18–24 yrs"},
				{Text: "68", Label: "25–59 yrs"},
				{Text: "18", Label: "60+ yrs"},
				{Text: "4", Label: "Not reported"},
			},
		},
	}}
}

// sampleTable is a table of n programmes.
func sampleTable(n int, called func(int) string) report.Table {
	t := report.Table{
		Title: "Clients and contacts by program",
		Total: []string{"All programs", "", "0", "0", "0", "0", "0"},
	}
	for i, title := range []string{
		"Program", "Inception", "Since inception", "Served", "New", "Carried over", "Contacts",
	} {
		t.Columns = append(t.Columns, report.Column{Title: title, Number: i > 1})
	}
	for i := range n {
		t.Rows = append(t.Rows, []string{called(i), "March 2024", "207", "128", "115", "13", "163"})
		for k, each := range []int{207, 128, 115, 13, 163} {
			t.Total[k+2] = fmt.Sprint(each * n)
		}
	}
	return t
}

func sampleContact() report.Closing {
	return report.Closing{
		Heading: "Contact",
		Lines: []report.Run{
			{Text: "(302) 576-3189", Link: "tel:+13025763189"},
			{Text: "PartnersInCare@ChristianaCare.org", Link: "mailto:PartnersInCare@ChristianaCare.org"},
			{Text: "WilmingtonDE.gov/PartnersInCare", Link: "https://WilmingtonDE.gov/PartnersInCare"},
		},
		Funding: "This program is funded in part through the Delaware Criminal Justice Council by the U.S. " +
			"Department of Justice, " +
			"Office of Justice Programs, Bureau of Justice Assistance, Comprehensive Opioid, Stimulant, and " +
			"Substance Use Program.",
	}
}

// testFonts are the fonts that picreport comes with.
func testFonts(t testing.TB) brand.Fonts {
	t.Helper()
	read := func(weight string) []byte {
		b, err := os.ReadFile("../../templates/fonts/PublicSans-" + weight + ".ttf")
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	return brand.Fonts{
		Regular:   read("Regular"),
		SemiBold:  read("SemiBold"),
		Bold:      read("Bold"),
		ExtraBold: read("ExtraBold"),
	}
}

// seal is a made-up logo: a disc of one colour on a transparent ground.
func seal(t testing.TB, w, h int, c color.NRGBA) []byte {
	t.Helper()
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			dx, dy := (float64(x)+0.5)/float64(w)-0.5, (float64(y)+0.5)/float64(h)-0.5
			if r := math.Hypot(dx, dy); r < 0.5 && (r < 0.3 || r > 0.36) {
				img.SetNRGBA(x, y, c)
			}
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// options are those of the sample.
func options(t testing.TB) Options {
	return Options{
		Brand:   brand.Brand{Fonts: testFonts(t)},
		Date:    time.Date(2024, 10, 7, 9, 0, 0, 0, time.UTC),
		Creator: "picreport 1.0",
	}
}

// look is what the brand of o is drawn with.
func look(t testing.TB, o Options) brand.Look {
	t.Helper()
	l, err := o.Brand.Look()
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func render(t testing.TB, doc report.Document, o Options) *Result {
	t.Helper()
	r, err := Render(context.Background(), doc, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

var gold = color.NRGBA{R: 0xE8, G: 0xC0, B: 0x60, A: 0xFF}
