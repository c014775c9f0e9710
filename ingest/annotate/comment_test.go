package annotate

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"picreport/ingest/finding"
	"picreport/ingest/table"
)

// commented is a workbook whose second sheet has a comment on B2.
func commented(t *testing.T) string {
	t.Helper()
	f := excelize.NewFile()
	must[int](t)(f.NewSheet("Second"))
	check(t, f.AddComment("Second", excelize.Comment{Cell: "B2", Author: "Analyst", Text: "ask the clinic"}))
	return save(t, f, "commented.xlsx")
}

// repack stores a workbook anew, with each part as change makes it; a part without a name is left
// out.
func repack(t *testing.T, path string, change func(name, content string) (string, string)) string {
	t.Helper()
	r := must[*zip.ReadCloser](t)(zip.OpenReader(path))
	defer r.Close()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range r.File {
		in := must[io.ReadCloser](t)(f.Open())
		name, content := change(f.Name, string(must[[]byte](t)(io.ReadAll(in))))
		if name != "" {
			must[int](t)(must[io.Writer](t)(w.Create(name)).Write([]byte(content)))
		}
	}
	check(t, w.Close())
	changed := filepath.Join(t.TempDir(), "changed.xlsx")
	check(t, os.WriteFile(changed, out.Bytes(), 0o600))
	return changed
}

// replaced changes names and contents alike.
func replaced(pairs ...string) func(name, content string) (string, string) {
	r := strings.NewReplacer(pairs...)
	return func(name, content string) (string, string) { return r.Replace(name), r.Replace(content) }
}

func TestExistingComments(t *testing.T) {
	tests := []struct {
		name   string
		change func(name, content string) (string, string)
	}{
		{"as excelize writes them", replaced()},
		{"as openpyxl names the parts", replaced("../comments1.xml", "/xl/comments/comment1.xml", "xl/comments1.xml", "xl/comments/comment1.xml",
			"../drawings/vmlDrawing1.vml", "/xl/drawings/commentsDrawing1.vml", "vmlDrawing1.vml", "commentsDrawing1.vml")},
		{"as LibreOffice numbers the shapes", replaced("_x0000_s2049", "shape_0")},
		{"as Excel numbers the shapes", replaced("_x0000_s2049", "_x0000_s1025")},
		{"texts and shapes with other numbers", replaced("comments1.xml", "comments7.xml", "vmlDrawing1.vml", "vmlDrawing3.vml")},
		{"names that the first sheet would take", replaced("comments1.xml", "comments2.xml", "vmlDrawing1.vml", "vmlDrawing2.vml")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := write(t, repack(t, commented(t), tt.change), []finding.Finding{
				at("first", finding.Info, "Sheet1", "A1"),
				at("with", finding.Error, "Second", "B2"), at("without", finding.Info, "Second", "C3"),
			}, Options{})
			if diff := cmp.Diff(map[string]string{"A1": "Info: The first\nMend the first"}, comments(t, f, "Sheet1")); diff != "" {
				t.Errorf("first sheet (-want +got):\n%s", diff)
			}
			want := map[string]string{
				"B2": "ask the clinic\n\npicreport\nError: The with\nMend the with",
				"C3": "Info: The without\nMend the without",
			}
			if diff := cmp.Diff(want, comments(t, f, "Second")); diff != "" {
				t.Errorf("second sheet (-want +got):\n%s", diff)
			}
			checkShapes(t, f, 3)
			if got := must[string](t)(f.GetCellValue("Findings", "A2")); got != "Info" {
				t.Errorf("the list begins with %q", got)
			}
			if got := must[string](t)(f.GetCellValue("Findings", "B2")); got != "first" {
				t.Errorf("the list begins with a remark, or %q", got)
			}
		})
	}
}

// checkShapes counts the comments' boxes in all drawings: one a cell, with IDs of their own.
func checkShapes(t *testing.T, f *excelize.File, want int) {
	t.Helper()
	got := 0
	f.Pkg.Range(func(name, content any) bool {
		if !strings.HasSuffix(name.(string), ".vml") {
			return true
		}
		ids := map[string]bool{}
		for _, id := range regexp.MustCompile(`<v:shape [^>]*\bid="([^"]*)"`).FindAllSubmatch(content.([]byte), -1) {
			ids[string(id[1])] = true
		}
		n := bytes.Count(content.([]byte), []byte(`ObjectType="Note"`))
		if len(ids) != n {
			t.Errorf("%s has %d comments and the IDs %v", name, n, ids)
		}
		got += n
		return true
	})
	if got != want {
		t.Errorf("there are boxes of %d comments, want %d", got, want)
	}
}

func TestControlsOnTheSheet(t *testing.T) {
	src := excelize.NewFile()
	check(t, src.AddFormControl("Sheet1", excelize.FormControl{Cell: "A1", Type: excelize.FormControlButton, Text: "Go"}))
	f := write(t, save(t, src, "button.xlsx"), []finding.Finding{at("a", finding.Error, "Sheet1", "B2")}, Options{})
	if got := fillAt(t, f, "Sheet1", "B2"); got != "FFC7CE" {
		t.Errorf("fill is %q", got)
	}
	if controls := must[[]excelize.FormControl](t)(f.GetFormControls("Sheet1")); len(controls) != 1 {
		t.Errorf("the sheet has %d controls, want 1", len(controls))
	}
	if got := must[string](t)(f.GetCellValue("Findings", "F2")); !strings.Contains(got, `"Sheet1" have no comments`) {
		t.Errorf("the list does not say that comments are missing, but %q", got)
	}
}

