package config

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"picreport/cmd/picreport/internal/failure"
	"picreport/ingest/contact"
	"picreport/report"
	"picreport/templates"
)

// Languages lists the languages that have a table of words.
func Languages() []string {
	names, _ := fs.Glob(templates.FS, "words.*.yaml") // the pattern is well formed
	out := make([]string, len(names))
	for i, name := range names {
		out[i] = strings.TrimSuffix(strings.TrimPrefix(name, "words."), ".yaml")
	}
	return out
}

// Words reads the table of a language.
func Words(lang string) (*report.Words, error) {
	name := "words." + lang + ".yaml"
	data, err := templates.FS.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("there is no language %q: the languages are %s", lang, strings.Join(Languages(), ", "))
	}
	return report.ParseWords(name, data)
}

// Edition is what a configuration gives a report in one language.
type Edition struct {
	Lang    string
	Options report.Options
	config  *Config
}

// In is the configuration's report in a language. It fails where there is no such language.
func (c *Config) In(lang string) (*Edition, error) {
	w, err := Words(lang)
	if err != nil {
		return nil, err
	}
	e := &Edition{Lang: lang, config: c}
	if e.Options, err = c.reportOptions(w); err != nil {
		return nil, err
	}
	own := c.Languages[lang]
	w.Translate(own.Labels, own.Sources)
	for _, t := range []struct{ text, own *string }{
		{&e.Options.Program.Title, &own.Title},
		{&e.Options.Program.Mission, &own.Mission},
		{&e.Options.Funding, &own.Funding},
	} {
		if *t.own != "" {
			*t.text = *t.own
		}
	}
	return e, nil
}

// Untranslated says which sentences of the configuration are missing in the report's language.
func (e *Edition) Untranslated() []string {
	if e.Lang == e.config.Language {
		return nil
	}
	own := e.config.Languages[e.Lang]
	var missing []string
	for _, t := range []struct{ key, first, own string }{
		{"program.mission", e.config.Program.Mission, own.Mission},
		{"funding", e.config.Funding, own.Funding},
	} {
		if t.first != "" && t.own == "" {
			key := t.key[strings.LastIndex(t.key, ".")+1:]
			missing = append(missing, fmt.Sprintf("%s stands in the report as it is: set languages.%s.%s", t.key, e.Lang, key))
		}
	}
	w := e.Options.Words
	for _, s := range e.config.Sources {
		if _, ok := w.SourceTexts[s.Label]; !ok {
			missing = append(missing,
				fmt.Sprintf("the source %q stands in sentences as it is: set languages.%s.sources", s.Label, e.Lang))
			break
		}
	}
	labels := make([]string, 0, len(e.config.Services)+len(e.config.Genders))
	for _, s := range e.config.Services {
		labels = append(labels, s.Name)
	}
	for _, g := range e.config.Genders {
		labels = append(labels, g.Label)
	}
	for _, l := range labels {
		if _, ok := w.Labels[l]; !ok {
			missing = append(missing,
				fmt.Sprintf("the label %q stands in the report as it is: set languages.%s.labels", l, e.Lang))
			break
		}
	}
	return missing
}

// Text finds the report text, and the quarter's own where there is one: quarters/2024Q3.md beside
// the report text or the configuration file, in another language than the configuration's
// quarters/2024Q3.es.md.
func (e *Edition) Text(q contact.Quarter) (report.Texts, error) {
	return e.textOf(q, "report", "text", "", e.config.Text, e.config.Languages[e.Lang].Text)
}

// RollupText is Text for the roll-up of several programmes: the quarter's own is
// quarters/2024Q3.rollup.md.
func (e *Edition) RollupText(q contact.Quarter) (report.Texts, error) {
	return e.textOf(q, "rollup", "rollup_text", ".rollup", e.config.RollupText, e.config.Languages[e.Lang].RollupText)
}

// textOf finds a text. builtIn is the name of the one to take where the configuration has none, key
// that of the configuration, own what stands in the name of a quarter's; first is its path in the
// configuration's language, other that in another one.
func (e *Edition) textOf(q contact.Quarter, builtIn, key, own, first, other string) (report.Texts, error) {
	var t report.Texts
	name, suffix := first, own+".md"
	if e.Lang != e.config.Language {
		name, suffix = other, own+"."+e.Lang+".md"
	}
	folder := filepath.Dir(e.config.path)
	var data []byte
	var err error
	if name == "" {
		name = builtIn + "." + e.Lang + ".md"
		if data, err = templates.FS.ReadFile(name); err != nil {
			return t, err
		}
	} else {
		name = e.config.Relative(name)
		if data, err = os.ReadFile(name); err != nil {
			return t, e.config.Errorf(key, "cannot read the report text: %w", err)
		}
		folder = filepath.Dir(name)
	}
	t.Report = report.TextSource{Name: name, Text: string(data)}
	t.Quarter, err = e.quarterText(filepath.Join(folder, "quarters", q.String()), suffix, own+".md")
	return t, err
}

// quarterText is a quarter's own text, nil for none. One in the configuration's language alone is
// an error.
func (e *Edition) quarterText(path, suffix, firstSuffix string) (*report.TextSource, error) {
	if own, first := path+suffix, path+firstSuffix; suffix != firstSuffix && fileExists(first) && !fileExists(own) {
		return nil, failure.Usagef("%s: the quarter has a text of its own, but none in %s; write %s", first, e.Lang, own)
	}
	data, err := os.ReadFile(path + suffix)
	switch {
	case os.IsNotExist(err):
		return nil, nil
	case err != nil:
		return nil, failure.Usagef("%s: cannot read the quarter's text: %w", path+suffix, err)
	}
	return &report.TextSource{Name: path + suffix, Text: string(data)}, nil
}

func fileExists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
