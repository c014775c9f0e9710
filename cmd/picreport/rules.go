package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"picreport/cmd/picreport/internal/failure"
	"picreport/cmd/picreport/internal/jsondoc"
	"picreport/ingest"
	"picreport/ingest/finding"
)

func (a *app) rulesCommand() *cobra.Command {
	format := choiceFlag{choices: []string{"text", "json"}, values: []string{"text"}}
	cmd := &cobra.Command{
		Use:   "rules [CODE]",
		Short: "Show the catalogue of findings",
		Long:  "Rules lists every finding that picreport can report: its code, severity, what it means and how to mend it.",
		Example: `  picreport rules
  picreport rules contact-date-unreadable`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error { return a.rules(format.String(), args) },
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return ruleCodes(), cobra.ShellCompDirectiveNoFileComp
		},
	}
	addChoice(cmd, &format, "format", "form of the catalogue")
	return cmd
}

func (a *app) rules(format string, args []string) error {
	rules := finding.Rules()
	if len(args) == 1 {
		rule, ok := finding.ByCode(args[0])
		if !ok {
			if near := ingest.Nearest(args[0], ruleCodes()); near != "" {
				return failure.Usagef("there is no finding %q; did you mean %s?", args[0], near)
			}
			return failure.Usagef("there is no finding %q; picreport rules lists them", args[0])
		}
		rules = []finding.Rule{rule}
	}
	if format == "json" {
		return jsondoc.Write(a.stdout, rules)
	}
	for i, r := range rules {
		if i > 0 {
			fmt.Fprintln(a.stdout)
		}
		printRule(a.stdout, r)
	}
	return nil
}

func printRule(w io.Writer, r finding.Rule) {
	fmt.Fprintf(w, "%s (%s): %s\n", r.Code, r.Severity, r.Title)
	for _, line := range append(wrap(r.Meaning, 76), wrap("→ "+r.Mend, 76)...) {
		fmt.Fprintf(w, "  %s\n", line)
	}
}

func ruleCodes() []string {
	var codes []string
	for _, r := range finding.Rules() {
		codes = append(codes, r.Code)
	}
	slices.Sort(codes)
	return codes
}

// wrap breaks text into lines of at most width runes, between words.
func wrap(text string, width int) []string {
	var lines []string
	line, length := "", 0
	for _, word := range strings.Fields(text) {
		n := len([]rune(word))
		if length > 0 && length+1+n > width {
			lines = append(lines, line)
			line, length = "", 0
		}
		if length > 0 {
			line += " "
			length++
		}
		line += word
		length += n
	}
	return append(lines, line)
}
