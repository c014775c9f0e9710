package tagged

import (
	"bytes"
	"encoding/binary"
	"math"
)

// srgb is an ICC version 2 matrix profile of sRGB, built from the primaries, white point and
// transfer curve of IEC 61966-2-1.
func srgb() []byte {
	type tag struct {
		name string
		data []byte
	}
	d50 := vec{0.9642, 1, 0.8249} // the profile connection space's white, ICC.1:2001-04
	adapt, red, green, blue := colorants(d50)
	curve := transferCurve()
	tags := []tag{
		{"desc", description("sRGB IEC61966-2.1")},
		{"cprt", append([]byte("text\x00\x00\x00\x00"), "No copyright, use freely\x00"...)},
		{"wtpt", xyz(d50)},
		{"chad", fixedArray("sf32", adapt[0][:], adapt[1][:], adapt[2][:])},
		{"rXYZ", xyz(red)},
		{"gXYZ", xyz(green)},
		{"bXYZ", xyz(blue)},
		{"rTRC", curve},
		{"gTRC", curve},
		{"bTRC", curve},
	}
	table := binary.BigEndian.AppendUint32(nil, uint32(len(tags)))
	var body []byte
	start := 128 + 4 + 12*len(tags)
	at := 0
	for i, t := range tags {
		if i == 0 || !bytes.Equal(t.data, tags[i-1].data) { // the three curves are one
			at = start + len(body)
			body = append(body, t.data...)
			body = append(body, make([]byte, -len(body)&3)...)
		}
		table = append(table, t.name...)
		table = binary.BigEndian.AppendUint32(table, uint32(at))
		table = binary.BigEndian.AppendUint32(table, uint32(len(t.data)))
	}
	head := make([]byte, 128)
	binary.BigEndian.PutUint32(head, uint32(start+len(body)))
	binary.BigEndian.PutUint32(head[8:], 0x02100000) // version 2.1
	copy(head[12:], "mntrRGB XYZ ")
	for i, v := range []uint16{2014, 1, 1} { // a fixed date
		binary.BigEndian.PutUint16(head[24+2*i:], v)
	}
	copy(head[36:], "acsp")
	copy(head[68:], fixedArray("", d50[:])[8:])
	return append(append(head, table...), body...)
}

type (
	vec [3]float64
	mat [3]vec // rows
)

func (m mat) times(v vec) vec {
	var out vec
	for i, row := range m {
		out[i] = row[0]*v[0] + row[1]*v[1] + row[2]*v[2]
	}
	return out
}

func (m mat) product(n mat) mat {
	var out mat
	for i := range 3 {
		for j := range 3 {
			out[i][j] = m[i][0]*n[0][j] + m[i][1]*n[1][j] + m[i][2]*n[2][j]
		}
	}
	return out
}

func (m mat) inverse() mat {
	var out mat
	det := 0.0
	for i := range 3 {
		for j := range 3 {
			a, b := (j+1)%3, (j+2)%3
			c, d := (i+1)%3, (i+2)%3
			out[i][j] = m[a][c]*m[b][d] - m[a][d]*m[b][c]
		}
		det += m[0][i] * out[i][0]
	}
	for i := range 3 {
		for j := range 3 {
			out[i][j] /= det
		}
	}
	return out
}

// colorants are the primaries of sRGB seen under white, with the Bradford transform (ICC.1:2010,
// annex E) that takes them there.
func colorants(white vec) (adapt mat, red, green, blue vec) {
	at := func(x, y float64) vec { return vec{x / y, 1, (1 - x - y) / y} }
	r, g, b, d65 := at(0.64, 0.33), at(0.30, 0.60), at(0.15, 0.06), at(0.3127, 0.3290)
	primaries := mat{{r[0], g[0], b[0]}, {r[1], g[1], b[1]}, {r[2], g[2], b[2]}}
	share := primaries.inverse().times(d65)

	cone := mat{{0.8951, 0.2664, -0.1614}, {-0.7502, 1.7135, 0.0367}, {0.0389, -0.0685, 1.0296}}
	from, to := cone.times(d65), cone.times(white)
	scale := mat{{to[0] / from[0], 0, 0}, {0, to[1] / from[1], 0}, {0, 0, to[2] / from[2]}}
	adapt = cone.inverse().product(scale).product(cone)

	seen := func(p vec, k float64) vec { return adapt.times(vec{p[0] * k, p[1] * k, p[2] * k}) }
	return adapt, seen(r, share[0]), seen(g, share[1]), seen(b, share[2])
}

// transferCurve is a curveType of 1024 points.
func transferCurve() []byte {
	const n = 1024
	out := binary.BigEndian.AppendUint32([]byte("curv\x00\x00\x00\x00"), n)
	for i := range n {
		v := float64(i) / (n - 1)
		if v <= 0.04045 {
			v /= 12.92
		} else {
			v = math.Pow((v+0.055)/1.055, 2.4)
		}
		out = binary.BigEndian.AppendUint16(out, uint16(math.Round(v*65535)))
	}
	return out
}

func xyz(v vec) []byte { return fixedArray("XYZ ", v[:]) }

// fixedArray is a tag of s15Fixed16Numbers.
func fixedArray(kind string, rows ...[]float64) []byte {
	out := make([]byte, 8)
	copy(out, kind)
	for _, row := range rows {
		for _, v := range row {
			out = binary.BigEndian.AppendUint32(out, uint32(int32(math.Round(v*65536))))
		}
	}
	return out
}

// description is a textDescriptionType with its ASCII part alone.
func description(s string) []byte {
	out := binary.BigEndian.AppendUint32([]byte("desc\x00\x00\x00\x00"), uint32(len(s)+1))
	out = append(out, s...)
	return append(out, make([]byte, 1+4+4+2+1+67)...) // its NUL, then an empty Unicode and an empty Macintosh part
}
