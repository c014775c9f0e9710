package main

import (
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// programme is a made-up programme of two years.
type programme struct {
	rnd     *rand.Rand
	number  int
	folder  string
	form    form
	clients int
	breaks  bool    // it closes for two weeks in August and for one at the end of the year
	typos   float64 // the share of cells that are mistyped
	id      func(int) string
	days    string // the layout of dates

	contacts []visit
	headers  []string
	files    []string // of the last look
}

// form is how a programme exports.
type form int

// The forms, which the programmes take in turn.
const (
	oneFile form = iota
	monthlyFiles
	fullDownloads // each month all there is, under a new name
	redcap        // a project of five instruments
	forms
)

func (f form) String() string {
	return [...]string{"one file", "monthly files", "full downloads", "REDCap"}[f]
}

// years is how long each programme is looked at.
const years = 2

type visit struct {
	number, client int
	day            time.Time
	source, serv   string
}

// schemes are how programmes number clients.
var schemes = []func(int) string{
	func(n int) string { return fmt.Sprint(n + 1) },
	func(n int) string { return fmt.Sprintf("WPC-%04d", n*7%9973) },
	func(n int) string { return fmt.Sprintf("%c%c%02d%02d%d", 'A'+n%26, 'A'+n/26%26, 1+n%12, 1+n%28, n) },
	func(n int) string {
		return fmt.Sprintf("%08x-%04x-4000-8000-%012x", n*2654435761%(1<<32), n%65536, n*7919)
	},
	func(n int) string { return fmt.Sprint(20_100_000 + n*37) },
	func(n int) string {
		if n%3 == 0 {
			return fmt.Sprint(1000 + n)
		}
		return fmt.Sprintf("24-%03d", n)
	},
}

func newProgramme(rnd *rand.Rand, number int, typos float64) *programme {
	p := &programme{
		rnd: rnd, number: number, form: form(number % int(forms)), breaks: rnd.IntN(2) == 0, typos: typos,
		id: schemes[number/int(forms)%len(schemes)], days: []string{"2006-01-02", "1/2/2006", "2006-01-02 15:04"}[rnd.IntN(3)],
	}
	p.clients = []int{2, 5, 12, 30, 70, 150, 400, 1000, 2500, 5000}[number%10]
	visits := max(72, p.clients*2)
	day := time.Date(2023, 1, 3, 9, 0, 0, 0, time.UTC)
	for len(p.contacts) < visits {
		at := day.Add(time.Duration(rnd.Float64() * years * 363 * float64(24*time.Hour))).Truncate(time.Minute)
		at = time.Date(at.Year(), at.Month(), at.Day(), 8+rnd.IntN(10), rnd.IntN(60), 0, 0, time.UTC)
		weekend := at.Weekday() == time.Saturday || at.Weekday() == time.Sunday
		closed := at.Month() == time.August && at.Day() > 4 && at.Day() < 19 || at.Month() == time.December && at.Day() > 23
		if weekend && rnd.IntN(8) > 0 || closed && p.breaks {
			continue
		}
		who := min(rnd.IntN(p.clients), rnd.IntN(p.clients)*2) // some come often
		p.contacts = append(p.contacts, visit{
			client: who, day: at, source: sources[rnd.IntN(len(sources))], serv: services[rnd.IntN(len(services))],
		})
	}
	slices.SortStableFunc(p.contacts, func(a, b visit) int { return a.day.Compare(b.day) })
	for i := range p.contacts {
		p.contacts[i].number = i + 1
	}
	return p
}

var (
	sources  = []string{"Calls for service", "Proactive patrol", "Community referral", "Victim services"}
	services = []string{
		"De-escalation", "Referral to treatment", "De-escalation; Referral to treatment", "Transport", "",
	}
)

// row makes a contact's row, by header.
func (p *programme) row(v visit) []string {
	born := time.Date(1940+v.client*31%75, time.Month(1+v.client%12), 1+v.client%28, 0, 0, 0, 0, time.UTC)
	layout := strings.TrimSuffix(p.days, " 15:04")
	cells := []string{
		fmt.Sprintf("E%05d", v.number), p.id(v.client), v.day.Format(p.days), born.Format(layout),
		[]string{"Male", "Female", "Female", ""}[v.client%4], v.source, v.serv,
		v.day.AddDate(0, 0, v.number%3).Format(layout), fmt.Sprintf("note %d", v.number%50),
	}
	if p.number%3 == 0 {
		cells = cells[1:] // without contact IDs
	}
	for i := range cells {
		if p.rnd.Float64() < p.typos {
			cells[i] = mistyped(p.rnd, cells[i])
		}
	}
	return cells
}

// mistyped changes a character of a cell, leaves one out, or doubles it.
func mistyped(rnd *rand.Rand, s string) string {
	if s == "" {
		return s
	}
	i := rnd.IntN(len(s))
	switch rnd.IntN(3) {
	case 0:
		return s[:i] + s[i+1:]
	case 1:
		return s[:i] + s[i:i+1] + s[i:]
	}
	return s[:i] + string(rune(s[i]+1)) + s[i+1:]
}

// write writes the exports and the configuration.
func (p *programme) write() error {
	if err := os.MkdirAll(p.folder, 0o700); err != nil {
		return err
	}
	config := "program: {name: Made-up Team, inception: 2023-01}\nsources:\n"
	for _, s := range sources {
		config += "  - label: " + s + "\n"
	}
	config += "services:\n  - label: De-escalation\n  - label: Referral to treatment\n  - label: Transport\n"
	if err := os.WriteFile(filepath.Join(p.folder, "picreport.yaml"), []byte(config), 0o600); err != nil {
		return err
	}
	p.headers = []string{
		"Contact ID", "Client ID", "Contact Date", "Date of Birth", "Gender", "Source", "Services", "Date Entered", "Notes",
	}
	if p.number%3 == 0 {
		p.headers = p.headers[1:]
	}
	if p.form == redcap {
		return p.writeREDCap()
	}
	var all [][]string // a row is typed once, however often it is exported
	for _, v := range p.contacts {
		all = append(all, p.row(v))
	}
	if p.form == oneFile {
		return p.file("contacts.csv", p.headers, all)
	}
	from := 0
	for i, v := range p.contacts {
		if i+1 < len(p.contacts) && p.contacts[i+1].day.Month() == v.day.Month() {
			continue
		}
		name := "contacts-" + v.day.Format("2006-01") + ".csv"
		if p.form == fullDownloads {
			from, p.files, name = 0, nil, "DATA_"+v.day.AddDate(0, 1, 0).Format("2006-01-02_1504")+".csv"
		}
		if err := p.file(name, p.headers, all[from:i+1]); err != nil {
			return err
		}
		from = i + 1
	}
	return nil
}

// writeREDCap writes a project of five instruments, of which one has contacts.
func (p *programme) writeREDCap() error {
	headers := []string{
		"record_id", "redcap_repeat_instrument", "redcap_repeat_instance", "dob", "gender", "contact_date", "source", "services",
		"plan_goal", "screen_score", "satisfaction",
	}
	layout := "2006-01-02"
	var rows [][]string
	seen := map[int]int{}
	for _, v := range p.contacts {
		id := p.id(v.client)
		if seen[v.client]++; seen[v.client] == 1 {
			born := time.Date(1940+v.client*31%75, time.Month(1+v.client%12), 1+v.client%28, 0, 0, 0, 0, time.UTC)
			rows = append(rows, []string{
				id, "", "", born.Format(layout), []string{"Male", "Female", "Female", ""}[v.client%4], "", "", "", "", "", "",
			})
			for i, other := range []string{"plan", "screening", "survey"} {
				row := []string{id, other, "1", "", "", "", "", "", "", "", ""}
				row[8+i] = fmt.Sprint(v.client%5 + 1)
				rows = append(rows, row)
			}
		}
		row := []string{id, "contact", fmt.Sprint(seen[v.client]), "", "", v.day.Format(layout), v.source, v.serv, "", "", ""}
		for i := range row {
			if i != 1 && p.rnd.Float64() < p.typos {
				row[i] = mistyped(p.rnd, row[i])
			}
		}
		rows = append(rows, row)
	}
	return p.file("PIC_DATA_2025-01-05_0915.csv", headers, rows)
}

// file writes one export.
func (p *programme) file(name string, headers []string, rows [][]string) error {
	var b strings.Builder
	w := csv.NewWriter(&b)
	if err := w.WriteAll(append([][]string{headers}, rows...)); err != nil {
		return err
	}
	p.files = append(p.files, name)
	return os.WriteFile(filepath.Join(p.folder, name), []byte(b.String()), 0o600)
}
