package table

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRelations(t *testing.T) {
	const kinds = `http://schemas.openxmlformats.org/officeDocument/2006/relationships/`
	content := `<Relationships>` +
		`<Relationship Id="rId1" Type="` + kinds + `worksheet" Target="worksheets/sheet1.xml"/>` +
		`<Relationship Id="rId2" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/styles" Target="/xl/styles.xml"/>` +
		`<Relationship Id="rId3" Type="` + kinds + `hyperlink" Target="https://example.org" TargetMode="External"/>` +
		`<Relationship Id="rId4" Type="` + kinds + `comments" Target="..\comments1.xml"/>` +
		`</Relationships>`
	got, err := Relations("xl/workbook.xml", []byte(content))
	if err != nil {
		t.Fatal(err)
	}
	want := []Relation{
		{ID: "rId1", Kind: "worksheet", Part: "xl/worksheets/sheet1.xml"},
		{ID: "rId2", Kind: "styles", Part: "xl/styles.xml"},
		{ID: "rId4", Kind: "comments", Part: "comments1.xml"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("relations (-want +got):\n%s", diff)
	}
	if got, err := Relations("xl/workbook.xml", []byte(`<Relationships><Relationship`)); err == nil {
		t.Errorf("of a part that breaks off: %v", got)
	}
}

func TestRelationsPart(t *testing.T) {
	for of, want := range map[string]string{
		"": "_rels/.rels", "xl/workbook.xml": "xl/_rels/workbook.xml.rels",
		"xl/worksheets/sheet1.xml": "xl/worksheets/_rels/sheet1.xml.rels",
	} {
		if got := RelationsPart(of); got != want {
			t.Errorf("%q: %q, want %q", of, got, want)
		}
	}
}
