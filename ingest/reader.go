// Package ingest turns exports into contacts: columns into fields, values into dates, ages and
// labels, and whatever is wrong into findings.
//
// A Reader reads exports into one stream of contacts; package dedup makes the same contact count
// once. A row or file that cannot be read is a Finding, and reading goes on; an error means that
// the work itself cannot go on. Counting belongs to package report, and the bytes of files to
// package table.
//
// A sheet goes through in three steps. layout.go finds which column holds which field. Then each
// row is parsed by itself, by one of several goroutines that read ahead: rowparser.go, with
// dateparser.go, labelparser.go and skiprow.go. Last, admit.go takes the parsed rows in their
// order, and finds what each is to the rows before: its client and contact ID get numbers, and
// checkclient.go and checkrepeat.go compare what it says with what was said before.
//
// What looks odd is so for the sake of millions of rows (BenchmarkBig): parsed rows have no
// pointers, the text of a cell lasts no longer than its row is parsed, clients and contact IDs are
// looked up many at a time ahead of their use, and equal rows are found at the end of an export by
// their hashes. Memory grows with clients, by some 50 bytes each, with their further rows by 9, and
// with contact IDs by some 70, for of their contacts the last one stands.
package ingest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"picreport/ingest/contact"
	"picreport/ingest/dedup"
	"picreport/ingest/finding"
	"picreport/ingest/internal/clients"
	"picreport/ingest/internal/value"
	"picreport/ingest/table"
)

// Input is one export to read.
type Input struct {
	Path  string
	Name  string    // the source name; "" is the base name of Path
	Stdin io.Reader // read instead of Path where set

	// Sheets and Columns are those of Options for this export: its sheets stand instead, and its
	// columns beside the others, over which they win. CheckColumns says what is wrong with them.
	Sheets  SheetNames
	Columns map[string]string
}

// Export says what was read of an input. Rows = Contacts + Roster + Rejected, but that a row with
// several contact dates is that many contacts.
type Export struct {
	Name     string // the source name; unlike that of every other export of the run
	Path     string
	SHA256   string // of the file's bytes, lower-case hex; "" where the file could not be read
	Size     int64  // in bytes
	Rows     int    // below the header row; totals and repeated headers are not rows
	Contacts int
	Roster   int // rows that say something of a client and are no contact
	Rejected int // rows that an error keeps from being counted
	LeftOut  int // rows that the configuration leaves out, beside Rows
	Sheets   []Sheet
}

// Summary is what a Reader found.
type Summary struct {
	Exports  []Export
	Findings []finding.Finding // in file order
	NotRun   []finding.NotRun
}

// Accepted returns the number of warnings that were accepted.
func (s Summary) Accepted() int {
	n := 0
	for _, f := range s.Findings {
		if f.Accepted {
			n++
		}
	}
	return n
}

// Count returns the number of findings of a severity, without warnings that were accepted.
func (s Summary) Count(severity finding.Severity) int {
	n := 0
	for _, f := range s.Findings {
		if f.Severity == severity && !f.Accepted {
			n++
		}
	}
	return n
}

// Reader reads exports. It serves one run: Read is called once, then Summary.
type Reader struct {
	opts             Options
	pivot            contact.Date // the latest day that a two-digit year may stand for
	mapped           map[string]mapping
	redcapDictionary *dictionary // nil for none
	dict             *contact.Dictionary
	spellings        map[field]*spellings   // of the fields whose values are labels
	ages             map[string]contact.Age // by value.Key of what Options.Ages says
	leftOut          map[string]bool        // client IDs, as compared, whose rows are left out
	same             map[string]string      // by a client ID as compared, that of the same person
	ageGroups        *unknownValues         // that lie in no one band
	idPattern        *regexp.Regexp         // of client IDs, from end to end; nil for none

	// What rows are compared with: those before them.
	clients      *clients.Set[clientState]
	clientParser *clients.Parser
	rows         clientRows
	persons      *persons
	contactIDs   *dedup.IDs
	hasher       contact.Hasher
	equal        dedup.Equal
	rest         contact.Mixer  // of the columns of which nothing goes into a contact
	sheetBase    dedup.Row      // the last row before the sheet that is being read
	repeats      repeats        // findings of contact IDs
	units        []*sheetReader // the sheets that were read, in that order
	lastRow      dedup.Row      // of the last of them
	hasRoster    bool
	hasContacts  bool        // a sheet of contacts was read
	redcapGroups []seenGroup // of all sheets
	admissions   []note      // of rosters that may be lists of contacts, unless there are others

	mappedSeen   map[string]bool // keys of Options.Columns that an export has
	mappedAbsent []absent

	found   *findings
	exports []Export
	notRun  []finding.NotRun
}

