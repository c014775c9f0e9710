package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"picreport/cmd/picreport/internal/config"
	"picreport/cmd/picreport/internal/job"
	"picreport/ingest/contact"
	"picreport/ingest/finding"
	"picreport/ingest/ledger"
	"picreport/ingest/table"
)

// addReadFlags defines the flags of every command that reads exports, and completes their names.
func addReadFlags(cmd *cobra.Command, o *job.ReadOptions) {
	o.Command = "picreport " + cmd.Name()
	flags := cmd.Flags()
	flags.StringArrayVar((*[]string)(&o.Sheets), "sheet", nil,
		"`name` of a sheet of the workbook to read; can be repeated, and '*' is all sheets with contacts "+
			"(default: the one that has them)")
	flags.StringVar(&o.Source, "source", "", "source `name` of the export, where it is not the file's (with one FILE)")
	flags.StringVar(&o.PasswordFile, "password-file", "",
		"`file` that holds the password of encrypted workbooks (or set PICREPORT_PASSWORD)")
	flags.Var((*dateFlag)(&o.Today), "today",
		"the day that counts as today, as 2024-10-01: contacts after it are errors (default: the clock's)")
	_ = cmd.MarkFlagFilename("password-file")
	cmd.ValidArgsFunction = completeExports
}

// completeExports completes the names of exports.
func completeExports(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	var endings []string
	for _, ending := range append(table.Endings(), table.PackedEnding) {
		endings = append(endings, strings.TrimPrefix(ending, "."))
	}
	return endings, cobra.ShellCompDirectiveFilterFileExt
}

// addFigureFlags defines the flags of every command that counts a quarter.
func addFigureFlags(cmd *cobra.Command, o *job.Options) {
	addReadFlags(cmd, &o.ReadOptions)
	flags := cmd.Flags()
	flags.StringVar(&o.Quarter, "quarter", "", "`quarter` to report: 2024Q3, previous or current (needed)")
	flags.StringVar(&o.Lang, "lang", "",
		"`language` of the report: "+strings.Join(config.Languages(), ", ")+" (default: the configuration's)")
	addErrorFlags(cmd, &o.Policy)
	_ = cmd.RegisterFlagCompletionFunc("lang",
		cobra.FixedCompletions(config.Languages(), cobra.ShellCompDirectiveNoFileComp))
	_ = cmd.RegisterFlagCompletionFunc("quarter",
		cobra.FixedCompletions([]string{"previous", "current"}, cobra.ShellCompDirectiveNoFileComp))
}

// addErrorFlags defines the flags that say which findings stop a command.
func addErrorFlags(cmd *cobra.Command, p *finding.Policy) {
	cmd.Flags().BoolVar(&p.AllowErrors, "allow-errors", false, "leave out the rows that have errors, and say how many")
	addStrictFlag(cmd, p)
}

func addStrictFlag(cmd *cobra.Command, p *finding.Policy) {
	cmd.Flags().BoolVar(&p.Strict, "strict", false, "treat warnings as errors")
}

// dateFlag is a flag that takes a day, as 2024-10-01.
type dateFlag contact.Date

func (d *dateFlag) Set(s string) error {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return errors.New("write a day as 2024-10-01")
	}
	*d = dateFlag(contact.DateOf(t))
	return nil
}
func (d *dateFlag) String() string { return contact.Date(*d).String() }
func (d *dateFlag) Type() string   { return "date" }

// programFlag is a flag that takes the ID of a programme.
type programFlag string

func (p *programFlag) Set(s string) error {
	*p = programFlag(s)
	return ledger.CheckProgram(s)
}
func (p *programFlag) String() string { return string(*p) }
func (p *programFlag) Type() string   { return "ID" }

// choiceFlag is a flag that takes one of several words.
type choiceFlag struct {
	choices []string
	value   *string
}

func (c *choiceFlag) Set(s string) (err error) {
	*c.value, err = choose(c.choices, s)
	return err
}
func (c *choiceFlag) String() string { return *c.value }
func (c *choiceFlag) Type() string   { return strings.Join(c.choices, "|") }

// choicesFlag is a flag that takes some of several words, with commas between.
type choicesFlag struct {
	choices []string
	values  *[]string
}

func (c *choicesFlag) Set(s string) error {
	*c.values = nil
	for word := range strings.SplitSeq(s, ",") {
		v, err := choose(c.choices, word)
		if err != nil {
			return err
		}
		if !slices.Contains(*c.values, v) {
			*c.values = append(*c.values, v)
		}
	}
	return nil
}
func (c *choicesFlag) String() string { return strings.Join(*c.values, ",") }
func (c *choicesFlag) Type() string   { return strings.Join(c.choices, "|") }

// choose returns the word that is meant.
func choose(choices []string, word string) (string, error) {
	word = strings.ToLower(strings.TrimSpace(word))
	if !slices.Contains(choices, word) {
		return "", fmt.Errorf("%q is not one of %s", word, strings.Join(choices, ", "))
	}
	return word, nil
}

// addChoice defines a flag of a command that takes one of several words, by default the first, with
// its completion.
func addChoice(cmd *cobra.Command, flags *pflag.FlagSet, value *string, name, usage string, choices ...string) {
	*value = choices[0]
	flags.Var(&choiceFlag{choices, value}, name, usage)
	completeChoices(cmd, name, choices)
}

// addChoices defines a flag that takes some of several words, by default the first, with its
// completion.
func addChoices(cmd *cobra.Command, flags *pflag.FlagSet, values *[]string, name, usage string, choices ...string) {
	*values = choices[:1:1]
	flags.Var(&choicesFlag{choices, values}, name, usage)
	completeChoices(cmd, name, choices)
}

func completeChoices(cmd *cobra.Command, flag string, choices []string) {
	_ = cmd.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(choices, cobra.ShellCompDirectiveNoFileComp))
}
