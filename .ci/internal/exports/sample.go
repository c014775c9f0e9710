package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// sample is a case: files in a folder, and the commands that are run on them.
type sample struct{ commands [][]string }

// maker makes the exports of a case.
type maker struct {
	*rand.Rand
	folder  string
	large   bool
	odd     int // one cell in so many is odd
	dmy     bool
	clients int
	ids     []string
	days    []string
	births  []string
	coded   bool // values are codes of a dictionary
	twoCols bool // services stand in two columns
	renamed bool // headers are mapped by the configuration
	number  int
	files   []string
}

// newSample makes a random case.
func newSample(rnd *rand.Rand, folder string, large bool) (*sample, error) {
	m := &maker{Rand: rnd, folder: folder, large: large, odd: 4 + rnd.IntN(60), dmy: rnd.IntN(3) == 0}
	m.clients = 3 + m.IntN(80)
	if large {
		m.odd, m.clients = 10+rnd.IntN(3000), 2000+m.IntN(20_000)
	}
	m.ids = [][]string{
		{"A%03d"},
		{"%d"},
		{"PIC %d"},
		{"c-%d-x", "C%d"},
		{"P%017d"},
		{"%d", "0%d", "%d.0"},
		{"O%d", "0%d"},
		{"Éva%d", "Mc%d"},
		{"10%05d"},
	}[m.IntN(9)]
	m.days = [][]string{
		{"2006-01-02"},
		{"1/2/2006"},
		{"1/2/06"},
		{"2006-01-02", "20060102", "Jan 2, 2006"},
		{"2006-01-02 15:04"},
	}[m.IntN(5)]
	m.births = [][]string{{"2006-01-02"}, {"1/2/2006"}, {"1/2/06"}, {"02-Jan-06", "2006-01-02"}}[m.IntN(4)]
	m.coded, m.twoCols, m.renamed = m.one(4), m.one(4), m.one(5)
	redcap := m.one(5)
	files := 1 + m.IntN(3)
	if large {
		files = 1 + m.IntN(4)/3
	}
	for i := range files {
		var rows [][]string
		switch {
		case m.one(5) && (i > 0 || !large):
			rows = m.roster()
		case redcap:
			rows = m.redcap()
		default:
			rows = m.contacts()
		}
		if err := m.write(i, rows); err != nil {
			return nil, err
		}
	}
	if m.one(8) && !large { // the first file again, under another name
		if err := m.copyFirst(); err != nil {
			return nil, err
		}
	}
	return &sample{m.commands()}, m.configuration()
}

func (m *maker) copyFirst() error {
	b, err := os.ReadFile(filepath.Join(m.folder, m.files[0]))
	if err != nil {
		return err
	}
	name := "export-again" + filepath.Ext(m.files[0])
	m.files = append(m.files, name)
	return os.WriteFile(filepath.Join(m.folder, name), b, 0o600)
}

// commands returns what is run.
func (m *maker) commands() [][]string {
	quarter := m.any("2024Q2", "2024Q3", "2024Q3", "2024Q4")
	today := "--today=2025-01-15"
	with := func(args ...string) []string { return append(append(args, today), m.files...) }
	commands := [][]string{
		with("validate", "--format", "json"),
		with("validate"),
		with("tables", "--quarter", quarter, "--format", "json", "--allow-errors"),
		with("explain", "since-inception", "--quarter", quarter, "--allow-errors"),
		with("build", "--quarter", quarter, "--format", m.any("json,html", "json,html", "json,html,xlsx",
			"json,html,pdf"), "--allow-errors"),
	}
	switch m.IntN(5) {
	case 0:
		commands = append(commands, with("tables", "--quarter", quarter))
	case 1:
		commands = append(commands, with("validate", "--format", "csv", "--show-values", "--strict"))
	case 2:
		commands = append(commands, with("explain", m.any("gender=Female", "age=13-17", "new", "contacts",
			"carried-over"), "--quarter", quarter, "--allow-errors", "--format", "csv"))
	case 3:
		commands = append(commands, []string{"validate", today, "--annotate", "annotated.xlsx", m.files[0]})
	}
	if m.one(4) {
		commands = append(commands, m.ledger(quarter, today)...)
	}
	return commands
}

// ledger returns commands that go by the ledger.
func (m *maker) ledger(quarter, today string) [][]string {
	commands := [][]string{append([]string{"ingest", "--allow-errors", today}, m.files...)}
	if len(m.files) > 1 { // a shortened or other export takes the place of the first
		commands = append(commands, []string{
			"ingest", "--allow-errors", "--allow-shrink", today, "--source",
			m.files[0], m.files[1],
		})
	}
	return append(
		commands, []string{"ledger", "show", m.files[0]}, []string{"ledger", "list"}, []string{"ledger", "check"},
		[]string{"tables", "--quarter", quarter, "--format", "json", today},
		[]string{"explain", "since-inception", "--quarter", quarter, "--format", "csv", today},
		[]string{"build", "--quarter", quarter, "--format", "json,html", today}, []string{"ledger", "published"},
	)
}

