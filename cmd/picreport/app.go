package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"picreport/cmd/picreport/internal/config"
	"picreport/cmd/picreport/internal/failure"
	"picreport/ingest/contact"
	"picreport/ingest/ledger"
)

// app is one run of picreport: its streams, clock and environment, and the flags that every command has.
type app struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	now            func() time.Time
	lookupEnv      func(string) (string, bool)

	configFile string
	ledgerFile string
	program    programFlag
	quiet      bool
	noColor    bool
	logFormat  logFormat
	profile    string

	log         *slog.Logger
	about       string // the programme that is worked on, where there are several
	stopProfile func() error
}

// of is the app for the work on one of several programmes: its messages name the programme.
func (a *app) of(program string) *app {
	b := *a
	b.about, b.log = program, a.log.With(programKey, program)
	return &b
}

// run executes a command line and returns the exit code.
func (a *app) run(ctx context.Context, args []string) int {
	a.log = newLogger(a.stderr, a.earlyLogFormat(args), false)
	root := a.rootCommand(args)
	root.SetArgs(args)
	a.stopProfile = func() error { return nil }
	err := root.ExecuteContext(ctx)
	err = errors.Join(err, a.stopProfile())
	a.holdWindow(args)
	code := failure.Code(err)
	switch {
	case code == failure.Interrupted:
		a.log.Error("interrupted: nothing was written")
	case err != nil && !errors.Is(err, failure.ErrSaid):
		a.log.Error(a.withoutPasswords(args, err.Error()))
	}
	return code
}

// withoutPasswords is a message in which addresses that were given, perhaps where none belongs, stand without their passwords.
func (a *app) withoutPasswords(args []string, message string) string {
	inEnvironment, _ := a.lookupEnv("PICREPORT_LEDGER")
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

// rootCommand returns the command tree, to execute args with.
func (a *app) rootCommand(args []string) *cobra.Command {
	cobra.EnableCommandSorting = false
	cobra.MousetrapHelpText = "" // analysts double-click on Windows
	root := &cobra.Command{
		Use:   "picreport",
		Short: "Turns exports of service contacts into a quarterly progress report",
		Long: `picreport reads exports of service contacts (CSV or XLSX, also from REDCap), finds what is wrong in them and says in which cell,
counts clients and contacts of a quarter, and writes the programme's progress report as an accessible PDF.

` + failure.Codes + `

Every flag can be set by an environment variable: --log-format by PICREPORT_LOG_FORMAT. A flag wins over the environment, the
environment over the configuration, and the configuration over the built-in defaults. PICREPORT_BUILD_FORMAT is for one command alone.`,
		Example:                    "  picreport build --quarter 2024Q3 contacts-2024.csv\n  picreport validate contacts-2024.xlsx",
		SuggestionsMinimumDistance: 2,
		SilenceUsage:               true,
		SilenceErrors:              true,
		CompletionOptions:          cobra.CompletionOptions{HiddenDefaultCmd: false},
		Version:                    version(),
		Args:                       cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return cmd.Help()
			}
			return unknownCommand(cmd, args[0])
		},
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error { return a.prepare(cmd) },
	}
	root.SetIn(a.stdin)
	root.SetOut(a.stdout)
	root.SetErr(a.stderr)
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		if word := firstWord(args); !cmd.HasParent() && word != "" {
			return unknownCommand(cmd, word) // its flags are not the root's to judge
		}
		return failure.Usagef("%w; see %s --help", err, cmd.CommandPath())
	})
	flags := root.PersistentFlags()
	flags.StringVar(&a.configFile, "config", "", "configuration `file` (default: picreport.yaml here or in a parent folder)")
	flags.StringVar(&a.ledgerFile, "ledger", "", "ledger `file`, or postgres:// address of a database (default: picreport.db beside the configuration, or here)")
	flags.Var(&a.program, "program", "`ID` of the programme in the ledger (default: program.id of the configuration)")
	flags.BoolVarP(&a.quiet, "quiet", "q", false, "say nothing but results and errors")
	flags.BoolVar(&a.noColor, "no-color", false, "no colours on a terminal")
	flags.Var(&a.logFormat, "log-format", "form of messages on standard error: text or json")
	flags.StringVar(&a.profile, "profile", "", "`folder` to write profiles of the run to, for go tool pprof")
	_ = flags.MarkHidden("profile") // for those who work on picreport: it tells nothing of the data, but is no use to others
	_ = root.MarkPersistentFlagFilename("config", "yaml", "yml")
	_ = root.RegisterFlagCompletionFunc("log-format", cobra.FixedCompletions([]string{"text", "json"}, cobra.ShellCompDirectiveNoFileComp))
	root.AddCommand(
		a.buildCommand(), a.ingestCommand(), a.validateCommand(), a.tablesCommand(), a.explainCommand(), a.rulesCommand(), a.initCommand(),
		a.configCommand(), a.ledgerCommand(), a.versionCommand(), a.manCommand(),
	)
	root.AddCommand(topics()...)
	root.SetHelpCommand(a.helpCommand())
	for _, cmd := range root.Commands() {
		wrapArgs(cmd)
	}
	wrapHelp(root)
	return root
}

