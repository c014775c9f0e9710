package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"picreport/cmd/picreport/internal/atomicfile"
	"picreport/cmd/picreport/internal/failure"
	"picreport/cmd/picreport/internal/job"
	"picreport/cmd/picreport/internal/jsondoc"
	"picreport/ingest/finding"
	"picreport/report"
)

type tablesOptions struct {
	job.Options
	output string
	format string
	args   []string
}

func newTablesCommand(env *Env) *cobra.Command {
	o := &tablesOptions{}
	cmd := &cobra.Command{
		Use:   "tables --quarter Q [FILE...]",
		Short: "Show the figures of a quarter",
		Long: `Tables counts a quarter from exports, as build does, and writes the figures alone on
standard output. The format variables lists what a report text can refer to, with its values.

` + failure.Codes,
		Example: "  picreport tables --quarter 2024Q3 contacts-2024.csv\n" +
			"  picreport tables --quarter 2024Q3 --format json contacts-2024.csv",
		RunE: func(cmd *cobra.Command, args []string) error {
			o.args = args
			return runTables(cmd.Context(), env, o)
		},
	}
	addFigureFlags(cmd, &o.Options)
	cmd.Flags().StringVarP(&o.output, "output", "o", "",
		"`file` to write (default: standard output; for xlsx figures-2024Q3.xlsx)")
	addChoice(cmd, cmd.Flags(), &o.format, "format", "form of the figures", "text", "json", "csv", "xlsx", "variables")
	return cmd
}

func runTables(ctx context.Context, env *Env, o *tablesOptions) error {
	jobs := env.job()
	r, err := job.Count(ctx, jobs, o.Options, o.args)
	if err != nil {
		return err
	}
	if o.output == "" {
		o.output = "-"
		if o.format == "xlsx" {
			o.output = job.FiguresName + r.Quarter.String() + ".xlsx" // no file for a terminal
		}
	}
	if err := atomicfile.CheckOutputs([]string{o.output}, r.Inputs()); err != nil {
		return err
	}
	var b bytes.Buffer
	switch o.format {
	case "json":
		err = jsondoc.Write(&b, r.Figures)
	case "csv":
		err = writeTablesCSV(&b, r.Figures)
	case "xlsx":
		var date time.Time
		if date, err = jobs.Date(); err == nil {
			err = r.WriteWorkbook(&b, date)
		}
	case "variables":
		writeVariables(&b, report.Variables(r.Figures, r.Options))
	default:
		writeTables(&b, r.Figures, r.Options.Words)
	}
	if err != nil {
		return err
	}
	return jobs.Deliver(o.output, b.Bytes())
}

// figureLine is one number of the figures, for a line of a table.
type figureLine struct {
	table, label string
	count        int
}

// figureLines lists the figures of a quarter, table by table.
func figureLines(f *report.Figures) []figureLine {
	lines := []figureLine{
		{"clients", "served", f.Clients.Served},
		{"clients", "new", f.Clients.New},
		{"clients", "carried over", f.Clients.CarriedOver},
		{"clients", "since inception", f.Clients.SinceInception},
	}
	if f.Opening != nil {
		lines = append(lines, figureLine{"opening", f.Opening.Label, f.Opening.Clients})
	}
	for _, q := range f.NewByQuarter {
		lines = append(lines, figureLine{"new by quarter", q.Label, q.New})
	}
	for _, t := range []struct {
		name   string
		counts []report.Count
	}{
		{"gender", f.Demographics.Gender},
		{"age", f.Demographics.Age},
		{"contacts by source", f.Contacts.BySource},
		{"contacts by service", f.Contacts.ByService},
	} {
		for _, c := range t.counts {
			lines = append(lines, figureLine{t.name, c.Label, c.Count})
		}
	}
	if n := f.Contacts.Anonymous; n > 0 {
		lines = append(lines, figureLine{"contacts", "anonymous", n})
	}
	return append(lines, figureLine{"contacts", "total", f.Contacts.Total})
}

// writeTablesCSV writes one line a figure: quarter, table, label, count.
func writeTablesCSV(w io.Writer, f *report.Figures) error {
	out := csv.NewWriter(w)
	_ = out.Write([]string{"quarter", "table", "label", "count"})
	for _, l := range figureLines(f) {
		_ = out.Write([]string{f.Quarter.String(), l.table, guardFormula(l.label), strconv.Itoa(l.count)})
	}
	out.Flush()
	return out.Error()
}

