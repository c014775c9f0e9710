package ingest

import (
	"errors"
	"fmt"
	"math"
	"strings"

	"picreport/ingest/contact"
	"picreport/ingest/finding"
	"picreport/ingest/internal/value"
)

// spellings say which label of an attribute a text stands for. They do not change while rows are
// read.
type spellings struct {
	field     field
	attribute int // index in the Dictionary
	rule      finding.ID
	names     []string          // of the labels of the options, in their order
	fallback  string            // the label of an unknown value; "" for none
	byKey     map[string]string // value.Key of a spelling to the label
	separator string            // between several values of a cell; "" for those that are found out
	mostWords int               // of a spelling
	unknown   *unknownValues
}

// newSpellings returns the spellings of labels, which get numbers in a Dictionary. It fails where a
// spelling stands for two.
func newSpellings(
	dict *contact.Dictionary, f field, attribute int, rule finding.ID, fallback string, list []Label,
) (*spellings, error) {
	s := &spellings{
		field: f, attribute: attribute, rule: rule, fallback: fallback, byKey: map[string]string{}, unknown: newUnknownValues(),
	}
	for _, label := range list {
		if value.Key(label.Name) == "" {
			return nil, errors.New("a label has no name")
		}
		name := strings.Clone(label.Name)
		s.names = append(s.names, name)
		for _, spelling := range append([]string{name}, label.Values...) {
			key := value.Key(spelling)
			if other, ok := s.byKey[key]; ok && other != name {
				return nil, fmt.Errorf("the spelling %q stands under both %q and %q", spelling, other, name)
			}
			s.byKey[key] = name
			s.countWords(spelling)
		}
	}
	if key := value.Key(fallback); key != "" && s.byKey[key] == "" {
		s.byKey[key] = fallback
	}
	for _, name := range append(s.names, fallback) {
		dict.Number(attribute, name)
	}
	if dict.Count(attribute) > math.MaxUint16 {
		return nil, fmt.Errorf("more than %d labels", math.MaxUint16)
	}
	return s, nil
}

// genderLabels are used where the options name no genders.
var genderLabels = []Label{{Name: "Male"}, {Name: "Female"}}

// genderSpellings are added to the labels Male and Female, unless the options have them elsewhere.
var genderSpellings = map[string][]string{
	"male":   {"m", "man", "boy", "male identifying", "cisgender male", "cis male", "cis man"},
	"female": {"f", "w", "woman", "girl", "female identifying", "cisgender female", "cis female", "cis woman"},
}

// addGenders adds the built-in spellings of Male and Female.
func (s *spellings) addGenders() {
	for _, name := range s.names {
		for _, spelling := range genderSpellings[value.Key(name)] {
			key := value.Key(spelling)
			if _, taken := s.byKey[key]; !taken {
				s.byKey[key] = name
			}
		}
	}
}

// meaning is what one text stands for.
type meaning struct {
	label       string
	notReported bool // a word for unknown, declined and the like
	unknown     bool // none of the spellings
	key         string
}

// of returns what a text that is not blank stands for.
func (s *spellings) of(text string) meaning {
	key := value.Key(text)
	label, known := s.byKey[key]
	switch {
	case known && key != "":
		return meaning{label: label}
	case notReported[key]:
		return meaning{notReported: true}
	}
	return meaning{label: s.fallback, unknown: true, key: key}
}

// notReported are words for a value that is not known, as value.Key writes them.
var notReported = func() map[string]bool {
	m := map[string]bool{"": true}
	for _, word := range strings.Split("unknown|unk|not known|unsure|uncertain|declined|declined to answer|decline to "+
		"answer|declined to state|refused|refused to answer|client refused|client declined|not reported|unreported|not "+
		"recorded|not stated|not specified|unspecified|not provided|not given|not available|not "+
		"applicable|na|none|null|nil|missing|blank|prefer not to say|prefer not to answer|prefer not to disclose|prefer "+
		"not to state|choose not to disclose|does not know|doesn't know|client doesn't know|don't know|dk|data not "+
		"collected|not collected|not asked|undisclosed|not disclosed|undetermined|tbd|to be determined|unavailable", "|") {
		m[value.Key(word)] = true
	}
	for prompt := range prompts {
		m[prompt] = true // nothing was chosen from the list
	}
	return m
}()

// isNotReported reports whether a text is a word for a value that is not known. IDs and dates are
// asked about row by row, and no such word has a digit.
func isNotReported(text string) bool {
	for i := range len(text) {
		if value.IsDigit(text[i]) {
			return false
		}
	}
	return notReported[value.Key(text)]
}

// report adds a finding for each unknown value, at its first cell.
func (s *spellings) report(f *findings) {
	if len(s.names) == 0 {
		return
	}
	s.unknown.report(f, s.rule, s.field, func(n *note, v *unknownCells) {
		n.text = plural(v.count, "cell") + " with one value that is none of the labels"
		if near := Nearest(v.text, s.names); near != "" {
			n.hint = fmt.Sprintf("the nearest label is %q; %s", near, s.rule.Rule().Hint())
		} else {
			n.hint = fmt.Sprintf("the labels are %s; %s", quoted(s.names), s.rule.Rule().Hint())
		}
	})
}
