//go:build ignore

// Generate writes the made-up exports of this folder. Run it from the repository root:
//
//	go run testdata/generate.go
//
// It knows who comes when: the clients of cases.txt, written out one by one since each stands for a
// rule that is easily got wrong, and around them the clients of cohorts, drawn at random from a
// fixed seed. It counts nothing: what the exports add up to is for the tests to say, which hold the
// figures as published. Each run writes the same bytes.
package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"log"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

const folder = "testdata"

var rng = rand.New(rand.NewPCG(2024, 3))

// client is a made-up person. Contacts are in order of their dates.
type client struct {
	youth    bool // may come by way of the Youth Response Unit
	contacts []contact
	id       string // given when all are known, in order of first contact
}

// contact is one row. Its texts stand in the exports as they stand here, a date of birth apart; ""
// is an empty cell.
type contact struct {
	on       string // month and day of 2024: 07-23
	born     string // 2006-08-19
	age      string // in completed years on that day, or a word
	gender   string
	late     int    // days after which the row was typed in; it stands so much further down
	idAs     string // how the client's ID is spelt: "lower", "before" or "after"; see cases.txt
	source   string
	services string
	iso      bool // the CSV has the row's dates as 2024-07-23, not as 7/23/2024
	id       string
}

// cohort is the clients of a quarter beside those of cases.txt.
type cohort struct {
	first        time.Month // of the quarter
	begin        [3]int     // clients by the month of first contact
	male, female int
	ages         [6]int       // clients by age at first contact, in the bands of bands; the last: not reported
	back         []time.Month // of a later quarter; for each, one of the clients returns in it
}

var cohorts = []cohort{
	{
		first: time.April, begin: [3]int{19, 27, 34}, male: 37, female: 43, ages: [6]int{1, 6, 11, 48, 12, 2},
		back: []time.Month{7, 7, 7, 8, 8, 9, 9, 11},
	},
	{
		first: time.July, begin: [3]int{33, 36, 33}, male: 48, female: 54, ages: [6]int{1, 7, 12, 61, 18, 3},
		back: []time.Month{10, 12},
	},
	{first: time.October, begin: [3]int{37, 33, 31}, male: 52, female: 49, ages: [6]int{0, 8, 13, 60, 17, 3}},
}

// bands are the lowest and highest age drawn for each of cohort.ages.
var bands = [5][2]int{{8, 12}, {13, 17}, {18, 24}, {25, 59}, {60, 84}}

// spellings are the ways to write one value; the first is the usual one.
type spellings []string

var sources = []spellings{
	{"Calls for service", "Call for Service", "CFS", "911"},
	{"Proactive patrol and outreach", "Proactive outreach"},
	{"Community and police officer contacts", "Officer contact", "Community contact"},
	{"WPD Victim Services Unit", "Victim Services"},
	{"Youth Response Unit", "YRU"},
}

// youthUnit is the place of the Youth Response Unit in sources. Only youths come by way of it.
const youthUnit = 4

// sourceWeights say how often each of sources generates a contact, by quarter of the year. In the
// first quarter the two units did not refer yet.
var sourceWeights = [4][5]int{{5, 2, 2, 0, 0}, {52, 14, 18, 6, 40}, {62, 14, 15, 7, 40}, {42, 20, 22, 10, 50}}

var services = []spellings{
	{"Crisis services", "Immediate access to mental health crisis services"},
	{"De-escalation", "De-escalation and stabilization on scene"},
	{"Mental health referral", "Referrals for mental health treatment"},
	{"Addiction treatment referral", "Referrals for addiction treatment"},
	{"Social services referral", "Referrals to other social service providers"},
	{"Shelter information", "Providing information about emergency shelter options"},
	{"VSU/YRU referral", "Referrals to the WPD Victim Services Unit and Youth Response Unit"},
}

var serviceWeights = [7]int{34, 30, 26, 12, 18, 9, 5}

