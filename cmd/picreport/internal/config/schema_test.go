package config

import (
	"bytes"
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"picreport/cmd/picreport/internal/failure"
	"picreport/cmd/picreport/internal/filetest"
	"picreport/cmd/picreport/internal/jsondoc"
	"picreport/cmd/picreport/internal/schematest"
	"picreport/ingest/contact"
	"picreport/templates"
)

// compiledSchema is the schema as another program takes it.
func compiledSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	var b bytes.Buffer
	if err := jsondoc.Write(&b, JSONSchema()); err != nil {
		t.Fatal(err)
	}
	return schematest.Compile(t, &b)
}

// TestSchemaIsComplete holds that every key of the configuration is described, that nothing else
// is, and that the starter has every key.
func TestSchemaIsComplete(t *testing.T) {
	s := JSONSchema()
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
	if first, _, _ := strings.Cut(string(starter), "\n"); first != "# yaml-language-server: $schema="+SchemaName {
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
		t.Chdir(t.TempDir())
		filetest.Write(t, "report.md", "## Title\n")
		filetest.Write(t, Name, tt.text)
		c, err := Load("", ".")
		if err == nil {
			err = c.Check(contact.MakeDate(2026, time.January, 23))
		}
		if want := map[bool]int{true: failure.Done, false: failure.Usage}[tt.fine]; failure.Code(err) != want {
			t.Errorf("the program says %v; want exit code %d\n%s", err, want, tt.text)
		}
		if err := schematest.Validate(t, s, tt.text); (err == nil) != tt.fine {
			t.Errorf("the schema says %v of\n%s", err, tt.text)
		}
	}
}

// TestSchemaDescribesEveryNode holds that whatever an editor points at has a description.
func TestSchemaDescribesEveryNode(t *testing.T) {
	data, err := json.Marshal(JSONSchema())
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
