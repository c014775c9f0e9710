package report

import (
	"fmt"
	"maps"
	"reflect"
	"slices"

	"picreport/ingest"
)

// suggestion asks "did you mean" where a candidate is near, and is "" elsewhere.
func suggestion(word string, candidates []string) string {
	if near := ingest.Nearest(word, candidates); near != "" {
		return fmt.Sprintf(" (did you mean %s?)", near)
	}
	return ""
}

// fieldNames are the names of all variables of a report text, at every depth.
func fieldNames() []string {
	names := map[string]bool{}
	var walk func(t reflect.Type)
	walk = func(t reflect.Type) {
		for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
			t = t.Elem()
		}
		if t.Kind() != reflect.Struct {
			return
		}
		for i := range t.NumField() {
			if f := t.Field(i); f.IsExported() && !names[f.Name] {
				names[f.Name] = true
				walk(f.Type)
			}
		}
	}
	walk(reflect.TypeFor[View]())
	return slices.Sorted(maps.Keys(names))
}

func functionNames() []string { return slices.Sorted(maps.Keys(functions(&Words{}))) }