// readCases reads the clients that are written out. What stands above the first "#" says how.
func readCases(name string) []client {
	data, err := os.ReadFile(filepath.Join(folder, name))
	must(err)
	var list []client
	for n, line := range strings.Split(string(data), "\n") {
		words := strings.Fields(line)
		switch {
		case strings.HasPrefix(line, "#"):
			list = append(list, client{})
		case len(list) == 0 || len(words) == 0 || words[0] == "==":
		case len(words) < 4:
			log.Fatalf("generate: %s:%d: a contact needs month and day, date of birth, age and gender", name, n+1)
		default:
			c := &list[len(list)-1]
			c.contacts = append(c.contacts, caseContact(words[:4], words[4:]))
			c.youth = c.youth || slices.Contains(words, "youth")
		}
	}
	return list
}

// caseContact returns the contact of one line of cases.txt.
func caseContact(cells, options []string) contact {
	for i := range cells {
		cells[i] = strings.TrimPrefix(cells[i], "-")
	}
	c := contact{on: cells[0], born: cells[1], age: cells[2], gender: cells[3]}
	for _, option := range options {
		key, value, _ := strings.Cut(option, "=")
		switch key {
		case "late":
			days, err := strconv.Atoi(value)
			must(err)
			c.late = days
		case "id":
			c.idAs = value
		}
	}
	return c
}

// draw returns a place in weights, each as often as its weight.
func draw(weights []int) int {
	sum := 0
	for _, w := range weights {
		sum += w
	}
	n := rng.IntN(sum)
	i := 0
	for ; n >= weights[i]; i++ {
		n -= weights[i]
	}
	return i
}

// chance is true in so many of a hundred.
func chance(percent int) bool { return rng.IntN(100) < percent }

// write returns the usual spelling, or in so many of a hundred another.
func (s spellings) write(otherwise int) string {
	if chance(otherwise) {
		return s[1+rng.IntN(len(s)-1)]
	}
	return s[0]
}

// clients draws the clients of a cohort.
func (c cohort) clients() []client {
	var genders []spellings
	for range c.male {
		genders = append(genders, spellings{"M", "Male", "Male", "male"})
	}
	for range c.female {
		genders = append(genders, spellings{"F", "Female"})
	}
	var ages []int // places in bands
	for band, n := range c.ages {
		ages = append(ages, slices.Repeat([]int{band}, n)...)
	}
	var starts []time.Time
	for i, n := range c.begin {
		for range n {
			starts = append(starts, someDay(c.first+time.Month(i)))
		}
	}
	rng.Shuffle(len(genders), func(i, j int) { genders[i], genders[j] = genders[j], genders[i] })
	rng.Shuffle(len(ages), func(i, j int) { ages[i], ages[j] = ages[j], ages[i] })
	rng.Shuffle(len(starts), func(i, j int) { starts[i], starts[j] = starts[j], starts[i] })

	list := make([]client, len(starts))
	for i, start := range starts {
		days := follow(start, 1+draw([]int{56, 24, 11, 5, 3, 1}))
		if i < len(c.back) {
			days = append(days, follow(someDay(c.back[i]), 1+rng.IntN(2))...)
		}
		list[i] = person(days, ages[i], genders[i])
	}
	return list
}

// someDay returns a day of the month, a working day more often than not.
func someDay(month time.Month) time.Time {
	for {
		t := time.Date(2024, month, 1+rng.IntN(31), 0, 0, 0, 0, time.UTC)
		weekend := t.Weekday() == time.Saturday || t.Weekday() == time.Sunday
		if t.Month() == month && (!weekend || chance(25)) {
			return t
		}
	}
}

// follow returns up to n days from start on, all in one quarter.
func follow(start time.Time, n int) []time.Time {
	quarter := (start.Month() - 1) / 3
	var days []time.Time
	for t := start; len(days) < n && t.Year() == 2024 && (t.Month()-1)/3 == quarter; t = t.AddDate(0, 0, 2+rng.IntN(20)) {
		days = append(days, t)
	}
	return days
}

