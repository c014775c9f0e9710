package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"picreport/cmd/picreport/internal/atomicfile"
	"picreport/cmd/picreport/internal/config"
	"picreport/cmd/picreport/internal/failure"
	"picreport/cmd/picreport/internal/jsondoc"
	"picreport/ingest"
	"picreport/ingest/annotate"
	"picreport/ingest/finding"
)

// findingsSchema names the form of the findings document. Keys are only ever added to it.
const findingsSchema = "picreport.findings/1"

type validateOptions struct {
	readFlags
	format   choiceFlag
	annotate string
	strict   bool
}

func (a *app) validateCommand() *cobra.Command {
	o := &validateOptions{format: choiceFlag{choices: []string{"text", "json", "csv"}, values: []string{"text"}}}
	cmd := &cobra.Command{
		Use:   "validate FILE...",
		Short: "Find what is wrong with exports",
		Long: `Validate reads exports and reports what is wrong with them, and in which cell. It stores nothing.

An error is what keeps a row or a file from being counted; a warning is a row that counts but is likely wrong. picreport rules CODE
explains a finding. Values of cells are shown only with --show-values.

` + failure.Codes,
		Example: `  picreport validate contacts-2024.xlsx
  picreport validate contacts-2024.xlsx --annotate checked.xlsx
  picreport validate --format json exports/*.csv`,
		RunE: func(cmd *cobra.Command, args []string) error { return a.validate(cmd.Context(), o, args) },
	}
	o.add(cmd)
	addChoice(cmd, &o.format, "format", "form of the findings")
	flags := cmd.Flags()
	flags.StringVar(&o.annotate, "annotate", "", "write a copy of the workbook with the cells marked to `file` (with one FILE)")
	flags.BoolVar(&o.showValues, "show-values", false, "show the values of cells, which may be data of clients")
	flags.BoolVar(&o.strict, "strict", false, "treat warnings as errors")
	_ = cmd.MarkFlagFilename("annotate", "xlsx")
	return cmd
}

func (a *app) validate(ctx context.Context, o *validateOptions, args []string) error {
	if len(args) == 0 {
		return failure.Usagef("name at least one export: a CSV or XLSX file, or - for standard input")
	}
	c, err := config.Load(a.configFile, ".")
	if err != nil {
		return err
	}
	source, err := a.files(ctx, c, o.readFlags, args)
	if err != nil {
		return err
	}
	if err := o.checkAnnotate(source); err != nil {
		return err
	}
	for _, err := range source.read(ctx) {
		if err != nil {
			return err
		}
	}
	s := source.summary()
	if o.annotate != "" {
		if err := a.annotate(ctx, o, source, s); err != nil {
			return err
		}
	}
	switch o.format.String() {
	case "json":
		err = jsondoc.Write(a.stdout, findingsDocument(s))
	case "csv":
		err = writeFindingsCSV(a.stdout, s.Findings)
	default:
		err = writeFindings(a.stdout, s, a.colors(a.stdout))
	}
	if err != nil {
		return atomicfile.CannotWrite("standard output", err)
	}
	return o.verdict(s)
}

// verdict is the error that gives the exit code. The findings have been shown, so it says nothing.
func (o *validateOptions) verdict(s ingest.Summary) error {
	for _, f := range s.Findings {
		if slices.Contains(fileRules, f.Code) {
			return failure.Said(failure.Failed)
		}
	}
	if s.Count(finding.Error) > 0 || o.strict && s.Count(finding.Warning) > 0 {
		return failure.Said(failure.Data)
	}
	return nil
}

func (o *validateOptions) checkAnnotate(source *fileSource) error {
	if o.annotate == "" {
		return nil
	}
	if len(source.files) != 1 || source.files[0].Stdin != nil {
		return failure.Usagef("--annotate marks a copy of one file: name one FILE")
	}
	return atomicfile.CheckOutputs([]string{o.annotate}, source.inputs())
}

// annotate writes the marked copy of the workbook.
func (a *app) annotate(ctx context.Context, o *validateOptions, source *fileSource, s ingest.Summary) error {
	if s.Exports[0].SHA256 == "" {
		return nil // the file could not be read, which is a finding
	}
	password, err := a.password(o.passwordFile)
	if err != nil {
		return err
	}
	date, err := a.date()
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := annotate.Write(ctx, &b, source.files[0].Path, s.Findings, annotate.Options{Password: password, Name: filepath.Base(o.annotate), Date: date}); err != nil {
		return err
	}
	info, err := os.Stat(source.files[0].Path)
	if err != nil {
		return err
	}
	if err := atomicfile.Write(o.annotate, b.Bytes(), info.Mode().Perm()); err != nil { // the copy is as private as the source
		return err
	}
	a.log.Info("wrote " + o.annotate)
	return nil
}

// document is the findings document.
type document struct {
	Schema   string            `json:"schema"`
	Files    []documentFile    `json:"files"`
	Summary  documentSummary   `json:"summary"`
	Findings []finding.Finding `json:"findings"`
	NotRun   []finding.NotRun  `json:"not_run"`
}

// documentSummary counts findings.
type documentSummary struct {
	Error   int `json:"error"`
	Warning int `json:"warning"`
	Info    int `json:"info"`
}

type documentFile struct {
	File     string `json:"file"`
	Rows     int    `json:"rows"`
	Contacts int    `json:"contacts"`
	Roster   int    `json:"roster"`
	Rejected int    `json:"rejected"`
	SHA256   string `json:"sha256,omitempty"`
}

func findingsDocument(s ingest.Summary) document {
	d := document{
		Schema: findingsSchema, Files: []documentFile{}, Findings: s.Findings, NotRun: s.NotRun,
		Summary: documentSummary{s.Count(finding.Error), s.Count(finding.Warning), s.Count(finding.Info)},
	}
	for _, e := range s.Exports {
		d.Files = append(d.Files, documentFile{e.Name, e.Rows, e.Contacts, e.Roster, e.Rejected, e.SHA256})
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
	_ = out.Write([]string{"severity", "code", "file", "sheet", "row", "column", "cell", "field", "message", "hint", "value"})
	for _, f := range findings {
		row := ""
		if f.Row > 0 {
			row = strconv.Itoa(f.Row)
		}
		record := []string{string(f.Severity), f.Code, f.File, f.Sheet, row, f.Column, f.Cell, f.Field, f.Message, f.Hint, f.Value}
		for i := range record {
			record[i] = guardFormula(record[i])
		}
		_ = out.Write(record)
	}
	out.Flush()
	return out.Error()
}

// writeFindings writes the findings for a person, and a verdict in one line. Exports in which nothing is wrong are that line alone.
func writeFindings(w io.Writer, s ingest.Summary, color bool) error {
	var b strings.Builder
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
	name := plural(len(s.Exports), "export", "exports")
	if len(s.Exports) == 1 {
		name = s.Exports[0].Name
	}
	fmt.Fprintf(&b, "%s: %s: %s", name, plural(rows, "row", "rows"), verdictText(s))
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
			parts = append(parts, plural(n, p.one, p.many))
		}
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
