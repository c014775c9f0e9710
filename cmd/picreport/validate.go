package main

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"picreport/cmd/picreport/internal/atomicfile"
	"picreport/cmd/picreport/internal/failure"
	"picreport/cmd/picreport/internal/job"
	"picreport/cmd/picreport/internal/jsondoc"
	"picreport/ingest"
	"picreport/ingest/finding"
	"picreport/report"
)

// findingsSchema names the form of the findings document. Keys are only ever added to it.
const findingsSchema = "picreport.findings/1"

type validateOptions struct {
	job.ValidateOptions
	finding.Policy
	format string
	args   []string
}

func newValidateCommand(env *Env) *cobra.Command {
	o := &validateOptions{}
	cmd := &cobra.Command{
		Use:   "validate FILE...",
		Short: "Find what is wrong with exports",
		Long: `Validate reads exports and reports what is wrong with them, and in which cell. It begins
with what each column was read as. It stores nothing.

An error is what keeps a row or a file from being counted; a warning is a row that counts but is
likely wrong. picreport rules CODE explains a finding. Values of cells are shown only with
--show-values.

` + failure.Codes,
		Example: `  picreport validate contacts-2024.xlsx
  picreport validate contacts-2024.xlsx --annotate checked.xlsx
  picreport validate --format json exports/*.csv`,
		RunE: func(cmd *cobra.Command, args []string) error {
			o.args = args
			return runValidate(cmd.Context(), env, o)
		},
	}
	addReadFlags(cmd, &o.ReadOptions)
	flags := cmd.Flags()
	addChoice(cmd, flags, &o.format, "format", "form of the findings", "text", "json", "csv")
	flags.StringVar(&o.Annotate, "annotate", "",
		"write a copy of the workbook with the cells marked to `file` (with one FILE)")
	flags.BoolVar(&o.ShowValues, "show-values", false, "show the values of cells, which may be data of clients")
	addStrictFlag(cmd, &o.Policy)
	_ = cmd.MarkFlagFilename("annotate", "xlsx")
	return cmd
}

func runValidate(ctx context.Context, env *Env, o *validateOptions) error {
	if len(o.args) == 0 {
		return failure.Usagef("name at least one export: a CSV or XLSX file, or - for standard input")
	}
	s, err := job.Validate(ctx, env.job(), o.ValidateOptions, o.args)
	if err != nil {
		return err
	}
	switch o.format {
	case "json":
		err = jsondoc.Write(env.Stdout, findingsDocument(s))
	case "csv":
		err = writeFindingsCSV(env.Stdout, s.Findings)
	default:
		err = writeFindings(env.Stdout, s, env.colors(env.Stdout))
	}
	if err != nil {
		return atomicfile.CannotWrite("standard output", err)
	}
	o.Families = s.Strict
	if stop := o.Stops(finding.FoundIn(s.Findings)); stop.Any() {
		return failure.Said(job.Code(stop)) // what stops it has been shown
	}
	return nil
}

// document is the findings document.
type document struct {
	Schema   string            `json:"schema"`
	Files    []documentFile    `json:"files"`
	Coverage report.Coverage   `json:"coverage"`
	Summary  documentSummary   `json:"summary"`
	Findings []finding.Finding `json:"findings"`
	NotRun   []finding.NotRun  `json:"not_run"`
}

// documentSummary counts findings.
type documentSummary struct {
	Error    int `json:"error"`
	Warning  int `json:"warning"`
	Info     int `json:"info"`
	Accepted int `json:"accepted"` // warnings, which are not among Warning
}

type documentFile struct {
	File     string `json:"file"`
	Rows     int    `json:"rows"`
	Contacts int    `json:"contacts"`
	Roster   int    `json:"roster"`
	Rejected int    `json:"rejected"`
	SHA256   string `json:"sha256,omitempty"`

	Sheets  []documentSheet  `json:"sheets"`
	Columns []documentColumn `json:"columns"`
}

func findingsDocument(s job.Validated) document {
	d := document{
		Schema: findingsSchema, Files: []documentFile{}, Coverage: s.Coverage, Findings: s.Findings, NotRun: s.NotRun,
		Summary: documentSummary{s.Count(finding.Error), s.Count(finding.Warning), s.Count(finding.Info), s.Accepted()},
	}
	for _, e := range s.Exports {
		sheets, columns := documentColumns(e)
		d.Files = append(d.Files, documentFile{e.Name, e.Rows, e.Contacts, e.Roster, e.Rejected, e.SHA256, sheets, columns})
	}
	if d.Findings == nil {
		d.Findings = []finding.Finding{}
	}
	if d.NotRun == nil {
		d.NotRun = []finding.NotRun{}
	}
	return d
}

