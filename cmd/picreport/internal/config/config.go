// Package config reads the configuration: one YAML file, decoded strictly into one struct and laid
// over the built-in one. Its faults are usage errors that say where in the file they are. It says
// what the rooms below take of it: the reader of exports, the report in a language with its texts,
// the brand with its files; and it describes itself as a JSON Schema.
package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"
	_ "time/tzdata" // time zones on systems that have none, such as Windows

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"picreport/cmd/picreport/internal/failure"
	"picreport/ingest"
	"picreport/ingest/contact"
	"picreport/report"
	"picreport/templates"
)

// RestatementsNote is the value of restatements: that puts a note into the report.
const RestatementsNote = "note"

// Name is the name under which a configuration is looked for.
const Name = "picreport.yaml"

// Config is the configuration file.
type Config struct {
	Program      Program             `yaml:"program"`
	Contact      report.ContactLines `yaml:"contact"`
	Funding      string              `yaml:"funding"`
	Text         string              `yaml:"text"`        // path of the report text, seen from the file; "" is built in
	RollupText   string              `yaml:"rollup_text"` // likewise of the roll-up of several programmes
	Language     string              `yaml:"language"`
	Languages    map[string]Language `yaml:"languages"`
	Columns      map[string]string   `yaml:"columns"`
	ClientIDForm string              `yaml:"client_id_pattern"` // a regular expression of a whole client ID; "" for none
	ContactIDs   ingest.ContactIDs   `yaml:"contact_ids"`
	Separator    string              `yaml:"separator"` // of several services in a cell; "" is found out
	DateOrder    ingest.DateOrder    `yaml:"date_order"`
	TimeZone     string              `yaml:"timezone"` // of today, as America/New_York; "" is the machine's
	REDCap       REDCap              `yaml:"redcap"`
	Demographics Demographics        `yaml:"demographics"`
	LeaveOut     LeaveOut            `yaml:"leave_out"`
	SameClient   map[string]string   `yaml:"same_client"`
	Early        string              `yaml:"before_inception"` // EarlyLeaveOut, or "" for an error
	Ages         map[string]string   `yaml:"ages"`
	Anonymous    Anonymous           `yaml:"anonymous"`
	Genders      []Gender            `yaml:"genders"`
	Sources      []Source            `yaml:"sources"`
	Services     []ingest.Label      `yaml:"services"`
	Exports      []Export            `yaml:"exports"`
	Coverage     Coverage            `yaml:"coverage"`
	Opening      Opening             `yaml:"opening"`
	Restatements string              `yaml:"restatements"` // note, or "" to leave them out of the report
	Strict       []string            `yaml:"strict"`       // families of findings whose warnings are errors
	Output       Output              `yaml:"output"`
	Brand        Brand               `yaml:"brand"`

	path  string    // of the file; "" for the built-in configuration
	tree  *ast.File // of the file, to say where a value stands
	named bool      // the file names the programme
}

// Program is the programme.
type Program struct {
	report.Program `yaml:",inline"`
	ID             string `yaml:"id"`        // in the ledger; "" is a ledger of this programme alone
	Inception      string `yaml:"inception"` // 2024-03
}

// Language is what the programme says of itself in one language. What is absent stands as it is in
// the first language.
type Language struct {
	Title   string `yaml:"title"`
	Mission string `yaml:"mission"`
	Funding string `yaml:"funding"`
	Text    string `yaml:"text"` // path of the report text, seen from the configuration file; "" is the built-in one

	RollupText string `yaml:"rollup_text"` // likewise of the roll-up of several programmes

	Labels  map[string]string `yaml:"labels"`  // labels of genders, sources and services to those of the page
	Sources map[string]string `yaml:"sources"` // labels of sources to how a sentence names them
}

// REDCap says how to read exports of REDCap.
type REDCap struct {
	Dictionary string   `yaml:"dictionary"` // path of the data dictionary, seen from the configuration file
	Contacts   []string `yaml:"contacts"`   // the instruments and events that are contacts; none: all that have a contact date
}

// LeaveOut names the clients whose rows are no contacts, and why.
type LeaveOut struct {
	ClientID []string `yaml:"client_id"`
	Reason   string   `yaml:"reason"`
}

// EarlyLeaveOut leaves contacts before the inception out.
const EarlyLeaveOut = "leave_out"

// Anonymous says which rows without a client ID are contacts with people who gave none: true for all
// that have none, or the texts that stand for it.
type Anonymous ingest.Anonymous

// UnmarshalYAML reads true, false or a list.
func (a *Anonymous) UnmarshalYAML(read func(any) error) error {
	if err := read(&a.All); err == nil {
		return nil
	}
	return read(&a.Texts)
}

// Demographics says whom the demographics describe, and in which age bands.
type Demographics struct {
	Basis    report.Basis `yaml:"basis"`
	AgeBands []string     `yaml:"age_bands"`
}

// Gender is one label of the gender table.
type Gender struct {
	Label  string   `yaml:"label"`
	Values []string `yaml:"values"`
	Always bool     `yaml:"always"`
}

// Source is one label of contact sources.
type Source struct {
	Label    string   `yaml:"label"`
	Values   []string `yaml:"values"`
	Text     string   `yaml:"text"`
	Referral bool     `yaml:"referral"`
}

