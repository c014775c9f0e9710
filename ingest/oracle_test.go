package ingest_test

import (
	"context"
	csvtext "encoding/csv"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"picreport/ingest"
	"picreport/ingest/contact/contacttest"
	"picreport/ingest/finding"
)

// oracle says what exports mean: which contacts are due, which findings at which cells, and how
// many rows count as what. It works a cell at a time with regular expressions, strings and maps,
// and shares no code with the package. It knows the headers and the forms of values that
// oddExports writes, and no others.
type oracle struct {
	opts             ingest.Options
	today, inception string                       // as 2024-07-01, like all days here
	choices          map[string]map[string]string // labels of the dictionary by field and code

	said // what is due

	clients    []*oracleClient
	uses       map[string][]*oracleUse // the contacts of each contact ID
	unknown    map[string]bool         // values that were reported
	people     map[string]*oracleClient
	pairs      map[[2]*oracleClient]bool
	hasRosters bool
	names      []string // of the files, in their order
	days       map[string][]oracleDated

	filesWithRows int // that were read
}

// oracleClient is what is to be remembered of a client.
type oracleClient struct {
	id, given                          string
	whole, parts                       string // see oracleAlikeKeys
	birth, gender                      string // the first that were said
	saidSpelling, saidBirth, saidOther bool
	firstContact                       string // file and cell of the client ID; "" for none
	rosters                            map[string]bool
}

// oracleUse is a contact of an ID.
type oracleUse struct {
	file, client, day, content, at string
	gone                           bool // another one stands in its place, or it is an error
}

// oracleContact is a contact, or what a roster says of a client, where day is "".
type oracleContact struct {
	id                         string
	client                     *oracleClient
	day, birth, gender, source string
	age                        string // "18-24"; "" for none
	services                   []string
	row                        int
}

func (c *oracleContact) content() string {
	return strings.Join([]string{c.day, c.birth, c.age, c.gender, c.source, strings.Join(c.services, "+")}, "|")
}

func newOracle(o ingest.Options, choices map[string]map[string]string) *oracle {
	return &oracle{
		opts: o, today: o.Today.String(), inception: o.Inception.String(), choices: choices,
		uses: map[string][]*oracleUse{}, unknown: map[string]bool{}, people: map[string]*oracleClient{},
		pairs: map[[2]*oracleClient]bool{}, days: map[string][]oracleDated{},
	}
}

// read reads the files, which are named a.csv, b.csv and so on.
func (o *oracle) read(files []string) {
	for i, text := range files {
		o.names = append(o.names, fileName(i))
		o.readFile(fileName(i), text)
		if slices.Contains(files[:i], text) {
			o.find(fileName(i), "", "file-same-content")
		}
	}
	for _, c := range o.clients {
		if o.hasRosters && c.firstContact != "" && len(c.rosters) == 0 {
			file, cell, _ := strings.Cut(c.firstContact, " ")
			o.find(file, cell, "client-not-in-roster")
		}
	}
	o.findCopies()
	slices.Sort(o.findings)
}

func fileName(i int) string { return string(rune('a'+i)) + ".csv" }

// readFile reads one file. The headers stand in the first row that names a client.
func (o *oracle) readFile(file, text string) {
	r := csvtext.NewReader(strings.NewReader(text))
	r.FieldsPerRecord = -1
	rows, err := r.ReadAll()
	must(err)
	at := slices.IndexFunc(rows, func(row []string) bool {
		return slices.Contains(row, "Client ID") || slices.Contains(row, "record_id")
	})
	s := newOracleSheet(o, file, rows[at])
	if s.hasUnread() {
		o.find(file, fmt.Sprint("row ", at+1), "columns-not-read")
	}
	for i, row := range rows[at+1:] {
		s.readRow(at+i+2, row)
	}
	s.end()
	if s.rows == 0 {
		o.find(file, fmt.Sprint("row ", at+1), "rows-missing")
	}
	o.counts = append(o.counts, fmt.Sprintf("%s: %d rows, %d contacts, %d of a roster, %d rejected", file, s.rows,
		s.dated, s.roster, s.rejected))
}

func (o *oracle) find(file, cell, code string) {
	o.findings = append(o.findings, strings.Join([]string{file, cell, code}, " "))
}

