package pdf

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"

	"picreport/report/brand"
)

func TestSampleIsAccessible(t *testing.T) {
	c := check(t, render(t, sample(), options(t)).PDF)
	for _, p := range c.problems {
		t.Error(p)
	}
}

var objects = regexp.MustCompile(`(?s)(\d+) 0 obj\n(.*?)\nendobj\n`)

// rewrite changes a file's objects and writes its cross-reference table anew.
func rewrite(t *testing.T, pdf []byte, change func(body string) string) []byte {
	t.Helper()
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n")
	var table strings.Builder
	n, changed := 1, false
	for _, m := range objects.FindAllSubmatch(pdf, -1) {
		body := change(string(m[2]))
		changed = changed || body != string(m[2])
		fmt.Fprintf(&table, "%010d 00000 n \n", b.Len())
		fmt.Fprintf(&b, "%s 0 obj\n%s\nendobj\n", m[1], body)
		n++
	}
	if !changed {
		t.Fatal("nothing was changed")
	}
	trailer := pdf[bytes.LastIndex(pdf, []byte("trailer")):bytes.LastIndex(pdf, []byte("startxref"))]
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n%s%sstartxref\n%d\n%%%%EOF\n", n, table.String(), trailer, start)
	return b.Bytes()
}

// inStream changes what compressed streams hold.
func inStream(t *testing.T, change func(string) string) func(string) string {
	return func(body string) string {
		dict, data, ok := strings.Cut(body, "\nstream\n")
		if !ok || !strings.Contains(dict, "/FlateDecode") {
			return body
		}
		zr, err := zlib.NewReader(strings.NewReader(strings.TrimSuffix(data, "\nendstream")))
		if err != nil {
			t.Fatal(err)
		}
		was, err := io.ReadAll(zr)
		if err != nil {
			t.Fatal(err)
		}
		is := change(string(was))
		if is == string(was) {
			return body
		}
		return fmt.Sprintf("<</Length %d>>\nstream\n%s\nendstream", len(is), is)
	}
}

// once replaces old at its first place in a file.
func once(old, with string) func(string) string {
	done := false
	return func(s string) string {
		if done || !strings.Contains(s, old) {
			return s
		}
		done = true
		return strings.Replace(s, old, with, 1)
	}
}

// all replaces every match of an expression.
func all(expr, with string) func(string) string {
	re := regexp.MustCompile(expr)
	return func(s string) string { return re.ReplaceAllString(s, with) }
}

// breakage is a change that makes a good file a bad one, and part of what the checker says of it.
type breakage struct {
	name   string
	change func(string) string
	want   string
}

func breakages(t *testing.T) []breakage {
	return []breakage{
		{"not marked", once("/Marked true", "/Marked false"), "not marked"},
		{"no language", once("/Lang (en-US)", ""), "no language"},
		{"title not shown", once("/DisplayDocTitle true", ""), "title is not displayed"},
		{"no PDF/UA in XMP", once("<pdfuaid:part>1<", "<pdfuaid:part>2<"), "no <pdfuaid:part>1"},
		{"no output intent", once("/OutputIntents", "/OutputIntentz"), "0 output intents"},
		{"no alt text", once("/Alt <", "/Alz <"), "no alternative text"},
		{"no bounding box", once("/BBox", "/BBoz"), "no bounding box"},
		{"no scope", once("/Scope /Row", ""), "no scope"},
		{"no headers", all(`/Headers \[[^]]*\]`, ""), "no headers"},
		{"wrong header", once("/Headers [(th", "/Headers [(tx"), "is not in its table"},
		{"span lost", once("/ColSpan 2", ""), "1 columns"},
		{"no list numbering", once("/ListNumbering /Disc", ""), "no numbering"},
		{"heading level left out", once("/S /H2", "/S /H3"), "a heading after one of level 1"},
		{"unknown type", once("/S /Figure", "/S /Picture"), "no type of element"},
		{"wrong nesting", once("/S /LBody", "/S /P"), "a P below it"},
		{"mark twice", once("/MCID 3>>", "/MCID 2>>"), "in two elements"},
		{"mark lost from the tree", all(`<</Type /MCR /Pg \d+ 0 R /MCID 4>>`, ""), "in no element"},
		{"order changed", swap("/K [", 2), "reading order"},
		{"parent wrong", all(`/S /H1 /P \d+ 0 R`, "/S /H1 /P 1 0 R"), "its P is not its parent"},
		{
			"parent tree wrong",
			all(`(Nums \[0 \[)(\d+ 0 R) (\d+ 0 R)`, "$1$3 $2"),
			"the parent tree and the tree disagree",
		},
		{"parent tree short", all(`(Nums \[0 \[)\d+ 0 R `, "$1"), "in the parent tree"},
		{"link text", all(`/Contents <[0-9A-F]+>`, ""), "without Contents"},
		{"link outside the tree", all(`<</Type /OBJR [^>]*>>`, ""), "in no Link"},
		{"link parent", all(`/StructParent \d+`, "/StructParent 0"), "disagree about an annotation"},
		{"tab order", once("/Tabs /S", ""), "tab order"},
		{"drawing unmarked", inStream(t, once("/H1 <</MCID 0>> BDC", "")), "outside marked content"},
		{"mark not ended", inStream(t, once("EMC\n/P", "\n/P")), "inside marked content"},
		{"state not restored", inStream(t, once("EMC\n/P", "q\nEMC\n/P")), "saved and not restored"},
		{
			"another type on the page",
			inStream(t, once("/H1 <</MCID 0>> BDC", "/P <</MCID 0>> BDC")),
			"a P on the page, a H1 in the tree",
		},
		{"font not embedded", all(`/FontFile2 \d+ 0 R`, ""), "not embedded"},
		{"font named whole", all(`/BaseFont /[A-Z]{6}\+`, "/BaseFont /"), "not named as a subset"},
		{"glyph missing", inStream(t, once("(\x00P\x00a\x00r\x00t", "(\x30P\x00a\x00r\x00t")), "U+3050 has no glyph"},
		{"illegal ToUnicode", inStream(t, all(`<0000> <00FF> <0000>`, "<0000> <01FF> <0000>")), "is illegal"},
		{"text unreadable", inStream(t, all(`<0000> <00FF> <0000>\n`, "")), "cannot be read"},
		{"text lies", inStream(t, all(`<0000> <00FF> <0000>`, "<0000> <00FF> <0001>")), "reads as another"},
	}
}

// TestCheckerCatches breaks a good file in one way after the other.
func TestCheckerCatches(t *testing.T) {
	o := options(t)
	o.Brand.Logos = []brand.Logo{{Name: "seal.png", Data: seal(t, 60, 60, gold), Alt: "Seal of a made-up city"}}
	good := render(t, sample(), o).PDF
	for _, tt := range breakages(t) {
		t.Run(tt.name, func(t *testing.T) {
			got := check(t, rewrite(t, good, tt.change)).problems
			if !strings.Contains(strings.Join(got, "\n"), tt.want) {
				t.Errorf("the checker does not find %q; it finds %q", tt.want, got)
			}
		})
	}
}

// swap changes the places of the first two references of the given number of arrays after marker.
func swap(marker string, times int) func(string) string {
	re := regexp.MustCompile(regexp.QuoteMeta(marker) + `(\d+ 0 R) (\d+ 0 R)`)
	return func(s string) string {
		if times == 0 || !re.MatchString(s) {
			return s
		}
		times--
		return re.ReplaceAllString(s, marker+"$2 $1")
	}
}
