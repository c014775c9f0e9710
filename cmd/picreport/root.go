package main

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"picreport/cmd/picreport/internal/failure"
	"picreport/ingest/ledger"
)

// run executes a command line and returns the exit code.
func run(ctx context.Context, env *Env, args []string) int {
	env.Log = newLogger(env.Stderr, earlyLogFormat(env, args), false)
	stopProfile := func() error { return nil }
	root := newRoot(env, args)
	root.PersistentPreRunE = func(cmd *cobra.Command, _ []string) (err error) {
		if err := prepare(env, cmd); err != nil {
			return err
		}
		stop, err := startProfile(env.profile)
		if err == nil {
			stopProfile = stop
		}
		return err
	}
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	err = errors.Join(err, stopProfile())
	holdWindow(env, args)
	code := failure.Code(err)
	switch {
	case code == failure.Interrupted:
		env.Log.Error("interrupted: nothing was written")
	case err != nil && !errors.Is(err, failure.ErrSaid):
		env.Log.Error(withoutPasswords(env, args, err.Error()))
	}
	return code
}

// withoutPasswords is a message in which addresses that were given, perhaps where none belongs,
// stand without their passwords.
func withoutPasswords(env *Env, args []string, message string) string {
	inEnvironment, _ := env.LookupEnv("PICREPORT_LEDGER")
	for _, arg := range append(slices.Clone(args), inEnvironment) {
		if _, value, ok := strings.Cut(arg, "="); ok && strings.HasPrefix(arg, "--") {
			arg = value
		}
		if ledger.IsAddress(arg) {
			message = strings.ReplaceAll(message, arg, ledger.Name(arg))
		}
	}
	return message
}

// rootLong is the help of picreport itself.
const rootLong = `picreport reads exports of service contacts (CSV or XLSX, also from REDCap), finds
what is wrong in them and says in which cell, counts clients and contacts of a quarter, and writes
the programme's progress report as an accessible PDF.

` + failure.Codes + `

Every flag can be set by an environment variable: --log-format by PICREPORT_LOG_FORMAT. A flag wins
over the environment, the environment over the configuration, and the configuration over the
built-in defaults. PICREPORT_BUILD_FORMAT is for one command alone.`

// newRoot returns the command tree, to execute args with.
func newRoot(env *Env, args []string) *cobra.Command {
	cobra.EnableCommandSorting = false
	cobra.MousetrapHelpText = "" // analysts double-click on Windows
	root := &cobra.Command{
		Use:   "picreport",
		Short: "Turns exports of service contacts into a quarterly progress report",
		Long:  rootLong,
		Example: "  picreport build --quarter 2024Q3 contacts-2024.csv\n" +
			"  picreport validate contacts-2024.xlsx",
		SuggestionsMinimumDistance: 2,
		SilenceUsage:               true,
		SilenceErrors:              true,
		CompletionOptions:          cobra.CompletionOptions{HiddenDefaultCmd: false},
		Version:                    version(),
		Args:                       cobra.ArbitraryArgs,
		RunE:                       helpOrUnknown,
	}
	root.SetIn(env.Stdin)
	root.SetOut(env.Stdout)
	root.SetErr(env.Stderr)
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		if word := firstWord(args); !cmd.HasParent() && word != "" {
			return unknownCommand(cmd, word) // its flags are not the root's to judge
		}
		return failure.Usagef("%w; see %s --help", err, cmd.CommandPath())
	})
	addGlobalFlags(root, env)
	root.AddCommand(
		newBuildCommand(env), newIngestCommand(env), newValidateCommand(env), newAcceptCommand(env), newTablesCommand(env), newExplainCommand(env),
		newRulesCommand(env), newInitCommand(env), newConfigCommand(env), newLedgerCommand(env), newVersionCommand(env),
	)
	if newManCommand != nil {
		root.AddCommand(newManCommand(env))
	}
	root.AddCommand(topics()...)
	root.SetHelpCommand(newHelpCommand())
	for _, cmd := range root.Commands() {
		wrapArgs(cmd)
	}
	wrapHelp(root)
	return root
}

