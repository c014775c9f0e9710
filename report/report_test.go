package report

import (
	"os"
	"testing"
	"time"

	"picreport/ingest/contact"
	"picreport/ingest/contact/contacttest"
)

// testWords reads the language table that is shipped.
func testWords(t testing.TB, lang string) *Words {
	t.Helper()
	name := "../templates/words." + lang + ".yaml"
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	w, err := ParseWords(name, data)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// testOptions are a programme of the seed's shape.
func testOptions(t testing.TB) Options {
	return Options{
		Program: Program{Name: "Wilmington Partners in Care", Title: "Partners in Care", Mission: "Launched in {{.Inception}}, our program includes a case manager and two clinicians."},
		Genders: []Gender{{"Male", true}, {"Female", true}, {"Nonbinary", false}},
		Sources: []Source{
			{Label: "Calls for service"},
			{Label: "Proactive patrol and outreach"},
			{Label: "Community and police officer contacts"},
			{Label: "WPD Victim Services Unit", Referral: true},
			{Label: "Youth Response Unit", Referral: true},
		},
		Services:     []string{"De-escalation and stabilization on scene", "Referrals for addiction treatment"},
		ContactLines: ContactLines{Phone: "(302) 576-3189", Email: "PartnersInCare@ChristianaCare.org", Web: "WilmingtonDE.gov/PartnersInCare"},
		Funding:      "This program is funded in part.",
		Words:        testWords(t, "en"),
	}
}

func day(year int, month time.Month, d int) contact.Date { return contact.MakeDate(year, month, d) }

func exactly(years int16) contact.Age { return contact.Age{Low: years, High: years, Known: true} }

// compute counts contacts for quarter q.
func compute(t testing.TB, q contact.Quarter, o Options, contacts ...contacttest.Row) Figures {
	t.Helper()
	a := NewAggregator(q, o)
	made := contacttest.New()
	for _, c := range contacts {
		a.Add(made.Contact(c))
	}
	f, err := a.Figures()
	if err != nil {
		t.Fatal(err)
	}
	return f
}
