package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"picreport/templates"
)

func (a *app) initCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "init [DIR]",
		Short: "Write a configuration and a report text to begin with",
		Long: `Init writes a commented picreport.yaml and report.md, the text of the report, into DIR (default: the working folder). It never
overwrites: a file that is there is left as it is.`,
		Example: "  picreport init\n  picreport init riverton",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			dir := "."
			if len(args) == 1 {
				dir = args[0]
			}
			return a.init(dir)
		},
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return nil, cobra.ShellCompDirectiveFilterDirs
		},
	}
	return cmd
}

func (a *app) init(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("%s: cannot make the folder: %w", dir, err)
	}
	written := 0
	for _, f := range []struct{ name, template string }{
		{configName, "starter.yaml"},
		{"report.md", "report.en.md"},
	} {
		data, err := templates.FS.ReadFile(f.template)
		if err != nil {
			return err
		}
		path := filepath.Join(dir, f.name)
		err = writeNew(path, data)
		switch {
		case errors.Is(err, fs.ErrExist):
			a.log.Warn(path + " is there already and was left as it is")
		case err != nil:
			return cannotWrite(path, err)
		default:
			written++
			fmt.Fprintln(a.stdout, path)
		}
	}
	if written == 0 {
		return errors.New("nothing was written")
	}
	return nil
}

// writeNew writes a file that must not be there yet. A failure leaves nothing.
func writeNew(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	if _, err = f.Write(data); err == nil {
		err = f.Sync()
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		_ = os.Remove(path)
	}
	return err
}
