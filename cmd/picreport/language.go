package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

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
		return usageError("--lang: %w", err)
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
	var t report.Texts
	name := r.config.Text
	if r.lang != r.config.Language {
		name = r.config.Languages[r.lang].Text
	}
	folder := filepath.Dir(r.config.path)
	if name == "" {
		name = "report." + r.lang + ".md"
		data, err := templates.FS.ReadFile(name)
		if err != nil {
			return t, err
		}
		t.Report = report.TextSource{Name: name, Text: string(data)}
	} else {
		name = r.config.relative(name)
		data, err := os.ReadFile(name)
		if err != nil {
			return t, r.config.errorf("text", "cannot read the report text: %w", err)
		}
		t.Report = report.TextSource{Name: name, Text: string(data)}
		folder = filepath.Dir(name)
	}
	suffix := ".md"
	if r.lang != r.config.Language {
		suffix = "." + r.lang + ".md"
	}
	own := filepath.Join(folder, "quarters", r.quarter.String()+suffix)
	if suffix != ".md" {
		other := filepath.Join(folder, "quarters", r.quarter.String()+".md")
		if fileExists(other) && !fileExists(own) {
			return t, usageError("%s: the quarter has a text of its own, but none in %s; write %s", other, r.lang, own)
		}
	}
	data, err := os.ReadFile(own)
	switch {
	case err == nil:
		t.Quarter = &report.TextSource{Name: own, Text: string(data)}
	case !os.IsNotExist(err):
		return t, usageError("%s: cannot read the quarter's text: %w", own, err)
	}
	return t, nil
}

func fileExists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
