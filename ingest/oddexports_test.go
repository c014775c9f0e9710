package ingest_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"picreport/ingest"
	"picreport/ingest/contact"
)

// oddExports are exports that are read together: mostly as they should be, and odd in as many ways
// as an oracle knows.
type oddExports struct {
	opts    ingest.Options // without Dictionary
	choices map[string]map[string]string
	files   [][][]string // rows of cells
	clients int
}

// oddMaker makes oddExports.
type oddMaker struct {
	*rand.Rand
	oddExports
	odd    int // one cell in so many is odd
	days   []string
	births []string
	ids    []string
	number int // of contacts
	rows   int // of an export; 0 for any number
}

// newOddExports makes exports from random numbers.
func newOddExports(rnd *rand.Rand) oddExports {
	m := newOddMaker(rnd)
	redcap := m.opts.Columns == nil && m.one(4)
	for range 1 + m.IntN(3) {
		switch {
		case m.one(5):
			m.files = append(m.files, m.roster())
		case redcap:
			m.files = append(m.files, m.redcap())
		default:
			m.files = append(m.files, m.contacts())
		}
	}
	return m.oddExports
}

// newLongExport makes an export with so many rows that what was read of the first ones is gone when
// the last are read.
func newLongExport(rnd *rand.Rand, rows int) oddExports {
	m := newOddMaker(rnd)
	m.rows = rows
	m.files = append(m.files, m.contacts())
	return m.oddExports
}

// newOddMaker settles what the exports have in common.
func newOddMaker(rnd *rand.Rand) *oddMaker {
	m := &oddMaker{Rand: rnd, odd: 4 + rnd.IntN(40)}
	m.opts = options()
	m.opts.ClientIDPattern = ".+" // the oracle does not know which form is usual
	m.opts.Services = append(m.opts.Services, ingest.Label{Name: "Food; clothing"})
	if m.one(3) {
		m.opts.DateOrder = ingest.DMY
	}
	m.opts.DateOrderSet = m.one(4)
	if m.one(4) {
		m.opts.Genders = []ingest.Label{
			{Name: "Female", Values: []string{"f", "woman", "girl"}},
			{Name: "Male", Values: []string{
				"m", "man",
				"boy",
			}},
			{Name: "Nonbinary", Values: []string{"nb", "Two-Spirit"}},
		}
	}
	if m.one(5) {
		m.opts.Sources = nil
	}
	if m.one(6) {
		m.opts.Inception = 0
	}
	if m.one(3) {
		m.choices = map[string]map[string]string{
			"age": {"1": "0-12", "2": "13-17", "3": "60+", "9": "Unknown"}, "gender": {
				"1": "Male", "2": "Female",
				"9": "Declined",
			},
			"source":   {"1": "911", "2": "Proactive patrol and outreach", "-1": "Walk-in"},
			"services": {"1": "De-escalation", "2": "Referral for treatment", "-1": "Lunch"},
		}
	}
	m.clients = 3 + m.IntN(40)
	m.ids = [][]string{
		{"A%03d"}, {"%d"}, {"PIC %d"}, {"c-%d-x", "C%d"}, {"P%017d"}, {"%d", "0%d", "%d.0"}, {
			"O%d", "0%d",
			"o-%d",
		}, {"Éva%d", "Mc%d"},
	}[m.IntN(8)]
	m.days = [][]string{{"2006-01-02"}, {"1/2/2006", "01/02/2006"}, {"1/2/06"}, {
		"2006-01-02", "20060102",
		"Jan 2, 2006",
	}}[m.IntN(4)]
	m.births = [][]string{{"2006-01-02"}, {"1/2/2006"}, {"1/2/06"}, {"02-Jan-06", "2006-01-02"}}[m.IntN(4)]
	if m.one(4) {
		m.opts.Columns = map[string]string{"Service A": "services", "Service B": "services"}
	}
	return m
}

// one is true once in n times.
func (m *oddMaker) one(n int) bool { return m.IntN(n) == 0 }

// any returns one of some texts.
func (m *oddMaker) any(texts ...string) string { return texts[m.IntN(len(texts))] }

// pick returns a usual text and, now and then, an odd one.
func (m *oddMaker) pick(usual []string, odd ...string) string {
	if m.one(m.odd) {
		return m.any(odd...)
	}
	return m.any(usual...)
}

// written writes a day in one of some forms, which have the month first.
func (m *oddMaker) written(forms []string, day contact.Date) string {
	form := m.any(forms...)
	if m.opts.DateOrder == ingest.DMY {
		form = strings.NewReplacer("1/2/", "2/1/", "01/02/", "02/01/").Replace(form)
	}
	return day.Time().Format(form)
}

