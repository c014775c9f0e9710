package main

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// row makes a contact with a client, by header.
func (m *maker) row(who int) map[string]string {
	m.number++
	day := time.Date(2024, 3, 1+m.IntN(290), m.IntN(24), 30, 0, 0, time.UTC)
	birth := time.Date(1930, 1, 1+who*1237%33000+m.IntN(2)*m.IntN(30)/29, 0, 0, 0, 0, time.UTC)
	if birth.After(day) {
		birth = birth.AddDate(-50, 0, 0)
	}
	id := m.client(who)
	years := day.Year() - birth.Year()
	return map[string]string{
		"Contact ID": m.pick(
			[]string{fmt.Sprint("E", m.number), fmt.Sprint("e", m.number), "", fmt.Sprint("E",
				m.number-m.number%9/8)},
			"#N/A", "#DIV/0!", "#12", "unknown", "1.02E+09", "é1", "e\u03011", strings.Repeat("9", 70), "a  1", "x",
		),
		"Client ID": m.pick(
			[]string{id},
			"", "Total", "#REF!", "#DIV/0!", "n/a", "-", "1.02E+09", strings.ToUpper(id), strings.ToLower(id),
			" "+id, id+"\u00a0",
			strings.ReplaceAll(id, " ", "  "), id+".", "0"+id, "Grand total:", "a  1", "12.0", "1.2e1", "Jane Roe",
			"999",
		),
		"Contact Date": m.pick(
			[]string{m.written(m.days, day)},
			"", "2024-02-30", "soon", "#N/A", "2031-01-01", "1999-01-01", "1969-12-31", "45474", "45474.7", "2024",
			"7/4", "July 2024", "July 4, 2024",
			"2024-07-01 13:45", "2024-07-01T08:00:00Z", "13/7/2024", "7/13/2024", "31/2/2024", "2/31/2024",
			"4.7.2024", "unknown", "2025-01-15",
			"2025-01-16", "2024-03-01", "2024-02-29", "7/4/24 1:45 PM", "Mon 1 Jul 2024", "0:30", "2024–07–01",
		),
		"DOB": m.pick(
			[]string{m.written(m.births, birth), m.written(m.births, birth), ""},
			"2030-01-01", "1700-01-01", "unknown", "13/12/85", "12/13/85", "30000", "x", "2024-10-01",
			"2024-07-15", "1914-01-01", "#N/A", "29/2/2001",
		),
		"Age": m.pick(
			[]string{fmt.Sprint(years + m.IntN(7) - 4), fmt.Sprint(years), ""},
			"34 yrs", "200", "-1", "x", "60+", "111", "110", "120", "121", "18-24", "24-18", "007", "<13",
			"over 60", "34.9", "8 months", "unknown", "#VALUE!",
		),
		"Gender": m.pick([]string{"M", "Female", "", "f"}, "Martian", "declined", "#N/A", "m ", "Nonbinary", "nb",
			"MALE", "woman", "mar-tian", "-", "1"),
		"Source": m.pick(
			[]string{"911", "Calls for service", "Patrol", ""},
			"Wedding", "unknown", "calls FOR service", "#VALUE!", "Other", "wedding!", "Calls\u00a0for service",
			"9’11", fmt.Sprint("source ", m.IntN(3000)),
		),
		"Services": m.services(), "Service A": m.services(), "Service B": m.services(),
		"Date entered": m.pick(
			[]string{"", m.written(m.days, day.AddDate(0, 0, m.IntN(33)))},
			"2024-01-01", "x", "7/4/2024", "#N/A", "unknown", "45474", m.written(m.days, day.AddDate(0, 0, 31)),
			m.written(m.days, day.AddDate(0, 0, -1)),
		),
		"Name": m.pick([]string{fmt.Sprint("Ana Roe ", who), ""}, fmt.Sprint("Roe, Ana ", who-1),
			fmt.Sprint("ana roe-", who+1), "Ana"),
		"Zz": m.pick([]string{"", "note"}, "#N/A", "a\nb", "34", "say \"hm\"", strings.Repeat("long ", 40)),
	}
}

