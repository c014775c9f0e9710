package ingest_test

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"picreport/ingest"
)

var oraclePlain = strings.NewReplacer("\u00a0", " ", "\u200b", "", "’", "'")

// oracleClean returns a text without blanks around it, with plain characters, and whether it had
// unusual ones.
func oracleClean(text string) (clean string, unusual bool) {
	clean = oraclePlain.Replace(text)
	unusual = clean != text
	return strings.TrimSpace(strings.ReplaceAll(clean, "–", "-")), unusual
}

func isOracleError(text string) bool {
	return slices.Contains([]string{"#N/A", "#REF!", "#VALUE!", "#DIV/0!"}, text)
}

var (
	oracleNotKey   = regexp.MustCompile(`[^\p{L}\p{N}+<>]`)
	oracleNegative = regexp.MustCompile(`^-\d+$`)
	oracleLetter   = regexp.MustCompile(`^\p{L}`)
)

// oracleKey returns what spellings of one value share.
func oracleKey(text string) string {
	if oracleNegative.MatchString(text) {
		return text
	}
	return oracleNotKey.ReplaceAllString(strings.ToLower(text), "")
}

// isOracleUnknown reports whether a text says that a value is not known.
func isOracleUnknown(text string) bool {
	return slices.Contains([]string{"", "unknown", "declined", "na", "none"}, oracleKey(text))
}

func oracleID(text string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(strings.ToLower(text), "e\u0301", "é")), " ")
}

var (
	oracleNumber = regexp.MustCompile(`^\d+(\.\d+)?(e\d+)?$`)
	oracleRuns   = regexp.MustCompile(`\d+|[^\d\p{L}]+|\p{L}+`)
)

// oracleAlikeKeys returns an ID with O as 0, without the zeros before numbers and without
// punctuation, and the same with one dash for each punctuation.
func oracleAlikeKeys(id string) (whole, parts string) {
	if n, err := strconv.ParseFloat(id, 64); err == nil && oracleNumber.MatchString(id) && strings.ContainsAny(id,
		".e") && n == float64(int64(n)) && n > 0 {
		whole = strconv.FormatInt(int64(n), 10)
		return whole, whole
	}
	var b strings.Builder
	for _, run := range oracleRuns.FindAllString(strings.ReplaceAll(id, "o", "0"), -1) {
		switch {
		case run[0] >= '0' && run[0] <= '9':
			b.WriteString(cmp.Or(strings.TrimLeft(run, "0"), "0"))
		case oracleLetter.MatchString(run):
			b.WriteString(run)
		default:
			b.WriteString("-")
		}
	}
	parts = strings.Trim(b.String(), "-")
	return strings.ReplaceAll(parts, "-", ""), parts
}

// oracleDay is what the text of a date says.
type oracleDay struct {
	day       string // "" where there is none
	serial    bool   // it is the number of a day
	swapped   bool   // it can only be read with day and month the other way round
	ambiguous bool   // the year or the day is missing
	order     string // what it shows of its column: "either", "dotted", "mdy" or "dmy"; "" for nothing
}

var (
	oracleISO     = regexp.MustCompile(`^(\d{4})-?(\d\d)-?(\d\d)([T ]\d\d:?\d\d(:?\d\d)?(Z| EST|-0500)?)?$`)
	oracleOrdered = regexp.MustCompile(`^(\d{1,2})([/.-])(\d{1,2})[/.-](\d{2}|\d{4})( \d{1,2}:\d\d( [AP]M)?| \d{4})?$`)
	oracleMonthly = regexp.MustCompile(`^([A-Z][a-z]+) (\d{1,2}), (\d{4})$`)
	oracleDaily   = regexp.MustCompile(`^(\d{1,2})(?:[ -]| de )([A-Za-z]+)(?:[ -]| de )(\d{2}|\d{4})$`)
	oracleJava    = regexp.MustCompile(`^[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d\d) \d\d:\d\d:\d\d E[SD]T (\d{4})$`)
	oracleScript  = regexp.MustCompile(`^[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d\d) (\d{4}) \d\d:\d\d:\d\d GMT-\d{4} \(.*\)$`)
	oracleSerial  = regexp.MustCompile(`^\d{5}$`)
	oraclePartial = regexp.MustCompile(`^\d{1,2}/\d{1,2}$|^\d{4}$|^[A-Z][a-z]+ \d{4}$|^\d{1,2}/\d{4}$`)
)