func (m *oddMaker) client(who int) string {
	// A client has one form of the ID.
	return fmt.Sprintf(m.ids[who%len(m.ids)], who/len(m.ids)+1)
}

// row makes a contact with a client, by header.
func (m *oddMaker) row(who int) map[string]string {
	m.number++
	day := contact.MakeDate(2024, 3, 1) + contact.Date(m.IntN(214))
	birth := contact.MakeDate(1930, 1, 1) + contact.Date(who*1237%33000+m.IntN(2)*m.IntN(30)/29)
	if birth > day {
		birth -= 20_000
	}
	id := m.client(who)
	years := day.Time().Year() - birth.Time().Year()
	date := m.written(m.days, day)
	near := fmt.Sprint(years + m.IntN(7) - 4) // the age by birth date, or up to three years off
	return map[string]string{
		"Contact ID": m.pick([]string{fmt.Sprint("E", m.number), fmt.Sprint("e", m.number), "", fmt.Sprint("E",
			m.number/2)}, "#N/A", "#DIV/0!", "#12", "unknown", "1.02E+09", "é1", "e\u03011", strings.Repeat("9", 70)),
		"Client ID": m.pick([]string{id}, "", "Total", "#REF!", "#DIV/0!", "n/a", "-", "1.02E+09",
			strings.ToUpper(id), strings.ToLower(id), " "+id, id+"\u00a0", strings.ReplaceAll(id, " ", "  "),
			id+".", "Grand total:", "a  1", "0", "0.0", "Anonymous", "Unknown 2", "John Doe"),
		"Contact Date": m.pick([]string{date}, "", "2024-02-30", "soon", "#N/A", "2031-01-01", "1999-01-01",
			"1969-12-31", "45474", "2024", "7/4", "July 2024", "July 4, 2024", "2024-07-01 13:45",
			"2024-07-01T08:00:00Z", "13/7/2024", "7/13/2024", "31/2/2024", "2/31/2024", "4.7.2024", "unknown",
			"2024-10-01", "2024-10-02", "2024-03-01", "2024-02-29", "7/4/24 1:45 PM", "4.7.24", "2024-07-04 1345",
			"2024-07-04T13:45-0500", "4/7/2024 1345", "Thu Jul 04 13:45:00 EDT 2024", "4 de julio de 2024", "04-ago-2024",
			"Thu Jul 04 2024 13:45:00 GMT-0400 (Eastern Daylight Time)"),
		"DOB": m.pick([]string{m.written(m.births, birth), m.written(m.births, birth), ""}, "2030-01-01", date, "1987",
			"1700-01-01", "unknown", "13/12/85", "12/13/85", "30000", "x", "2024-10-01", "2024-07-15",
			"1914-01-01", "1913-06-30", "#N/A", "declined", "2000-02-29", "29/2/2001"),
		"Age": m.pick([]string{near, fmt.Sprint(years), ""}, "34 yrs", "200", "-1", "x", "60+", "111",
			"110", "120", "121", "18-24", "24-18", "007", "<13", "over 60", "34.9", "8 months", "unknown",
			"#VALUE!", "over 120"),
		"Gender": m.pick([]string{"M", "Female", "", "f"}, "Martian", "martian", "declined", "#N/A", "m ", "Nonbinary",
			"nb", "MALE", "woman", "mar-tian", "Unknown", "-", "1"),
		"Source": m.pick([]string{"911", "Calls for service", "Proactive patrol and outreach", ""},
			"Wedding", "wedding", "unknown", "calls FOR service", "#VALUE!", "Other", "wedding!", "Calls\u00a0for service",
			"9’11"),
		"Services":  m.services(),
		"Service A": m.services(),
		"Service B": m.services(),
		"Date entered": m.pick([]string{"", m.written(m.days, day+contact.Date(m.IntN(33)))}, "2024-01-01", "x",
			"7/4/2024", "#N/A", "unknown", "45474", m.written(m.days, day+30), m.written(m.days, day+31),
			m.written(m.days, day-1)),
		"Name": m.pick([]string{fmt.Sprint("Ana Roe ", who), ""}, fmt.Sprint("Roe, Ana ", who-1),
			fmt.Sprint("ana roe-", who+1), "Ana"),
		"Zz": m.pick([]string{"", "note"}, "#N/A", "a\nb", "34"),
	}
}

