package main

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"picreport/cmd/picreport/internal/atomicfile"
	"picreport/cmd/picreport/internal/config"
)

type initOptions struct {
	dir    string
	lang   string // "" is en
	rollup bool   // also write the text of the roll-up of several programmes
}

func newInitCommand(env *Env) *cobra.Command {
	o := &initOptions{}
	cmd := &cobra.Command{
		Use:   "init [DIR]",
		Short: "Write a configuration and a report text to begin with",
		Long: `Init writes a commented picreport.yaml and report.md, the text of the report, into DIR
(default: the working folder), and picreport.schema.json, by which editors complete the keys of
picreport.yaml. It never overwrites: a file that is there is left as it is.

With --all-programs it also writes rollup.md, the text of the roll-up of several programmes.`,
		Example: "  picreport init\n  picreport init riverton\n  picreport init --all-programs office",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			o.dir = append(args, ".")[0]
			return runInit(env, o)
		},
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return nil, cobra.ShellCompDirectiveFilterDirs
		},
	}
	cmd.Flags().StringVar(&o.lang, "lang", "",
		"`language` of the report: "+strings.Join(config.Languages(), ", ")+" (default en)")
	cmd.Flags().BoolVar(&o.rollup, "all-programs", false, "also write the text of the roll-up of several programmes")
	return cmd
}

func runInit(env *Env, o *initOptions) error {
	files, err := config.Starter(cmp.Or(o.lang, "en"), o.rollup)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(o.dir, 0o755); err != nil {
		return fmt.Errorf("%s: cannot make the folder: %w", o.dir, err)
	}
	written := 0
	for _, f := range files {
		path := filepath.Join(o.dir, f.Path)
		err := atomicfile.WriteNew(path, f.Data)
		switch {
		case errors.Is(err, fs.ErrExist):
			env.Log.Warn(path + " is there already and was left as it is")
		case err != nil:
			return atomicfile.CannotWrite(path, err)
		default:
			written++
			fmt.Fprintln(env.Stdout, path)
		}
	}
	if written == 0 {
		return errors.New("nothing was written")
	}
	env.Log.Info("edit " + filepath.Join(o.dir, config.Name) +
		", then build a report there: picreport build --quarter previous FILE")
	return nil
}
