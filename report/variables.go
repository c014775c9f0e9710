package report

import (
	"fmt"
	"reflect"
	"strings"
)

// Variable is one thing that a report text can refer to.
type Variable struct {
	Name  string `json:"name"`  // as it is written in a text: .Quarter.Ordinal
	Value string `json:"value"` // for the quarter at hand; "(none)" where a group of variables is absent
	Doc   string `json:"doc"`
}

// Variables lists what a report text can refer to, with the values of a quarter. Without figures
// the values are empty.
func Variables(f *Figures, o Options) []Variable {
	var list []Variable
	var v View
	if f != nil {
		v = newView(f, o)
		v.Program.Mission = o.Program.Mission
	}
	appendVariables(&list, "", reflect.ValueOf(v), f != nil)
	return list
}

func appendVariables(list *[]Variable, prefix string, v reflect.Value, known bool) {
	for i := range v.NumField() {
		field, value := v.Type().Field(i), v.Field(i)
		name := prefix + "." + field.Name
		if field.Type == reflect.TypeFor[*Figures]() {
			continue // documented by its own JSON form
		}
		if field.Type.Kind() == reflect.Pointer {
			if !value.IsNil() {
				appendVariables(list, name, value.Elem(), known)
				continue
			}
			n := len(*list)
			appendVariables(list, name, reflect.Zero(field.Type.Elem()), false)
			for k := n; known && k < len(*list); k++ {
				(*list)[k].Value = "(none)"
			}
			continue
		}
		if field.Type.Kind() == reflect.Struct {
			appendVariables(list, name, value, known)
			continue
		}
		shown := ""
		if known {
			shown = show(value)
		}
		*list = append(*list, Variable{Name: name, Value: shown, Doc: field.Tag.Get("doc")})
	}
}

// show writes a value as a reader reads it, without the escapes of Markdown.
func show(v reflect.Value) string {
	switch v.Kind() {
	case reflect.String:
		return v.String()
	case reflect.Slice:
		items := make([]string, v.Len())
		for i := range items {
			items[i] = v.Index(i).String()
			switch item := v.Index(i).Interface().(type) {
			case RestatementView:
				items[i] = fmt.Sprintf("%s %s: %d, now %d", item.Label, item.Figure, item.Published, item.Now)
			case ProgramRow:
				items[i] = string(item.Name)
			}
		}
		return strings.Join(items, "; ")
	}
	return fmt.Sprint(v.Interface())
}

// Function is one function that a report text can call.
type Function struct{ Usage, Doc string }

// Functions lists what a report text can call.
func Functions() []Function {
	return []Function{
		{"number N", "1234 as 1,234"},
		{"percent N", "32 as 32%"},
		{"plural N ONE MANY", "ONE where N is 1, else MANY"},
		{"ordinal N", "the number of a quarter in words: 3 as third"},
		{"an N", "a or an, as the number is said: an 8, a 9"},
		{"list ITEMS", "A, B, and C"},
		{"bold ITEMS", "the same, each item in bold"},
		{"join SEPARATOR ITEMS", "the items with SEPARATOR between them"},
		{"date DAY", "2024-08-14 as August 14, 2024"},
		{"lower TEXT, upper TEXT, capital TEXT", "in small letters, in capitals, with a capital first letter"},
	}
}