func (m *maker) services() string {
	return m.pick(
		[]string{"De-escalation", "De-escalation; Referral", "", "Referral"},
		"Lunch;De-escalation", "none", ";", "#N/A", "Lunch", "De-escalation|de escalation", "Food; clothing",
		"lunch\nReferral", "Food;De-escalation",
		fmt.Sprint("service ", m.IntN(3000)),
	)
}

// code puts codes in place of the labels that the dictionary has.
func (m *maker) code(row map[string]string) {
	if m.coded {
		row["Age"] = m.pick([]string{row["Age"], "1", "2", "3", ""}, "9", "4")
		row["Gender"] = m.pick([]string{"1", "2", ""}, "9", "3", "F")
		row["Source"] = m.pick([]string{"1", "2"}, "-1", "3", "911")
		row["Services"] = m.pick([]string{"1", "2", row["Services"]}, "-1", "3", "1;2")
	}
}

// contacts makes an export of contacts.
func (m *maker) contacts() [][]string {
	fields := []string{
		"Contact ID", "Client ID", "Contact Date", "DOB", "Age", "Gender", "Source", "Services",
		"Date entered", "Name", "Zz",
	}
	if m.twoCols {
		fields = slices.Replace(fields, 7, 8, "Service A", "Service B")
	}
	if m.one(2) {
		fields = slices.Delete(fields, 0, 1)
	}
	for range m.IntN(4) {
		i := m.IntN(len(fields))
		if f := fields[i]; f != "Client ID" && f != "Contact Date" || m.one(25) {
			fields = slices.Delete(fields, i, i+1)
		}
	}
	if m.one(2) {
		m.Shuffle(len(fields), func(i, j int) { fields[i], fields[j] = fields[j], fields[i] })
	}
	headers := m.headers(fields)
	var rows [][]string
	for range m.IntN(9) / 7 {
		rows = append(rows, []string{m.any("Partners in Care", "Contacts of 2024", "")})
	}
	rows = append(rows, headers)
	for range m.size() {
		rows = append(rows, m.between(headers)...)
		row := m.row(m.IntN(m.clients))
		m.code(row)
		cells := cellsOf(fields, row)
		if m.one(3 * m.odd) {
			cells = cells[:1+m.IntN(len(cells))]
		} else if m.one(3 * m.odd) {
			cells = append(cells, m.any("", " "), m.any("", "x", "34"))
		}
		rows = append(rows, cells)
		if m.one(2 * m.odd) {
			rows = append(rows, slices.Clone(cells)) // the same contact twice
		}
	}
	return append(rows, m.below(headers)...)
}

// headers writes the headers of fields.
func (m *maker) headers(fields []string) []string {
	out := slices.Clone(fields)
	for i, f := range out {
		switch {
		case m.renamed && f == "Client ID":
			out[i] = "Who came"
		case m.renamed && f == "Contact Date":
			out[i] = "When"
		case m.one(30):
			out[i] = m.any(strings.ToUpper(f), strings.ReplaceAll(f, " ", "_"), f+"s", f+" (if any)", "Genderr",
				"Birthday", "MRN", "Sex")
		}
	}
	return out
}

// size returns how many rows an export has.
func (m *maker) size() int {
	switch {
	case m.large:
		return 20_000 + m.IntN(40_001)
	case m.one(24):
		return 500 + m.IntN(1500)
	case m.one(12):
		return m.IntN(3)
	}
	return 5 + m.IntN(150)
}

func cellsOf(fields []string, row map[string]string) []string {
	var out []string
	for _, f := range fields {
		out = append(out, row[f])
	}
	return out
}

// between makes rows that stand between contacts now and then.
func (m *maker) between(headers []string) [][]string {
	if !m.one(3 * m.odd) {
		return nil
	}
	again := slices.Clone(headers)
	switch m.IntN(6) {
	case 0:
		for i := range again {
			again[i] = m.any(strings.ToUpper(again[i]), again[i])
		}
		return [][]string{again}
	case 1:
		i, j := m.IntN(len(again)), m.IntN(len(again))
		again[i], again[j] = again[j], again[i]
		return [][]string{again}
	case 2:
		return [][]string{make([]string, len(headers))}
	case 3:
		return [][]string{{""}}
	default:
		return [][]string{m.numbers(headers)}
	}
}

