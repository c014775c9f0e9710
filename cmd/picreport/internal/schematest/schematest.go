// Package schematest holds configurations against the JSON Schema that picreport writes, as an
// editor does.
package schematest

import (
	"bytes"
	"io"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// Compile reads a schema. The library checks it against the schema of schemas of 2020-12.
func Compile(t testing.TB, text io.Reader) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(text)
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("picreport.schema.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("picreport.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// Validate holds a configuration against the schema.
func Validate(t testing.TB, s *jsonschema.Schema, text string) error {
	t.Helper()
	data, err := yaml.YAMLToJSON([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return s.Validate(doc)
}
