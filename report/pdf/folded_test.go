package pdf

import (
	"context"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"picreport/report"
	"picreport/report/brand"
)

// TestFoldedYearsHaveNoBar draws bars for the quarters alone, to the scale of the largest of them,
// wherever the years stand.
func TestFoldedYearsHaveNoBar(t *testing.T) {
	doc, o := sample(), options(t)
	n := sampleNumbers()
	n.Rows = []report.NumberRow{
		{Text: "900", Value: 900, Label: "2022", Folded: true},
		{Text: "50", Value: 50, Label: "January–March 2024"},
		{Text: "1,000", Value: 1000, Label: "2023", Folded: true},
		{Text: "100", Value: 100, Label: "April–June 2024", Current: true},
	}
	doc.Blocks = []report.Block{n}
	l, err := drawPages(context.Background(), doc, look(t, o), 1)
	if err != nil {
		t.Fatal(err)
	}
	var bars []box
	for _, b := range l.boxes {
		if b.name == "bar" {
			bars = append(bars, b)
		}
	}
	if len(bars) != 2 {
		t.Fatalf("%d bars, want 2", len(bars))
	}
	if end := bars[1].X + bars[1].W; math.Abs(end-(l.right()-panelPad)) > 0.1 {
		t.Errorf("the bar of the largest quarter ends at %.1f, the panel's text at %.1f", end, l.right()-panelPad)
	}
	if ratio := bars[0].W / bars[1].W; math.Abs(ratio-0.5) > 0.001 {
		t.Errorf("the bar of 50 is %.3f of that of 100", ratio)
	}
}

// TestFoldedYearsStandApart leaves a gap between the last of the years and the first of the
// quarters.
func TestFoldedYearsStandApart(t *testing.T) {
	n := sampleNumbers()
	n.Rows = nil
	for i := range 4 {
		n.Rows = append(n.Rows, report.NumberRow{Text: "9", Value: 9, Label: fmt.Sprintf("row%d", i), Folded: i < 2})
	}
	doc := sample()
	doc.Blocks = []report.Block{n}
	l, err := drawPages(context.Background(), doc, look(t, options(t)), 1)
	if err != nil {
		t.Fatal(err)
	}
	var at []float64
	for _, b := range l.boxes {
		if strings.HasPrefix(b.name, "row") {
			at = append(at, b.Y)
		}
	}
	if len(at) != 4 {
		t.Fatalf("%d labels of rows, want 4", len(at))
	}
	years, between, quarters := at[1]-at[0], at[2]-at[1], at[3]-at[2]
	if math.Abs(between-years-foldGap) > 0.1 || math.Abs(years-quarters) > 0.1 {
		t.Errorf("%.1f between years, %.1f below them, %.1f between quarters", years, between, quarters)
	}
}

// TestCurrentBarHasTheAccent reads the colours of the bars in the file: the last one is the current
// quarter's.
func TestCurrentBarHasTheAccent(t *testing.T) {
	doc, o := sample(), options(t)
	doc.Blocks = []report.Block{sampleNumbers()}
	colors := look(t, o)
	f := open(t, render(t, doc, o).PDF)
	content, err := f.stream(f.pages[0]["Contents"])
	if err != nil {
		t.Fatal(err)
	}
	all, err := tokens(content)
	if err != nil {
		t.Fatal(err)
	}
	var got []string // of shapes with round corners, the panel and the bars
	var args []string
	color, round := "", false
	for _, tok := range all {
		if tok.kind != 'o' {
			args = append(args, tok.text)
			continue
		}
		switch tok.text {
		case "rg":
			color = strings.Join(args, " ")
		case "h":
			round = true
		case "f":
			if round {
				got = append(got, color)
			}
			round = false
		}
		args = nil
	}
	rg := func(c brand.RGB) string {
		return fmt.Sprintf("%.3f %.3f %.3f", float64(c.R)/255, float64(c.G)/255, float64(c.B)/255)
	}
	want := []string{rg(colors.Panel), rg(colors.Bar), rg(colors.Bar), rg(colors.Accent)}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("colours of the panel and its bars (-want +got):\n%s", d)
	}
}