// isDay reports whether there is a day, and makes it of numbers.
func isDay(year, month, day int) (string, bool) {
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	return t.Format(time.DateOnly), t.Year() == year && int(t.Month()) == month && t.Day() == day
}

// day reads a date, of which a year of two digits is the last that is not after latest.
func (o *oracle) day(text, latest string) oracleDay {
	number := func(s string) int {
		n, err := strconv.Atoi(s)
		must(err)
		return n
	}
	made := func(year string, month, day int) oracleDay {
		y := number(year)
		if len(year) == 2 {
			y += 2000
			if made, ok := isDay(y, month, day); ok && made > latest {
				y -= 100
			}
		}
		if made, ok := isDay(y, month, day); ok {
			return oracleDay{day: made}
		}
		return oracleDay{}
	}
	month := func(name string) int {
		for m := time.January; m <= time.December; m++ {
			if len(name) >= 3 && strings.EqualFold(m.String()[:min(len(name), len(m.String()))], name) {
				return int(m)
			}
		}
		return slices.Index([]string{"", "ene", "feb", "mar", "abr", "may", "jun", "julio", "ago", "sept", "oct", "nov", "dic"},
			strings.ToLower(name))
	}
	if m := oracleISO.FindStringSubmatch(text); m != nil {
		return made(m[1], number(m[2]), number(m[3]))
	}
	for _, form := range []*regexp.Regexp{oracleMonthly, oracleJava, oracleScript} {
		if m := form.FindStringSubmatch(text); m != nil {
			return made(m[3], month(m[1]), number(m[2]))
		}
	}
	if m := oracleDaily.FindStringSubmatch(text); m != nil {
		return made(m[3], month(m[2]), number(m[1]))
	}
	if m := oracleOrdered.FindStringSubmatch(text); m != nil {
		a, b := number(m[1]), number(m[3])
		shown := map[string]string{".": "dotted"}[m[2]]
		switch {
		case a == b || a > 12 && b > 12:
			shown = ""
		case a > 12:
			shown = "dmy"
		case b > 12:
			shown = "mdy"
		default:
			shown = cmp.Or(shown, "either")
		}
		first, second := a, b
		if o.opts.DateOrder == ingest.DMY {
			first, second = second, first
		}
		read := made(m[4], first, second)
		if first > 12 {
			other := made(m[4], second, first).day != ""
			if !other {
				return oracleDay{}
			}
			return oracleDay{swapped: true, order: shown}
		}
		read.order = shown
		return read
	}
	if oracleSerial.MatchString(text) {
		t := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, number(text))
		return oracleDay{day: t.Format(time.DateOnly), serial: true}
	}
	return oracleDay{ambiguous: oraclePartial.MatchString(text)}
}

// readDay reads a date of a column, and says of the column what it shows.
func (r *oracleRow) readDay(field, text, latest string) oracleDay {
	d := r.day(text, latest)
	if d.serial && (d.day < "1970-01-01" && field != "date_of_birth" || d.day > "2099-12-31") {
		return oracleDay{}
	}
	if d.serial {
		r.note(field, r.at(field), "date-serial")
	}
	if d.swapped {
		r.note(field, r.at(field), "date-order")
	}
	if d.order != "" {
		if r.shown[field] == nil {
			r.shown[field] = map[string]string{}
		}
		shown := r.shown[field]
		shown[d.order] = cmp.Or(shown[d.order], r.at(field))
	}
	return d
}

// endDates says which columns of dates show no order.
func (s *oracleSheet) endDates() {
	chosen, other := "mdy", "dmy"
	if s.opts.DateOrder == ingest.DMY {
		chosen, other = other, chosen
	}
	proves := map[string]bool{}
	for _, shown := range s.shown {
		for order := range shown {
			proves[order] = true
		}
	}
	for _, field := range []string{"contact_date", "date_of_birth"} {
		shown := s.shown[field]
		open := shown["either"] != "" || shown["dotted"] != ""
		switch {
		case !open || shown[chosen] != "" || shown[other] != "" || s.opts.DateOrderSet:
		case proves[other] && !proves[chosen] && field == "contact_date":
			s.find(s.file, "", "date-order-unknown")
		case proves[chosen] && !proves[other]:
		case shown["dotted"] != "":
			s.find(s.file, "", "date-order-unknown")
		default:
			s.find(s.file, shown["either"], "date-order-unproven")
		}
	}
}

