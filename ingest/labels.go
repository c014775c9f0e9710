package ingest

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"picreport/ingest/internal/value"
)

// labels knows the spellings of one field's values, and remembers every distinct value it was asked about.
type labels struct {
	names    []string // of the options, in their order
	numbers  map[string]labelID
	labels   []string          // by number
	byKey    map[string]string // value.Key of a spelling to the label
	last     memo[meaning]
	known    known[meaning]
	seen     map[string]*meaning // by the text of a cell
	unknown  map[string]*meaning // by value.Key, so that spellings of one unknown value are one
	order    []*meaning          // of unknown, as they came
	more     meaning             // all unknown values beyond maxUnknown
	fallback string              // what an unknown value counts as
	rule     ruleID
	field    field
}

// maxUnknown bounds the unknown values of a field that are told apart, and maxSeen the texts whose meaning is remembered: a column of free
// text has as many as rows.
const (
	maxUnknown = 1000
	maxSeen    = 10_000
)

// labelID is the number of a label among those of its field; 0 for none.
type labelID uint16

// value is what a text means.
type meaning struct {
	label       string
	id          labelID
	notReported bool // a word for unknown, declined and the like
	unknown     bool // none of the spellings
	nearest     string
	text        string // of the first cell
	first       place
	count       int
}

func newLabels(f field, rule ruleID, fallback string, list []Label) (*labels, error) {
	l := &labels{
		byKey: map[string]string{}, seen: map[string]*meaning{}, unknown: map[string]*meaning{}, numbers: map[string]labelID{"": 0}, labels: []string{""},
		more: meaning{unknown: true, label: fallback}, fallback: fallback, rule: rule, field: f,
	}
	for _, label := range list {
		if value.Key(label.Name) == "" {
			return nil, fmt.Errorf("%s: a label has no name", f)
		}
		name := strings.Clone(label.Name)
		l.names = append(l.names, name)
		for _, spelling := range append([]string{name}, label.Values...) {
			key := value.Key(spelling)
			if other, ok := l.byKey[key]; ok && other != name {
				return nil, fmt.Errorf("%s: the spelling %q stands under both %q and %q", f, spelling, other, name)
			}
			l.byKey[key] = name
		}
	}
	if key := value.Key(fallback); key != "" && l.byKey[key] == "" {
		l.byKey[key] = fallback
	}
	for _, name := range append(l.names, fallback) {
		if _, ok := l.numbers[name]; !ok {
			l.numbers[name] = labelID(len(l.numbers))
			l.labels = append(l.labels, name)
		}
	}
	l.more.id = l.numbers[fallback]
	if len(l.numbers) > math.MaxUint16 {
		return nil, fmt.Errorf("%s: more than %d labels", f, math.MaxUint16)
	}
	return l, nil
}

// genderLabels are used where the options name no genders.
var genderLabels = []Label{{Name: "Male"}, {Name: "Female"}}

// genderSpellings are added to the labels Male and Female, unless the options have them elsewhere.
var genderSpellings = map[string][]string{
	"male":   {"m", "man", "boy", "male identifying", "cisgender male", "cis male", "cis man"},
	"female": {"f", "w", "woman", "girl", "female identifying", "cisgender female", "cis female", "cis woman"},
}

// addGenders adds the built-in spellings of Male and Female.
func (l *labels) addGenders() {
	for _, name := range l.names {
		for _, spelling := range genderSpellings[value.Key(name)] {
			key := value.Key(spelling)
			if _, taken := l.byKey[key]; !taken {
				l.byKey[key] = name
			}
		}
	}
}

// notReported are words for a value that is not known, as value.Key writes them.
var notReported = func() map[string]bool {
	m := map[string]bool{"": true}
	for _, word := range strings.Split("unknown|unk|not known|unsure|uncertain|declined|declined to answer|decline to answer|"+
		"declined to state|refused|refused to answer|client refused|client declined|not reported|unreported|not recorded|not stated|"+
		"not specified|unspecified|not provided|not given|not available|not applicable|na|none|null|nil|missing|blank|prefer not to say|"+
		"prefer not to answer|prefer not to disclose|prefer not to state|choose not to disclose|does not know|doesn't know|"+
		"client doesn't know|don't know|dk|data not collected|not collected|not asked|undisclosed|not disclosed|undetermined|tbd|"+
		"to be determined|unavailable", "|") {
		m[value.Key(word)] = true
	}
	return m
}()

// isNotReported reports whether a text is a word for a value that is not known. IDs and dates are asked about row by row, and no such
// word has a digit.
func isNotReported(text string) bool {
	for i := range len(text) {
		if value.IsDigit(text[i]) {
			return false
		}
	}
	return notReported[value.Key(text)]
}

// memo remembers what the last few distinct texts of a column mean. It answers in a third of the time of a map.
type memo[T any] [32]remembered[T]

