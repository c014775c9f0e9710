package ingest

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"picreport/ingest/internal/value"
	"picreport/ingest/table"
)

// dictionary is what a REDCap data dictionary says of variables and their choices.
type dictionary struct {
	choices map[string]map[string]string // variable, then code, to label
	byLabel map[string]string            // value.Key of a field label to its variable; "" where two variables share it
}

// dictionaryColumns are the headers of REDCap's data dictionary, as downloaded and as its API
// writes them.
var dictionaryColumns = [...][2]string{
	{"variablefieldname", "fieldname"},
	{"fieldtype", "fieldtype"},
	{"fieldlabel", "fieldlabel"},
	{"choicescalculationsorsliderlabels", "selectchoicesorcalculations"},
}

// readDictionary reads a data dictionary from a CSV or XLSX file.
func readDictionary(path string) (*dictionary, error) {
	file, err := table.Open(path, table.Options{})
	if err != nil {
		return nil, fmt.Errorf("read REDCap dictionary %s: %w", path, err)
	}
	defer file.Close()
	d := &dictionary{choices: map[string]map[string]string{}, byLabel: map[string]string{}}
	var cols *[len(dictionaryColumns)]int
	for row, err := range file.Rows(context.Background(), 0) {
		if err != nil {
			return nil, fmt.Errorf("read REDCap dictionary %s: %w", path, err)
		}
		if cols == nil {
			if cols, err = findDictionaryColumns(row); err != nil {
				return nil, fmt.Errorf("read REDCap dictionary %s: %w", path, err)
			}
			continue
		}
		var cells [len(dictionaryColumns)]string
		for i, col := range cols {
			if col < len(row.Cells) {
				text, _ := value.Clean(row.Cells[col].Text)
				cells[i] = strings.Clone(text)
			}
		}
		d.add(cells[0], cells[1], cells[2], cells[3])
	}
	if cols == nil {
		return nil, fmt.Errorf("read REDCap dictionary %s: the file has no rows", path)
	}
	return d, nil
}

func findDictionaryColumns(row table.Row) (*[len(dictionaryColumns)]int, error) {
	cols := [len(dictionaryColumns)]int{-1, -1, -1, -1}
	for i, cell := range row.Cells {
		text, _ := value.Clean(cell.Text)
		key := value.Key(text)
		for k, names := range dictionaryColumns {
			if key != "" && (key == names[0] || key == names[1]) {
				cols[k] = i
			}
		}
	}
	for _, col := range cols {
		if col < 0 {
			return nil, errors.New("the first row has not the headers of a data dictionary: " +
				`"Variable / Field Name", "Field Type", "Field Label", "Choices, Calculations, OR Slider Labels"`)
		}
	}
	return &cols, nil
}

// add takes a row of the dictionary. Choices are written as "1, Male | 2, Female".
func (d *dictionary) add(variable, kind, label, choices string) {
	variable = strings.ToLower(variable)
	if variable == "" {
		return
	}
	if key := value.Key(label); key != "" {
		if _, taken := d.byLabel[key]; taken {
			d.byLabel[key] = ""
		} else {
			d.byLabel[key] = variable
		}
	}
	switch strings.ToLower(kind) {
	case "radio", "dropdown", "checkbox":
	default:
		return
	}
	codes := map[string]string{}
	for _, choice := range strings.Split(choices, "|") {
		code, label, ok := strings.Cut(choice, ",")
		if ok {
			codes[strings.ToLower(strings.TrimSpace(code))] = strings.TrimSpace(label)
		}
	}
	d.choices[variable] = codes
}

// variable returns the variable that a header names, itself or by its label, or "".
func (d *dictionary) variable(header string) string {
	name := strings.ToLower(strings.TrimSpace(header))
	if _, ok := d.choices[name]; ok {
		return name
	}
	return d.byLabel[value.Key(header)]
}

// label returns the label of a code.
func (d *dictionary) label(variable, code string) (string, bool) {
	label, ok := d.choices[variable][strings.ToLower(code)]
	return label, ok
}
