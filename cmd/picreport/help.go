package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"picreport/cmd/picreport/internal/failure"
	"picreport/ingest"
)

// newHelpCommand takes the place of cobra's, for which a word that it does not know is no error.
func newHelpCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "help [COMMAND | TOPIC]",
		Short:   "Help about a command or a topic",
		Long:    "Help shows what a command does, with its flags and examples, or a topic. Without a word it lists them.",
		Example: "  picreport help\n  picreport help validate\n  picreport help exports",
		RunE: func(cmd *cobra.Command, args []string) error {
			about, rest, err := cmd.Root().Find(args)
			if err != nil || len(rest) > 0 {
				return unknownTopic(about, args)
			}
			about.InitDefaultHelpFlag()
			return about.Help()
		},
		ValidArgsFunction: func(cmd *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			if about, rest, err := cmd.Root().Find(args); err == nil && len(rest) == 0 {
				return helpNames(about), cobra.ShellCompDirectiveNoFileComp
			}
			return nil, cobra.ShellCompDirectiveNoFileComp
		},
	}
}

// unknownTopic is the error for words that are neither a command nor a topic, with what may have
// been meant.
func unknownTopic(above *cobra.Command, words []string) error {
	asked := strings.Join(words, " ")
	if near := ingest.Nearest(words[len(words)-1], helpNames(above)); near != "" {
		return failure.Usagef("there is no help on %q; did you mean %s?", asked, near)
	}
	return failure.Usagef("there is no help on %q; picreport help lists commands and topics", asked)
}

// helpNames are the commands and topics below a command.
func helpNames(cmd *cobra.Command) []string {
	var names []string
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() || c.IsAdditionalHelpTopicCommand() {
			names = append(names, c.Name())
		}
	}
	slices.Sort(names)
	return names
}

// helpWidth is how wide help is, in columns.
const helpWidth = 80

// wrapHelp breaks the long texts and flags of a command and those below it at helpWidth. Indented
// lines and topics stay as they are.
func wrapHelp(cmd *cobra.Command) {
	if cmd.Runnable() {
		paragraphs := strings.Split(cmd.Long, "\n\n")
		for i, p := range paragraphs {
			if !strings.HasPrefix(p, " ") {
				paragraphs[i] = strings.Join(wrap(p, helpWidth), "\n")
			}
		}
		cmd.Long = strings.Join(paragraphs, "\n\n")
	}
	for _, c := range cmd.Commands() {
		wrapHelp(c)
	}
	if !cmd.HasParent() {
		cobra.AddTemplateFunc("wrapFlags", func(f *pflag.FlagSet) string { return f.FlagUsagesWrapped(helpWidth) })
		cmd.SetUsageTemplate(strings.ReplaceAll(cmd.UsageTemplate(), "Flags.FlagUsages", "Flags | wrapFlags"))
	}
}
