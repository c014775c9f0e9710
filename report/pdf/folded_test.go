package pdf

import (
	"context"
	"math"
	"testing"

	"picreport/report"
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
