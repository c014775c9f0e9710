package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"picreport/cmd/picreport/internal/config"
	"picreport/cmd/picreport/internal/failure"
	"picreport/cmd/picreport/internal/jsondoc"
)

func newConfigCommand(env *Env) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "config",
		Short: "Check the configuration, or describe it for editors",
		Long: `The configuration is picreport.yaml, here or in a parent folder. picreport init writes one
to begin with.

` + failure.Codes,
		Args:                       cobra.ArbitraryArgs,
		RunE:                       helpOrUnknown,
		SuggestionsMinimumDistance: 2,
	}
	check := &cobra.Command{
		Use:   "check [FILE]",
		Short: "Say whether a configuration is fine, or what is wrong and where",
		Long: `Check reads a configuration (default: picreport.yaml here or in a parent folder) and
everything that it names: the report text in each language, logos, fonts and the data dictionary.
What is wrong is said with its place, and what may have to change since an earlier version.`,
		Example: "  picreport config check\n  picreport config check picreport.yaml",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			return runConfigCheck(env, append(args, env.config)[0])
		},
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return []string{"yaml", "yml"}, cobra.ShellCompDirectiveFilterFileExt
		},
	}
	schema := &cobra.Command{
		Use:   "schema",
		Short: "Write the JSON Schema of the configuration, for editors",
		Long: `Schema writes a JSON Schema (2020-12) of picreport.yaml on standard output. Editors that
know YAML use it to complete keys and to show what is wrong. picreport init writes it too, as
picreport.schema.json; the first line of picreport.yaml names it. After an update of picreport,
remove that file and run picreport init again.`,
		Example: "  picreport config schema > picreport.schema.json",
		Args:    cobra.NoArgs,
		RunE:    func(*cobra.Command, []string) error { return jsondoc.Write(env.Stdout, config.JSONSchema()) },
	}
	for _, sub := range []*cobra.Command{check, schema} {
		wrapArgs(sub)
		cmd.AddCommand(sub)
	}
	return cmd
}

// runConfigCheck checks a configuration file and what it names; "" looks for one.
func runConfigCheck(env *Env, name string) error {
	c, err := config.Load(name, ".")
	if err != nil {
		return err
	}
	if c.Path() == "" {
		return failure.Usagef("there is no %s here or in a parent folder; picreport init writes one", config.Name)
	}
	if err := c.Check(c.Today(env.Now())); err != nil {
		return err
	}
	for _, left := range c.Placeholders() {
		env.Log.Warn(left)
	}
	for _, changed := range c.Changed() {
		env.Log.Info("since 0.1.0: " + changed + "; picreport help upgrade says more")
	}
	fmt.Fprintf(env.Stdout, "%s is fine\n", c.Path())
	return nil
}