// newTestdata is the case of the exports of a folder: every file by itself, and contacts with the
// roster.
func newTestdata(folder, from string) (*sample, error) {
	if err := os.CopyFS(folder, os.DirFS(from)); err != nil {
		return nil, err
	}
	names, err := filepath.Glob(filepath.Join(folder, "*-2024*.*"))
	if err != nil {
		return nil, err
	}
	c := &sample{}
	add := func(files ...string) {
		for _, quarter := range []string{"2024Q1", "2024Q2", "2024Q3", "2024Q4"} {
			for _, args := range [][]string{
				{"tables", "--format", "json"},
				{"tables"},
				{"explain", "since-inception"},
				{"build", "--format", "pdf,html,xlsx,json", "--allow-errors"},
				{"build", "--format", "pdf,html", "--lang", "es", "--allow-errors"},
			} {
				c.commands = append(c.commands, append(append(args, "--quarter", quarter, "--today=2025-01-15"),
					files...))
			}
		}
		for _, args := range [][]string{{"validate"}, {"validate", "--format", "json"}, {
			"validate", "--format",
			"csv", "--strict",
		}} {
			c.commands = append(c.commands, append(append(args, "--today=2025-01-15"), files...))
		}
	}
	for _, name := range names {
		add(filepath.Base(name))
	}
	add("contacts-2024.csv", "roster-2024.csv")
	add("contacts-2024-Q1-Q2.csv", "contacts-2024-Q3-Q4.csv")
	return c, nil
}

// one is true once in n times.
func (m *maker) one(n int) bool { return m.IntN(n) == 0 }

func (m *maker) any(texts ...string) string { return texts[m.IntN(len(texts))] }

// pick returns a usual text and, now and then, an odd one.
func (m *maker) pick(usual []string, odd ...string) string {
	if m.one(m.odd) {
		return m.any(odd...)
	}
	return m.any(usual...)
}

const (
	sources = `sources:
  - {label: Calls for service, values: ['911', cfs]}
  - {label: Patrol, values: [outreach]}
`
	services = `services:
  - {label: De-escalation}
  - {label: Referral}
  - {label: 'Food; clothing', values: [food]}
`
	dictionary = `Variable / Field Name,Field Type,Field Label,"Choices, Calculations, OR Slider Labels"
gender,radio,How the client sees it,"1, Male | 2, Female | 9, Declined"
source,radio,How it came,"1, 911 | 2, Patrol | -1, Walk-in"
age,dropdown,How old,"1, 0-12 | 2, 13-17 | 3, 60+ | 9, Unknown"
services,checkbox,What was done,"1, De-escalation | 2, Referral | -1, Lunch"
`
)

// configuration writes picreport.yaml and the dictionary that goes with it.
func (m *maker) configuration() error {
	var b strings.Builder
	b.WriteString("program: {name: Riverton Care Team")
	if !m.one(4) {
		b.WriteString(", inception: " + m.any("2024-03", "2024-01", "2023-06"))
	}
	b.WriteString("}\n")
	if m.dmy {
		b.WriteString("date_order: dmy\n")
	}
	if !m.one(3) {
		b.WriteString(sources)
	}
	if !m.one(4) {
		b.WriteString(services)
	}
	if m.one(3) {
		b.WriteString("genders:\n  - {label: Female}\n  - {label: Male}\n  - {label: Nonbinary, values: [nb]}\n")
	}
	if m.one(6) {
		b.WriteString("demographics: {basis: served}\n")
	}
	if m.twoCols || m.renamed {
		b.WriteString("columns:\n")
		if m.twoCols {
			b.WriteString("  Service A: services\n  Service B: services\n")
		}
		if m.renamed {
			b.WriteString("  Who came: client_id\n  When: contact_date\n  Zz: ignore\n")
		}
	}
	if m.coded {
		b.WriteString("redcap: {dictionary: dictionary.csv}\n")
		if err := os.WriteFile(filepath.Join(m.folder, "dictionary.csv"), []byte(dictionary), 0o600); err != nil {
			return err
		}
	}
	return os.WriteFile(filepath.Join(m.folder, "picreport.yaml"), []byte(b.String()), 0o600)
}

// written writes a day in one of some forms, which have the month first.
func (m *maker) written(forms []string, day time.Time) string {
	form := m.any(forms...)
	if m.dmy {
		form = strings.Replace(form, "1/2/", "2/1/", 1)
	}
	return day.Format(form)
}

func (m *maker) client(who int) string { return fmt.Sprintf(m.ids[who%len(m.ids)], who/len(m.ids)) }
