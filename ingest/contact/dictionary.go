package contact

import (
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
)

// Value is what a contact says in one attribute, 0 for nothing. By the attribute's Kind it is the
// number of a label or of a list of labels, a Date, or an Age (see AgeValue).
type Value uint32

// Kind says what the values of an attribute stand for.
type Kind uint8

// The kinds.
const (
	Label Kind = iota // the number of a label
	List              // the number of a list of labels, each once
	Day               // a Date
	Years             // an Age
)

// Attribute is one thing that a contact can say besides its client and day.
type Attribute struct {
	Name     string // of the field that holds it
	Kind     Kind
	OfClient bool // it describes the client rather than the contact, so that a roster may say it
}

// The built-in attributes, by index.
const (
	BirthDate = iota
	ReportedAge
	Gender
	Source
	Services
)

// BuiltIn returns the built-in attributes, in the order of their indices.
func BuiltIn() []Attribute {
	return []Attribute{
		BirthDate:   {Name: "date_of_birth", Kind: Day, OfClient: true},
		ReportedAge: {Name: "age", Kind: Years, OfClient: true},
		Gender:      {Name: "gender", OfClient: true},
		Source:      {Name: "source"},
		Services:    {Name: "services", Kind: List},
	}
}

// Other is the label of a value that is none of the configured ones, where its attribute has such a
// label.
const Other = "Other"

// Dictionary says what the numbers of contacts mean. Several goroutines may use it.
type Dictionary struct {
	Attributes []Attribute
	Clients    Clients
	OneSource  bool  // all contacts are of one sheet of one source
	Anonymous  int32 // number of the client that stands for people without a client ID; 0 for none so far
	ByID       ByID  // of the contacts that have a contact ID; nil where all of them stand

	tables []labelTable // by attribute
}

// ByID says of contacts that have a contact ID, by their number, what became of them. It is asked
// once all contacts were read.
type ByID interface{ Standing(idNumber int32) Standing }

// Standing is what became of a contact that was read.
type Standing uint8

// What becomes of contacts.
const (
	Stands    Standing = iota
	Corrected          // another one stands in its place
	LeftOut            // an error keeps it from being counted
)

// labelTable holds the labels and the lists of one attribute, by number.
type labelTable struct {
	labels atomic.Pointer[[]string]  // labels[0] is ""
	lists  atomic.Pointer[[][]Value] // of labels; lists[0] is empty

	mu          sync.Mutex // to add
	numbers     map[string]Value
	listNumbers map[string]Value
}

// NewDictionary returns a Dictionary without labels.
func NewDictionary(attributes []Attribute, clients Clients) *Dictionary {
	d := &Dictionary{Attributes: attributes, Clients: clients, tables: make([]labelTable, len(attributes))}
	for i := range d.tables {
		t := &d.tables[i]
		t.labels.Store(&[]string{""})
		t.lists.Store(&[][]Value{nil})
		t.numbers, t.listNumbers = map[string]Value{"": 0}, map[string]Value{"": 0}
	}
	return d
}

// Index returns the index of the attribute of a name, or -1.
func (d *Dictionary) Index(name string) int {
	return slices.IndexFunc(d.Attributes, func(a Attribute) bool { return a.Name == name })
}

// Number returns the number of a label of an attribute, which it gets if it has none; that of "" is
// 0.
func (d *Dictionary) Number(attribute int, label string) Value {
	t := &d.tables[attribute]
	t.mu.Lock()
	defer t.mu.Unlock()
	if n, ok := t.numbers[label]; ok {
		return n
	}
	label = strings.Clone(label)
	labels := append(*t.labels.Load(), label)
	t.labels.Store(&labels)
	n := Value(len(labels) - 1)
	t.numbers[label] = n
	return n
}

// Find returns the number of a label of an attribute, and whether it has one.
func (d *Dictionary) Find(attribute int, label string) (Value, bool) {
	t := &d.tables[attribute]
	t.mu.Lock()
	defer t.mu.Unlock()
	n, ok := t.numbers[label]
	return n, ok
}

// ListNumber returns the number of a list of labels of an attribute of Kind List, given by their
// numbers, each once. Lists that differ in their order are two. That of an empty list is 0.
func (d *Dictionary) ListNumber(attribute int, labels []Value) Value {
	if len(labels) == 0 {
		return 0
	}
	key := make([]byte, 0, 64)
	for _, v := range labels {
		key = binary.AppendUvarint(key, uint64(v))
	}
	t := &d.tables[attribute]
	t.mu.Lock()
	defer t.mu.Unlock()
	if n, ok := t.listNumbers[string(key)]; ok {
		return n
	}
	lists := append(*t.lists.Load(), slices.Clone(labels))
	t.lists.Store(&lists)
	n := Value(len(lists) - 1)
	t.listNumbers[string(key)] = n
	return n
}

// Label returns the label of a value of an attribute of Kind Label, "" for 0.
func (d *Dictionary) Label(attribute int, v Value) string {
	return (*d.tables[attribute].labels.Load())[v]
}

// Members returns the numbers of the labels of a value of an attribute of Kind Label or List. They
// are not to be changed.
func (d *Dictionary) Members(attribute int, v Value) []Value {
	if d.Attributes[attribute].Kind == Label {
		if v == 0 {
			return nil
		}
		return []Value{v}
	}
	return (*d.tables[attribute].lists.Load())[v]
}

// Labels returns the labels of a value of an attribute of Kind Label or List, nil for 0.
func (d *Dictionary) Labels(attribute int, v Value) []string {
	var labels []string
	for _, m := range d.Members(attribute, v) {
		labels = append(labels, d.Label(attribute, m))
	}
	return labels
}

// Count returns how many labels an attribute has, "" included: they have the numbers below it.
func (d *Dictionary) Count(attribute int) int {
	return len(*d.tables[attribute].labels.Load())
}

// Text writes a value of any attribute for people: a label, labels with ", " between them, a date,
// or an age.
func (d *Dictionary) Text(attribute int, v Value) string {
	switch d.Attributes[attribute].Kind {
	case Day:
		return Date(v).String()
	case Years:
		age := v.Age()
		switch {
		case !age.Known:
			return ""
		case age.Low == age.High:
			return fmt.Sprint(age.Low)
		}
		return fmt.Sprintf("%d-%d", age.Low, age.High)
	}
	return strings.Join(d.Labels(attribute, v), ", ")
}

// AgeValue returns the value of an age; that of one that is not known is 0.
func AgeValue(a Age) Value {
	if !a.Known {
		return 0
	}
	return 1 + Value(uint16(a.Low)) + Value(uint16(a.High))<<16
}

// Age returns the age of a value of an attribute of Kind Years.
func (v Value) Age() Age {
	if v == 0 {
		return Age{}
	}
	return Age{Low: int16((v - 1) & 0xFFFF), High: int16((v - 1) >> 16), Known: true}
}