func (m *oddMaker) services() string {
	return m.pick([]string{"De-escalation", "De-escalation; Referral for treatment", "", "Referral for treatment"},
		"Lunch;De-escalation", "lunch", "walk;lunch", "none", ";", "#N/A", "Lunch", "De-escalation|de escalation", "Food; clothing",
		"lunch\nReferral for treatment", "Food;De-escalation", "De-escalation, Referral for treatment", "Referral for treatment/De-escalation",
		"De-escalation & Referral for treatment", "de-escalation referral for treatment", "De-escalation, lunch",
		"Lunch;De-escalation, Referral for treatment", "De-escalation\vReferral for treatment")
}

// codes puts codes in place of the labels that the dictionary has.
func (m *oddMaker) codes(row map[string]string) {
	if m.choices == nil {
		return
	}
	row["Age"] = m.pick([]string{row["Age"], "1", "2", "3", ""}, "9", "4")
	row["Gender"] = m.pick([]string{"1", "2", ""}, "9", "3", "F")
	row["Source"] = m.pick([]string{"1", "2"}, "-1", "3", "911")
	row["Services"] = m.pick([]string{"1", "2", row["Services"]}, "-1", "3", "1;2")
}

// contacts makes an export of contacts.
func (m *oddMaker) contacts() [][]string {
	headers := []string{
		"Contact ID", "Client ID", "Contact Date", "DOB", "Age", "Gender", "Source", "Services",
		"Date entered", "Name", "Zz",
	}
	if m.opts.Columns != nil {
		headers = slices.Replace(headers, 7, 8, "Service A", "Service B")
	}
	for range m.IntN(5) {
		i := m.IntN(len(headers))
		if h := headers[i]; h != "Client ID" && h != "Contact Date" && !strings.HasPrefix(h, "Service ") {
			headers = slices.Delete(headers, i, i+1)
		}
	}
	if m.one(2) {
		m.Shuffle(len(headers), func(i, j int) { headers[i], headers[j] = headers[j], headers[i] })
	}
	rows := [][]string{headers}
	if m.one(8) {
		rows = [][]string{{"Partners in Care"}, headers}
	}
	n := m.size()
	for range n {
		rows = append(rows, m.between(headers)...)
		row := m.row(m.IntN(m.clients))
		m.codes(row)
		rows = append(rows, cellsOf(headers, row))
		if last := rows[len(rows)-1]; m.one(2 * m.odd) {
			rows = append(rows, slices.Clone(last)) // the same contact twice
		}
		m.bend(rows[len(rows)-1:], len(headers))
	}
	return append(rows, m.below(headers)...)
}

// size returns how many rows an export has.
func (m *oddMaker) size() int {
	if m.rows > 0 {
		return m.rows
	}
	switch m.IntN(24) {
	case 0:
		return 500 + m.IntN(300) // more than are read at once
	case 1, 2:
		return m.IntN(3)
	}
	return 5 + m.IntN(70)
}

func cellsOf(headers []string, row map[string]string) []string {
	var out []string
	for _, h := range headers {
		out = append(out, row[h])
	}
	return out
}

// between makes rows that stand between contacts now and then.
func (m *oddMaker) between(headers []string) [][]string {
	if !m.one(3 * m.odd) {
		return nil
	}
	switch m.IntN(5) {
	case 0:
		again := slices.Clone(headers)
		for i := range again {
			again[i] = m.any(strings.ToUpper(again[i]), again[i])
		}
		return [][]string{again}
	case 1:
		moved := slices.Clone(headers)
		i, j := m.IntN(len(moved)), m.IntN(len(moved))
		fixed := func(h string) bool { return h == "Client ID" || h == "Contact Date" || h == "Zz" || h == "Service B" }
		if !fixed(moved[i]) && !fixed(moved[j]) {
			moved[i], moved[j] = moved[j], moved[i]
		}
		return [][]string{moved}
	case 2:
		return [][]string{make([]string, len(headers))}
	default:
		return [][]string{m.numbers(headers)}
	}
}

// numbers makes a row that may be a total.
func (m *oddMaker) numbers(headers []string) []string {
	row := make([]string, len(headers))
	for i, h := range headers {
		if h != "Client ID" && h != "Contact Date" && m.one(3) {
			row[i] = fmt.Sprint(m.IntN(900))
		}
	}
	return row
}

// below makes what stands below the rows now and then.
func (m *oddMaker) below(headers []string) [][]string {
	switch m.IntN(6) {
	case 0:
		row := m.numbers(headers)
		row[0] = m.any("Total", "Grand total:", "total contacts: 12")
		return [][]string{row}
	case 1:
		return [][]string{m.numbers(headers), {"Generated by CAD on a Monday"}}
	}
	return nil
}

