package tagged

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"regexp"
	"strings"
)

var fontName = regexp.MustCompile(`/(BaseFont|FontName) /utf8([^\s/>]+)`)

// mendFonts mends what validators reject in fpdf's fonts: names without the tag of a subset (ISO
// 32000-1, 9.6.4), and a ToUnicode map of a single range, where no range may cross a high byte
// (Adobe technical note 5411).
func mendFonts(f *file) error {
	names, maps := 0, 0
	cmap := deflated("", []byte(toUnicode()))
	for n, o := range f.objs {
		if bytes.Contains(o, []byte("<0000> <FFFF> <0000>")) && bytes.Contains(o, []byte("/Adobe-Identity-UCS def")) {
			f.objs[n] = cmap
			maps++
			continue
		}
		if bytes.Contains(o, []byte("\nstream\n")) {
			continue
		}
		f.objs[n] = fontName.ReplaceAllFunc(o, func(b []byte) []byte {
			names++
			p := fontName.FindSubmatch(b)
			return fmt.Appendf(nil, "/%s /%s+%s", p[1], subsetTag(p[2]), p[2])
		})
	}
	if maps == 0 || names != 3*maps {
		return errors.New("unexpected fpdf output: fonts")
	}
	return nil
}

// subsetTag is six capital letters.
func subsetTag(name []byte) []byte {
	h := sha256.Sum256(name)
	tag := make([]byte, 6)
	for i := range tag {
		tag[i] = 'A' + h[i]%26
	}
	return tag
}

// toUnicode is the identity map, in rows of one high byte each, without surrogates.
func toUnicode() string {
	var rows []string
	for hi := range 256 {
		if hi < 0xD8 || hi > 0xDF {
			rows = append(rows, fmt.Sprintf("<%02X00> <%02XFF> <%02X00>\n", hi, hi, hi))
		}
	}
	var b strings.Builder
	b.WriteString("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n" +
		"/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n" +
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n")
	for len(rows) > 0 {
		n := min(100, len(rows)) // the most a block may hold
		fmt.Fprintf(&b, "%d beginbfrange\n%sendbfrange\n", n, strings.Join(rows[:n], ""))
		rows = rows[n:]
	}
	b.WriteString("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend")
	return b.String()
}
