package report

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

// How many lines the panel has: quarters one by one up to singleRows; else at least fewRows of
// them, and one line for each earlier year; and never more than maxRows, beyond which the earliest
// years are folded into one line.
const (
	singleRows = 8
	fewRows    = 4
	maxRows    = 16
)

// numbers makes the panel of clients since inception and new clients by quarter.
func numbers(f *Figures, w *Words) Numbers {
	n := Numbers{
		Heading: w.Numbers.Heading,
		Total:   w.Number(f.Clients.SinceInception),
		Caption: fill(w.Numbers.Caption, "inception", inceptionLabel(f, w)),
		Title:   w.Numbers.Title,
		Note:    w.Numbers.Note,
		Columns: w.Numbers.Columns,
		Rows:    numberRows(f.Opening, f.NewByQuarter, w),
	}
	items := make([]string, len(n.Rows))
	for i, r := range n.Rows {
		items[i] = fill(w.Numbers.AltItem, "n", r.Text, "label", r.Label)
	}
	n.Alt = w.Numbers.Alt + ": " + strings.Join(items, "; ") + "."
	return n
}

// numberRows lists the latest quarters one by one, whole earlier years as one line each, and, where
// there are still too many lines, the earliest years as one. An opening balance stands before them.
// The sum of the lines is the sum of the quarters and the opening balance.
func numberRows(opening *OpeningCount, counts []QuarterCount, w *Words) []NumberRow {
	single := 0 // index of the first quarter that stands by itself
	if len(counts) > singleRows {
		single = len(counts) - fewRows
		for single > 0 && counts[single].Quarter.Number() != 1 {
			single-- // a year is folded whole or not at all
		}
	}
	var years []NumberRow
	var first, last []int
	for _, c := range counts[:single] {
		year := c.Quarter.Year()
		if n := len(years); n == 0 || last[n-1] != year {
			years = append(years, NumberRow{Folded: true, Label: fill(w.YearTotal, "year", strconv.Itoa(year))})
			first, last = append(first, year), append(last, year)
		}
		years[len(years)-1].Value += c.New
	}
	most := maxRows
	if opening != nil {
		most--
	}
	if over := len(years) + len(counts) - single - most; over > 0 {
		row := NumberRow{Folded: true, Label: fill(w.YearsTotal, "from", strconv.Itoa(first[0]), "to", strconv.Itoa(last[over]))}
		for _, y := range years[:over+1] {
			row.Value += y.Value
		}
		years = append([]NumberRow{row}, years[over+1:]...)
	}
	rows := years
	if opening != nil {
		rows = append([]NumberRow{{Folded: true, Value: opening.Clients, Label: opening.Label}}, rows...)
	}
	for i, c := range counts[single:] {
		rows = append(rows, NumberRow{Value: c.New, Label: c.Label, Current: single+i == len(counts)-1})
	}
	for i := range rows {
		rows[i].Text = w.Number(rows[i].Value)
	}
	return rows
}

func demographics(d Demography, w *Words) Demographics {
	gender, age := w.Demographics.NewGender, w.Demographics.NewAge
	if d.Basis == BasisServed {
		gender, age = w.Demographics.ServedGender, w.Demographics.ServedAge
	}
	genders := make([]Count, len(d.Gender))
	for i, c := range d.Gender {
		genders[i] = Count{w.label(c.Label), c.Count}
	}
	return Demographics{Tables: []CountTable{
		countTable(gender, w.Demographics.Gender, genders, w),
		countTable(age, w.Demographics.Age, d.Age, w),
	}}
}

// contactTables count contacts by source and by service. What has no contact has no table.
func contactTables(c ContactCounts, w *Words) Demographics {
	var d Demographics
	for _, t := range []struct {
		title   string
		columns [2]string
		counts  []Count
		label   func(string) string
	}{
		{w.Contacts.BySource, w.Contacts.Source, c.BySource, w.sourceLabel},
		{w.Contacts.ByService, w.Contacts.Service, c.ByService, w.label},
	} {
		if len(t.counts) == 0 {
			continue
		}
		labelled := make([]Count, len(t.counts))
		for i, n := range t.counts {
			labelled[i] = Count{t.label(n.Label), n.Count}
		}
		d.Tables = append(d.Tables, countTable(t.title, t.columns, labelled, w))
	}
	return d
}

func countTable(title string, columns [2]string, counts []Count, w *Words) CountTable {
	t := CountTable{Title: title, Columns: columns}
	for _, c := range counts {
		t.Rows = append(t.Rows, CountRow{Text: w.Number(c.Count), Label: c.Label})
	}
	return t
}

func closing(o Options) Closing {
	c := Closing{Heading: o.Words.Contact, Funding: strings.Join(strings.Fields(o.Funding), " ")}
	if phone := strings.TrimSpace(o.ContactLines.Phone); phone != "" {
		c.Lines = append(c.Lines, Run{Text: phone, Link: "tel:" + dialled(phone)})
	}
	if email := strings.TrimSpace(o.ContactLines.Email); email != "" {
		c.Lines = append(c.Lines, Run{Text: email, Link: "mailto:" + email})
	}
	if web := strings.TrimSpace(o.ContactLines.Web); web != "" {
		link := web
		if !strings.Contains(web, "://") {
			link = "https://" + web
		}
		c.Lines = append(c.Lines, Run{Text: strings.TrimPrefix(strings.TrimPrefix(web, "https://"), "http://"), Link: link})
	}
	return c
}

// phoneExtension is what stands behind a telephone number.
var phoneExtension = regexp.MustCompile(`(?i)\b(?:ext(?:ension)?|x)\.?\s*(\d+)\s*$`)

// dialled returns a telephone number as a tel: link has it (RFC 3966): its digits, and its
// extension. Letters end the number. One of ten digits is a US number without its country code.
func dialled(phone string) string {
	extension := ""
	if m := phoneExtension.FindStringSubmatchIndex(phone); m != nil {
		extension, phone = ";ext="+phone[m[2]:m[3]], phone[:m[0]]
	}
	if i := strings.IndexFunc(phone, unicode.IsLetter); i > 0 {
		phone = phone[:i]
	}
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r == '+' {
			return r
		}
		return -1
	}, phone)
	if len(digits) == 10 && !strings.HasPrefix(digits, "+") {
		digits = "+1" + digits
	}
	return digits + extension
}
