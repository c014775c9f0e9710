package report

import (
	"fmt"
	"maps"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml"

	"picreport/ingest/contact"
)

// Words are a language: its names for months and ordinals, how it writes numbers, periods and
// lists, and the labels that the report's own blocks carry. Another language is another table and
// another report text, and no code.
type Words struct {
	Lang       string   `yaml:"lang"`       // BCP 47: en-US
	Months     []string `yaml:"months"`     // twelve, January first
	Ordinals   []string `yaml:"ordinals"`   // four, first to fourth, as said of a quarter
	Thousands  string   `yaml:"thousands"`  // between groups of three digits
	FourDigits bool     `yaml:"fourDigits"` // whether numbers of four digits are grouped too
	Percent    string   `yaml:"percent"`    // how a percentage is written; {n} stands for the number
	And        string   `yaml:"and"`        // before the last item of a list
	AndBefore  []Joiner `yaml:"andBefore"`  // other words for And, before certain items
	Comma      string   `yaml:"comma"`      // between the items of a list
	LastComma  string   `yaml:"lastComma"`  // before And in a list of three or more: "," or nothing

	// Periods. {from} and {to} are months, {From} has a capital, {year} is the year.
	Month      string `yaml:"month"`
	Range      string `yaml:"range"`
	CoverMonth string `yaml:"coverMonth"`
	CoverRange string `yaml:"coverRange"`
	Date       string `yaml:"date"`   // {month}, {day} and {year}
	Before     string `yaml:"before"` // the clients of before a month: {month}
	// likewise, where some of them may count again as new: {month}
	BeforeUnmatched string `yaml:"beforeUnmatched"`
	BeforeData      string `yaml:"beforeData"` // those of several programmes, each of before its own month
	SoFar           string `yaml:"soFar"`      // a quarter that has not ended: {period}
	Through         string `yaml:"through"`    // the cover's period of such a quarter: {period} and {date}
	YearTotal       string `yaml:"yearTotal"`  // a year into which quarters are folded: {year}
	YearsTotal      string `yaml:"yearsTotal"` // several such years: {from} and {to} are years

	Band        string `yaml:"band"`     // an age band with both ends: {low} and {high}
	OpenBand    string `yaml:"openBand"` // the last age band: {low}
	NotReported string `yaml:"notReported"`
	Other       string `yaml:"other"`
	OtherText   string `yaml:"otherText"` // how a sentence names contacts from other sources

	// Labels are the built-in configuration's, as the page has them; SourceTexts are its sources,
	// as a sentence names them. What is not there stands as it is configured.
	Labels      map[string]string `yaml:"labels"`
	SourceTexts map[string]string `yaml:"sourceTexts"`

	Restated map[string]string `yaml:"restated"` // the figures that a note on corrections names

	Title    string `yaml:"title"` // the file's title: {program} and {period}
	Subtitle string `yaml:"subtitle"`
	Footer   string `yaml:"footer"` // {program} and {period}
	Page     string `yaml:"page"`   // {n} and {m}

	Numbers struct {
		Heading string    `yaml:"heading"`
		Caption string    `yaml:"caption"` // {inception}
		Title   string    `yaml:"title"`
		Note    string    `yaml:"note"`
		Columns [2]string `yaml:"columns"`
		Alt     string    `yaml:"alt"`     // the sentence before the list of bars
		AltItem string    `yaml:"altItem"` // {n} and {label}
	} `yaml:"numbers"`
	Demographics struct {
		NewGender    string    `yaml:"newGender"`
		NewAge       string    `yaml:"newAge"`
		ServedGender string    `yaml:"servedGender"`
		ServedAge    string    `yaml:"servedAge"`
		Gender       [2]string `yaml:"gender"`
		Age          [2]string `yaml:"age"`
	} `yaml:"demographics"`
	Contact string `yaml:"contact"` // the heading of the contact lines

	// Contacts head the tables of contacts.
	Contacts struct {
		BySource  string    `yaml:"bySource"`
		ByService string    `yaml:"byService"`
		Source    [2]string `yaml:"source"`
		Service   [2]string `yaml:"service"`

		// Of the contacts with people who have no client ID: one, and several, with {n}.
		OneAnonymous string `yaml:"oneAnonymous"`
		Anonymous    string `yaml:"anonymous"`
	} `yaml:"contacts"`

	// Rollup is what the roll-up of several programmes says otherwise than the report of one.
	Rollup struct {
		Name         string    `yaml:"name"`  // who oversees the programmes, where the configuration does not say it
		Title        string    `yaml:"title"` // {program} and {period}
		Subtitle     string    `yaml:"subtitle"`
		Footer       string    `yaml:"footer"`   // {program} and {period}
		Caption      string    `yaml:"caption"`  // of the total of clients
		Programs     string    `yaml:"programs"` // the title of the table of programmes
		Columns      [7]string `yaml:"columns"`  // programme, inception, since inception, served, new, carried over, contacts
		Total        string    `yaml:"total"`    // its last row
		NotBegun     string    `yaml:"notBegun"`
		NotBegunTill string    `yaml:"notBegunTill"` // {inception}
	} `yaml:"rollup"`
}

