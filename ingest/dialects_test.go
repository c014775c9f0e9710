package ingest_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"picreport/ingest"
	"picreport/ingest/contact"
	"picreport/ingest/contact/contacttest"
	"picreport/ingest/finding"
	"picreport/report"
	"picreport/templates"
)

// madeHeaders are the columns of the made-up rows; madeDates are those that hold dates, madeNumbers
// those that may hold numbers.
var (
	madeHeaders = []string{
		"Contact No.", "Client ID", "Date of contact", "DOB", "Age", "Gender", "How generated", "Services provided", "Remarks", "Date entered",
	}
	madeDates   = map[int]bool{2: true, 3: true, 9: true}
	madeNumbers = map[int]bool{0: true, 1: true, 4: true}
)

// madeRows returns 2,000 rows as an ISO export has them, headers first, and the contacts that they
// mean, without their places.
func madeRows() (rows [][]string, want []contacttest.Row) {
	rnd := rand.New(rand.NewPCG(2024, 3))
	pick := func(of ...string) string { return of[rnd.IntN(len(of))] }
	genders := map[string]string{"M": "Male", "male": "Male", "F": "Female", "Female": "Female", "": "", "Declined": "", "Unknown": ""}
	sources := map[string]string{"911": "Calls for service", "calls for service": "Calls for service", "Proactive patrol & outreach": "Proactive patrol and outreach", "Wedding": "Other", "": ""}
	services := map[string][]string{
		"":                          nil,
		"De-escalation":             {"De-escalation"},
		"de-escalation; ; Lunch":    {"De-escalation", "Other"},
		"Referral for treatment;Dé": {"Referral for treatment", "Other"},
		"Referral for treatment | De-escalation | De-escalation": {"Referral for treatment", "De-escalation"},
	}
	rows = append(rows, madeHeaders)
	for i := range 2000 {
		who := rnd.IntN(700)
		client := []string{fmt.Sprintf("%05d", who), fmt.Sprint(7000 + who), fmt.Sprintf("Éva-%d", who), fmt.Sprintf("O'B, %d", who)}[who%4]
		day := time.Date(2024, 3, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, rnd.IntN(214))
		born := time.Date(1930+who%80, time.Month(who%12+1), who%28+1, 0, 0, 0, 0, time.UTC)
		c := contacttest.Row{
			ID: fmt.Sprint(90_000 + i), Client: strings.ToLower(client),
			Date: contact.DateOf(day), BirthDate: contact.DateOf(born),
		}
		row := []string{
			c.ID, client, day.Format(time.DateOnly), born.Format(time.DateOnly), "",
			pick("M", "male", "F", "Female", "", "Declined", "Unknown"),
			pick("911", "calls for service", "Proactive patrol & outreach", "Wedding", ""),
			pick("", "De-escalation", "de-escalation; ; Lunch", "Referral for treatment;Dé", "Referral for treatment | De-escalation | De-escalation"),
			pick("", "naïve – “café”", `said "no", left; came | back`, "two\nlines,\tand more", " =1+1 ", `"`, "007", "#7"),
			day.AddDate(0, 0, rnd.IntN(9)).Format(time.DateOnly),
		}
		if rnd.IntN(3) == 0 {
			row[3], c.BirthDate = "", 0
			age := rnd.IntN(100)
			row[4], c.Age = fmt.Sprint(age), contact.Age{Low: int16(age), High: int16(age), Known: true}
		}
		c.Gender, c.Source, c.Services = genders[row[5]], sources[row[6]], services[row[7]]
		rows, want = append(rows, row), append(want, c)
	}
	return rows, want
}

// csvForm is how a CSV is written.
type csvForm struct {
	delimiter, newline string
	layout             string // of the dates
	quoteAll           bool
}

func (f csvForm) write(rows [][]string) string {
	var b strings.Builder
	for _, row := range rows {
		for i, text := range row {
			if i > 0 {
				b.WriteString(f.delimiter)
			}
			if day, err := time.Parse(time.DateOnly, text); err == nil && madeDates[i] {
				text = day.Format(f.layout)
			}
			if f.quoteAll || strings.ContainsAny(text, "\"\r\n"+f.delimiter) || text != strings.TrimSpace(text) {
				text = `"` + strings.ReplaceAll(text, `"`, `""`) + `"`
			}
			b.WriteString(text)
		}
		b.WriteString(f.newline)
	}
	return b.String()
}