// client returns the client of an ID, and reports how it is written.
func (o *oracle) client(text, file, cell string) *oracleClient {
	id := oracleID(text)
	for _, c := range o.clients {
		if c.id != id {
			continue
		}
		if c.given != text && !c.saidSpelling {
			c.saidSpelling = true
			o.find(file, cell, "client-id-spelling")
		}
		return c
	}
	c := &oracleClient{id: id, given: text, rosters: map[string]bool{}}
	c.whole, c.parts = oracleAlikeKeys(id)
	if slices.ContainsFunc(o.clients, c.looksLike) {
		o.find(file, cell, "client-id-look-alike")
	}
	o.clients = append(o.clients, c)
	return c
}

// looksLike reports whether the ID of one client looks like that of another.
func (c *oracleClient) looksLike(other *oracleClient) bool {
	inParts := c.parts == other.parts || c.parts == c.whole || other.parts == other.whole
	return c.whole != "" && c.whole == other.whole && inParts
}

// contactLine writes all that a contact says, and where it stands. It alone looks into a contact.
func contactLine(c contacttest.Row) string {
	age := ""
	if c.Age.Known {
		age = fmt.Sprintf("%d-%d", c.Age.Low, c.Age.High)
	}
	return oracleLine(c.Place.File, c.Place.Row, c.ID, c.Client, c.Given, c.Date.String(),
		c.BirthDate.String(), age, c.Gender, c.Source, c.Services)
}

func oracleLine(file string, row int, id, client, given, day, birth, age, gender, source string,
	services []string,
) string {
	return fmt.Sprintf("%s:%d contact %q of %q written %q on %s, born %s, aged %s, %q by %q for %q",
		file, row, id, client, given, day, birth, age, gender, source, strings.Join(services, "+"))
}

// findingLine writes what a finding is about.
func findingLine(f finding.Finding) string {
	cell := f.Cell
	if cell == "" && f.Row > 0 {
		cell = fmt.Sprint("row ", f.Row)
	}
	return strings.Join([]string{f.File, cell, f.Code}, " ")
}

// said are the lines of what was made of files.
type said struct {
	contacts []string // a line each, see contactLine
	findings []string // a line each, see findingLine; sorted
	counts   []string // a line for each file
}

// diff returns the lines of another that differ, "" for none.
func (s *said) diff(other said) string {
	var b strings.Builder
	for _, lists := range [...][2][]string{{s.contacts, other.contacts}, {s.findings, other.findings}, {
		s.counts,
		other.counts,
	}} {
		if !slices.Equal(lists[0], lists[1]) {
			b.WriteString(cmp.Diff(lists[0], lists[1]))
		}
	}
	return b.String()
}

// sayWith reads files.
func sayWith(t *testing.T, o ingest.Options, files []string) said {
	t.Helper()
	r, err := ingest.NewReader(o)
	must(err)
	var out said
	for c, err := range r.Read(context.Background(), inputs(t, csv(files...))) {
		must(err)
		row := contacttest.Of(c)
		row.Given = c.GivenClient()
		out.contacts = append(out.contacts, contactLine(row))
	}
	sum := r.Summary()
	for _, f := range sum.Findings {
		out.findings = append(out.findings, findingLine(f))
	}
	slices.Sort(out.findings)
	for _, e := range sum.Exports {
		out.counts = append(out.counts, fmt.Sprintf("%s: %d rows, %d contacts, %d of a roster, %d rejected",
			e.Name, e.Rows, e.Contacts, e.Roster, e.Rejected))
	}
	return out
}

// dictionaryFile writes a dictionary of choices for the fields of a REDCap project.
func dictionaryFile(t testing.TB, choices map[string]map[string]string) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("Variable / Field Name,Field Type,Field Label,\"Choices, Calculations, OR Slider Labels\"\n")
	for _, field := range []string{"age", "gender", "source", "services"} {
		var list []string
		for code, label := range choices[field] {
			list = append(list, code+", "+label)
		}
		slices.Sort(list)
		fmt.Fprintf(&b, "%s,%s,The %s,%q\n", field, map[bool]string{
			true:  "checkbox",
			false: "radio",
		}[field == "services"], field, strings.Join(list, " | "))
	}
	path := t.TempDir() + "/dictionary.csv"
	must(os.WriteFile(path, []byte(b.String()), 0o600))
	return path
}
