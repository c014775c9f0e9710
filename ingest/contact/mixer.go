package contact

import (
	"hash/maphash"
	"math/bits"
)

// Mixer hashes numbers with seeds of its run, so that nobody can make an export in which they
// collide. It multiplies as wyhash does (Wang Yi, in the public domain), which for two or three
// words takes a fraction of what hash/maphash takes for their bytes.
type Mixer [3]uint64

// NewMixer returns a Mixer with seeds of its own.
func NewMixer() Mixer {
	var m Mixer
	for i := range m {
		m[i] = maphash.Comparable(maphash.MakeSeed(), i) | 1
	}
	return m
}

// Pair returns a hash of two words.
func (m *Mixer) Pair(a, b uint64) uint64 { return multiply(multiply(a^m[0], b^m[1])^m[2], m[0]) }

// Triple returns a hash of three words.
func (m *Mixer) Triple(a, b, c uint64) uint64 { return m.Pair(multiply(a^m[2], b^m[1]), c) }

// multiply folds the product of two words into one.
func multiply(a, b uint64) uint64 {
	high, low := bits.Mul64(a, b)
	return high ^ low
}
