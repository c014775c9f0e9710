package annotate

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"slices"
	"strings"

	"picreport/ingest/table"
)

// mainNamespace is that of the sheets, styles and texts that excelize writes.
const mainNamespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

// usualPrefixes are what prefixes stand for that excelize writes, or copies, without declaring them.
var usualPrefixes = map[string]string{
	"r":     "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
	"mc":    "http://schemas.openxmlformats.org/markup-compatibility/2006",
	"x14":   "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main",
	"x14ac": "http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac",
	"x15":   "http://schemas.microsoft.com/office/spreadsheetml/2010/11/main",
	"x15ac": "http://schemas.microsoft.com/office/spreadsheetml/2010/11/ac",
	"xr":    "http://schemas.microsoft.com/office/spreadsheetml/2014/revision",
	"xm":    "http://schemas.microsoft.com/office/excel/2006/main",
}

// complete makes the parts of a copy whole: excelize writes elements and attributes with a prefix
// that an ancestor declared in the source, and leaves the declaration out. Parts that stand in the
// copy as they do in the source are not looked at. An error says that a part is no XML.
func complete(copied, source []byte) ([]byte, error) {
	all, names, err := readParts(copied)
	if err != nil {
		return nil, err
	}
	were, _, err := readParts(source)
	if err != nil {
		return nil, err
	}
	changed := false
	for _, name := range names {
		was, had := were[name]
		if !isXML(name) || had && bytes.Equal(was, all[name]) {
			continue
		}
		whole, err := declared(all[name], was)
		if err != nil {
			return nil, fmt.Errorf("the copy would be damaged at its part %s: %w", name, err)
		}
		changed = changed || !bytes.Equal(whole, all[name])
		all[name] = whole
	}
	if !changed {
		return copied, nil
	}
	return writeParts(all, names)
}

// declared returns a part with what its root lacks to be whole XML.
func declared(part, was []byte) ([]byte, error) {
	for {
		missing, err := checkXML(part)
		if err != nil || missing == nil {
			return part, err
		}
		uri := mainNamespace
		name := "xmlns"
		if prefix := *missing; prefix != "" {
			name += ":" + prefix
			if uri = declaration(was, prefix); uri == "" {
				uri = usualPrefixes[prefix]
			}
		}
		at := rootNameEnd(part)
		if uri == "" || at < 0 {
			return nil, fmt.Errorf("nothing declares the prefix %q", *missing)
		}
		var add bytes.Buffer
		add.WriteString(" " + name + `="`)
		if err := xml.EscapeText(&add, []byte(uri)); err != nil {
			return nil, err
		}
		add.WriteByte('"')
		part = slices.Insert(slices.Clone(part), at, add.Bytes()...)
	}
}

// checkXML reads a part to its end. It returns the first prefix that nothing declares, or "" where
// the root of one of the workbook's own parts has no namespace; nil where the part is whole.
func checkXML(part []byte) (missing *string, err error) {
	d := xml.NewDecoder(bytes.NewReader(part))
	var open []xml.Name
	scopes := []map[string]bool{{"": true, "xml": true, "xmlns": true}}
	roots := 0
	for {
		t, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			if roots != 1 || len(open) > 0 {
				return nil, errors.New("it breaks off")
			}
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		switch t := t.(type) {
		case xml.StartElement:
			scope, lacks, err := enter(scopes[len(scopes)-1], t)
			if lacks != nil || err != nil {
				return lacks, err
			}
			if len(open) == 0 {
				if roots++; roots > 1 {
					return nil, errors.New("it has two roots")
				}
				if t.Name.Space == "" && !scope["xmlns="] && isOwnRoot(t.Name.Local) {
					return new(string), nil
				}
			}
			open, scopes = append(open, t.Name), append(scopes, scope)
		case xml.EndElement:
			if len(open) == 0 || open[len(open)-1] != t.Name {
				return nil, fmt.Errorf("%s ends where it is not open", t.Name.Local)
			}
			open, scopes = open[:len(open)-1], scopes[:len(scopes)-1]
		}
	}
}