// person draws a client who is in the age band on the first of days. What is known is not in every
// row.
func person(days []time.Time, band int, gender spellings) client {
	var born time.Time // zero where the age is not reported
	unknown := ""
	if band < len(bands) {
		low, high := bands[band][0], bands[band][1]
		born = days[0].AddDate(-low-rng.IntN(high-low+1), 0, -rng.IntN(365))
	} else if chance(60) {
		unknown = "Unknown"
	}
	ageOnly := chance(8)
	c := client{youth: band <= 1}
	for i, day := range days {
		row := contact{on: day.Format("01-02"), age: unknown}
		if i == 0 || chance(85) {
			row.gender = gender.write(30)
		}
		if !born.IsZero() {
			if !ageOnly && (i == 0 || chance(70)) {
				row.born = born.Format(time.DateOnly)
			}
			if ageOnly || chance(65) {
				row.age = strconv.Itoa(years(born, day))
			}
		}
		if chance(2) {
			row.late = 3 + rng.IntN(10)
		}
		c.contacts = append(c.contacts, row)
	}
	return c
}

// years returns the completed years from born to day.
func years(born, day time.Time) int {
	n := day.Year() - born.Year()
	if day.Month() < born.Month() || day.Month() == born.Month() && day.Day() < born.Day() {
		n--
	}
	return n
}

// complete draws how a contact came about and what was done, and how its dates are written.
func (c *contact) complete(youth bool) {
	weights := sourceWeights[(c.date().Month()-1)/3]
	if !youth {
		weights[youthUnit] = 0
	}
	if source := sources[draw(weights[:])].write(25); !chance(2) {
		c.source = source
	}
	c.services = listServices()
	c.iso = chance(4)
}

// listServices draws what a Services cell holds; at times nothing.
func listServices() string {
	if chance(6) {
		return ""
	}
	weights := serviceWeights
	otherwise := 10
	if chance(10) {
		otherwise = 100 // some type the whole line
	}
	var list []string
	for range 1 + draw([]int{40, 35, 18, 7}) {
		i := draw(weights[:])
		weights[i] = 0
		list = append(list, services[i].write(otherwise))
	}
	separator := "; "
	if chance(20) {
		separator = ";"
	}
	return strings.Join(list, separator)
}

// date is the day of the contact.
func (c *contact) date() time.Time { return parse("2024-" + c.on) }

// parse returns the day of a date such as 2024-07-23.
func parse(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s)
	must(err)
	return t
}

// row is a contact with its client, as it stands in an export.
type row struct {
	*contact
	client *client
}

// rows returns the contacts of all clients in the order in which they were typed in, and gives the
// IDs.
func rows(clients []client) []row {
	slices.SortStableFunc(clients, func(a, b client) int { return strings.Compare(a.contacts[0].on, b.contacts[0].on) })
	var list []row
	for i := range clients {
		c := &clients[i]
		c.id = fmt.Sprintf("PIC-%04d", i+1)
		for j := range c.contacts {
			c.contacts[j].complete(c.youth)
			list = append(list, row{&c.contacts[j], c})
		}
	}
	slices.SortStableFunc(list, func(a, b row) int {
		return a.date().AddDate(0, 0, a.late).Compare(b.date().AddDate(0, 0, b.late))
	})
	for i, r := range list {
		r.id = fmt.Sprintf("C24-%04d", i+1)
	}
	return list
}

// clientID is the client's ID as it stands in this row.
func (r row) clientID() string {
	switch r.idAs {
	case "lower":
		return strings.ToLower(r.client.id)
	case "before":
		return " " + r.client.id
	case "after":
		return r.client.id + " "
	}
	return r.client.id
}

var header = []string{"Contact ID", "Client ID", "Contact Date", "Date of Birth", "Age", "Gender", "Source", "Services"}

// cells returns the row as the CSV has it.
func (r row) cells() []string {
	born := ""
	if r.born != "" {
		born = r.write(parse(r.born))
	}
	return []string{r.id, r.clientID(), r.write(r.date()), born, r.age, r.gender, r.source, r.services}
}

