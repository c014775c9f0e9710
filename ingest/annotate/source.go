package annotate

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"os"
	"path"
	"regexp"
	"strings"

	"github.com/xuri/excelize/v2"

	"picreport/ingest/table"
)

// parts are the parts of a workbook by their names.
type parts map[string][]byte

// isXML reports whether a part is XML by its name.
func isXML(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".xml", ".rels", ".vml":
		return true
	}
	return false
}

// readParts unpacks a workbook. It keeps the order of the names.
func readParts(raw []byte) (all parts, names []string, err error) {
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return nil, nil, err
	}
	all = parts{}
	left := int64(table.DefaultMaxUnzipped)
	for _, f := range z.File {
		if strings.HasSuffix(f.Name, "/") {
			continue
		}
		r, err := f.Open()
		if err != nil {
			return nil, nil, err
		}
		content, err := io.ReadAll(io.LimitReader(r, left+1))
		_ = r.Close()
		if err != nil {
			return nil, nil, err
		}
		if left -= int64(len(content)); left < 0 {
			return nil, nil, fmt.Errorf("the workbook unpacks to more than %d bytes", int64(table.DefaultMaxUnzipped))
		}
		if _, twice := all[f.Name]; !twice {
			names = append(names, f.Name)
		}
		all[f.Name] = content
	}
	return all, names, nil
}

// writeParts packs a workbook.
func writeParts(all parts, names []string) ([]byte, error) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range names {
		w, err := z.Create(name)
		if err != nil {
			return nil, err
		}
		if _, err := w.Write(all[name]); err != nil {
			return nil, err
		}
	}
	err := z.Close()
	return b.Bytes(), err
}

// readSource reads the user's workbook, decrypted where it is encrypted, and returns the password
// with which it opened. Its parts are written and named as excelize knows them: transitional, in
// UTF-8, with slashes, and with the case that the relations to them have.
func readSource(file string, o Options) (raw []byte, password string, err error) {
	if raw, err = os.ReadFile(file); err != nil {
		return nil, "", err
	}
	if !bytes.HasPrefix(raw, []byte("PK")) {
		if raw, password, err = decrypted(raw, o.Password); err != nil {
			return nil, "", err
		}
	}
	all, names, err := readParts(raw)
	if err != nil {
		return nil, "", err
	}
	changed := false
	for i, name := range names {
		plain := all[name]
		if isXML(name) {
			if p, err := table.PlainXML(plain); err == nil { // excelize reads what it can of any other
				plain = transitional(p)
			}
		}
		tidy := strings.TrimLeft(strings.ReplaceAll(name, `\`, "/"), "/")
		changed = changed || tidy != name || !bytes.Equal(plain, all[name])
		delete(all, name)
		names[i], all[tidy] = tidy, plain
	}
	if all.rename(names) || changed {
		raw, err = writeParts(all, names)
	}
	return raw, password, err
}

// strictNames are the namespaces and relation types of a strict workbook, and what says that it is one
// (ECMA-376 part 1, annex A; part 4, annex A has the others).
var strictNames = regexp.MustCompile(`http://purl\.oclc\.org/ooxml/(\w+)/(\w+)|\sconformance\s*=\s*["']strict["']`)

// transitional writes a part of a strict workbook as one of a transitional workbook, which is what
// excelize makes of some of its names, and not of others.
func transitional(part []byte) []byte {
	if !bytes.Contains(part, []byte("purl.oclc.org")) {
		return part
	}
	return strictNames.ReplaceAllFunc(part, func(found []byte) []byte {
		m := strictNames.FindSubmatch(found)
		switch string(m[2]) {
		case "":
			return nil
		case "extendedProperties":
			m[2] = []byte("extended-properties")
		case "customProperties":
			m[2] = []byte("custom-properties")
		}
		return fmt.Appendf(nil, "http://schemas.openxmlformats.org/%s/2006/%s", m[1], m[2])
	})
}

// decrypted opens an encrypted workbook.
func decrypted(raw []byte, password string) (plain []byte, opened string, err error) {
	for _, opened = range []string{password, table.DefaultPassword} {
		plain, err = excelize.Decrypt(raw, &excelize.Options{Password: opened})
		if err == nil && bytes.HasPrefix(plain, []byte("PK")) {
			return plain, opened, nil
		}
	}
	if err == nil {
		err = excelize.ErrWorkbookPassword
	}
	return nil, "", err
}

// rename gives the parts the case of the relations that lead to them, and reports whether any had
// another.
func (p parts) rename(names []string) bool {
	wanted := map[string]string{} // by the lower-case name
	want := func(name string) {
		if key := strings.ToLower(name); wanted[key] == "" {
			wanted[key] = name
		}
	}
	want(contentTypes)
	byKey := map[string]string{}
	for _, name := range names {
		byKey[strings.ToLower(name)] = name
	}
	seen, changed := map[string]bool{}, false
	for queue := []string{""}; len(queue) > 0; queue = queue[1:] {
		rels := table.RelationsPart(queue[0])
		if seen[rels] {
			continue
		}
		seen[rels] = true
		want(rels)
		all, err := table.Relations(queue[0], p[byKey[strings.ToLower(rels)]])
		if err != nil {
			continue // none, or none that can be read
		}
		for _, r := range all {
			if fixed := fixedPart(r); fixed != r.Part {
				p.retarget(byKey[strings.ToLower(rels)], fixed)
				r.Part, changed = fixed, true
			}
			want(r.Part)
			queue = append(queue, wanted[strings.ToLower(r.Part)])
		}
	}
	p.nameTypes(byKey[strings.ToLower(contentTypes)], wanted)
	for i, name := range names {
		if to := wanted[strings.ToLower(name)]; to != "" && to != name {
			p[to], names[i], changed = p[name], to, true
			delete(p, name)
		}
	}
	return changed
}

// fixedPart returns the name of the part that a relation leads to, in the case that excelize takes
// for granted of some.
func fixedPart(r table.Relation) string {
	for kind, name := range map[string]string{
		"officeDocument": workbookPart, "styles": stylesPart, "sharedStrings": "xl/sharedStrings.xml",
		"worksheet": "xl/worksheets/" + path.Base(r.Part),
	} {
		if r.Kind == kind && strings.EqualFold(r.Part, name) {
			return name
		}
	}
	return r.Part
}

// retarget writes the name of a part into the relation that leads to it, whatever case it has there.
func (p parts) retarget(rels, to string) {
	target := regexp.MustCompile(`(?i)(\sTarget\s*=\s*)["'][^"']*\b` + regexp.QuoteMeta(path.Base(to)) + `["']`)
	p[rels] = target.ReplaceAll(p[rels], []byte(`${1}"/`+to+`"`))
}

// partNames are the names of parts in the list of their types.
var partNames = regexp.MustCompile(`(\sPartName\s*=\s*["']/)([^"']*)`)

// nameTypes gives the names in the list of types the case that their parts get.
func (p parts) nameTypes(types string, wanted map[string]string) {
	p[types] = partNames.ReplaceAllFunc(p[types], func(found []byte) []byte {
		m := partNames.FindSubmatch(found)
		if to := wanted[strings.ToLower(string(m[2]))]; to != "" {
			return append(bytes.Clone(m[1]), to...)
		}
		return found
	})
}
