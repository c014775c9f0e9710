package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
)

// manCommand writes the manual pages of a release. Users have no need of it, so that help does not list it.
func (a *app) manCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "man DIR",
		Short:   "Write the manual pages",
		Long:    "Man writes a manual page (section 1) for each command into DIR. With SOURCE_DATE_EPOCH they carry that date.",
		Example: "  picreport man share/man/man1",
		Hidden:  true,
		Args:    cobra.ExactArgs(1),
		RunE:    func(cmd *cobra.Command, args []string) error { return a.man(cmd.Root(), args[0]) },
	}
	return cmd
}

func (a *app) man(root *cobra.Command, dir string) error {
	date, err := a.date()
	if err != nil {
		return err
	}
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
