package table

import (
	"bytes"
	"path"
	"strings"
)

// Relation is a link from one part of a workbook to another (ECMA-376 part 2, 9.3).
type Relation struct {
	ID   string
	Kind string // the last word of its type, which transitional and strict workbooks share
	Part string // the name of the part that it leads to
}

// RelationsPart returns the name of the part that lists the relations of a part, or for "" those of
// the whole workbook.
func RelationsPart(of string) string {
	dir, base := path.Split(of)
	return dir + "_rels/" + base + ".rels"
}

// Relations reads the content of RelationsPart(of). Relations that lead out of the workbook are
// left out.
func Relations(of string, content []byte) ([]Relation, error) {
	var all []Relation
	x := newXMLReader(bytes.NewReader(content), packRelations)
	err := x.root(relationsRoot.name)
	if err == nil {
		err = x.children(func() error {
			if r, ok := relationAt(x, of); ok {
				all = append(all, r)
			}
			return nil
		})
	}
	if err != nil {
		return nil, err
	}
	return all, nil
}

// relationsRoot is the root of a part that lists relations.
var relationsRoot = xmlRoot{packRelations, "Relationships"}

// relationAt returns the relation of a part that a start tag holds, and whether it holds one.
func relationAt(x *xmlReader, of string) (Relation, bool) {
	if string(x.name) != "Relationship" || x.attr("TargetMode") == "External" {
		return Relation{}, false
	}
	target := strings.ReplaceAll(x.attr("Target"), `\`, "/")
	if strings.HasPrefix(target, "/") {
		target = strings.TrimPrefix(path.Clean(target), "/")
	} else {
		target = path.Join(path.Dir(of), target)
	}
	kind := x.attr("Type")
	return Relation{ID: x.attr("Id"), Kind: kind[strings.LastIndexByte(kind, '/')+1:], Part: target}, true
}
