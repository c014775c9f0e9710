package main

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"picreport/cmd/picreport/internal/atomicfile"
	"picreport/cmd/picreport/internal/failure"
	"picreport/templates"
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
	cmd.Flags().StringVar(&lang, "lang", "", "`language` of the report: "+strings.Join(languages(), ", ")+" (default en)")
	cmd.Flags().BoolVar(&all, "all-programs", false, "also write the text of the roll-up of several programmes")
	return cmd
}

// initFile is a file that init writes.
type initFile struct {
	name string
	data []byte
}

func (a *app) init(dir, lang string, all bool) error {
	if !slices.Contains(languages(), lang) {
		return failure.Usagef("--lang: there is no language %q: the languages are %s", lang, strings.Join(languages(), ", "))
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("%s: cannot make the folder: %w", dir, err)
	}
	files, err := initFiles(lang, all)
	if err != nil {
		return err
	}
	written := 0
	for _, f := range files {
		path := filepath.Join(dir, f.name)
		err := atomicfile.WriteNew(path, f.data)
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
	a.log.Info("edit " + filepath.Join(dir, configName) + ", then build a report there: picreport build --quarter previous FILE")
	return nil
}

// initFiles are what init writes: with all, also what a roll-up needs.
func initFiles(lang string, all bool) ([]initFile, error) {
	var schema bytes.Buffer
	if err := writeJSON(&schema, configSchema()); err != nil {
		return nil, err
	}
	config, err := templates.FS.ReadFile("starter.yaml")
	if err != nil {
		return nil, err
	}
	config = bytes.Replace(config, []byte("\nlanguage: en\n"), []byte("\nlanguage: "+lang+"\n"), 1)
	text, err := templates.FS.ReadFile("report." + lang + ".md")
	if err != nil || !all {
		return []initFile{{configName, config}, {"report.md", text}, {schemaName, schema.Bytes()}}, err
	}
	config = bytes.Replace(config, []byte("\n# rollup_text: "), []byte("\nrollup_text: "), 1)
	rollup, err := templates.FS.ReadFile("rollup." + lang + ".md")
	return []initFile{{configName, config}, {"report.md", text}, {"rollup.md", rollup}, {schemaName, schema.Bytes()}}, err
}
