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

type rulesOptions struct {
	code   string // "" lists all
	format string
}

func newRulesCommand(env *Env) *cobra.Command {
	o := &rulesOptions{}
	cmd := &cobra.Command{
		Use:   "rules [CODE]",
		Short: "Show the catalogue of findings",
		Long: "Rules lists every finding that picreport can report: its code, severity, what it means and how to mend " +
			"it.\n\nA warning names its family; strict: in the configuration makes the warnings of families errors:\n\n" + familyList(),
		Example: `  picreport rules
  picreport rules contact-date-unreadable`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			o.code = append(args, "")[0]
			return runRules(env, o)
		},
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return ruleCodes(), cobra.ShellCompDirectiveNoFileComp
		},
	}
	addChoice(cmd, cmd.Flags(), &o.format, "format", "form of the catalogue", "text", "json")
	return cmd
}

func runRules(env *Env, o *rulesOptions) error {
	rules := finding.Rules()
	if o.code != "" {
		rule, ok := finding.ByCode(o.code)
		if !ok {
			if near := ingest.Nearest(o.code, ruleCodes()); near != "" {
				return failure.Usagef("there is no finding %q; did you mean %s?", o.code, near)
			}
			return failure.Usagef("there is no finding %q; picreport rules lists them", o.code)
		}
		rules = []finding.Rule{rule}
	}
	if o.format == "json" {
		return jsondoc.Write(env.Stdout, withFamilies(rules))
	}
	for i, r := range rules {
		if i > 0 {
			fmt.Fprintln(env.Stdout)
		}
		printRule(env.Stdout, r)
	}
	return nil
}

func printRule(w io.Writer, r finding.Rule) {
	fmt.Fprintf(w, "%s (%s): %s\n", r.Code, r.Severity, r.Title)
	if r.Severity == finding.Warning {
		fmt.Fprintf(w, "  strict: [%s]\n", r.Family())
	}
	for _, line := range append(wrap(r.Meaning, 76), wrap("→ "+r.Mend, 76)...) {
		fmt.Fprintf(w, "  %s\n", line)
	}
}

// documentRule is a rule as JSON has it.
type documentRule struct {
	finding.Rule
	Family string `json:"family"`
}

func withFamilies(rules []finding.Rule) []documentRule {
	out := make([]documentRule, len(rules))
	for i, r := range rules {
		out[i] = documentRule{r, r.Family()}
	}
	return out
}

// familyList lists the families of findings, one a line.
func familyList() string {
	var b strings.Builder
	for _, f := range finding.Families() {
		fmt.Fprintf(&b, "  %-15s %s\n", f.Name, f.About)
	}
	return strings.TrimSuffix(b.String(), "\n")
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
