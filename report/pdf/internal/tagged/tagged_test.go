package tagged

import (
	"encoding/binary"
	"math"
	"os"
	"strings"
	"testing"
	"time"

	"picreport/report/brand"
)

func fonts(t *testing.T) [][]byte {
	t.Helper()
	b, err := os.ReadFile("../../../../templates/fonts/PublicSans-Regular.ttf")
	if err != nil {
		t.Fatal(err)
	}
	return [][]byte{b}
}

func writer(t *testing.T) *Writer {
	t.Helper()
	w, err := New(612, 792, fonts(t))
	if err != nil {
		t.Fatal(err)
	}
	return w
}

var meta = Meta{Title: "T", Lang: "en", Date: time.Unix(0, 0)}

// TestMisuse sees that drawing which would leave the structure incomplete gives no file.
func TestMisuse(t *testing.T) {
	st := Style{Size: 10}
	tests := []struct {
		name string
		draw func(*Writer)
		want string
	}{
		{
			"nothing wrong",
			func(w *Writer) { w.AddPage(); w.Mark(w.Root().Add("P")); w.Text(st, 9, 9, "a"); w.End() },
			"",
		},
		{"text outside", func(w *Writer) { w.AddPage(); w.Text(st, 9, 9, "a") }, "drawing outside marked content"},
		{
			"box outside",
			func(w *Writer) { w.AddPage(); w.Fill(brand.RGB{}, Rect{}, 0) },
			"drawing outside marked content",
		},
		{"image outside", func(w *Writer) { w.AddPage(); w.Image(0, Rect{}) }, "drawing outside marked content"},
		{
			"nested",
			func(w *Writer) { w.AddPage(); w.Decoration(); w.Mark(w.Root().Add("P")); w.End() },
			"inside marked content",
		},
		{"left open", func(w *Writer) { w.AddPage(); w.Decoration() }, "left open"},
		{
			"closed twice",
			func(w *Writer) { w.AddPage(); w.Decoration(); w.End(); w.End() },
			"no marked content to close",
		},
		{
			"page break inside",
			func(w *Writer) { w.AddPage(); w.Decoration(); w.AddPage(); w.End() },
			"page break inside",
		},
		{"no page", func(w *Writer) { w.Mark(w.Root().Add("P")) }, "before the first page"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := writer(t)
			tt.draw(w)
			_, err := w.Finish(meta)
			if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}

func TestWidth(t *testing.T) {
	w := writer(t)
	normal, wide := Style{Size: 10}, Style{Size: 20, Tracking: 1}
	a, b := w.Width(normal, "ab"), w.Width(normal, "a")+w.Width(normal, "b")
	if math.Abs(a-b) > 1e-9 || a < 8 || a > 14 {
		t.Errorf("width of ab = %v, of its letters %v", a, b)
	}
	if a, b := w.Width(wide, "ab"), 2*w.Width(normal, "ab")+2; math.Abs(a-b) > 1e-9 {
		t.Errorf("width at twice the size with tracking = %v, want %v", a, b)
	}
}

func TestSplit(t *testing.T) {
	const good = "%PDF-1.3\n1 0 obj\n<<>>\nendobj\n2 0 obj\n<</A 1>>\nendobj\n" +
		"xref\n0 3\n0000000000 65535 f \n0000000009 00000 n \n0000000029 00000 n \n" +
		"trailer\n<<\n/Size 3\n/Root 2 0 R\n/Info 1 0 R\n>>\nstartxref\n53\n%%EOF\n"
	f, err := split([]byte(good))
	if err != nil {
		t.Fatal(err)
	}
	if f.root != 2 || f.info != 1 || string(f.objs[1]) != "<<>>" || string(f.objs[2]) != "<</A 1>>" {
		t.Errorf("got %q, root %d, info %d", f.objs, f.root, f.info)
	}
	for _, change := range [][2]string{
		{"startxref\n53", "startxref\n"},
		{"startxref\n53", "startxref\n999"},
		{"startxref\n53", "startxref\n52"},
		{"0 3\n", "0 x\n"},
		{"0 3\n", "0 99\n"},
		{"/Root 2 0 R", ""},
		{"/Info 1 0 R", ""},
		{"0000000029 ", "0000000028 "},
		{"0000000029 ", "0000009999 "},
		{"0000000029 ", "x "},
		{"2 0 obj", "7 0 obj"},
		{"<</A 1>>\nendobj", "<</A 1>>\nendxxx"},
	} {
		if _, err := split([]byte(strings.Replace(good, change[0], change[1], 1))); err == nil {
			t.Errorf("%q in place of %q is not noticed", change[1], change[0])
		}
	}
	if _, err := split(nil); err == nil {
		t.Error("an empty file is not noticed")
	}
}

// TestProfile holds the values of sRGB under D50 as the International Color Consortium publishes
// them for sRGB2014.icc.
func TestProfile(t *testing.T) {
	icc := srgb()
	if n := binary.BigEndian.Uint32(icc); int(n) != len(icc) {
		t.Errorf("the header says %d bytes of %d", n, len(icc))
	}
	tags := map[string][]byte{}
	for i := range int(binary.BigEndian.Uint32(icc[128:])) {
		e := icc[132+12*i:]
		at, n := binary.BigEndian.Uint32(e[4:]), binary.BigEndian.Uint32(e[8:])
		tags[string(e[:4])] = icc[at : at+n]
	}
	fixed := func(tag string, i int) float64 {
		return float64(int32(binary.BigEndian.Uint32(tags[tag][8+4*i:]))) / 65536
	}
	want := map[string][3]float64{
		"wtpt": {0.9642, 1, 0.8249},
		"rXYZ": {0.4361, 0.2225, 0.0139}, "gXYZ": {0.3851, 0.7169, 0.0971}, "bXYZ": {0.1431, 0.0606, 0.7141},
	}
	for tag, xyz := range want {
		for i, v := range xyz {
			if got := fixed(tag, i); math.Abs(got-v) > 0.0003 {
				t.Errorf("%s[%d] = %.4f, want %.4f", tag, i, got, v)
			}
		}
	}
	curve := func(i int) float64 { return float64(binary.BigEndian.Uint16(tags["rTRC"][12+2*i:])) / 65535 }
	if curve(0) != 0 || curve(1023) != 1 || math.Abs(curve(512)-0.2148) > 0.001 { // 50% grey reflects 21.4%
		t.Errorf("the curve runs through %v, %v, %v", curve(0), curve(512), curve(1023))
	}
}

func TestEscape(t *testing.T) {
	if got, want := escape(`https://a.b/(ü)\ "`), `https://a.b/\(%C3%BC\)\\%20"`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestTextString(t *testing.T) {
	if got, want := textString("é🚓"), "<FEFF00E9D83DDE93>"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
