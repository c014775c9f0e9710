package main

import (
	"errors"
	"fmt"
	"io/fs"
	"net/mail"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"time"
	_ "time/tzdata" // time zones on systems that have none, such as Windows

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"picreport/cmd/picreport/internal/failure"
	"picreport/ingest"
	"picreport/ingest/contact"
	"picreport/ingest/ledger"
	"picreport/report"
	"picreport/templates"
)

// restatementsNote is the value of restatements: that puts a note into the report.
const restatementsNote = "note"

// configName is the name under which a configuration is looked for.
const configName = "picreport.yaml"

// Config is the configuration file.
type Config struct {
	Program      ProgramConfig      `yaml:"program"`
	Contact      report.Contact     `yaml:"contact"`
	Funding      string             `yaml:"funding"`
	Text         string             `yaml:"text"`        // path of the report text, seen from the configuration file; "" is the built-in one
	RollupText   string             `yaml:"rollup_text"` // likewise of the roll-up of several programmes
	Language     string             `yaml:"language"`
	Languages    Languages          `yaml:"languages"`
	Columns      map[string]string  `yaml:"columns"`
	DateOrder    ingest.DateOrder   `yaml:"date_order"`
	TimeZone     string             `yaml:"timezone"` // of today, as America/New_York; "" is the machine's
	REDCap       REDCapConfig       `yaml:"redcap"`
	Demographics DemographicsConfig `yaml:"demographics"`
	Genders      []GenderConfig     `yaml:"genders"`
	Sources      []SourceConfig     `yaml:"sources"`
	Services     []ingest.Label     `yaml:"services"`
	Exports      []string           `yaml:"exports"`
	Restatements string             `yaml:"restatements"` // note, or "" to leave them out of the report
	Output       OutputConfig       `yaml:"output"`
	Brand        BrandConfig        `yaml:"brand"`

	path  string    // of the file; "" for the built-in configuration
	tree  *ast.File // of the file, to say where a value stands
	named bool      // the file names the programme
}

// ProgramConfig is the programme.
type ProgramConfig struct {
	report.Program `yaml:",inline"`
	ID             string `yaml:"id"`        // in the ledger; "" is a ledger of this programme alone
	Inception      string `yaml:"inception"` // 2024-03
}

// Languages is what the programme says of itself in other languages, by language.
type Languages map[string]LanguageConfig

// LanguageConfig is what the programme says of itself in one language. What is absent stands as it is in the first language.
type LanguageConfig struct {
	Title   string `yaml:"title"`
	Mission string `yaml:"mission"`
	Funding string `yaml:"funding"`
	Text    string `yaml:"text"` // path of the report text, seen from the configuration file; "" is the built-in one

	RollupText string `yaml:"rollup_text"` // likewise of the roll-up of several programmes

	Labels  map[string]string `yaml:"labels"`  // labels of genders, sources and services to those of the page
	Sources map[string]string `yaml:"sources"` // labels of sources to how a sentence names them
}

// REDCapConfig says how to read exports of REDCap.
type REDCapConfig struct {
	Dictionary string `yaml:"dictionary"` // path of the data dictionary, seen from the configuration file
}

// DemographicsConfig says whom the demographics describe, and in which age bands.
type DemographicsConfig struct {
	Basis    report.Basis `yaml:"basis"`
	AgeBands []string     `yaml:"age_bands"`
}

// GenderConfig is one label of the gender table.
type GenderConfig struct {
	Label  string   `yaml:"label"`
	Values []string `yaml:"values"`
	Always bool     `yaml:"always"`
}

// SourceConfig is one label of contact sources.
type SourceConfig struct {
	Label    string   `yaml:"label"`
	Values   []string `yaml:"values"`
	Text     string   `yaml:"text"`
	Referral bool     `yaml:"referral"`
}

// OutputConfig says where reports are written.
type OutputConfig struct {
	Dir string `yaml:"dir"` // seen from the configuration file; "" is the working folder
}