// bend makes a row shorter or longer than the headers now and then.
func (m *oddMaker) bend(row [][]string, n int) {
	if m.one(3 * m.odd) {
		row[0] = row[0][:1+m.IntN(n)]
	} else if m.one(3 * m.odd) {
		row[0] = append(row[0], m.any("", " "), m.any("", "x", "34"))
	}
}

// roster makes a roster.
func (m *oddMaker) roster() [][]string {
	headers := []string{"Client ID", "DOB", "Age", "Gender", "Name"}
	if m.one(2) {
		headers = slices.Delete(headers, 1+m.IntN(2), 3)
	}
	rows := [][]string{headers}
	for who := range m.clients {
		if m.one(8) {
			continue
		}
		row := m.row(who)
		m.codes(row)
		rows = append(rows, cellsOf(headers, row))
		if m.one(12) {
			rows = append(rows, slices.Clone(rows[len(rows)-1]))
		}
	}
	return rows
}

// redcap makes an export of a REDCap project.
func (m *oddMaker) redcap() [][]string {
	headers := []string{
		"record_id", "redcap_repeat_instrument", "redcap_repeat_instance", "dob", "age", "gender",
		"contact_date", "source", "services___1", "services___2", "services____1",
	}
	if m.one(2) {
		headers = slices.Insert(headers, 1, "redcap_event_name")
	}
	if m.one(3) {
		headers = slices.Insert(headers, 2, "Client ID")
	}
	if m.one(3) {
		i := slices.Index(headers, "gender")
		headers = slices.Replace(headers, i, i+1, "gender___1", "gender___9", "gender___2")
	}
	rows := [][]string{headers}
	for record := range m.clients {
		base := m.redcapRow(record, "", "")
		for _, h := range []string{"contact_date", "source", "services___1", "services___2", "services____1"} {
			if !m.one(4 * m.odd) {
				base[h] = ""
			}
		}
		rows = append(rows, cellsOf(headers, base))
		for instance := range m.IntN(4) {
			row := m.redcapRow(record, m.pick([]string{"contact", "contact", "visit"}, "follow_up", "notes", ""),
				fmt.Sprint(1+instance/m.pick1()))
			if row["redcap_repeat_instrument"] == "notes" || m.one(2*m.odd) {
				row["contact_date"] = ""
			}
			if row["redcap_repeat_instrument"] == "notes" {
				for _, h := range []string{"source", "services___1", "services___2", "services____1"} {
					row[h] = ""
				}
			}
			if !m.one(3) {
				row["Client ID"] = ""
			}
			rows = append(rows, cellsOf(headers, row))
		}
	}
	return rows
}

// pick1 is 1, and now and then 2.
func (m *oddMaker) pick1() int {
	if m.one(m.odd) {
		return 2
	}
	return 1
}

func (m *oddMaker) redcapRow(record int, instrument, instance string) map[string]string {
	row := m.row(record)
	m.codes(row)
	out := map[string]string{
		"record_id": fmt.Sprint(record + 1), "redcap_event_name": m.pick([]string{"arm_1"}, "arm_2"),
		"redcap_repeat_instrument": instrument, "redcap_repeat_instance": instance, "Client ID": row["Client ID"],
		"dob": row["DOB"], "age": row["Age"], "gender": row["Gender"], "contact_date": row["Contact Date"],
		"source": row["Source"],
	}
	for _, box := range []string{"services___1", "services___2", "services____1", "gender___1", "gender___2", "gender___9"} {
		out[box] = m.pick([]string{"0", "0", "1"}, "", "Checked", "Unchecked")
	}
	return out
}

// texts writes the files as CSV, some of them with quotation marks around each cell.
func (e *oddExports) texts() []string {
	var out []string
	for i, rows := range e.files {
		if (i+e.clients)%2 == 0 {
			out = append(out, csvOf(rows, ""))
		} else {
			out = append(out, bareCSV(rows))
		}
	}
	return out
}

// bareCSV writes rows with quotation marks only where it takes them.
func bareCSV(rows [][]string) string {
	var b strings.Builder
	for _, row := range rows {
		for j, cell := range row {
			if j > 0 {
				b.WriteByte(',')
			}
			if strings.ContainsAny(cell, ",\n\"") || len(row) == 1 {
				cell = `"` + cell + `"`
			}
			b.WriteString(cell)
		}
		b.WriteByte('\n')
	}
	return b.String()
}