// guardFormula puts an apostrophe before text that a spreadsheet would run as a formula
// (https://owasp.org/www-community/attacks/CSV_Injection).
func guardFormula(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}

// writeVariables lists variables with their values.
func writeVariables(b *bytes.Buffer, variables []report.Variable) {
	writeColumns(b, func(line func(string, string)) {
		for _, v := range variables {
			line(v.Name, v.Value)
		}
	})
}

// anonymousLine names the contacts that are none of clients.
const anonymousLine = "Contacts with no client ID"

// writeTables writes the figures for a person.
func writeTables(out *bytes.Buffer, f *report.Figures, words *report.Words) {
	fmt.Fprintf(out, "%s · %s (%s)\n", f.Program, f.Period.Label, f.Quarter)
	section := func(title string) { fmt.Fprintf(out, "\n%s\n", title) }
	width := widest(f)
	text := func(label, n string) {
		fmt.Fprintf(out, "  %-*s%*s\n", width, label, 10, n) // fmt counts runes
	}
	line := func(label string, n int) { text(label, words.Number(n)) }
	section("Clients")
	line("Individuals served", f.Clients.Served)
	line("  new", f.Clients.New)
	line("  carried over", f.Clients.CarriedOver)
	line("Since inception ("+f.Inception+")", f.Clients.SinceInception)
	if n := f.Contacts.Anonymous; n > 0 {
		line(anonymousLine, n)
	}
	if c := f.ChangeInNew; c != nil && c.Percent != nil {
		text("Change in new clients since "+c.PreviousQuarter.String(), fmt.Sprintf("%+d%%", *c.Percent))
	}
	section("New clients by quarter")
	if f.Opening != nil {
		line(f.Opening.Label, f.Opening.Clients)
	}
	for _, q := range f.NewByQuarter {
		line(q.Label, q.New)
	}
	basis := "new clients"
	if f.Demographics.Basis == report.BasisServed {
		basis = "individuals served"
	}
	for _, t := range []struct {
		title  string
		counts []report.Count
	}{
		{"Gender of " + basis, f.Demographics.Gender},
		{"Age of " + basis + " at first contact", f.Demographics.Age},
		{"Contacts by source (" + words.Number(f.Contacts.Total) + " in all)", f.Contacts.BySource},
		{"Contacts by service", f.Contacts.ByService},
	} {
		if len(t.counts) == 0 {
			continue
		}
		section(t.title)
		for _, c := range t.counts {
			line(c.Label, c.Count)
		}
	}
	fmt.Fprintf(out, "\n%s\n", dataLine(f.Data))
	if c := f.Coverage; c.FirstContact != 0 {
		fmt.Fprintln(out, coverageLine(c))
	}
}

// coverageLine says how far the contacts reach.
func coverageLine(c report.Coverage) string {
	line := fmt.Sprintf("Contacts from %s to %s", c.FirstContact, c.LastContact)
	if n := len(c.EmptyMonths); n > shownMonths {
		line += fmt.Sprintf("; none in %s and %d more months", strings.Join(c.EmptyMonths[:shownMonths], ", "), n-shownMonths)
	} else if n > 0 {
		line += "; none in " + strings.Join(c.EmptyMonths, ", ")
	}
	return line + "."
}

// shownMonths is how many months without a contact a line names.
const shownMonths = 12

// dataLine says what the figures were counted from.
func dataLine(d report.Data) string {
	parts := []string{finding.Counted(d.Contacts, "contact", "contacts")}
	for _, p := range []struct {
		n         int
		one, many string
	}{
		{d.Duplicates, "duplicate", "duplicates"},
		{d.Roster, "roster row", "roster rows"},
		{d.Rejected, "row left out", "rows left out"},
		{d.LeftOut, "row left out by the configuration", "rows left out by the configuration"},
	} {
		if p.n > 0 {
			parts = append(parts, finding.Counted(p.n, p.one, p.many))
		}
	}
	return fmt.Sprintf("From %s in %s: %s.", finding.Counted(d.Rows, "row", "rows"),
		finding.Counted(len(d.Exports), "export", "exports"), strings.Join(parts, ", "))
}

// widest returns the width of the widest label, in runes.
func widest(f *report.Figures) int {
	width := len("Change in new clients since 2024Q2")
	for _, l := range figureLines(f) {
		width = max(width, len([]rune(l.label)))
	}
	return width
}