func writeFindingsCSV(w io.Writer, findings []finding.Finding) error {
	out := csv.NewWriter(w)
	_ = out.Write([]string{
		"severity", "code", "file", "sheet", "row", "column", "cell", "field", "message", "hint",
		"value",
	})
	for _, f := range findings {
		row := ""
		if f.Row > 0 {
			row = strconv.Itoa(f.Row)
		}
		severity := string(f.Severity)
		if f.Accepted {
			severity = "accepted"
		}
		record := []string{
			severity, f.Code, f.File, f.Sheet, row, f.Column, f.Cell, f.Field, f.Message, f.Hint,
			f.Value,
		}
		for i := range record {
			record[i] = guardFormula(record[i])
		}
		_ = out.Write(record)
	}
	out.Flush()
	return out.Error()
}

// writeFindings writes for a person what became of each column, the findings, how far the contacts
// reach, and a verdict in the last line.
func writeFindings(w io.Writer, s job.Validated, color bool) error {
	var b strings.Builder
	printColumns(&b, s.Exports)
	printFindings(&b, s.Findings, color)
	if len(s.Findings) > 0 {
		printNotRun(&b, s.NotRun)
	}
	rows, counted, rejected := 0, 0, 0
	for _, e := range s.Exports {
		rows += e.Rows
		counted += e.Contacts + e.Roster
		rejected += e.Rejected
	}
	if s.Coverage.FirstContact != 0 {
		b.WriteString(coverageLine(s.Coverage) + "\n")
	}
	name := finding.Counted(len(s.Exports), "export", "exports")
	if len(s.Exports) == 1 {
		name = s.Exports[0].Name
	}
	fmt.Fprintf(&b, "%s: %s%s: %s", name, finding.Counted(rows, "row", "rows"), ofRoster(s.Summary), verdictText(s.Summary))
	switch {
	case rejected > 0:
		fmt.Fprintf(&b, "; %d of them cannot be counted", rejected)
	case s.Count(finding.Error) == 0 && len(s.Findings) > 0:
		b.WriteString("; every row can be counted")
	case len(s.Findings) == 0 && len(s.NotRun) > 0:
		fmt.Fprintf(&b, " (not checked: %s)", strings.Join(notRunCodes(s.NotRun), ", "))
	}
	b.WriteString("\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// ofRoster says of rows none of which is a contact what they were read as.
func ofRoster(s ingest.Summary) string {
	contacts, roster := 0, 0
	for _, e := range s.Exports {
		contacts += e.Contacts + e.Rejected
		roster += e.Roster
	}
	if contacts > 0 || roster == 0 {
		return ""
	}
	return " of a roster, no contacts"
}

func verdictText(s ingest.Summary) string {
	var parts []string
	for _, p := range []struct {
		severity  finding.Severity
		one, many string
	}{
		{finding.Error, "error", "errors"},
		{finding.Warning, "warning", "warnings"},
		{finding.Info, "note", "notes"},
	} {
		if n := s.Count(p.severity); n > 0 {
			parts = append(parts, finding.Counted(n, p.one, p.many))
		}
	}
	if n := s.Accepted(); n > 0 {
		parts = append(parts, strconv.Itoa(n)+" accepted")
	}
	if len(parts) == 0 {
		return "nothing is wrong"
	}
	return strings.Join(parts, ", ")
}

// printNotRun lists the checks that could not run, those of one reason and file together.
func printNotRun(w io.Writer, notRun []finding.NotRun) {
	if len(notRun) == 0 {
		return
	}
	type key struct{ file, reason string }
	var order []key
	codes := map[key][]string{}
	for _, n := range notRun {
		k := key{n.File, n.Reason}
		if codes[k] == nil {
			order = append(order, k)
		}
		codes[k] = append(codes[k], n.Code)
	}
	fmt.Fprintln(w, "not checked:")
	for _, k := range order {
		fmt.Fprintf(w, "  %s: %s (%s)\n", k.file, k.reason, strings.Join(codes[k], ", "))
	}
}

func notRunCodes(notRun []finding.NotRun) []string {
	var codes []string
	for _, n := range notRun {
		if !slices.Contains(codes, n.Code) {
			codes = append(codes, n.Code)
		}
	}
	return codes
}