// earlyLogFormat is the form of messages for mistakes in the command line itself, which come before its flags are known.
func (a *app) earlyLogFormat(args []string) logFormat {
	value, _ := a.lookupEnv("PICREPORT_LOG_FORMAT")
	for i, arg := range args {
		if after, ok := strings.CutPrefix(arg, "--log-format="); ok {
			value = after
		} else if arg == "--log-format" && i+1 < len(args) {
			value = args[i+1]
		}
	}
	if value == string(logJSON) {
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

// prepare takes flags that were not given from the environment, and sets up what the global flags ask for.
func (a *app) prepare(cmd *cobra.Command) error {
	var err error
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if f.Changed || f.Name == "help" || err != nil {
			return
		}
		flag := strings.ToUpper(strings.ReplaceAll(f.Name, "-", "_"))
		own := "PICREPORT_" + strings.ToUpper(cmd.Name()) + "_" + flag // wins, for flags that differ between commands
		for _, name := range []string{own, "PICREPORT_" + flag} {
			value, ok := a.lookupEnv(name)
			if !ok || value == "" {
				continue
			}
			if e := cmd.Flags().Set(f.Name, value); e != nil && (name == own || f.Name != "format") { // --format is another one in each command
				err = failure.Usagef("%s: %w", name, e)
			}
			return
		}
	})
	a.log = newLogger(a.stderr, a.logFormat, a.quiet)
	if err != nil {
		return err
	}
	stop, err := startProfile(a.profile)
	if err != nil {
		return err
	}
	a.stopProfile = stop
	return nil
}

// today is the day of a date flag, or else the clock's in the configuration's time zone.
func (a *app) today(c *config.Config, flag dateFlag) contact.Date {
	if flag.date != 0 {
		return flag.date
	}
	return c.Today(a.now())
}

// dateFlag is a flag that takes a day, as 2024-10-01.
type dateFlag struct{ date contact.Date }

func (d *dateFlag) Set(s string) error {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return errors.New("write a day as 2024-10-01")
	}
	d.date = contact.DateOf(t)
	return nil
}
func (d *dateFlag) String() string { return d.date.String() }
func (d *dateFlag) Type() string   { return "date" }

// choiceFlag is a flag that takes one of several words, or, where many is set, some of them with commas between.
type choiceFlag struct {
	choices []string
	many    bool
	values  []string
}

func (c *choiceFlag) Set(s string) error {
	values := []string{s}
	if c.many {
		values = strings.Split(s, ",")
	}
	c.values = nil
	for _, v := range values {
		v = strings.ToLower(strings.TrimSpace(v))
		if !slices.Contains(c.choices, v) {
			return fmt.Errorf("%q is not one of %s", v, strings.Join(c.choices, ", "))
		}
		if !slices.Contains(c.values, v) {
			c.values = append(c.values, v)
		}
	}
	return nil
}
func (c *choiceFlag) String() string { return strings.Join(c.values, ",") }
func (c *choiceFlag) Type() string   { return strings.Join(c.choices, "|") }

func (c *choiceFlag) complete(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return c.choices, cobra.ShellCompDirectiveNoFileComp
}

// addChoice defines a choice flag with its completion.
func addChoice(cmd *cobra.Command, c *choiceFlag, name, usage string) {
	cmd.Flags().Var(c, name, usage)
	_ = cmd.RegisterFlagCompletionFunc(name, c.complete)
}
