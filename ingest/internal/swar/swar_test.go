package swar

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// set returns the lanes for whose bytes something holds.
func set(text string, holds func(c byte) bool) Set {
	var l Set
	for i := range len(text) {
		if holds(text[i]) {
			l |= 0x80 << (8 * i)
		}
	}
	return l
}

func TestLanes(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 1))
	for range 200_000 {
		var b [8]byte
		limit := 256 - rnd.IntN(2)*128
		for i := range b {
			if b[i] = byte(rnd.IntN(limit)); rnd.IntN(3) == 0 {
				b[i] = "\x00\x7f\x80\xff09azAZ"[rnd.IntN(10)] & byte(limit-1)
			}
		}
		text, c, d := string(b[:]), byte(rnd.IntN(128)), byte(rnd.IntN(127))
		if rnd.IntN(2) == 0 {
			c = b[rnd.IntN(8)] & 0x7F
		}
		w := Of(text)
		check := func(what string, got, want Set) {
			if got != want {
				t.Fatalf("%s of %q with %q and %q: %x, want %x", what, text, c, d, got, want)
			}
		}
		check("NotASCII", w.NotASCII(), set(text, func(x byte) bool { return x >= 0x80 }))
		if limit == 128 {
			check("Equal", w.Equal(c), set(text, func(x byte) bool { return x == c }))
			check("Between", w.Between(c, d), set(text, func(x byte) bool { return x >= c && x <= d }))
			check("From", w.From(c), set(text, func(x byte) bool { return x >= c }))
		}
		l := w.NotASCII()
		for i := range 8 {
			in := l>>(8*i)&0x80 != 0
			if in != (l.Bits()>>i&1 != 0) || in != (byte(l.Bytes()>>(8*i)) == 0xFF) || !in && byte(l.Bytes()>>(8*i)) != 0 {
				t.Fatalf("lane %d of %x: bits %b, bytes %x", i, l, l.Bits(), l.Bytes())
			}
			if w.Lane(i) != int(b[i]) {
				t.Fatalf("lane %d of %q is %x", i, text, w.Lane(i))
			}
		}
		limits := Of(text[1:]+"\x09") &^ high
		want := true
		for i := range 8 {
			want = want && w.Lane(i) <= limits.Lane(i)
		}
		if w.AtMost(limits) != want {
			t.Fatalf("%x at most %x: %t", w, limits, !want)
		}
	}
}

func TestPair(t *testing.T) {
	text := "abcdefghijklmnop"
	for n := range 17 {
		low, high := Pair(text[:n])
		all := text[:n] + strings.Repeat("\x00", 16-n)
		if low != Of(all) || high != Of(all[8:]) {
			t.Errorf("%q is %x and %x", text[:n], low, high)
		}
	}
}
