package pdf

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"image/color"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"picreport/report"
	"picreport/report/brand"
)

// withLogos are options with two logos of one width: drawn alike, they must still come in one
// order.
func withLogos(t testing.TB) Options {
	o := options(t)
	o.Brand.Logos = []brand.Logo{
		{Name: "a.png", Data: seal(t, 200, 200, gold), Alt: "Logo A"},
		{Name: "b.png", Data: seal(t, 200, 100, color.NRGBA{R: 0xFF, G: 0xFF, B: 0xFF, A: 0xFF}), Alt: "Logo B"},
	}
	return o
}

func TestSameBytes(t *testing.T) {
	o := withLogos(t)
	first := render(t, sample(), o).PDF
	for range 20 {
		if !bytes.Equal(first, render(t, sample(), o).PDF) {
			t.Fatal("the same report gives other bytes")
		}
	}
}

func TestSameBytesInAnotherProcess(t *testing.T) {
	sum := fmt.Sprintf("%x", sha256.Sum256(render(t, sample(), withLogos(t)).PDF))
	if os.Getenv("PICREPORT_TEST_CHILD") != "" {
		fmt.Println("sum", sum)
		return
	}
	for range 3 {
		cmd := exec.Command(os.Args[0], "-test.run", "^TestSameBytesInAnotherProcess$")
		cmd.Env = append(os.Environ(), "PICREPORT_TEST_CHILD=1")
		got, err := cmd.Output()
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(got), "sum "+sum) {
			t.Fatalf("another process writes another file: want %s, it says %s", sum, got)
		}
	}
}

// TestOtherBytes sees that what goes into the file's ID is the whole file.
func TestOtherBytes(t *testing.T) {
	a, b := options(t), options(t)
	b.Date = b.Date.AddDate(0, 0, 1)
	id := func(pdf []byte) string { return string(pdf[bytes.LastIndex(pdf, []byte("/ID [")):][:38]) }
	if x, y := id(render(t, sample(), a).PDF), id(render(t, sample(), b).PDF); x == y {
		t.Errorf("two files have one ID, %s", x)
	}
}

func TestRendersSideBySide(t *testing.T) {
	o := options(t)
	fonts := bytes.Clone(o.Brand.Fonts.Bold)
	want := render(t, sample(), o).PDF
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			if got, err := Render(context.Background(), sample(), o); err != nil || !bytes.Equal(got.PDF, want) {
				t.Errorf("a report drawn beside others differs: %v", err)
			}
		})
	}
	wg.Wait()
	if !bytes.Equal(fonts, o.Brand.Fonts.Bold) {
		t.Error("the caller's font was written to")
	}
}

func TestMissing(t *testing.T) {
	doc := sample()
	doc.Blocks = []report.Block{report.Paragraph{Runs: []report.Run{{Text: "Zoë’s 你好 🚓 a\u0007b"}}}}
	r := render(t, doc, options(t))
	if d := cmp.Diff([]rune("你好🚓"), r.Missing); d != "" {
		t.Errorf("missing (-want +got):\n%s", d)
	}
	c := check(t, r.PDF)
	var got []string
	c.root.read(&got)
	last := got[len(got)-1]
	if strings.Count(last, "\uFFFD")+strings.Count(last, "?") != 3 || !strings.Contains(last, "Zoë’s") ||
		!strings.HasSuffix(last, "ab") {
		t.Errorf("the paragraph reads %q", last)
	}
}

func TestBookmarks(t *testing.T) {
	f := open(t, render(t, sample(), options(t)).PDF)
	var got []string
	for o := f.dict(f.ctx.RootDict["Outlines"])["First"]; o != nil; o = f.dict(o)["Next"] {
		got = append(
			got,
			fmt.Sprintf("%s, page %d", f.text(f.dict(o)["Title"]), f.page(f.list(f.dict(o)["Dest"])[0])+1),
		)
	}
	want := []string{
		"Mission and overview, page 1",
		"By the numbers, page 1",
		"Third quarter breakdown, page 2",
		"Contact, page 2",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("bookmarks (-want +got):\n%s", d)
	}
}

func TestDone(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Render(ctx, sample(), options(t)); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
}

func TestRefused(t *testing.T) {
	tests := []struct {
		name   string
		change func(*report.Document, *Options)
		want   string
	}{
		{"no language", func(d *report.Document, _ *Options) { d.Lang = "" }, "language tag"},
		{"language that ends the string", func(d *report.Document, _ *Options) { d.Lang = "en) /X (" }, "language tag"},
		{"brand", func(_ *report.Document, o *Options) { o.Brand.Paper = "foolscap" }, "brand.paper"},
		{
			"title longer than a page",
			func(d *report.Document, _ *Options) { d.Cover.Title = strings.Repeat(long, 60) },
			"does not fit the page",
		},
		{"funding longer than a page", func(d *report.Document, _ *Options) {
			d.Blocks = append(d.Blocks, report.Closing{Funding: strings.Repeat(long, 100)})
		}, "does not fit the page"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc, o := sample(), options(t)
			tt.change(&doc, &o)
			if _, err := Render(context.Background(), doc, o); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want one about %q", err, tt.want)
			}
		})
	}
}
