package config

import (
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"

	"picreport/cmd/picreport/internal/failure"
	"picreport/ingest"
)

// yamlError says in one line what the YAML library says with a picture. name is that of the file.
func yamlError(name string, err error) error {
	var fault yaml.Error
	if !errors.As(err, &fault) {
		return failure.Usagef("%s: %w", name, err)
	}
	if at := fault.GetToken(); at != nil && at.Position != nil {
		return failure.Usagef("%s:%d:%d: %s", name, at.Position.Line, at.Position.Column, faultWords(fault))
	}
	return failure.Usagef("%s: %s", name, faultWords(fault))
}

// faultWords says in the words of a user what is wrong with a YAML file.
func faultWords(fault yaml.Error) string {
	const misfit = "%s does not fit here: %s is wanted"
	var unknown *yaml.UnknownFieldError
	var value *yaml.TypeError
	var node *yaml.UnexpectedNodeTypeError
	switch {
	case errors.As(fault, &unknown) && unknown.Token != nil:
		key := unknown.Token.Value
		if near := ingest.Nearest(key, keyNames()); near != "" {
			return fmt.Sprintf("unknown key %q; did you mean %q?", key, near)
		}
		return fmt.Sprintf("unknown key %q", key)
	case errors.As(fault, &value):
		return fmt.Sprintf(misfit, typeWords(value.SrcType), typeWords(value.DstType))
	case errors.As(fault, &node):
		return fmt.Sprintf(misfit, nodeWords(node.Actual), nodeWords(node.Expected))
	}
	return fault.GetMessage()
}

// What a value of a YAML file is, in the words of a user.
const (
	aList   = "a list"
	aGroup  = "a group of keys"
	aNumber = "a number"
	aTruth  = "true or false"
	aText   = "text"
)

// typeWords says what a type of Go is in a YAML file.
func typeWords(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Slice, reflect.Array:
		return aList
	case reflect.Map, reflect.Struct:
		return aGroup
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64,
		reflect.Float32, reflect.Float64:
		return aNumber
	case reflect.Bool:
		return aTruth
	case reflect.String:
		return aText
	}
	return t.String()
}

// nodeWords says what a node of a YAML file is.
func nodeWords(n ast.NodeType) string {
	switch n {
	case ast.SequenceType:
		return aList
	case ast.MappingType, ast.MappingValueType:
		return aGroup
	case ast.IntegerType, ast.FloatType:
		return aNumber
	case ast.BoolType:
		return aTruth
	case ast.StringType, ast.LiteralType:
		return aText
	}
	return n.YAMLName()
}

// keyNames are the names of all keys, at every depth.
func keyNames() []string {
	seen := map[string]bool{}
	var keys []string
	var walk func(t reflect.Type)
	walk = func(t reflect.Type) {
		for t.Kind() == reflect.Slice || t.Kind() == reflect.Pointer {
			t = t.Elem()
		}
		if t.Kind() != reflect.Struct {
			return
		}
		for i := range t.NumField() {
			f := t.Field(i)
			key, _, _ := strings.Cut(f.Tag.Get("yaml"), ",")
			if key != "" && key != "-" && !seen[key] {
				seen[key] = true
				keys = append(keys, key)
			}
			if f.IsExported() {
				walk(f.Type)
			}
		}
	}
	walk(reflect.TypeFor[Config]())
	return keys
}
