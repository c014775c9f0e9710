package ingest

import (
	"strings"
	"sync/atomic"

	"picreport/ingest/internal/lanes"
)

// known is what the first few distinct texts of a column mean, for goroutines that read ahead of the one that finds it out.
type known[T any] struct {
	table atomic.Pointer[knownTable[T]]
	n     int
}

// knownTexts is how many texts are known at the most: a column has either few distinct texts or too many.
const knownTexts = 32

// knownTable is an open-addressing table. It is never changed once it is published.
type knownTable[T any] [4 * knownTexts]knownText[T]

// knownText is a text with its two ends, by which it is found. Of one of up to sixteen bytes they are all.
type knownText[T any] struct {
	low, high lanes.Word
	text      string
	is        *T // nil for a free slot
}

// at returns what the text of a place means.
func (k *known[T]) at(place uint8) *T { return k.table.Load()[place-1].is }

// get returns what a text means that is not blank, and its place, from 1, which it keeps; nil where it is not known.
func (k *known[T]) get(text string) (place uint8, is *T) {
	t := k.table.Load()
	if t == nil {
		return 0, nil
	}
	low, high := endsOf(text)
	for slot := knownSlot(low, high); ; slot++ {
		slot %= len(t)
		at := &t[slot]
		if at.is == nil {
			return 0, nil
		}
		if at.low == low && at.high == high && len(at.text) == len(text) && (len(text) <= 16 || at.text == text) {
			return uint8(slot + 1), at.is
		}
	}
}

// learn makes known what a text means.
func (k *known[T]) learn(text string, is *T) {
	if _, is := k.get(text); is != nil || k.n == knownTexts || len(text) > maxKnownText {
		return
	}
	k.n++
	t := &knownTable[T]{}
	if old := k.table.Load(); old != nil {
		*t = *old
	}
	low, high := endsOf(text)
	slot := knownSlot(low, high)
	for t[slot%len(t)].is != nil {
		slot++
	}
	t[slot%len(t)] = knownText[T]{low, high, strings.Clone(text), is}
	k.table.Store(t)
}

// maxKnownText keeps long texts, which are hardly ever the same, from being known.
const maxKnownText = 256

// endsOf returns the first and the last eight bytes of a text, or all of a shorter one.
func endsOf(text string) (low, high lanes.Word) {
	if n := len(text); n > 16 {
		return lanes.Of(text), lanes.Of(text[n-8:])
	}
	return lanes.Pair(text)
}

// knownSlot returns where the search for a text begins. The factors are odd, and mix all bits into the highest.
func knownSlot(low, high lanes.Word) int {
	return int((uint64(low)*0x9E3779B97F4A7C15 ^ uint64(high)*0xD6E8FEB86659FD93) >> (64 - 7))
}
