package config

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"picreport/cmd/picreport/internal/failure"
	"picreport/ingest"
	"picreport/ingest/contact"
	"picreport/report"
)

// reportOptions is what the report takes of the configuration, in the language of words.
func (c *Config) reportOptions(words *report.Words) (report.Options, error) {
	o := report.Options{
		Program: c.Program.Program, Basis: c.Demographics.Basis, ContactLines: c.Contact, Funding: c.Funding, Words: words,
		NoteRestatements: c.Restatements == RestatementsNote,
	}
	var err error
	if o.Inception, err = c.Inception(); err != nil {
		return o, err
	}
	if o.AgeBands, err = c.AgeBands(); err != nil {
		return o, err
	}
	if o.Closed, err = c.Closed(); err != nil {
		return o, err
	}
	for _, g := range c.Genders {
		o.Genders = append(o.Genders, report.Gender{Label: g.Label, Always: g.Always})
	}
	for _, s := range c.Sources {
		o.Sources = append(o.Sources, report.Source{Label: s.Label, Text: s.Text, Referral: s.Referral})
	}
	for _, s := range c.Services {
		o.Services = append(o.Services, s.Name)
	}
	return o, nil
}

// ReadOptions is what the reader of exports takes of the configuration. The caller adds what is of
// one run: the day, the sheet, the password.
func (c *Config) ReadOptions() (ingest.Options, error) {
	inception, err := c.Inception()
	if err != nil {
		return ingest.Options{}, err
	}
	o := ingest.Options{
		Columns: c.Columns, Separator: c.Separator, Services: c.Services, ContactIDs: c.ContactIDs,
		DateOrder: cmp.Or(c.DateOrder, ingest.MDY), DateOrderSet: c.DateOrder != "",
		Zone:       c.location(),
		Dictionary: c.Relative(c.REDCap.Dictionary), RedcapContacts: c.REDCap.Contacts, Inception: inception, Counted: c.counted(),
	}
	o.ClientIDPattern = c.ClientIDForm
	o.LeaveOut = ingest.LeaveOut{Clients: c.LeaveOut.ClientID, Reason: c.LeaveOut.Reason, BeforeInception: c.Early == EarlyLeaveOut}
	o.SameClient = c.SameClient
	o.Anonymous = ingest.Anonymous(c.Anonymous)
	if o.Ages, o.AgeBands, err = c.ages(); err != nil {
		return o, err
	}
	for _, g := range c.Genders {
		o.Genders = append(o.Genders, ingest.Label{Name: g.Label, Values: g.Values})
	}
	for _, s := range c.Sources {
		o.Sources = append(o.Sources, ingest.Label{Name: s.Label, Values: s.Values})
	}
	return o, nil
}

// ages returns the ages that texts of exports stand for, and the bands of the report.
func (c *Config) ages() (ages map[string]contact.Age, bands []contact.Age, err error) {
	own, err := c.AgeBands()
	if err != nil {
		return nil, nil, err
	}
	for _, b := range own {
		bands = append(bands, b.Age())
	}
	for _, text := range slices.Sorted(maps.Keys(c.Ages)) {
		band, err := report.ParseAgeBand(c.Ages[text])
		if err == nil && !slices.Contains(own, band) {
			err = fmt.Errorf("%q is none of demographics.age_bands: %s", c.Ages[text], strings.Join(c.Demographics.AgeBands, ", "))
		}
		if err != nil {
			return nil, nil, c.Errorf("ages."+text, "%w", err)
		}
		if ages == nil {
			ages = map[string]contact.Age{}
		}
		ages[text] = band.Age()
	}
	return ages, bands, nil
}

// counted returns the fields whose labels the user's own file says: what is built in says nothing of
// what the exports of the programme have.
func (c *Config) counted() (fields []string) {
	for _, of := range [...]struct {
		key, field string
		labels     int
	}{{"genders", "gender", len(c.Genders)}, {"sources", "source", len(c.Sources)}, {"services", "services", len(c.Services)}} {
		if of.labels > 0 && c.has(of.key) {
			fields = append(fields, of.field)
		}
	}
	return fields
}

// Reading is a digest of everything in the configuration that decides what contacts are read from a
// file. A ledger keeps it beside a source, so that a change of it shows: it must not change where
// the configuration does not.
func (c *Config) Reading() (string, error) {
	o, err := c.ReadOptions()
	if err != nil {
		return "", err
	}
	dictionary := o.Dictionary
	o.Dictionary = ""
	parts := []any{o, ""}
	if dictionary != "" {
		data, err := os.ReadFile(dictionary)
		if err != nil {
			return "", failure.Usagef("redcap.dictionary: %w", err)
		}
		parts[1] = string(data)
	}
	b, err := json.Marshal(parts)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:]), nil
}