// loadConfig reads the configuration: the named file, else picreport.yaml in dir or the nearest folder above it, else the built-in one.
// Every error is a usage error.
func loadConfig(name, dir string) (*Config, error) {
	c, err := builtInConfig()
	if err != nil {
		return nil, err
	}
	if name == "" {
		name = findConfig(dir)
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

// dropIdentity takes away what is the programme's own, so that no other city's telephone number may end up on its report.
func (c *Config) dropIdentity() {
	c.Program, c.Contact, c.Funding, c.Languages, c.Sources, c.Services = ProgramConfig{}, report.Contact{}, "", nil, nil, nil
}

// findConfig returns the path of picreport.yaml in dir or the nearest folder above it, as seen from dir, or "".
func findConfig(dir string) string {
	start, err := filepath.Abs(dir)
	if err != nil {
		return ""
	}
	dir = start
	for {
		name := filepath.Join(dir, configName)
		if info, err := os.Stat(name); err == nil && info.Mode().IsRegular() {
			if seen, err := filepath.Rel(start, name); err == nil {
				return seen
			}
			return name
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return ""
		}
		dir = parent
	}
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

// check refuses values that no command could work with.
func (c *Config) check() error {
	if strings.TrimSpace(c.Program.Name) == "" {
		return c.errorf("program.name", "the programme has no name")
	}
	if err := ledger.CheckProgram(c.Program.ID); err != nil {
		return c.errorf("program.id", "%w", err)
	}
	if _, err := c.inception(); err != nil {
		return c.errorf("program.inception", "%q is not a month: write it as 2024-03", c.Program.Inception)
	}
	if b := c.Demographics.Basis; b != report.BasisNew && b != report.BasisServed {
		return c.errorf("demographics.basis", "%q is not one of new, served", b)
	}
	if o := c.DateOrder; o != ingest.MDY && o != ingest.DMY {
		return c.errorf("date_order", "%q is not one of mdy, dmy", o)
	}
	if r := c.Restatements; r != "" && r != restatementsNote {
		return c.errorf("restatements", "%q is not note; leave it empty for no note in the report", r)
	}
	if _, err := time.LoadLocation(c.TimeZone); err != nil {
		return c.errorf("timezone", "%q is not a time zone: write it as America/New_York", c.TimeZone)
	}
	if _, err := c.ageBands(); err != nil {
		return c.errorf("demographics.age_bands", "%w", err)
	}
	if _, err := words(c.Language); err != nil {
		return c.errorf("language", "%w", err)
	}
	if err := c.checkLabels(); err != nil {
		return err
	}
	if err := c.checkContact(); err != nil {
		return err
	}
	return c.checkBrand()
}

// checkContact refuses contact lines that would be links to nowhere.
func (c *Config) checkContact() error {
	if p := c.Contact.Phone; p != "" && !strings.ContainsAny(p, "0123456789") {
		return c.errorf("contact.phone", "there is no digit in it")
	}
	if e := c.Contact.Email; e != "" {
		if at, err := mail.ParseAddress(e); err != nil || at.Address != e {
			return c.errorf("contact.email", "it is not an address such as team@riverton.example")
		}
	}
	if w := c.Contact.Web; w != "" {
		scheme, rest, ok := strings.Cut(w, "://")
		if !ok {
			scheme, rest = "https", w
		}
		if u, err := url.Parse("https://" + rest); err != nil || scheme != "https" && scheme != "http" || !strings.Contains(u.Host, ".") || strings.ContainsAny(w, " \t\n") || u.Port() != "" && !ok {
			return c.errorf("contact.web", "it is not an address such as riverton.example/careteam")
		}
	}
	return nil
}

// placeholders says which contact lines are still those that init wrote.
func (c *Config) placeholders() (left []string) {
	for _, l := range []struct{ key, value, example string }{
		{"contact.phone", c.Contact.Phone, "555-0100"},
		{"contact.email", c.Contact.Email, "riverton.example"},
		{"contact.web", c.Contact.Web, "riverton.example"},
	} {
		if strings.Contains(l.value, l.example) {
			left = append(left, fmt.Sprintf("%s: %s is still the example's; set or delete it", c.path, l.key))
		}
	}
	return left
}

// checkLabels refuses labels without a name and labels that stand twice.
func (c *Config) checkLabels() error {
	sections := map[string][]string{}
	for _, g := range c.Genders {
		sections["genders"] = append(sections["genders"], g.Label)
	}
	for _, s := range c.Sources {
		sections["sources"] = append(sections["sources"], s.Label)
	}
	for _, s := range c.Services {
		sections["services"] = append(sections["services"], s.Name)
	}
	reserved := map[string]bool{}
	for _, lang := range languages() {
		if w, err := words(lang); err == nil {
			reserved[strings.ToLower(w.NotReported)] = true
		}
	}
	for _, key := range []string{"genders", "sources", "services"} {
		seen := map[string]bool{}
		for i, label := range sections[key] {
			at := fmt.Sprintf("%s[%d]", key, i)
			if strings.TrimSpace(label) == "" {
				return c.errorf(at, "the entry has no label")
			}
			if reserved[strings.ToLower(strings.TrimSpace(label))] {
				return c.errorf(at, "the label %q is kept for what is not reported; choose another", label)
			}
			if seen[label] {
				return c.errorf(at, "the label %q stands twice", label)
			}
			seen[label] = true
		}
	}
	return nil
}

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

// inception returns the first day of the inception month, or 0 where none is set.
func (c *Config) inception() (contact.Date, error) {
	if c.Program.Inception == "" {
		return 0, nil
	}
	t, err := time.Parse("2006-01", c.Program.Inception)
	return contact.DateOf(t), err
}

func (c *Config) ageBands() ([]report.AgeBand, error) {
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

// errorf is a usage error about a key, with the place of its value where the configuration file has it.
func (c *Config) errorf(key, format string, args ...any) error {
	place := c.path
	if place == "" {
		place = "built-in configuration"
	}
	if c.tree != nil {
		for at := key; at != ""; at = parentKey(at) {
			path, err := yaml.PathString("$." + at)
			if err != nil {
				break
			}
			if node, err := path.FilterFile(c.tree); err == nil && node != nil {
				pos := node.GetToken().Position
				place = fmt.Sprintf("%s:%d:%d", c.path, pos.Line, pos.Column)
				break
			}
		}
	}
	return failure.Usagef("%s: %s: %w", place, key, fmt.Errorf(format, args...))
}

func parentKey(key string) string {
	if i := strings.LastIndexAny(key, ".["); i > 0 {
		return key[:i]
	}
	return ""
}

// relative returns a path of the configuration as seen from the configuration file's folder.
func (c *Config) relative(path string) string {
	if path == "" || filepath.IsAbs(path) || c.path == "" {
		return path
	}
	return filepath.Join(filepath.Dir(c.path), path)
}

var (
	unknownKey = regexp.MustCompile(`unknown field "([^"]+)"`)
	wrongType  = regexp.MustCompile(`cannot unmarshal (\S+) into Go (?:struct field \S+|value) of type (\S+)`)
	wrongNode  = regexp.MustCompile(`^(\S+) was used where (\S+) is expected`)
)

// yamlError says in one line what the YAML library says with a picture.
func yamlError(name string, err error) error {
	var ye yaml.Error
	if !errors.As(err, &ye) {
		return failure.Usagef("%s: %w", name, err)
	}
	msg := ye.GetMessage()
	if m := unknownKey.FindStringSubmatch(msg); m != nil {
		msg = fmt.Sprintf("unknown key %q", m[1])
		if near := ingest.Nearest(m[1], configKeys()); near != "" {
			msg += fmt.Sprintf("; did you mean %q?", near)
		}
	} else if m := wrongType.FindStringSubmatch(msg); m != nil {
		msg = fmt.Sprintf("%s does not fit here: %s is wanted", yamlWords(m[1]), yamlWords(m[2]))
	} else if m := wrongNode.FindStringSubmatch(msg); m != nil {
		msg = fmt.Sprintf("%s does not fit here: %s is wanted", yamlWords(m[1]), yamlWords(m[2]))
	}
	if t := ye.GetToken(); t != nil && t.Position != nil {
		return failure.Usagef("%s:%d:%d: %s", name, t.Position.Line, t.Position.Column, msg)
	}
	return failure.Usagef("%s: %s", name, msg)
}

// yamlWords says in plain words what a type of Go, or a node of YAML, is.
func yamlWords(goType string) string {
	switch {
	case strings.HasPrefix(goType, "[]"), goType == "sequence":
		return "a list"
	case strings.HasPrefix(goType, "map"), strings.Contains(goType, "Config"), strings.Contains(goType, "."):
		return "a group of keys"
	case strings.HasPrefix(goType, "int"), strings.HasPrefix(goType, "uint"), strings.HasPrefix(goType, "float"):
		return "a number"
	case goType == "bool":
		return "true or false"
	case goType == "string":
		return "text"
	}
	return goType
}

// configKeys are the names of all keys, at every depth.
func configKeys() []string {
	seen := map[string]bool{}
	var keys []string
	var walk func(t reflect.Type)
	walk = func(t reflect.Type) {
		for t.Kind() == reflect.Slice || t.Kind() == reflect.Pointer {
			t = t.Elem()
		}
		if t.Kind() != reflect.Struct {
			return
		}
		for i := range t.NumField() {
			f := t.Field(i)
			key, _, _ := strings.Cut(f.Tag.Get("yaml"), ",")
			if key != "" && key != "-" && !seen[key] {
				seen[key] = true
				keys = append(keys, key)
			}
			if f.IsExported() {
				walk(f.Type)
			}
		}
	}
	walk(reflect.TypeFor[Config]())
	return keys
}
