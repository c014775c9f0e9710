package config

import (
	"fmt"
	"net/mail"
	"net/url"
	"slices"
	"strings"
	"time"

	"picreport/ingest"
	"picreport/ingest/finding"
	"picreport/ingest/ledger"
	"picreport/report"
)

// check refuses values that no command could work with.
func (c *Config) check() error {
	if strings.TrimSpace(c.Program.Name) == "" {
		return c.Errorf("program.name", "the programme has no name")
	}
	if err := ledger.CheckProgram(c.Program.ID); err != nil {
		return c.Errorf("program.id", "%w", err)
	}
	if _, err := c.Inception(); err != nil {
		return c.Errorf("program.inception", "%q is not a month: write it as 2024-03", c.Program.Inception)
	}
	if b := c.Demographics.Basis; b != report.BasisNew && b != report.BasisServed {
		return c.Errorf("demographics.basis", "%q is not one of new, served", b)
	}
	if o := c.DateOrder; o != "" && o != ingest.MDY && o != ingest.DMY {
		return c.Errorf("date_order", "%q is not one of mdy, dmy", o)
	}
	if i := c.ContactIDs; i != "" && i != ingest.ContactIDsCorrect && i != ingest.ContactIDsIgnored {
		return c.Errorf("contact_ids", "%q is not one of corrections, ignore", i)
	}
	if r := c.Restatements; r != "" && r != RestatementsNote {
		return c.Errorf("restatements", "%q is not note; leave it empty for no note in the report", r)
	}
	if len(c.LeaveOut.ClientID) > 0 && strings.TrimSpace(c.LeaveOut.Reason) == "" {
		return c.Errorf("leave_out.reason", "say why these rows are left out, such as training records")
	}
	if e := c.Early; e != "" && e != EarlyLeaveOut {
		return c.Errorf("before_inception", "%q is not leave_out; leave it empty for an error", e)
	}
	if err := c.checkStrict(); err != nil {
		return err
	}
	if _, err := time.LoadLocation(c.TimeZone); err != nil {
		return c.Errorf("timezone", "%q is not a time zone: write it as America/New_York", c.TimeZone)
	}
	if _, err := c.AgeBands(); err != nil {
		return c.Errorf("demographics.age_bands", "%w", err)
	}
	if err := c.checkOpening(); err != nil {
		return err
	}
	if _, err := c.Closed(); err != nil {
		return err
	}
	if _, err := Words(c.Language); err != nil {
		return c.Errorf("language", "%w", err)
	}
	if err := c.checkLabels(); err != nil {
		return err
	}
	if err := c.checkContact(); err != nil {
		return err
	}
	if err := c.checkExports(); err != nil {
		return err
	}
	return c.checkBrand()
}

// checkStrict refuses families of findings that there are none of.
func (c *Config) checkStrict() error {
	names := finding.FamilyNames()
	for i, name := range c.Strict {
		if slices.Contains(names, name) {
			continue
		}
		all := "the families are " + strings.Join(names, ", ")
		if near := ingest.Nearest(name, names); near != "" {
			return c.Errorf(fmt.Sprintf("strict[%d]", i), "%q is no family of findings; did you mean %s? %s", name, near, all)
		}
		return c.Errorf(fmt.Sprintf("strict[%d]", i), "%q is no family of findings; %s", name, all)
	}
	return nil
}

// checkOpening refuses an opening balance that does not say what it is of.
func (c *Config) checkOpening() error {
	o := c.Opening
	if o == (Opening{}) {
		return nil
	}
	inception, _ := c.Inception() // which has been checked
	through, err := c.OpeningThrough()
	switch {
	case err != nil || through == 0:
		return c.Errorf("opening.through", "%q is not a month: write the last one before the data, such as 2023-12",
			o.Through)
	case o.Clients <= 0:
		return c.Errorf("opening.clients", "say how many clients there were by the end of %s", o.Through)
	case inception == 0:
		return c.Errorf("program.inception", "an opening balance needs the programme's first month: write it as 2022-05")
	case inception > through:
		return c.Errorf("opening.through", "%s lies before program.inception, which is %s", o.Through, c.Program.Inception)
	case o.Unmatched != "" && o.Unmatched != UnmatchedAccept:
		return c.Errorf("opening.unmatched", "%q is not accept; leave it empty to publish nothing without opening.file",
			o.Unmatched)
	}
	return nil
}

// checkContact refuses contact lines that would be links to nowhere.
func (c *Config) checkContact() error {
	if p := c.Contact.Phone; p != "" && !strings.ContainsAny(p, "0123456789") {
		return c.Errorf("contact.phone", "there is no digit in it")
	}
	if e := c.Contact.Email; e != "" {
		if at, err := mail.ParseAddress(e); err != nil || at.Address != e {
			return c.Errorf("contact.email", "it is not an address such as team@riverton.example")
		}
	}
	if w := c.Contact.Web; w != "" {
		scheme, rest, ok := strings.Cut(w, "://")
		if !ok {
			scheme, rest = "https", w
		}
		if u, err := url.Parse("https://" + rest); err != nil || scheme != "https" && scheme != "http" ||
			!strings.Contains(u.Host, ".") || strings.ContainsAny(w, " \t\n") || u.Port() != "" && !ok {
			return c.Errorf("contact.web", "it is not an address such as riverton.example/careteam")
		}
	}
	return nil
}

// Placeholders says which contact lines are still those that init wrote.
func (c *Config) Placeholders() (left []string) {
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
	for _, lang := range Languages() {
		if w, err := Words(lang); err == nil {
			reserved[strings.ToLower(w.NotReported)] = true
		}
	}
	for _, key := range []string{"genders", "sources", "services"} {
		seen := map[string]bool{}
		for i, label := range sections[key] {
			at := fmt.Sprintf("%s[%d]", key, i)
			if strings.TrimSpace(label) == "" {
				return c.Errorf(at, "the entry has no label")
			}
			if reserved[strings.ToLower(strings.TrimSpace(label))] {
				return c.Errorf(at, "the label %q is kept for what is not reported; choose another", label)
			}
			if seen[label] {
				return c.Errorf(at, "the label %q stands twice", label)
			}
			seen[label] = true
		}
	}
	return nil
}
