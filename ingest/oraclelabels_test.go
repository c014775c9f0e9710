package ingest_test

import (
	"slices"
	"strings"

	"picreport/ingest"
	"picreport/ingest/contact"
)

// labelOf returns the label of a text of a field, "" for none, and counts what is no label.
func (r *oracleRow) labelOf(field, text, at string) string {
	key := oracleKey(text)
	for _, l := range r.labelsOf(field) {
		for _, spelling := range append([]string{l.Name}, l.Values...) {
			if key != "" && oracleKey(spelling) == key {
				return l.Name
			}
		}
	}
	if field != "gender" && key == "other" {
		return contact.Other
	}
	if isOracleUnknown(text) {
		r.note(field, at, "values-not-reported")
		return ""
	}
	code := strings.TrimSuffix(field, "s") + "-unknown"
	if !r.unknown[code+key] && len(r.labelsOf(field)) > 0 {
		r.unknown[code+key] = true
		r.find(at, code)
	}
	if field == "gender" {
		return ""
	}
	return contact.Other
}

// labelsOf returns the labels of a field with their spellings.
func (r *oracleRow) labelsOf(field string) []ingest.Label {
	switch {
	case field == "source":
		return r.opts.Sources
	case field == "services":
		return r.opts.Services
	case len(r.opts.Genders) > 0:
		return r.opts.Genders
	}
	return []ingest.Label{
		{Name: "Male", Values: []string{"m", "man", "boy"}}, {Name: "Female", Values: []string{"f", "woman", "girl"}},
	}
}

// decode returns the label of a code, where the dictionary has one.
func (r *oracleRow) decode(field, text string) string {
	if label, ok := r.choices[field][strings.ToLower(text)]; ok && r.isCoded(field) {
		return label
	}
	return text
}

// isCoded reports whether the header of a field names a variable of the dictionary.
func (r *oracleRow) isCoded(field string) bool {
	return strings.ToLower(r.headers[r.col[field]]) == field
}

// readLabel returns the label of a field that takes one.
func (r *oracleRow) readLabel(field string) string {
	if r.has(field) {
		if text := r.optional(field); text != "" {
			return r.labelOf(field, r.decode(field, text), r.at(field))
		}
	}
	label := ""
	for _, b := range r.boxes[field] {
		if !r.isChecked(b) {
			continue
		}
		at := cell(b.col, r.num)
		another := r.labelOf(field, b.text, at)
		if label != "" && another != "" && another != label {
			r.find(at, "several-values")
			break
		}
		if label == "" {
			label = another
		}
	}
	return label
}

func (r *oracleRow) isChecked(b oracleBox) bool {
	return !slices.Contains([]string{"", "0", "unchecked"}, strings.ToLower(r.text(b.col)))
}

// readServices returns the services of a row, each once.
func (r *oracleRow) readServices() []string {
	var list []string
	add := func(label string) {
		if label != "" && !slices.Contains(list, label) {
			list = append(list, label)
		}
	}
	cols := slices.Clone(r.services)
	if r.has("services") {
		cols = slices.Insert(cols, 0, r.col["services"])
	}
	for _, col := range cols {
		text, at := r.valueAt(col, "services"), cell(col, r.num)
		switch {
		case text == "":
			continue
		case isOracleError(text):
			r.find(at, "error-cell")
			continue
		}
		for _, part := range r.parts(r.decode("services", text)) {
			if part, _ = oracleClean(part); part != "" {
				add(r.labelOf("services", part, at))
			}
		}
	}
	for _, b := range r.boxes["services"] {
		if r.isChecked(b) {
			add(r.labelOf("services", b.text, cell(b.col, r.num)))
		}
	}
	return list
}

// parts splits a text at ";", "|" and new lines, unless it is one label as a whole, and at commas,
// slashes, "&" and blanks where all parts are labels.
func (r *oracleRow) parts(text string) []string {
	if r.isService(text) {
		return []string{text}
	}
	var parts []string
	for _, part := range strings.FieldsFunc(text, func(c rune) bool { return strings.ContainsRune(";|\n\r\v", c) }) {
		if labels := r.soft(part); labels != nil {
			parts = append(parts, labels...)
		} else {
			parts = append(parts, part)
		}
	}
	return parts
}

func (r *oracleRow) isService(text string) bool {
	for _, l := range r.opts.Services {
		for _, spelling := range append([]string{l.Name, contact.Other}, l.Values...) {
			if oracleKey(spelling) == oracleKey(text) {
				return true
			}
		}
	}
	return false
}

// soft returns the labels that make up a text, the longest first; nil where they do not.
func (r *oracleRow) soft(text string) []string {
	text = strings.Trim(text, ", /&")
	if r.isService(text) {
		return []string{text}
	}
	for i := len(text) - 1; i > 0; i-- {
		if !strings.ContainsRune(", /&", rune(text[i])) || !r.isService(strings.Trim(text[:i], ", /&")) {
			continue
		}
		if rest := r.soft(text[i:]); rest != nil {
			return append([]string{text[:i]}, rest...)
		}
	}
	return nil
}
