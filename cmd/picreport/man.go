//go:build man

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
)

// The manual pages of a release are written by a build of picreport with the tag man: users have no
// need of the command, and its libraries are a part of every program that has it.
func init() { newManCommand = manCommand }

// manCommand returns the command that writes the manual pages.
func manCommand(env *Env) *cobra.Command {
	return &cobra.Command{
		Use:   "man DIR",
		Short: "Write the manual pages",
		Long: "Man writes a manual page (section 1) for each command into DIR. With SOURCE_DATE_EPOCH they carry that " +
			"date.",
		Example: "  picreport man share/man/man1",
		Hidden:  true,
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			date, err := env.job().Date()
			if err != nil {
				return err
			}
			return writeManual(cmd.Root(), args[0], date)
		},
	}
}

// writeManual writes the manual pages of all commands into a folder.
func writeManual(root *cobra.Command, dir string, date time.Time) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("%s: cannot make the folder: %w", dir, err)
	}
	root.DisableAutoGenTag = true
	header := &doc.GenManHeader{Section: "1", Date: &date, Source: "picreport " + version(), Manual: "User Commands"}
	if err := doc.GenManTree(root, header, dir); err != nil {
		return fmt.Errorf("%s: cannot write the manual: %w", filepath.Clean(dir), err)
	}
	return nil
}
