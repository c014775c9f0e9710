package html

import (
	"bytes"
	"image/color"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"picreport/report"
	"picreport/report/brand"
)

// parse renders and parses a page.
func parse(t testing.TB, doc report.Document, b brand.Brand) *html.Node {
	t.Helper()
	page, err := Render(doc, Options{Brand: b})
	if err != nil {
		t.Fatal(err)
	}
	root, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	return root
}

// find returns the elements of these names within n, in order.
func find(n *html.Node, names ...string) []*html.Node {
	var found []*html.Node
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && slices.Contains(names, d.Data) {
			found = append(found, d)
		}
	}
	return found
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// text is what a reader is told of n, its words set apart by one blank.
func text(n *html.Node) string {
	var s strings.Builder
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.TextNode {
			s.WriteString(n.Data)
		}
		if n.Type == html.ElementNode && (attr(n, "aria-hidden") == "true" || n.Data == "style") {
			return
		}
		for c := range n.ChildNodes() {
			walk(c)
		}
	}
	walk(n)
	return words(s.String())
}

func words(s string) string { return strings.Join(strings.Fields(s), " ") }

// said is the text of a document, in its order.
func said(d report.Document) string {
	lines := []string{d.Cover.Title, d.Cover.Subtitle, d.Cover.Period}
	runs := func(runs []report.Run) {
		var s strings.Builder
		for _, r := range runs {
			s.WriteString(r.Text)
		}
		lines = append(lines, s.String())
	}
	for _, b := range d.Blocks {
		switch b := b.(type) {
		case report.Eyebrow:
			lines = append(lines, b.Text)
		case report.Heading:
			lines = append(lines, b.Text)
		case report.Paragraph:
			runs(b.Runs)
		case report.List:
			for _, item := range b.Items {
				runs(item)
			}
		case report.Numbers:
			lines = append(lines, b.Heading, b.Total, b.Caption, b.Title, b.Note, b.Columns[0], b.Columns[1])
			for _, r := range b.Rows {
				lines = append(lines, r.Text, r.Label)
			}
		case report.Demographics:
			for _, t := range b.Tables {
				lines = append(lines, t.Title, t.Columns[0], t.Columns[1])
				for _, r := range t.Rows {
					lines = append(lines, r.Text, r.Label)
				}
			}
		case report.Table:
			lines = append(lines, b.Title)
			for _, c := range b.Columns {
				lines = append(lines, c.Title)
			}
			for _, row := range append(b.Rows, b.Total) {
				lines = append(lines, row...)
			}
		case report.Closing:
			lines = append(lines, b.Heading)
			for _, r := range b.Lines {
				lines = append(lines, r.Text)
			}
			lines = append(lines, b.Funding)
		}
	}
	return words(strings.Join(append(lines, d.Footer), " "))
}

// TestTextOrder compares the page's text with the document's, in order and whole, whatever the text
// is.
func TestTextOrder(t *testing.T) {
	for name, d := range map[string]report.Document{
		"seed": document(t, 5, 87, 115), "long": long(t), "hostile": hostile(), "rollup": rollup(t, 3),
	} {
		got := text(find(parse(t, d, brand.Brand{}), "body")[0])
		if diff := cmp.Diff(said(d), got); diff != "" {
			t.Errorf("%s: the text differs (-document +page):\n%s", name, diff)
		}
	}
}