// quarterOf returns the figures of 2024Q3 as their document.
func quarterOf(t *testing.T, contacts []contacttest.Row) string {
	t.Helper()
	data, err := templates.FS.ReadFile("words.en.yaml")
	must(err)
	words, err := report.ParseWords("words.en.yaml", data)
	must(err)
	a := report.NewAggregator(contact.MakeQuarter(2024, 3), report.Options{Inception: contact.MakeDate(2024, 3, 1), Words: words})
	made := contacttest.New()
	for _, c := range contacts {
		a.Add(made.Contact(c))
	}
	f, err := a.Figures()
	must(err)
	text, err := json.MarshalIndent(f, "", " ")
	must(err)
	return string(text)
}

// dialects are one set of rows in the dialects of CSV and of workbooks, by name.
func dialects(rows [][]string) map[string]string {
	encode := func(text string, err error) string {
		must(err)
		return text
	}
	iso := csvForm{delimiter: ",", newline: "\n", layout: time.DateOnly}.write(rows)
	title := [][]string{{"Partners in Care"}, {"Printed by: records", "", "July"}, {""}}
	total := [][]string{{"Total", "", "", "", "", "", "2000"}}
	return map[string]string{
		"csv utf-8":              iso,
		"csv bom, crlf":          "\ufeff" + csvForm{",", "\r\n", time.DateOnly, false}.write(rows),
		"csv utf-16 le, tab":     encode(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(csvForm{"\t", "\r\n", "1/2/2006", false}.write(rows))),
		"csv utf-16 be":          encode(unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder().String(iso)),
		"csv windows-1252":       encode(charmap.Windows1252.NewEncoder().String(csvForm{";", "\r\n", "01/02/2006", false}.write(rows))),
		"csv sep=, times":        "sep=;\r\n" + csvForm{";", "\r\n", "02-Jan-2006 3:04 PM", false}.write(rows),
		"csv pipe, cr":           csvForm{"|", "\r", "Jan 2, 2006", false}.write(rows),
		"csv all quoted":         csvForm{",", "\r\n", "Monday, January 2, 2006", true}.write(rows),
		"csv gzip":               gzipped(csvForm{"\t", "\n", "2006-01-02T15:04:05Z", true}.write(rows)),
		"csv titles and total":   csvForm{",", "\n", "1/2/06", false}.write(slices.Concat(title, rows, total)),
		"csv compact dates":      csvForm{"|", "\n", "20060102", true}.write(rows),
		"xlsx shared strings":    bookForm{}.write(rows),
		"xlsx inline strings":    bookForm{inline: true, format: `dddd, mmmm dd, yyyy`}.write(rows),
		"xlsx 1904":              bookForm{from1904: true}.write(rows),
		"xlsx dates as text":     bookForm{dates: "1/2/2006"}.write(rows),
		"xlsx strict":            bookForm{strict: true, format: `[$-409]d\-mmm\-yy\ h:mm`}.write(rows),
		"xlsx ISO, no styles":    bookForm{dates: "t=d", inline: true}.write(rows),
		"xlsx titles and total":  bookForm{second: true}.write(slices.Concat(title, rows, total)),
		"xlsx no references":     bookForm{noRefs: true, numbers: true}.write(rows),
		"xlsx numbers, as typed": bookForm{numbers: true, prefix: "x:"}.write(rows),
		"xlsx encrypted":         encrypted(bookForm{from1904: true, numbers: true}.write(rows), "secret"),
	}
}

// TestDialects holds that the same rows are the same contacts and figures in every dialect, and are
// what was written.
func TestDialects(t *testing.T) {
	rows, want := madeRows()
	figures := quarterOf(t, want)
	if !strings.Contains(figures, `"served"`) || strings.Contains(figures, `"total": 0`) {
		t.Fatalf("the figures say nothing: %s", figures)
	}
	o := with(func(o *ingest.Options) {
		o.Password = "secret"
		o.Sources[1].Values = []string{"Proactive patrol & outreach"}
	})
	for name, raw := range dialects(rows) {
		t.Run(name, func(t *testing.T) {
			got, sum := readFiles(t, o, csv(raw))
			for i, first := 0, got[0].Place.Row; i < len(got); i++ {
				if row := got[i].Place.Row; row != first+i {
					t.Fatalf("contact %d stands in row %d, want %d", i, row, first+i)
				}
				got[i].Place = contact.Place{}
			}
			if d := cmp.Diff(want, got); d != "" {
				t.Fatalf("%.2000s\n%+v", d, sum.Findings[:min(9, len(sum.Findings))])
			}
			if d := cmp.Diff(figures, quarterOf(t, got)); d != "" {
				t.Error(d)
			}
			if n := sum.Count(finding.Error); n > 0 {
				t.Errorf("%d errors: %+v", n, sum.Findings)
			}
			checkExports(t, sum)
		})
	}
}
