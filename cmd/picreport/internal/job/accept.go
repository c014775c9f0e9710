package job

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os/user"
	"slices"
	"strings"
	"time"

	"picreport/cmd/picreport/internal/config"
	"picreport/cmd/picreport/internal/failure"
	"picreport/ingest"
	"picreport/ingest/finding"
)

// AcceptOptions say which warnings are accepted, or taken back, and why.
type AcceptOptions struct {
	ReadOptions
	Code     string
	Cells    []string // none: the warning is about no cell
	Quarter  string   // of a warning that is about no cell
	Reason   string
	By       string // who; "" is the user of the system
	Withdraw bool
}

// Accept writes down that warnings in exports were looked at, or that they no longer count as such,
// and returns how many and where.
func Accept(ctx context.Context, env Env, o AcceptOptions, files []string) (n int, path string, err error) {
	if err := o.check(); err != nil {
		return 0, "", err
	}
	c, err := env.config()
	if err != nil {
		return 0, "", err
	}
	period := ""
	if o.Quarter != "" {
		q, err := readQuarter(o.Quarter, c.Today(env.Now()))
		if err != nil {
			return 0, "", err
		}
		period = q.String()
	}
	source, err := o.read(ctx, env, c, files, period)
	if err != nil {
		return 0, "", err
	}
	found := source.summary().Findings
	chosen, err := o.choose(found)
	if err != nil {
		return 0, "", err
	}
	a, err := readAccepted(acceptedPath(c, source.files))
	if err != nil {
		return 0, "", err
	}
	if err := a.newSecret(); err != nil {
		return 0, "", err
	}
	keys, err := a.keys(ctx, source.reader, found, period, func(f *finding.Finding) bool {
		return slices.Contains(chosen, f)
	})
	if err != nil {
		return 0, "", err
	}
	entry, err := o.entry(env, period)
	if err != nil {
		return 0, "", err
	}
	for i := range found {
		if key, ok := keys[i]; ok && a.change(entry, key, o.Withdraw) {
			n++
		}
	}
	if n == 0 {
		return 0, a.path, errors.New("warnings about standard input cannot be told again: name a file")
	}
	return n, a.path, a.write()
}

// read reads the exports, and marks what was accepted of what is found in them.
func (o AcceptOptions) read(
	ctx context.Context, env Env, c *config.Config, files []string, period string,
) (*fileSource, error) {
	files, err := exportsOf(c, files)
	if err != nil {
		return nil, err
	}
	source, err := openFiles(ctx, env, c, o.ReadOptions, files)
	if err != nil {
		return nil, err
	}
	for _, err := range source.contacts(ctx) {
		if err != nil {
			return nil, err
		}
	}
	return source, source.accept(ctx, c, period)
}

// entry is what is written down of each warning, but for its case.
func (o AcceptOptions) entry(env Env, period string) (acceptedCase, error) {
	date, err := env.Date()
	return acceptedCase{
		Code: o.Code, Period: period, By: cmp.Or(o.By, userName()), On: date.In(time.UTC).Format(time.DateOnly), Reason: o.Reason,
	}, err
}

// check refuses what no file can make right.
func (o AcceptOptions) check() error {
	rule, ok := finding.ByCode(o.Code)
	switch {
	case !ok:
		var codes []string
		for _, r := range finding.Rules() {
			codes = append(codes, r.Code)
		}
		if near := ingest.Nearest(o.Code, codes); near != "" {
			return failure.Usagef("there is no finding %q; did you mean %s?", o.Code, near)
		}
		return failure.Usagef("there is no finding %q; picreport rules lists them", o.Code)
	case rule.Severity == finding.Error:
		return failure.Usagef("%s is an error, and errors cannot be accepted: correct the data; "+
			"picreport rules %s says how", o.Code, o.Code)
	case strings.TrimSpace(o.Reason) == "" && !o.Withdraw:
		return failure.Usagef("say why with --reason TEXT: whoever reads the report later will ask")
	case len(o.Cells) > 0 && o.Quarter != "":
		return failure.Usagef("name cells, or with --quarter the period of a warning that is about no cell")
	}
	return nil
}

// choose returns the warnings that are meant.
func (o AcceptOptions) choose(found []finding.Finding) ([]*finding.Finding, error) {
	var all, chosen []*finding.Finding
	for i := range found {
		f := &found[i]
		if f.Code == o.Code && f.Severity == finding.Error {
			return nil, failure.Usagef("%s: an error cannot be accepted: correct the data", OneLine(*f))
		}
		if f.Code == o.Code && f.Severity == finding.Warning && f.Accepted == o.Withdraw {
			all = append(all, f)
		}
	}
	if len(all) == 0 {
		if o.Withdraw {
			return nil, fmt.Errorf("no warning %s of the exports was accepted: there is nothing to take back", o.Code)
		}
		return nil, fmt.Errorf("the exports have no warning %s that is not accepted yet", o.Code)
	}
	for _, f := range all {
		if len(o.Cells) == 0 && f.Row == 0 {
			chosen = append(chosen, f)
		}
	}
	for _, cell := range o.Cells {
		n := len(chosen)
		for _, f := range all {
			if isAt(f, cell) && !slices.Contains(chosen, f) {
				chosen = append(chosen, f)
			}
		}
		if len(chosen) == n {
			return nil, failure.Usagef("there is no warning %s at %s; those there are stand at %s",
				o.Code, cell, listPlaces(all))
		}
	}
	switch {
	case len(chosen) == 0:
		return nil, failure.Usagef("say which: picreport accept %s %s", o.Code, listPlaces(all))
	case len(o.Cells) == 0 && o.Quarter == "":
		return nil, failure.Usagef("%s is about no cell here: say for which period with --quarter 2024Q3", o.Code)
	}
	return chosen, nil
}

// listPlaces lists the places of warnings as they are typed.
func listPlaces(all []*finding.Finding) string {
	var out []string
	files := map[string]bool{}
	for _, f := range all {
		files[f.File] = true
	}
	for _, f := range all {
		if f.Row == 0 {
			continue
		}
		place := Cell(*f)
		if len(files) > 1 {
			place = f.File + ":" + place
		}
		if out = append(out, place); len(out) == maxPlaces {
			break
		}
	}
	return strings.Join(out, " ")
}

// maxPlaces is how many places a message lists.
const maxPlaces = 20

// change notes a case, or takes it back, and reports whether it could.
func (a *accepted) change(entry acceptedCase, key string, withdraw bool) bool {
	if !withdraw {
		entry.Case = key
		a.Cases = append(a.Cases, entry)
		return true
	}
	i := slices.IndexFunc(a.Cases, func(c acceptedCase) bool { return c.Code == entry.Code && c.Case == key })
	if i < 0 {
		return false
	}
	a.Cases = slices.Delete(a.Cases, i, i+1)
	return true
}

// userName is the name of the user of the system.
func userName() string {
	u, err := user.Current()
	if err != nil {
		return "unknown"
	}
	return u.Username
}
