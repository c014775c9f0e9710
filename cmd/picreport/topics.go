package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"picreport/report"
)

// topics are the help topics: picreport help TOPIC.
func topics() []*cobra.Command {
	return []*cobra.Command{
		{Use: "template", Short: "The report text: what it can refer to", Long: templateTopic()},
	}
}

// templateTopic describes the report text, from the code that fills it in.
func templateTopic() string {
	var b strings.Builder
	b.WriteString(`The text of the report is Markdown: paragraphs, ## headings, - lists, **bold** and [links](https://…). picreport init
writes it as report.md, and text: in picreport.yaml names it. quarters/2024Q3.md beside it replaces the
paragraph of that quarter alone.

What stands in {{double braces}} is filled in, in the language of Go's text/template:

  {{number .New}} new {{plural .New "client" "clients"}}
  {{if .Change}}{{if .Change.Rise}}more{{else}}fewer{{end}}{{else}}no comparison{{end}}

A misspelt name is an error with its line, also in a branch that this quarter does not need.
picreport tables --format variables shows the value of each for a quarter.

A line in brackets places one of the report's own blocks: [eyebrow: TEXT], [by-the-numbers],
[demographics], [contact], [page-break].

Variables:
`)
	writeColumns(&b, func(line func(string, string)) {
		for _, v := range report.Variables(nil, report.Options{}) {
			line(v.Name, v.Doc)
		}
	})
	b.WriteString("\nFunctions:\n")
	writeColumns(&b, func(line func(string, string)) {
		for _, f := range report.Functions() {
			line(f.Usage, f.Doc)
		}
	})
	return strings.TrimRight(b.String(), "\n")
}

// writeColumns aligns two columns, indented.
func writeColumns(w io.Writer, lines func(line func(string, string))) {
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	lines(func(left, right string) { fmt.Fprintf(out, "  %s\t%s\n", left, right) })
	_ = out.Flush()
}
