package config

import (
	"maps"
	"reflect"
	"slices"
	"strings"
)

// SchemaName is the file by which init writes the schema of the configuration.
const SchemaName = "picreport.schema.json"

// Schema is a JSON Schema (https://json-schema.org/draft/2020-12), as far as the configuration
// needs one.
type Schema struct {
	Schema               string             `json:"$schema,omitempty"`
	Title                string             `json:"title,omitempty"`
	Description          string             `json:"description,omitempty"`
	Type                 []string           `json:"type,omitempty"`
	Enum                 []any              `json:"enum,omitempty"`
	Pattern              string             `json:"pattern,omitempty"`
	MaxItems             int                `json:"maxItems,omitempty"`
	Items                *Schema            `json:"items,omitempty"`
	Properties           map[string]*Schema `json:"properties,omitempty"`
	PropertyNames        *Schema            `json:"propertyNames,omitempty"`
	AdditionalProperties any                `json:"additionalProperties,omitempty"` // false or a *Schema
}

// JSONSchema describes the configuration file: its keys from Config, and what they are for from
// schemaDocs.
func JSONSchema() *Schema {
	s := schemaOf(reflect.TypeFor[Config](), "")
	s.Schema = "https://json-schema.org/draft/2020-12/schema"
	s.Title = "Configuration of picreport"
	return s
}

// schemaOf describes the value of a key. A key without a value is as one that is not there, and a
// number stands for its digits, as in values: [911]; so YAML has it.
func schemaOf(t reflect.Type, key string) *Schema {
	doc := schemaDocs[key]
	s := &Schema{Description: doc.text, Pattern: doc.pattern, MaxItems: doc.maxItems}
	if t == reflect.TypeFor[Anonymous]() { // true, false or a list
		s.Type, s.Items = []string{"boolean", "array", "null"}, &Schema{
			Description: schemaDocs[key+"[]"].text, Type: []string{"string", "number", "null"},
		}
		return s
	}
	switch t.Kind() {
	case reflect.Struct:
		s.Type, s.Properties, s.AdditionalProperties = []string{"object", "null"}, map[string]*Schema{}, false
		for i := range t.NumField() {
			s.addField(t.Field(i), key)
		}
		if t == reflect.TypeFor[Export]() { // or its files alone
			s.Type = []string{"string", "number", "object"}
		}
	case reflect.Map:
		s.Type, s.AdditionalProperties = []string{"object", "null"}, schemaOf(t.Elem(), key+"{}")
		if len(doc.names) > 0 {
			s.PropertyNames = &Schema{Enum: anyOf(doc.names)}
		}
	case reflect.Slice:
		s.Type, s.Items = []string{"array", "null"}, schemaOf(t.Elem(), key+"[]")
	case reflect.Bool:
		s.Type = []string{"boolean", "null"}
	default:
		s.Type = []string{"string", "number", "null"}
	}
	if len(doc.values) > 0 {
		s.Type = nil
		s.Enum = append(anyOf(doc.values), nil)
	}
	return s
}

// addField adds the key of a field, or, where it is inline, the keys of its value.
func (s *Schema) addField(f reflect.StructField, parent string) {
	tag, options, _ := strings.Cut(f.Tag.Get("yaml"), ",")
	switch {
	case options == "inline":
		maps.Copy(s.Properties, schemaOf(f.Type, parent).Properties)
	case tag != "":
		s.Properties[tag] = schemaOf(f.Type, strings.TrimPrefix(parent+"."+tag, "."))
	}
}

// anyOf are the words as an enum holds them.
func anyOf(words []string) []any {
	out := make([]any, len(words))
	for i, w := range words {
		out[i] = w
	}
	return out
}

// keys lists the paths of all keys below a schema, such as sources[].label.
func (s *Schema) keys(path string) []string {
	var all []string
	for _, name := range slices.Sorted(maps.Keys(s.Properties)) {
		key := strings.TrimPrefix(path+"."+name, ".")
		all = append(all, key)
		all = append(all, s.Properties[name].keys(key)...)
	}
	if s.Items != nil {
		all = append(all, s.Items.keys(path+"[]")...)
	}
	if values, ok := s.AdditionalProperties.(*Schema); ok {
		all = append(all, values.keys(path+"{}")...)
	}
	return all
}