// enter returns the prefixes that are declared in an element, or the first that is not. "xmlns=" is
// among them where names without a prefix have a namespace.
func enter(outer map[string]bool, t xml.StartElement) (scope map[string]bool, missing *string, err error) {
	scope = outer
	add := func(prefix string) {
		if len(scope) == len(outer) {
			scope = make(map[string]bool, len(outer)+1)
			for p := range outer {
				scope[p] = true
			}
		}
		scope[prefix] = true
	}
	for i, a := range t.Attr {
		if slices.ContainsFunc(t.Attr[:i], func(other xml.Attr) bool { return other.Name == a.Name }) {
			return nil, nil, fmt.Errorf("an attribute %s stands twice", a.Name.Local)
		}
		switch {
		case a.Name.Space == "xmlns":
			add(a.Name.Local)
		case a.Name.Space == "" && a.Name.Local == "xmlns" && a.Value != "":
			add("xmlns=")
		}
	}
	for _, a := range t.Attr {
		if !scope[a.Name.Space] {
			return nil, &a.Name.Space, nil
		}
	}
	if !scope[t.Name.Space] {
		return nil, &t.Name.Space, nil
	}
	return scope, nil, nil
}

// isOwnRoot reports whether a root is that of one of the parts that excelize writes anew.
func isOwnRoot(name string) bool {
	switch name {
	case "workbook", "worksheet", "styleSheet", "sst", "comments":
		return true
	}
	return false
}

// declaration returns what a prefix stands for in a part, wherever that is declared first.
func declaration(part []byte, prefix string) string {
	d := xml.NewDecoder(bytes.NewReader(part))
	for {
		t, err := d.RawToken()
		if err != nil {
			return ""
		}
		start, ok := t.(xml.StartElement)
		if !ok {
			continue
		}
		for _, a := range start.Attr {
			if a.Name.Space == "xmlns" && a.Name.Local == prefix {
				return a.Value
			}
		}
	}
}

// rootNameEnd returns where the name of a part's root ends, or -1.
func rootNameEnd(part []byte) int {
	d := xml.NewDecoder(bytes.NewReader(part))
	for {
		from := d.InputOffset()
		t, err := d.RawToken()
		if err != nil {
			return -1
		}
		if _, ok := t.(xml.StartElement); ok {
			end := bytes.IndexAny(part[from:], " \t\r\n/>")
			if end < 0 {
				return -1
			}
			return int(from) + end
		}
	}
}

// checkCopy reads a copy as it would be read as an export: it has to hold the rows of the source,
// and the sheet of findings.
func (b *book) checkCopy(ctx context.Context, raw []byte) error {
	f, err := table.Read("copy", bytes.NewReader(raw), table.Options{})
	if err != nil {
		return fmt.Errorf("the copy could not be read again: %w", err)
	}
	defer f.Close()
	sheets := b.src.Sheets()
	if len(f.Sheets()) <= len(sheets) {
		return errors.New("the copy lacks a sheet; save the workbook anew in Excel")
	}
	for i, s := range sheets {
		was, err := sheetSum(ctx, b.src, i)
		if err != nil {
			return err
		}
		is, err := sheetSum(ctx, f, i)
		if err != nil {
			return fmt.Errorf("the copy could not be read again: %w", err)
		}
		if was != is {
			return fmt.Errorf("the copy would not hold all that the sheet %q does; save the workbook anew in Excel", s.Name)
		}
	}
	return nil
}

// sheetSum is a sum over the cells of a sheet.
func sheetSum(ctx context.Context, f *table.File, sheet int) (uint64, error) {
	var h maphash.Hash
	h.SetSeed(sumSeed)
	for row, err := range f.Rows(ctx, sheet) {
		if err != nil {
			return 0, err
		}
		for col, c := range row.Cells {
			if text := strings.TrimSpace(c.Text); text != "" {
				fmt.Fprintf(&h, "%d %d %s\n", row.Num, col, text)
			}
		}
	}
	return h.Sum64(), nil
}

var sumSeed = maphash.MakeSeed()
