// Package swar (SIMD within a register) looks at eight bytes of a text at a time: a word has a byte
// in each lane, the first in the lowest.
package swar

// Word is eight bytes of a text.
type Word uint64

// Of returns the first eight bytes of s, which has as many.
func Of(s string) Word {
	_ = s[7]
	return Word(s[0]) | Word(s[1])<<8 | Word(s[2])<<16 | Word(s[3])<<24 |
		Word(s[4])<<32 | Word(s[5])<<40 | Word(s[6])<<48 | Word(s[7])<<56
}

// Pair returns up to sixteen bytes, with zeros after them.
func Pair(s string) (low, high Word) {
	n := len(s)
	if n >= 8 {
		return Of(s), Of(s[n-8:]) >> (8 * (16 - n)) // which for eight bytes is 0
	}
	if n >= 4 {
		return half(s) | half(s[n-4:])<<(8*(n-4)), 0
	}
	for i := range n {
		low |= Word(s[i]) << (8 * i)
	}
	return low, 0
}

func half(s string) Word {
	_ = s[3]
	return Word(s[0]) | Word(s[1])<<8 | Word(s[2])<<16 | Word(s[3])<<24
}

// All returns a word with c in each lane.
func All(c byte) Word { return Word(c) * ones }

const (
	ones = 0x0101010101010101
	high = 0x8080808080808080
)

// Set is a set of lanes: the highest bit of each.
type Set uint64

// NotASCII returns the lanes that are no byte of ASCII.
func (w Word) NotASCII() Set { return Set(w & high) }

// From returns the lanes of a word of ASCII that are at least c, of ASCII too.
func (w Word) From(c byte) Set { return Set((w + All(0x80-c)) & high) }

// Equal returns the lanes of a word of ASCII that are c, of ASCII too.
func (w Word) Equal(c byte) Set { return Set((high - (w ^ All(c))) & high) }

// Between returns the lanes of a word of ASCII that are first, last or between.
func (w Word) Between(first, last byte) Set { return w.From(first) &^ w.From(last+1) }

// AtMost reports whether no lane of a word is above that of another word, which is of ASCII.
func (w Word) AtMost(limits Word) bool { return ((w&^high+(^Word(high)-limits))|w)&high == 0 }

// Lane returns a lane, from 0.
func (w Word) Lane(i int) int { return int(w >> (8 * i) & 0xFF) }

// Bits returns the set as bits, that of the first lane being 1.
func (l Set) Bits() uint8 { return uint8(uint64(l) >> 7 * 0x0102040810204080 >> 56) }

// Bytes returns a word that has ones in all bits of the lanes.
func (l Set) Bytes() Word { return Word(l>>7) * 0xFF }