// Coverage says when no contacts are to be expected.
type Coverage struct {
	Closed []string `yaml:"closed"` // as report.ParseClosed reads them
}

// Opening is what the programme says of the time before its data.
type Opening struct {
	Through   string `yaml:"through"`   // the last month of that time: 2023-12; "" for no opening balance
	Clients   int    `yaml:"clients"`   // how many there were by then
	File      string `yaml:"file"`      // path of the list of their IDs, seen from the configuration file; "" for none
	Unmatched string `yaml:"unmatched"` // accept, or "" to publish nothing without File
}

// UnmatchedAccept is the value of opening.unmatched that takes clients of before for new ones.
const UnmatchedAccept = "accept"

// Output says where reports are written.
type Output struct {
	Dir string `yaml:"dir"` // seen from the configuration file; "" is the working folder
}

// Path is the path of the file, or "" for the built-in configuration.
func (c *Config) Path() string { return c.path }

// Named says whether the file names the programme, so that what it says is of nobody else.
func (c *Config) Named() bool { return c.named }

// Load reads the configuration: the named file, else picreport.yaml in dir or the nearest folder
// above it, else the built-in one. Every error is a usage error.
func Load(name, dir string) (*Config, error) {
	c, err := builtInConfig()
	if err != nil {
		return nil, err
	}
	if name == "" {
		name = find(dir)
	}
	if name == "" {
		return c, c.check()
	}
	return c, c.lay(name)
}

func builtInConfig() (*Config, error) {
	data, err := fs.ReadFile(templates.FS, "builtin.yaml")
	if err != nil {
		return nil, err
	}
	c := &Config{}
	if err := yaml.UnmarshalWithOptions(data, c, yaml.Strict()); err != nil {
		return nil, fmt.Errorf("built-in configuration: %w", err)
	}
	return c, nil
}

// lay reads a configuration file and lays it over the built-in one.
func (c *Config) lay(name string) error {
	user, err := os.ReadFile(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return failure.Usagef("%s: no such configuration file", name)
	case err != nil:
		return failure.Usagef("%s: cannot read the configuration: %w", name, err)
	}
	return c.merge(name, user)
}

// dropIdentity takes away what is the programme's own, so that no other city's telephone number may
// end up on its report.
func (c *Config) dropIdentity() {
	c.Program, c.Contact, c.Funding, c.Languages = Program{}, report.ContactLines{}, "", nil
	c.Sources, c.Services = nil, nil
}

// merge lays a configuration file over the built-in one.
func (c *Config) merge(name string, data []byte) error {
	c.path = name
	tree, err := parser.ParseBytes(data, 0)
	if err != nil {
		return yamlError(name, err)
	}
	c.tree = tree
	var probe struct {
		Program struct {
			Name string `yaml:"name"`
		} `yaml:"program"`
	}
	// A programme that is not the built-in one takes nothing from it.
	if err := yaml.Unmarshal(data, &probe); err == nil && probe.Program.Name != "" {
		c.named = true
		if probe.Program.Name != c.Program.Name {
			c.dropIdentity()
		}
	}
	if len(tree.Docs) > 1 {
		return failure.Usagef("%s: there is a second document after ---; write one", name)
	}
	if len(tree.Docs) == 1 && tree.Docs[0].Body != nil && tree.Docs[0].Body.Type() != ast.CommentType {
		if err := yaml.UnmarshalWithOptions(data, c, yaml.Strict()); err != nil {
			return yamlError(name, err)
		}
	}
	return c.check()
}

// Today is the day of a moment in the time zone of the configuration.
func (c *Config) Today(now time.Time) contact.Date { return contact.DateOf(now.In(c.location())) }

// location is the time zone in which today is told.
func (c *Config) location() *time.Location {
	if c.TimeZone == "" {
		return time.Local
	}
	zone, err := time.LoadLocation(c.TimeZone)
	if err != nil {
		return time.Local // check has refused it
	}
	return zone
}

// Inception returns the first day of the inception month, or 0 where none is set.
func (c *Config) Inception() (contact.Date, error) {
	if c.Program.Inception == "" {
		return 0, nil
	}
	t, err := time.Parse("2006-01", c.Program.Inception)
	return contact.DateOf(t), err
}

// OpeningThrough returns the last day of the opening balance, or 0 where there is none.
func (c *Config) OpeningThrough() (contact.Date, error) {
	if c.Opening.Through == "" {
		return 0, nil
	}
	t, err := time.Parse("2006-01", c.Opening.Through)
	return contact.DateOf(t.AddDate(0, 1, -1)), err
}

// Closed returns the days on which no contact is to be expected.
func (c *Config) Closed() (report.Calendar, error) {
	var all report.Calendar
	for i, s := range c.Coverage.Closed {
		closed, err := report.ParseClosed(s)
		if err != nil {
			return nil, c.Errorf(fmt.Sprintf("coverage.closed[%d]", i), "%w", err)
		}
		all = append(all, closed)
	}
	return all, nil
}

// AgeBands returns the age bands of the demographics.
func (c *Config) AgeBands() ([]report.AgeBand, error) {
	bands := make([]report.AgeBand, 0, len(c.Demographics.AgeBands))
	for _, s := range c.Demographics.AgeBands {
		b, err := report.ParseAgeBand(s)
		if err != nil {
			return nil, err
		}
		bands = append(bands, b)
	}
	return bands, report.CheckAgeBands(bands)
}