// TestHostileText looks for a text that has become more than text: as many elements as for harmless
// text, and no script.
func TestHostileText(t *testing.T) {
	page, err := Render(hostile(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	root, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	if n := len(find(root, "script", "img")); n != 0 {
		t.Errorf("%d elements that no report has", n)
	}
	for n := range root.Descendants() {
		for _, a := range n.Attr {
			if strings.HasPrefix(a.Key, "on") {
				t.Errorf("<%s> has the attribute %s", n.Data, a.Key)
			}
		}
	}
	css := style(find(root, "style")[0])
	for _, bad := range []string{"</style", "<script", "alert(1)>"} {
		if strings.Contains(css, bad) {
			t.Errorf("the style sheet holds %q", bad)
		}
	}
	if bytes.Contains(page, []byte("ZgotmplZ")) {
		t.Error("a value was not let through")
	}
}

// style is the text of a style sheet.
func style(n *html.Node) string { return n.FirstChild.Data }

func TestStructure(t *testing.T) {
	for name, c := range map[string]struct {
		doc      report.Document
		headings []string
	}{
		"seed": {document(t, 5, 87, 115), []string{
			"h1 Partners in Care", "h2 Mission and overview", "h2 By the numbers", "h2 Third quarter breakdown",
			"h2 Contact",
		}},
		"skipped levels": {
			report.Document{Lang: "en", Title: "t", Cover: report.Cover{Title: "c"}, Blocks: []report.Block{
				report.Heading{Level: 4, Text: "a"},
				report.Heading{Level: 4, Text: "b"},
				report.Heading{Level: 6, Text: "d"},
				report.Closing{Heading: "e"},
				report.Heading{Level: 1, Text: "f"},
			}},
			[]string{"h1 c", "h2 a", "h3 b", "h4 d", "h2 e", "h2 f"},
		},
	} {
		root := parse(t, c.doc, brand.Brand{})
		var headings []string
		for _, h := range find(root, "h1", "h2", "h3", "h4", "h5", "h6") {
			headings = append(headings, h.Data+" "+text(h))
		}
		if diff := cmp.Diff(c.headings, headings); diff != "" {
			t.Errorf("%s: headings (-want +got):\n%s", name, diff)
		}
		var parts []string
		for n := range find(root, "body")[0].ChildNodes() {
			if n.Type == html.ElementNode {
				parts = append(parts, n.Data)
			}
		}
		if diff := cmp.Diff([]string{"header", "main", "footer"}, parts); diff != "" {
			t.Errorf("%s: parts of the page (-want +got):\n%s", name, diff)
		}
		if lang, title := attr(
			find(root, "html")[0], "lang",
		), text(
			find(root, "title")[0],
		); lang != c.doc.Lang ||
			title != c.doc.Title {
			t.Errorf("%s: lang %q, title %q", name, lang, title)
		}
	}
}

// TestTables sees that every table has a caption, a header for each column and one for each row.
func TestTables(t *testing.T) {
	root := parse(t, document(t, 5, 87, 115), brand.Brand{})
	tables := find(root, "table")
	if len(tables) != 3 {
		t.Fatalf("%d tables, not 3", len(tables))
	}
	for i, want := range []struct {
		caption string
		rows    int
	}{{"New clients by quarter", 3}, {"New clients by gender", 2}, {"New clients by age", 6}} {
		table := tables[i]
		if captions := find(table, "caption"); len(captions) != 1 || text(captions[0]) != want.caption {
			t.Errorf("table %d has not the caption %q", i, want.caption)
		}
		var scopes []string
		for _, th := range find(find(table, "thead")[0], "th", "td") {
			scopes = append(scopes, attr(th, "scope"))
		}
		if !slices.Equal(scopes, []string{"col", "col"}) {
			t.Errorf("%s: the column headers have the scopes %q", want.caption, scopes)
		}
		rows := find(find(table, "tbody")[0], "tr")
		if len(rows) != want.rows {
			t.Errorf("%s: %d rows, not %d", want.caption, len(rows), want.rows)
		}
		for _, tr := range rows {
			cells := find(tr, "td", "th")
			if len(cells) != 2 || cells[0].Data != "td" || cells[1].Data != "th" || attr(cells[1], "scope") != "row" {
				t.Errorf("%s: %q is not a cell and its row's header", want.caption, text(tr))
			}
		}
	}
}

// TestTableOfPrograms sees that the table of programmes has a caption, a header for each column and
// row, and a last row that stands apart.
func TestTableOfPrograms(t *testing.T) {
	root := parse(t, rollup(t, 3), brand.Brand{})
	region := find(root, "div")
	i := slices.IndexFunc(region, func(n *html.Node) bool { return attr(n, "role") == "region" })
	if i < 0 || attr(region[i], "tabindex") != "0" ||
		attr(region[i], "aria-label") != "Clients and contacts by program" {
		t.Fatal("the table cannot be scrolled by keyboard, or has no name")
	}
	table := find(region[i], "table")[0]
	if got := text(find(table, "caption")[0]); got != "Clients and contacts by program" {
		t.Errorf("the caption is %q", got)
	}
	var rows []string
	for _, part := range []string{"thead", "tbody", "tfoot"} {
		for _, tr := range find(find(table, part)[0], "tr") {
			cells := find(tr, "th", "td")
			row := part + ":"
			for _, c := range cells {
				row += " " + strings.TrimSpace(c.Data+" "+attr(c, "scope"))
			}
			if len(rows) == 0 || part == "tfoot" {
				row += ": " + text(tr)
			}
			rows = append(rows, row)
		}
	}
	body := "tbody: th row td td td td td td"
	want := []string{
		"thead: th col th col th col th col th col th col th col: " +
			"Program Inception Since inception Served New Carried over Contacts",
		body,
		body,
		body,
		"tfoot: th row td td td td td td: All programs 12 12 12 0 12",
	}
	if d := cmp.Diff(want, rows); d != "" {
		t.Errorf("rows (-want +got):\n%s", d)
	}
}

// TestPictures sees that every picture has a name, or is hidden within a figure that has one.
func TestPictures(t *testing.T) {
	d := document(t, 5, 0, 115)
	root := parse(t, d, branded(t, color.White))
	if imgs := find(
		root, "img",
	); len(imgs) != 1 || attr(imgs[0], "alt") != "Seal of the city" ||
		attr(imgs[0], "width") != "120" {
		t.Error("the logo has not its alt text and size")
	}
	figure := find(root, "figure")[0]
	if attr(
		figure, "aria-label",
	) != "Bar chart of new clients by quarter: March 2024: 5; April–June 2024: 0; July–September 2024: 115." {
		t.Errorf("the figure's name is %q", attr(figure, "aria-label"))
	}
	if len(find(root, "svg")) != len(find(figure, "svg")) {
		t.Error("a drawing stands outside of the figure")
	}
	var widths []string
	for _, svg := range find(figure, "svg") {
		if attr(svg, "aria-hidden") != "true" {
			t.Error("a bar is not hidden, and has no name")
		}
		width := ""
		for _, r := range find(svg, "rect") {
			width = attr(r, "width")
		}
		widths = append(widths, width)
	}
	if diff := cmp.Diff([]string{"4.35%", "", "100.00%"}, widths); diff != "" {
		t.Errorf("bars (-want +got):\n%s", diff)
	}
}

// TestDenseNumbers sets more than six rows smaller.
func TestDenseNumbers(t *testing.T) {
	for rows, want := range map[int]bool{1: false, 6: false, 7: true} {
		if got := newNumbers(report.Numbers{Rows: make([]report.NumberRow, rows)}).Dense; got != want {
			t.Errorf("%d rows: dense is %v, want %v", rows, got, want)
		}
	}
}

// TestFoldedYears leaves folded years their rows in the table, and neither a bar nor a part in the
// scale of the bars.
func TestFoldedYears(t *testing.T) {
	panel := report.Numbers{Rows: []report.NumberRow{
		{Text: "1,000", Value: 1000, Label: "2023", Folded: true},
		{Text: "50", Value: 50, Label: "January–March 2024"},
		{Text: "100", Value: 100, Label: "April–June 2024", Current: true},
	}}
	if bar := newNumbers(panel).Bars[0]; bar.Percent != "" {
		t.Errorf("a folded year has a bar of %s%%", bar.Percent)
	}
	root := parse(t, report.Document{Lang: "en", Title: "t", Blocks: []report.Block{panel}}, brand.Brand{})
	var got []string
	for _, tr := range find(find(root, "tbody")[0], "tr") {
		row := attr(tr, "class") + ": " + text(tr)
		for _, drawn := range find(tr, "svg", "rect") {
			row += ", " + drawn.Data + " of " + attr(drawn, "width")
		}
		got = append(got, row)
	}
	want := []string{
		"folded: 1,000 2023",
		": 50 January–March 2024, svg of 100%, rect of 50.00%",
		"current: 100 April–June 2024, svg of 100%, rect of 100.00%",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
}

// TestSelfContained looks for anything that a browser would load, and for what may not run.
func TestSelfContained(t *testing.T) {
	root := parse(t, document(t, 5, 87, 115), branded(t, color.White))
	for n := range root.Descendants() {
		if n.Type == html.ElementNode &&
			slices.Contains([]string{"script", "link", "iframe", "object", "embed", "base", "form"}, n.Data) {
			t.Errorf("the page holds a <%s>", n.Data)
		}
		for _, a := range n.Attr {
			if (a.Key == "src" || a.Key == "srcset" || a.Key == "data" || a.Key == "poster") &&
				!strings.HasPrefix(a.Val, "data:") {
				t.Errorf("<%s %s> loads %q", n.Data, a.Key, a.Val)
			}
		}
	}
	css := style(find(root, "style")[0])
	if strings.Contains(css, "@import") || strings.Contains(css, "http:") || strings.Contains(css, "https:") {
		t.Error("the style sheet loads something")
	}
	if all, own := strings.Count(css, "url("), strings.Count(css, "url(data:font/ttf;base64,"); all != 2 || own != 2 {
		t.Errorf("%d url() in the style sheet, %d of them fonts", all, own)
	}
	var links []string
	for _, a := range find(root, "a") {
		links = append(links, attr(a, "href"))
	}
	want := []string{
		"tel:+13025763189",
		"mailto:PartnersInCare@ChristianaCare.org",
		"https://WilmingtonDE.gov/PartnersInCare",
	}
	if diff := cmp.Diff(want, links); diff != "" {
		t.Errorf("links (-want +got):\n%s", diff)
	}
}