// values returns the row as the workbook has it: as Excel stores it, an age, and a source written
// 911, is a number.
func (r row) values() []any {
	var list []any
	for i, text := range r.cells() {
		n, err := strconv.Atoi(text)
		switch {
		case text == "":
			list = append(list, "")
		case header[i] == "Contact Date":
			list = append(list, r.date())
		case header[i] == "Date of Birth":
			list = append(list, parse(r.born))
		case err == nil:
			list = append(list, n)
		default:
			list = append(list, text)
		}
	}
	return list
}

// write returns a date in the row's way of writing dates.
func (r row) write(t time.Time) string {
	if r.iso {
		return t.Format(time.DateOnly)
	}
	return t.Format("1/2/2006")
}

// roster returns one row a client: what its last contacts say.
func roster(clients []client) [][]string {
	list := [][]string{{"Client ID", "Date of Birth", "Gender"}}
	full := map[string]string{"m": "Male", "male": "Male", "f": "Female", "female": "Female", "nonbinary": "Nonbinary"}
	for _, c := range clients {
		var born, gender string
		for _, contact := range c.contacts {
			if contact.born != "" {
				born = parse(contact.born).Format("1/2/2006")
			}
			if g := full[strings.ToLower(contact.gender)]; g != "" {
				gender = g
			}
		}
		list = append(list, []string{c.id, born, gender})
	}
	return list
}

// saveCSV writes records as Excel does, with CRLF.
func saveCSV(name string, records [][]string) {
	var buf bytes.Buffer
	w := csv.NewWriter(&buf)
	w.UseCRLF = true
	must(w.WriteAll(records))
	must(os.WriteFile(filepath.Join(folder, name), buf.Bytes(), 0o644))
}

// saveXLSX writes the rows as a workbook in which dates are dates and numbers are numbers.
func saveXLSX(name string, list []row) {
	const sheet = "Contacts"
	f := excelize.NewFile()
	must(f.SetSheetName("Sheet1", sheet))
	must(f.SetSheetRow(sheet, "A1", &header))
	for i, r := range list {
		for j, value := range r.values() {
			if value != "" {
				must(f.SetCellValue(sheet, fmt.Sprintf("%c%d", 'A'+j, i+2), value))
			}
		}
	}
	format := "m/d/yyyy"
	bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	must(err)
	date, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
	must(err)
	must(f.SetCellStyle(sheet, "A1", "H1", bold))
	must(f.SetCellStyle(sheet, "C2", fmt.Sprintf("D%d", len(list)+1), date))
	must(f.SetSheetDimension(sheet, fmt.Sprintf("A1:H%d", len(list)+1)))
	must(f.SetColWidth(sheet, "A", "F", 13))
	must(f.SetColWidth(sheet, "G", "G", 36))
	must(f.SetColWidth(sheet, "H", "H", 80))
	must(f.SetPanes(sheet, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}))
	const who, when = "Made-up data", "2025-01-06T14:00:00Z"
	must(f.SetDocProps(&excelize.DocProperties{Creator: who, LastModifiedBy: who, Created: when, Modified: when}))
	buf, err := f.WriteToBuffer()
	must(err)
	must(os.WriteFile(filepath.Join(folder, name), buf.Bytes(), 0o644))
	must(f.Close())
}

// must ends the run on an error.
func must(err error) {
	if err != nil {
		log.Fatalf("generate: %v", err)
	}
}

func main() {
	log.SetFlags(0)
	clients := readCases("cases.txt")
	for _, c := range cohorts {
		clients = append(clients, c.clients()...)
	}
	list := rows(clients)

	all, noIDs := [][]string{header}, [][]string{header[1:]}
	halves := [2][][]string{{header}, {header}}
	for _, r := range list {
		cells := r.cells()
		all = append(all, cells)
		noIDs = append(noIDs, cells[1:])
		half := (r.date().Month() - 1) / 6
		halves[half] = append(halves[half], cells)
	}
	saveCSV("contacts-2024.csv", all)
	saveXLSX("contacts-2024.xlsx", list)
	saveCSV("contacts-2024-noids.csv", noIDs)
	saveCSV("contacts-2024-Q1-Q2.csv", halves[0])
	saveCSV("contacts-2024-Q3-Q4.csv", halves[1])
	saveCSV("roster-2024.csv", roster(clients))
}