// readClient returns the row's client, nil where there is none.
func (r *oracleRow) readClient() *oracleClient {
	text := r.value("client_id")
	if r.redcap && r.col["client_id"] != r.record {
		text = r.recordClientOf(text)
	}
	at := r.at("client_id")
	switch {
	case isOracleError(text):
		r.find(at, "error-cell-needed")
		return nil
	case isOracleUnknown(text) && !strings.ContainsAny(text, "0123456789"), oracleNone.MatchString(text), oracleTotal.MatchString(text):
		r.find(at, "client-id-missing")
		return nil
	}
	r.checkShortened("client_id", text)
	return r.client(text, r.file, at)
}

// oracleNone is what stands for people without a client ID.
var oracleNone = regexp.MustCompile(`^0(\.0*)?$|^Anonymous$|^Unknown \d$|^John Doe$`)

// recordClientOf returns the client of a row of REDCap, where it stands in the first row of the
// record alone.
func (r *oracleRow) recordClientOf(text string) string {
	id := r.text(r.record)
	if id != r.recordID {
		r.recordID, r.recordClient = id, ""
	}
	if text == "" && id != "" {
		return r.recordClient
	}
	if r.recordClient == "" && !isOracleError(text) {
		r.recordClient = text
	}
	return text
}

var oracleShortened = regexp.MustCompile(`^[\d.,]+E\+\d\d+$`)

func (r *oracleRow) checkShortened(field, text string) {
	if oracleShortened.MatchString(text) {
		r.note(field, r.at(field), "id-shortened")
	}
}

// readContactID returns the contact ID as it is compared.
func (r *oracleRow) readContactID(hasDate bool) string {
	text := r.optional("contact_id")
	if text != "" && (!isOracleUnknown(text) || strings.ContainsAny(text, "0123456789")) {
		r.checkShortened("contact_id", text)
		return oracleID(text)
	}
	if r.redcap && hasDate && (r.has("event") || r.has("instrument")) {
		parts := []string{r.text(r.record)}
		for _, field := range []string{"event", "instrument", "instance"} {
			if r.has(field) {
				parts = append(parts, r.peek(field))
			}
		}
		return oracleID(strings.Join(parts, "/"))
	}
	return ""
}

// readDate returns the day of the contact, "" with a finding where there is none.
func (r *oracleRow) readDate() string {
	text, at := r.value("contact_date"), r.at("contact_date")
	if isOracleError(text) {
		r.find(at, "error-cell-needed")
		return ""
	}
	if text == "" {
		r.find(at, "contact-date-missing")
		return ""
	}
	d := r.readDay("contact_date", text, r.today)
	switch {
	case d.ambiguous:
		r.find(at, "contact-date-ambiguous")
	case d.day == "" && isOracleUnknown(text):
		r.find(at, "contact-date-missing")
	case d.day == "":
		r.find(at, "contact-date-unreadable")
	case d.day > r.today:
		r.find(at, "contact-date-future")
	case d.day < r.inception || d.day < "1970-01-01":
		r.find(at, "contact-date-before-inception")
	default:
		return d.day
	}
	return ""
}

// oracleYears returns the completed years between two days.
func oracleYears(birth, day string) int {
	from, err := strconv.Atoi(birth[:4])
	must(err)
	to, err := strconv.Atoi(day[:4])
	must(err)
	if day[5:] < birth[5:] {
		to--
	}
	return to - from
}