// numbers makes a row that may be a total.
func (m *maker) numbers(headers []string) []string {
	row := make([]string, len(headers))
	for i := range headers {
		if m.one(4) {
			row[i] = fmt.Sprint(m.IntN(900))
		}
	}
	return row
}

// below makes what stands below the rows now and then.
func (m *maker) below(headers []string) [][]string {
	switch m.IntN(6) {
	case 0:
		row := m.numbers(headers)
		row[0] = m.any("Total", "Grand total:", "total contacts: 12", "N = 12", "Sum")
		return [][]string{row}
	case 1:
		return [][]string{m.numbers(headers), {m.any("Generated by CAD on a Monday", "Note that this is made up",
			"Confidential data")}}
	}
	return nil
}

// roster makes a roster.
func (m *maker) roster() [][]string {
	fields := []string{"Client ID", "DOB", "Age", "Gender", "Name", "Source"}[:5+m.IntN(9)/8]
	if m.one(2) {
		fields = slices.Delete(fields, 1+m.IntN(2), 3)
	}
	rows := [][]string{m.headers(fields)}
	for who := range m.clients {
		if m.one(8) {
			continue
		}
		row := m.row(who)
		m.code(row)
		rows = append(rows, cellsOf(fields, row))
		if m.one(4 * m.odd) {
			rows = append(rows, slices.Clone(rows[len(rows)-1]))
		}
	}
	return rows
}

var redcapFields = []string{
	"record_id", "redcap_repeat_instrument", "redcap_repeat_instance", "dob", "age", "gender", "contact_date",
	"source", "services___1", "services___2",
	"services____1",
}

// redcap makes an export of a REDCap project.
func (m *maker) redcap() [][]string {
	fields := slices.Clone(redcapFields)
	if m.one(2) {
		fields = slices.Insert(fields, 1, "redcap_event_name")
	}
	if m.one(3) {
		fields = slices.Insert(fields, 2, "Client ID")
	}
	if m.one(3) {
		i := slices.Index(fields, "gender")
		fields = slices.Replace(fields, i, i+1, "gender___1", "gender___2")
	}
	headers := slices.Clone(fields)
	if m.one(3) { // labelled
		for i, f := range headers {
			if name, choice, ok := strings.Cut(f, "___"); ok {
				headers[i] = name + " (choice=" + map[string]string{
					"1": "De-escalation", "2": "Referral",
					"_1": "Lunch",
				}[choice] + ")"
			}
		}
	}
	rows := [][]string{headers}
	for record := 0; len(rows) < m.size() && record < 30_000; record++ {
		base := m.redcapRow(record, "", "")
		for _, f := range []string{"contact_date", "source", "services___1", "services___2", "services____1"} {
			if !m.one(4 * m.odd) {
				base[f] = ""
			}
		}
		rows = append(rows, cellsOf(fields, base))
		for instance := range m.IntN(4) {
			row := m.redcapRow(record, m.pick([]string{"contact", "contact", "visit", "notes"}, "follow_up", ""),
				fmt.Sprint(1+instance))
			if row["redcap_repeat_instrument"] == "notes" || m.one(2*m.odd) {
				for _, f := range []string{
					"contact_date", "source", "services___1", "services___2",
					"services____1",
				} {
					row[f] = ""
				}
			}
			if !m.one(3) {
				row["Client ID"] = ""
			}
			rows = append(rows, cellsOf(fields, row))
		}
	}
	return rows
}

func (m *maker) redcapRow(record int, instrument, instance string) map[string]string {
	row := m.row(record)
	m.code(row)
	out := map[string]string{
		"record_id": fmt.Sprint(record + 1), "redcap_event_name": m.pick([]string{"arm_1"}, "arm_2"),
		"redcap_repeat_instrument": instrument,
		"redcap_repeat_instance":   m.pick([]string{instance}, "1"), "Client ID": row["Client ID"],
		"dob": row["DOB"], "age": row["Age"],
		"gender": row["Gender"], "contact_date": row["Contact Date"], "source": row["Source"],
	}
	for _, box := range []string{"services___1", "services___2", "services____1", "gender___1", "gender___2"} {
		out[box] = m.pick([]string{"0", "0", "1"}, "", "Checked", "Unchecked")
	}
	return out
}