// newManCommand returns the command that writes the manual pages; nil but in a build with the tag
// man.
var newManCommand func(*Env) *cobra.Command

// addGlobalFlags defines the flags that every command has.
func addGlobalFlags(root *cobra.Command, env *Env) {
	flags := root.PersistentFlags()
	flags.StringVar(&env.config, "config", "", "configuration `file` (default: picreport.yaml here or in a parent folder)")
	flags.StringVar(&env.ledger, "ledger", "",
		"ledger `file`, or postgres:// address of a database (default: picreport.db beside the configuration, or here)")
	flags.Var(&env.program, "program", "`ID` of the programme in the ledger (default: program.id of the configuration)")
	flags.BoolVarP(&env.quiet, "quiet", "q", false, "say nothing but results and errors")
	flags.BoolVar(&env.noColor, "no-color", false, "no colours on a terminal")
	addChoice(root, flags, &env.logFormat, "log-format", "form of messages on standard error: text or json",
		logText, logJSON)
	flags.StringVar(&env.profile, "profile", "", "`folder` to write profiles of the run to, for go tool pprof")
	// for those who work on picreport: it tells nothing of the data, but is no use to others
	_ = flags.MarkHidden("profile")
	_ = root.MarkPersistentFlagFilename("config", "yaml", "yml")
}

// helpOrUnknown is what a command does that only has others below it: it shows its help, and
// refuses words that are none of them.
func helpOrUnknown(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return cmd.Help()
	}
	return unknownCommand(cmd, args[0])
}

// earlyLogFormat is the form of messages for mistakes in the command line itself, which come before
// its flags are known.
func earlyLogFormat(env *Env, args []string) string {
	value, _ := env.LookupEnv("PICREPORT_LOG_FORMAT")
	for i, arg := range args {
		if after, ok := strings.CutPrefix(arg, "--log-format="); ok {
			value = after
		} else if arg == "--log-format" && i+1 < len(args) {
			value = args[i+1]
		}
	}
	if strings.EqualFold(value, logJSON) {
		return logJSON
	}
	return logText
}

// unknownCommand is the error for a word that is not a command, with what may have been meant.
func unknownCommand(cmd *cobra.Command, word string) error {
	if near := cmd.SuggestionsFor(word); len(near) > 0 {
		return failure.Usagef("there is no command %q; did you mean %s?", word, strings.Join(near, " or "))
	}
	return failure.Usagef("there is no command %q; see picreport --help", word)
}

// firstWord returns the first argument if it is not a flag.
func firstWord(args []string) string {
	if len(args) > 0 && !strings.HasPrefix(args[0], "-") {
		return args[0]
	}
	return ""
}

// wrapArgs makes a wrong number of arguments a usage error.
func wrapArgs(cmd *cobra.Command) {
	check := cmd.Args
	if check == nil {
		return
	}
	cmd.Args = func(cmd *cobra.Command, args []string) error {
		if err := check(cmd, args); err != nil {
			return failure.Usagef("%w; see %s --help", err, cmd.CommandPath())
		}
		return nil
	}
}

// prepare takes flags that were not given from the environment, and sets up the messages that the
// global flags ask for.
func prepare(env *Env, cmd *cobra.Command) error {
	var err error
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if f.Changed || f.Name == "help" || err != nil {
			return
		}
		flag := strings.ToUpper(strings.ReplaceAll(f.Name, "-", "_"))
		own := "PICREPORT_" + strings.ToUpper(cmd.Name()) + "_" + flag // wins, for flags that differ between commands
		for _, name := range []string{own, "PICREPORT_" + flag} {
			value, ok := env.LookupEnv(name)
			if !ok || value == "" {
				continue
			}
			// --format is another one in each command
			if e := cmd.Flags().Set(f.Name, value); e != nil && (name == own || f.Name != "format") {
				err = failure.Usagef("%s: %w", name, e)
			}
			return
		}
	})
	env.Log = newLogger(env.Stderr, env.logFormat, env.quiet)
	return err
}
