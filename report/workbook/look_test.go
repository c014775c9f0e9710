package workbook

import (
	"archive/zip"
	"bytes"
	"io"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/image/font/gofont/goregular"

	"picreport/report/brand"
)

// part is a file within a workbook.
func part(t *testing.T, data []byte, name string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func branded(t *testing.T, b brand.Brand) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := Write(&out, sample(t), Options{Brand: b}); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// drawn are the colours that the parts of a workbook name.
func drawn(t *testing.T, data []byte) (head, ground, bar, title, names string) {
	t.Helper()
	find := func(text, pattern string) string {
		m := regexp.MustCompile(pattern).FindStringSubmatch(text)
		if m == nil {
			t.Fatalf("there is no %s", pattern)
		}
		return m[1]
	}
	styles, chart := part(t, data, "xl/styles.xml"), part(t, data, "xl/charts/chart1.xml")
	return find(styles, `<font><b[^>]*></b>.*?<color rgb="FF(\w{6})"`), find(styles, `<fgColor rgb="FF(\w{6})"`),
		find(
			chart, `<ser>.*?<spPr><a:solidFill><a:srgbClr val="(\w{6})"`,
		), find(chart, `<title>.*?srgbClr val="(\w{6})"`),
		find(chart, `<catAx>.*?srgbClr val="(\w{6})"`)
}

// TestColors holds a workbook to the brand's colours, and to the contrast of what stands on what.
func TestColors(t *testing.T) {
	purple := brand.Colors{Primary: "#4A148C", Accent: "#8E24AA", Text: "#222", Bar: "#7E57C2", Panel: "#F3E5F5"}
	for _, c := range []struct {
		colors brand.Colors
		want   []string
	}{
		{brand.Colors{}, []string{"FFFFFF", "12284C", "0F6F74", "12284C", "1D2733"}},
		{purple, []string{"FFFFFF", "4A148C", "8E24AA", "4A148C", "222222"}},
	} {
		head, ground, bar, title, names := drawn(t, branded(t, brand.Brand{Colors: c.colors}))
		if got := []string{head, ground, bar, title, names}; strings.Join(got, " ") != strings.Join(c.want, " ") {
			t.Errorf("got %s, want %s", got, c.want)
		}
		for _, p := range []struct {
			front, ground string
			least         float64
		}{
			{head, ground, brand.TextContrast},
			{title, "FFFFFF", brand.TextContrast},
			{names, "FFFFFF", brand.TextContrast},
			{bar, "FFFFFF", brand.GraphicContrast},
		} {
			if got := brand.Contrast(rgb(t, p.front), rgb(t, p.ground)); got < p.least {
				t.Errorf("%s on %s: %.2f:1", p.front, p.ground, got)
			}
		}
	}
}

func rgb(t *testing.T, hex string) brand.RGB {
	t.Helper()
	n, err := strconv.ParseUint(hex, 16, 24)
	if err != nil {
		t.Fatal(err)
	}
	return brand.RGB{R: uint8(n >> 16), G: uint8(n >> 8), B: uint8(n)}
}

// TestPaleColors sees that no workbook is written in colours that cannot be read.
func TestPaleColors(t *testing.T) {
	err := Write(io.Discard, sample(t), Options{Brand: brand.Brand{Colors: brand.Colors{Primary: "#FFD200"}}})
	if err == nil || !strings.Contains(err.Error(), "brand.colors.primary: #FFD200 and white have a contrast of") {
		t.Errorf("got %v", err)
	}
}

// TestTypeface names the brand's typeface where there is one of its own, in headers and in charts.
func TestTypeface(t *testing.T) {
	own := branded(t, brand.Brand{Fonts: brand.Fonts{Regular: goregular.TTF}})
	styles, chart := part(t, own, "xl/styles.xml"), part(t, own, "xl/charts/chart1.xml")
	if n := strings.Count(styles, `<name val="Go"`); n != 1 || !strings.Contains(styles, `shrinkToFit="true"`) {
		t.Errorf("%d fonts of cells are the brand's, want that of headers: %s", n, styles)
	}
	if n := strings.Count(chart, `<a:latin typeface="Go"`); n < 2 {
		t.Errorf("%d texts of the chart are in the brand's typeface, want the title and the names", n)
	}
	styles = part(t, branded(t, brand.Brand{}), "xl/styles.xml")
	if strings.Contains(styles, "shrinkToFit") || !strings.Contains(styles, `<name val="Calibri"`) {
		t.Errorf("without a typeface of its own: %s", styles)
	}
}

func TestPaper(t *testing.T) {
	for paper, want := range map[brand.Paper]bool{"": false, brand.Letter: false, brand.A4: true} {
		sheet := part(t, branded(t, brand.Brand{Paper: paper}), "xl/worksheets/sheet1.xml")
		if got := strings.Contains(sheet, `paperSize="9"`); got != want {
			t.Errorf("%q: A4 is %v", paper, got)
		}
	}
}