// Joiner is the word for "and" before an item that matches a pattern, such as the Spanish "e"
// before "hijas".
type Joiner struct {
	Pattern string `yaml:"pattern"` // a regular expression for the item in small letters
	Word    string `yaml:"word"`
	re      *regexp.Regexp
}

// ParseWords reads a language table. Every entry must be there: an empty label would print as a
// blank.
func ParseWords(name string, data []byte) (*Words, error) {
	var w Words
	if err := yaml.UnmarshalWithOptions(data, &w, yaml.Strict()); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if len(w.Months) != 12 || len(w.Ordinals) != 4 {
		return nil, fmt.Errorf("%s: a language has twelve months and four ordinals", name)
	}
	for key, value := range map[string]string{
		"lang": w.Lang, "percent": w.Percent, "and": w.And, "comma": w.Comma, "month": w.Month, "range": w.Range, "coverMonth": w.CoverMonth, "date": w.Date, "before": w.Before, "beforeData": w.BeforeData, "beforeUnmatched": w.BeforeUnmatched, "soFar": w.SoFar, "through": w.Through,
		"coverRange": w.CoverRange, "yearTotal": w.YearTotal, "yearsTotal": w.YearsTotal, "band": w.Band, "openBand": w.OpenBand,
		"notReported": w.NotReported, "other": w.Other, "otherText": w.OtherText, "title": w.Title, "subtitle": w.Subtitle,
		"footer": w.Footer, "page": w.Page, "numbers.heading": w.Numbers.Heading, "numbers.caption": w.Numbers.Caption,
		"numbers.title": w.Numbers.Title, "numbers.note": w.Numbers.Note, "numbers.alt": w.Numbers.Alt, "numbers.altItem": w.Numbers.AltItem,
		"demographics.newGender": w.Demographics.NewGender, "demographics.newAge": w.Demographics.NewAge,
		"demographics.servedGender": w.Demographics.ServedGender, "demographics.servedAge": w.Demographics.ServedAge, "contact": w.Contact,
		"contacts.bySource": w.Contacts.BySource, "contacts.byService": w.Contacts.ByService,
		"contacts.oneAnonymous": w.Contacts.OneAnonymous, "contacts.anonymous": w.Contacts.Anonymous,
		"rollup.name": w.Rollup.Name, "rollup.title": w.Rollup.Title, "rollup.subtitle": w.Rollup.Subtitle, "rollup.footer": w.Rollup.Footer,
		"rollup.caption": w.Rollup.Caption, "rollup.programs": w.Rollup.Programs, "rollup.total": w.Rollup.Total,
		"rollup.notBegun": w.Rollup.NotBegun, "rollup.notBegunTill": w.Rollup.NotBegunTill,
	} {
		if value == "" {
			return nil, fmt.Errorf("%s: %s is missing", name, key)
		}
	}
	for i := range w.AndBefore {
		re, err := regexp.Compile(w.AndBefore[i].Pattern)
		if err != nil {
			return nil, fmt.Errorf("%s: andBefore: %w", name, err)
		}
		w.AndBefore[i].re = re
	}
	return &w, nil
}

