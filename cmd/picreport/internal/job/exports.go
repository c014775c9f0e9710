package job

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"

	"picreport/cmd/picreport/internal/atomicfile"
	"picreport/cmd/picreport/internal/config"
	"picreport/cmd/picreport/internal/failure"
	"picreport/ingest"
	"picreport/ingest/contact"
	"picreport/ingest/finding"
)

// exportsOf returns the FILE arguments, or the files that the configuration's exports: match.
func exportsOf(c *config.Config, args []string) ([]string, error) {
	if len(args) > 0 {
		return args, nil
	}
	if len(c.Exports) == 0 {
		return nil, failure.Usagef("name at least one export, or list them under exports: in %s", config.Name)
	}
	return configuredFiles(c)
}

// configuredFiles returns the files that the configuration's exports: match.
func configuredFiles(c *config.Config) ([]string, error) {
	var files []string
	for _, e := range c.Exports {
		found, err := expand(c.Relative(e.Files))
		if err != nil {
			return nil, err
		}
		for _, f := range found {
			if !slices.Contains(files, f) {
				files = append(files, f)
			}
		}
	}
	return files, nil
}

// configured gives each input what the configuration's exports: say of it, and leaves out those that
// are not the latest of their source. An input is of the first entry that matches it.
func configured(
	ctx context.Context, env Env, c *config.Config, o ReadOptions, inputs []ingest.Input,
) ([]ingest.Input, error) {
	of := make([]int, len(inputs)) // the entry of each input, -1 for none
	for i := range inputs {
		of[i] = entryOf(c, inputs[i])
	}
	var left []string // paths that are left out
	for i, e := range c.Exports {
		var own []*ingest.Input
		for n := range inputs {
			if of[n] == i {
				own = append(own, &inputs[n])
			}
		}
		for _, in := range own {
			in.Columns = e.Columns
			if len(o.Sheets) == 0 {
				in.Sheets = e.Sheets
			}
			if in.Name == "" {
				in.Name = e.Source
			}
		}
		switch {
		case len(own) < 2 || e.Source == "":
		case !e.Latest:
			return nil, c.Errorf(fmt.Sprintf("exports[%d].source", i), "%s and %s are both %s: set latest: true, by which "+
				"the newest is the source, or leave the source out", own[0].Path, own[1].Path, e.Source)
		default:
			latest, err := latestOf(ctx, env, c, o, own)
			if err != nil {
				return nil, err
			}
			env.Log.Info(fmt.Sprintf("%s is read as %s: the latest of %s", latest.Path, e.Source,
				finding.Counted(len(own), "file", "files")))
			for _, in := range own {
				if in != latest {
					left = append(left, in.Path)
				}
			}
		}
	}
	return slices.DeleteFunc(inputs, func(in ingest.Input) bool { return slices.Contains(left, in.Path) }), nil
}

// entryOf returns the index of the first entry of exports: that matches an input, -1 for none.
func entryOf(c *config.Config, in ingest.Input) int {
	if in.Stdin != nil {
		return -1
	}
	return slices.IndexFunc(c.Exports, func(e config.Export) bool {
		files, err := expand(c.Relative(e.Files))
		return err == nil && slices.ContainsFunc(files, func(f string) bool {
			return filepath.Base(f) == filepath.Base(in.Path) && atomicfile.SamePath(f, in.Path)
		})
	})
}

// latestOf returns the newest of several downloads: by the last date and time in their names where
// all have one, else by their last contacts.
func latestOf(ctx context.Context, env Env, c *config.Config, o ReadOptions, inputs []*ingest.Input) (*ingest.Input, error) {
	times := make([]ingest.NameTime, len(inputs))
	named := true
	for i, in := range inputs {
		times[i] = ingest.NameTimeOf(in.Path, c.DateOrder)
		named = named && len(times[i]) > 0
	}
	if !named {
		for i, in := range inputs {
			day, err := lastContact(ctx, env, c, o, *in)
			if err != nil {
				return nil, err
			}
			times[i] = ingest.NameTime{int(day)}
		}
	}
	best := 0
	for i := range inputs {
		if times[i].Compare(times[best]) > 0 {
			best = i
		}
	}
	for i := range inputs {
		if i == best || times[i].Compare(times[best]) != 0 {
			continue
		}
		what := "have one last contact date"
		if named {
			what = "have one date and time in their names"
		}
		return nil, failure.With(failure.Data, fmt.Errorf("%s and %s %s, so that neither is the latest: move the older "+
			"one away, or name the one that counts: picreport ingest %s", inputs[best].Path, inputs[i].Path, what,
			ingest.Quoted(inputs[best].Path)))
	}
	return inputs[best], nil
}

// lastContact returns the day of the last contact of an export, 0 where it has none.
func lastContact(ctx context.Context, env Env, c *config.Config, o ReadOptions, in ingest.Input) (last contact.Date, err error) {
	reader, err := newReader(env, c, o)
	if err != nil {
		return 0, err
	}
	for row, err := range reader.Read(ctx, []ingest.Input{in}) {
		if err != nil {
			return 0, err
		}
		last = max(last, row.Date)
	}
	return last, nil
}
