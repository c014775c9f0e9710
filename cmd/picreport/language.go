package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"picreport/cmd/picreport/internal/failure"
	"picreport/report"
	"picreport/templates"
)

// languages lists the languages that have a table of words.
func languages() []string {
	names, _ := fs.Glob(templates.FS, "words.*.yaml") // the pattern is well formed
	out := make([]string, len(names))
	for i, name := range names {
		out[i] = strings.TrimSuffix(strings.TrimPrefix(name, "words."), ".yaml")
	}
	return out
}

// words reads the table of a language.
func words(lang string) (*report.Words, error) {
	name := "words." + lang + ".yaml"
	data, err := templates.FS.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("there is no language %q: the languages are %s", lang, strings.Join(languages(), ", "))
	}
	return report.ParseWords(name, data)
}

// speak makes the report one in a language.
func (r *reporting) speak(lang string) error {
	w, err := words(lang)
	if err != nil {
		return failure.Usagef("--lang: %w", err)
	}
	r.lang = lang
	if r.options, err = reportOptions(r.config, w); err != nil {
		return err
	}
	own := r.config.Languages[lang]
	w.Translate(own.Labels, own.Sources)
	for _, t := range []struct{ text, own *string }{
		{&r.options.Program.Title, &own.Title},
		{&r.options.Program.Mission, &own.Mission},
		{&r.options.Funding, &own.Funding},
	} {
		if *t.own != "" {
			*t.text = *t.own
		}
	}
	return nil
}

// untranslated says which sentences of the configuration are missing in the report's language.
func (r *reporting) untranslated() []string {
	if r.lang == r.config.Language {
		return nil
	}
	own := r.config.Languages[r.lang]
	var missing []string
	for _, t := range []struct{ key, first, own string }{
		{"program.mission", r.config.Program.Mission, own.Mission},
		{"funding", r.config.Funding, own.Funding},
	} {
		if t.first != "" && t.own == "" {
			key := t.key[strings.LastIndex(t.key, ".")+1:]
			missing = append(missing, fmt.Sprintf("%s stands in the report as it is: set languages.%s.%s", t.key, r.lang, key))
		}
	}
	w := r.options.Words
	for _, s := range r.config.Sources {
		if _, ok := w.SourceTexts[s.Label]; !ok {
			missing = append(missing, fmt.Sprintf("the source %q stands in sentences as it is: set languages.%s.sources", s.Label, r.lang))
			break
		}
	}
	labels := make([]string, 0, len(r.config.Services)+len(r.config.Genders))
	for _, s := range r.config.Services {
		labels = append(labels, s.Name)
	}
	for _, g := range r.config.Genders {
		labels = append(labels, g.Label)
	}
	for _, l := range labels {
		if _, ok := w.Labels[l]; !ok {
			missing = append(missing, fmt.Sprintf("the label %q stands in the report as it is: set languages.%s.labels", l, r.lang))
			break
		}
	}
	return missing
}

// text finds the report text, and the quarter's own where there is one: quarters/2024Q3.md beside the report text or the
// configuration file, in another language than the configuration's quarters/2024Q3.es.md.
func (r *reporting) text() (report.Texts, error) {
	return r.textOf("report", "text", "", r.config.Text, r.config.Languages[r.lang].Text)
}

// rollupText is text for the roll-up of several programmes: the quarter's own is quarters/2024Q3.rollup.md.
func (r *reporting) rollupText() (report.Texts, error) {
	return r.textOf("rollup", "rollup_text", ".rollup", r.config.RollupText, r.config.Languages[r.lang].RollupText)
}

// textOf finds a text. builtIn is the name of the one to take where the configuration has none, key that of the configuration, own what
// stands in the name of a quarter's; first is its path in the configuration's language, other that in another one.
func (r *reporting) textOf(builtIn, key, own, first, other string) (report.Texts, error) {
	var t report.Texts
	name, suffix := first, own+".md"
	if r.lang != r.config.Language {
		name, suffix = other, own+"."+r.lang+".md"
	}
	folder := filepath.Dir(r.config.path)
	var data []byte
	var err error
	if name == "" {
		name = builtIn + "." + r.lang + ".md"
		if data, err = templates.FS.ReadFile(name); err != nil {
			return t, err
		}
	} else {
		name = r.config.relative(name)
		if data, err = os.ReadFile(name); err != nil {
			return t, r.config.errorf(key, "cannot read the report text: %w", err)
		}
		folder = filepath.Dir(name)
	}
	t.Report = report.TextSource{Name: name, Text: string(data)}
	t.Quarter, err = r.quarterText(filepath.Join(folder, "quarters", r.quarter.String()), suffix, own+".md")
	return t, err
}

// quarterText is a quarter's own text, nil for none. One in the configuration's language alone is an error.
func (r *reporting) quarterText(path, suffix, firstSuffix string) (*report.TextSource, error) {
	if own, first := path+suffix, path+firstSuffix; suffix != firstSuffix && fileExists(first) && !fileExists(own) {
		return nil, failure.Usagef("%s: the quarter has a text of its own, but none in %s; write %s", first, r.lang, own)
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