// mapping is an entry of Options.Columns.
type mapping struct {
	field  field
	header string
}

// OptionError says that an option does not fit.
type OptionError struct {
	Key string // of the configuration: columns, genders
	Err error  // what is wrong with its value
}

func (e *OptionError) Error() string { return e.Key + ": " + e.Err.Error() }

// Unwrap returns Err.
func (e *OptionError) Unwrap() error { return e.Err }

// NewReader returns a Reader, or an error where the options cannot be used: an unknown field, one
// header or spelling with two meanings, an unreadable dictionary.
func NewReader(o Options) (*Reader, error) {
	set := clients.New[clientState]()
	r := &Reader{
		opts: o, pivot: o.Today, dict: contact.NewDictionary(contact.BuiltIn(), set), spellings: map[field]*spellings{},
		clients: set, clientParser: set.Parser(), rows: clientRows{contact: map[int32]dedup.Row{}}, persons: newPersons(),
		leftOut: map[string]bool{}, same: map[string]string{}, ages: map[string]contact.Age{}, ageGroups: newUnknownValues(),
		contactIDs: dedup.NewIDs(), hasher: contact.Hasher{Mixer: contact.NewMixer()}, rest: contact.NewMixer(),
		mappedSeen: map[string]bool{},
		found:      newFindings(o.ShowValues),
	}
	if o.RestKey != nil {
		r.rest = *o.RestKey
	}
	r.contactIDs.Corrections = o.ContactIDs == ContactIDsCorrect
	r.dict.ByID = r.contactIDs
	if r.pivot == 0 {
		r.pivot = contact.DateOf(time.Now())
	}
	if o.DateOrder != "" && o.DateOrder != value.MDY && o.DateOrder != value.DMY {
		return nil, &OptionError{"date_order", fmt.Errorf("%q is neither mdy nor dmy", o.DateOrder)}
	}
	if o.ClientIDPattern != "" {
		var err error
		if r.idPattern, err = regexp.Compile(`(?i)^(?:` + o.ClientIDPattern + `)$`); err != nil {
			return nil, &OptionError{"client_id_pattern", err}
		}
	}
	if c := o.ContactIDs; c != "" && c != ContactIDsCorrect && c != ContactIDsIgnored {
		return nil, &OptionError{"contact_ids", fmt.Errorf("%q is neither corrections nor ignore", c)}
	}
	var err error
	if r.mapped, err = mapColumns(o.Columns); err != nil {
		return nil, &OptionError{"columns", err}
	}
	if err := r.mapAges(); err != nil {
		return nil, &OptionError{"ages", err}
	}
	if err := r.joinClients(); err != nil {
		return nil, &OptionError{"same_client", err}
	}
	if err := r.makeSpellings(); err != nil {
		return nil, err
	}
	if o.Dictionary != "" {
		var err error
		if r.redcapDictionary, err = readDictionary(o.Dictionary); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// CheckColumns returns what is wrong with a map of columns, such as Options.Columns.
func CheckColumns(columns map[string]string) error {
	_, err := mapColumns(columns)
	return err
}

// mapColumns reads a map of columns.
func mapColumns(columns map[string]string) (map[string]mapping, error) {
	mapped := map[string]mapping{}
	for _, header := range slices.Sorted(maps.Keys(columns)) {
		name := columns[header]
		f, key := fieldByName(name), value.Key(header)
		if f == noField {
			hint := "the fields are " + quoted(Fields())
			if near := Nearest(name, Fields()); near != "" {
				hint = fmt.Sprintf("did you mean %q?", near)
			}
			return nil, fmt.Errorf("%q is mapped to the unknown field %q; %s", header, name, hint)
		}
		if key == "" {
			return nil, fmt.Errorf("the header mapped to %s has no letter or digit", name)
		}
		if other, ok := mapped[key]; ok && other.field != f {
			return nil, fmt.Errorf("%q and %q are one header, but are mapped to %s and %s", other.header, header, other.field, f)
		}
		mapped[key] = mapping{f, header}
	}
	return mapped, nil
}

// makeSpellings reads Options.Genders, Sources and Services.
func (r *Reader) makeSpellings() error {
	genders := r.opts.Genders
	if len(genders) == 0 {
		genders = genderLabels
	}
	for _, of := range labelFields {
		list := map[field][]Label{fieldGender: genders, fieldSource: r.opts.Sources, fieldServices: r.opts.Services}[of.field]
		s, err := newSpellings(r.dict, of.field, of.attribute, of.rule, of.fallback, list)
		if err != nil {
			return &OptionError{of.key, err}
		}
		s.separator = r.opts.Separator
		r.spellings[of.field] = s
	}
	r.spellings[fieldGender].addGenders()
	return nil
}

// labelField is a field whose values are labels.
type labelField struct {
	field     field
	key       string // of the configuration
	attribute int
	rule      finding.ID // for an unknown value
	fallback  string     // its label
}

// labelFields are all of them.
var labelFields = [...]labelField{
	{fieldGender, "genders", contact.Gender, finding.GenderUnknown, ""},
	{fieldSource, "sources", contact.Source, finding.SourceUnknown, contact.Other},
	{fieldServices, "services", contact.Services, finding.ServiceUnknown, contact.Other},
}

// Read yields the contacts of all inputs, rosters included, in the order given and before merging;
// those whose client ID the other IDs decide about may come at the end of their sheet.
// What is wrong with a row or a file is a finding of Summary. An error is that of ctx, or an
// internal one, and ends the contacts. A contact is valid until the next is asked for, and is not
// to be changed.
func (r *Reader) Read(ctx context.Context, inputs []Input) iter.Seq2[*contact.Contact, error] {
	return func(yield func(*contact.Contact, error) bool) {
		inputs, again := withoutRepeated(inputs)
		r.dict.OneSource = len(inputs) == 1
		for i, name := range sourceNames(inputs) {
			r.exports = append(r.exports, Export{Name: name, Path: inputs[i].Path})
			r.found.names = append(r.found.names, name)
		}
		for _, i := range again {
			r.found.add(note{at: place{export: i}, rule: finding.FileTwice, text: "the file was named more than once, and " +
				"was read once"})
		}
		hashes := map[string]string{}
		mapped, sheets := r.mapped, r.opts.Sheets // of all exports
		for i, in := range inputs {
			if err := r.chooseOptions(in, mapped, sheets); err != nil {
				yield(nil, err)
				return
			}
			more, err := r.readExport(ctx, int32(i), in, yield)
			if err != nil {
				yield(nil, err)
				return
			}
			if !more {
				return
			}
			r.checkContent(int32(i), hashes)
		}
		r.finish()
	}
}

// chooseOptions lets what is particular to an export hold, over what is of all.
func (r *Reader) chooseOptions(in Input, mapped map[string]mapping, sheets SheetNames) error {
	r.opts.Sheets, r.mapped = sheets, mapped
	if len(in.Sheets) > 0 {
		r.opts.Sheets = in.Sheets
	}
	if len(in.Columns) == 0 {
		return nil
	}
	own, err := mapColumns(in.Columns)
	if err != nil {
		return fmt.Errorf("columns of %s: %w", in.Path, err)
	}
	r.mapped = maps.Clone(mapped)
	maps.Copy(r.mapped, own)
	return nil
}

// withoutRepeated returns the inputs without those of an earlier path, and the indices of the paths
// that came again.
func withoutRepeated(inputs []Input) (once []Input, again []int32) {
	paths := map[string]int32{}
	for _, in := range inputs {
		path := filepath.Clean(in.Path)
		if i, ok := paths[path]; ok && in.Stdin == nil {
			again = append(again, i)
			continue
		}
		if in.Stdin == nil {
			paths[path] = int32(len(once))
		}
		once = append(once, in)
	}
	return once, again
}

// finish makes the findings that need all rows.
func (r *Reader) finish() {
	for _, of := range labelFields {
		r.spellings[of.field].report(r.found)
	}
	r.reportAgeGroups()
	r.reportAbsent()
	r.reportCounted()
	r.checkRoster()
	r.checkOverlaps()
	r.checkRedcapNames()
	r.checkAdmissions()
	r.checkIDs()
}

// Summary returns what was read and found so far.
func (r *Reader) Summary() Summary {
	return Summary{Exports: slices.Clone(r.exports), Findings: r.found.list(), NotRun: slices.Clone(r.notRun)}
}

// checkContent reports a file that is the same as an earlier one.
func (r *Reader) checkContent(export int32, hashes map[string]string) {
	e := r.exports[export]
	if e.SHA256 == "" {
		return
	}
	if other, ok := hashes[e.SHA256]; ok {
		r.found.add(note{at: place{export: export}, rule: finding.FileSameContent, text: fmt.Sprintf("the content is that of %s", other)})
		return
	}
	hashes[e.SHA256] = e.Name
}

// sourceNames returns the names of the inputs, each unlike the others: base names, with as many
// folders before them as it takes, then with a number.
func sourceNames(inputs []Input) []string {
	names := make([]string, len(inputs))
	for i, in := range inputs {
		names[i] = in.Name
		if names[i] == "" {
			names[i] = cmp.Or(baseName(in.Path, 1), "-")
		}
	}
	taken := map[string]int{}
	for _, n := range names {
		taken[n]++
	}
	used := map[string]bool{}
	for i, in := range inputs {
		for depth := 2; in.Name == "" && in.Path != "" && taken[names[i]] > 1 && depth < 10; depth++ {
			names[i] = baseName(in.Path, depth)
		}
		name := names[i]
		for n := 2; used[names[i]]; n++ {
			names[i] = fmt.Sprintf("%s (%d)", name, n)
		}
		used[names[i]] = true
	}
	return names
}

// baseName returns the last parts of a path, joined by "/".
func baseName(path string, parts int) string {
	if path == "" {
		return ""
	}
	all := strings.FieldsFunc(filepath.Clean(path), func(r rune) bool { return r == '/' || r == filepath.Separator })
	return strings.Join(all[max(0, len(all)-parts):], "/")
}

// fileRule returns the rule for what stops the reading of a file.
func fileRule(err *table.Error) finding.ID {
	switch err.Kind {
	case table.Empty, table.NoSheets:
		return finding.FileEmpty
	case table.WrongType:
		return finding.FileWrongType
	case table.PasswordNeeded, table.WrongPassword, table.UnknownEncryption:
		return finding.FileEncrypted
	case table.Damaged:
		return finding.FileDamaged
	case table.TooLarge:
		return finding.FileTooLarge
	default:
		return finding.FileUnreadable
	}
}

// failed makes a finding of what stopped the reading of a file. It returns an error where the work
// cannot go on.
func (r *Reader) failed(ctx context.Context, at place, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var stop *table.Error
	if !errors.As(err, &stop) {
		return fmt.Errorf("read %s: %w", r.found.names[at.export], err)
	}
	at.row = int32(stop.Row)
	r.found.add(note{at: at, rule: fileRule(stop), text: stop.Error(), hint: stop.Hint})
	return nil
}
