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

func (a *app) initCommand() *cobra.Command {
	lang, all := "", false
	cmd := &cobra.Command{
		Use:   "init [DIR]",
		Short: "Write a configuration and a report text to begin with",
		Long: `Init writes a commented picreport.yaml and report.md, the text of the report, into DIR (default: the working folder), and
picreport.schema.json, by which editors complete the keys of picreport.yaml. It never overwrites: a file that is there is left as it is.

With --all-programs it also writes rollup.md, the text of the roll-up of several programmes.`,
		Example: "  picreport init\n  picreport init riverton\n  picreport init --all-programs office",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			dir := "."
			if len(args) == 1 {
				dir = args[0]
			}
			return a.init(dir, cmp.Or(lang, "en"), all)
		},
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return nil, cobra.ShellCompDirectiveFilterDirs
		},
	}
	cmd.Flags().StringVar(&lang, "lang", "", "`language` of the report: "+strings.Join(config.Languages(), ", ")+" (default en)")
	cmd.Flags().BoolVar(&all, "all-programs", false, "also write the text of the roll-up of several programmes")
	return cmd
}

func (a *app) init(dir, lang string, all bool) error {
	files, err := config.Starter(lang, all)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("%s: cannot make the folder: %w", dir, err)
	}
	written := 0
	for _, f := range files {
		path := filepath.Join(dir, f.Path)
		err := atomicfile.WriteNew(path, f.Data)
		switch {
		case errors.Is(err, fs.ErrExist):
			a.log.Warn(path + " is there already and was left as it is")
		case err != nil:
			return atomicfile.CannotWrite(path, err)
		default:
			written++
			fmt.Fprintln(a.stdout, path)
		}
	}
	if written == 0 {
		return errors.New("nothing was written")
	}
	a.log.Info("edit " + filepath.Join(dir, config.Name) + ", then build a report there: picreport build --quarter previous FILE")
	return nil
}
