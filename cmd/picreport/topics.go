package main

import (
	"embed"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"picreport/report"
)

// topicFiles are the help topics, one a file by the topic's name. The first line of a file is what
// the topic is about.
//
//go:embed topics/*.txt
var topicFiles embed.FS

// topics are the help topics: picreport help TOPIC.
func topics() []*cobra.Command {
	var all []*cobra.Command
	names, _ := fs.Glob(topicFiles, "topics/*.txt") // the pattern is well formed
	for _, name := range names {
		text, _ := topicFiles.ReadFile(name) // it is in the program
		title, _, _ := strings.Cut(string(text), "\n")
		all = append(all, &cobra.Command{
			Use: strings.TrimSuffix(path.Base(name), ".txt"), Short: title, Long: strings.TrimRight(string(text), "\n"),
		})
	}
	return append(all, &cobra.Command{
		Use: "template", Short: "The report text: what it can refer to",
		Long: templateTopic(),
	})
}

// templateTopic describes the report text, from the code that fills it in.
func templateTopic() string {
	var b strings.Builder
	b.WriteString(`The report text: what it can refer to

The text of the report is Markdown: paragraphs, ## headings, - lists, **bold**
and [links](https://example.org). picreport init writes it as report.md, and
text: in picreport.yaml names it. quarters/2024Q3.md beside it replaces the
paragraph of that quarter alone.

What stands in {{double braces}} is filled in, in the language of Go's
text/template (https://pkg.go.dev/text/template):

  {{number .New}} new {{plural .New "client" "clients"}}
  {{if .Change}}a change{{else}}no comparison{{end}}

A misspelt name is an error with its line, also in a branch that this quarter
does not need. The values of a quarter:

  picreport tables --quarter 2024Q3 --format variables contacts-2024.csv

A line in brackets places one of the report's own blocks: [eyebrow: TEXT],
[by-the-numbers], [demographics], [sources-and-services], [contact],
[page-break].

The roll-up of several programmes (build --all-programs) has a text of its
own, rollup.md: picreport init --all-programs writes it, rollup_text: names
it, and quarters/2024Q3.rollup.md beside it replaces its paragraph of that
quarter. It has one block more, [programs], and its figures are sums.

Variables:
`)
	var terms [][2]string
	for _, v := range report.Variables(nil, report.Options{}) {
		terms = append(terms, [2]string{v.Name, v.Doc})
	}
	writeTerms(&b, terms)
	b.WriteString("\nFunctions:\n")
	terms = nil
	for _, f := range report.Functions() {
		terms = append(terms, [2]string{f.Usage, f.Doc})
	}
	writeTerms(&b, terms)
	return strings.TrimRight(b.String(), "\n")
}

// topicWidth is how wide the lines of topics are at the most, in runes.
const topicWidth = 80

// writeTerms writes terms and what they mean, indented and aligned; what is long goes on below.
func writeTerms(b *strings.Builder, terms [][2]string) {
	width := 0
	for _, t := range terms {
		width = max(width, len([]rune(t[0])))
	}
	for _, t := range terms {
		for i, line := range wrap(t[1], topicWidth-width-4) {
			term := t[0]
			if i > 0 {
				term = ""
			}
			fmt.Fprintf(b, "  %-*s  %s\n", width, term, line)
		}
	}
}

// writeColumns aligns two columns, indented.
func writeColumns(w io.Writer, lines func(line func(string, string))) {
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	lines(func(left, right string) { fmt.Fprintf(out, "  %s\t%s\n", left, right) })
	_ = out.Flush()
}
