package config

import (
	"bytes"

	"picreport/cmd/picreport/internal/atomicfile"
	"picreport/cmd/picreport/internal/failure"
	"picreport/cmd/picreport/internal/jsondoc"
	"picreport/templates"
)

// Starter is what a new programme begins with: a commented configuration in a language, the
// report's text, and the schema by which editors complete keys; with rollup also the text of the
// roll-up of several programmes. The paths are names in the folder to come.
func Starter(lang string, rollup bool) ([]atomicfile.File, error) {
	if _, err := Words(lang); err != nil {
		return nil, failure.Usagef("--lang: %w", err)
	}
	var schema bytes.Buffer
	if err := jsondoc.Write(&schema, JSONSchema()); err != nil {
		return nil, err
	}
	config, err := templates.FS.ReadFile("starter.yaml")
	if err != nil {
		return nil, err
	}
	config = bytes.Replace(config, []byte("\nlanguage: en\n"), []byte("\nlanguage: "+lang+"\n"), 1)
	texts := []string{"report"}
	if rollup {
		config = bytes.Replace(config, []byte("\n# rollup_text: "), []byte("\nrollup_text: "), 1)
		texts = append(texts, "rollup")
	}
	files := []atomicfile.File{{Path: Name, Data: config}}
	for _, name := range texts {
		text, err := templates.FS.ReadFile(name + "." + lang + ".md")
		if err != nil {
			return nil, err
		}
		files = append(files, atomicfile.File{Path: name + ".md", Data: text})
	}
	return append(files, atomicfile.File{Path: SchemaName, Data: schema.Bytes()}), nil
}
