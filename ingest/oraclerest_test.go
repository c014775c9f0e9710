package ingest_test

import (
	"regexp"
	"strconv"
	"strings"
)

var (
	oracleTime     = regexp.MustCompile(`(\d{1,2}):(\d\d)(?::\d\d)?\s*([AaPp])?`)
	oracleMilitary = regexp.MustCompile(`[-/]\d+[ T](\d\d)(\d\d)$`)
	oracleFraction = regexp.MustCompile(`^\d{5}(\.\d+)$`)
	oracleDecimal  = regexp.MustCompile(`^(\d+)\.(\d+)$`)
)

// oracleClock returns the minute of the day that stands in a date, -1 for none. Midnight is none.
func oracleClock(text string) int {
	minute := 0
	if m := oracleFraction.FindStringSubmatch(text); m != nil {
		part, err := strconv.ParseFloat(m[1], 64)
		must(err)
		minute = int(part*24*60 + 0.5)
	} else if m := oracleTime.FindStringSubmatch(text); m != nil {
		minute = oracleMinute(m[1], m[2])
		if m[3] != "" {
			minute %= 12 * 60
			if strings.EqualFold(m[3], "p") {
				minute += 12 * 60
			}
		}
	} else if m := oracleMilitary.FindStringSubmatch(text); m != nil {
		minute = oracleMinute(m[1], m[2])
	}
	if minute == 0 {
		return -1
	}
	return minute
}

func oracleMinute(hours, minutes string) int {
	h, err := strconv.Atoi(hours)
	must(err)
	m, err := strconv.Atoi(minutes)
	must(err)
	return 60*h + m
}

// rest returns what the cells say of which nothing goes into a contact, by their headers, and what
// goes into it where the sheet has a column for it.
func (r *oracleRow) rest(c *oracleContact) map[string]string {
	cells := map[string]string{}
	for col, header := range r.headers {
		_, _, isBox := strings.Cut(header, "___")
		field := oracleFields[header]
		if mapped := r.opts.Columns[header]; mapped != "" {
			field = mapped
		}
		if field == "" && !isBox || field == "recorded_on" || field == "name" {
			cells[oracleKey(header)] = r.plain(r.text(col))
		}
	}
	for field, text := range map[string]string{
		"date_of_birth": c.birth, "age": c.age, "gender": c.gender, "source": c.source, "services": strings.Join(c.services, "+"),
	} {
		if r.has(field) || len(r.boxes[field]) > 0 {
			cells["field "+field] = text
		}
	}
	return cells
}

// plain writes a text of an unread cell as it is compared.
func (r *oracleRow) plain(text string) string {
	if m := oracleDecimal.FindStringSubmatch(text); m != nil {
		return strings.TrimRight(strings.TrimRight(text, "0"), ".")
	}
	if d := r.day(text, r.today); d.day != "" && !d.serial {
		return d.day + " " + strconv.Itoa(oracleClock(text))
	}
	return text
}

// inCells reports whether two contacts agree in the unread columns that both have.
func (c oracleDated) inCells(other oracleDated) bool {
	for header, text := range c.rest {
		if beside, both := other.rest[header]; both && beside != text {
			return false
		}
	}
	return true
}

// inTime reports whether two contacts agree in the time of day, where both have one.
func (c oracleDated) inTime(other oracleDated) bool {
	return c.clock < 0 || other.clock < 0 || c.clock == other.clock
}

// oraclePairs pairs contacts for which fits, each once, in the order of fits, and returns how many
// pairs each has.
func oraclePairs(a, b []oracleDated, fits ...func(a, b oracleDated) bool) (counts []int, pairs [][2]oracleDated) {
	usedA, usedB := map[int]bool{}, map[int]bool{}
	for _, fit := range fits {
		n := 0
		for i, x := range a {
			for j, y := range b {
				if !usedA[i] && !usedB[j] && x.client == y.client && x.day == y.day && fit(x, y) {
					usedA[i], usedB[j] = true, true
					pairs = append(pairs, [2]oracleDated{x, y})
					n++
				}
			}
		}
		counts = append(counts, n)
	}
	return counts, pairs
}

// oracleNear counts the contacts that agree in client and day: not those at two times, unless these
// are those of another zone.
func oracleNear(a, b []oracleDated) int {
	near, _ := oraclePairs(a, b,
		func(x, y oracleDated) bool { return x.clock >= 0 && x.clock == y.clock },
		func(x, y oracleDated) bool { return (x.clock < 0) != (y.clock < 0) },
		func(x, y oracleDated) bool { return x.inTime(y) })
	counts, pairs := oracleOfContent(a, b)
	lags := map[int]int{}
	most := 0
	for _, p := range pairs[counts[0]+counts[1]:] {
		lag := p[0].clock - p[1].clock
		lags[lag]++
		most = max(most, lags[lag])
	}
	if most < 2 || 2*most < counts[2] {
		most = 0
	}
	return near[0] + near[1] + near[2] + most
}

// oracleOfContent pairs contacts without an ID of equal content: those that are equal, then those
// that differ in unread columns, then those at two times.
func oracleOfContent(a, b []oracleDated) (counts []int, pairs [][2]oracleDated) {
	same := func(x, y oracleDated) bool { return x.id == "" && y.id == "" && x.content == y.content }
	return oraclePairs(a, b,
		func(x, y oracleDated) bool { return same(x, y) && x.inTime(y) && x.inCells(y) },
		func(x, y oracleDated) bool { return same(x, y) && x.inTime(y) },
		func(x, y oracleDated) bool { return same(x, y) && x.inCells(y) })
}

// oracleAlike counts the contacts that differ in unread columns alone.
func oracleAlike(a, b []oracleDated) int {
	counts, _ := oracleOfContent(a, b)
	return counts[1]
}