func (r *oracleRow) readBirth(contact string) string {
	text, at := r.optional("date_of_birth"), r.at("date_of_birth")
	if text == "" {
		return ""
	}
	latest := r.today
	if contact != "" {
		latest = min(latest, contact)
	}
	d := r.readDay("date_of_birth", text, latest)
	switch {
	case d.day == "" && isOracleUnknown(text):
		r.note("date_of_birth", at, "values-not-reported")
	case d.day == "":
		r.find(at, "birth-date-unreadable")
	case d.day > r.today:
		r.find(at, "birth-date-future")
	case contact != "" && d.day > contact:
		r.find(at, "birth-date-after-contact")
	case oracleYears(d.day, latest) > 110:
		r.find(at, "birth-date-implausible")
	case d.day == contact || contact == "" && d.day == r.today || contact != "" && r.isEntry(d.day):
		r.find(at, "birth-date-of-entry")
	default:
		return d.day
	}
	return ""
}

// isEntry reports whether a day is that of the row's entry.
func (r *oracleRow) isEntry(day string) bool {
	entry := r.day(r.peek("recorded_on"), r.today)
	return entry.day == day && !entry.serial
}

var oracleAges = []struct {
	form      *regexp.Regexp
	low, high func(a, b float64) float64
}{
	{regexp.MustCompile(`^(\d+(?:\.\d+)?)(?: yrs| years old)?()$`), first, first},
	{regexp.MustCompile(`^(\d+)-(\d+)(?: yrs)?$`), first, second},
	{regexp.MustCompile(`^(\d+)\+()$`), first, oldest},
	{regexp.MustCompile(`^over (\d+)()$`), next, oldest},
	{regexp.MustCompile(`^<(\d+)()$`), youngest, before},
	{regexp.MustCompile(`^(\d+) months()$`), months, months},
	{regexp.MustCompile(`^(-\d+)()$`), first, first},
}

func first(a, _ float64) float64    { return a }
func second(_, b float64) float64   { return b }
func next(a, _ float64) float64     { return a + 1 }
func before(a, _ float64) float64   { return max(a-1, 0) }
func oldest(_, _ float64) float64   { return 120 }
func youngest(_, _ float64) float64 { return 0 }
func months(a, _ float64) float64   { return a / 12 }

// oracleAge reads an age in years.
func oracleAge(text string) (low, high float64, ok bool) {
	for _, f := range oracleAges {
		m := f.form.FindStringSubmatch(text)
		if m == nil {
			continue
		}
		a, err := strconv.ParseFloat(m[1], 64)
		must(err)
		b, _ := strconv.ParseFloat(cmp.Or(m[2], "0"), 64)
		low, high = f.low(a, b), f.high(a, b)
		return low, high, m[2] == "" || low <= high
	}
	return 0, 0, false
}

func (r *oracleRow) readAge(birth, contact string) string {
	text, at := r.optional("age"), r.at("age")
	if text == "" {
		return ""
	}
	low, high, ok := oracleAge(r.decode("age", text))
	switch {
	case !ok && isOracleUnknown(r.decode("age", text)):
		r.note("age", at, "values-not-reported")
		return ""
	case !ok:
		r.find(at, "age-unreadable")
		return ""
	case low < 0 || low >= 121 || high >= 121:
		r.find(at, "age-out-of-range")
		return ""
	}
	from, to := int(low), int(high)
	if from > 110 {
		r.find(at, "age-out-of-range")
	}
	if birth != "" && contact != "" {
		if years := oracleYears(birth, contact); years < from-1 || years > to+1 {
			r.find(at, "age-birth-date-mismatch")
		}
	}
	return fmt.Sprintf("%d-%d", from, to)
}

// readEntry looks at the day on which a contact was recorded.
func (r *oracleRow) readEntry(contact string) {
	text, at := r.optional("recorded_on"), r.at("recorded_on")
	if text == "" || contact == "" {
		return
	}
	d := r.readDay("recorded_on", text, r.today)
	switch {
	case d.day == "" && isOracleUnknown(text):
	case d.day == "":
		r.find(at, "recorded-on-unreadable")
	case d.day < contact:
		r.find(at, "recorded-before-contact")
	case oracleDays(contact, d.day) > 30:
		r.find(at, "entry-lag")
	}
}

// oracleDays returns the days between two days.
func oracleDays(from, to string) int {
	a, err := time.Parse(time.DateOnly, from)
	must(err)
	b, err := time.Parse(time.DateOnly, to)
	must(err)
	return int(b.Sub(a).Hours() / 24)
}