// Number writes n with its groups of three digits.
func (w *Words) Number(n int) string {
	digits := strconv.Itoa(n)
	sign := ""
	if n < 0 {
		sign, digits = "-", digits[1:]
	}
	if len(digits) == 4 && !w.FourDigits {
		return sign + digits
	}
	var b strings.Builder
	b.WriteString(sign)
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteString(w.Thousands)
		}
		b.WriteRune(d)
	}
	return b.String()
}

// List joins items: "A", "A and B", "A, B, and C".
func (w *Words) List(items []string) string {
	n := len(items)
	switch n {
	case 0:
		return ""
	case 1:
		return items[0]
	case 2:
		return items[0] + " " + w.and(items[1]) + " " + items[1]
	}
	return strings.Join(items[:n-1], w.Comma+" ") + w.LastComma + " " + w.and(items[n-1]) + " " + items[n-1]
}

// and returns the word for "and" before an item, which may have Markdown around it.
func (w *Words) and(item string) string {
	bare := strings.ToLower(strings.TrimLeft(item, "*\\"))
	for _, j := range w.AndBefore {
		if j.re.MatchString(bare) {
			return j.Word
		}
	}
	return w.And
}

// Translate adds a programme's own labels, and how sentences name its sources, to those of the
// language.
func (w *Words) Translate(labels, sourceTexts map[string]string) {
	w.Labels, w.SourceTexts = merged(w.Labels, labels), merged(w.SourceTexts, sourceTexts)
}

func merged(a, b map[string]string) map[string]string {
	out := maps.Clone(a)
	if out == nil {
		out = map[string]string{}
	}
	maps.Copy(out, b)
	return out
}

// label returns a configured label as the page has it.
func (w *Words) label(label string) string {
	if l, ok := w.Labels[label]; ok {
		return l
	}
	return label
}

// sourceLabel is label for a source, which may have only the words of a sentence in this language.
func (w *Words) sourceLabel(label string) string {
	if text, ok := w.SourceTexts[label]; ok && w.label(label) == label {
		return capital(text)
	}
	return w.label(label)
}

// period names the months from the first day to the last: "July–September 2024", or "March 2024"
// where they are one month.
func (w *Words) period(start, end contact.Date) string { return w.months(start, end, w.Month, w.Range) }

// coverPeriod is the period as the cover has it: "July–September, 2024".
func (w *Words) coverPeriod(start, end contact.Date) string {
	return w.months(start, end, w.CoverMonth, w.CoverRange)
}

func (w *Words) months(start, end contact.Date, one, several string) string {
	year, from, _ := start.Date()
	_, to, _ := end.Date()
	form := several
	if from == to {
		form = one
	}
	return fill(form, "from", w.Months[from-1], "From", capital(w.Months[from-1]), "to", w.Months[to-1], "year", strconv.Itoa(year))
}

// date writes a day such as 2024-08-14 in words. Escapes of Markdown in it do not matter.
func (w *Words) date(day string) (string, error) {
	t, err := time.Parse(time.DateOnly, strings.ReplaceAll(day, "\\", ""))
	if err != nil {
		return "", fmt.Errorf("date takes a day such as 2024-08-14, not %q", day)
	}
	return fill(w.Date, "month", w.Months[t.Month()-1], "day", strconv.Itoa(t.Day()), "year", strconv.Itoa(t.Year())), nil
}

// fill replaces each {name} of a form by the value that follows the name.
func fill(form string, pairs ...string) string {
	old := make([]string, 0, len(pairs))
	for i := 0; i < len(pairs); i += 2 {
		old = append(old, "{"+pairs[i]+"}", pairs[i+1])
	}
	return strings.NewReplacer(old...).Replace(form)
}