type remembered[T any] struct {
	text string
	is   *T // nil for none
}

// at returns the place of a text, which another text may have taken.
func (m *memo[T]) at(text string) *remembered[T] {
	n := len(text)
	return &m[(n+int(text[0])*3+int(text[n-1])*7)%len(m)]
}

// of returns what a text that is not blank means. The text has been through value.Clean.
func (l *labels) of(text string) *meaning {
	last := l.last.at(text)
	if last.is == nil || last.text != text {
		last.is = l.find(text)
		last.text = strings.Clone(text)
		l.known.learn(text, last.is)
	}
	return last.is
}

// find is of without the memo.
func (l *labels) find(text string) *meaning {
	if v, ok := l.seen[text]; ok {
		return v
	}
	key := value.Key(text)
	v := l.unknown[key]
	if v == nil {
		v = &meaning{text: strings.Clone(text)}
		label, known := l.byKey[key]
		switch {
		case known && key != "":
			v.label = label
		case notReported[key]:
			v.notReported = true
		case len(l.order) == maxUnknown:
			return &l.more
		default:
			v.unknown, v.label = true, l.fallback
			v.nearest = Nearest(text, l.names)
			l.unknown[key] = v
			l.order = append(l.order, v)
		}
	}
	v.id = l.numbers[v.label]
	if len(l.seen) < maxSeen {
		l.seen[strings.Clone(text)] = v
	}
	return v
}

// report adds a finding for each unknown value, at its first cell.
func (l *labels) report(f *findings) {
	if len(l.names) == 0 {
		return
	}
	for _, v := range l.order {
		if v.count == 0 {
			continue
		}
		n := note{at: v.first, rule: l.rule, field: l.field, value: v.text}
		n.text = plural(v.count, "cell") + " with one value that is none of the labels"
		if v.nearest != "" {
			n.hint = fmt.Sprintf("the nearest label is %q; %s", v.nearest, catalogue[l.rule].hint())
		} else {
			n.hint = fmt.Sprintf("the labels are %s; %s", quoted(l.names), catalogue[l.rule].hint())
		}
		f.add(n)
	}
	if l.more.count > 0 {
		f.add(note{
			at: l.more.first, rule: l.rule, field: l.field,
			text: fmt.Sprintf("%s with other values than the %d unknown ones before; this is the first", plural(l.more.count, "cell"), maxUnknown),
		})
	}
}

// plural returns a count with its noun: "1 cell", "2 cells".
func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// quoted lists names for a message, the first dozen of them.
func quoted(names []string) string {
	var b strings.Builder
	for i, name := range names[:min(len(names), 12)] {
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "%q", name)
	}
	if n := len(names) - 12; n > 0 {
		fmt.Fprintf(&b, " and %d more", n)
	}
	return b.String()
}

// lists splits the services of a cell, and keeps one list for each distinct text.
type lists struct {
	labels *labels
	last   memo[list]
	known  known[list]
	seen   map[string]*list
	merged map[string]joined // lists by their labels
	joined [][]string        // by joined.id
}

// joined is a list of labels, each once, and its number; those of equal lists are equal. The empty list has the number 0.
type joined struct {
	labels []string
	id     int32
}

// list is what the text of a services cell means.
type list struct {
	joined
	items []*meaning
}

// of returns the list of a text that is not blank.
func (l *lists) of(text string) *list {
	last := l.last.at(text)
	if last.is == nil || last.text != text {
		last.is = l.find(text)
		last.text = strings.Clone(text)
		l.known.learn(text, last.is)
	}
	return last.is
}

// find is of without the memo.
func (l *lists) find(text string) *list {
	if s, ok := l.seen[text]; ok {
		return s
	}
	s := &list{}
	whole := l.labels.byKey[value.Key(text)] // a label may itself hold a separator
	parts := []string{text}
	if whole == "" {
		parts = strings.FieldsFunc(text, func(r rune) bool { return r == ';' || r == '|' || r == '\n' || r == '\r' })
	}
	for _, part := range parts {
		part, _ = value.Clean(part)
		if part == "" {
			continue
		}
		v := l.labels.of(part)
		s.items = append(s.items, v)
		if v.label != "" && !slices.Contains(s.labels, v.label) {
			s.labels = append(s.labels, v.label)
		}
	}
	s.joined = l.join(s.labels)
	if len(l.seen) < maxSeen {
		l.seen[strings.Clone(text)] = s
	}
	return s
}

// join returns one list of the labels of several, each once. Equal lists are one.
func (l *lists) join(scratch []string) joined {
	if len(scratch) == 0 {
		return joined{}
	}
	key := strings.Join(scratch, "\x00")
	if kept, ok := l.merged[key]; ok {
		return kept
	}
	kept := joined{slices.Clone(scratch), int32(len(l.merged) + 1)}
	l.merged[key] = kept
	l.joined = append(l.joined, kept.labels)
	return kept
}
