package config

import (
	"fmt"
	"strings"

	"picreport/ingest"
)

// Export is an entry of exports: a path or a pattern alone, or with what is particular to the files
// that it stands for.
type Export struct {
	Files   string            `yaml:"files"`   // a path or a pattern, seen from the configuration file
	Source  string            `yaml:"source"`  // source name of the one file; "" is the file's
	Latest  bool              `yaml:"latest"`  // the newest of the files is the export of the source
	Sheets  []string          `yaml:"sheets"`  // of a workbook; none is as --sheet has it
	Columns map[string]string `yaml:"columns"` // beside those of all exports, over which they win
}

// UnmarshalYAML reads an entry, which can be a text alone: its files.
func (e *Export) UnmarshalYAML(unmarshal func(any) error) error {
	type entry Export // without this method
	var whole entry
	err := unmarshal(&whole)
	if err == nil {
		*e = Export(whole)
		return nil
	}
	var files string
	if unmarshal(&files) != nil {
		return err
	}
	*e = Export{Files: files}
	return nil
}

// checkExports refuses entries that name no files, or one source for several.
func (c *Config) checkExports() error {
	sources := map[string]bool{}
	for i, e := range c.Exports {
		key := fmt.Sprintf("exports[%d]", i)
		switch {
		case strings.TrimSpace(e.Files) == "":
			return c.Errorf(key, "the entry has no files: write a path or a pattern, such as exports/*.csv")
		case e.Latest && e.Source == "":
			return c.Errorf(key+".latest", "the newest of several files needs a name of its own: set source:, such as redcap")
		case e.Source != "" && sources[e.Source]:
			return c.Errorf(key+".source", "the source %q stands twice", e.Source)
		}
		sources[e.Source] = true
		if err := ingest.CheckColumns(e.Columns); err != nil {
			return c.Errorf(key+".columns", "%w", err)
		}
	}
	return nil
}