// TestNoStyles is a workbook as some phone apps make it.
func TestNoStyles(t *testing.T) {
	src := excelize.NewFile()
	check(t, src.SetCellStr("Sheet1", "A1", "Client ID"))
	path := repack(t, save(t, src, "phone.xlsx"), func(name, content string) (string, string) {
		if name == stylesPart {
			return "", ""
		}
		content = regexp.MustCompile(`<(Override|Relationship)\b[^>]*styles[^>]*(/>|></(Override|Relationship)>)`).ReplaceAllString(content, "")
		return name, content
	})
	f := write(t, path, []finding.Finding{at("a", finding.Error, "Sheet1", "A1")}, Options{})
	if got := fillAt(t, f, "Sheet1", "A1"); got != "FFC7CE" {
		t.Errorf("fill is %q", got)
	}
	for _, name := range []string{contentTypes, table.RelationsPart(workbookPart)} {
		if n := bytes.Count(part(t, f, name), []byte("styles.xml")); n != 1 {
			t.Errorf("%s names the styles %d times", name, n)
		}
	}
}

// TestStrict is a workbook in the strict form of the standard, with a comment in it.
func TestStrict(t *testing.T) {
	path := repack(t, commented(t), replaced(
		"http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main",
		"http://schemas.openxmlformats.org/officeDocument/2006/relationships", "http://purl.oclc.org/ooxml/officeDocument/relationships"))
	f := write(t, path, []finding.Finding{at("a", finding.Error, "Second", "C3")}, Options{})
	if got := fillAt(t, f, "Second", "C3"); got != "FFC7CE" {
		t.Errorf("fill is %q", got)
	}
	want := map[string]string{"B2": "ask the clinic", "C3": "Error: The a\nMend the a"}
	if diff := cmp.Diff(want, comments(t, f, "Second")); diff != "" {
		t.Errorf("comments (-want +got):\n%s", diff)
	}
}

// TestSpareStyles are styles as small writers make them: parts that are not needed, and counts, are
// missing.
func TestSpareStyles(t *testing.T) {
	tests := map[string]func(string) string{
		"none": func(string) string {
			return `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>`
		},
		"no counts": func(s string) string { return regexp.MustCompile(` count="\d+"`).ReplaceAllString(s, "") },
	}
	for name, change := range tests {
		t.Run(name, func(t *testing.T) {
			path := repack(t, save(t, newBook(t), "b.xlsx"), func(name, content string) (string, string) {
				if name == stylesPart {
					content = change(content)
				}
				return name, content
			})
			f := write(t, path, []finding.Finding{
				at("a", finding.Error, "It's Q3", "B2"), at("b", finding.Info, "It's Q3", "A1"),
			}, Options{})
			if a, b := fillAt(t, f, "It's Q3", "B2"), fillAt(t, f, "It's Q3", "A1"); a != "FFC7CE" || b != "DDEBF7" {
				t.Errorf("fills are %q and %q", a, b)
			}
		})
	}
}

func TestManyFindingsInACell(t *testing.T) {
	var findings []finding.Finding
	for range 14 {
		findings = append(findings, at("a", finding.Info, "Sheet1", "A1"))
	}
	f := write(t, save(t, excelize.NewFile(), "m.xlsx"), findings, Options{})
	text := comments(t, f, "Sheet1")["A1"]
	if strings.Count(text, "Info: ") != 10 || !strings.HasSuffix(text, "and 4 more: see the sheet of findings at the end") {
		t.Errorf("the comment is %q", text)
	}
}

func TestMoreThanMaxComments(t *testing.T) {
	text := "Client ID,Date\n" + strings.Repeat("C-1,2024-07-01\n", MaxComments+5)
	var findings []finding.Finding
	for i := range MaxComments + 5 {
		findings = append(findings, at("a", finding.Warning, "", "A"+strconv.Itoa(i+2)))
	}
	f := write(t, saveText(t, "many.csv", text), findings, Options{})
	if n := len(comments(t, f, "many")); n != MaxComments {
		t.Errorf("%d comments, want %d", n, MaxComments)
	}
	last := "A" + strconv.Itoa(MaxComments+6)
	if got := fillAt(t, f, "many", last); got != "FFEB9C" {
		t.Errorf("the last cell has the fill %q", got)
	}
	if got := must[string](t)(f.GetCellValue("Findings", "F2")); !strings.HasPrefix(got, "Only the first 20000 marked cells have a comment") {
		t.Errorf("the list does not say that comments are missing, but %q", got)
	}
	if got := must[string](t)(f.GetCellValue("Findings", "D"+strconv.Itoa(MaxComments+8))); got != last {
		t.Errorf("the list ends with %q, want %s", got, last)
	}
}
