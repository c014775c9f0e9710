package main

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"picreport/cmd/picreport/internal/failure"
	"picreport/templates"
)

// compiledSchema is what picreport config schema writes, as another program takes it. The program checks it against the schema of
// schemas of 2020-12.
func compiledSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	a, stdout, stderr := testApp(t)
	if code := a.run(context.Background(), []string{"config", "schema"}); code != failure.Done {
		t.Fatalf("exit %d: %s", code, stderr)
	}
	doc, err := jsonschema.UnmarshalJSON(stdout)
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

// validateYAML holds a configuration against the schema.
func validateYAML(t *testing.T, s *jsonschema.Schema, text string) error {
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

// TestSchemaIsComplete holds that every key of the configuration is described, that nothing else is, and that the starter has every key.
func TestSchemaIsComplete(t *testing.T) {
	s := configSchema()
	keys := s.keys("")
	documented := slices.DeleteFunc(slices.Sorted(maps.Keys(schemaDocs)), func(key string) bool {
		return key == "" || strings.HasSuffix(key, "[]") || strings.HasSuffix(key, "{}")
	})
	if diff := cmp.Diff(slices.Sorted(slices.Values(keys)), documented); diff != "" {
		t.Errorf("keys of the configuration (-) and of schemaDocs (+):\n%s", diff)
	}
	for key, doc := range schemaDocs {
		if !strings.HasSuffix(doc.text, ".") {
			t.Errorf("%q: the description is no sentence: %q", key, doc.text)
		}
	}
	starter, err := templates.FS.ReadFile("starter.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range keys {
		name := key[strings.LastIndex(key, ".")+1:]
		if !regexp.MustCompile(`(?m)(^[ #-]*|[{,] ?)` + name + `:( |$)`).Match(starter) {
			t.Errorf("starter.yaml has no %s", key)
		}
	}
	if first, _, _ := strings.Cut(string(starter), "\n"); first != "# yaml-language-server: $schema="+schemaName {
		t.Errorf("the first line of starter.yaml does not name the schema: %s", first)
	}
}

// TestSchemaAgrees holds that the schema and the program are of one mind about a configuration.
func TestSchemaAgrees(t *testing.T) {
	s := compiledSchema(t)
	starter, err := templates.FS.ReadFile("starter.yaml")
	if err != nil {
		t.Fatal(err)
	}
	builtIn, err := templates.FS.ReadFile("builtin.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		text string
		fine bool
	}{
		{string(starter), true},
		{string(builtIn), true},
		{"funding:\ncolumns:\nprogram:\nlanguage:\ndemographics: {basis: }\n", true},
		{"sources:\n  - label: Calls\n    values: [911, cfs]\n", true},
		{"contact: {phone: 5550100}\n", true},
		{"columns: {Seen: contact_date, Remarks: ignore}\n", true},
		{"demographics: {age_bands: [0-17, 18 – 64, 65+]}\n", true},
		{"brand: {colors: {primary: '#123', muted: ''}, paper: a4}\n", true},
		{"languages: {es: {title: Equipo}}\n", true},
		{"program: {incepton: 2024-03}\n", false},
		{"program: {inception: 2024-3-1}\n", false},
		{"program: {inception: 2024-13}\n", false},
		{"program: {id: river-ton_2}\n", true},
		{"program: {id: Riverton}\n", false},
		{"exports: a.csv\n", false},
		{"exports: {a: b}\n", false},
		{"date_order: ymd\n", false},
		{"language: fr\n", false},
		{"restatements: loud\n", false},
		{"demographics: {basis: all}\n", false},
		{"demographics: {age_bands: [0 to 17, 18+]}\n", false},
		{"genders:\n  - label: Male\n    always: often\n", false},
		{"brand: {paper: a3}\n", false},
		{"brand: {colors: {accent: navy}}\n", false},
		{"columns: {Seen: date}\n", false},
	} {
		a, _, stderr := testApp(t)
		if err := os.WriteFile("report.md", []byte("## Title\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(configName, []byte(tt.text), 0o600); err != nil {
			t.Fatal(err)
		}
		code := a.run(context.Background(), []string{"config", "check"})
		if want := map[bool]int{true: failure.Done, false: failure.Usage}[tt.fine]; code != want {
			t.Errorf("config check ends with %d; want %d: %s\n%s", code, want, stderr, tt.text)
		}
		if err := validateYAML(t, s, tt.text); (err == nil) != tt.fine {
			t.Errorf("the schema says %v of\n%s", err, tt.text)
		}
	}
}

// TestSchemaDescribesEveryNode holds that whatever an editor points at has a description.
func TestSchemaDescribesEveryNode(t *testing.T) {
	data, err := json.Marshal(configSchema())
	if err != nil {
		t.Fatal(err)
	}
	var walk func(path string, node any)
	nodes := 0
	walk = func(path string, node any) {
		n, ok := node.(map[string]any)
		if !ok {
			return
		}
		nodes++
		if n["description"] == nil {
			t.Errorf("%s has no description", path)
		}
		if properties, ok := n["properties"].(map[string]any); ok {
			for key, value := range properties {
				walk(path+"."+key, value)
			}
		}
		walk(path+"[]", n["items"])
		walk(path+"{}", n["additionalProperties"])
	}
	var doc any
	if err := json.Unmarshal(data, &doc); err != nil {
		t.Fatal(err)
	}
	walk("", doc)
	if nodes < 60 {
		t.Errorf("only %d nodes were looked at", nodes)
	}
}
